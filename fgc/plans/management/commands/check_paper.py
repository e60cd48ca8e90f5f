"""Says whether a printed version is the one in the record, as the worker: `check_paper ID VERSION FINGERPRINT`.

For the service, when a family handed over its plan and somebody doubts the paper. It answers yes or no, and shows
nothing of the plan.
"""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.access.actors import SystemActor
from fgc.access.walls import acting
from fgc.errors import RuleBroken
from fgc.families.models import Family
from fgc.plans.queries import paper_is_of
from fgc.plans.rules.printed import typed_fingerprint, typed_numbers


class Command(BaseCommand):
    """Checks one version of one paper."""

    help = "Say whether a printed version of a family's plan is the one in the record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which family, and what stands on the paper."""
        parser.add_argument("family_id", type=uuid.UUID, metavar="ID")
        parser.add_argument("version", type=int)
        parser.add_argument("fingerprint", nargs="+", help="as printed, in groups or in one piece")
        parser.add_argument("--lines", default="", help="the lines on the paper, as printed: 1,2,4")

    def handle(self, *args: Any, **said: Any) -> None:
        """Answers for exactly these lines.

        Raises:
            CommandError: it is another text, or what was typed is no fingerprint.
        """
        actor = SystemActor("check_paper", said["family_id"])
        try:
            typed, numbers = typed_fingerprint("".join(said["fingerprint"])), typed_numbers(said["lines"])
        except RuleBroken as no:
            raise CommandError(str(no.message)) from no
        with acting(actor):
            family = Family.objects.filter(pk=said["family_id"]).first()
            is_same = family is not None and paper_is_of(
                actor, family, version=said["version"], numbers=numbers, typed=typed
            )
        if not is_same:
            raise CommandError("No: this is not what stands in the record.")
        self.stdout.write("Yes: this version stands in the record, word for word.")
