"""Which children a line is about, and what a young person who decides alone lets the parents read of it."""

import uuid
from collections.abc import Collection, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Commission
from fgc.families.rules import Giver, decides_alone, must_be_open
from fgc.plans.models import Agreement, LineAbout, Plan, ReleaseYes
from fgc.plans.queries.closed import eyes_of, must_read
from fgc.plans.rules.closed import must_decide_alone, must_leave_in


@action
def say_whom_it_is_about(actor: Actor, agreement: Agreement, *, child_ids: Collection[uuid.UUID]) -> Agreement:
    """Says of a line that is there which of the children it is about. Who read it goes on to read it.

    Args:
        child_ids: these and no others; none: the whole family.

    Raises:
        NotAllowed: the actor may not, or does not read this line.
        RuleBroken: one is no child of this family, a young person who decides alone is taken off by somebody else, or
            the family ended or is divided.
    """
    actor.must(Can.RECORD_PLAN, agreement)
    plan = Plan.objects.to_change(agreement.plan_id)
    must_read(actor, agreement)
    name_children(actor, agreement, children_of(plan, child_ids), was_read=True)
    audit.record(actor, audit.Act.CHANGE, agreement)
    return agreement


def children_of(plan: Plan, child_ids: Collection[uuid.UUID]) -> list[Child]:
    """The children with these ids.

    Raises:
        RuleBroken: one is no child of this family, or the lines here are those of all children.
    """
    found = list(Child.objects.filter(family_id=plan.family_id, pk__in=child_ids))
    if len(found) != len(set(child_ids)):
        raise RuleBroken(_("Choose a child of this family."), code="unknown", field="child_ids")
    if found and plan.family.is_for_children:
        raise RuleBroken(_("Here every line is about the children."), code="childrens_plan", field="child_ids")
    return found


def name_children(actor: Actor, agreement: Agreement, children: list[Child], *, was_read: bool = False) -> None:
    """Writes down whom a line is about; what a parent writes or read already is open until the young person closes it.

    Args:
        was_read: the line is there already, and was read.
    """
    today, terms = timezone.localdate(), agreement.family.works_by
    there = {row.child_id: row for row in agreement.about.select_related("child")}
    gone = [row for key, row in there.items() if key not in {child.pk for child in children}]
    grown = {
        child.pk for child in [*children, *(row.child for row in gone)] if decides_alone(child.birth_date, today, terms)
    }
    eyes, coordinates = eyes_of(actor, agreement.family), _coordinates(actor, agreement)
    must_leave_in([row.child_id for row in gone], alone=grown, eyes=eyes, coordinates=coordinates)
    kept = {child.pk for child in children if not was_read and (coordinates or child.pk in eyes.as_child)}
    # The last row of a line may be out of sight of who takes it away, or puts it there.
    with acting(actor, for_all_of=agreement.family_id):
        agreement.about.filter(pk__in=[row.pk for row in gone]).delete()
        LineAbout.objects.bulk_create(
            LineAbout(
                family_id=agreement.family_id,
                agreement=agreement,
                child=child,
                opened_at=timezone.now() if child.pk not in kept and child.pk in grown else None,
            )
            for child in children
            if child.pk not in there
        )


def _coordinates(actor: Actor, agreement: Agreement) -> bool:
    return isinstance(actor, UserActor) and Role.COORDINATOR in actor.standing_in(agreement.family_id).roles


@action
def choose_what_parents_read(actor: Actor, commission: Commission, *, open_ids: Collection[uuid.UUID]) -> None:
    """A young person who decides alone says what the parents read, of lines and of copies let out.

    Args:
        commission: the own yes of the young person, by which it is known which child that is.
        open_ids: lines and releases that are open from now on; all others about this young person are closed.

    Raises:
        NotAllowed: only the young person.
        RuleBroken: the young person does not decide alone yet, something is not about him or her, or the family ended.
    """
    actor.must(Can.SHARE_WITH_PARENTS, commission)
    commission = Commission.objects.select_related("child", "family__organisation").get(pk=commission.pk)
    if commission.giver_as != Giver.YOUNG or commission.child is None:
        raise NotAllowed(Can.SHARE_WITH_PARENTS)
    family = commission.family
    must_be_open(family.stage)
    must_decide_alone(commission.child.birth_date, timezone.localdate(), family.works_by)
    lines = LineAbout.objects.filter(family=family, child=commission.child)
    copies = ReleaseYes.objects.filter(family=family, child=commission.child, release__is_shared=False)
    known = {*lines.values_list("agreement", flat=True), *copies.values_list("release", flat=True)}
    if set(open_ids) - known:
        raise RuleBroken(_("Choose from the lines about you."), code="unknown", field="open_ids")
    _set_open(lines.filter(agreement__in=open_ids), lines.exclude(agreement__in=open_ids))
    _set_open(copies.filter(release__in=open_ids), copies.exclude(release__in=open_ids))
    audit.record(actor, audit.Act.CHANGE, commission, only_for=commission.giver_id)


def _set_open(opened: Iterable[object], closed: Iterable[object]) -> None:
    opened.filter(opened_at=None).update(opened_at=timezone.now())  # type: ignore[attr-defined]  # two tables
    closed.filter(opened_at__isnull=False).update(opened_at=None)  # type: ignore[attr-defined]  # the same
