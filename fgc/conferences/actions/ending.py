"""What becomes of a meeting when its family stops: nobody travels to a closed door."""

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_due
from fgc.conferences import rules
from fgc.conferences.actions.choosing import who_knows_of
from fgc.conferences.models import Conference
from fgc.families.rules import OPEN_STAGES
from fgc.networks.queries import channel_for, is_sent_to
from fgc.outbox import queue
from fgc.outbox.queue import Kind


@action
def call_off_ended(actor: SystemActor) -> int:
    """Calls off the meetings of families that stopped or closed since; who knew of one and has mail gets a notice.

    The family itself calls the others: nobody else has a right to their numbers any more.

    Returns:
        How many meetings were called off.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_call_off(SystemActor(actor.job, family_id)) for family_id in families_due(actor, "call_off"))


@action
def _call_off(actor: SystemActor) -> int:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    left_open = Conference.objects.filter(family_id=actor.family_id, moment__in=rules.BEFORE)
    left_open = left_open.exclude(family__stage__in=OPEN_STAGES)
    called_off = 0
    for conference in left_open.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        for person in who_knows_of(conference):
            if is_sent_to(person):
                queue.to_person(person.pk, Kind.STOPPED, conference, channel=channel_for(person))
        conference.moment = rules.Moment.CANCELLED
        conference.save(update_fields=["moment"])
        called_off += 1
    return called_off
