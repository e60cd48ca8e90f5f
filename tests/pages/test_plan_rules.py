"""How often an agreement returns, as somebody ticks it on the page and reads it back."""

import pytest
from django.urls import reverse

from fgc.plans.models import Amendment, Wording
from tests.plans.cast_of_the_plan import promised, running

TICKED = {"text": "Truus kookt.", "repeats": "monthly", "weekdays": ["TU"], "which": "1", "kind": "do"}


@pytest.fixture
def page(family):
    return reverse("plan:add", args=[family.pk])


def test_the_first_tuesday_of_the_month_is_ticked_and_read_back(visit, family, saskia, page):
    running(family)
    browser = visit(saskia)

    assert browser.post(page, TICKED).url == reverse("plan:plan", args=[family.pk])
    words = Wording.objects.get(text="Truus kookt.")
    assert words.rule == "FREQ=MONTHLY;BYDAY=1TU"
    plan = browser.get(reverse("plan:plan", args=[family.pk])).content.decode()
    assert "elke maand op de eerste dinsdag" in plan
    form = browser.get(reverse("plan:amend", args=[family.pk, words.agreement_id])).context["form"]
    assert {name: form[name].value() for name in ("repeats", "weekdays", "which")} == {
        "repeats": "monthly", "weekdays": ["TU"], "which": "1",
    }  # fmt: skip


def test_days_that_do_not_go_together_are_refused_at_their_field(visit, family, saskia, page):
    running(family)
    answer = visit(saskia).post(page, {**TICKED, "which": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors["which"] == ["Welke van de maand? Bijvoorbeeld de eerste."]


def test_a_rule_that_nobody_can_tick_stays_while_other_words_change(visit, family, saskia, truus):
    rule = "FREQ=WEEKLY;COUNT=6"
    line = promised(running(family), truus, text="Truus kookt.", repeats="weekly", rule=rule).agreement
    browser, address = visit(saskia), reverse("plan:amend", args=[family.pk, line.pk])
    kept = {"text": "Truus kookt soep.", "repeats": "weekly", "rule": rule, "based_on": "1"}

    browser.post(address, kept)
    assert Amendment.objects.get().wording.rule == rule
    Amendment.objects.all().delete()
    browser.post(address, {**kept, "weekdays": ["MO"]})
    assert Amendment.objects.get().wording.rule == "FREQ=WEEKLY;BYDAY=MO"
    refused = browser.post(address, {**kept, "rule": "FREQ=SECONDLY"})
    assert refused.status_code == 422
