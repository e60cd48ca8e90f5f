"""The people of a plan for the children of two circles: the children, who decides, and "somebody of the family"."""

import uuid
from collections.abc import Collection

from django.utils import translation
from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.families.actions import begin_childrens_plan
from fgc.families.models import Child, Commission, Family, Split
from fgc.families.rules import Giver
from fgc.networks import rules
from fgc.networks.models import ContactCard, Person


@action
def make_childrens_plan(actor: Actor, split: Split, *, giver_ids: Collection[uuid.UUID]) -> Family:
    """Makes what two circles read together about the children: those who decide on it, each by an own yes.

    In it are the children, who decides, and a neutral owner of the tasks; nobody else of either circle, and no way to
    reach anybody. Both circles read it as a copy.

    Args:
        giver_ids: accounts that decide in one of the two circles, at least one of each.

    Returns:
        A family of its own; the same one as long as it goes on.

    Raises:
        NotAllowed: the actor does not coordinate both circles.
        RuleBroken: somebody is missing or decides in neither, or a circle ended or did not say yes yet.
    """
    actor.must(Can.SPLIT_CIRCLE, split.circle_a)
    family = begin_childrens_plan(actor, split, giver_ids=giver_ids)
    with acting(actor, for_all_of=family.pk):
        if not Person.objects.filter(family=family).exists():
            _fill(actor, family)
    return family


def _fill(actor: Actor, family: Family) -> None:
    asked = list(Commission.objects.filter(family=family).select_related("giver").order_by("asked_at", "pk"))
    young = {row.child_id: row for row in asked if row.giver_as == Giver.YOUNG}
    for child in Child.objects.filter(family=family).order_by("birth_date", "pk"):
        person = _put(actor, family, child.call_name, rules.CircleRole.MAIN_PERSON, child=child)
        if child.pk in young:
            _is_account(person, young[child.pk])
    names = grants.names_in(family.pk)
    for row in asked:
        if row.giver_as != Giver.YOUNG:
            called = names[row.giver_id].split(" ", maxsplit=1)[0]
            _is_account(_put(actor, family, called, rules.CircleRole.PARENT), row)
    with translation.override(family.language):
        _put(actor, family, _("Somebody of the family"), rules.CircleRole.OTHER_FAMILY)


def _put(actor: Actor, family: Family, call_name: str, role: rules.CircleRole, *, child: Child | None = None) -> Person:
    """Somebody without a way to be reached: who decides is written to at the own account, and nobody else is."""
    person = Person.objects.create(
        family=family, call_name=call_name, role=role, ring=rules.ring_for(role), child=child, added_by=actor.user
    )
    ContactCard.objects.create(family=family, person=person)
    audit.record(actor, audit.Act.CREATE, person)
    return person


def _is_account(person: Person, asked: Commission) -> None:
    person.account = asked.giver
    person.save(update_fields=["account"])
    grants.name_person(person.family_id, asked.giver_id, person.pk)
