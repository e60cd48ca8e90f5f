"""What a professional tells the family before the day, and what the family says back."""

import uuid
from datetime import date

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import DECIDES, Role
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences import rules
from fgc.conferences.ground import locked, open_family
from fgc.conferences.models import BottomLine, Conference, InformationSheet
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child
from fgc.networks.models import Person
from fgc.networks.rules import Standing
from fgc.outbox import queue
from fgc.outbox.queue import Kind


@action
def hand_in_information(
    actor: Actor, sheet: InformationSheet, *, facts: str, worries: str, strengths: str, offers: str
) -> InformationSheet:
    """The professional hands in one page, in plain words; it can be changed until the family has it.

    The same page again is the same page: the coordinator hears of it once.

    Raises:
        NotAllowed: the page was asked of somebody else.
        RuleBroken: it is the day itself or later, the family has the page, or a text is missing or too long.
    """
    actor.must(Can.INFORM, sheet)
    conference = _before_the_day(sheet)
    sheet = InformationSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.delivered_at:
        sentence = _("The family has this page already. Ask the coordinator when something must change.")
        raise RuleBroken(sentence, code="delivered")
    said = {
        "facts": texts.plain(facts, field="facts", most=4000),
        "worries": texts.plain(worries, field="worries", most=2000, required=False),
        "strengths": texts.plain(strengths, field="strengths", most=2000),
        "offers": texts.plain(offers, field="offers", most=2000, required=False),
    }
    if sheet.handed_in_at and all(getattr(sheet, name) == words for name, words in said.items()):
        return sheet
    for name, words in said.items():
        setattr(sheet, name, words)
    sheet.handed_in_at = timezone.now()
    sheet.save(update_fields=["facts", "worries", "strengths", "offers", "handed_in_at"])
    audit.record(actor, audit.Act.ANSWER, sheet)
    _tell_coordinator(conference, sheet.pk)
    return sheet


def _tell_coordinator(conference: Conference, what: uuid.UUID) -> None:
    """The family hears it once the coordinator gives it to them; until then it waits: once a day for each thing."""
    for user in grants.holders(conference.family_id, Role.COORDINATOR):
        queue.to_user(user, Kind.INFORMATION_CAME, conference, occurrence=f"{what.hex[-12:]}:{timezone.localdate()}")


def _before_the_day(sheet: InformationSheet) -> Conference:
    open_family(sheet.family_id)
    # Asked anew: since the page was opened, this person may have left the circle.
    if not Person.objects.filter(pk=sheet.person_id, standing=Standing.MAPPED).exists():
        raise NotAllowed
    conference = locked(sheet.conference)
    day = timezone.localdate(conference.starts_at) if conference.starts_at else None
    rules.must_be_before_the_day(today=timezone.localdate(), day=day, moment=rules.Moment(conference.moment))
    return conference


@action
def set_bottom_line(
    actor: Actor,
    sheet: InformationSheet,
    *,
    text: str,
    reason: str,
    child_id: uuid.UUID | None = None,
    valid_until: date | None = None,
) -> BottomLine:
    """Before the day a professional with a legal task says what must in any case be arranged: concrete, with a reason.

    Args:
        child_id: for which child; None for all.
        valid_until: the last day on which it counts.

    Returns:
        The bottom line; the same words twice are one.

    Raises:
        NotAllowed: the sheet was asked of somebody else.
        RuleBroken: no legal task, too many, too late, a last day that has passed, or a child of another family.
    """
    actor.must(Can.SET_BOTTOM_LINE, sheet)
    conference = _before_the_day(sheet)
    _must_have_a_task(sheet.person)
    _must_still_count(valid_until)
    text, reason = texts.plain(text, field="text"), texts.plain(reason, field="reason", most=500)
    lines = BottomLine.objects.filter(conference=conference)
    if same := lines.filter(person=sheet.person, text=text).first():
        return same
    line = BottomLine.objects.create(
        family_id=sheet.family_id,
        conference=conference,
        person=sheet.person,
        number=_next_number(lines),
        text=text,
        reason=reason,
        child=_child(sheet.family_id, child_id),
        valid_until=valid_until,
    )
    audit.record(actor, audit.Act.CREATE, line)
    _tell_coordinator(conference, line.pk)
    return line


