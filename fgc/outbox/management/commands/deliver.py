"""Sends what is due: `manage.py deliver` once, `manage.py deliver --loop` round after round, as fgc_clock."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.outbox import loop


class Command(BaseCommand):
    """Does what the bell of Celery does, without Celery and without Redis."""

    help = "Send the messages that are due; with --loop until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or until it is told to stop."""
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM or Ctrl-C; what runs is finished")
        parser.add_argument("--alive", action="store_true", help="send nothing; fail when no loop came round lately")

    def handle(self, *args: Any, **said: Any) -> None:
        """Sends, and says how many messages were settled or put off.

        Raises:
            CommandError: nobody sends (with --alive).
        """
        if said["alive"]:
            if not loop.is_alive():
                raise CommandError("No loop came round in the last minutes.")
            return
        if not said["loop"]:
            self.stdout.write(f"{loop.once()} messages were settled or put off.")
            return
        over = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_frame: over.set())
        loop.until(over)
