"""What every change of the circle begins with: the family locked and open, the person locked and of that family."""

import uuid

from django.utils.translation import gettext as _

from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules as family_rules
from fgc.families.models import Family
from fgc.networks.models import Person


def hold_family(family_id: uuid.UUID, *, must_be_open: bool = True) -> Family:
    """The family, locked: changes of one circle come one after the other.

    Raises:
        RuleBroken: the family stopped or closed.
    """
    family = Family.objects.select_for_update(of=("self",), no_key=True).get(pk=family_id)
    if must_be_open:
        family_rules.must_be_open(family_rules.Stage(family.stage))
    return family


def hold_person(person: Person, *, must_be_open: bool = True) -> Person:
    """The person as he or she is now, locked together with the family.

    Raises:
        NotAllowed: the person is gone.
        RuleBroken: the family stopped or closed.
    """
    family = hold_family(person.family_id, must_be_open=must_be_open)
    held = Person.objects.select_for_update(of=("self",)).filter(pk=person.pk, family=family).first()
    if held is None:
        raise NotAllowed
    held.family = family
    return held


def somebody_of(family: Family, person_id: uuid.UUID | str, *, field: str) -> Person:
    """A person of this family, by the id that a form or a program sent.

    Raises:
        RuleBroken: there is no such person in this family.
    """
    person = Person.objects.taking_part().filter(pk=person_id, family=family).first()
    if person is None:
        raise RuleBroken(_("Choose somebody of this circle."), code="not_a_choice", field=field)
    return person
