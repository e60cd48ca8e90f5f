"""Sets the second step of an account back to the beginning: `manage.py reset_second_factor --email …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import second_step
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """Lets somebody who lost telephone and codes begin anew; first be sure who asks."""

    help = "Forget the second step of an account, its tokens and its sessions; it sets up a new one when it logs in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **said: Any) -> None:
        """Does it and tells the owner, or says in one sentence why not."""
        try:
            user, code = second_step.reset(said["email"])
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        second_step.tell_owner(user)
        self.stdout.write(f"Account {user.pk} sets up a new second step when it logs in, with this code: {code}")
        self.stdout.write("Hand it over in person or by letter, never by mail. It works for six weeks.")
