"""The endings: taking back a yes, stopping, closing, erasing; and who looked."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, Zip, file
from api.fields import Choice, Input, Moment, Output, Text, page_of
from api.v1.families import FamilyOut
from fgc.access.can import Can
from fgc.families import actions, queries, rules
from fgc.networks import actions as circle
from fgc.networks import queries as networks
from fgc.plans import queries as plans
from fgc.plans.actions import finish, take_along


class StopIn(Input):
    """Why; never compulsory."""

    reason = Choice(choices=rules.StopReason.choices, required=False)
    words = Text(required=False)


class Withdrawal(FamilyEndpoint):
    """Taking back the own yes."""

    rights = {"POST": Can.WITHDRAW_COMMISSION}
    takes = {"POST": StopIn}
    gives = {"POST": FamilyOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Takes back your own yes; without another's yes everything stops for everybody at once."""
        return self.answer(actions.withdraw_commission(self.actor, self.family, **self.said()))


class Pause(FamilyEndpoint):
    """A pause."""

    rights = {"POST": Can.PAUSE, "DELETE": Can.PAUSE}

    def post(self, request: Request, **ids: Any) -> Response:
        """Closes everything for everybody who does not decide, until you go on."""
        circle.pause_family(self.actor, self.family)
        return self.done()

    def delete(self, request: Request, **ids: Any) -> Response:
        """Goes on: whoever could look in can again."""
        circle.go_on(self.actor, self.family)
        return self.done()


class CodesOut(Output):
    """Is a code asked with every visit by a personal link?"""

    always_code = serializers.BooleanField()


class Codes(FamilyEndpoint):
    """A code with every visit by a personal link, and with every login."""

    rights = {"GET": Can.ASK_CODES, "POST": Can.ASK_CODES, "DELETE": Can.ASK_CODES}
    gives = {"GET": CodesOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Whether a code is asked each time."""
        return self.answer(self.family)

    def post(self, request: Request, **ids: Any) -> Response:
        """From now on a code is asked each time."""
        actions.ask_codes(self.actor, self.family, always=True)
        return self.done()

    def delete(self, request: Request, **ids: Any) -> Response:
        """From now on only on a device that we do not know."""
        actions.ask_codes(self.actor, self.family, always=False)
        return self.done()


class Stop(FamilyEndpoint):
    """Stopping."""

    rights = {"POST": Can.WITHDRAW_COMMISSION}
    takes = {"POST": StopIn}
    gives = {"POST": FamilyOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Stops everything for everybody else at once."""
        return self.answer(actions.stop_family(self.actor, self.family, **self.said()))


class EndingIn(Input):
    """A plan from a meeting, or a plan without a meeting; when left out it follows from how the plan came to be."""

    ending = Choice(choices=[word for word in rules.Ending.values if word != rules.Ending.STOPPED], required=False)


class Ending(FamilyEndpoint):
    """Closing."""

    rights = {"POST": Can.CLOSE}
    takes = {"POST": EndingIn}
    gives = {"POST": FamilyOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The family says: it is enough. Access ends for everybody but those who decide."""
        return self.answer(finish(self.actor, self.family, **self.said()))


class ErasureIn(Input):
    """The name of the family, typed over."""

    typed_name = Text()


class Erasure(FamilyEndpoint):
    """Erasing."""

    rights = {"POST": Can.ERASE, "DELETE": Can.KEEP}
    takes = {"POST": ErasureIn}
    gives = {"POST": FamilyOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Closes everything for everybody else at once; a week later it is gone, unless one of you keeps it."""
        return self.answer(actions.erase_family(self.actor, self.family, **self.said()))

    def delete(self, request: Request, **ids: Any) -> Response:
        """Keeps what somebody wanted to erase; it stays closed for everybody else."""
        actions.keep_family(self.actor, self.family)
        return self.done()


class SeenOut(Output):
    """What somebody looked at or did, equal lines of one day together."""

    day = serializers.DateField()
    who = serializers.CharField()
    role = serializers.CharField()
    act = serializers.CharField()
    subject = serializers.CharField()
    for_whom = serializers.CharField()
    channel = serializers.CharField()
    times = serializers.IntegerField()


class AccessLog(FamilyEndpoint):
    """Who looked, and what was done."""

    area = "families:seen"
    own = True
    rights = {"GET": Can.SEE_WHO_LOOKED}
    gives = {"GET": page_of(SeenOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What was looked at and done, newest first; without the right to all of it only your own lines."""
        rights = queries.rights_in(self.family)
        by_name = Can.SEE_NAMES in rights
        lines = queries.seen_lines(
            self.actor,
            self.family,
            others=networks.names_by_link(self.family) | plans.names_at_work(self.family) if by_name else {},
            persons=networks.names_of(self.family) if by_name else {},
            own_only=Can.SEE_WHO_LOOKED not in rights,
            own_things=plans.own_promise_ids(self.actor, self.family),
            by_name=by_name,
            but=plans.things_closed_to(self.actor, self.family),
        )
        return self.listed(lines)


class SentOut(Output):
    """A message that was sent: never what stood in it. The name is empty for what was sent to you."""

    id = serializers.UUIDField()
    at = Moment()
    name = serializers.CharField()
    is_own = serializers.BooleanField()
    kind = serializers.CharField()
    channel = serializers.CharField()
    state = serializers.CharField()


class Messages(FamilyEndpoint):
    """What was sent."""

    area = "families:sent"
    own = True
    rights = {"GET": Can.SEE_SENT}
    gives = {"GET": page_of(SentOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What was sent to you, newest first; with the right to all of it also what was sent about the plan."""
        return self.listed(plans.sent_in(self.actor, self.family))


class Archive(FamilyEndpoint):
    """Everything of the family in one file."""

    rights = {"POST": Can.TAKE_ALONG}
    renderer_classes = (Zip,)

    def post(self, request: Request, **ids: Any) -> HttpResponse:
        """Takes everything along in one archive: pages to read, a table, and a form for other programs."""
        return file(take_along(self.actor, self.family), kind=Zip, name="archief.zip")
