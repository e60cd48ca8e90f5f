"""Two circles that must not know of each other, made by their coordinator; and what both read about the children.

Nothing of one circle comes into the other: not a row, a line of the list or a message. See decision 24.
"""

import uuid
from collections.abc import Collection, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import COORDINATES, DECIDES, Role
from fgc.access.walls import acting, action
from fgc.accounts.models import User
from fgc.accounts.numbers import accounts_with
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import contact, rules
from fgc.families.actions._shared import account_for, locked
from fgc.families.actions.joining import must_share_children
from fgc.families.actions.request import called_today, name_for, open_family, who_serves
from fgc.families.models import Child, Commission, CoordinatorOffer, Family, Split
from fgc.families.queries import is_child
from fgc.outbox import queue


@action
def open_other_circle(
    actor: Actor, family: Family, *, name: str, email: str = "", phone: str = "", child_ids: Collection[uuid.UUID] = ()
) -> Split:
    """Opens a circle of his or her own for somebody who must not know of this one; it begins as every other.

    The person is asked for an own yes and chooses a coordinator, this one or another. The list of this circle says
    nothing of it: its family reads that list.

    Args:
        name: who it is for.
        email: a neutral way to reach this person; or a telephone number, then the manager calls.
        child_ids: the children whom that circle is about; all of this one when left out.

    Returns:
        What connects the two; the same when it was asked before.

    Raises:
        RuleBroken: a field is missing or wrong, the family ended, or this person has a part here (see
            `plans.actions.split_circle`).
    """
    actor.must(Can.SPLIT_CIRCLE, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    rules.must_be_a_circle(family.kind)
    called = texts.plain(name, field="name", most=texts.SHORT)
    address, number = contact.email_of(email), contact.phone_of(phone)
    contact.must_reach(email=address, phone=number)
    children = _children(family, child_ids)
    known = None if address else (_had_a_part(family, called, str(number)) or called_today(called, number))
    somebody = known or account_for(name=called, email=address, phone=number, language=_tongue(actor))
    if before := _opened_for(family, somebody):
        return before
    _must_have_no_part(actor, family, somebody)
    other = _begin(actor, somebody, called, children)
    return Split.objects.create(circle_a=family, circle_b=other)


def _had_a_part(family: Family, called: str, number: str) -> User | None:
    """Who comes in with this number and had a seat here: the same account, also in the own circle."""
    names = grants.names_in(family.pk)
    return next((user for user in accounts_with(number) if called in {user.name, names.get(user.pk)}), None)


def _must_have_no_part(actor: Actor, family: Family, somebody: User) -> None:
    roles = grants.standing(somebody.pk, family.pk).roles
    if somebody == actor.user or roles & COORDINATES:
        raise RuleBroken(_("This person has a part in this circle already."), code="other_part", field="email")
    if roles:
        sentence = _("This person has a part in this circle. Choose him or her too under who goes along.")
        raise RuleBroken(sentence, code="other_part", field="email")


def _children(family: Family, ids: Collection[uuid.UUID]) -> list[Child]:
    found = [child for child in Child.objects.filter(family=family) if not ids or child.pk in ids]
    if len(found) < len(set(ids)):
        raise RuleBroken(_("Choose a child of this family."), code="not_found", field="child_ids")
    return found


def _opened_for(family: Family, somebody: User) -> Split | None:
    """The circle that was opened for this person before; what becomes of it is asked in that person's name."""
    splits = {split.circle_b_id: split for split in Split.objects.filter(circle_a=family)}
    with acting(UserActor(somebody)):
        own = Commission.objects.filter(family__in=splits, giver=somebody).values_list("family_id", flat=True)
        return next((splits[family_id] for family_id in own), None)


def _tongue(actor: Actor) -> str:
    """The coordinator's own language: that of the one circle would say something of it in the other."""
    assert actor.user is not None, "only an account coordinates"
    return actor.user.language


def _begin(actor: Actor, somebody: User, called: str, children: list[Child]) -> Family:
    """It is that person's own from here on, also while nobody has logged in; the list there says who opened it."""
    assert actor.user is not None, "only an account coordinates"
    tongue = _tongue(actor)
    other = Family(name=name_for(called, tongue), organisation=actor.user.organisation or who_serves(), language=tongue)
    with acting(UserActor(somebody)):
        open_family(actor, somebody, other, called)
        _copy(children, other)
        _offer(actor, other)
        if somebody.email:
            queue.to_user(somebody, queue.Kind.LET_IN, other, occurrence=timezone.localdate().isoformat())
    return other


def _copy(children: Iterable[Child], family: Family) -> list[Child]:
    """The same children as rows of another family: name and birthday, and nothing that they said."""
    return Child.objects.bulk_create(
        Child(family=family, call_name=child.call_name, birth_date=child.birth_date) for child in children
    )


def _offer(actor: Actor, family: Family) -> None:
    assert actor.user is not None, "only an account coordinates"
    offer = CoordinatorOffer.objects.create(family=family, coordinator=actor.user)
    audit.record(actor, audit.Act.CREATE, offer)


@action
def begin_childrens_plan(actor: Actor, split: Split, *, giver_ids: Collection[uuid.UUID]) -> Family:
    """Begins what both circles will read about the children, for those of both who decide on it together.

    Each of them is asked for an own yes, and nobody else is in it. `networks.actions.make_childrens_plan` puts the
    children and the owners of the tasks in it.

    Args:
        giver_ids: accounts that decide in one of the two circles, at least one of each.

    Returns:
        A family of its own; the same one as long as it goes on.

    Raises:
        NotAllowed: the actor does not coordinate both circles.
        RuleBroken: somebody is missing or decides in neither, or a circle ended or did not say yes yet.
    """
    actor.must(Can.SPLIT_CIRCLE, split.circle_a)
    actor.must(Can.SPLIT_CIRCLE, split.circle_b)
    split = Split.objects.select_for_update(of=("self",)).get(pk=split.pk)
    if split.childrens_plan_id:
        return _begun(actor, split.childrens_plan_id)
    asked = [row for circle in (split.circle_a, split.circle_b) for row in _who_decides(circle, giver_ids)]
    if {row.giver_id for row in asked} != set(giver_ids):
        raise RuleBroken(_("Choose those who decide in one of the two circles."), code="not_found", field="giver_ids")
    children = must_share_children(split.circle_a, split.circle_b)
    _must_all_be_asked(children, asked)
    split.childrens_plan = _begin_for(actor, asked, children, like=split.circle_a)
    split.save(update_fields=["childrens_plan"])
    return split.childrens_plan


def _begun(actor: Actor, family_id: uuid.UUID) -> Family:
    """The one that there is; who came later to both circles is first chosen there as well."""
    assert actor.user is not None, "only an account coordinates"
    family = Family.objects.of_coordinator(actor.user).filter(pk=family_id).first()
    if family is None:
        sentence = _("There is a plan for the children already. Who decides on it chooses its coordinator.")
        raise RuleBroken(sentence, code="has_one")
    return family


def _who_decides(circle: Family, giver_ids: Collection[uuid.UUID]) -> list[Commission]:
    rules.must_be_commissioned(circle.stage)
    rules.must_be_agreed(is_disputed=circle.is_disputed)
    deciders = [user.pk for user in grants.holders(circle.pk, *DECIDES)]
    chosen = Commission.objects.filter(family=circle, giver__in=set(deciders) & set(giver_ids))
    rows = list(chosen.select_related("giver", "child").order_by("asked_at", "pk"))
    if not rows:
        raise RuleBroken(_("Choose somebody of each circle."), code="required", field="giver_ids")
    return rows


def _must_all_be_asked(children: list[Child], asked: list[Commission]) -> None:
    """From 12 years a child decides along here too, and a child of one circle only does not."""
    spoke = {is_child(row.child) for row in asked if row.child}
    if spoke - {is_child(child) for child in children}:
        raise RuleBroken(_("This child is not in both circles."), code="not_found", field="giver_ids")
    for child in children:
        if (
            rules.decides_along(child.birth_date, timezone.localdate(), child.family.works_by)
            and is_child(child) not in spoke
        ):
            sentence = _("From 12 years a child decides along. Choose %(name)s too.") % {"name": child.call_name}
            raise RuleBroken(sentence, code="required", field="giver_ids")


def _begin_for(actor: Actor, asked: list[Commission], children: list[Child], *, like: Family) -> Family:
    with override(_tongue(actor)):
        name = _("The plan for the children")
    family = Family(kind=rules.Kind.CHILDRENS_PLAN, name=name, organisation=like.organisation, language=_tongue(actor))
    called = {row.pk: grants.names_in(row.family_id)[row.giver_id] for row in asked}
    # The first one founds it, as every family is founded by one of its own; the coordinator is offered to it.
    with acting(UserActor(asked[0].giver)):
        family.save()
        grants.give(asked[0].giver, Role.PARENT, family, called=called[asked[0].pk], by=actor.user)
        audit.record(actor, audit.Act.CREATE, family)
        _offer(actor, family)
    with acting(actor, for_all_of=family.pk):
        copies = {is_child(child): child for child in _copy(children, family)}
        for row in asked:
            child = copies.get(is_child(row.child)) if row.child else None
            _ask(actor, row, family, called=called[row.pk], child=child)
    return family


def _ask(actor: Actor, before: Commission, family: Family, *, called: str, child: Child | None) -> None:
    """For the own yes to this plan, as what somebody said yes in the own circle."""
    grants.give(before.giver, Role.PARENT, family, called=called, by=actor.user)
    question = Commission.objects.create(family=family, giver=before.giver, giver_as=before.giver_as, child=child)
    audit.record(actor, audit.Act.LET_IN, question)
    if before.giver.email:
        queue.to_user(before.giver, queue.Kind.ASK_COMMISSION, question)
