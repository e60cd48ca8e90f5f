"""Closes the login of an organisation: `manage.py close_login_server --slug …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import login_servers
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """Whoever came in by it is out, and comes in with a code and a second step of one's own."""

    help = "Close the login of an organisation; who is in by it is out with the next request."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which."""
        parser.add_argument("--slug", required=True)

    def handle(self, *args: Any, **said: Any) -> None:
        """Closes it, or says in one sentence why not."""
        try:
            server = login_servers.close_server(said["slug"])
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"Closed the login {server.slug}.")
