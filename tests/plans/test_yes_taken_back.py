"""What a professional reads rests on a yes: with the yes of who opened it to the whole, it closes at once."""

# ruff: noqa: F811

from typing import Any

import pytest
from django.urls import reverse

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families import actions as families
from fgc.families.models import Child, Commission, CommissionedChild, Family
from fgc.families.rules import Giver, Yes
from fgc.outbox.letters import Skip
from fgc.outbox.models import Kind, Message
from fgc.plans import queries
from fgc.plans.actions import agree_to_release, revoke_release
from fgc.plans.letters.releases import released
from fgc.plans.models import Plan, Release
from tests import factories
from tests.conftest import acting
from tests.plans.test_yeses import (  # noqa: F401  # the same release of the same plan
    BORN,
    _in_february,
    can_read,
    let_petra_read,
    noor_asked,
    own_line,
    plan,
)


def says_yes(user: User, family: Family, child: Child) -> Commission:
    row, _made = Commission.objects.update_or_create(
        family=family, giver=user, defaults={"giver_as": Giver.PARENT, "answer": Yes.YES}
    )
    CommissionedChild.objects.create(family=family, commission=row, child=child)
    return row


@pytest.fixture
def mother(family: Family, saskia: User, noor_child: Child) -> Commission:
    return says_yes(saskia, family, noor_child)


@pytest.fixture
def father(family: Family, noor_child: Child) -> Commission:
    kemal = factories.let_in(factories.UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family)
    return says_yes(kemal, family, noor_child)


@pytest.fixture
def of_father(plan: Plan, father: Commission, mother: Commission, noor_asked: User) -> Release:
    """Kemal let Petra read, and Noor said yes to it."""
    Commission.objects.filter(giver=noor_asked).update(answer=Yes.YES)
    row = let_petra_read(father.giver, plan)
    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)
    assert can_read(row)
    return row


def withdraws(father: Commission, mirjam: User) -> None:
    families.withdraw_commission(acting(father.giver), father.family)


def is_written_down(father: Commission, mirjam: User) -> None:
    families.record_withdrawal(acting(mirjam), father, witness="Marleen")


def says_no(father: Commission, mirjam: User) -> None:
    families.refuse_commission(acting(father.giver), father)


@pytest.mark.parametrize("taking_back", [withdraws, is_written_down, says_no])
def test_with_the_yes_that_opened_it_it_closes_at_once_and_comes_back_with_it(
    taking_back: Any, of_father: Release, father: Commission, mirjam: User, noor_child: Child, saskia: User
) -> None:
    taking_back(father, mirjam)

    assert not can_read(of_father)
    [row] = queries.releases_of(acting(saskia), father.family)
    assert (row.is_readable, row.rests_on_a_no, row.awaited) == (False, True, ())
    message = Message.objects.filter(kind=Kind.RELEASED).get()
    assert isinstance(released(message), Skip)

    father.refresh_from_db()
    families.give_commission(acting(father.giver), father, child_ids=[noor_child.pk])
    assert can_read(of_father)


def test_the_no_of_another_parent_closes_nothing_that_he_did_not_open(
    of_father: Release, mother: Commission, family: Family
) -> None:
    families.withdraw_commission(acting(mother.giver), family)

    assert can_read(of_father)


def test_the_no_of_the_young_person_closes_what_needed_that_yes(
    of_father: Release, noor_asked: User, mirjam: User
) -> None:
    says_no(Commission.objects.get(giver=noor_asked), mirjam)

    assert not can_read(of_father)


def test_being_asked_anew_is_no_yes_yet(of_father: Release, father: Commission, mirjam: User, family: Family) -> None:
    withdraws(father, mirjam)
    Commission.objects.filter(pk=father.pk).update(answer=Yes.ASKED)

    assert not can_read(of_father)


def test_what_is_only_of_who_decides_alone_does_not_hang_on_a_parent(
    plan: Plan, father: Commission, mother: Commission, noor_asked: User, mirjam: User
) -> None:
    Commission.objects.filter(giver=noor_asked).update(answer=Yes.YES)
    row = let_petra_read(father.giver, plan, own_line(plan))
    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)
    withdraws(father, mirjam)
    assert not can_read(row)

    Child.objects.update(birth_date=BORN[16])
    assert can_read(row)
    says_no(Commission.objects.get(giver=noor_asked), mirjam)
    assert not can_read(row)


def test_the_family_reads_why_it_is_closed_and_can_end_it_for_good(
    of_father: Release, father: Commission, saskia: User, mirjam: User, visit: Any
) -> None:
    withdraws(father, mirjam)
    browser, page = visit(saskia), reverse("released:releases", args=[father.family_id])
    text = browser.get(page).text
    assert "een ja erop is teruggenomen" in text
    assert reverse("released:revoke", args=[father.family_id, of_father.pk]) in text

    revoke_release(acting(saskia), of_father)
    text = browser.get(page).text
    assert "een ja erop is teruggenomen" not in text
    assert reverse("released:revoke", args=[father.family_id, of_father.pk]) not in text
