"""Tells the demo's stories into an empty database: `manage.py tell_stories`."""

import socket
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fgc.demo import mailcatcher, telling


class Command(BaseCommand):
    """Tells the stories through the real actions; their mail goes out over SMTP and is kept for the mailbox page."""

    help = "Tell the demo's stories into an empty database (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tells them once; refuses where real families may live."""
        if not settings.DEMO:
            raise CommandError("Stories are told in demo mode only: set FGC_DEMO=1.")
        if telling.is_told():
            self.stdout.write("The stories have been told.")
            return
        with ExitStack() as until_the_end:
            if not _somebody_listens():
                catcher = mailcatcher.serve(settings.DEMO_MAIL_DIR, host=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
                until_the_end.callback(catcher.stop)
            stages = (*telling.tell_both().values(), *telling.tell_this_week())
            delivered = sum(stage.delivered for stage in stages)
            telling.keep_ways_in()
        self.stdout.write(f"Told the stories; {delivered} messages were settled.")


def _somebody_listens() -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((settings.EMAIL_HOST, settings.EMAIL_PORT)) == 0
