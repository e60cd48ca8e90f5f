"""Invitations: whom to ask, how the question got there, and the answer."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import found
from api.fields import Choice, Input, Moment, Output, Text, page_of
from api.v1.conferences import ConferenceEndpoint
from api.v1.dates import PeopleIn
from api.v1.persons import PersonEndpoint
from fgc.access.can import Can
from fgc.conferences import actions, queries, rules
from fgc.networks import queries as networks

if TYPE_CHECKING:
    from fgc.conferences.models import Invitation

ANSWERS = [word for word in rules.Coming.values if word != rules.Coming.NOT_ANSWERED]


class InvitationOut(Output):
    """The question whether somebody comes, and the answer."""

    id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    call_name = serializers.CharField(source="person.call_name")
    sent = serializers.ChoiceField(choices=rules.Sent.choices)
    sent_at = Moment(allow_null=True)
    coming = serializers.ChoiceField(choices=rules.Coming.choices)
    answered_at = Moment(allow_null=True)


class InvitationsMadeOut(Output):
    """The invitations of these people."""

    invitations = InvitationOut(many=True)


class Invitations(ConferenceEndpoint):
    """Who is asked to come."""

    rights = {"GET": Can.INVITE, "POST": Can.INVITE}
    takes = {"POST": PeopleIn}
    gives = {"GET": page_of(InvitationOut), "POST": InvitationsMadeOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The invitations, by name."""
        return self.listed(queries.invitations_of(self.conference))

    def post(self, request: Request, **ids: Any) -> Response:
        """Puts people on the list of whom to ask; nothing goes out yet."""
        return self.answer({"invitations": actions.invite(self.actor, self.conference, **self.said())})


class InvitationsByMail(ConferenceEndpoint):
    """Sending what goes by mail."""

    rights = {"POST": Can.INVITE}
    gives = {"POST": InvitationsMadeOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Every invitation that goes by mail and has not gone out yet goes out."""
        return self.answer({"invitations": actions.send_waiting(self.actor, self.conference)})


class InvitationEndpoint(ConferenceEndpoint):
    """Something of one invitation."""

    rights = {"POST": Can.INVITE}
    gives = {"POST": InvitationOut}
    invitation: "Invitation"

    def look_up(self) -> None:
        """The invitation, of this meeting."""
        super().look_up()
        self.invitation = found(queries.invitation_in(self.family, self.kwargs["invitation_id"]))
        if self.invitation.conference_id != self.conference.pk:
            found(None)


class InvitationSending(InvitationEndpoint):
    """Sending an invitation."""

    def post(self, request: Request, **ids: Any) -> Response:
        """It goes out by mail, or comes on the coordinator's list as a letter to print or somebody to call."""
        return self.answer(actions.send_invitation(self.actor, self.invitation))


class InvitationPrinting(InvitationEndpoint):
    """A letter of invitation."""

    def post(self, request: Request, **ids: Any) -> Response:
        """The letter was printed and is on its way."""
        return self.answer(actions.printed(self.actor, self.invitation))


class InvitationTelling(InvitationEndpoint):
    """An invitation in person."""

    def post(self, request: Request, **ids: Any) -> Response:
        """Somebody was asked in person or by telephone."""
        return self.answer(actions.mark_told(self.actor, self.invitation))


class OwnInvitationOut(InvitationOut):
    """The own invitation, with the message to be read out."""

    message = serializers.CharField()
    # As this person is told them: the own times, where some were agreed.
    starts_at = Moment(source="when.begins", allow_null=True)
    ends_at = Moment(source="when.ends", allow_null=True)
    place = serializers.CharField(source="conference.place")
    entrance = serializers.CharField(source="when.entrance")


class ComingIn(Input):
    """Whether somebody comes."""

    coming = Choice(choices=ANSWERS)
    message = Text(required=False)


class OwnInvitation(PersonEndpoint):
    """The invitation of one person."""

    area = "conference"
    own = True
    rights = {"GET": Can.ANSWER_INVITATION, "PUT": Can.ANSWER_INVITATION}
    takes = {"PUT": ComingIn}
    gives = {"GET": OwnInvitationOut, "PUT": OwnInvitationOut}
    invitation: "Invitation"

    def look_up(self) -> None:
        """The person's own invitation; for the coordinator also one that has not gone out."""
        self.person = found(networks.person_of(self.family, self.kwargs["person_id"]))
        self.actor.must_see(Can.ANSWER_INVITATION, self.person)
        even_unsent = self.actor.may(Can.PREPARE, self.family)
        invitation_id = self.kwargs["invitation_id"]
        self.invitation = found(queries.invitation_for(self.person, invitation_id, even_unsent=even_unsent))
        # Who writes an answer down for somebody reads no message back.
        self.invitation.message = queries.message_for(self.actor, self.invitation)
        when = queries.when_for(self.actor, self.person, self.invitation.conference)
        self.invitation.when = when  # type: ignore[attr-defined]  # beside the row, for what goes out

    def get(self, request: Request, **ids: Any) -> Response:
        """Whether this person comes."""
        return self.answer(self.invitation)

    def put(self, request: Request, **ids: Any) -> Response:
        """Comes, joins by video, sends a message, or does not."""
        actions.answer_invitation(self.actor, self.invitation, **self.said())
        self.look_up()
        return self.answer(self.invitation)
