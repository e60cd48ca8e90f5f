"""The pages of a professional who asks for more, and of the family that answers."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from fgc.plans import actions, queries
from fgc.plans.models import AskedForMore, Release
from fgc.plans.queries import Reader
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

PETRA = Reader(name="Petra Aalders", email="petra@jeugdteam.example", function="jeugdteam", employer="Zilverdam")


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def released(family, saskia, truus):
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    [part] = [one.key for one in queries.parts_of(family)]
    shown = queries.release_preview(family, parts=[part]).hash
    return actions.release(
        acting(saskia), plan, reader=PETRA, purpose="Meedenken", until=date(2026, 8, 31), parts=[part],
        preview_hash=shown,
    )  # fmt: skip


def ask(visit, released, words="Wie gaat er mee?"):
    return visit(released.recipient).post(reverse("released:ask_more", args=[released.pk]), {"words": words})


def test_a_question_comes_to_the_family_and_a_yes_leads_to_a_release(visit, family, saskia, released):
    page = reverse("released:release", args=[released.pk])
    assert reverse("released:ask_more", args=[released.pk]) in visit(released.recipient).get(page).content.decode()
    assert ask(visit, released, "").status_code == 422
    assert ask(visit, released).url == page
    assert "wacht op antwoord" in visit(released.recipient).get(page).content.decode()
    asked = AskedForMore.objects.get()
    at = reverse("released:more", args=[family.pk, asked.pk])
    assert at in visit(saskia).get(reverse("families:home", args=[family.pk])).content.decode()
    assert at in visit(saskia).get(reverse("released:releases", args=[family.pk])).content.decode()
    assert "Wie gaat er mee?" in visit(saskia).get(at).content.decode()

    assert visit(saskia).post(at, {}).status_code == 422
    answer = visit(saskia).post(at, {"answer": "yes"})

    assert answer.url == f"{reverse('released:prepare', args=[family.pk])}?again={released.pk}"
    assert Release.objects.count() == 1
    assert "de familie zei ja" in visit(released.recipient).get(page).content.decode()
    assert visit(saskia).get(at).status_code == 404


def test_a_no_is_a_no(visit, family, saskia, mirjam, released):
    ask(visit, released)
    at = reverse("released:more", args=[family.pk, AskedForMore.objects.get().pk])
    for somebody in (mirjam, released.recipient):
        assert visit(somebody).post(at, {"answer": "yes"}).status_code in (403, 404)

    assert visit(saskia).post(at, {"answer": "no"}).url == reverse("released:releases", args=[family.pk])

    page = visit(released.recipient).get(reverse("released:release", args=[released.pk])).content.decode()
    assert "het antwoord is nee" in page
    assert at not in visit(mirjam).get(reverse("released:releases", args=[family.pk])).content.decode()
    assert ask(visit, released).status_code == 422


def test_who_does_not_read_the_release_asks_nothing(visit, saskia, hanneke, released):
    for somebody in (saskia, hanneke):
        assert visit(somebody).get(reverse("released:ask_more", args=[released.pk])).status_code == 404
