"""The clock rings what exists."""

import inspect
from importlib import import_module

import pytest
from django.utils import timezone

from fgc.outbox.models import LifeSign
from worker.schedule import BELL, seconds_between
from worker.tasks import forget_loops


@pytest.mark.parametrize("entry", BELL.values(), ids=BELL.keys())
def test_every_bell_rings_a_task_that_exists_and_takes_what_it_gets(entry: dict[str, object]) -> None:
    module, _, name = str(entry["task"]).rpartition(".")
    task = getattr(import_module(module), name)

    inspect.signature(task.run).bind(*entry.get("args", ()), **entry.get("kwargs", {}))  # type: ignore[arg-type]
    assert task.name == entry["task"]


@pytest.mark.django_db
@pytest.mark.parametrize("entry", BELL.values(), ids=BELL.keys())
def test_every_task_gives_a_sign_of_life_and_says_how_often_it_comes(entry: dict[str, object]) -> None:
    module, _, name = str(entry["task"]).rpartition(".")

    getattr(import_module(module), name).run()

    assert LifeSign.objects.get(loop=name).every_s == seconds_between(str(entry["task"]))


@pytest.mark.django_db
def test_the_bell_keeps_the_sign_of_each_loop_for_which_it_rings() -> None:
    """An update that takes a task away leaves nothing that is missed for ever."""
    now = timezone.now()
    rung = {str(entry["task"]).rpartition(".")[2] for entry in BELL.values()}
    LifeSign.objects.bulk_create(LifeSign(loop=name, at=now) for name in {*rung, "deliver", "of_a_former_release"})

    assert forget_loops.run() == 1

    assert set(LifeSign.objects.values_list("loop", flat=True)) == {*rung, "deliver"}


def test_how_often_a_task_comes_follows_from_its_bell() -> None:
    found = {name: seconds_between(f"worker.tasks.{name}") for name in ("deliver_due", "erase_due")}

    assert found == {"deliver_due": 15, "erase_due": 3600}
    assert seconds_between("worker.tasks.end_forgotten_private_time") == 600
