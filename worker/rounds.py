"""Sends round after round, and does the rest of the clock's work when nobody rings for it: all without Redis.

`python -m worker.rounds`, as fgc_clock. While the bell rings this only sends.
"""

import logging
import signal
import threading
from datetime import datetime

import django
from django.utils import timezone

from worker import app, schedule

log = logging.getLogger(__name__)
# It sends by itself; that the bell for it is silent must be seen.
SENDING = "deliver_due"


def main() -> None:
    """Goes on until SIGTERM or Ctrl-C; what runs is finished first."""
    assert app.app.conf.beat_schedule, "the settings are known from here on"
    django.setup()
    from fgc.outbox import loop  # noqa: PLC0415  # it has models

    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_frame: over.set())
    since = timezone.now()
    loop.until(over, also=lambda: do_what_nobody_rang_for(since=since))


def do_what_nobody_rang_for(*, since: datetime) -> None:
    """Each task that missed two rounds is done here and now; one that fails does not stop the others.

    Args:
        since: from when one is counted that was never done.
    """
    from fgc.outbox import loop  # noqa: PLC0415  # it has models
    from worker import tasks  # noqa: PLC0415  # they have models

    every_s = {
        bell["task"].rpartition(".")[2]: schedule.seconds_between(bell["task"]) for bell in schedule.BELL.values()
    }
    every_s.pop(SENDING)
    for name in loop.silent_among(every_s, since=since):
        log.warning("nobody rang for %s: it is done without the bell", name)
        try:
            getattr(tasks, name)()
        except Exception:  # a task that fails must not stop the sending
            log.exception("%s failed", name)


if __name__ == "__main__":
    main()
