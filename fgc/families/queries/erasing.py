"""When the clock erases a request to which nobody said yes."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from fgc.audit import record as audit
from fgc.families import rules
from fgc.families.models import Commission, Family


def goes_at(family: Family) -> datetime | None:
    """When all of it goes by itself, as things stand now; None when it stays.

    A request to which nobody said yes goes some weeks after the last sign of life: somebody did or looked at something.
    """
    if family.stage != rules.Stage.REQUESTED or family.kind != rules.Kind.CIRCLE:
        return None
    if Commission.objects.filter(family=family, answer=rules.Yes.YES).exists():
        return None
    last = max(family.requested_at, audit.last_sign_of_life(family.pk) or family.requested_at)
    return last + timedelta(days=family.works_by.request_days)


def erased_on(family: Family) -> date | None:
    """The day of it."""
    moment = goes_at(family)
    return timezone.localdate(moment) if moment else None
