"""Taken back while a page is open, a message waits, or a link is in somebody's hand: shut at the next press."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.families import actions as families
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.models import ContactCard, Person
from fgc.outbox import deliver, queue
from fgc.outbox.models import Kind, Message, State
from fgc.plans import actions as plans
from fgc.plans import queries
from fgc.plans.models import Plan, Release
from fgc.plans.queries import Reader
from fgc.plans.rules import Promise
from tests.conftest import acting
from tests.entering import press
from tests.factories import at_work_for
from tests.plans.running import promised, running_plan


@pytest.fixture
def plan(family: Any, truus: Person) -> Plan:
    made = running_plan(family)
    promised(made, truus)
    return made


def test_a_seat_that_was_taken_back_while_the_page_was_open(visit: Any, family: Any, saskia: Any, cem: Any) -> None:
    me = Person.objects.get(account=cem)
    page = reverse("circle:contact", args=[family.pk, me.pk])
    browser = visit(cem)
    assert browser.get(page).status_code == 200

    families.end_access(acting(saskia), family, user_id=cem.pk)

    for header in ({}, {"HX-Request": "true"}):
        answer = browser.post(page, {"way": "mail", "email": "anders@post.example"}, headers=header)
        assert answer.status_code == 404
    assert browser.get(page).status_code == 404
    assert not ContactCard.objects.filter(email="anders@post.example").exists()


def test_a_program_whose_owner_was_shut_out_a_moment_ago(program: Any, family: Any, saskia: Any, cem: Any) -> None:
    asks = program(cem)
    assert asks.get("~").status_code == 200

    families.end_access(acting(saskia), family, user_id=cem.pk)

    assert asks.get("~").status_code == 404


def test_a_message_that_waited_while_its_reader_was_shut_out(
    family: Any, saskia: Any, cem: Any, mailoutbox: Any
) -> None:
    me = Person.objects.get(account=cem)
    queue.to_user(cem, Kind.LET_IN, family)
    queue.to_person(me.pk, Kind.ASK_CONFIRMATION, promised(running_plan(family), me, state=Promise.ASKED))

    networks.leave_circle(acting(cem), me)
    deliver.deliver_due()

    assert mailoutbox == []
    assert list(Message.objects.values_list("state", "reason")) == [(State.SKIPPED, "left")] * 2


def in_hand(person: Person) -> Client:
    """A browser that opened somebody's personal link and pressed."""
    token = links.open_for(at_work_for(person), person, via="mail")
    browser = Client()
    press(browser, token)
    assert browser.get(reverse("links:mine")).status_code == 200
    return browser


@pytest.mark.parametrize("how", ["links are taken back", "the family stops", "the person left"])
def test_a_link_that_is_in_somebodys_hand(how: str, family: Any, saskia: Any, mirjam: Any, truus: Person) -> None:
    browser = in_hand(truus)

    if how == "links are taken back":
        links.revoke_all(family.pk, person=truus)
    elif how == "the family stops":
        families.stop_family(acting(saskia), family)
    else:
        networks.leave_circle(acting(mirjam), truus)

    answers = [browser.get(reverse("links:mine")), browser.post(reverse("links:hours"), {"call_note": "nooit"})]
    assert [answer["Location"] for answer in answers] == [reverse("links:ended")] * 2
    assert not ContactCard.objects.filter(call_note="nooit").exists()


def test_a_release_that_was_taken_back_while_it_was_read(visit: Any, saskia: Any, petra: Any, plan: Plan) -> None:
    parts = [one.key for one in queries.parts_of(plan.family)]
    made = plans.release(
        acting(saskia), plan, reader=Reader(name="Petra", email=petra.email, function="hulp", employer="Jeugdteam"),
        purpose="Meedenken", until=timezone.localdate(), parts=parts,
        preview_hash=queries.release_preview(plan.family, parts=parts).hash,
    )  # fmt: skip
    browser, page, paper = visit(petra), *(reverse(f"released:{name}", args=[made.pk]) for name in ("release", "pdf"))
    assert [browser.get(one).status_code for one in (page, paper)] == [200, 200]

    plans.revoke_release(acting(saskia), Release.objects.get(pk=made.pk))

    assert [browser.get(one).status_code for one in (page, paper)] == [404, 404]
