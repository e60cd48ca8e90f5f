"""One person of the circle: how he or she is known and reached, what is needed to take part, and leaving."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Choice, Day, Flag, Id, Input, Output, Text, words
from fgc.access.can import Can
from fgc.conferences import queries as conferences
from fgc.networks import actions, queries, rules
from fgc.networks.rules import hours
from fgc.plans import actions as plan_actions
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.networks.models import Person


class PersonOut(Output):
    """A person around the family."""

    id = serializers.UUIDField()
    call_name = serializers.CharField()
    tie_label = serializers.CharField()
    role = serializers.ChoiceField(choices=rules.CircleRole.choices)
    side = serializers.ChoiceField(choices=rules.Side.choices)
    ring = serializers.ChoiceField(choices=rules.Ring.choices)
    life_stage = serializers.ChoiceField(choices=rules.LifeStage.choices)
    language = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())
    needs_note = serializers.CharField()
    standing = serializers.ChoiceField(choices=rules.Standing.choices)
    here_until = serializers.DateField(allow_null=True)
    is_contact_person = serializers.BooleanField()
    support_person_id = serializers.UUIDField(allow_null=True)
    function = serializers.CharField()
    employer = serializers.CharField()
    has_legal_task = serializers.BooleanField()


class PersonChangeIn(Input):
    """How a person is known; what is left out stays as it was."""

    call_name = Text(required=False)
    tie_label = Text(required=False)
    role = Choice(choices=rules.CircleRole.choices, required=False)
    side = Choice(choices=rules.Side.choices, required=False)
    ring = Choice(choices=rules.Ring.choices, required=False)
    life_stage = Choice(choices=rules.LifeStage.choices, required=False)
    language = Choice(choices=rules.Language.choices, required=False)
    here_until = Day(required=False, allow_null=True)


class PersonEndpoint(FamilyEndpoint):
    """Something of one person of the circle; for who does not see the circle only of oneself."""

    area = "circle"
    person: "Person"

    def look_up(self) -> None:
        """The person, when the actor may look at him or her closely."""
        self.person = found(queries.person_for(self.actor, self.family, self.kwargs["person_id"]))


class OnePerson(PersonEndpoint):
    """One person."""

    own = True
    rights = {"GET": Can.SEE_CONTACT, "PATCH": Can.DRAW_CIRCLE}
    takes = {"PATCH": PersonChangeIn}
    gives = {"GET": PersonOut, "PATCH": PersonOut}
    amends = ("PATCH",)

    def get(self, request: Request, **ids: Any) -> Response:
        """How this person is known."""
        return self.answer(self.person)

    def patch(self, request: Request, **ids: Any) -> Response:
        """Corrects how this person is known."""
        self.must_match(self.person)
        return self.answer(actions.change_person(self.actor, self.person, **self.said()))


def hour() -> serializers.TimeField:
    """A time of the day: "20:15"; null where nothing was said."""
    return serializers.TimeField(format="%H:%M", allow_null=True)


class CardOut(Output):
    """How somebody is reached."""

    way = serializers.ChoiceField(choices=rules.Way.choices, source="person.way")
    email = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    keep_no_address = serializers.BooleanField()
    is_masked = serializers.BooleanField()
    no_messages = serializers.BooleanField(source="person.no_messages")
    safe_from = hour()
    safe_until = hour()
    quiet_from = hour()
    quiet_until = hour()
    time_zone = serializers.ChoiceField(choices=hours.Zone.choices)
    call_note = serializers.CharField()
    safe_word = serializers.CharField(help_text="Empty for whom the owner named to read the card.")


class CardIn(Input):
    """How somebody wants to be reached; what is left out stays as it was."""

    way = Choice(choices=rules.Way.choices, required=False)
    email = Text(required=False)
    phone = Text(required=False)
    address = Text(required=False)
    keep_no_address = Flag(required=False)
    is_masked = Flag(required=False)
    no_messages = Flag(required=False)
    safe_from = Text(required=False)
    safe_until = Text(required=False)
    quiet_from = Text(required=False)
    quiet_until = Text(required=False)
    time_zone = Choice(choices=hours.Zone.choices, required=False)
    call_note = Text(required=False)
    safe_word = Text(required=False)


class ContactCard(PersonEndpoint):
    """The contact card of a person, for the coordinator, the owner and whom the owner named."""

    own = True
    quiet = True
    rights = {"GET": Can.SEE_CONTACT, "PATCH": Can.CHANGE_OWN_CONTACT}
    takes = {"PATCH": CardIn}
    gives = {"GET": CardOut, "PATCH": CardOut}
    amends = ("PATCH",)

    def look_up(self) -> None:
        """The person whose card is open to the actor."""
        self.person = found(queries.person_of(self.family, self.kwargs["person_id"]))
        self.card = found(queries.card_for(self.actor, self.person))
        self.note_read(self.person, Can.SEE_CONTACT, only_for=self.person.pk)

    def get(self, request: Request, **ids: Any) -> Response:
        """How this person is reached; the person reads in the own list who looked."""
        return self.answer(self.card)

    def patch(self, request: Request, **ids: Any) -> Response:
        """How this person wants to be reached."""
        self.must_match(self.card)
        return self.answer(actions.set_contact(self.actor, self.person, **self.said()))


class NeedsIn(Input):
    """What this person needs to take part."""

    needs = words(rules.Need.choices)
    needs_note = Text(required=False)


class Needs(PersonEndpoint):
    """What this person needs to take part."""

    own = True
    rights = {"PUT": Can.CHANGE_OWN_CONTACT}
    takes = {"PUT": NeedsIn}
    gives = {"PUT": PersonOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """What this person needs to take part: an interpreter, transport, a quiet room."""
        return self.answer(actions.set_needs(self.actor, self.person, **self.said()))


class SupporterIn(Input):
    """Who sits beside this person; null takes the choice back."""

    supporter = Id(allow_null=True)


class SupportPerson(PersonEndpoint):
    """Who sits beside this person."""

    rights = {"PUT": Can.DRAW_CIRCLE}
    takes = {"PUT": SupporterIn}
    gives = {"PUT": PersonOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Chooses who sits beside this person, at the meeting and before it."""
        return self.answer(actions.choose_support_person(self.actor, self.person, **self.said()))


