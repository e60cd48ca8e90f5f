"""Every verb of every endpoint, for every role: without the right there is nothing, whatever is sent along."""

import re
import uuid
from typing import Any

import pytest
from django.utils import timezone

from api.door import Endpoint, FamilyEndpoint
from fgc.access.roles import BY_VISITING, BY_WORK, Reach, Role, reach
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.checks import routes
from fgc.families.models import Family
from tests.factories import PersonFactory, UserFactory, let_in

pytestmark = pytest.mark.django_db

ROUTES = [
    (address, view.cls)
    for address, _name, view in routes()
    if address.startswith("api/v1/") and issubclass(getattr(view, "cls", object), Endpoint)
]
OF_A_FAMILY = [(address, cls) for address, cls in ROUTES if issubclass(cls, FamilyEndpoint)]
OF_ONES_OWN = [(address, cls) for address, cls in ROUTES if not issubclass(cls, FamilyEndpoint)]
CAST = {
    "saskia": Role.COMMISSIONER,
    "noor": Role.YOUNG,
    "cem": Role.MEMBER,
    "marleen": Role.SUPPORTER,
    "mirjam": Role.COORDINATOR,
    "dennis": Role.PARENT,
    "petra": Role.PROFESSIONAL,
    "stranger": None,
}


@pytest.fixture
def dennis(family: Family) -> User:
    """Father, who was asked for a yes and has not given it."""
    person = PersonFactory(family=family, call_name="Dennis", tie_label="papa", role="parent")
    return let_in(UserFactory(name="Dennis Verhulst"), Role.PARENT, family, person)


def place(address: str, family: Family) -> str:
    """The address with the family of the test, and things that are not there."""
    filled = address.replace("<uuid:family_id>", str(family.pk))
    return "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<uuid:\w+>", lambda _: str(uuid.uuid4()), filled))


def opens(cls: type[FamilyEndpoint], verb: str, role: Role | None) -> bool:
    """Does the table of rights let this role through this door?"""
    can = cls.rights[verb]
    assert can is not None, f"{cls.__name__} {verb} shows a family to anybody"
    far = reach(role, can) if role else Reach.NONE
    return role is not Role.PROFESSIONAL and (far is Reach.ALL or (cls.own and far is Reach.OWN))


@pytest.mark.parametrize("who", CAST)
def test_a_door_of_a_family_opens_only_for_who_holds_its_right(
    request: Any, program: Any, family: Family, who: str
) -> None:
    theirs, role = program(request.getfixturevalue(who)), CAST[who]
    wrong = []

    for address, cls in OF_A_FAMILY:
        for verb in cls.rights:
            if opens(cls, verb, role):
                continue
            may_read = "GET" in cls.rights and opens(cls, "GET", role)
            answer = theirs.ask(verb, place(address, family), {"anything": 1}, If_Match="*")
            if answer.status_code != (403 if may_read and verb != "GET" else 404):
                wrong.append((verb, address, answer.status_code))

    assert wrong == []
    assert not Line.objects.exists()


@pytest.mark.parametrize("who", [*CAST, "erik"])
def test_a_door_of_ones_own_opens_only_for_who_does_that_work(
    request: Any, program: Any, family: Family, who: str
) -> None:
    user = request.getfixturevalue(who)
    theirs, rights = program(user), BY_WORK[user.work] | BY_VISITING
    shut = [
        (verb, address)
        for address, cls in OF_ONES_OWN
        for verb, can in cls.rights.items()
        if can is not None and can not in rights
    ]

    wrong = [(verb, at) for verb, at in shut if theirs.ask(verb, place(at, family), {}).status_code != 404]

    assert wrong == []


@pytest.mark.parametrize(("address", "cls"), ROUTES, ids=[cls.__name__ for _address, cls in ROUTES])
def test_without_a_token_every_door_is_shut(program: Any, family: Family, address: str, cls: type[Endpoint]) -> None:
    asked = [program(None).ask(verb, place(address, family), {}).status_code for verb in [*cls.rights, "OPTIONS"]]

    assert set(asked) == {401}


def test_in_private_time_the_coordinator_sees_only_how_the_day_goes(program: Any, mirjam: User, family: Family) -> None:
    Family.objects.filter(pk=family.pk).update(private_since=timezone.now())
    hers = program(mirjam)

    came_in = {
        cls.__name__
        for address, cls in OF_A_FAMILY
        for verb in cls.rights
        if hers.ask(verb, place(address, family), {}, If_Match="*").json().get("code") != "private_time"
    }

    assert came_in == {"Day"}
