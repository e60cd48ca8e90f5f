"""What every action of a conference asks first: is the family open, is the row locked, do these people belong to it."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from fgc.conferences.models import Conference
from fgc.conferences.rules import OVER, Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules as family_rules
from fgc.families.models import Family
from fgc.networks.models import Person

__all__ = ["locked", "open_family", "people", "same_family"]


def open_family(family_id: uuid.UUID, *, about_children: bool = True) -> Family:
    """The family, when it goes on.

    Args:
        about_children: what is done concerns the children, so it also waits while one of those who decide says no.

    Raises:
        RuleBroken: the family ended, or one of those who decide says no.
    """
    family = Family.objects.get(pk=family_id)
    family_rules.must_be_open(family_rules.Stage(family.stage))
    if about_children:
        family_rules.must_be_agreed(is_disputed=family.is_disputed)
    return family


def locked(conference: Conference) -> Conference:
    """The conference as it stands now, held until this change is done.

    Raises:
        RuleBroken: it is over or was called off.
    """
    conference = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if Moment(conference.moment) in OVER:
        raise RuleBroken(_("This meeting is over. Nothing about it can be changed any more."), code="over")
    return conference


def people(family_id: uuid.UUID, person_ids: Iterable[uuid.UUID], *, field: str = "person_ids") -> list[Person]:
    """These people of the family's map, who may be asked to come.

    Raises:
        RuleBroken: none was chosen, or somebody is not (or no longer) on this family's map.
    """
    wanted = set(person_ids)
    if not wanted:
        raise RuleBroken(_("Choose at least one person."), code="required", field=field)
    rows = Person.objects.invitable().filter(family_id=family_id, pk__in=wanted)
    found = list(rows.select_related("account").order_by("call_name", "pk"))
    if len(found) != len(wanted):
        raise RuleBroken(_("Somebody you chose is not in this circle."), code="not_here", field=field)
    return found


def same_family(conference: Conference, person: Person) -> None:
    """A person of another family does not exist here.

    Raises:
        NotAllowed: the two belong to different families.
    """
    if conference.family_id != person.family_id:
        raise NotAllowed
