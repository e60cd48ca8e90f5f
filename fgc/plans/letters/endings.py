"""The messages about what ends: a release, temporary help, a bottom line."""

from django.urls import reverse

from fgc.access.roles import DECIDES
from fgc.conferences.models import BottomLine, InformationSheet
from fgc.families.letters import has_role, to_account
from fgc.networks.letters import to_person
from fgc.networks.rules import Standing
from fgc.outbox.letters import Letter, Skip, letter
from fgc.outbox.models import Kind, Message
from fgc.plans.models import Release
from fgc.plans.queries.endings import helped_by_work


def _to_who_decides(message: Message, path: str) -> Letter | Skip:
    return to_account(message, path) if has_role(message, *DECIDES) else Skip("access_ended")


@letter(Kind.RELEASE_ENDS)
def release_ends(message: Message) -> Letter | Skip:
    """To who decides: somebody can't read much longer; not when that was taken back, or prolonged."""
    if not Release.objects.readable().filter(pk=message.subject_id, until=message.occurrence).exists():
        return Skip("taken_back")
    return _to_who_decides(message, reverse("released:releases", args=[message.family_id]))


@letter(Kind.HELP_ENDS)
def help_ends(message: Message) -> Letter | Skip:
    """To the family: temporary help is half-way or ends soon; not when its end moved, or nobody gives it now."""
    words = helped_by_work(family=message.family_id, pk=message.subject_id).get(message.subject_id)
    if words is None or not message.occurrence.endswith(str(words.ends_on)):
        return Skip("moved")
    if message.to_person_id:
        return to_person(message)
    return _to_who_decides(message, reverse("follow_up:follow_up", args=[message.family_id]))


@letter(Kind.BOTTOM_LINE_ENDS)
def bottom_line_ends(message: Message) -> Letter | Skip:
    """To who set it, and who decides: it counts not much longer; not when it was prolonged."""
    lines = BottomLine.objects.delivered().filter(pk=message.subject_id, valid_until=message.occurrence)
    line = lines.select_related("person").first()
    if line is None:
        return Skip("moved")
    if line.person.account_id != message.to_user_id:
        return _to_who_decides(message, reverse("conference:information", args=[message.family_id]))
    sheet = InformationSheet.objects.filter(conference=line.conference_id, person=line.person_id).first()
    if sheet is None or line.person.standing == Standing.LEFT:
        return Skip("left")
    return to_account(message, reverse("conference:asked", args=[sheet.pk]))
