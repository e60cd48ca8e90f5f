"""What may happen at which moment of a family."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from fgc.accounts.profiles import Terms
from fgc.errors import RuleBroken
from fgc.families.rules.states import OPEN_OFFERS, OPEN_STAGES, Ending, Kind, OfferState, Stage, StopReason

OFFERS_AT_ONCE = 3
# Long enough to read a message and to come back from a weekend away.
KEPT_BEFORE_ERASING = timedelta(days=7)
# What is past its term is erased so long after that was said, and said again so long before it goes: three times in all
# everybody who decides can take it along, or keep it.
TOLD_BEFORE_ERASING = timedelta(days=28)
TOLD_AGAIN = (timedelta(days=14), timedelta(days=3))


def must_be_past(day: date, today: date, *, field: str) -> None:
    """What has been said was said today or earlier.

    Raises:
        RuleBroken: the day lies ahead.
    """
    if day > today:
        raise RuleBroken(_("This day has not been yet."), code="in_future", field=field)


def must_be_commissioned(stage: str) -> None:
    """Nothing goes on without the commission.

    Raises:
        RuleBroken: not everybody said yes yet.
    """
    must_be_open(stage)
    if stage == Stage.REQUESTED:
        raise RuleBroken(_("First everybody who decides says yes."), code="not_commissioned")


def must_be_open(stage: str) -> None:
    """Nothing goes on after the end.

    Raises:
        RuleBroken: the family stopped or closed.
    """
    if stage == Stage.PAUSED:
        raise RuleBroken(_("You have a pause now. Go on first."), code="paused")
    if stage not in OPEN_STAGES:
        raise RuleBroken(_("This has ended. Nothing can be changed any more."), code="ended")


def must_be_a_circle(kind: str) -> None:
    """A plan for the children has no circle of its own: nobody is let in, and nobody put on a map.

    Raises:
        RuleBroken: it is such a plan.
    """
    if kind != Kind.CIRCLE:
        raise RuleBroken(_("A plan for the children has no people of its own."), code="childrens_plan")


def must_not_have_ended(stage: str) -> None:
    """Stopping works at every moment, also during a pause.

    Raises:
        RuleBroken: the family stopped or closed.
    """
    if stage != Stage.PAUSED:
        must_be_open(stage)


def must_be_agreed(*, is_disputed: bool) -> None:
    """What concerns the children stands still while one of those who decide says no. Source: consent table 2.3.

    Raises:
        RuleBroken: one of them says no.
    """
    if is_disputed:
        raise RuleBroken(_("One of you says no. What is about the children waits until you agree."), code="disputed")


def stop_reason_of(reason: str) -> StopReason:
    """The reason as one of the list; nothing said is a reason too.

    Raises:
        RuleBroken: it is not in the list.
    """
    if reason and reason not in StopReason.values:
        raise RuleBroken(_("Choose one of the reasons, or none."), code="invalid", field="reason")
    return StopReason(reason or StopReason.NOT_SAID)


def erased_at(since: datetime, now: datetime, terms: Terms) -> datetime | None:
    """When what ended is erased by itself; None as long as it need not be said yet. Source: table of terms 2.7.

    Args:
        since: when it ended, or when somebody who decides last kept it.
    """
    due = since + timedelta(days=terms.ended_days)
    return max(due, now + TOLD_BEFORE_ERASING) if due - TOLD_BEFORE_ERASING <= now else None


def is_erased_soon(erase_at: datetime | None, now: datetime) -> bool:
    """Does everything go within the week that there always is to keep it?"""
    return erase_at is not None and erase_at <= now + KEPT_BEFORE_ERASING


def must_be_with_a_plan(ending: str) -> Ending:
    """Closing is for a family with a plan; without one it stops.

    Raises:
        RuleBroken: this is no such ending.
    """
    if ending not in {Ending.PLAN_FROM_MEETING, Ending.PLAN_WITHOUT_MEETING}:
        raise RuleBroken(_("Choose how your plan came about."), code="invalid", field="ending")
    return Ending(ending)


def may_be_offered(before: str | None, *, open_offers: int) -> None:
    """A family chooses from a few, and never hears of somebody twice.

    Args:
        before: where the offer of this coordinator stands, if there is one.
        open_offers: how many are asked now.

    Raises:
        RuleBroken: this one was asked before, or enough are asked.
    """
    if before in OPEN_OFFERS:
        return
    if before is not None:
        raise RuleBroken(
            _("This coordinator was asked before. Choose another one."), code="asked_before", field="coordinator_id"
        )
    if open_offers >= OFFERS_AT_ONCE:
        sentence = _("Three coordinators are asked already. Wait for their answers.")
        raise RuleBroken(sentence, code="too_many", field="coordinator_id")


def must_be_in(state: str, *wanted: OfferState) -> None:
    """An offer can be answered as long as it is open.

    Raises:
        RuleBroken: it was answered, or the family chose somebody else.
    """
    if state not in wanted:
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment")


def must_have_no_other(state: str) -> None:
    """A family has one coordinator.

    Raises:
        RuleBroken: there is one already.
    """
    if state == OfferState.ACCEPTED:
        raise RuleBroken(_("You have a coordinator already."), code="has_one")


def must_be_a_seat_to_end(*, is_coordinator: bool, stage: str) -> None:
    """While the meeting is prepared a family does not go on without a coordinator: it looks for another one.

    Raises:
        RuleBroken: this is the coordinator of a family that is preparing.
    """
    if is_coordinator and stage != Stage.FOLLOWING:
        sentence = _("This is your coordinator. Choose another coordinator instead.")
        raise RuleBroken(sentence, code="coordinator", field="user_id")
