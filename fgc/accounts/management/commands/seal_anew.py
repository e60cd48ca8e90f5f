"""Seals all secrets with the newest key: `manage.py seal_anew`, before an older key goes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from fgc.accounts import login_servers, second_step


class Command(BaseCommand):
    """After SECRET_KEY was changed: from then on nothing needs SECRET_KEY_FALLBACKS for a secret that is kept."""

    help = "Seal the secrets of the second step and of login servers with the newest SECRET_KEY."

    def handle(self, *args: Any, **said: Any) -> None:
        """Does it, and says how many there are."""
        with transaction.atomic():
            sealed = second_step.seal_all_anew() + login_servers.seal_all_anew()
        self.stdout.write(f"Sealed {sealed} secrets with the newest key.")
