"""Erases families that a restored back-up brought back: `manage.py erase_again ID …`, as the worker."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from fgc.access.actors import SystemActor
from fgc.families import actions


class Command(BaseCommand):
    """Does the erasures again that were done after the back-up was made."""

    help = "Erase families again that a restored back-up brought back, at once and without asking anybody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which: the ids from the list that was written down before the restore."""
        parser.add_argument("family_ids", nargs="+", type=uuid.UUID, metavar="ID")

    def handle(self, *args: Any, **said: Any) -> None:
        """Erases each in a transaction of its own, and says of each whether it was there."""
        for family_id in said["family_ids"]:
            was_there = actions.erase_again(SystemActor("restore", family_id))
            self.stdout.write(f"{family_id}: {'erased' if was_there else 'was not there'}.")
