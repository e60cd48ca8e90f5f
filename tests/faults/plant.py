"""Lays messages ready in a database of its own, as who passes the wall.

`python -m tests.faults.plant NUMBER` by mail, `… NUMBER sms` by text message.
"""

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
from fgc.outbox.models import Channel, Kind, Message  # noqa: E402


def main(number: int, channel: str = Channel.MAIL) -> None:
    """Each to a member of one of ten families."""
    pairs = members(number, channel)
    Message.objects.bulk_create(
        Message(family=family, kind=Kind.LET_IN, subject_id=family.pk, to_user=user, channel=channel)
        for user, family in pairs
    )


def members(number: int, channel: str) -> list[tuple[User, Family]]:
    """So many new members of ten new families, with an address or a number of their own."""
    serves = Organisation.objects.get_or_create(name="Kring van velen")[0]
    member = Permission.objects.get(codename=Role.MEMBER.value, content_type__app_label="families")
    families = [
        Family.objects.create(name=f"Kring {one}", organisation=serves, stage=Stage.PREPARING) for one in range(10)
    ]
    users = User.objects.bulk_create(User(password="!", name="x", **reached(one, channel)) for one in range(number))
    pairs = [(user, families[place % len(families)]) for place, user in enumerate(users)]
    FamilyGrant.objects.bulk_create(
        FamilyGrant(user=user, permission=member, content_object=family) for user, family in pairs
    )
    return pairs


def reached(number: int, channel: str) -> dict[str, str | None]:
    """Where somebody is reached by this way."""
    if channel == Channel.SMS:
        return {"email": None, "phone": f"+31612{number:06d}"}
    return {"email": f"reader{number}x{uuid.uuid4().hex}@post.example"}


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
