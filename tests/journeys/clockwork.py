"""A real Celery worker whose clock runs with that of the journey for as long as it is at work.

Argument: the queue. How many seconds the journey is away from the real time stands in Redis, so that the journey may
move on between two bells without a new worker.
"""

import os
import sys
import time
import warnings
from typing import Any

import time_machine
from celery.platforms import SecurityWarning
from celery.signals import task_postrun, task_prerun
from redis import Redis

from worker.app import app


def how_far_away(queue: str) -> str:
    """Where in Redis the journey of this queue says how far it is away."""
    return f"{queue}:away"


def main(queue: str) -> None:
    """Works until somebody ends it."""
    redis, journeys = Redis.from_url(os.environ["REDIS_URL"]), []

    def goes_along(**_signal: Any) -> None:
        journey = time_machine.travel(time.time() + float(redis.get(how_far_away(queue))), tick=True)
        journey.start()
        time.time()  # the clock begins to run when somebody first looks at it
        journeys.append(journey)

    def comes_back(**_signal: Any) -> None:
        journeys.pop().stop()

    task_prerun.connect(goes_along, weak=False)
    task_postrun.connect(comes_back, weak=False)
    warnings.simplefilter("ignore", SecurityWarning)
    # The journey waits for what became of the bell; the real house does not ask.
    app.conf.update(result_backend=os.environ["REDIS_URL"], task_ignore_result=False)
    app.worker_main(
        [
            *("--quiet", "worker", "--pool=solo", "--concurrency=1", "--loglevel=warning"),
            *("--without-gossip", "--without-mingle", f"--queues={queue}"),
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1])
