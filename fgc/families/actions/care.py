"""Extra care with the ways in: a family can have a code asked each time."""

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.families import rules
from fgc.families.actions._shared import locked
from fgc.families.models import Family


@action
def ask_codes(actor: Actor, family: Family, *, always: bool) -> Family:
    """From now on every visit to this family by a personal link asks a code, or not any more. Twice is once.

    Source: security.md 2.4, families with a safety flag.

    Raises:
        RuleBroken: the family ended, or has a pause.
    """
    actor.must(Can.ASK_CODES, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    if family.always_code != always:
        family.always_code = always
        family.save(update_fields=["always_code"])
        audit.record(actor, audit.Act.CHANGE, family, ground=Can.ASK_CODES.value)
    return family
