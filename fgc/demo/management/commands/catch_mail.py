"""The demo's post office as a process of its own."""

import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fgc.demo import mailcatcher, textcatcher


class Command(BaseCommand):
    """Keeps every message that goes out, until it is told to stop."""

    help = "Catches the demo's mail and text messages on two ports of this machine and keeps them in FGC_MAIL_DIR."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen; one machine's own address unless the environment says otherwise."""
        parser.add_argument("--host", default=os.environ.get("FGC_MAIL_BIND", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("FGC_MAIL_PORT", "1025")))
        parser.add_argument("--sms-port", type=int, default=int(os.environ.get("FGC_SMS_PORT", "1026")))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Catch until SIGTERM or Ctrl-C."""
        stop = {signal.SIGTERM, signal.SIGINT}
        # Blocked before the server's own thread starts, so that both wait for us here and nowhere else.
        signal.pthread_sigmask(signal.SIG_BLOCK, stop)
        try:
            catcher = mailcatcher.serve(settings.DEMO_MAIL_DIR, host=options["host"], port=options["port"])
            taker = textcatcher.serve(settings.DEMO_MAIL_DIR, host=options["host"], port=options["sms_port"])
        except OSError as error:
            ports = f"{options['port']} or {options['sms_port']}"
            raise CommandError(f"Messages cannot be caught on port {ports}: {error.strerror}.") from None
        signal.sigwait(stop)
        taker.shutdown()
        catcher.stop()
