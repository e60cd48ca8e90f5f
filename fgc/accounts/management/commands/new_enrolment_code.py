"""Another code on paper for the second step of an account: `manage.py new_enrolment_code --email …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import opening, second_step
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """For a letter that got lost or too old, and for accounts of an earlier version without a second step."""

    help = "Make another code on paper, with which an account sets up its second step; the earlier one stops working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **said: Any) -> None:
        """Makes it, or says in one sentence why not."""
        try:
            user = opening.account_with(said["email"])
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        if second_step.can_take_it(user):
            raise CommandError("This account has a second step already. Use reset_second_factor if that is lost.")
        self.stdout.write(
            f"Account {user.pk} sets up its second step with this code: {second_step.new_enrolment_code(user)}"
        )
        self.stdout.write("Hand it over in person or by letter, never by mail. It works for six weeks.")
