"""How fast messages go out, are planned and are claimed, each beside a baseline of the same run, told as ratios."""

import os
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import claiming, planning
from bench.access_data import unforced
from bench.measuring import judged, say
from fgc.access import grants
from fgc.access.roles import Role
from fgc.accounts.models import Organisation, User
from fgc.conferences.models import Conference
from fgc.conferences.rules import Moment
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import ContactCard, Person
from fgc.networks.rules import Way
from fgc.outbox.models import Kind, Message, State

LETTERS, WORKERS, FAMILIES = 2_000, 2, 20
PATIENCE_S = 300


def main() -> int:
    """Everything of it; 1 when a bound is not kept."""
    call_command("migrate", verbosity=0)
    with unforced(), _postbox() as arrived:
        return 0 if all([_mail(arrived), planning.measured(), claiming.measured()]) else 1


@contextmanager
def _postbox() -> "Iterator[Path]":
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nothing:
        file = Path(folder) / "arrived"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _free_port()
        command = [sys.executable, "-m", "bench.postbox", str(settings.EMAIL_PORT), str(file)]
        box = subprocess.Popen(command, stderr=nothing)
        try:
            while not file.exists():
                time.sleep(0.1)
            yield file
        finally:
            box.kill()
            box.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _rate(arrived: Path, since: int) -> float:
    """Letters a second, by the mail server's own notes from this line on."""
    moments = [float(line.split()[0]) for line in arrived.read_text().splitlines()[since:]]
    return (len(moments) - 1) / (max(moments) - min(moments))


def _mail(arrived: Path) -> bool:
    _bare_loop()
    bare = _rate(arrived, 0)
    say(f"a bare loop over one line: {bare:.0f} letters a second")
    _plant()
    before = len(arrived.read_text().splitlines())
    with _workers():
        time.sleep(6)  # they are up, and found nothing
        Message.objects.update(next_at=timezone.now())
        until = time.monotonic() + PATIENCE_S
        while Message.objects.exclude(state=State.SENT).exists() and time.monotonic() < until:
            time.sleep(0.5)
    ours = _rate(arrived, before)
    counts = len(arrived.read_text().splitlines()) - before
    say(f"{WORKERS} workers: {ours:.0f} letters a second ({counts} of {LETTERS})")
    return judged("a bare loop beside our workers", bare / ours, 1 / 0.6) and counts == LETTERS


def _bare_loop() -> None:
    text = b"From: a@b.example\r\nTo: %s\r\nSubject: x\r\n\r\n" + b"Er is een bericht voor je.\r\n" * 12
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as line:
        for number in range(LETTERS):
            to = f"reader{number}@post.example"
            line.sendmail("a@b.example", [to], text % to.encode())


def _plant() -> None:
    """Half to accounts; half to people of a circle, each with a link that is made when the letter is written."""
    serves = Organisation.objects.get_or_create(name="Kring van velen")[0]
    later = timezone.now() + timedelta(days=1)
    for number in range(FAMILIES):
        family = Family.objects.create(name=f"Kring {number}", organisation=serves, stage=Stage.PREPARING)
        off = Conference.objects.create(family=family, moment=Moment.CANCELLED)
        share = LETTERS // FAMILIES // 2
        users = User.objects.bulk_create(
            User(name="x", email=f"user{number}x{one}@post.example", password="!") for one in range(share)
        )
        for user in users:
            grants.give(user, Role.MEMBER, family)
        persons = Person.objects.bulk_create(
            Person(family=family, call_name="x", way=Way.MAIL) for _one in range(share)
        )
        ContactCard.objects.bulk_create(
            ContactCard(family=family, person=person, email=f"person{person.pk}@post.example") for person in persons
        )
        due = {"family": family, "due_at": later, "next_at": later}
        Message.objects.bulk_create(
            [
                *(Message(kind=Kind.LET_IN, subject_id=family.pk, to_user=user, **due) for user in users),
                *(Message(kind=Kind.CANCELLED, subject_id=off.pk, to_person_id=one.pk, **due) for one in persons),
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _workers() -> "Iterator[None]":
    env = {**os.environ, "DATABASE_URL": os.environ["DATABASE_URL_CLOCK"]}
    env["EMAIL_URL"] = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    command = [sys.executable, "manage.py", "deliver", "--loop"]
    workers = [subprocess.Popen(command, env=env) for _one in range(WORKERS)]
    try:
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
