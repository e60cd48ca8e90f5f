"""What rings, and how often. A bell that was not heard in time is not rung again: the next one comes soon."""

from typing import Any

from celery.schedules import crontab

DAY_S = 24 * 60 * 60
BELL: dict[str, dict[str, Any]] = {
    "deliver what is due": {
        "task": "worker.tasks.deliver_due",
        "schedule": 15.0,
        "options": {"expires": 12, "ignore_result": True},
    },
    "call off what ended": {
        "task": "worker.tasks.call_off_ended",
        "schedule": 60.0,
        "options": {"expires": 50, "ignore_result": True},
    },
    "end forgotten private time": {
        "task": "worker.tasks.end_forgotten_private_time",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 500, "ignore_result": True},
    },
    "carry plans for children": {
        "task": "worker.tasks.carry_childrens_plans",
        "schedule": 60.0,
        "options": {"expires": 50, "ignore_result": True},
    },
    "plan what follows": {
        "task": "worker.tasks.plan_follow_up",
        "schedule": crontab(minute=5),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "tell of birthdays that move rights": {
        "task": "worker.tasks.tell_of_birthdays",
        "schedule": crontab(minute=45),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "tell what is erased soon": {
        "task": "worker.tasks.tell_of_erasing",
        "schedule": crontab(minute=15),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "erase what nobody kept": {
        "task": "worker.tasks.erase_due",
        "schedule": crontab(minute=25),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "erase what is past its term": {
        "task": "worker.tasks.keep_terms",
        "schedule": crontab(minute=50),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "shorten the lists of who looked": {
        "task": "worker.tasks.shorten_lists",
        "schedule": crontab(hour=3, minute=15),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "forget loops that are gone": {
        "task": "worker.tasks.forget_loops",
        "schedule": crontab(minute=55),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "erase when somebody was to come": {
        "task": "worker.tasks.erase_old_arrivals",
        "schedule": crontab(minute=40),
        "options": {"expires": 1800, "ignore_result": True},
    },
    "erase old sheets about safety": {
        "task": "worker.tasks.erase_old_safety",
        "schedule": crontab(minute=35),
        "options": {"expires": 1800, "ignore_result": True},
    },
}


def loops() -> set[str]:
    """The names under which what rings gives its signs of life."""
    return {str(bell["task"]).rpartition(".")[2] for bell in BELL.values()}


def seconds_between(task: str) -> int:
    """How many seconds lie between two rings for this task; on average, where it rings at set minutes."""
    [rhythm] = [bell["schedule"] for bell in BELL.values() if bell["task"] == task]
    if isinstance(rhythm, crontab):
        rhythm_of: Any = rhythm  # its stubs leave out what it keeps
        return DAY_S // (len(rhythm_of.hour) * len(rhythm_of.minute))
    return int(rhythm)
