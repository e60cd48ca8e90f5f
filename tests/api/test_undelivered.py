"""What did not reach somebody, for a program of the coordinator."""

from typing import Any

import pytest
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.models import Kind, Message
from tests import factories

FAILED = {"state": "failed", "reason": "came_back"}


@pytest.fixture
def missed(family: Family, truus: Person) -> Message:
    """The mail to Truus came back."""
    queue.to_person(truus.pk, Kind.ASK_DATE, family)
    Message.objects.update(**FAILED, settled_at=timezone.now())
    return Message.objects.get()


def test_a_program_of_the_coordinator_reads_what_did_not_arrive_and_has_it_tried_again(
    program: Any, mirjam: User, missed: Message, truus: Person
) -> None:
    mine = program(mirjam)
    [row] = mine.get("~/undelivered").json()["results"]

    assert {key: row[key] for key in ("id", "person_id", "name", "kind", "channel", "may_go_again")} == {
        "id": str(missed.pk), "person_id": str(truus.pk), "name": "Truus", "kind": "ask_date", "channel": "mail",
        "may_go_again": True,
    }  # fmt: skip
    assert (row["state"], row["reason"]) == ("failed", "came_back")
    assert row["ways"][-1] == "visit"
    assert "mail" not in row["ways"]

    assert mine.post(f"~/undelivered/{missed.pk}/sending").status_code == 204
    missed.refresh_from_db()
    assert (missed.state, missed.reason) == ("pending", "")
    assert mine.get("~/undelivered").json()["results"] == []
    assert mine.post(f"~/undelivered/{missed.pk}/sending").status_code == 404


def test_who_was_reached_is_off_the_list_and_an_invitation_counts_as_told(
    program: Any, mirjam: User, family: Family, truus: Person
) -> None:
    meeting = factories.ConferenceFactory(family=family, moment="dated", starts_at="2099-02-21T10:00Z")
    asked = factories.InvitationFactory(conference=meeting, person=truus, sent="sent")
    queue.to_person(truus.pk, Kind.INVITATION, asked)
    Message.objects.update(**FAILED, settled_at=timezone.now())
    message = Message.objects.get()

    assert program(mirjam).post(f"~/undelivered/{message.pk}/done").status_code == 204

    message.refresh_from_db()
    asked.refresh_from_db()
    assert (message.state, asked.sent) == ("done_by_hand", "told")
    assert program(mirjam).get("~/undelivered").json()["results"] == []


def test_an_account_without_a_place_in_the_circle_has_no_person(
    program: Any, mirjam: User, family: Family, hanneke: User
) -> None:
    queue.to_user(hanneke, Kind.RELEASED, family)
    Message.objects.update(**FAILED, settled_at=timezone.now())

    [row] = program(mirjam).get("~/undelivered").json()["results"]
    assert (row["person_id"], row["name"]) == (None, hanneke.name)


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "erik", "hanneke", "stranger"])
def test_for_a_program_of_anybody_else_there_is_no_such_list(
    who: str, program: Any, mirjam: User, missed: Message, request: Any
) -> None:
    theirs = program(request.getfixturevalue(who))
    assert theirs.get("~/undelivered").status_code == 404
    for what in ("done", "sending"):
        assert theirs.post(f"~/undelivered/{missed.pk}/{what}").status_code == 404
    missed.refresh_from_db()
    assert missed.state == "failed"
