"""A new version comes in while the old one still runs: each understands what the other wrote, or leaves it alone."""

import io
import subprocess
import tarfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import deliver, letters, queue
from fgc.outbox.health import Count, Health
from fgc.outbox.models import Kind, Message, State, Way
from fgc.pages.watch import board
from tests.faults.servers import ROOT
from tests.faults.yard import Database, Loops, environment, run, to_the_end, wait_until
from tests.outbox.rows import queued, states
from tests.postman import Postman

MIGRATIONS = "fgc/*/migrations/0*.py"
NEWER = "of_a_newer_version"


# What a newer version wrote.


@pytest.mark.django_db(transaction=True)
def test_a_kind_that_this_version_does_not_know_waits_for_a_newer_sender_and_stops_nobody(
    postman: Postman, here: None, saskia: User, noor: User, family: Family
) -> None:
    newer = queued(saskia, family)
    Message.objects.update(kind=NEWER)
    queued(noor, family)

    deliver.deliver_due()

    assert states() == [("retry", "unknown_kind", 0), ("sent", "", 1)]
    newer.refresh_from_db()
    assert timezone.now() < newer.next_at < timezone.now() + timedelta(minutes=2)
    assert letters.place_of(saskia.pk, newer.pk) == ""

    # The newer sender.
    Message.objects.filter(kind=NEWER).update(kind=Kind.LET_IN, next_at=timezone.now())
    deliver.deliver_due()
    assert states() == [("sent", "", 1)] * 2


@pytest.mark.django_db(transaction=True)
def test_a_kind_that_nobody_knows_is_put_aside_after_a_day(
    postman: Postman, here: None, saskia: User, family: Family
) -> None:
    queued(saskia, family, due_at=timezone.now() - timedelta(hours=25))
    queued(saskia, family, occurrence="of no use", due_at=timezone.now(), not_after=timezone.now())
    Message.objects.update(kind=NEWER)

    deliver.deliver_due()

    assert sorted(states()) == [("dead", "unknown_kind", 1), ("expired", "too_late", 1)]
    assert postman.letters == []


@pytest.mark.django_db(transaction=True)
def test_a_state_and_a_way_that_this_version_does_not_know_are_left_alone(
    postman: Postman, here: None, saskia: User, noor: User, cem: User, family: Family
) -> None:
    newer = {queued(saskia, family).pk: {"state": "held"}, queued(cem, family).pk: {"channel": "pigeon"}}
    for pk, change in newer.items():
        Message.objects.filter(pk=pk).update(**change)
    queued(noor, family)

    deliver.deliver_due()

    assert [letter["To"] for letter in postman.letters] == [noor.email]
    for pk, change in newer.items():
        assert Message.objects.filter(pk=pk, attempts=0, claim=None, **change).exists()


@pytest.mark.django_db
def test_pages_that_tell_of_messages_leave_out_what_they_do_not_know(
    visit: Any, saskia: User, mirjam: User, family: Family
) -> None:
    for newer in ({"kind": NEWER}, {"channel": "pigeon"}, {"state": "held"}):
        Message.objects.all().delete()
        for user in (saskia, mirjam):
            queue.to_user(user, Kind.LET_IN, family)
        Message.objects.update(**{"state": State.FAILED, "settled_at": timezone.now(), **newer})

        for user, name in ((saskia, "families:sent"), (mirjam, "families:sent"), (mirjam, "families:home")):
            assert visit(user).get(reverse(name, args=[family.pk])).status_code == 200
        assert visit(mirjam).get(reverse("desk:desk")).status_code == 200


def test_the_operators_page_calls_what_it_does_not_know_by_its_own_name() -> None:
    counts = [Count("pigeon", "held", 2, None), Count("mail", "sent", 1, None)]
    way = Way(channel="pigeon", shut_since=timezone.now())
    sending = Health(timezone.now(), counts, [way], [])

    assert [(pile.number, pile.way, pile.state) for pile in board.piles(sending)][1] == (2, "pigeon", "held")
    assert [name for name, _since in board.shut_ways(sending)] == ["pigeon"]


# What an older version reads and writes.


def git(*words: str) -> bytes:
    """What git says; the test is skipped where there is no history."""
    said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    if said.returncode != 0 or not said.stdout:
        pytest.skip(f"NOT TESTED: an older version beside this one. There is no history here: git {words[0]}")
    return said.stdout


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The house as it was before the newest change of the database."""
    newest = git("log", "-1", "--format=%H", "--", MIGRATIONS).decode().strip()
    packed = git("archive", f"{newest}^")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


@pytest.mark.faults
@pytest.mark.django_db
def test_a_sender_of_before_the_newest_change_of_the_database_works_beside_one_of_now(
    database: Database, postman: Postman, before: Path
) -> None:
    """The old one writes messages and sends them too, into and from the database of now."""
    old = {**environment(database, mail_port=postman.port), "PYTHONPATH": str(before)}
    planting = {**environment(database, address=database.superuser), "PYTHONPATH": str(before)}
    postman.thinks_s = 0.02
    for root, env in ((before, planting), (ROOT, environment(database, address=database.superuser))):
        run(["-m", "tests.faults.plant", "150"], env, root=root)
    loops = Loops(old, command=("manage.py", "deliver", "--loop"), root=before)
    try:
        loops.start()
        wait_until(lambda: len(postman.letters) >= 30)
        loops.env, loops.root = environment(database, mail_port=postman.port), ROOT
        loops.start()
        wait_until(lambda: len(postman.letters) >= 200)
        found = to_the_end(database, postman, loops, number=1)
    finally:
        loops.end()

    assert (found.lost, found.unexplained, found.doubles) == ([], [], 0)
    assert found.states == {"sent": 300}
