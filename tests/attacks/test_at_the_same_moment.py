"""Two connections at once: who is being shut out changes nothing any more."""

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.urls import reverse

from fgc.access import grants
from fgc.errors import NotAllowed
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks import actions as circle
from fgc.networks.models import Person
from tests.conftest import acting

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(act: Callable[[], Any], first: Callable[[], Any]) -> Any:
    """What becomes of an act that begins while another change is done, but not yet kept."""
    became: list[Any] = []

    def other() -> None:
        try:
            became.append(act())
        except Exception as error:  # noqa: BLE001  # it is what the test wants to know
            became.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        wait_for_a_lock(thread)
    thread.join(timeout=10)
    return became[0]


def wait_for_a_lock(thread: threading.Thread) -> None:
    """Until the other connection waits for ours, or is ready without having waited."""
    until = time.monotonic() + 5
    while thread.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)


def test_a_coordinator_who_is_being_shut_out_writes_nothing_any_more(family, saskia, mirjam):
    Family.objects.update(stage=Stage.FOLLOWING)

    became = meanwhile(
        lambda: circle.add_person(acting(mirjam), family, call_name="Piet", tie_label="buurman"),
        first=lambda: families.end_access(acting(saskia), family, user_id=mirjam.pk),
    )

    assert isinstance(became, NotAllowed)
    assert not Person.objects.filter(call_name="Piet").exists()


def test_while_a_family_stops_nobody_of_the_circle_changes_anything(family, saskia, cem):
    mine = Person.objects.get(account=cem)

    became = meanwhile(
        lambda: circle.set_needs(acting(cem), mine, needs=["food"], needs_note=""),
        first=lambda: families.stop_family(acting(saskia), family),
    )

    assert isinstance(became, NotAllowed)
    mine.refresh_from_db()
    assert mine.needs == []


def test_two_changes_of_one_family_come_one_after_the_other(family, saskia, mirjam):
    became = meanwhile(
        lambda: circle.add_person(acting(mirjam), family, call_name="Piet", tie_label="buurman"),
        first=lambda: circle.add_person(acting(saskia), family, call_name="Anna", tie_label="buurvrouw"),
    )

    assert isinstance(became, Person)
    assert set(Person.objects.filter(tie_label__startswith="buur").values_list("call_name", flat=True)) == {
        "Piet",
        "Anna",
    }


def in_vain(family: Family, limit: str, act: Callable[[], Any]) -> Any:
    """What becomes of an act for which the database waits no longer than this limit, while we hold the family."""
    became: list[Any] = []

    def other() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET {limit} = '200ms'")
        try:
            became.append(act())
        except Exception as error:  # noqa: BLE001  # it is what the test wants to know
            became.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        grants.hold(family.pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=10)
    return became[0]


def test_who_waits_too_long_hears_it_in_a_sentence_and_nothing_is_stored(family, saskia, visit):
    browser, address = visit(saskia), reverse("circle:circle", args=[family.pk])

    answer = in_vain(family, "lock_timeout", lambda: browser.post(address, {"line": "Piet buurman"}))

    assert answer.status_code == 422
    assert "Iemand anders verandert hier nu ook iets" in answer.content.decode()
    assert "Piet buurman" in answer.content.decode()
    assert not Person.objects.filter(call_name="Piet").exists()


def test_a_question_that_the_database_gave_up_is_no_refusal_of_ours(family, saskia):
    add = functools.partial(circle.add_person, acting(saskia), family, call_name="Piet")

    assert type(in_vain(family, "statement_timeout", add)) is OperationalError


def test_nothing_is_held_where_there_is_no_transaction(family):
    with pytest.raises(TransactionManagementError):
        grants.hold(family.pk)
