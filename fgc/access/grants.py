"""Grants: who holds which role in which family. The only place that reads or writes guardian's table."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db import OperationalError, connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from fgc.access.can import Can
from fgc.access.models import FamilyGrant
from fgc.access.roles import Reach, Role, reach, roles_that
from fgc.accounts.models import User
from fgc.errors import RuleBroken


@dataclass(frozen=True)
class Standing:
    """What somebody is in one family, now: the roles, and which persons of the circle."""

    roles: frozenset[Role] = frozenset()
    persons: frozenset[uuid.UUID] = field(default_factory=frozenset)


NOBODY = Standing()


# The question of every door and every action, so it is written by hand: making the sentence anew takes longer than the
# answer. Through what the account holds, and never through what there is of this family: that would take another time
# for a family that there is not.
STANDING = """
SELECT permission.codename, held.person_id, family.private_since IS NOT NULL
  FROM access_familygrant held
  JOIN auth_permission permission ON permission.id = held.permission_id
  JOIN families_family family ON family.id = held.content_object_id
 WHERE EXISTS (SELECT FROM accounts_user WHERE id = %(user_id)s AND is_active)
   AND held.user_id = %(user_id)s AND held.content_object_id::text = %(family_id)s
   AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
"""


def standing(user_id: uuid.UUID, family_id: uuid.UUID) -> Standing:
    """The roles that are in force today for this account in this family (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"user_id": user_id, "family_id": str(family_id), "now": timezone.now()})
        found = cursor.fetchall()
    return Standing(
        roles=frozenset(_role_now(Role(code), is_private=is_private) for code, _, is_private in found),
        persons=frozenset(person for _, person, _ in found if person),
    )


def roles_by_family(
    user_id: uuid.UUID, family_ids: Iterable[uuid.UUID] | None = None
) -> dict[uuid.UUID, frozenset[Role]]:
    """The roles that are in force today for this account in many families at once (one query).

    Args:
        family_ids: in which families; in every one when left out.
    """
    rows = FamilyGrant.objects.in_force().filter(user_id=user_id)
    if family_ids is not None:
        rows = rows.filter(content_object_id__in=set(family_ids))
    return _roles(rows, "content_object_id")


def roles_by_account(user_ids: Iterable[uuid.UUID], family_id: uuid.UUID) -> dict[uuid.UUID, frozenset[Role]]:
    """The roles that are in force today for many accounts in this family (one query); who holds none is not in it."""
    rows = FamilyGrant.objects.in_force().filter(user_id__in=set(user_ids), user__is_active=True)
    return _roles(rows.filter(content_object_id=family_id), "user_id")


def _roles(rows: "models.QuerySet[FamilyGrant]", by: str) -> dict[uuid.UUID, frozenset[Role]]:
    found: dict[uuid.UUID, set[Role]] = {}
    for key, code, since in rows.values_list(by, "permission__codename", "content_object__private_since"):
        found.setdefault(key, set()).add(_role_now(Role(code), is_private=since is not None))
    return {key: frozenset(roles) for key, roles in found.items()}


def _role_now(role: Role, *, is_private: bool) -> Role:
    """Private time shuts out the coordinator until the family ends it."""
    return Role.OUTSIDE if is_private and role is Role.COORDINATOR else role


def hold(family_id: uuid.UUID) -> None:
    """Holds the family until the end of the transaction: changes of one family come one after the other.

    Raises:
        RuleBroken: another change takes longer than anybody should wait (`lock_timeout` in the settings).
    """
    families: Any = FamilyGrant._meta.get_field("content_object").related_model
    rows = families.objects.select_for_update(of=("self",), no_key=True).filter(pk=family_id)
    if not connection.in_atomic_block:
        raise TransactionManagementError("A family is held until the end of a transaction, and there is none.")
    try:
        with transaction.atomic():  # so that what comes after a refusal can still read
            rows.values_list("pk").first()
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise RuleBroken(_("Somebody else is changing this now. Try it again in a moment."), code="busy") from error


