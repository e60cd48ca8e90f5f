"""The coordinator's sheet about safety, and what people tell for it in their own words."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor, SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import action, families_with_old_safety
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.networks import rules
from fgc.networks.actions.ground import hold_family, hold_person
from fgc.networks.models import Person, SafetyPart, SafetySheet, SafetyStep
from fgc.networks.rules import safety as safety_rules

LENGTHS = {
    "unsafe": safety_rules.WORDS_LENGTH,
    "arranged": safety_rules.WORDS_LENGTH,
    "leaving": safety_rules.WORDS_LENGTH,
    "code_word": texts.SHORT,
    "told": safety_rules.WORDS_LENGTH,
}


@action
def write_safety_sheet(actor: Actor, family: Family, *, mode: str | None = None, **said: str) -> SafetySheet:
    """The coordinator keeps what must be known so that nobody comes to harm. What is not said stays as it is.

    Args:
        mode: how people meet, or do not; empty when that is not known yet.
        said: what makes it unsafe (`unsafe`), what was arranged (`arranged`), how somebody gets away safely
            (`leaving`), a word with which somebody asks for help (`code_word`), who was told what (`told`).

    Raises:
        NotAllowed: the actor does not coordinate here, or waits outside.
        RuleBroken: the family has ended, or a text is too long.
    """
    actor.must(Can.KEEP_SAFETY, family)
    sheet = _own_sheet(actor, family)
    if mode is not None:
        sheet.mode = rules.chosen(safety_rules.SafetyMode, mode, field="mode") if mode else ""
    for field, words in said.items():
        setattr(sheet, field, texts.plain(words, field=field, most=LENGTHS[field], required=False))
    sheet.save()
    audit.record(actor, audit.Act.CHANGE, sheet, only_for=sheet.pk)
    return sheet


@action
def note_safety_step(
    actor: Actor,
    family: Family,
    *,
    step: str,
    on: date,
    words: str = "",
    decision: str = "",
    is_waived: bool = False,
) -> SafetyStep:
    """The coordinator took a step of the reporting code. After the talk the family's list shows that there is a sheet.

    Args:
        step: one of the five.
        words: short; without names where somebody else was asked.
        decision: what the last step came to.
        is_waived: the talk is left out, because it would make things less safe; then `words` say why.

    Returns:
        The one row of this step; noting it again corrects it.

    Raises:
        NotAllowed: the actor does not coordinate here, or waits outside.
        RuleBroken: the day is still to come, or what is said does not belong to this step.
    """
    actor.must(Can.KEEP_SAFETY, family)
    safety_rules.must_be_a_step(step, on=on, today=timezone.localdate())
    safety_rules.must_fit_the_step(step=step, decision=decision)
    words = texts.plain(words, field="words", most=safety_rules.WORDS_LENGTH, required=False)
    safety_rules.must_say_why(step=step, is_waived=is_waived, words=words)
    sheet = _own_sheet(actor, family)
    taken, _is_new = SafetyStep.objects.update_or_create(
        family=sheet.family,
        sheet=sheet,
        step=step,
        defaults={"taken_on": on, "words": words, "decision": decision, "is_waived": is_waived},
    )
    audit.record(actor, audit.Act.CHANGE, sheet, only_for=sheet.pk)
    if step == safety_rules.MeldStep.TALK:
        audit.open_lines(family.pk, only_for=sheet.pk)
    return taken


@action
def keep_safety_sheet(actor: Actor, family: Family, *, until: date | None, reason: str = "") -> SafetySheet:
    """The sheet stays longer than the coordinator's task, for a reason; nobody reads it in that time.

    Args:
        until: the last day, at most a year from now; None lets it go with the task after all.

    Raises:
        NotAllowed: the actor does not coordinate here, or waits outside.
        RuleBroken: the day is no good one, or no reason is given.
    """
    actor.must(Can.KEEP_SAFETY, family)
    if until is not None:
        safety_rules.must_be_a_last_day(until, today=timezone.localdate())
        reason = texts.plain(reason, field="reason")
    sheet = _own_sheet(actor, family)
    sheet.kept_until, sheet.kept_because = until, reason if until else ""
    sheet.save(update_fields=["kept_until", "kept_because"])
    audit.record(actor, audit.Act.CHANGE, sheet, only_for=sheet.pk)
    return sheet


def _own_sheet(actor: Actor, family: Family) -> SafetySheet:
    family = hold_family(family.pk)
    sheet, is_new = SafetySheet.objects.get_or_create(family=family, coordinator=actor.user)
    if is_new:
        audit.record(actor, audit.Act.CREATE, sheet, only_for=sheet.pk)
    return sheet


@action
def tell_about_safety(actor: Actor, author: Person, *, text: str, goes_along: bool = False) -> SafetyPart:
    """Somebody tells the coordinator in the own words what is not safe. Telling again takes the place of it.

    Args:
        author: the person of the circle whom the actor is.
        goes_along: a next coordinator may read it too.

    Raises:
        NotAllowed: the actor is not this person, or tells nothing here.
        RuleBroken: the family has ended, nobody coordinates, or the text is empty or too long.
    """
    actor.must(Can.TELL_SAFETY, author)
    author = hold_person(author)
    rules.must_take_part(author.standing)
    words = texts.plain(text, field="text", most=safety_rules.WORDS_LENGTH)
    coordinator = next(iter(grants.holders(author.family_id, Role.COORDINATOR)), None)
    if coordinator is None:
        raise RuleBroken(_("You have no coordinator now."), code="wrong_moment")
    part, _is_new = SafetyPart.objects.update_or_create(
        family=author.family,
        author=author,
        defaults={"coordinator": coordinator, "text": words, "goes_along": goes_along, "told_at": timezone.now()},
    )
    audit.record(actor, audit.Act.CHANGE, part, only_for=author.pk)
    return part


@action
def take_back_about_safety(actor: Actor, author: Person) -> None:
    """What somebody told about safety is gone, for the coordinator too.

    Raises:
        NotAllowed: the actor is not this person, or nothing was told.
    """
    actor.must(Can.TELL_SAFETY, author)
    author = hold_person(author, must_be_open=False)
    part = SafetyPart.objects.select_for_update(of=("self",)).filter(author=author).first()
    if part is None:
        raise NotAllowed
    audit.record(actor, audit.Act.REMOVE, part, only_for=author.pk)
    part.delete()


@action
def erase_old_safety(actor: SystemActor) -> int:
    """What was for one coordinator goes when that coordinator's task is over, unless it is kept longer for a reason.

    Returns:
        How many sheets and parts went.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_erase(SystemActor(actor.job, family_id)) for family_id in families_with_old_safety(actor))


@action
def _erase(actor: SystemActor) -> int:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    at_work = grants.at_work(actor.family_id, Role.COORDINATOR)
    over = ~Q(coordinator__in=at_work)
    is_kept = Q(kept_until__gte=timezone.localdate())
    sheets = list(SafetySheet.objects.filter(over & ~is_kept, family=actor.family_id))
    goes_on = Q(goes_along=True, family__ended_at=None, told_at__gt=timezone.now() - timedelta(days=365))
    parts = list(SafetyPart.objects.filter(over & ~goes_on, family=actor.family_id))
    for sheet in sheets:
        audit.record(actor, audit.Act.ERASE, sheet, only_for=sheet.pk)
        sheet.delete()
    for part in parts:
        audit.record(actor, audit.Act.ERASE, part, only_for=part.author_id)
        part.delete()
    return len(sheets) + len(parts)
