"""Many families for measuring: rows that say nothing to anybody."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Permission
from django.db import connection

from fgc.access.models import FamilyGrant
from fgc.access.roles import Role
from fgc.accounts.models import Organisation, User, Work
from fgc.families.models import Family
from fgc.families.rules import Stage

A_COORDINATOR_HAS, A_MEMBER_HAS = 200, 4
PIECE = 2000


@contextmanager
def unforced() -> Iterator[None]:
    """Meanwhile the owner passes the wall; whoever acts as less does not notice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


def fill(number: int) -> None:
    """Brings the database to this many families: each with a coordinator of 200 families and two members of 4."""
    serves = Organisation.objects.get_or_create(name="Kring van velen")[0]
    roles = {
        role: Permission.objects.get(codename=role.value, content_type__app_label="families")
        for role in (Role.COORDINATOR, Role.MEMBER, Role.COMMISSIONER)
    }
    there = Family.objects.count()
    coordinators = _people("coordinator", there // A_COORDINATOR_HAS, number // A_COORDINATOR_HAS + 1, Work.COORDINATOR)
    members = _people("member", there // A_MEMBER_HAS, number // A_MEMBER_HAS + 1, Work.NONE)
    while there < number:
        many = min(PIECE, number - there)
        families = [
            Family(name=f"Kring {there + one}", organisation=serves, stage=Stage.PREPARING) for one in range(many)
        ]
        Family.objects.bulk_create(families)
        FamilyGrant.objects.bulk_create(
            FamilyGrant(user=user, permission=roles[role], content_object=family)
            for place, family in enumerate(families, start=there)
            for role, user in (
                (Role.COORDINATOR, coordinators[place // A_COORDINATOR_HAS]),
                (Role.MEMBER, members[place // A_MEMBER_HAS]),
                (Role.COMMISSIONER, members[number // A_MEMBER_HAS - place // A_MEMBER_HAS]),
            )
        )
        there += many
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(kind: str, start: int, end: int, work: Work) -> dict[int, User]:
    known = {user.email: user for user in User.objects.filter(email__startswith=f"{kind}-")}
    new = [
        User(name=f"{kind} {one}", email=f"{kind}-{one}@post.example", work=work)
        for one in range(end + 1)
        if f"{kind}-{one}@post.example" not in known
    ]
    User.objects.bulk_create(new, batch_size=PIECE)
    known.update({user.email: user for user in new})
    return {one: known[f"{kind}-{one}@post.example"] for one in range(end + 1)}


def somebody(kind: str, number: int) -> User:
    """One of those whom `fill` made."""
    return User.objects.get(email=f"{kind}-{number}@post.example")
