"""A circle that holds people of both sides is split, and two that stood beside each other are parted."""

import hashlib
import uuid
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.errors import RuleBroken
from fgc.families import contact
from fgc.families.actions import go_to_own_circle, open_other_circle
from fgc.families.models import Family, Split
from fgc.networks.models import ContactCard, Person
from fgc.networks.rules import CircleRole, Standing
from fgc.plans.actions.leave import leave
from fgc.plans.models import ChildrensPlanCopy


@action
def split_circle(  # noqa: PLR0913  # for whom, about whom, and who goes along
    actor: Actor,
    family: Family,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    child_ids: Collection[uuid.UUID] = (),
    person_ids: Collection[uuid.UUID] = (),
    account_ids: Collection[uuid.UUID] = (),
    quietly: bool = False,
) -> Split:
    """Opens a circle for somebody, and takes out of this one who goes along: for each it ends here at once, for good.

    Nothing of this circle comes into the other, whose people put on the map whom they want. This circle reads that
    persons do not take part any more, and not a word of another circle.

    Args:
        name, email, phone, child_ids: for whom and about whom, as in `open_other_circle`.
        person_ids: who goes along, also for whom it is.
        account_ids: the same for accounts that come in here and are nobody on the map.
        quietly: the others read only that tasks are free again.

    Returns:
        What connects the two; the same when it was asked before.

    Raises:
        NotAllowed: the actor does not coordinate this circle.
        RuleBroken: as in `open_other_circle`; or who goes along is not of this circle or decides here, or somebody who
            stays is reached at this address or number.
    """
    actor.must(Can.SPLIT_CIRCLE, family)
    _take_out(actor, family, _going(family, person_ids), _coming_in(family, account_ids), quietly=quietly)
    _must_reach_nobody_here(family, email=email, phone=phone)
    return open_other_circle(actor, family, name=name, email=email, phone=phone, child_ids=child_ids)


def _going(family: Family, ids: Collection[uuid.UUID]) -> list[Person]:
    """Whom it is about belongs to both circles; who is gone already is asked nothing more."""
    rows = Person.objects.filter(family=family, pk__in=set(ids)).exclude(role=CircleRole.MAIN_PERSON)
    found = list(rows.order_by("created_at", "pk"))
    if len(found) < len(set(ids)):
        raise RuleBroken(_("Choose somebody of this circle."), code="not_a_choice", field="person_ids")
    return found


def _coming_in(family: Family, ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    if not set(ids) <= grants.names_in(family.pk).keys():
        raise RuleBroken(_("Choose somebody of this circle."), code="not_a_choice", field="account_ids")
    return sorted(set(ids))


def _take_out(actor: Actor, family: Family, people: list[Person], accounts: list[uuid.UUID], *, quietly: bool) -> None:
    for person in people:
        if person.account_id:
            go_to_own_circle(actor, family, user_id=person.account_id)
        leave(actor, person, quietly=quietly)
    for user_id in accounts:
        go_to_own_circle(actor, family, user_id=user_id)


def _must_reach_nobody_here(family: Family, *, email: str, phone: str) -> None:
    """What goes to a mailbox or a telephone of somebody who stays would tell that person of the other circle."""
    address, number = contact.email_of(email), contact.phone_of(phone)
    same = (Q(email__iexact=address) if address else Q()) | (Q(phone=number) if number else Q())
    if not same:
        return
    stays = ContactCard.objects.filter(same, family=family).exclude(person__standing=Standing.LEFT)
    if stays.exists():
        sentence = _("Somebody of this circle is reached here too. Choose who goes along, or fill in another way.")
        raise RuleBroken(sentence, code="other_part", field="email" if address else "phone")


@action
def part_circles(actor: Actor, split: Split) -> None:
    """Two circles are connected by nothing any more; each goes on as it was, and hears of nothing. Twice is once.

    Raises:
        NotAllowed: the actor does not coordinate both circles.
        RuleBroken: there is a plan for the children that both read, or the clock did not take it away yet.
    """
    actor.must(Can.SPLIT_CIRCLE, split.circle_a)
    actor.must(Can.SPLIT_CIRCLE, split.circle_b)
    row = Split.objects.select_for_update(of=("self",)).filter(pk=split.pk).first()
    if row is None:
        return
    if row.childrens_plan_id:
        raise RuleBroken(_("There is a plan for the children that both read. End that first."), code="has_plan")
    keys = [_key_of(row, circle_id) for circle_id in (row.circle_a_id, row.circle_b_id)]
    if ChildrensPlanCopy.objects.filter(key__in=keys).exists():
        raise RuleBroken(_("The plan for the children goes away in a minute. Try again then."), code="has_copies")
    row.delete()


def _key_of(split: Split, circle_id: uuid.UUID) -> uuid.UUID:
    """Under which key a circle keeps its copy, as `wall.childrens_plans` says it; no secret, so no strong hash."""
    return uuid.UUID(hashlib.md5(f"{split.pk}{circle_id}".encode(), usedforsecurity=False).hexdigest())