# Part of every list of families; by hand for the same reason as STANDING. As an array it is made once, from what the
# account holds, and not asked anew of each family that the wall lets through.
FAMILIES_OF = """ARRAY(
SELECT held.content_object_id
  FROM access_familygrant held
  JOIN auth_permission permission ON permission.id = held.permission_id
 WHERE EXISTS (SELECT FROM accounts_user WHERE id = %s AND is_active)
   AND held.user_id = %s AND permission.codename = ANY (%s)
   AND held.starts_at <= %s AND (held.ends_at IS NULL OR held.ends_at > %s)
   AND (permission.codename <> %s OR held.content_object_id <> ALL (
       ARRAY(SELECT family.id FROM families_family family WHERE family.private_since IS NOT NULL)
   )))
"""


def is_family_of(user_id: uuid.UUID, can: Can, *, column: str = "pk", own: bool = False) -> models.Func:
    """A condition on rows: this account holds a right today on the family that they name.

    Args:
        column: which field names the family; of a family itself its key.
        own: also count roles that hold the right only for what is their own.
    """
    codes = [role.value for role in roles_that(can, at_least=Reach.OWN if own else Reach.ALL)]
    # Who waits outside keeps what may be done out there as well.
    shut_out = Role.COORDINATOR.value if reach(Role.OUTSIDE, can) is Reach.NONE else ""
    now = timezone.now()
    mine = RawSQL(FAMILIES_OF, (user_id, user_id, codes, now, now, shut_out))  # noqa: S611  # no text of anybody's in it
    return models.Func(
        F(column), mine, template="%(expressions)s", arg_joiner=" = ANY ", output_field=models.BooleanField()
    )