def _next_number(lines: QuerySet[BottomLine]) -> int:
    if lines.count() >= rules.MOST_BOTTOM_LINES:
        raise RuleBroken(_("There are five bottom lines already. More is no bottom line any more."), code="too_many")
    return int(lines.aggregate(last=Max("number"))["last"] or 0) + 1


def _must_still_count(valid_until: date | None) -> None:
    if valid_until and valid_until < timezone.localdate():
        sentence = _("This day has passed. Choose a day that is still to come.")
        raise RuleBroken(sentence, code="past", field="valid_until")


def _must_have_a_task(person: Person) -> None:
    if not person.has_legal_task:
        sentence = _("Only somebody with a legal task for this child can set a bottom line. Write it as a worry.")
        raise RuleBroken(sentence, code="no_legal_task")


@action
def renew_bottom_line(actor: Actor, line: BottomLine, *, until: date, reason: str) -> BottomLine:
    """The professional says, with a reason, that a bottom line counts longer; its words stay. The family is told.

    Args:
        until: the new last day, later than the one of now.

    Raises:
        NotAllowed: somebody else set it.
        RuleBroken: the family ended or is disputed, the legal task is over, it had no last day, the day is no good
            one, or no reason is given.
    """
    actor.must(Can.SET_BOTTOM_LINE, line)
    open_family(line.family_id)
    line = BottomLine.objects.select_for_update(of=("self",)).select_related("person").get(pk=line.pk)
    _must_have_a_task(line.person)
    is_delivered, today = line.delivered_at is not None, timezone.localdate()
    rules.must_be_renewable(is_delivered=is_delivered, now_until=line.valid_until, until=until, today=today)
    line.renewed_because = texts.plain(reason, field="reason", most=500)
    line.valid_until, line.renewed_at = until, timezone.now()
    line.save(update_fields=["valid_until", "renewed_because", "renewed_at"])
    audit.record(actor, audit.Act.CHANGE, line, ground="renewed")
    for user in grants.holders(line.family_id, *DECIDES):
        queue.to_user(user, Kind.INFORMATION_CAME, line, occurrence=until.isoformat())
    return line


def _child(family_id: uuid.UUID, child_id: uuid.UUID | None) -> Child | None:
    if child_id is None:
        return None
    child = Child.objects.filter(family_id=family_id, pk=child_id).first()
    if child is None:
        raise RuleBroken(_("Choose a child from the list."), code="not_here", field="child_id")
    return child


@action
def withdraw_bottom_line(actor: Actor, line: BottomLine) -> None:
    """The professional takes a bottom line back before the day; the family keeps nothing that does not count any more.

    Raises:
        NotAllowed: somebody else set it.
        RuleBroken: it is the day itself or later.
    """
    actor.must(Can.SET_BOTTOM_LINE, line)
    open_family(line.family_id)
    conference = locked(line.conference)
    day = timezone.localdate(conference.starts_at) if conference.starts_at else None
    rules.must_be_before_the_day(today=timezone.localdate(), day=day, moment=rules.Moment(conference.moment))
    audit.record(actor, audit.Act.REMOVE, line)
    BottomLine.objects.filter(pk=line.pk).delete()


@action
def reply_to_bottom_line(actor: Actor, line: BottomLine, *, reply: str) -> BottomLine:
    """The family asks why, answers or disputes a bottom line; its words stand beside it.

    Raises:
        NotAllowed: not of this family's deciders, or the family does not have the bottom line yet.
        RuleBroken: the reply is empty or too long.
    """
    actor.must(Can.REPLY_TO_BOTTOM_LINE, line)
    open_family(line.family_id, about_children=False)
    line = BottomLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.delivered_at is None:
        raise NotAllowed
    line.family_reply = texts.plain(reply, field="reply", most=1000)
    line.save(update_fields=["family_reply"])
    audit.record(actor, audit.Act.ANSWER, line)
    return line
