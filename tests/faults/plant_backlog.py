"""Lays ready what a day without any sender leaves: `python -m tests.faults.plant_backlog`, 10,000 messages.

Two thousand people have four messages each. Of a thousand others the message is of no use any more, and a thousand are
asleep, of whom every other one has a message that is of no use in the morning.
"""

from datetime import timedelta

from tests.faults.plant import members  # first: it starts Django

from django.utils import timezone  # isort: skip

from fgc.accounts.models import User  # isort: skip
from fgc.families.models import Family  # isort: skip
from fgc.networks.models import ContactCard, Person  # isort: skip
from fgc.outbox.models import Channel, Kind, Message  # isort: skip

SEVERAL, LATE, ASLEEP, EACH = 2_000, 1_000, 1_000, 4
NOW = timezone.now()
A_DAY_AGO = NOW - timedelta(hours=30)


def main() -> None:
    """All of it is due for hours."""
    pairs = members(SEVERAL + LATE + ASLEEP, Channel.MAIL)
    several, late, asleep = pairs[:SEVERAL], pairs[SEVERAL : SEVERAL + LATE], pairs[SEVERAL + LATE :]
    put_to_bed(asleep)
    rows = [due(user, family, place, round_) for round_ in range(EACH) for place, (user, family) in enumerate(several)]
    rows += [
        due(user, family, place, 0, not_after=NOW - timedelta(hours=1)) for place, (user, family) in enumerate(late)
    ]
    for place, (user, family) in enumerate(asleep):
        end = NOW + (timedelta(hours=1) if place % 2 else timedelta(days=2))
        rows.append(due(user, family, place, 0, not_after=end))
    Message.objects.bulk_create(rows)


def due(user: User, family: Family, place: int, round_: int, **more: object) -> Message:
    """One message; in each round everybody has one, a second after the one before."""
    at = A_DAY_AGO + timedelta(hours=round_, seconds=place)
    what = {"kind": Kind.LET_IN, "subject_id": family.pk, "occurrence": str(round_)}
    return Message(family=family, to_user=user, due_at=at, next_at=at, **what, **more)


def put_to_bed(asleep: list[tuple[User, Family]]) -> None:
    """They have quiet hours from some hours ago until some hours from now."""
    here = timezone.localtime(NOW).replace(second=0, microsecond=0)
    begins, ends = ((here + timedelta(hours=hours)).time() for hours in (-3, 3))
    people = Person.objects.bulk_create(Person(family=family, call_name="x", account=user) for user, family in asleep)
    ContactCard.objects.bulk_create(
        ContactCard(family=one.family, person=one, quiet_from=begins, quiet_until=ends) for one in people
    )


main()
