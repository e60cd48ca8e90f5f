"""A whole family at one moment of its story, with everybody who may knock, for the table of access."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client

from fgc.access import grants
from fgc.access.actors import UserActor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.conferences import models as conferences
from fgc.demo import people
from fgc.demo.stage import Stage
from fgc.demo.telling import NOOR
from fgc.families import actions as family_actions
from fgc.families import models as families
from fgc.families import queries as family_queries
from fgc.networks import links
from fgc.networks import models as networks
from fgc.outbox.models import Message
from fgc.plans import models as plans
from tests import factories
from tests.entering import come_in
from tests.factories import at_work_for, let_in


@dataclass(frozen=True)
class State:
    """A moment of the story: how many scenes have been, and what happens after them."""

    name: str
    scenes: int
    then: Callable[[Stage], None] = lambda stage: None


def _stops(stage: Stage) -> None:
    family_actions.stop_family(stage.as_(people.SASKIA), stage.family, words="Het is genoeg.")


STATES = (
    State("disputed", 4),
    State("evening_before", 19),
    State("private_time", 21),
    State("plan_runs", 26),
    State("stopped", 26, _stops),
)


@contextmanager
def told(state: State) -> Iterator[Stage]:
    """The story told until this state; the clock stands an hour after its last scene."""
    stage = Stage()
    for scene in NOOR[: state.scenes]:
        with time_machine.travel(scene.moment, tick=True):
            scene.play(stage)
    with time_machine.travel(NOOR[state.scenes - 1].moment + timedelta(hours=1), tick=True):
        state.then(stage)
        yield stage


def callers(stage: Stage) -> dict[str, Client]:
    """Everybody who may knock, each with a browser of his or her own."""
    family = stage.family
    return {
        "visitor": Client(),
        "stranger": _logged_in(_mother_of_another_family()),
        "commissioner": _logged_in(stage.account(people.SASKIA)),
        "young": _logged_in(stage.account(people.NOOR)),
        "parent": _logged_in(let_in(factories.UserFactory(name="Ouder zonder ja"), Role.PARENT, family)),
        "supporter": _logged_in(let_in(factories.UserFactory(name="Steun"), Role.SUPPORTER, family)),
        "member": _logged_in(let_in(factories.UserFactory(name="Lid"), Role.MEMBER, family)),
        "coordinator": _logged_in(stage.account(people.MIRJAM)),
        "ended": _logged_in(_whose_task_ended(family)),
        "manager": _logged_in(stage.account(people.ERIK)),
        "named": _logged_in(stage.account(people.HANNEKE)),
        "professional": _logged_in(stage.account(people.JOOST)),
        "link": _by_link(family),
    }


def _logged_in(user: User) -> Client:
    return come_in(Client(), user)


def _mother_of_another_family() -> User:
    return let_in(factories.UserFactory(name="Een ander"), Role.COMMISSIONER, factories.FamilyFactory(name="Een ander"))


def _whose_task_ended(family: families.Family) -> User:
    user = let_in(factories.WorkerFactory(name="Wie was"), Role.COORDINATOR, family)
    grants.end(family.pk, roles=[Role.COORDINATOR], user_id=user.pk)
    return user


def _by_link(family: families.Family) -> Client:
    person = networks.Person.objects.filter(family=family, call_name="Cem").first()
    person = person or factories.PersonFactory(family=family)
    links.open_for(at_work_for(person), person, via="mail")
    client = Client()
    session = client.session
    links.remember(session, networks.AccessLink.objects.filter(person=person).latest("created_at"))
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


MODELS: dict[str, Any] = {
    "family_id": families.Family,
    "child_id": families.Child,
    "commission_id": families.Commission,
    "offer_id": families.CoordinatorOffer,
    "split_id": families.Split,
    "question_id": families.MainQuestion,
    "person_id": networks.Person,
    "tie_id": networks.Tie,
    "note_id": networks.PrivateNote,
    "conference_id": conferences.Conference,
    "option_id": conferences.DateOption,
    "invitation_id": conferences.Invitation,
    "sheet_id": conferences.InformationSheet,
    "line_id": conferences.BottomLine,
    "bottom_line_id": conferences.BottomLine,
    "agreement_id": plans.Agreement,
    "commitment_id": plans.Commitment,
    "amendment_id": plans.Amendment,
    "consent_id": plans.AmendmentConsent,
    "release_id": plans.Release,
    "emergency_id": networks.Emergency,
    "hand_over_id": networks.HandOver,
    "look_id": plans.Look,
    "message_id": Message,
}
NUMBERS = dict.fromkeys(("number", "old", "new", "version"), 1)
FIXED: dict[str, Any] = {"means_id": 0, "token": "a-token-that-nobody-made", "phase": "information", **NUMBERS}
FIXED |= {"question": "unsafe", "step": "signals"}


def ids(stage: Stage) -> dict[str, Any]:
    """For every kind of thing in an address: one of this family, where there is one yet; otherwise none that exists."""
    found: dict[str, Any] = dict(FIXED)
    # One person of the circle throughout, so that an answer and its address fit together.
    cem = networks.Person.objects.filter(family=stage.family, call_name="Cem").first()
    own = {
        "person_id": cem,
        "invitation_id": conferences.Invitation.objects.filter(person=cem).first(),
        "commitment_id": plans.Commitment.objects.filter(person=cem).first(),
        "sheet_id": conferences.InformationSheet.objects.filter(person__account=stage.account(people.HANNEKE)).first(),
        "release_id": plans.Release.objects.filter(recipient=stage.account(people.HANNEKE)).first(),
        "family_id": family_queries.my_families(UserActor(stage.account(people.SASKIA)))[0],
    }
    for name, model in MODELS.items():
        thing = own.get(name) or (None if name in own else model.objects.order_by("pk").first())
        found[name] = thing.pk if thing else uuid.UUID(int=0)
    found["public_id"], found["slug"] = uuid.UUID(int=0), "none"
    found["call_id"] = found["match_id"] = found["family_id"]
    found["user_id"] = stage.account(people.KEMAL).pk
    return found
