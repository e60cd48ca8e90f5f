"""What the coordinator's desk asks of many families at once."""

import uuid
from collections.abc import Iterable

from fgc.conferences.models import Conference
from fgc.conferences.rules import Moment


def latest_meetings(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Conference]:
    """Per family the meeting that counts now: the last one that was not called off (one query)."""
    rows = Conference.objects.filter(family_id__in=list(family_ids)).exclude(moment=Moment.CANCELLED)
    return {meeting.family_id: meeting for meeting in rows.order_by("family_id", "number")}
