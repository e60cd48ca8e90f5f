"""The messages about a release: there is something to read, and somebody must say yes first."""

from django.urls import reverse

from fgc.access.actors import UserActor
from fgc.families.letters import to_account
from fgc.outbox.letters import Letter, Skip, letter
from fgc.outbox.models import Kind, Message
from fgc.plans.models import AskedForMore, Release
from fgc.plans.queries import more_to_answer, open_yeses


@letter(Kind.RELEASED)
def released(message: Message) -> Letter | Skip:
    """Somebody let this professional read something; not any more when it was taken back meanwhile."""
    if not Release.objects.readable().filter(pk=message.subject_id, recipient=message.to_user_id).exists():
        return Skip("taken_back")
    return to_account(message, reverse("released:release", args=[message.subject_id]))


@letter(Kind.ASK_RELEASE)
def ask_release(message: Message) -> Letter | Skip:
    """To who must still say yes before somebody may read."""
    assert message.to_user is not None, "only an account is asked"
    row = Release.objects.filter(pk=message.subject_id).select_related("family").first()
    asked = open_yeses(UserActor(message.to_user), row.family) if row else []
    if message.subject_id not in {yes.release_id for yes in asked}:
        return Skip("answered")
    return to_account(message, reverse("released:agree", args=[message.family_id, message.subject_id]))


@letter(Kind.ASK_MORE)
def ask_more(message: Message) -> Letter | Skip:
    """To who decides: a professional asks for more than was released; not when it was answered or is a no by now."""
    assert message.to_user is not None, "only an account is asked"
    row = AskedForMore.objects.filter(pk=message.subject_id).select_related("family__organisation").first()
    waiting = more_to_answer(UserActor(message.to_user), row.family) if row else []
    if message.subject_id not in {one.id for one in waiting}:
        return Skip("answered")
    return to_account(message, reverse("released:more", args=[message.family_id, message.subject_id]))


@letter(Kind.MORE_ANSWERED)
def more_answered(message: Message) -> Letter | Skip:
    """To the professional who asked: yes or no, and nothing else; not when the release is over."""
    asked = AskedForMore.objects.filter(pk=message.subject_id).first()
    if asked is None or not Release.objects.readable().filter(pk=asked.release_id).exists():
        return Skip("taken_back")
    return to_account(message, reverse("released:release", args=[asked.release_id]))
