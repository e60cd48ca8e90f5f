"""Named reads of who reads for work: the professionals whom a family knows."""

import uuid
from dataclasses import dataclass

from fgc.access import grants
from fgc.access.roles import OF_THE_CIRCLE, Role
from fgc.accounts import second_step, working
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole
from fgc.plans.models import Release


@dataclass(frozen=True)
class Reader:
    """The one professional who may read a release: somebody known here, or a name with a work address."""

    recipient_id: uuid.UUID | None = None
    name: str = ""
    email: str = ""
    function: str = ""
    employer: str = ""

    @property
    def in_full(self) -> str:
        """The name with the work."""
        return ", ".join(filter(None, [self.name, self.function, self.employer]))


def known_readers(family: Family) -> list[Reader]:
    """Professionals whom this family knows already: on its map, or in an earlier release; as it calls them, by name."""
    releases = Release.objects.filter(family=family, recipient__is_active=True).order_by("released_at", "pk")
    named = ("recipient", "recipient_name", "recipient__email", "recipient_function", "recipient_employer")
    of_map = Person.objects.filter(family=family, role=CircleRole.PROFESSIONAL, account__is_active=True).taking_part()
    on_map = of_map.values_list("account", "call_name", "account__email", "function", "employer")
    rows = [*on_map.order_by("pk"), *releases.values_list(*named)]
    known = {pk: Reader(pk, name, email or "", function, employer) for pk, name, email, function, employer in rows}
    return sorted(known.values(), key=lambda reader: (reader.name, str(reader.recipient_id)))


def who_waits_for_a_code(family: Family) -> list[Reader]:
    """The professionals of this family who can't come in for work before somebody tells them a code, as it calls them.

    Who has an account from the operator gets the code from the organisation, and whom another family named first gets
    it there: whoever reads that mailbox could begin a family and name the address too.
    """
    known = known_readers(family)
    named = User.objects.filter(pk__in=[reader.recipient_id for reader in known], by_operator=False, named_by=family.pk)
    waiting = {user.pk for user in named if second_step.must_enrol(user) or working.needs_code(user)}
    return [reader for reader in known if reader.recipient_id in waiting]


def names_at_work(family: Family) -> dict[str, str]:
    """What the family calls the accounts that are here for work, for its own list of who looked (two queries)."""
    readers = known_readers(family)
    return {str(reader.recipient_id): ", ".join(filter(None, [reader.name, reader.function])) for reader in readers}


def with_two_hats(family: Family) -> set[uuid.UUID]:
    """The accounts that have a seat in the circle: who reads for work as well should know the two apart (one query).

    Source: hard case 19, an aunt who is a nurse at the hospital.
    """
    return {row.user_id for row in grants.in_family(family.pk) if Role(row.permission.codename) in OF_THE_CIRCLE}
