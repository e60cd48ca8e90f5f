"""The day: three parts, who was there, and private time, in which nobody from outside comes in (guards G4, G5)."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor, SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import action, families_due
from fgc.audit import record as audit
from fgc.conferences import queries, rules
from fgc.conferences.ground import locked, open_family
from fgc.conferences.models import Attendance, Conference, PhaseOfDay, PrivatePaper
from fgc.conferences.rules import Moment, Phase, Step
from fgc.errors import RuleBroken
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole


@action
def start_day(actor: Actor, conference: Conference) -> Conference:
    """The coordinator opens part 1.

    Raises:
        NotAllowed: only the coordinator leads the day.
        RuleBroken: it is not the day, somebody invited had no talk, or the family lacks information
            that is in (guard G4).
    """
    actor.must(Can.LEAD_DAY, conference)
    open_family(conference.family_id)
    conference = locked(conference)
    moment = rules.next_moment(Moment(conference.moment), Step.START_INFORMATION)
    _must_be_the_day(conference)
    counts = queries.missing_before_day([conference.family_id])[conference.family_id]
    if not rules.is_ready(counts):
        lacks = "; ".join(str(lack.label) for lack in rules.STOPS_THE_DAY if counts.get(lack))
        sentence = _("The day cannot begin yet: %(lacks)s. Who could not be reached can be noted as not reached.")
        raise RuleBroken(sentence % {"lacks": lacks}, code="not_ready")
    _begin(conference, Phase.INFORMATION, moment)
    audit.record(actor, audit.Act.CHANGE, conference, ground=Phase.INFORMATION.value)
    return conference


def _must_be_the_day(conference: Conference) -> None:
    assert conference.starts_at is not None
    day = timezone.localdate(conference.starts_at)
    if timezone.localdate() < day:
        sentence = _("The meeting is on %(day)s. It can begin on that day.")
        raise RuleBroken(sentence % {"day": formats.date_format(day, "l j F")}, code="too_early")


def _begin(conference: Conference, phase: Phase, moment: Moment) -> None:
    PhaseOfDay.objects.create(
        family_id=conference.family_id, conference=conference, phase=phase, started_at=timezone.now()
    )
    _stands_at(conference, moment)


def _end(conference: Conference, phase: Phase, *, at: datetime | None = None) -> None:
    at = at or timezone.now()
    PhaseOfDay.objects.filter(conference=conference, phase=phase, ended_at=None).update(ended_at=at)


def _stands_at(conference: Conference, moment: Moment) -> None:
    conference.moment = moment
    conference.save(update_fields=["moment"])


@action
def start_private_time(actor: Actor, conference: Conference) -> Conference:
    """The coordinator and everybody from outside leave the room; from now on only the family's own people come in.

    Raises:
        NotAllowed: only the coordinator leads the day.
        RuleBroken: part 1 is not going on.
    """
    actor.must(Can.LEAD_DAY, conference)
    open_family(conference.family_id)
    conference = locked(conference)
    moment = rules.next_moment(Moment(conference.moment), Step.START_PRIVATE)
    # The line is written first: afterwards this actor is outside.
    audit.record(actor, audit.Act.CHANGE, conference, ground=Phase.PRIVATE.value)
    _end(conference, Phase.INFORMATION)
    _begin(conference, Phase.PRIVATE, moment)
    Family.objects.filter(pk=conference.family_id).update(private_since=timezone.now())
    return conference


@action
def write_privately(
    actor: Actor, conference: Conference, *, text: str, seen_at: datetime | None = None
) -> PrivatePaper:
    """The family writes on its own sheet, which no outsider ever opens.

    Args:
        seen_at: when the sheet was last changed, as the writer saw it; None when the writer saw an empty sheet or
            does not mind writing over somebody else's words.

    Raises:
        NotAllowed: only the circle; never the coordinator or a professional.
        RuleBroken: private time has not begun, the text is too long, or somebody else wrote meanwhile.
    """
    actor.must(Can.WRITE_PRIVATELY, conference)
    open_family(conference.family_id, about_children=False)
    conference = locked(conference)
    if Moment(conference.moment) not in (Moment.PRIVATE, Moment.AGREEING):
        raise RuleBroken(_("This sheet opens when your private time begins."), code="wrong_moment")
    text = texts.plain(text, field="text", most=8000, required=False)
    paper = PrivatePaper.objects.filter(conference=conference).first()
    if paper and seen_at and paper.changed_at != seen_at and paper.text != text:
        sentence = _("Somebody else wrote on this sheet meanwhile. Look at it first, then add your words.")
        raise RuleBroken(sentence, code="stale", field="text")
    paper, _created = PrivatePaper.objects.update_or_create(
        conference=conference,
        defaults={"family_id": conference.family_id, "text": text, "changed_at": timezone.now()},
    )
    audit.record(actor, audit.Act.CHANGE, paper)
    return paper


@action
def end_private_time(actor: Actor, conference: Conference) -> Conference:
    """The family is ready and lets the coordinator in again. Nobody else can, and nothing stands in the way of it.

    Returns:
        The conference; ending twice is ending once.

    Raises:
        NotAllowed: only the circle.
        RuleBroken: private time has not begun.
    """
    actor.must(Can.END_PRIVATE_TIME, conference)
    conference = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if conference.moment == Moment.AGREEING:
        return conference
    _come_in_again(conference, at=timezone.now())
    audit.record(actor, audit.Act.CHANGE, conference, ground=Phase.AGREEMENT.value)
    return conference


def _come_in_again(conference: Conference, *, at: datetime) -> None:
    moment = rules.next_moment(Moment(conference.moment), Step.END_PRIVATE)
    _end(conference, Phase.PRIVATE, at=at)
    _begin(conference, Phase.AGREEMENT, moment)
    Family.objects.filter(pk=conference.family_id).update(private_since=None)


@action
def end_forgotten_private_time(actor: SystemActor) -> int:
    """A private time that nobody ended is over at six the next morning: everybody went home, the button was forgotten.

    Returns:
        How many were ended.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_end_forgotten(SystemActor(actor.job, family_id)) for family_id in families_due(actor, "private_time"))


