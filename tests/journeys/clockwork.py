"""A real Celery worker whose clock runs with that of the journey.

Arguments: how many seconds the journey is away from the real time, and the queue.
"""

import os
import sys
import time
import warnings

import time_machine

if __name__ == "__main__":
    shift, queue = sys.argv[1:]
    with time_machine.travel(time.time() + float(shift), tick=True):
        time.time()  # the clock begins to run when somebody first looks at it
        from celery.platforms import SecurityWarning

        from worker.app import app

        warnings.simplefilter("ignore", SecurityWarning)
        # The journey waits for what became of the bell; the real house does not ask.
        app.conf.update(result_backend=os.environ["REDIS_URL"], task_ignore_result=False)
        app.worker_main(
            [
                *("--quiet", "worker", "--pool=solo", "--concurrency=1", "--loglevel=warning"),
                *("--without-gossip", "--without-mingle", f"--queues={queue}"),
            ]
        )
