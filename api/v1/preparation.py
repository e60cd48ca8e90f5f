"""Before the day: talks, what is missing, and the information that the family gets."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Choice, Day, Id, Input, Moment, Output, Text, page_of, words
from api.v1.conferences import ConferenceEndpoint
from fgc.access.can import Can
from fgc.conferences import actions, queries, rules
from fgc.networks import queries as networks
from fgc.networks.rules import Need


class PreparedOut(Output):
    """One person on the coordinator's list before the day."""

    person_id = serializers.UUIDField(source="person.pk")
    call_name = serializers.CharField(source="person.call_name")
    needs_talk = serializers.BooleanField()
    cannot_be_reached = serializers.BooleanField()


class LackOut(Output):
    """Something that is missing, and how often."""

    lack = serializers.ChoiceField(choices=rules.Lack.choices)
    times = serializers.IntegerField()


class PreparationOut(Output):
    """The coordinator's list before the day."""

    people = PreparedOut(many=True)
    lacks = LackOut(many=True)
    is_ready = serializers.BooleanField()


class Preparation(ConferenceEndpoint):
    """What is missing before the day."""

    rights = {"GET": Can.PREPARE}
    gives = {"GET": PreparationOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who has no talk, whom nobody can reach, and what is missing."""
        ready = queries.preparation_of(self.conference)
        lacks = [{"lack": lack, "times": times} for lack, times in ready.lacks.items()]
        return self.answer({"people": ready.people, "lacks": lacks, "is_ready": ready.is_ready})


class TalkIn(Input):
    """That a talk was held, never what was said."""

    by = Choice(choices=rules.TalkBy.choices)
    held_on = Day()
    may_be_shared = Text(required=False)
    needs = words(Need.choices, required=False)


class TalkOut(Output):
    """That a talk was held."""

    person_id = serializers.UUIDField()
    by = serializers.ChoiceField(choices=rules.TalkBy.choices)
    held_on = serializers.DateField()
    may_be_shared = serializers.CharField()


class Talk(ConferenceEndpoint):
    """The talk with one person."""

    rights = {"PUT": Can.PREPARE}
    takes = {"PUT": TalkIn}
    gives = {"PUT": TalkOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """The coordinator spoke with somebody beforehand, or could not reach him or her."""
        person = found(networks.person_of(self.family, ids["person_id"]))
        return self.answer(actions.record_talk(self.actor, self.conference, person, **self.said()))


class SheetRequestIn(Input):
    """Which professional, and until when."""

    person = Id()
    due_on = Day()


class SheetAskedOut(Output):
    """A page of information that was asked for."""

    id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    due_on = serializers.DateField(allow_null=True)


class SheetRequests(ConferenceEndpoint):
    """Asking professionals for information."""

    rights = {"POST": Can.PREPARE}
    takes = {"POST": SheetRequestIn}
    gives = {"POST": SheetAskedOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """Asks a professional for one page of information before the day."""
        said = self.said()
        person = found(networks.person_of(self.family, said.pop("person")))
        return self.answer(actions.ask_information(self.actor, self.conference, person, **said))


class DeliveredOut(Output):
    """How much was new to the family."""

    delivered = serializers.IntegerField()


class InformationDelivery(ConferenceEndpoint):
    """Giving the family what professionals handed in."""

    rights = {"POST": Can.PREPARE}
    gives = {"POST": DeliveredOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The family gets what professionals handed in and set, before the day."""
        return self.answer({"delivered": actions.deliver_information(self.actor, self.conference)})


class BottomLineOut(Output):
    """What must in any case be arranged, by a professional with a legal task."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    reason = serializers.CharField()
    child_id = serializers.UUIDField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    renewed_because = serializers.CharField()
    renewed_at = Moment(allow_null=True)
    delivered_at = Moment(allow_null=True)
    family_reply = serializers.CharField()


class SheetOut(Output):
    """One page of information."""

    facts = serializers.CharField()
    worries = serializers.CharField()
    strengths = serializers.CharField()
    offers = serializers.CharField()
    handed_in_at = Moment(allow_null=True)
    delivered_at = Moment(allow_null=True)


class ToldOut(Output):
    """What one professional told the family."""

    call_name = serializers.CharField(source="person.call_name")
    function = serializers.CharField(source="person.function")
    employer = serializers.CharField(source="person.employer")
    sheet = SheetOut(allow_null=True)
    bottom_lines = BottomLineOut(many=True)


class Information(FamilyEndpoint):
    """What professionals told the family."""

    area = "conference"
    rights = {"GET": Can.SEE_INFORMATION}
    gives = {"GET": page_of(ToldOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """The information and the bottom lines, by professional."""
        even_undelivered = self.actor.may(Can.PREPARE, self.family)
        return self.listed(queries.information_of(self.family, even_undelivered=even_undelivered))


class ReplyIn(Input):
    """The family's words beside a bottom line."""

    reply = Text()


class BottomLineReply(FamilyEndpoint):
    """The family's words beside a bottom line."""

    area = "conference"
    rights = {"PUT": Can.REPLY_TO_BOTTOM_LINE}
    takes = {"PUT": ReplyIn}
    gives = {"PUT": BottomLineOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """The family asks why, answers or disputes."""
        line = found(queries.bottom_line_in(self.family, ids["bottom_line_id"]))
        return self.answer(actions.reply_to_bottom_line(self.actor, line, **self.said()))
