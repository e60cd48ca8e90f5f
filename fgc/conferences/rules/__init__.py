"""The rules of the way to the day, and of the day itself."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from fgc.errors import RuleBroken


class Moment(TextChoices):
    """Where a conference stands."""

    PLANNING = "planning", _("finding a date")
    DATED = "dated", _("the date is set")
    INFORMING = "informing", _("part 1: everybody hears the same")
    PRIVATE = "private", _("part 2: only your own people")
    AGREEING = "agreeing", _("part 3: telling the plan")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("called off")


class Phase(TextChoices):
    """The three parts of the day."""

    INFORMATION = "information", _("part 1: information")
    PRIVATE = "private", _("part 2: private time")
    AGREEMENT = "agreement", _("part 3: telling the plan")


class Step(TextChoices):
    """What moves the day on."""

    START_INFORMATION = "start_information", _("start part 1")
    START_PRIVATE = "start_private", _("start private time")
    END_PRIVATE = "end_private", _("end private time")
    END_DAY = "end_day", _("end the meeting")


NEXT: dict[tuple[Moment, Step], Moment] = {
    (Moment.DATED, Step.START_INFORMATION): Moment.INFORMING,
    (Moment.INFORMING, Step.START_PRIVATE): Moment.PRIVATE,
    (Moment.PRIVATE, Step.END_PRIVATE): Moment.AGREEING,
    (Moment.AGREEING, Step.END_DAY): Moment.HELD,
}
DURING = (Moment.INFORMING, Moment.PRIVATE, Moment.AGREEING)
BEFORE = (Moment.PLANNING, Moment.DATED)
LONGEST = timedelta(hours=12)
MOST_OPTIONS = 12
MOST_BOTTOM_LINES = 5
RENEWED_AT_MOST = timedelta(days=366)
OVER = (Moment.HELD, Moment.CANCELLED)


def next_moment(moment: Moment, step: Step) -> Moment:
    """Where the day stands after this step.

    Raises:
        RuleBroken: the step does not fit this moment of the day.
    """
    try:
        return NEXT[moment, step]
    except KeyError:
        raise RuleBroken(_("The day is not at this point now."), code="wrong_moment") from None


class DateAnswer(TextChoices):
    """What somebody says of a possible date."""

    YES = "yes", _("yes")
    IF_NEED_BE = "if_need_be", _("if need be")
    NO = "no", _("no")


WEIGHT = {DateAnswer.YES: 2, DateAnswer.IF_NEED_BE: 1, DateAnswer.NO: 0}


@dataclass(frozen=True)
class Ranked:
    """One possible moment with how well it fits; the counts are for the coordinator alone."""

    option_id: uuid.UUID
    score: int
    yes: int
    if_need_be: int
    no: int
    main_cannot: bool


def rank(
    options: Mapping[uuid.UUID, datetime],
    replies: Mapping[uuid.UUID, Mapping[uuid.UUID, DateAnswer]],
    main_persons: Collection[uuid.UUID],
) -> list[Ranked]:
    """Possible moments in the order in which they fit, best first; of two that fit as well the earlier one.

    A moment at which somebody whom it is about cannot come stands below every other, however many can.

    Args:
        options: when each begins.
        replies: per moment what each person said.
        main_persons: whom it is about.
    """
    ranked = [_ranked(option_id, replies.get(option_id, {}), main_persons) for option_id in options]
    return sorted(ranked, key=lambda one: (one.main_cannot, -one.score, options[one.option_id]))


def _ranked(option_id: uuid.UUID, said: Mapping[uuid.UUID, DateAnswer], main: Collection[uuid.UUID]) -> Ranked:
    answers = [DateAnswer(answer) for answer in said.values()]
    return Ranked(
        option_id=option_id,
        score=sum(WEIGHT[answer] for answer in answers),
        yes=answers.count(DateAnswer.YES),
        if_need_be=answers.count(DateAnswer.IF_NEED_BE),
        no=answers.count(DateAnswer.NO),
        main_cannot=any(said.get(person) == DateAnswer.NO for person in main),
    )


def must_fit(
    starts_at: datetime, ends_at: datetime, *, others: Iterable[tuple[datetime, datetime]], now: datetime
) -> None:
    """A possible moment lies ahead, ends after it begins, lasts at most a day, and does not run into another one.

    Raises:
        RuleBroken: one of these is not so; the field names the input at fault.
    """
    if starts_at <= now:
        raise RuleBroken(
            _("This moment has passed. Choose a day that is still to come."), code="past", field="starts_at"
        )
    if ends_at <= starts_at:
        raise RuleBroken(_("The end must be after the beginning."), code="order", field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise RuleBroken(_("A meeting lasts at most 12 hours."), code="too_long", field="ends_at")
    if any(starts_at < end and begin < ends_at for begin, end in others):
        raise RuleBroken(_("This runs into another moment on the list."), code="overlap", field="starts_at")


def occasion(starts_at: datetime | None) -> str:
    """A date as the outbox tells one occasion from the next: the same moment is the same word in every time zone."""
    return starts_at.astimezone(UTC).isoformat() if starts_at else ""


class Coming(TextChoices):
    """What somebody answers to the invitation."""

    NOT_ANSWERED = "not_answered", _("no answer yet")
    IN_PERSON = "in_person", _("comes")
    VIDEO = "video", _("joins by video")
    MESSAGE = "message", _("sends a message only")
    NOT = "not", _("does not come")


class Sent(TextChoices):
    """How far an invitation got."""

    DRAFT = "draft", _("not sent yet")
    SENT = "sent", _("sent by e-mail")
    PRINTED = "printed", _("letter printed")
    TOLD = "told", _("told in person or by telephone")
    CANCELLED = "cancelled", _("called off")


REACHED = (Sent.SENT, Sent.PRINTED, Sent.TOLD)


class TalkBy(TextChoices):
    """How a preparation talk was held; a person who could not be reached is said to be so."""

    VISIT = "visit", _("at home")
    PHONE = "phone", _("by telephone")
    VIDEO = "video", _("by video")
    NOT_REACHED = "not_reached", _("could not be reached")


class Place(TextChoices):
    """What kind of place it is; never the office of an authority."""

    HOME = "home", _("at somebody's home")
    COMMUNITY_HOUSE = "community_house", _("community house")
    SCHOOL = "school", _("school")
    FAITH = "faith", _("house of prayer")
    OUTSIDE = "outside", _("outside")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("there and online")


class Presence(TextChoices):
    """How somebody was there."""

    IN_PERSON = "in_person", _("there")
    VIDEO = "video", _("by video")
    MESSAGE = "message", _("by a message that was read out")


class Verdict(TextChoices):
    """All that a professional may say of the plan, for each bottom line."""

    MET = "met", _("met")
    MET_IF = "met_if", _("met, if")
    NOT_MET = "not_met", _("not met")


def must_be_before_the_day(*, today: date, day: date | None, moment: Moment) -> None:
    """There is no new news on the day itself: what professionals say, the family has read before.

    Raises:
        RuleBroken: the day has come, or the meeting is over.
    """
    if moment not in BEFORE or (day is not None and today >= day):
        raise RuleBroken(
            _("This had to be in before the day. On the day itself there is no new news."), code="too_late"
        )


def must_be_renewable(*, is_delivered: bool, now_until: date | None, until: date, today: date) -> None:
    """What has a last day may get a later one; what the family does not have yet is set anew instead.

    Raises:
        RuleBroken: it has no last day, the family does not have it, or the new day is not later, past or years away.
    """
    if not is_delivered or now_until is None:
        raise RuleBroken(_("Only a bottom line that has a last day can be renewed."), code="wrong_moment")
    if until <= max(now_until, today):
        raise RuleBroken(_("Choose a day after the last one."), code="order", field="until")
    if until > today + RENEWED_AT_MOST:
        raise RuleBroken(_("Choose a day within a year."), code="too_long", field="until")


class Lack(TextChoices):
    """What is missing before the day, in the words of the coordinator's list."""

    QUESTION = "question", _("the family has not said yes to its question")
    CHILD = "children", _("a child was not asked for a question of its own")
    DATE = "date", _("there is no date")
    PLACE = "place", _("there is no place")
    SAFETY = "safety", _("the talk about safety is not noted")
    NOBODY = "nobody", _("nobody is asked to come yet")
    WAY = "way", _("we do not know how to reach somebody")
    INVITATION = "invitation", _("an invitation has not gone out")
    ANSWER = "answer", _("somebody has not answered yet")
    TALK = "talk", _("a preparation talk has not been held")
    SHEET = "sheet", _("information of a professional is not in")
    DELIVERY = "delivery", _("information has not been given to the family")