@action
def _end_forgotten(actor: SystemActor) -> bool:
    """First the family is held, then its meeting, as in every change: somebody may press at this moment."""
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    conference = Conference.objects.filter(family_id=actor.family_id, moment=Moment.PRIVATE).first()
    if conference is None:
        return False
    began = conference.phases.get(phase=Phase.PRIVATE).started_at
    at = rules.private_time_ends_by(timezone.localtime(began))
    if timezone.now() < at:
        return False
    grants.hold(conference.family_id)
    held = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if held.moment != Moment.PRIVATE:
        return False
    _come_in_again(held, at=at)
    audit.record(actor, audit.Act.CHANGE, held, ground="private_time_forgotten")
    return True


@action
def end_day(actor: Actor, conference: Conference) -> Conference:
    """The meeting is over.

    Returns:
        The conference; ending twice is ending once.

    Raises:
        NotAllowed: only the coordinator leads the day.
        RuleBroken: part 3 is not going on.
    """
    actor.must(Can.LEAD_DAY, conference)
    open_family(conference.family_id, about_children=False)
    conference = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if conference.moment == Moment.HELD:
        return conference
    moment = rules.next_moment(Moment(conference.moment), Step.END_DAY)
    _end(conference, Phase.AGREEMENT)
    _stands_at(conference, moment)
    _let_the_coordinator_go(conference)
    audit.record(actor, audit.Act.END, conference)
    return conference


def _let_the_coordinator_go(conference: Conference) -> None:
    """Some weeks after the meeting the coordinator's work ends by itself, also if nobody thinks of it."""
    last = timezone.now() + timedelta(weeks=conference.family.works_by.coordinator_weeks)
    grants.end_at(conference.family_id, roles=[Role.COORDINATOR], moment=last)


@action
def record_attendance(
    actor: Actor, conference: Conference, *, phase: str, present: Mapping[uuid.UUID, str]
) -> list[Attendance]:
    """Who was there in one part of the day, and how; noting it again replaces it.

    Args:
        present: per person there, by video, or by a message that was read out.

    Raises:
        NotAllowed: only the coordinator leads the day, and not from outside.
        RuleBroken: the part has not begun, somebody is not in this circle, or somebody from outside stands in
            private time.
    """
    actor.must(Can.LEAD_DAY, conference)
    open_family(conference.family_id, about_children=False)
    part = PhaseOfDay.objects.select_for_update(of=("self",)).filter(conference=conference, phase=phase).first()
    if part is None:
        raise RuleBroken(_("This part of the day has not begun yet."), code="wrong_moment", field="phase")
    _must_belong(conference, Phase(phase), present)
    Attendance.objects.filter(phase_of_day=part).delete()
    noted = [
        Attendance(family_id=part.family_id, phase_of_day=part, person_id=person_id, presence=presence)
        for person_id, presence in present.items()
    ]
    Attendance.objects.bulk_create(noted)
    audit.record(actor, audit.Act.CHANGE, part)
    return noted


def _must_belong(conference: Conference, phase: Phase, present: Mapping[uuid.UUID, str]) -> None:
    people = Person.objects.filter(family_id=conference.family_id, pk__in=present)
    if people.count() != len(present):
        raise RuleBroken(_("Somebody you chose is not in this circle."), code="not_here", field="present")
    if not set(present.values()) <= set(rules.Presence.values):
        raise RuleBroken(_("Choose how somebody was there."), code="invalid", field="present")
    for person in people:
        is_interpreter = person.role == CircleRole.INTERPRETER
        if not rules.may_be_in(phase, is_outsider=person.is_outsider, is_interpreter=is_interpreter):
            sentence = _("Private time is for the family's own people. Nobody from outside was there.")
            raise RuleBroken(sentence, code="outsider", field="present")
