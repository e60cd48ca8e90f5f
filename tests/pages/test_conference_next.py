"""Which one step the page of the meeting puts forward, for whom."""

from typing import Any

import pytest
from django.urls import reverse

from fgc.access.can import Can
from fgc.accounts.models import User
from fgc.conferences.models import Conference, Invitation
from fgc.conferences.rules import Lack, Moment
from fgc.families.models import Child
from fgc.ids import new_id
from fgc.pages.conference.next import next_step
from tests.conferences.conftest import at, clock, conference  # noqa: F401  # the same days of the same story

COORDINATOR = frozenset({Can.PREPARE, Can.CHOOSE_DATE})
FAMILY = frozenset({Can.CHOOSE_DATE})
MEMBER: frozenset[Can] = frozenset()


def meeting(moment: Moment) -> Conference:
    starts_at = at(21, 11) if moment != Moment.PLANNING else None
    return Conference(family_id=new_id(), moment=moment, starts_at=starts_at)


@pytest.mark.parametrize(
    ("lacks", "page"),
    [
        ({Lack.QUESTION: 1, Lack.CHILD: 2, Lack.DATE: 1, Lack.SAFETY: 1}, "question"),
        ({Lack.CHILD: 1, Lack.DATE: 1, Lack.SAFETY: 1}, "question"),
        ({Lack.SAFETY: 1, Lack.DATE: 1}, "safety"),
        ({Lack.DATE: 1}, "dates"),
        ({Lack.NOBODY: 1, Lack.SHEET: 1}, "invitations"),
        ({Lack.INVITATION: 2, Lack.TALK: 1}, "invitations"),
        ({Lack.TALK: 1}, "preparation"),
    ],
)
def test_the_coordinator_does_first_things_first(lacks: dict[Lack, int], page: str) -> None:
    step = next_step(meeting(Moment.PLANNING), rights=COORDINATOR, own=None, lacks=lacks)

    assert step is not None
    assert step.href.endswith(f"/{page}/")


def test_when_only_others_must_answer_the_coordinator_waits() -> None:
    assert next_step(meeting(Moment.DATED), rights=COORDINATOR, own=None, lacks={Lack.ANSWER: 3}) is None


def test_the_family_looks_at_the_dates() -> None:
    step = next_step(meeting(Moment.PLANNING), rights=FAMILY, own=None, lacks={})

    assert step is not None
    assert step.href.endswith("/dates/")


def test_a_member_has_nothing_to_do_until_asked() -> None:
    assert next_step(meeting(Moment.PLANNING), rights=MEMBER, own=None, lacks={}) is None


def test_who_is_invited_answers() -> None:
    own = Invitation(coming="not_answered")
    own.person_id = own.pk

    step = next_step(meeting(Moment.DATED), rights=MEMBER, own=own, lacks={})

    assert step is not None
    assert "/invitation/" in step.href


def test_on_the_day_everybody_goes_to_the_day(clock: Any) -> None:  # noqa: F811
    clock.move_to(at(21, 9))

    for rights in (COORDINATOR, FAMILY, MEMBER):
        step = next_step(meeting(Moment.DATED), rights=rights, own=None, lacks={Lack.TALK: 1})
        assert step is not None
        assert step.href.endswith("/day/")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["conference", "preparation"])
def test_what_must_still_be_done_leads_to_the_question_long_before_a_date(
    conference: Conference,  # noqa: F811
    noor_child: Child,
    mirjam: User,
    visit: Any,
    name: str,
) -> None:
    page = visit(mirjam).get(reverse(f"conference:{name}", args=[conference.family_id])).content.decode()

    question = reverse("families:question", args=[conference.family_id])
    for lack in (Lack.QUESTION, Lack.CHILD, Lack.SAFETY):
        assert str(lack.label).capitalize() in page
    assert page.count(f'href="{question}"') >= 2
