"""What is kept for a while and then goes by itself: all of it, one family at a time."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_past_terms
from fgc.audit import record as audit
from fgc.conferences.actions import forget_meetings
from fgc.conferences.models import Attendance, Conference, DateReply, Invitation, PreparationTalk
from fgc.conferences.rules import REACHED, Moment
from fgc.families.actions import forget_request, tell_of_its_end
from fgc.families.models import Family
from fgc.networks.models import AccessLink, Person
from fgc.networks.rules import CHILDREN, OUTSIDERS, CircleRole, Standing
from fgc.plans.models import AmendmentConsent, Commitment, OwnCopy

# Whose place in the circle does not hang on a message: who lives at home, and who is here for work.
STAYS = (*OUTSIDERS, *CHILDREN, CircleRole.PARENT)


@action
def keep_terms(actor: SystemActor) -> int:
    """Erases what is past its term; returns in how many families. Source: table of terms 2.7.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_keep(SystemActor(actor.job, family_id)) for family_id in families_past_terms(actor))


@action
def _keep(actor: SystemActor) -> bool:
    actor.must(Can.KEEP_TIME)
    if forget_request(actor):
        return True
    copies, _each = OwnCopy.objects.filter(family=actor.family_id, until__lte=timezone.now()).delete()
    return any([copies, forget_unmet(actor), forget_meetings(actor), tell_of_its_end(actor)])


@action
def forget_unmet(actor: SystemActor) -> int:
    """Takes those off the map whom nobody ever wrote to, met or asked: they do not know that they stand there.

    Returns:
        How many.

    Raises:
        NotAllowed: only the clock, at work for this family.
    """
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    family = Family.objects.open().select_related("organisation").filter(pk=actor.family_id).first()
    if family is None:
        return 0
    gone = list(_unmet(family, _added_before(family)).order_by("pk"))
    for person in gone:
        audit.record(actor, audit.Act.ERASE, person)
        person.delete()
    return len(gone)


def _added_before(family: Family) -> datetime:
    """Who was put on the map before this moment is past the term."""
    now, terms = timezone.now(), family.works_by
    held = Conference.objects.filter(family=family, moment=Moment.HELD).order_by("-number").first()
    end = (held.ends_at or held.starts_at) if held else None
    if end and end + timedelta(days=terms.unmet_after_meeting_days) <= now:
        return max(end, now - timedelta(days=terms.unmet_days))
    return now - timedelta(days=terms.unmet_days)


def _unmet(family: Family, added_before: datetime) -> QuerySet[Person]:
    mine = {"person": OuterRef("pk")}
    return (
        Person.objects.filter(family=family, account=None, child=None, is_contact_person=False)
        .filter(created_at__lte=added_before)
        .exclude(standing=Standing.LEFT)
        .exclude(role__in=STAYS)
        .exclude(Exists(AccessLink.objects.filter(**mine)))
        .exclude(Exists(Commitment.objects.filter(**mine)))
        .exclude(Exists(AmendmentConsent.objects.filter(**mine)))
        .exclude(Exists(PreparationTalk.objects.filter(**mine)))
        .exclude(Exists(DateReply.objects.filter(**mine)))
        .exclude(Exists(Attendance.objects.filter(**mine)))
        .exclude(Exists(Invitation.objects.filter(**mine, sent__in=REACHED)))
        .exclude(Exists(Person.objects.filter(support_person=OuterRef("pk"))))
    )
