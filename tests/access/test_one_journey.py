"""What is told and done in one journey to the database: as strict as in two, and gone when it is over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from fgc.access.actors import UserActor, Visitor
from fgc.access.walls import acting, at_once, nobody_acting, only_reads, tell_database
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.audit.models import Line
from fgc.errors import NotAllowed
from fgc.families.models import Family

pytestmark = pytest.mark.django_db(transaction=True)
RENAME = "UPDATE families_family SET name = %s"
READ = [("plan:plan", None, "see_plan")]


def rename_on_a_visit_that_only_reads(user: User) -> None:
    with nobody_acting():
        only_reads()
        tell_database(UserActor(user))
        Family.objects.update(name="Anders")


def rename_after_a_read(user: User) -> None:
    with acting(UserActor(user)):
        assert Family.objects.exists()
        only_reads()
        Family.objects.update(name="Anders")


@pytest.mark.parametrize("rename", [rename_on_a_visit_that_only_reads, rename_after_a_read])
def test_a_visit_that_only_reads_can_change_nothing_and_the_next_one_can(
    family: Family, saskia: User, rename: Callable[[User], None]
) -> None:
    with pytest.raises(InternalError, match="read-only"):
        rename(saskia)

    with acting(UserActor(saskia)):
        assert Family.objects.filter(pk=family.pk).update(name="Anders") == 1


def test_in_one_journey_somebody_changes_only_what_is_open_to_that_one(
    family: Family, saskia: User, stranger: Any
) -> None:
    at_once(UserActor(stranger), RENAME, ["Van een ander"])
    at_once(UserActor(saskia), RENAME, ["Van ons"])

    with acting(UserActor(saskia)):
        assert Family.objects.get(pk=family.pk).name == "Van ons"


def test_nothing_of_it_is_left_for_the_next_question(saskia: User) -> None:
    at_once(UserActor(saskia), RENAME, ["Van ons"])

    with nobody_acting(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('app.user_id', true)")
        assert cursor.fetchone() == ("none", "")


def test_who_looked_is_written_in_one_journey(family: Family, saskia: User) -> None:
    actor = UserActor(saskia)
    with acting(actor):
        actor.standing_in(family.pk)

    with CaptureQueriesContext(connection) as asked:
        audit.record_reads(actor, [audit.Read(family.pk, *row) for row in READ])

    assert len(asked) == 1
    assert Line.objects.filter(actor_id=str(saskia.pk), role="act_commissioner").count() == 1


def test_a_visitor_writes_no_line_of_a_family(family: Family) -> None:
    with pytest.raises(NotAllowed):
        audit.record_reads(Visitor(), [audit.Read(family.pk, *row) for row in READ])
