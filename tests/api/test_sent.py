"""What was sent, for programs."""

from typing import Any

import pytest
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.models import Kind, Message, State

pytestmark = pytest.mark.django_db


def test_a_program_reads_what_its_owner_reads(
    program: Any, saskia: User, marleen: User, stranger: User, truus: Person, family: Family
) -> None:
    queue.to_person(truus.pk, Kind.ASK_DATE, family)
    queue.to_user(marleen, Kind.LET_IN, family)
    Message.objects.update(state=State.UNCERTAIN, settled_at=timezone.now())

    decides = program(saskia).get("~/messages").json()["results"]
    own = program(marleen).get("~/messages").json()["results"]

    assert [(row["name"], row["kind"], row["channel"], row["state"]) for row in decides] == [
        ("Truus", "ask_date", "mail", "uncertain")
    ]
    assert [(row["name"], row["is_own"], row["kind"]) for row in own] == [("", True, "let_in")]
    assert program(stranger).get("~/messages").status_code == 404
    assert set(decides[0]) == {"id", "at", "name", "is_own", "kind", "channel", "state"}
