"""Rows of the outbox, as the tests of the sending put them in and read them."""

from typing import Any

from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import queue
from fgc.outbox.models import Kind, Message, State


def queued(user: User, family: Family, **rest: Any) -> Message:
    queue.to_user(user, Kind.LET_IN, family, **rest)
    return Message.objects.order_by("-created_at").first()  # type: ignore[return-value]


def states() -> list[tuple[str, str, int]]:
    return list(Message.objects.order_by("created_at", "pk").values_list("state", "reason", "attempts"))


def wait_is_over() -> None:
    Message.objects.filter(state=State.RETRY).update(next_at=timezone.now())