def give(
    user: User,
    role: Role,
    family: Any,
    *,
    called: str = "",
    by: User | None = None,
    person_id: uuid.UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> FamilyGrant:
    """Lets an account into a family in one role; an ended grant of the same role begins anew.

    Args:
        called: what this family calls the account, where it typed that itself; otherwise as it did before.
        since: the moment from which it counts; now when left out.
        until: the moment at which it ends by itself, without any clean-up.
    """
    permission = Permission.objects.get(codename=role.value, content_type__app_label="families")
    grant: FamilyGrant
    grant, _created = FamilyGrant.objects.update_or_create(
        user=user,
        permission=permission,
        content_object=family,
        defaults={
            "called": called or names_in(family.pk).get(user.pk, user.name),
            "person_id": person_id,
            "starts_at": since or timezone.now(),
            "ends_at": until,
            "granted_by": by,
        },
    )
    return grant


def names_in(family_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """What this family calls the accounts that have or had a role in it (one query)."""
    rows = FamilyGrant.objects.filter(content_object_id=family_id).order_by("starts_at", "pk")
    return dict(rows.values_list("user_id", "called"))


def name_of(user_id: str, family_id: str) -> Subquery:
    """The same for one account, inside a query over rows of families.

    Args:
        user_id, family_id: the fields of those rows.
    """
    rows = FamilyGrant.objects.filter(user_id=OuterRef(user_id), content_object_id=OuterRef(family_id))
    return Subquery(rows.order_by("-starts_at", "-pk").values("called")[:1])


def end(family_id: uuid.UUID, *, roles: Iterable[Role], user_id: uuid.UUID | None = None) -> int:
    """Ends grants from this moment on; returns how many. Without `user_id` those of everybody in these roles."""
    rows = _of_roles(family_id, roles)
    return (rows.filter(user_id=user_id) if user_id else rows).update(ends_at=timezone.now())


def _of_roles(family_id: uuid.UUID, roles: Iterable[Role]) -> "models.QuerySet[FamilyGrant]":
    running = FamilyGrant.objects.running().filter(content_object_id=family_id)
    return running.filter(permission__codename__in=[role.value for role in roles])


def end_at(
    family_id: uuid.UUID, *, roles: Iterable[Role], moment: datetime | None, user_id: uuid.UUID | None = None
) -> int:
    """Says at which moment grants end by themselves, without any clean-up, or that they do not; returns how many."""
    rows = _of_roles(family_id, roles)
    return (rows.filter(user_id=user_id) if user_id else rows).update(ends_at=moment)


def not_after_all(family_id: uuid.UUID, user_id: uuid.UUID) -> int:
    """Takes away what would only begin later; returns how many."""
    later = FamilyGrant.objects.filter(content_object_id=family_id, user_id=user_id, starts_at__gt=timezone.now())
    return later.delete()[0]


def put_to_sleep(family_id: uuid.UUID, *, roles: Iterable[Role]) -> int:
    """Ends grants for the time of a pause; returns how many."""
    return _of_roles(family_id, roles).update(sleeps=True, was_until=F("ends_at"), ends_at=timezone.now())


def wake_up(family_id: uuid.UUID) -> int:
    """What slept goes on, each until the moment that it was given for; returns how many."""
    rows = FamilyGrant.objects.filter(content_object_id=family_id, sleeps=True)
    return rows.update(sleeps=False, ends_at=F("was_until"), was_until=None)


def end_of_person(family_id: uuid.UUID, person_id: uuid.UUID) -> int:
    """Ends every grant that somebody holds as this person of the circle; returns how many."""
    rows = FamilyGrant.objects.running().filter(content_object_id=family_id, person_id=person_id)
    return rows.update(ends_at=timezone.now())


def name_person(family_id: uuid.UUID, user_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Says which person of the circle this account is."""
    FamilyGrant.objects.filter(content_object_id=family_id, user_id=user_id).update(person_id=person_id)


def hand_over(family_id: uuid.UUID, user: User, to: User) -> None:
    """What one account holds in this family is another's from now on: both turned out to be one person."""
    here = FamilyGrant.objects.filter(content_object_id=family_id)
    here.filter(user=user).update(user=to)
    here.filter(granted_by=user).update(granted_by=to)


def at_work(family_id: uuid.UUID, role: Role) -> set[uuid.UUID]:
    """The accounts that hold this role today, or whose role only sleeps until the end of a pause."""
    rows = FamilyGrant.objects.filter(content_object_id=family_id, permission__codename=role.value)
    now = Q(ends_at=None) | Q(ends_at__gt=timezone.now()) | Q(sleeps=True)
    return set(rows.filter(now).values_list("user_id", flat=True))


def holders(family_id: uuid.UUID, *roles: Role) -> list[User]:
    """Who holds one of these roles in this family today, each once, by name."""
    return holders_of([family_id], *roles).get(family_id, [])


def holders_of(family_ids: Iterable[uuid.UUID], *roles: Role) -> dict[uuid.UUID, list[User]]:
    """The same for many families at once, in one query: per family who holds one of these roles today, each once."""
    rows = (
        FamilyGrant.objects.in_force()
        .filter(content_object_id__in=family_ids, permission__codename__in=[role.value for role in roles])
        .select_related("user")
        .order_by("user__name", "user_id")
    )
    found: dict[uuid.UUID, list[User]] = {}
    for row in rows:
        here = found.setdefault(row.content_object_id, [])
        if row.user not in here:
            here.append(row.user)
    return found


def in_family(family_id: uuid.UUID) -> list[FamilyGrant]:
    """Every grant of the family that is in force, with its account and its giver: "who may see what"."""
    return list(
        FamilyGrant.objects.in_force()
        .filter(content_object_id=family_id)
        .select_related("user", "permission")
        .order_by("starts_at", "pk")
    )


def ended_in_family(family_id: uuid.UUID) -> list[FamilyGrant]:
    """Every grant of the family that is over, with its account, its giver and its role; the last ended first."""
    rows = FamilyGrant.objects.filter(content_object_id=family_id, ends_at__lte=timezone.now())
    return list(rows.select_related("user", "permission").order_by("-ends_at", "pk"))


def families_as(user_id: uuid.UUID, *roles: Role) -> models.QuerySet[Any, Any]:
    """The ids of the families in which this account holds one of these roles today, as a subquery."""
    codes = [role.value for role in roles]
    return (
        FamilyGrant.objects.in_force()
        .filter(user_id=user_id, permission__codename__in=codes)
        .values("content_object_id")
    )
