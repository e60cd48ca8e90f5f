"""A pause: closed for everybody who does not decide, nothing goes out, and only the family goes on."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.actions import erase_family, stop_family
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.actions import add_person, go_on, pause_family
from fgc.networks.models import AccessLink
from fgc.outbox.models import Message, State
from fgc.outbox.queue import Kind, to_user
from tests.conftest import acting
from tests.factories import by_link


def home(family: Family) -> str:
    return reverse("families:home", args=[family.pk])


def stage_of(family: Family) -> str:
    return Family.objects.get(pk=family.pk).stage


def test_everybody_else_is_out_at_once_and_in_again_afterwards(visit, family, saskia, noor, mirjam, cem, truus):
    until = timezone.now() + timedelta(days=9)
    grants.end_at(family.pk, roles=[Role.COORDINATOR], moment=until)
    by_link(truus)

    pause_family(acting(saskia), family)
    pause_family(acting(saskia), family)

    for somebody in (mirjam, cem):
        assert visit(somebody).get(home(family)).status_code == 404
    for somebody in (saskia, noor):
        assert "Jullie hebben een pauze" in visit(somebody).get(home(family)).text
    assert not AccessLink.objects.filter(revoked_at=None).exists()

    go_on(acting(noor), family)
    go_on(acting(noor), family)

    assert stage_of(family) == Stage.PREPARING
    for somebody in (mirjam, cem):
        assert visit(somebody).get(home(family)).status_code == 200
    [kept] = [row.ends_at for row in grants.in_family(family.pk) if row.user_id == mirjam.pk]
    assert kept == until


def test_who_had_lost_the_seat_before_does_not_come_back(visit, family, saskia, cem):
    grants.end(family.pk, roles=[Role.MEMBER], user_id=cem.pk)

    pause_family(acting(saskia), family)
    go_on(acting(saskia), family)

    assert visit(cem).get(home(family)).status_code == 404


def test_nothing_goes_out_and_nothing_is_changed(family, saskia, cem):
    to_user(cem, Kind.LET_IN, family)

    pause_family(acting(saskia), family)

    assert Message.objects.get().state == State.SKIPPED
    with pytest.raises(RuleBroken) as no:
        add_person(acting(saskia), Family.objects.get(pk=family.pk), call_name="Bas")
    assert no.value.code == "paused"


@pytest.mark.parametrize("who", ["mirjam", "cem", "marleen", "stranger"])
def test_only_who_decides_has_a_pause_or_goes_on(who, family, saskia, request):
    somebody = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        pause_family(acting(somebody), family)
    pause_family(acting(saskia), family)
    with pytest.raises(NotAllowed):
        go_on(acting(somebody), family)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stage": Stage.REQUESTED}, "not_commissioned"),
        ({"private_since": timezone.now()}, "wrong_moment"),
        ({"stage": Stage.STOPPED}, "ended"),
    ],
)
def test_not_at_every_moment(change: dict[str, Any], code, family, saskia):
    Family.objects.update(**change)

    with pytest.raises(RuleBroken) as no:
        pause_family(acting(saskia), family)

    assert no.value.code == code


def test_after_an_ending_there_is_nothing_to_go_on_with(family, saskia):
    Family.objects.update(stage=Stage.CLOSED)
    with pytest.raises(RuleBroken):
        go_on(acting(saskia), family)


def test_stopping_and_erasing_work_during_a_pause(family, saskia):
    pause_family(acting(saskia), family)
    stop_family(acting(saskia), family)
    assert stage_of(family) == Stage.STOPPED


def test_erasing_during_a_pause_stops_first(family, saskia):
    pause_family(acting(saskia), family)
    erase_family(acting(saskia), family, typed_name=family.name)
    assert Family.objects.get(pk=family.pk).erase_at
    assert stage_of(family) == Stage.STOPPED


def test_the_page_asks_and_does_it(visit, family, saskia):
    page = reverse("families:pause", args=[family.pk])

    assert "Willen jullie een pauze" in visit(saskia).get(page).text
    assert visit(saskia).post(page).status_code == 302
    assert stage_of(family) == Stage.PAUSED
    assert "Gaan jullie verder" in visit(saskia).get(page).text
    assert visit(saskia).post(page).status_code == 302
    assert stage_of(family) == Stage.PREPARING
