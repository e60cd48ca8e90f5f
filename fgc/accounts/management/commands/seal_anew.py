"""Seals the secrets of the second step with the newest key: `manage.py seal_anew`, before an older key goes."""

from typing import Any

from django.core.management.base import BaseCommand

from fgc.accounts import second_step


class Command(BaseCommand):
    """After SECRET_KEY was changed: from then on nothing needs SECRET_KEY_FALLBACKS for the second step."""

    help = "Seal the secrets of the second step with the newest SECRET_KEY."

    def handle(self, *args: Any, **said: Any) -> None:
        """Does it, and says how many there are."""
        self.stdout.write(f"Sealed {second_step.seal_all_anew()} secrets with the newest key.")
