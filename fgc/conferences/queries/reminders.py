"""What somebody is reminded of on the way to the day: who has not answered, what is not in. Reads only."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.conferences import rules
from fgc.conferences.models import Conference, DateAsked, DateOption, InformationSheet, Invitation
from fgc.conferences.queries.preparation import missing_before_day
from fgc.conferences.rules import BEFORE, REACHED, Coming, Moment
from fgc.families.rules import OPEN_STAGES
from fgc.networks.models import Person
from fgc.networks.queries import channel_for
from fgc.networks.rules import Standing
from fgc.outbox import hours
from fgc.outbox.models import OPEN, Kind, Message
from fgc.outbox.planning import to_account, wish

# Asked once, reminded once, some days later; not of what was asked long ago, and not shortly before the day.
REMIND_AFTER, IS_OLD = timedelta(days=4), timedelta(days=18)
NOT_SHORTLY_BEFORE = timedelta(days=3)
SHEET_DUE_WITHIN, GAPS_WITHIN = timedelta(days=3), timedelta(days=5)


def reminders_before_the_day(family_ids: Iterable[uuid.UUID], *, now: datetime) -> Iterator[Message]:
    """Every reminder of today that the meetings of these families ask for, as far as they go on; few queries."""
    coming = Conference.objects.filter(family__in=list(family_ids), moment__in=BEFORE, family__stage__in=OPEN_STAGES)
    meetings = list(coming.order_by("pk"))
    looked_for = [one for one in meetings if one.moment == Moment.PLANNING]
    dated = [one for one in meetings if one.moment == Moment.DATED]
    if meetings:
        yield from _sheets(meetings, now)
    if dated:
        yield from _gaps(dated, now)
        yield from _invitations(dated, now)
    if looked_for:
        yield from _polls(looked_for, now)


def _still_by_hand(kind: Kind, *, subject: str) -> Exists:
    """The first question itself lies on the coordinator's list, or is still under way."""
    first = Message.objects.filter(kind=kind, subject_id=OuterRef(subject), to_person_id=OuterRef("person_id"))
    return Exists(first.filter(state__in=OPEN))


def _polls(meetings: list[Conference], now: datetime) -> Iterator[Message]:
    rows = DateAsked.objects.filter(
        conference__in=meetings,
        asked_at__lte=now - REMIND_AFTER,
        asked_at__gt=now - IS_OLD,
        person__standing=Standing.MAPPED,
    ).exclude(_still_by_hand(Kind.ASK_DATE, subject="conference_id"))
    moments = Prefetch("conference__options", DateOption.objects.order_by("starts_at"), to_attr="moments")
    said = Count("person__date_replies", filter=Q(person__date_replies__option__conference=F("conference")))
    silent = rows.annotate(said=said).select_related("person", "conference").prefetch_related(moments).order_by("pk")
    for asked in silent:
        first = asked.conference.moments[0].starts_at if asked.conference.moments else now  # type: ignore[attr-defined]  # set above
        if asked.said < len(asked.conference.moments) and first > now + NOT_SHORTLY_BEFORE:  # type: ignore[attr-defined]  # set above
            when = timezone.localdate(asked.asked_at).isoformat()
            yield _to(asked.person, asked.conference, Kind.REMIND_DATE, when, now, first - timedelta(days=1))


def _invitations(meetings: list[Conference], now: datetime) -> Iterator[Message]:
    rows = Invitation.objects.filter(
        conference__in=meetings,
        sent__in=REACHED,
        coming=Coming.NOT_ANSWERED,
        sent_at__lte=now - REMIND_AFTER,
        sent_at__gt=now - IS_OLD,
        conference__starts_at__gt=now + NOT_SHORTLY_BEFORE,
        person__standing=Standing.MAPPED,
    ).exclude(_still_by_hand(Kind.INVITATION, subject="pk"))
    for invitation in rows.select_related("person", "conference").order_by("pk"):
        starts_at = invitation.conference.starts_at
        assert starts_at is not None, "a meeting with a date has one"
        until = starts_at - timedelta(days=1)
        yield _to(invitation.person, invitation, Kind.REMIND_INVITATION, rules.occasion(starts_at), now, until)


def _to(person: Person, about: Any, kind: Kind, when: str, now: datetime, until: datetime) -> Message:
    channel = channel_for(person)
    return wish(about, kind, when, now=now, not_after=until, to_person_id=person.pk, channel=channel)


def _sheets(meetings: list[Conference], now: datetime) -> Iterator[Message]:
    """To the professional, some days before the page must be in."""
    today, asked = timezone.localdate(now), Message.objects.filter(kind=Kind.ASK_INFORMATION)
    just_asked = asked.filter(subject_id=OuterRef("pk"), due_at__gt=now - timedelta(days=2))
    rows = InformationSheet.objects.filter(
        conference__in=meetings,
        handed_in_at=None,
        due_on__gte=today,
        due_on__lte=today + SHEET_DUE_WITHIN,
        person__standing=Standing.MAPPED,
        person__account__is_active=True,
    ).exclude(Exists(just_asked))
    for sheet in rows.select_related("person__account").order_by("pk"):
        assert sheet.due_on is not None, "asked for above"
        until = hours.at(sheet.due_on, hours.EVENING, timezone.get_default_timezone())
        assert sheet.person.account is not None, "asked for above"
        to = {**to_account(sheet.person.account), "not_after": until}
        yield wish(sheet, Kind.REMIND_INFORMATION, sheet.due_on.isoformat(), now=now, **to)


def _gaps(meetings: list[Conference], now: datetime) -> Iterator[Message]:
    """To the coordinator, in the week of the meeting, when something is still missing; the desk says what."""
    soon = [one for one in meetings if one.starts_at and now < one.starts_at <= now + GAPS_WITHIN]
    lacks = missing_before_day([one.family_id for one in soon]) if soon else {}
    coordinators = grants.holders_of(list(lacks), Role.COORDINATOR) if lacks else {}
    for one in soon:
        for user in coordinators.get(one.family_id, []) if lacks.get(one.family_id) else []:
            to = {**to_account(user), "not_after": one.starts_at}
            yield wish(one, Kind.PREPARATION_GAPS, rules.occasion(one.starts_at), now=now, **to)
