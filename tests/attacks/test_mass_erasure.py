"""Somebody at the open telephone of one of those who decide: nothing is gone before all of them could stop it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.errors import NotAllowed
from fgc.families import actions
from fgc.families.letters import erasing
from fgc.families.models import Family
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting
from tests.factories import let_in

CLOCK = SystemActor("erase")


@pytest.fixture
def kemal(family):
    """Father, the other commissioning person."""
    return let_in(factories.UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family)


def erases(user, family):
    return actions.erase_family(acting(user), family, typed_name=family.name)


def days_later(days):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        return actions.erase_due(CLOCK)


def test_all_is_closed_at_once_and_nothing_is_gone_for_a_week(family, saskia, kemal, noor, cem, mirjam):
    erases(saskia, family)

    assert not any(acting(user).may(Can.SEE_FAMILY, family) for user in (cem, mirjam))
    assert all(acting(user).may(Can.TAKE_ALONG, family) for user in (saskia, kemal))
    assert days_later(6.9) == 0
    assert days_later(7.1) == 1
    assert not Family.objects.exists()


def test_everybody_who_decides_is_told_also_who_pressed(family, saskia, kemal, noor, cem, mirjam):
    erases(saskia, family)

    told = Message.objects.filter(kind=Kind.ERASING)
    assert {message.to_user for message in told} == {saskia, kemal, noor}
    letters = [erasing(message) for message in told]
    assert all("kring" not in letter.text and str(family.pk) not in letter.text for letter in letters)


@pytest.mark.parametrize("who", ["saskia", "kemal", "noor"])
def test_each_of_them_keeps_it(family, saskia, kemal, noor, cem, request, who):
    erases(saskia, family)

    actions.keep_family(acting(request.getfixturevalue(who)), family)
    actions.keep_family(acting(kemal), family)

    assert days_later(30) == 0
    # Keeping opens nothing again for anybody else.
    assert not acting(cem).may(Can.SEE_FAMILY, family)


@pytest.mark.parametrize("who", ["cem", "mirjam", "marleen", "stranger"])
def test_nobody_else_keeps_or_erases(family, saskia, cem, mirjam, marleen, stranger, request, who):
    other = acting(request.getfixturevalue(who))
    with pytest.raises(NotAllowed):
        erases(other.user, family)
    erases(saskia, family)

    with pytest.raises(NotAllowed):
        actions.keep_family(other, family)
    with pytest.raises(NotAllowed):
        actions.erase_due(other)

    assert Family.objects.get(pk=family.pk).erase_at


def test_pressing_again_makes_the_week_no_shorter_and_no_longer(family, saskia, kemal):
    first = erases(saskia, family).erase_at

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert erases(kemal, family).erase_at == first


def test_who_says_no_is_told_although_stopping_ended_the_dispute(family, saskia, kemal):
    """Stopping clears the dispute, and could have been the way around the other parent's no."""
    factories.CommissionFactory(family=family, giver=saskia)
    factories.CommissionFactory(family=family, giver=kemal)
    actions.withdraw_commission(acting(kemal), family)
    actions.stop_family(acting(saskia), family)

    erases(saskia, family)
    actions.keep_family(acting(kemal), family)

    assert days_later(30) == 0
