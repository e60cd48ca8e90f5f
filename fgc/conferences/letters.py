"""The messages on the way to the day. All are the neutral one; who opens it finds what is asked behind the link."""

from django.urls import reverse

from fgc.access.roles import Role
from fgc.conferences.models import Conference, DateReply, InformationSheet, Invitation
from fgc.conferences.queries import missing_before_day
from fgc.conferences.rules import BEFORE, Coming, Moment, Sent, occasion
from fgc.families.letters import has_role, to_account
from fgc.networks.letters import call_off, to_person
from fgc.networks.rules import Standing
from fgc.outbox.letters import Letter, Skip, letter, once
from fgc.outbox.models import Kind, Message


def _conference_of(message: Message) -> Conference | None:
    """The meeting of which it tells; the whole circle is written to at once."""
    asked = Conference.objects.filter(pk=message.subject_id)
    return once(message, ("conference", message.subject_id), asked.first)


def _on_its_date(message: Message) -> Conference | None:
    """The meeting of which it tells, while that is on the day that it tells of."""
    found = _conference_of(message)
    is_so = found and found.moment == Moment.DATED and occasion(found.starts_at) == message.occurrence
    return found if is_so else None


@letter(Kind.ASK_DATE, Kind.REMIND_DATE)
def ask_date(message: Message) -> Letter | Skip:
    """Which moments would do? Only while a date is looked for, and while this person left a moment open."""
    conference = _conference_of(message)
    if conference is None or conference.moment != Moment.PLANNING:
        return Skip("date_chosen")
    assert message.to_person_id is not None, "this kind of message goes to a person of the circle"
    said = DateReply.objects.filter(option__conference=conference, person_id=message.to_person_id).count()
    if said >= conference.options.count():
        return Skip("answered")
    return to_person(message)


@letter(Kind.DATE_CHOSEN)
def date_chosen(message: Message) -> Letter | Skip:
    """There is a date. Only for the date that counts now."""
    return to_person(message) if _on_its_date(message) else Skip("replaced")


@letter(Kind.INVITATION, Kind.REMIND_INVITATION)
def invitation(message: Message) -> Letter | Skip:
    """Will you come? Only while nobody answered for this person, and while there is a date."""
    found = Invitation.objects.select_related("conference").filter(pk=message.subject_id).first()
    if found is None or found.sent == Sent.CANCELLED or found.conference.moment != Moment.DATED:
        return Skip("called_off")
    if found.coming != Coming.NOT_ANSWERED:
        return Skip("answered")
    if message.kind == Kind.REMIND_INVITATION and occasion(found.conference.starts_at) != message.occurrence:
        return Skip("replaced")
    return to_person(message)


@letter(Kind.CANCELLED)
def cancelled(message: Message) -> Letter | Skip:
    """The meeting is called off; said in the same neutral words as everything else."""
    conference = _conference_of(message)
    if conference is None or conference.moment != Moment.CANCELLED:
        return Skip("replaced")
    return to_person(message)


@letter(Kind.STOPPED)
def stopped(message: Message) -> Letter | Skip:
    """The family stopped; who was to come need not."""
    return call_off(message)


@letter(Kind.ASK_INFORMATION, Kind.REMIND_INFORMATION)
def ask_information(message: Message) -> Letter | Skip:
    """A professional is asked for one page before the day."""
    sheet = InformationSheet.objects.select_related("conference", "person").filter(pk=message.subject_id).first()
    if sheet is None or sheet.conference.moment not in BEFORE:
        return Skip("too_late")
    if sheet.person.standing == Standing.LEFT:
        return Skip("left")
    if message.kind == Kind.REMIND_INFORMATION and str(sheet.due_on) != message.occurrence:
        return Skip("moved")
    if sheet.handed_in_at:
        return Skip("answered")
    return to_account(message, reverse("conference:asked", args=[sheet.pk]))


@letter(Kind.PREPARATION_GAPS)
def preparation_gaps(message: Message) -> Letter | Skip:
    """To the coordinator, before the day: something is still missing; not when all came in, or the day is another."""
    conference = _on_its_date(message)
    if conference is None:
        return Skip("replaced")
    assert message.to_user_id is not None, "the coordinator has an account"
    if not has_role(message, Role.COORDINATOR):
        return Skip("access_ended")
    if not missing_before_day([conference.family_id]).get(conference.family_id):
        return Skip("nothing_missing")
    return to_account(message, reverse("conference:preparation", args=[conference.family_id]))


@letter(Kind.INFORMATION_CAME)
def information_came(message: Message) -> Letter | Skip:
    """There is something to read: before the day, or a bottom line that counts longer."""
    return to_account(message, reverse("conference:information", args=[message.family_id]))
