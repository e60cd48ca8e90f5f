"""A professional asks for more than was released: a question to the family, and yes or no back."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from fgc.access.walls import acting as telling
from fgc.accounts.models import User
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family
from fgc.families.rules import Giver, Stage
from fgc.outbox.models import Kind, Message, State
from fgc.plans import actions, queries
from fgc.plans.letters.releases import ask_more, more_answered
from fgc.plans.models import AskedForMore, LineAbout, Plan, Release
from fgc.plans.queries import Reader
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

PETRA = Reader(name="Petra Aalders", email="petra@jeugdteam.example", function="jeugdteam", employer="Zilverdam")
WORDS = "Wie gaat er mee naar de arts? Dan kan ik een afspraak maken."
START = on(2026, 2, 25)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def plan(family: Family, truus: Any) -> Plan:
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    return plan


@pytest.fixture
def released(saskia: User, plan: Plan) -> Release:
    return let_petra_read(saskia, plan)


def let_petra_read(user: User, plan: Plan) -> Release:
    parts = [part.key for part in queries.parts_of(plan.family)]
    shown = queries.release_preview(plan.family, parts=parts).hash
    return actions.release(
        acting(user), plan, reader=PETRA, purpose="Meedenken", until=date(2026, 8, 31), parts=parts, preview_hash=shown
    )


def asks(released: Release, words: str = WORDS) -> AskedForMore:
    return actions.ask_for_more(acting(released.recipient), released, words=words)


def heard(released: Release) -> list[bool | None]:
    """What the professional reads as answer, by the code and by what the database shows."""
    with telling(acting(released.recipient)):
        return [one.answer for one in queries.more_of(released)]


def answers_waiting() -> list[Message]:
    return list(Message.objects.filter(kind=Kind.MORE_ANSWERED, state=State.PENDING).order_by("due_at"))


def test_the_family_is_asked_and_the_question_is_sent_once(released, saskia, family):
    asked = asks(released)

    assert asks(released) == asked
    assert AskedForMore.objects.get().words == WORDS
    assert [message.to_user for message in Message.objects.filter(kind=Kind.ASK_MORE)] == [saskia]
    assert ask_more(Message.objects.get(kind=Kind.ASK_MORE)).leads_to.endswith(f"questions/{asked.pk}/")
    assert heard(released) == [None]
    assert [one.id for one in queries.more_to_answer(acting(saskia), family)] == [asked.pk]


def test_a_yes_is_heard_and_lets_nothing_out_by_itself(released, saskia, family):
    asked = asks(released)

    actions.answer_for_more(acting(saskia), asked, said_yes=True)

    assert actions.answer_for_more(acting(saskia), asked, said_yes=True).said_yes
    assert heard(released) == [True]
    assert Release.objects.count() == 1
    assert ask_more(Message.objects.get(kind=Kind.ASK_MORE)).reason == "answered"
    [message] = answers_waiting()
    assert more_answered(message).leads_to.endswith(f"/released/{released.pk}/")
    with pytest.raises(RuleBroken):
        actions.answer_for_more(acting(saskia), asked, said_yes=False)


def test_no_answer_in_time_is_a_no_without_anybody_pressing(released, saskia, family, clock):
    asked = asks(released)
    [message] = answers_waiting()
    assert message.due_at == START + timedelta(days=14)

    clock.move_to(START + timedelta(days=13, hours=23))
    assert heard(released) == [None]
    clock.move_to(START + timedelta(days=14))

    assert heard(released) == [False]
    assert queries.more_to_answer(acting(saskia), family) == []
    with pytest.raises(RuleBroken) as no:
        actions.answer_for_more(acting(saskia), asked, said_yes=True)
    assert no.value.code == "wrong_moment"
    with pytest.raises(NotAllowed):
        queries.more_asked(acting(saskia), family, asked.pk)


def test_how_long_an_answer_may_take_is_a_term_of_the_organisation(released, family, clock):
    type(family.organisation).objects.update(terms={"unanswered_days": 3})
    asks(released)

    clock.move_to(START + timedelta(days=3))

    assert heard(released) == [False]


def test_a_family_is_not_pressed(released, saskia, clock):
    asked = asks(released)
    with pytest.raises(RuleBroken) as no:
        asks(released, "En wie nog meer?")
    assert no.value.code == "too_soon"
    actions.answer_for_more(acting(saskia), asked, said_yes=False)
    with pytest.raises(RuleBroken):
        asks(released)

    clock.move_to(START + timedelta(days=14))

    assert asks(released) != asked


@pytest.mark.parametrize("words", ["", "x" * 281, "111222333"])
def test_the_words_must_be_words(released, words):
    with pytest.raises(RuleBroken) as no:
        asks(released, words)
    assert no.value.field == "words"
    assert not AskedForMore.objects.exists()


def test_only_the_reader_asks_and_only_while_it_can_be_read(released, saskia, mirjam, hanneke):
    for somebody in (saskia, mirjam, hanneke):
        with pytest.raises(NotAllowed):
            actions.ask_for_more(acting(somebody), released, words=WORDS)
    actions.revoke_release(acting(saskia), released)
    released.refresh_from_db()
    with pytest.raises(NotAllowed):
        asks(released)


def test_only_who_releases_answers(released, mirjam, cem, hanneke):
    asked = asks(released)
    for somebody in (mirjam, cem, hanneke, released.recipient):
        with pytest.raises(NotAllowed):
            actions.answer_for_more(acting(somebody), asked, said_yes=True)
    assert queries.more_to_answer(acting(mirjam), asked.family) == []


def test_after_the_end_and_in_dispute_nothing_is_answered_with_yes(released, saskia, family):
    asked = asks(released)
    Family.objects.update(is_disputed=True)
    with pytest.raises(RuleBroken):
        actions.answer_for_more(acting(saskia), asked, said_yes=True)
    Family.objects.update(stage=Stage.CLOSED)
    with pytest.raises(RuleBroken):
        actions.answer_for_more(acting(saskia), asked, said_yes=False)


def test_when_the_release_is_over_nobody_hears_of_it_any_more(released, saskia, family):
    asked = asks(released)
    [message] = answers_waiting()
    actions.revoke_release(acting(saskia), released)

    assert more_answered(message).reason == "taken_back"
    assert queries.more_to_answer(acting(saskia), family) == []
    assert heard(released) == []
    AskedForMore.objects.filter(pk=asked.pk).delete()
    assert ask_more(Message.objects.get(kind=Kind.ASK_MORE)).reason == "answered"


def test_a_copy_that_the_parents_do_not_read_is_asked_about_at_the_young_person(saskia, noor, noor_child, plan, family):
    Child.objects.update(birth_date=date(2010, 2, 25))
    factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)
    LineAbout.objects.create(family=family, agreement=plan.agreements.get(), child=noor_child)
    released = let_petra_read(noor, plan)

    asked = asks(released)

    assert [message.to_user for message in Message.objects.filter(kind=Kind.ASK_MORE)] == [noor]
    assert queries.more_asked_in(acting(saskia), family) == []
    with telling(acting(saskia)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plans_askedformore")
        assert cursor.fetchone() == (0,)
    with pytest.raises(NotAllowed):
        actions.answer_for_more(acting(saskia), asked, said_yes=True)
    assert actions.answer_for_more(acting(noor), asked, said_yes=True).answered_by == noor
