"""Opens an account for somebody who works here: `manage.py open_account --work coordinator --name … --email …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import opening, second_step
from fgc.accounts.models import Work
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """Opens an account; there is no password: the code to come in goes to the address, another one goes on paper."""

    help = "Open an account for a coordinator, a manager or a professional."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What must be known of somebody."""
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--work", required=True, choices=[work for work in Work.values if work != Work.NONE])
        parser.add_argument("--organisation", default="", help="the service; compulsory for coordinators and managers")
        parser.add_argument("--function", default="")
        parser.add_argument("--employer", default="")

    def handle(self, *args: Any, **said: Any) -> None:
        """Opens it, or says in one sentence why not."""
        if said["work"] != Work.PROFESSIONAL and not said["organisation"]:
            raise CommandError("Say with --organisation for which service.")
        organisation = opening.open_organisation(said["organisation"]) if said["organisation"] else None
        try:
            user = opening.open_worker(
                name=said["name"],
                email=said["email"],
                work=said["work"],
                organisation=organisation,
                function=said["function"],
                employer=said["employer"],
            )
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        code = second_step.new_enrolment_code(user)
        self.stdout.write(f"Opened account {user.pk}. To set up its second step, it needs this code: {code}")
        self.stdout.write("Hand it over in person or by letter, never by mail. It works for six weeks.")
