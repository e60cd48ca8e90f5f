"""Emergency access: a reason, two different managers, a few hours, and the family hears of it at once."""

import uuid
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import DECIDES
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks.models import Emergency
from fgc.outbox import queue

# A question that nobody allowed is old news after this time: somebody asks it anew.
ASKED_LIVES = timedelta(hours=2)


@action
def ask_emergency(actor: Actor, *, family_id: uuid.UUID, reason: str) -> Emergency:
    """A manager asks to see how the people of a circle are reached; another manager must allow it. Twice is once.

    Args:
        reason: what is going on; the family reads it.

    Raises:
        NotAllowed: only a manager.
        RuleBroken: there is no such circle of this organisation, or the reason is missing.
    """
    actor.must(Can.OPEN_EMERGENCY)
    why = texts.plain(reason, field="reason", most=500)
    if not _is_of_my_organisation(family_id):
        raise RuleBroken(_("There is no circle with this address."), code="not_found", field="family_id")
    assert actor.user is not None, "only an account asks"
    waits = {"family_id": family_id, "asked_by": actor.user, "reason": why, "allowed_at": None}
    lately = timezone.now() - ASKED_LIVES
    if before := Emergency.objects.filter(**waits, created_at__gt=lately).order_by("pk").first():
        return before
    row = Emergency.objects.create(family_id=family_id, asked_by=actor.user, reason=why)
    audit.record(actor, audit.Act.CREATE, row, ground="emergency")
    return row


def _is_of_my_organisation(family_id: uuid.UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.is_of_my_organisation(%s)", [family_id])
        return bool(cursor.fetchone()[0])


@action
def allow_emergency(actor: Actor, emergency: Emergency) -> Emergency:
    """Another manager allows it: it opens now, for hours and not for days, and everybody who decides is told.

    Raises:
        NotAllowed: only a manager of the same organisation.
        RuleBroken: the one who asked would allow it too, or the question is old.
    """
    actor.must(Can.OPEN_EMERGENCY)
    row = Emergency.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    if row.allowed_at:
        return row
    assert actor.user is not None, "only an account allows"
    if row.asked_by_id == actor.user.pk:
        raise RuleBroken(_("You asked this yourself. Another manager must allow it."), code="two_persons")
    if row.created_at < timezone.now() - ASKED_LIVES:
        raise RuleBroken(_("This question is too old. Ask it anew."), code="too_late")
    assert actor.user.organisation is not None, "a manager works for an organisation"
    hours = actor.user.organisation.works_by.emergency_hours
    row.allowed_by, row.allowed_at = actor.user, timezone.now()
    row.ends_at = row.allowed_at + timedelta(hours=hours)
    row.save(update_fields=["allowed_by", "allowed_at", "ends_at"])
    audit.record(actor, audit.Act.LET_IN, row, ground="emergency")
    for user in grants.holders(row.family_id, *DECIDES):
        queue.to_user(user, queue.Kind.EMERGENCY, row)
    return row


@action
def end_emergency(actor: Actor, emergency: Emergency) -> Emergency:
    """One of the two closes it before its hours are over.

    Raises:
        NotAllowed: only who asked or allowed it.
    """
    actor.must(Can.OPEN_EMERGENCY)
    row = Emergency.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    if actor.user is None or actor.user.pk not in (row.asked_by_id, row.allowed_by_id):
        raise NotAllowed(Can.OPEN_EMERGENCY)
    if row.is_open:
        row.ends_at = timezone.now()
        row.save(update_fields=["ends_at"])
        audit.record(actor, audit.Act.END, row, ground="emergency")
    return row
