"""The bell rings by itself: beat and worker as real processes, over a real broker, mail over real SMTP."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import queue
from tests.journeys.conftest import real_processes, wait_until
from tests.postman import at_work


@pytest.mark.django_db(transaction=True)
def test_a_queued_message_goes_out_without_anybody_asking(saskia: User, family: Family, tmp_path: Path) -> None:
    with at_work() as postman:
        env = real_processes(postman.port)
        celery = [sys.executable, "-m", "celery", "-A", "worker.app"]
        worker = subprocess.Popen([*celery, "worker", "--pool=solo", "--loglevel=error"], env=env)
        beat = subprocess.Popen([*celery, "beat", "--schedule", str(tmp_path / "beat"), "--loglevel=error"], env=env)
        try:
            queue.to_user(saskia, queue.Kind.LET_IN, family)

            wait_until(lambda: postman.letters, seconds=45)
        finally:
            for process in (beat, worker):
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=20) == 0

    assert postman.letters[0]["To"] == saskia.email
