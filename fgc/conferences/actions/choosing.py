"""The date is set, moved or called off; and the talk about safety that comes first."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences import queries, rules
from fgc.conferences.ground import locked, open_family
from fgc.conferences.models import Conference, DateOption, Invitation
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules as family_rules
from fgc.networks.models import Person
from fgc.networks.queries import channel_for
from fgc.outbox import queue
from fgc.outbox.queue import Kind


@action
def record_safety_check(actor: Actor, conference: Conference, *, on: date) -> Conference:
    """The coordinator asked everybody apart whether a meeting is safe; that it was done is kept, not what was said.

    Raises:
        NotAllowed: only the coordinator prepares.
        RuleBroken: the day is still to come.
    """
    actor.must(Can.PREPARE, conference)
    open_family(conference.family_id, about_children=False)
    conference = locked(conference)
    if on > timezone.localdate():
        raise RuleBroken(_("This day is still to come. Note it when it is done."), code="future", field="on")
    conference.safety_checked_on = on
    conference.save(update_fields=["safety_checked_on"])
    audit.record(actor, audit.Act.CHANGE, conference, ground="safety_checked")
    return conference


@action
def choose_date(actor: Actor, conference: Conference, option: DateOption, *, place_kind: str, place: str) -> Conference:
    """The family sets the date; who was asked hears that there is one.

    Raises:
        NotAllowed: the actor has no say in it, or the moment is of another meeting.
        RuleBroken: the question is not confirmed, a child was not asked, the talk about safety is not noted (guard G3);
            the moment has passed, or another date was set meanwhile; or it is a plan for the children of two circles.
    """
    actor.must(Can.CHOOSE_DATE, conference)
    if option.conference_id != conference.pk:
        raise NotAllowed
    family_rules.must_be_a_circle(open_family(conference.family_id).kind)
    conference = locked(conference)
    if conference.moment == rules.Moment.DATED and conference.starts_at == option.starts_at:
        return conference
    if conference.moment != rules.Moment.PLANNING:
        raise RuleBroken(_("The date is set. Who wants another one can move the meeting."), code="dated")
    rules.must_be_ready_for_a_date(queries.missing_before_day([conference.family_id])[conference.family_id])
    rules.must_fit(option.starts_at, option.ends_at, others=(), now=timezone.now())
    _set(conference, option.starts_at, option.ends_at, place_kind, place or option.place)
    audit.record(actor, audit.Act.CHANGE, conference, ground="date_chosen")
    queue.cancel(conference.family_id, reason="date_chosen", subject_id=conference.pk)
    _tell(conference, Kind.DATE_CHOSEN, _asked(conference))
    return conference


def _set(conference: Conference, starts_at: datetime, ends_at: datetime, place_kind: str, place: str) -> None:
    if place_kind not in rules.Place.values:
        raise RuleBroken(_("Choose what kind of place it is."), code="required", field="place_kind")
    conference.place_kind = place_kind
    conference.place = texts.plain(place, field="place", required=place_kind != rules.Place.ONLINE)
    conference.starts_at, conference.ends_at = starts_at, ends_at
    conference.moment = rules.Moment.DATED
    conference.save(update_fields=["place_kind", "place", "starts_at", "ends_at", "moment"])


def _tell(conference: Conference, kind: Kind, persons: list[Person]) -> None:
    occurrence = rules.occasion(conference.starts_at)
    for person in persons:
        queue.to_person(person.pk, kind, conference, channel=channel_for(person), occurrence=occurrence)


def _asked(conference: Conference) -> list[Person]:
    rows = Person.objects.taking_part().filter(asked_for_date__conference=conference)
    return list(rows.order_by("pk"))


def who_knows_of(conference: Conference) -> list[Person]:
    """Who knows of the meeting: whoever was invited, or was asked for a date."""
    invited = Person.objects.filter(invitations__conference=conference, invitations__sent__in=rules.REACHED)
    asked = Person.objects.filter(asked_for_date__conference=conference)
    rows = Person.objects.taking_part().filter(pk__in=invited.values("pk").union(asked.values("pk")))
    return list(rows.order_by("pk"))


@action
def move_conference(
    actor: Actor, conference: Conference, *, starts_at: datetime, ends_at: datetime, place_kind: str, place: str
) -> Conference:
    """The meeting goes to another moment or place; who was invited is asked again, since a yes was for the former one.

    Raises:
        NotAllowed: the actor has no say in it.
        RuleBroken: there is no date yet, the day has begun, or the new moment does not fit.
    """
    actor.must(Can.CHOOSE_DATE, conference)
    open_family(conference.family_id)
    conference = locked(conference)
    if conference.moment != rules.Moment.DATED:
        raise RuleBroken(_("Only a meeting that has a date, and has not begun, can be moved."), code="wrong_moment")
    rules.must_fit(starts_at, ends_at, others=(), now=timezone.now())
    is_other_time = conference.starts_at != starts_at
    _set(conference, starts_at, ends_at, place_kind, place)
    audit.record(actor, audit.Act.CHANGE, conference, ground="moved")
    if is_other_time:
        queue.cancel(conference.family_id, reason="moved", subject_id=conference.pk)
        _ask_again(conference)
    _tell(conference, Kind.DATE_CHOSEN, _asked(conference))
    return conference


def _ask_again(conference: Conference) -> None:
    """Who got a mail gets one again; who was told or got a letter comes back on the coordinator's list."""
    invitations = conference.invitations.exclude(sent=rules.Sent.CANCELLED)
    for invitation in invitations.filter(sent=rules.Sent.SENT).select_related("person"):
        queue.cancel(conference.family_id, reason="moved", subject_id=invitation.pk)
        queue.to_person(
            invitation.person_id,
            Kind.INVITATION,
            invitation,
            channel=channel_for(invitation.person),
            occurrence=rules.occasion(conference.starts_at),
            not_after=conference.starts_at,
        )
    invitations.filter(sent__in=[rules.Sent.PRINTED, rules.Sent.TOLD]).update(sent=rules.Sent.DRAFT, sent_at=None)
    invitations.update(coming=rules.Coming.NOT_ANSWERED, answered_at=None, on_behalf_by=None)


@action
def cancel_conference(actor: Actor, conference: Conference) -> Conference:
    """The meeting is called off; who knew of it gets a neutral message. The family can plan another.

    Returns:
        The conference; calling off twice is calling off once.

    Raises:
        NotAllowed: the actor has no say in it.
        RuleBroken: the day has begun, or is over.
    """
    actor.must(Can.CHOOSE_DATE, conference)
    open_family(conference.family_id, about_children=False)
    conference = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if conference.moment == rules.Moment.CANCELLED:
        return conference
    if rules.Moment(conference.moment) not in rules.BEFORE:
        raise RuleBroken(_("The day has begun. It cannot be called off any more."), code="wrong_moment")
    knew = who_knows_of(conference)
    conference.moment = rules.Moment.CANCELLED
    conference.save(update_fields=["moment"])
    for invitation in conference.invitations.all():
        queue.cancel(conference.family_id, reason="called_off", subject_id=invitation.pk)
    for sheet_id in conference.sheets.values_list("pk", flat=True):
        queue.cancel(conference.family_id, reason="called_off", subject_id=sheet_id)
    queue.cancel(conference.family_id, reason="called_off", subject_id=conference.pk)
    Invitation.objects.filter(conference=conference).update(sent=rules.Sent.CANCELLED)
    audit.record(actor, audit.Act.END, conference)
    _tell(conference, Kind.CANCELLED, knew)
    return conference
