"""The message to a professional that there is something to read."""

from django.urls import reverse

from fgc.families.letters import to_account
from fgc.outbox.letters import Letter, Skip, letter
from fgc.outbox.models import Kind, Message
from fgc.plans.models import Release


@letter(Kind.RELEASED)
def released(message: Message) -> Letter | Skip:
    """Somebody let this professional read something; not any more when it was taken back meanwhile."""
    if not Release.objects.readable().filter(pk=message.subject_id, recipient=message.to_user_id).exists():
        return Skip("taken_back")
    return to_account(message, reverse("released:release", args=[message.subject_id]))
