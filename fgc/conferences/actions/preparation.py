"""What the coordinator does before the day: a talk with everybody, and asking professionals for their information."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import DECIDES
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences import rules
from fgc.conferences.ground import locked, open_family, people, same_family
from fgc.conferences.models import BottomLine, Conference, InformationSheet, PreparationTalk
from fgc.errors import RuleBroken
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Need
from fgc.outbox import queue
from fgc.outbox.queue import Kind


@action
def record_talk(
    actor: Actor,
    conference: Conference,
    person: Person,
    *,
    by: str,
    held_on: date,
    may_be_shared: str = "",
    needs: Iterable[str] | None = None,
) -> PreparationTalk:
    """The coordinator spoke with somebody beforehand, or could not reach him or her; never what was said.

    Args:
        by: at home, by telephone, by video, or not reached.
        may_be_shared: what this person wants the others to know.
        needs: what this person needs to take part; None leaves what is known.

    Returns:
        The one talk of this person; noting it again corrects it.

    Raises:
        NotAllowed: only the coordinator prepares, and only with people of this family.
        RuleBroken: the day of the talk is still to come, or a word is not one of the list.
    """
    actor.must(Can.PREPARE, conference)
    same_family(conference, person)
    open_family(conference.family_id, about_children=False)
    conference = locked(conference)
    person = people(conference.family_id, [person.pk], field="")[0]
    _must_have_been(by, held_on)
    if needs is not None:
        _note_needs(person, list(needs))
    words = texts.plain(may_be_shared, field="may_be_shared", most=1000, required=False)
    talk, _created = PreparationTalk.objects.update_or_create(
        family_id=conference.family_id,
        conference=conference,
        person=person,
        defaults={"by": by, "held_on": held_on, "may_be_shared": words},
    )
    audit.record(actor, audit.Act.CHANGE, talk)
    return talk


def _must_have_been(by: str, held_on: date) -> None:
    if by not in rules.TalkBy.values:
        raise RuleBroken(_("Choose how you spoke."), code="required", field="by")
    if held_on > timezone.localdate():
        raise RuleBroken(_("This day is still to come. Note it when it is done."), code="future", field="held_on")


def _note_needs(person: Person, needs: list[str]) -> None:
    if not set(needs) <= set(Need.values):
        raise RuleBroken(_("Choose from the list."), code="invalid", field="needs")
    person.needs = [need for need in Need.values if need in needs]
    person.save(update_fields=["needs"])


@action
def ask_information(actor: Actor, conference: Conference, person: Person, *, due_on: date) -> InformationSheet:
    """Asks a professional for one page of information before the day; asking again opens a page that was handed in.

    Raises:
        NotAllowed: only the coordinator prepares, and only with people of this family.
        RuleBroken: the person is not here for work or cannot log in, or the last day does not lie before the meeting.
    """
    actor.must(Can.PREPARE, conference)
    same_family(conference, person)
    open_family(conference.family_id)
    conference = locked(conference)
    _must_be_in_time(conference)
    person = people(conference.family_id, [person.pk], field="person")[0]
    account = person.account
    if person.role != CircleRole.PROFESSIONAL or account is None:
        sentence = _("Only somebody who is here for work, and can log in, is asked for information.")
        raise RuleBroken(sentence, code="no_professional", field="person")
    _must_be_a_good_last_day(conference, due_on)
    sheet, is_new = InformationSheet.objects.update_or_create(
        family_id=conference.family_id,
        conference=conference,
        person=person,
        defaults={"due_on": due_on, "handed_in_at": None, "delivered_at": None},
    )
    audit.record(actor, audit.Act.CREATE if is_new else audit.Act.CHANGE, sheet)
    queue.to_user(account, Kind.ASK_INFORMATION, sheet, occurrence=str(timezone.localdate()))
    return sheet


def _must_be_in_time(conference: Conference) -> None:
    day = timezone.localdate(conference.starts_at) if conference.starts_at else None
    rules.must_be_before_the_day(today=timezone.localdate(), day=day, moment=rules.Moment(conference.moment))


def _must_be_a_good_last_day(conference: Conference, due_on: date) -> None:
    if due_on < timezone.localdate():
        raise RuleBroken(_("This day has passed. Choose a day that is still to come."), code="past", field="due_on")
    if conference.starts_at and due_on >= timezone.localdate(conference.starts_at):
        sentence = _("Choose a day before the meeting, so that the family can read it first.")
        raise RuleBroken(sentence, code="order", field="due_on")


@action
def deliver_information(actor: Actor, conference: Conference) -> int:
    """The family gets what professionals handed in and set, before the day (guard G4).

    Returns:
        How many pages and bottom lines were new to the family.

    Raises:
        NotAllowed: only the coordinator prepares.
        RuleBroken: the meeting has begun.
    """
    actor.must(Can.PREPARE, conference)
    open_family(conference.family_id)
    conference = locked(conference)
    if rules.Moment(conference.moment) not in rules.BEFORE:
        raise RuleBroken(_("The meeting has begun. There is no new news any more."), code="too_late")
    now = timezone.now()
    sheets = InformationSheet.objects.filter(conference=conference, delivered_at=None, handed_in_at__isnull=False)
    lines = BottomLine.objects.filter(conference=conference, delivered_at=None)
    new = sheets.update(delivered_at=now) + lines.update(delivered_at=now)
    if new:
        audit.record(actor, audit.Act.SEND, conference, ground="information")
        for user in grants.holders(conference.family_id, *DECIDES):
            queue.to_user(user, Kind.INFORMATION_CAME, conference, occurrence=now.isoformat())
    return new