# Without these the day does not begin (guard G4); the others are for the coordinator to know.
STOPS_THE_DAY = (Lack.TALK, Lack.DELIVERY)


# Without these no date is set (guard G3), so that nobody is invited to something unsafe or unclear.
STOPS_A_DATE = {
    Lack.QUESTION: _("First the family confirms its question."),
    Lack.CHILD: _("First every child is asked for a question of its own, or did not want one."),
    Lack.SAFETY: _("First the coordinator asks everybody apart whether a meeting is safe for them."),
}


def must_be_ready_for_a_date(counts: Mapping[Lack, int]) -> None:
    """What must be done before a date is set stands in the list of what is missing from the beginning.

    Raises:
        RuleBroken: names the first thing that is missing.
    """
    for lack, sentence in STOPS_A_DATE.items():
        if counts.get(lack, 0):
            raise RuleBroken(sentence, code=f"missing_{lack.value}")


def lacking(counts: Mapping[Lack, int]) -> dict[Lack, int]:
    """What is missing before the day and how often, in the order in which it is best done; empty when all is ready."""
    return {lack: counts[lack] for lack in Lack if counts.get(lack, 0) > 0}


def is_ready(counts: Mapping[Lack, int]) -> bool:
    """May the day begin?"""
    return not any(counts.get(lack, 0) for lack in STOPS_THE_DAY)


def needs_talk(*, sent: Sent, coming: Coming, has_talk: bool) -> bool:
    """Must the coordinator still speak with this person? Not with who was not asked yet, or does not come."""
    return sent in REACHED and coming is not Coming.NOT and not has_talk


def private_time_ends_by(began: datetime) -> datetime:
    """When a private time that nobody ended counts as ended: at six the next morning, when surely everybody went home.

    Args:
        began: in the local time of the family.
    """
    return datetime.combine(began.date() + timedelta(days=1), time(6), tzinfo=began.tzinfo)


def may_be_in(phase: Phase, *, is_outsider: bool, is_interpreter: bool) -> bool:
    """Private time is for the family's own people; an interpreter is their voice and may stay. Source: process 1.4."""
    return phase is not Phase.PRIVATE or not is_outsider or is_interpreter
