"""A family that stops: who was to come hears that it is off, and nothing else."""

import pytest
from django.utils import timezone

from fgc.access.actors import SystemActor, UserActor
from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.rules import Moment, Sent
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.families.rules import Ending, Stage
from fgc.networks.models import Person
from fgc.outbox.letters import WRITERS, Letter
from fgc.outbox.models import Kind, Message
from tests import factories


@pytest.fixture
def stopped_meeting(family: Family, truus: Person, fatma: Person) -> object:
    conference = factories.ConferenceFactory(family=family, moment=Moment.DATED, starts_at=timezone.now(), ends_at=None)
    for person in (truus, fatma):
        factories.InvitationFactory(conference=conference, person=person, sent=Sent.SENT)
    Family.objects.update(stage=Stage.STOPPED, ending=Ending.STOPPED, ended_at=timezone.now())
    return conference


def test_who_has_mail_hears_that_nobody_need_come(stopped_meeting: object, truus: Person) -> None:
    assert actions.call_off_ended(SystemActor("test")) == 1
    assert actions.call_off_ended(SystemActor("test")) == 0

    [message] = Message.objects.all()
    letter = WRITERS[Kind.STOPPED](message)
    assert isinstance(letter, Letter)
    assert letter.to == truus.card.email
    assert "http" not in letter.text
    assert truus.call_name not in letter.text


def test_the_meeting_of_a_family_that_goes_on_stays(family: Family, truus: Person) -> None:
    factories.ConferenceFactory(family=family)

    assert actions.call_off_ended(SystemActor("test")) == 0


def test_only_the_clock_does_this(saskia: User) -> None:
    with pytest.raises(NotAllowed):
        actions.call_off_ended(UserActor(saskia))  # type: ignore[arg-type]
