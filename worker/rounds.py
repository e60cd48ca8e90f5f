"""Sends round after round, and does the rest of the clock's work when nobody rings for it: all without Redis.

`python -m worker.rounds`, as fgc_clock. While the bell rings this only sends.
"""

import logging
import signal
import threading

import django

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
    loop.until(over, also=do_what_nobody_rang_for)


def do_what_nobody_rang_for() -> None:
    """Each task that missed two rounds is done here and now; one that fails does not stop the others."""
    from fgc.outbox import loop  # noqa: PLC0415  # it has models
    from worker import tasks  # noqa: PLC0415  # they have models

    names = [bell["task"].rpartition(".")[2] for bell in schedule.BELL.values()]
    for name in loop.silent_among([name for name in names if name != SENDING]):
        log.warning("nobody rang for %s: it is done without the bell", name)
        try:
            getattr(tasks, name)()
        except Exception:  # a task that fails must not stop the sending
            log.exception("%s failed", name)


if __name__ == "__main__":
    main()
