"""Proves that the list of who looked was not changed: `manage.py verify_log [--heads FILE]`, as fgc_auditor."""

import os
import uuid
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.audit.chain import Mark, Verification, at_one_moment, sees_every_line


class Command(BaseCommand):
    """Walks along the lines of every family, and says which one is not as it was written."""

    help = "Prove that no line of the list of who looked was changed, taken away, put in or cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Of whom, and against which copy."""
        parser.add_argument("--family", type=uuid.UUID, metavar="ID", help="only the list of this family")
        parser.add_argument(
            "--heads",
            type=Path,
            metavar="FILE",
            help="compare with the ends of the lists in this file, and when all is well write today's ends there; "
            "with --family it is only compared",
        )

    def handle(self, *args: Any, **said: Any) -> None:
        """Says every fault as it comes.

        Raises:
            CommandError: there is a fault, the file can't be read, or this role does not see the lists.
        """
        file: Path | None = said["heads"]
        if not sees_every_line():
            raise CommandError("This role does not see the lists. Log in to the database as fgc_auditor.", returncode=2)
        walk = Verification(_read(file) if file and file.exists() else {}, said["family"])
        faults = 0
        with at_one_moment():
            for fault in walk.faults():
                faults += 1
                self.stdout.write(str(fault))
        for family_id in walk.erased:
            self.stdout.write(f"{family_id}: erased since these heads were kept. Did the family ask for it?")
        passed = f"{walk.lines} lines of {len(walk.heads)} families"
        if faults:
            raise CommandError(f"{passed}: {faults} faults.", returncode=1)
        self.stdout.write(f"{passed}: all as they were written.")
        if file and not said["family"]:
            self.stdout.write(f"{'Renewed' if file.exists() else 'Began'} {file}.")
            _write(file, walk.heads)


def _read(file: Path) -> dict[uuid.UUID, Mark]:
    marks = {}
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        try:
            family_id, place, chain = line.split()
            marks[uuid.UUID(family_id)] = Mark(int(place), bytes.fromhex(chain))
        except ValueError as error:
            raise CommandError(f"{file} line {number}: not an id, a number and a hash.", returncode=2) from error
    return marks


def _write(file: Path, heads: Mapping[uuid.UUID, Mark]) -> None:
    """Whole or not at all: a full disk does not leave half a copy."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text("".join(f"{family_id} {mark.number} {mark.chain.hex()}\n" for family_id, mark in heads.items()))
    os.replace(fresh, file)
