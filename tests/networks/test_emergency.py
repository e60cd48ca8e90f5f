"""Emergency access: a reason, two different managers, a few hours, read-only, and the family hears of it at once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from fgc.access.walls import acting as telling
from fgc.accounts.models import User, Work
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import emergency as queries
from fgc.networks.actions import allow_emergency, ask_emergency, end_emergency
from fgc.networks.letters import emergency as letter
from fgc.networks.models import ContactCard, Emergency, Person
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting

WHY = "Er is iemand in gevaar."


@pytest.fixture
def ada(db: Any) -> User:
    """Another manager of the same organisation."""
    return factories.WorkerFactory(name="Ada Bos", work=Work.MANAGER)


@pytest.fixture
def far(db: Any) -> User:
    """A manager of another organisation."""
    elsewhere = factories.OrganisationFactory(name="Kring Fenneveld")
    return factories.WorkerFactory(name="Ver Weg", work=Work.MANAGER, organisation=elsewhere)


@pytest.fixture
def asked(erik: User, family: Any, truus: Person) -> Emergency:
    ContactCard.objects.filter(person=truus).update(phone="+31201234567")
    return ask_emergency(acting(erik), family_id=family.pk, reason=WHY)


def by_wall(user: User) -> tuple[int, int]:
    """How many persons and cards the database alone shows this account."""
    with transaction.atomic(), telling(acting(user)), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM networks_person), (SELECT count(*) FROM networks_contactcard)")
        [found] = cursor.fetchall()
    return found


def test_one_manager_alone_opens_nothing(asked, erik, family):
    with pytest.raises(NotAllowed):
        queries.reached_in(acting(erik), asked)
    with pytest.raises(RuleBroken) as no:
        allow_emergency(acting(erik), asked)

    assert no.value.code == "two_persons"
    assert by_wall(erik) == (0, 0)
    assert not Message.objects.filter(kind=Kind.EMERGENCY).exists()


def test_asked_twice_is_once_and_another_reason_is_another_question(asked, erik, family):
    assert ask_emergency(acting(erik), family_id=family.pk, reason=WHY) == asked
    assert ask_emergency(acting(erik), family_id=family.pk, reason="Iets anders.") != asked
    assert Emergency.objects.count() == 2


def test_the_database_refuses_one_person_as_two(asked, erik):
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.update(allowed_by=erik, allowed_at=timezone.now(), ends_at=timezone.now())


def test_with_two_it_opens_how_people_are_reached_and_the_family_hears_at_once(asked, erik, ada, saskia, noor, family):
    opened = allow_emergency(acting(ada), asked)
    allow_emergency(acting(ada), asked)

    assert [str(one.card.phone) for one in queries.reached_in(acting(erik), opened) if one.card.phone] == [
        "+31201234567"
    ]
    assert by_wall(erik) == by_wall(ada) != (0, 0)
    told = Message.objects.filter(kind=Kind.EMERGENCY)
    assert {message.to_user for message in told} == {saskia, noor}
    assert letter(told[0]).leads_to == reverse("families:seen", args=[family.pk])
    assert Line.objects.filter(family_id=family.pk, ground="emergency").count() == 2


def test_it_ends_by_itself_for_code_and_database(asked, erik, ada):
    opened = allow_emergency(acting(ada), asked)

    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1)):
        with pytest.raises(NotAllowed):
            queries.reached_in(acting(erik), opened)
        assert by_wall(erik) == (0, 0)
        assert queries.emergencies_for(acting(erik)) == []


def test_one_of_the_two_ends_it_and_nobody_else(asked, erik, ada, mirjam):
    opened = allow_emergency(acting(ada), asked)
    third = factories.WorkerFactory(name="Derde", work=Work.MANAGER)
    for somebody in (third, mirjam):
        with pytest.raises(NotAllowed):
            end_emergency(acting(somebody), opened)

    end_emergency(acting(erik), opened)
    end_emergency(acting(erik), opened)

    assert by_wall(erik) == by_wall(third) == (0, 0)


def test_it_can_only_be_read(asked, erik, ada, truus):
    allow_emergency(acting(ada), asked)

    with transaction.atomic(), telling(acting(erik)):
        assert Person.objects.filter(pk=truus.pk).update(call_name="Anders") == 0
        assert ContactCard.objects.update(phone="") == 0


def test_a_question_of_hours_ago_is_asked_anew(asked, ada):
    with time_machine.travel(timezone.now() + timedelta(hours=3)), pytest.raises(RuleBroken) as no:
        allow_emergency(acting(ada), asked)

    assert no.value.code == "too_late"


@pytest.mark.parametrize("who", ["mirjam", "saskia", "petra", "stranger"])
def test_nobody_but_a_manager_asks(who, family, request):
    with pytest.raises(NotAllowed):
        ask_emergency(acting(request.getfixturevalue(who)), family_id=family.pk, reason=WHY)


def test_a_manager_of_elsewhere_finds_no_circle_and_no_question(asked, far, family):
    with pytest.raises(RuleBroken) as no:
        ask_emergency(acting(far), family_id=family.pk, reason=WHY)
    with pytest.raises(RuleBroken) as never:
        ask_emergency(acting(far), family_id=uuid.uuid4(), reason=WHY)

    assert no.value.message == never.value.message
    with pytest.raises(NotAllowed):
        queries.emergency_for(acting(far), asked.pk)
    with pytest.raises(NotAllowed):
        allow_emergency(acting(far), asked)
    assert by_wall(far) == (0, 0)


def test_a_reason_is_needed(erik, family):
    with pytest.raises(RuleBroken) as no:
        ask_emergency(acting(erik), family_id=family.pk, reason=" ")

    assert no.value.field == "reason"


def test_the_pages(erik, ada, saskia, visit, family, truus):
    address = f"https://fgc.example{reverse('families:home', args=[family.pk])}"
    page = reverse("families:emergencies")
    assert visit(erik).post(page, {"family_id": "nergens", "reason": WHY}).status_code == 422
    assert visit(erik).post(page, {"family_id": address, "reason": WHY}).status_code == 302
    row = Emergency.objects.get()
    one, allow = reverse("families:emergency", args=[row.pk]), reverse("families:allow_emergency", args=[row.pk])

    assert visit(erik).get(one).status_code == 404
    assert allow not in visit(erik).get(page).text
    assert allow in visit(ada).get(page).text
    assert visit(ada).post(allow).status_code == 302
    assert "Truus" in visit(erik).get(one).text
    assert visit(saskia).get(one).status_code == 404
    seen = visit(saskia).get(reverse("families:seen", args=[family.pk])).text
    assert WHY in seen
    assert "Erik van Loon" in seen
    assert visit(ada).post(reverse("families:end_emergency", args=[row.pk])).status_code == 302
    assert visit(erik).get(one).status_code == 404


def test_managers_have_no_other_way_in(erik, family, saskia, visit):
    for name in ("home", "seen", "whose_eyes"):
        assert visit(erik).get(reverse(f"families:{name}", args=[family.pk])).status_code == 404
    for name in ("plan:plan", "circle:circle", "conference:conference", "released:releases"):
        assert visit(erik).get(reverse(name, args=[family.pk])).status_code == 404
    assert by_wall(erik) == (0, 0)


def test_there_is_no_site_for_administrators(settings):
    """Whoever administers manages accounts and organisations by commands: no page shows a family's rows."""
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]
    assert not User(name="Iemand").is_staff
