"""Families: the ones that somebody belongs to, a first request, the wishes for a coordinator, who may come in."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import LANGUAGES, Endpoint, FamilyEndpoint, found
from api.fields import Choice, Id, Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.access.roles import GRANTED, Role
from fgc.families import actions, queries, rules
from fgc.networks import actions as circle
from fgc.networks import queries as networks

# What somebody may be in a family: a role that was given, and the coordinator's while waiting outside.
ROLES = (*GRANTED, Role.OUTSIDE)


class FamilyOut(Output):
    """A family and where it stands."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    stage = serializers.ChoiceField(choices=rules.Stage.choices)
    is_open = serializers.BooleanField()
    is_disputed = serializers.BooleanField()
    language = serializers.CharField()
    requested_at = Moment()
    commissioned_at = Moment(allow_null=True)
    private_since = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)
    ending = serializers.CharField()
    erase_at = Moment(allow_null=True)


class FamilyWithRolesOut(FamilyOut):
    """A family, where it stands, and what you are in it."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=[role.value for role in ROLES]))


class FamilyWithRightsOut(FamilyWithRolesOut):
    """A family, where it stands, what you are in it, and what you may do."""

    rights = serializers.ListField(child=serializers.CharField())


class RequestIn(Input):
    """Somebody asks for a family group conference."""

    name = Text()
    email = Text(required=False)
    phone = Text(required=False)
    region = Text(required=False)
    family_name = Text(required=False)
    language = Choice(choices=LANGUAGES, required=False)


class RequestOut(Output):
    """The request that was begun; its id when it is your own, since for whom you ask is told by mail alone."""

    id = serializers.UUIDField(allow_null=True)


class Families(Endpoint):
    """The families of this account."""

    rights = {"GET": None, "POST": Can.START_REQUEST}
    takes = {"POST": RequestIn}
    gives = {"GET": page_of(FamilyWithRolesOut), "POST": RequestOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The families that you may see, with what you are in each; also those that you coordinate."""
        return self.listed([_with_roles(own) for own in queries.seen_families(self.actor)])

    def post(self, request: Request, **ids: Any) -> Response:
        """Somebody asks for it; no professional is needed. A code to come in with is sent to the address."""
        begun = actions.start_request(self.actor, **self.said())
        return self.answer({"id": begun.pk if self.actor.may(Can.SEE_FAMILY, begun) else None})


class OneFamily(FamilyEndpoint):
    """One family."""

    rights = {"GET": Can.SEE_FAMILY}
    gives = {"GET": FamilyWithRightsOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Where the family stands, and what you may do in it."""
        own = queries.OwnFamily(self.family, self.family.roles_here)
        rights = sorted(can.value for can in queries.rights_in(self.family))
        return self.answer({**_with_roles(own), "rights": rights})


def _with_roles(own: queries.OwnFamily) -> dict[str, Any]:
    return {**vars(own.family), "is_open": own.family.is_open, "roles": sorted(own.roles)}


class WishesIn(Input):
    """What the family wishes of a coordinator; everything may stay empty."""

    language = Text(required=False)
    gender = Text(required=False)
    culture = Text(required=False)


class WishesOut(Output):
    """What the family wishes of a coordinator."""

    language = serializers.CharField(source="wish_language")
    gender = serializers.CharField(source="wish_gender")
    culture = serializers.CharField(source="wish_culture")


class Wishes(FamilyEndpoint):
    """The wishes for a coordinator."""

    rights = {"GET": Can.STATE_WISHES, "PUT": Can.STATE_WISHES}
    takes = {"PUT": WishesIn}
    gives = {"GET": WishesOut, "PUT": WishesOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What the family wishes."""
        return self.answer(self.family)

    def put(self, request: Request, **ids: Any) -> Response:
        """Says what the family wishes; what is left out is empty."""
        return self.answer(actions.state_wishes(self.actor, self.family, **self.said()))


class SeatOut(Output):
    """An account that may come in, and why."""

    user_id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField(source="role.value")
    since = Moment()
    until = Moment(allow_null=True)
    because = serializers.CharField(source="because.value")
    given_by = serializers.CharField()
    may_end = serializers.BooleanField()


class SeatIn(Input):
    """Somebody of the circle who may log in."""

    name = Text()
    email = Text(required=False)
    phone = Text(required=False)
    role = Choice(choices=[Role.MEMBER.value, Role.SUPPORTER.value], required=False)
    person_id = Id(required=False, allow_null=True)


class Seats(FamilyEndpoint):
    """Who may come in."""

    rights = {"GET": Can.SEE_WHO_LOOKED, "POST": Can.LET_IN}
    takes = {"POST": SeatIn}
    gives = {"GET": page_of(SeatOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Everybody who may come in today."""
        return self.listed(queries.who_may_see(self.family))

    def post(self, request: Request, **ids: Any) -> Response:
        """Lets somebody of the circle log in."""
        said = self.said()
        person_id = said.pop("person_id", None)
        person = found(networks.person_of(self.family, person_id)) if person_id else None
        guest = actions.let_in(self.actor, self.family, **said)
        if person:
            circle.link_account(self.actor, person, account=guest)
        return self.done()


class OneSeat(FamilyEndpoint):
    """One account that may come in."""

    rights = {"DELETE": Can.LET_IN}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes back that somebody of the circle may log in; it works at the next request."""
        actions.end_access(self.actor, self.family, user_id=ids["user_id"])
        return self.done()
