"""What is kept of a meeting for a while only: talks beforehand, and who was invited and said what."""

from datetime import timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences.models import Conference, DateAsked, DateOption, DateReply, Invitation, PreparationTalk
from fgc.conferences.rules import REACHED, Coming, Moment
from fgc.families.models import Family


@action
def forget_meetings(actor: SystemActor) -> int:
    """Some weeks after a meeting the talks go, some months after it only stays how many were asked and how many came.

    Returns:
        Of how many meetings something went.

    Raises:
        NotAllowed: only the clock, at work for this family.
    """
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    family = Family.objects.select_related("organisation").get(pk=actor.family_id)
    terms, now = family.works_by, timezone.now()
    held = Conference.objects.filter(family=family, moment=Moment.HELD).annotate(end=Coalesce("ends_at", "starts_at"))
    found = 0
    for meeting in held.order_by("number"):
        gone = 0
        if meeting.end + timedelta(weeks=terms.talk_weeks) <= now:
            gone += PreparationTalk.objects.filter(conference=meeting).delete()[0]
        if meeting.end + timedelta(days=terms.invited_days) <= now:
            gone += _only_how_many(meeting)
        if gone:
            audit.record(actor, audit.Act.ERASE, meeting)
        found += bool(gone)
    return found


def _only_how_many(meeting: Conference) -> int:
    invited = Invitation.objects.filter(conference=meeting)
    if meeting.invited_count is None:
        meeting.invited_count = invited.filter(sent__in=REACHED).count()
        meeting.coming_count = invited.filter(coming__in=[Coming.IN_PERSON, Coming.VIDEO]).count()
        meeting.save(update_fields=["invited_count", "coming_count"])
    rows = (
        invited,
        DateAsked.objects.filter(conference=meeting),
        DateReply.objects.filter(option__conference=meeting),
        DateOption.objects.filter(conference=meeting),
    )
    return sum(row.delete()[0] for row in rows)
