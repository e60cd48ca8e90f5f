"""A real Celery worker whose clock stands where the journey is: `python -m tests.journeys.clockwork 2026-02-21T10:00+01:00`."""

import sys

import time_machine

if __name__ == "__main__":
    with time_machine.travel(sys.argv[1], tick=True):
        from worker.app import app

        app.worker_main(
            ["worker", "--pool=solo", "--concurrency=1", "--loglevel=warning", "--without-gossip", "--without-mingle"]
        )
