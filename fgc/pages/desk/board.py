"""The coordinator's desk: per family the next step, on whom it waits, and what is missing before the day.

Only puts together what the queries say; the number of queries is the same for three families and for three hundred.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.conferences import queries as conferences
from fgc.conferences.queries import desk as conferences_desk
from fgc.conferences.rules import DURING, Lack, Moment
from fgc.families.queries import desk as families_desk
from fgc.families.rules import QuestionState
from fgc.networks import queries as networks
from fgc.plans import queries as plans
from fgc.plans.queries import desk as plans_desk
from fgc.plans.rules import PlanState

if TYPE_CHECKING:
    from fgc.access.actors import UserActor
    from fgc.conferences.models import Conference
    from fgc.families.models import Family


class Waits(StrEnum):
    """On whom the next step waits."""

    YOU = "you"
    FAMILY = "family"
    CIRCLE = "circle"
    NOBODY = "nobody"


WAITS_WORDS = {
    Waits.YOU: _("waits for you"),
    Waits.FAMILY: _("waits for the family"),
    Waits.CIRCLE: _("waits for the circle"),
    Waits.NOBODY: _("nothing waits"),
}


@dataclass(frozen=True)
class Facts:
    """Everything that the desk knows of one family."""

    family: "Family"
    question: QuestionState | None = None
    unasked: int = 0
    people: int = 0
    unreached: int = 0
    meeting: "Conference | None" = None
    lacks: Mapping[Lack, int] = field(default_factory=dict)
    plan: plans_desk.PlanAtDesk | None = None
    stalled: int = 0
    by_hand: int = 0
    undelivered: int = 0
    call_on: date | None = None
    without_talk: Sequence[str] = ()


@dataclass(frozen=True)
class Step:
    """What comes next in one family: the words, the address, and on whom it waits."""

    words: str | Promise
    route: str
    waits: Waits

    @property
    def waits_words(self) -> str:
        """On whom it waits, in words."""
        return str(WAITS_WORDS[self.waits])


@dataclass(frozen=True)
class Row:
    """One family on the desk."""

    facts: Facts
    step: Step

    @property
    def family(self) -> "Family":
        """Whose row it is."""
        return self.facts.family

    @property
    def is_private(self) -> bool:
        """While the family has its private time nothing else is shown of it."""
        return self.facts.family.private_since is not None

    @property
    def href(self) -> str:
        """Where the next step is taken."""
        return reverse(self.step.route, args=[self.family.pk])

    @property
    def lacks(self) -> list[tuple[str, int, str]]:
        """What is missing before the day, in words, with how often, and who has had no talk."""
        if self.is_private:
            return []
        who = {Lack.TALK: ", ".join(self.facts.without_talk)}
        return [(str(lack.label), count, who.get(lack, "")) for lack, count in self.facts.lacks.items()]

    @property
    def has_letters_and_calls(self) -> bool:
        """Is there somebody to write to or to call?"""
        return bool(self.facts.by_hand or self.facts.undelivered)

    @property
    def is_for_today(self) -> bool:
        """Is there something that only the coordinator can do?"""
        waits = self.step.waits is Waits.YOU or self.has_letters_and_calls or self.facts.call_on is not None
        return waits and not self.is_private


def _is_for_children(facts: Facts) -> bool:
    """A plan for the children of two circles has no question, circle or meeting of its own."""
    return facts.family.is_for_children


def _has_no_confirmed_question(facts: Facts) -> bool:
    return facts.question is None and facts.plan is None


def _has_time_to_reach_all(facts: Facts) -> bool:
    """Once there is a date it counts only who is invited: that is in the list of what is missing."""
    return facts.unreached > 0 and _has_no_date(facts)


def _has_children_to_ask(facts: Facts) -> bool:
    """Once there is a date, a child that came later stands in the list of what is missing."""
    return facts.unasked > 0 and _has_no_date(facts)


def _has_no_date(facts: Facts) -> bool:
    return facts.meeting is None or facts.meeting.moment == Moment.PLANNING


def _is_in_plan(state: PlanState) -> Callable[[Facts], bool]:
    return lambda facts: facts.plan is not None and facts.plan.state is state


def _meets(*moments: Moment) -> Callable[[Facts], bool]:
    return lambda facts: facts.meeting is not None and facts.meeting.moment in moments


def _lacks_only(*lacks: Lack) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts.lacks) and set(facts.lacks) <= set(lacks)


# The first line that fits says what comes next.
STEPS: tuple[tuple[Callable[[Facts], bool], Step], ...] = (
    (
        lambda facts: facts.family.private_since is not None,
        Step(_("Private time. You wait until the family calls you in."), "conference:day", Waits.FAMILY),
    ),
    (
        lambda facts: facts.call_on is not None,
        Step(_("Call the family: it is four weeks later."), "follow_up:call", Waits.YOU),
    ),
    (_meets(*DURING), Step(_("The meeting goes on."), "conference:day", Waits.YOU)),
    (
        lambda facts: _is_in_plan(PlanState.RUNNING)(facts) and facts.plan is not None and facts.plan.unanswered > 0,
        Step(_("Not everybody has answered on a promise yet."), "plan:plan", Waits.CIRCLE),
    ),
    (
        lambda facts: facts.stalled > 0,
        Step(_("A promise does not run. The contact person knows."), "plan:plan", Waits.CIRCLE),
    ),
    (_is_in_plan(PlanState.RUNNING), Step(_("The plan runs."), "plan:plan", Waits.NOBODY)),
    (_is_in_plan(PlanState.FINISHED), Step(_("The plan is finished."), "plan:plan", Waits.NOBODY)),
    (_is_in_plan(PlanState.DRAFT), Step(_("The family looks at its plan and says yes."), "plan:plan", Waits.FAMILY)),
    (_is_for_children, Step(_("Write down what is agreed about the children."), "plan:plan", Waits.YOU)),
    (_meets(Moment.HELD), Step(_("Write down the plan in the words of the family."), "plan:plan", Waits.YOU)),
    (
        _has_no_confirmed_question,
        Step(_("Find the question together, in the words of the family."), "families:question", Waits.YOU),
    ),
    (
        lambda facts: facts.question is QuestionState.PROPOSED,
        Step(_("The family looks at its question."), "families:question", Waits.FAMILY),
    ),
    (lambda facts: facts.people < 2, Step(_("Make the circle: who else?"), "circle:circle", Waits.YOU)),
    (_has_time_to_reach_all, Step(_("Find out how to reach everybody."), "circle:circle", Waits.YOU)),
    (_has_children_to_ask, Step(_("Ask each child for its own question."), "families:question", Waits.YOU)),
    (lambda facts: facts.meeting is None, Step(_("Look for a date together."), "conference:conference", Waits.YOU)),
    (_meets(Moment.PLANNING), Step(_("Choose a date."), "conference:dates", Waits.YOU)),
    (_lacks_only(Lack.ANSWER), Step(_("Not everybody has answered yet."), "conference:invitations", Waits.CIRCLE)),
    (
        lambda facts: bool(facts.lacks),
        Step(_("Do what is missing before the day."), "conference:preparation", Waits.YOU),
    ),
)
READY = Step(_("Everything is ready for the day."), "conference:conference", Waits.NOBODY)


def next_step(facts: Facts) -> Step:
    """What comes next in this family."""
    return next((step for fits, step in STEPS if fits(facts)), READY)


def rows_for(actor: "UserActor") -> list[Row]:
    """Every family of this coordinator with its next step: what waits for the coordinator first, then by date."""
    rows = rows_of(actor, families_desk.coordinated_by(actor))
    return sorted(rows, key=lambda row: (not row.is_for_today, _day_of(row), row.family.name))


def rows_of(actor: "UserActor", families: "list[Family]") -> list[Row]:
    """These families with their next step, in their own order."""
    return [Row(facts, next_step(facts)) for facts in _facts(actor, families)]


def _day_of(row: Row) -> str:
    meeting = row.facts.meeting
    return meeting.starts_at.isoformat() if meeting and meeting.starts_at else "9"


def _facts(actor: "UserActor", families: "list[Family]") -> list[Facts]:
    ids: list[uuid.UUID] = [family.pk for family in families]
    questions, unasked = families_desk.question_states(ids), families_desk.children_unasked(ids)
    reach = networks.reach_by_family(ids)
    meetings = conferences_desk.latest_meetings(ids)
    lacks = conferences.missing_before_day(ids)
    without_talk = conferences_desk.without_talk(ids)
    at_desk = plans_desk.plans_at_desk(ids)
    stalled = dict(plans.stalled_in(ids))
    calls = {look.family_id: look.due_on for look in plans.due_calls(actor.account)}
    by_hand = Counter(item.message.family_id for item in networks.by_hand(actor))
    by_hand.update(person.family_id for person in networks.opened_elsewhere(actor))
    undelivered = Counter(item.message.family_id for item in networks.undelivered(actor))
    return [
        Facts(
            family=family,
            question=questions.get(family.pk),
            unasked=unasked[family.pk],
            people=reach[family.pk].people,
            unreached=len(reach[family.pk].unreached),
            meeting=meetings.get(family.pk),
            lacks=lacks.get(family.pk, {}),
            plan=at_desk.get(family.pk),
            stalled=stalled.get(family.pk, 0),
            by_hand=by_hand[family.pk],
            undelivered=undelivered[family.pk],
            call_on=calls.get(family.pk),
            without_talk=without_talk.get(family.pk, ()),
        )
        for family in families
    ]
