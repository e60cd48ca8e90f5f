"""By which ages and terms an organisation works: `manage.py choose_profile "Kring Zilverdam" nl-default --set …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import opening
from fgc.accounts.profiles import PROFILES
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """Chooses a profile and sets single terms; without a profile it only tells what holds now."""

    help = "Choose the method profile of an organisation, and single terms besides; or see what holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The organisation, the profile, and what is otherwise."""
        parser.add_argument("organisation")
        parser.add_argument("profile", nargs="?", default="", help=", ".join(PROFILES))
        parser.add_argument("--set", action="append", default=[], metavar="TERM=NUMBER", dest="own")

    def handle(self, *args: Any, **said: Any) -> None:
        """Sets it whole or not at all, and tells every term that holds from now on."""
        try:
            organisation = opening.organisation_called(said["organisation"])
            if said["profile"]:
                opening.choose_profile(organisation, said["profile"], own=dict(map(self._term, said["own"])))
            elif said["own"]:
                raise CommandError("Name the profile too: a term is set beside a profile.")
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"{organisation.name} works by {organisation.profile}:")
        for name, value in organisation.works_by.as_kept().items():
            self.stdout.write(f"  {name} = {value}")

    def _term(self, said: str) -> tuple[str, int]:
        name, _sign, value = said.partition("=")
        if not value.isdecimal():
            raise CommandError(f"Write a term as {name or 'coordinator_weeks'}=6, a whole number.")
        return name, int(value)
