"""Which children a line is about, and what a young person who decides alone lets the parents read of it."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting, action
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Commission
from fgc.families.rules import Giver, How, decides_alone, must_be_elsewhere, must_be_open
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
    _choose(actor, commission, open_ids, written_down_by=None)


@action
def write_down_what_parents_read(
    actor: Actor, commission: Commission, *, open_ids: Collection[uuid.UUID], how: str = How.SPOKEN.value
) -> None:
    """The coordinator writes down what a young person tells by telephone, at a visit or on paper; it says so there.

    Args:
        commission: the yes of the young person.
        open_ids: as for `choose_what_parents_read`.
        how: spoken, or on paper.

    Raises:
        NotAllowed: only the coordinator.
        RuleBroken: as for `choose_what_parents_read`, or it would look as if the young person had done it here.
    """
    actor.must(Can.CONFIRM_ON_BEHALF, commission)
    given_how = must_be_elsewhere(how)
    _choose(actor, commission, open_ids, written_down_by=actor.user, how=given_how)


def _choose(
    actor: Actor,
    commission: Commission,
    open_ids: Collection[uuid.UUID],
    *,
    written_down_by: User | None,
    how: How = How.WRITTEN,
) -> None:
    commission = Commission.objects.select_related("child", "family__organisation").get(pk=commission.pk)
    if commission.giver_as != Giver.YOUNG or commission.child is None:
        raise NotAllowed(Can.SHARE_WITH_PARENTS)
    family = commission.family
    must_be_open(family.stage)
    must_decide_alone(
        commission.child.birth_date, timezone.localdate(), family.works_by, is_own=written_down_by is None
    )
    lines = LineAbout.objects.filter(family=family, child=commission.child)
    copies = ReleaseYes.objects.filter(family=family, child=commission.child, release__is_shared=False)
    known = {*lines.values_list("agreement", flat=True), *copies.values_list("release", flat=True)}
    if set(open_ids) - known:
        raise RuleBroken(_("Choose from the lines that stand here."), code="unknown", field="open_ids")
    for rows, thing in ((lines, "agreement"), (copies, "release")):
        _set_open(rows, {f"{thing}__in": open_ids}, written_down_by)
    persons = grants.standing(commission.giver_id, family.pk).persons
    audit.record(
        actor,
        audit.Act.CHANGE,
        commission,
        on_behalf_of=next(iter(persons), None) if written_down_by else None,
        ground=how.value if written_down_by else "",
        only_for=commission.giver_id,
    )


def _set_open(rows: QuerySet[Any], are_open: Mapping[str, object], by: User | None) -> None:
    """Only what moves says who wrote it down: the rest stays as the young person left it."""
    rows.filter(**are_open, opened_at=None).update(opened_at=timezone.now(), written_down_by=by)
    rows.exclude(**are_open).filter(opened_at__isnull=False).update(opened_at=None, written_down_by=by)
