"""Lays messages ready in a database of its own: `python -m tests.faults.plant NUMBER`, as who passes the wall."""

import sys
import uuid

import django

django.setup()

from django.contrib.auth.models import Permission  # noqa: E402  # models are there only now

from fgc.access.models import FamilyGrant  # noqa: E402
from fgc.access.roles import Role  # noqa: E402
from fgc.accounts.models import Organisation, User  # noqa: E402
from fgc.families.models import Family  # noqa: E402
from fgc.families.rules import Stage  # noqa: E402
from fgc.outbox.models import Kind, Message  # noqa: E402


def main(number: int) -> None:
    """Each to a member of one of ten families."""
    serves = Organisation.objects.get_or_create(name="Kring van velen")[0]
    member = Permission.objects.get(codename=Role.MEMBER.value, content_type__app_label="families")
    families = [
        Family.objects.create(name=f"Kring {one}", organisation=serves, stage=Stage.PREPARING) for one in range(10)
    ]
    users = User.objects.bulk_create(
        User(name="x", email=f"reader{one}x{uuid.uuid4().hex}@post.example", password="!") for one in range(number)
    )
    pairs = [(user, families[place % len(families)]) for place, user in enumerate(users)]
    FamilyGrant.objects.bulk_create(
        FamilyGrant(user=user, permission=member, content_object=family) for user, family in pairs
    )
    Message.objects.bulk_create(
        Message(family=family, kind=Kind.LET_IN, subject_id=family.pk, to_user=user) for user, family in pairs
    )


main(int(sys.argv[1]))