class StandingIn(Input):
    """Whether this person may be asked to come."""

    invited = Flag()


class PersonStanding(PersonEndpoint):
    """Whether this person is invited."""

    rights = {"PUT": Can.DRAW_CIRCLE}
    takes = {"PUT": StandingIn}
    gives = {"PUT": PersonOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """The family does not invite this person, or changes its mind; nobody is asked why."""
        action = actions.invite_again if self.said()["invited"] else actions.mark_not_invited
        return self.answer(action(self.actor, self.person))


class ContactPerson(PersonEndpoint):
    """The one who keeps an eye on the plan for the family."""

    rights = {"POST": Can.DRAW_CIRCLE}
    gives = {"POST": PersonOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """This person keeps an eye on the plan for the family; there is one at a time."""
        return self.answer(actions.make_contact_person(self.actor, self.person))


class ThisIsMe(PersonEndpoint):
    """Which person of the circle you are."""

    rights = {"POST": Can.DRAW_CIRCLE}
    gives = {"POST": PersonOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """You are this person of the circle."""
        return self.answer(actions.this_is_me(self.actor, self.person))


class PersonalLinks(PersonEndpoint):
    """The personal links and letters of this person."""

    rights = {"DELETE": Can.DRAW_CIRCLE}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Every link and every letter of this person stops working at once."""
        actions.take_back_links(self.actor, self.person)
        return self.done()


class DepartureIn(Input):
    """How somebody leaves."""

    quietly = Flag(required=False)
    erase = Flag(required=False)


class Departure(PersonEndpoint):
    """Leaving the circle."""

    own = True
    rights = {"POST": Can.LEAVE}
    takes = {"POST": DepartureIn}

    def post(self, request: Request, **ids: Any) -> Response:
        """This person stops taking part: messages, links and rights end at once, promises are free again."""
        plan_actions.leave(self.actor, self.person, **self.said())
        return self.done()


class OpenQuestionOut(Output):
    """Something that this person is asked now."""

    kind = serializers.ChoiceField(choices=["date", "invitation", "promise", "progress", "amendment"])
    subject_id = serializers.UUIDField()


class OpenQuestionsOut(Output):
    """All that this person is asked now."""

    questions = OpenQuestionOut(many=True)


class OpenQuestions(PersonEndpoint):
    """What this person is asked now."""

    own = True
    rights = {"GET": Can.SEE_OWN_PROMISE}
    gives = {"GET": OpenQuestionsOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """The dates, invitations, promises and changes on which an answer of this person is waited for."""
        self.actor.must_see(Can.SEE_OWN_PROMISE, self.person)
        asked = [
            *conferences.open_questions(self.person),
            *plans.open_promises(self.person),
            *plans.open_amendments(self.person),
            *plans.open_progress(self.person),
        ]
        return self.answer({"questions": asked})
