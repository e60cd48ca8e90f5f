"""What becomes of a meeting when its family stops: nobody travels to a closed door."""

from django.db import transaction

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.conferences import rules
from fgc.conferences.actions.choosing import who_knows_of
from fgc.conferences.models import Conference
from fgc.families.rules import OPEN_STAGES
from fgc.networks.queries import channel_for
from fgc.outbox import queue
from fgc.outbox.queue import Channel, Kind


@transaction.atomic
def call_off_ended(actor: SystemActor) -> int:
    """Calls off the meetings of families that stopped or closed since; who knew of one and has mail gets a notice.

    The family itself calls the others: nobody else has a right to their numbers any more.

    Returns:
        How many meetings were called off.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    left_open = Conference.objects.filter(moment__in=rules.BEFORE).exclude(family__stage__in=OPEN_STAGES)
    called_off = 0
    for conference in left_open.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        for person in who_knows_of(conference):
            if channel_for(person) is Channel.MAIL:
                queue.to_person(person.pk, Kind.STOPPED, conference)
        conference.moment = rules.Moment.CANCELLED
        conference.save(update_fields=["moment"])
        called_off += 1
    return called_off
