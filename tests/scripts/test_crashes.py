"""What a killed run leaves behind is no hindrance to the next, and no other program is touched."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from house import marks, ports, postgres, processes, queue, workshop


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A program that is not ours."""
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield program
    program.kill()
    program.wait()


def kill(paper) -> int:
    pid = json.loads(paper.read_text())[0][0]
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_database_that_was_killed_starts_again(home):
    folder = home / "postgres"
    with postgres.running(folder) as addresses:
        assert addresses.app.startswith("postgresql://fgc_app:")
        kill(folder / "processes.json")

    with postgres.running(folder) as again:
        assert ports.answers(int(again.clock.rsplit(":", 1)[1].split("/")[0]))


def test_a_note_with_the_number_of_somebody_elses_program_is_corrected(home, bystander):
    folder = home / "postgres"
    (folder / "data").mkdir(parents=True)
    note = folder / "data" / "postmaster.pid"
    note.write_text(f"{bystander.pid}\n{folder}/data\n1\n5432\n\n127.0.0.1\n  1  1\nready\n")

    postgres.heal(folder)

    assert bystander.poll() is None
    assert note.read_text().startswith(f"{postgres.NOBODY}\n{folder}/data\n")


def test_a_queue_that_was_killed_starts_again(home):
    with queue.running(home / "redis"):
        kill(home / "redis" / "processes.json")

    with queue.running(home / "redis") as again:
        assert again.startswith("redis://:")


def test_leftovers_of_a_killed_run_are_ended(home):
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    paper = home / "processes.json"
    processes.remember(paper, processes.family_of(left.pid))

    assert processes.end_remembered(paper) == 1

    assert left.wait(5) == -signal.SIGTERM
    assert not paper.exists()


def test_a_number_that_is_used_again_is_not_ended(home, bystander):
    paper = home / "processes.json"
    (ours,) = processes.family_of(bystander.pid)
    processes.remember(paper, [ours._replace(started="long ago")])

    assert processes.end_remembered(paper) == 0

    assert bystander.poll() is None


def test_half_a_note_is_no_reason_to_fail(home):
    paper = home / "processes.json"
    paper.write_text('[[12, 1, "')

    assert processes.end_remembered(paper) == 0


def test_the_folder_of_a_killed_test_run_is_removed_and_that_of_a_running_one_stays(home):
    killed = home / "runs" / "test-killed"
    killed.mkdir(parents=True)
    (killed / "lock").touch()

    with workshop.workshop("test", throwaway=True) as first:
        workshop._sweep()

        assert not killed.exists()
        assert first.folder.exists()
    assert not first.folder.exists()


def test_a_step_is_skipped_until_its_inputs_change(home):
    source = home / "source"
    source.write_text("one")
    marks.keep("step", marks.print_of([source]))

    assert marks.matches("step", marks.print_of([source]))
    source.write_text("two")
    assert not marks.matches("step", marks.print_of([source]))


def test_the_set_up_of_one_folder_is_done_one_at_a_time(home, root, bare):
    command = [sys.executable, "-c", "from house import marks\nwith marks.one_at_a_time(): print('in')"]
    env = {**bare, "PYTHONPATH": str(root / "script")}
    with marks.one_at_a_time():
        waiting = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        assert waiting.poll() is None

    words, _ = waiting.communicate(timeout=10)
    assert words.splitlines()[-1] == "in"
