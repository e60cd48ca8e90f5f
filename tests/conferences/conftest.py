"""The way to the day of the first story: it is Thursday 5 February 2026, the meeting is on Saturday the 21st."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import Conference, DateOption, InformationSheet, Invitation
from fgc.families.models import Child, Family
from fgc.families.rules import QuestionState
from fgc.networks.models import Person
from tests import factories
from tests.conftest import acting

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(day: int, hour: int = 10, minute: int = 0, month: int = 2) -> datetime:
    """A moment in the year of the story, on the family's own clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at(5), tick=False) as traveller:
        yield traveller


@pytest.fixture
def conference(family: Family) -> Conference:
    """A meeting for which a date is looked for."""
    return factories.ConferenceFactory(family=family)


@pytest.fixture
def ready(family: Family, noor_child: Child, conference: Conference) -> Conference:
    """All that must come before a date is set."""
    factories.MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    Child.objects.update(question="Wie luistert er?", question_asked_on=date(2026, 2, 2))
    Conference.objects.update(safety_checked_on=date(2026, 2, 4))
    conference.refresh_from_db()
    return conference


@pytest.fixture
def saturday(conference: Conference) -> DateOption:
    return factories.DateOptionFactory(conference=conference, starts_at=at(21, 11), ends_at=at(21, 16))


@pytest.fixture
def sunday(conference: Conference) -> DateOption:
    return factories.DateOptionFactory(conference=conference, starts_at=at(22, 13), ends_at=at(22, 18))


@pytest.fixture
def dated(ready: Conference, saturday: DateOption, mirjam: User) -> Conference:
    """The date is set: Saturday 21 February, eleven o'clock, in De Brink."""
    return actions.choose_date(acting(mirjam), ready, saturday, place_kind="community_house", place="De Brink")


@pytest.fixture
def invited(dated: Conference, truus: Person, mirjam: User) -> Invitation:
    """Truus got her invitation by mail."""
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[truus.pk])
    return actions.send_invitation(acting(mirjam), invitation)


@pytest.fixture
def sheet(dated: Conference, outsider: Person, mirjam: User) -> InformationSheet:
    """Hanneke was asked for one page."""
    return actions.ask_information(acting(mirjam), dated, outsider, due_on=date(2026, 2, 18))


@pytest.fixture
def page() -> dict[str, str]:
    """What Hanneke writes."""
    return {
        "facts": "Noor was sinds november 6 keer op school.",
        "worries": "Ik maak me zorgen over haar diploma.",
        "strengths": "Noor tekent elke dag.",
        "offers": "Ik denk mee over een ander rooster.",
    }


@pytest.fixture
def talked(invited: Invitation, mirjam: User) -> Invitation:
    """Mirjam spoke with Truus."""
    actions.record_talk(acting(mirjam), invited.conference, invited.person, by="visit", held_on=date(2026, 2, 5))
    return invited


@pytest.fixture
def informing(talked: Invitation, mirjam: User, clock: Any) -> Conference:
    """It is the day, and part 1 goes on."""
    clock.move_to(at(21, 11))
    return actions.start_day(acting(mirjam), talked.conference)


@pytest.fixture
def private(informing: Conference, mirjam: User, clock: Any) -> Conference:
    """Private time runs since ten to one."""
    clock.move_to(at(21, 12, 50))
    return actions.start_private_time(acting(mirjam), informing)
