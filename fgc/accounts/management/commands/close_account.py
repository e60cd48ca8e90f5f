"""Closes an account at once: `manage.py close_account --email …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import opening
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """Closes an account: somebody left, or lost the telephone that the codes come on."""

    help = "Close an account; every session and every right of it ends with the next request."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **said: Any) -> None:
        """Closes it, or says in one sentence why not."""
        try:
            user = opening.close_account(said["email"])
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"Closed account {user.pk}.")
