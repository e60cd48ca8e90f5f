"""The circle: who is on the map, the ties between them, who is here for work, and what waits for a hand."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Choice, Flag, Id, Input, Moment, Output, Text, page_of
from api.v1.persons import CardIn, PersonChangeIn, PersonOut
from fgc.access.can import Can
from fgc.conferences import actions as conferences
from fgc.families import queries as families
from fgc.networks import actions, queries, rules


class NameOut(Output):
    """Somebody of the circle, by name."""

    id = serializers.UUIDField()
    call_name = serializers.CharField()
    tie_label = serializers.CharField()


class Names(FamilyEndpoint):
    """The names of the circle."""

    area = "circle"
    rights = {"GET": Can.SEE_NAMES}
    gives = {"GET": page_of(NameOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who belongs to the circle, by name."""
        return self.listed(queries.circle_of(self.family))


class PersonIn(PersonChangeIn, CardIn):
    """Somebody new; only a name is needed."""

    call_name = Text()
    # As in one line.
    has_agreed = Flag(required=False)


class Persons(FamilyEndpoint):
    """Everybody on the map."""

    area = "circle"
    rights = {"GET": Can.SEE_CIRCLE, "POST": Can.DRAW_CIRCLE}
    takes = {"POST": PersonIn}
    gives = {"GET": page_of(PersonOut), "POST": PersonOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The circle, who is not invited, and who is here for work."""
        circle = queries.map_of(self.family)
        return self.listed([*circle.people, *circle.not_invited, *circle.outsiders])

    def post(self, request: Request, **ids: Any) -> Response:
        """Somebody comes on the map; nobody is told by the system."""
        return self.answer(actions.add_person(self.actor, self.family, **self.said()))


class LineIn(Input):
    """Somebody in one line: "Truus oma moeder 06 12345678"."""

    line = Text()
    # The coordinator heard from somebody who asked to be left out that this changed.
    has_agreed = Flag(required=False)


class PersonLines(FamilyEndpoint):
    """Adding somebody by one line."""

    area = "circle"
    rights = {"POST": Can.DRAW_CIRCLE}
    takes = {"POST": LineIn}
    gives = {"POST": PersonOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """Somebody comes on the map by one line: name first, the rest in any order."""
        return self.answer(actions.add_person_by_line(self.actor, self.family, **self.said()))


class ChildPlace(FamilyEndpoint):
    """The place of a child in the circle."""

    area = "circle"
    rights = {"POST": Can.DRAW_CIRCLE}
    gives = {"POST": PersonOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """A child whom it is about comes to stand in the circle; the same person when it stands there."""
        child = found(families.child_for(self.family, ids["child_id"]))
        return self.answer(actions.place_child(self.actor, child))


class ProfessionalIn(Input):
    """Somebody who is here for work."""

    call_name = Text()
    function = Text()
    email = Text()
    employer = Text(required=False)
    has_legal_task = Flag(required=False)


class Professionals(FamilyEndpoint):
    """Who is here for work."""

    area = "circle"
    rights = {"POST": Can.DRAW_CIRCLE}
    takes = {"POST": ProfessionalIn}
    gives = {"POST": PersonOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """Adds somebody who may hand in information and read what is released, and sees nothing else."""
        return self.answer(actions.add_professional(self.actor, self.family, **self.said()))


class TieOut(Output):
    """How two persons are with each other."""

    id = serializers.UUIDField()
    a = serializers.UUIDField(source="a_id")
    b = serializers.UUIDField(source="b_id")
    kin = serializers.ChoiceField(choices=rules.Kin.choices)
    bond = serializers.ChoiceField(choices=rules.Bond.choices)


class TieIn(Input):
    """How two persons are with each other: a is, for example, parent of b."""

    a = Id()
    b = Id()
    kin = Choice(choices=rules.Kin.choices, required=False)
    bond = Choice(choices=rules.Bond.choices, required=False)


class Ties(FamilyEndpoint):
    """The ties of the circle."""

    area = "circle"
    rights = {"GET": Can.SEE_CIRCLE, "POST": Can.DRAW_CIRCLE}
    takes = {"POST": TieIn}
    gives = {"GET": page_of(TieOut), "POST": TieOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """How people are with each other, as the family draws it."""
        return self.listed(queries.map_of(self.family).ties)

    def post(self, request: Request, **ids: Any) -> Response:
        """Draws how two people are with each other."""
        return self.answer(actions.tie(self.actor, self.family, **self.said()))


class OneTie(FamilyEndpoint):
    """One tie."""

    area = "circle"
    rights = {"DELETE": Can.DRAW_CIRCLE}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes a tie off the drawing."""
        actions.untie(self.actor, found(queries.tie_of(self.family, ids["tie_id"])))
        return self.done()


class ByHandOut(Output):
    """Something that the coordinator does by hand: print a letter, or call or visit somebody."""

    id = serializers.UUIDField(source="message.pk")
    person_id = serializers.UUIDField(source="person.pk")
    call_name = serializers.CharField(source="person.call_name")
    kind = serializers.CharField(source="message.kind")
    is_paper = serializers.BooleanField()
    due_at = Moment(source="message.due_at")


class ByHand(FamilyEndpoint):
    """What waits for the coordinator's hand."""

    area = "desk"
    rights = {"GET": Can.SEND_LINK}
    gives = {"GET": page_of(ByHandOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Letters to print and people to call, oldest first."""
        return self.listed(queries.by_hand(self.actor, self.family))


class ByHandDone(FamilyEndpoint):
    """One thing of the coordinator's list."""

    area = "desk"
    rights = {"POST": Can.SEND_LINK}

    def post(self, request: Request, **ids: Any) -> Response:
        """The coordinator printed the letter or made the call."""
        item = found(queries.by_hand_item(self.actor, self.family, ids["message_id"]))
        conferences.done_by_hand(self.actor, item.message)
        return self.done()
