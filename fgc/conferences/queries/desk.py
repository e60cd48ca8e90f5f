"""What the coordinator's desk asks of many families at once."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from fgc.conferences import rules
from fgc.conferences.models import Conference, Invitation, PreparationTalk
from fgc.conferences.rules import BEFORE, Coming, Moment, Sent
from fgc.networks.rules import Standing


def latest_meetings(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Conference]:
    """Per family the meeting that counts now: the last one that was not called off (one query)."""
    rows = Conference.objects.filter(family_id__in=list(family_ids)).exclude(moment=Moment.CANCELLED)
    return {meeting.family_id: meeting for meeting in rows.order_by("family_id", "number")}


def without_talk(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Per family the names of those whom the coordinator still has to speak with before the day (two queries)."""
    meetings = Conference.objects.filter(family_id__in=list(family_ids), moment__in=BEFORE)
    asked = Invitation.objects.filter(conference__in=meetings, person__standing=Standing.MAPPED)
    talks = set(PreparationTalk.objects.filter(conference__in=meetings).values_list("conference_id", "person_id"))
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for one in asked.select_related("person", "conference").order_by("person__call_name", "pk"):
        has_talk = (one.conference_id, one.person_id) in talks
        if rules.needs_talk(sent=Sent(one.sent), coming=Coming(one.coming), has_talk=has_talk):
            names[one.conference.family_id].append(one.person.call_name)
    return dict(names)
