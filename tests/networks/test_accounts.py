"""Which account is which person, and who is here for work."""

import pytest

from fgc.access import grants
from fgc.access.roles import Role
from fgc.accounts.models import User, Work
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions, queries
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole
from tests.conftest import acting
from tests.factories import FamilyFactory, PersonFactory, UserFactory, let_in


@pytest.fixture
def kemal(family):
    """Father: let in by the family, not on the map yet."""
    return let_in(UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family)


def test_somebody_points_at_himself_in_the_circle(kemal, family):
    person = PersonFactory(family=family, call_name="Kemal", way="visit")

    actions.this_is_me(acting(kemal), person)
    actions.this_is_me(acting(kemal), person)

    assert queries.me_in(acting(kemal), family) == person
    assert grants.standing(kemal.pk, family.pk).persons == {person.pk}


def test_the_coordinator_says_which_account_is_which_person(mirjam, kemal, family):
    person = PersonFactory(family=family, call_name="Kemal")

    assert actions.link_account(acting(mirjam), person, account=kemal).account == kemal


def test_one_account_is_one_person(saskia, kemal, truus, family):
    with pytest.raises(RuleBroken):
        actions.this_is_me(acting(saskia), truus)
    taken = queries.me_in(acting(saskia), family)
    with pytest.raises(RuleBroken):
        actions.this_is_me(acting(kemal), taken)


def test_an_account_that_was_let_in_as_this_person_is_that_person(mirjam, truus, family):
    account = UserFactory(name="Truus Verhulst")
    grants.give(account, Role.MEMBER, family, person_id=truus.pk)

    assert actions.link_account(acting(mirjam), truus, account=account).account == account


def test_a_coordinator_or_a_stranger_is_nobody_of_the_circle(mirjam, stranger, saskia, truus):
    with pytest.raises(NotAllowed):
        actions.this_is_me(acting(mirjam), truus)
    with pytest.raises(NotAllowed):
        actions.this_is_me(acting(stranger), truus)
    with pytest.raises(NotAllowed):
        actions.link_account(acting(saskia), truus, account=stranger)


def test_who_is_here_for_work_is_no_account_of_the_circle(kemal, outsider):
    with pytest.raises(RuleBroken):
        actions.this_is_me(acting(kemal), outsider)


def a_professional(actor, family, **more):
    said = {"call_name": "Bas Okkers", "function": "mentor", "email": "Bas@school.example", **more}
    return actions.add_professional(acting(actor), family, **said)


def test_a_professional_gets_an_account_for_work_and_no_place_in_the_circle(saskia, family):
    person = a_professional(saskia, family, employer="School", has_legal_task=False)

    account = User.objects.get(email="bas@school.example")
    assert (account.work, account.function, person.account) == (Work.PROFESSIONAL, "mentor", account)
    assert grants.standing(account.pk, family.pk).roles == frozenset()
    assert person.named_user_id == account.pk
    assert person not in queries.circle_of(family)
    assert queries.people_of(family)[-1] == person


def test_a_professional_of_two_families_has_one_account_and_keeps_its_words(saskia, hanneke, family):
    person = a_professional(saskia, family, email=hanneke.email.upper(), function="leerplicht")

    hanneke.refresh_from_db()
    assert person.account == hanneke
    assert (person.function, hanneke.function) == ("leerplicht", "leerplichtambtenaar")


def test_two_families_that_add_the_same_address_at_once_get_one_account(saskia, hanneke, family, monkeypatch):
    monkeypatch.setattr(type(User.objects), "with_email", lambda _self, _email: None)

    person = a_professional(saskia, family, email=hanneke.email)

    assert person.account == hanneke


def test_an_account_of_another_circle_can_be_asked_for_work_here(saskia, stranger, family):
    a_professional(saskia, family, email=stranger.email)

    stranger.refresh_from_db()
    assert (stranger.work, stranger.asked_for_work_at is None) == (Work.NONE, False)


def test_who_is_in_this_circle_is_not_here_for_work(saskia, mirjam, marleen, family):
    a_professional(saskia, family)

    for address in ("bas@school.example", mirjam.email, marleen.email):
        with pytest.raises(RuleBroken) as no:
            a_professional(saskia, family, email=address)
        assert no.value.field == "email"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"call_name": ""}, "call_name"),
        ({"function": ""}, "function"),
        ({"email": ""}, "email"),
        ({"email": "nothing"}, "email"),
        ({"employer": "x" * 121}, "employer"),
    ],
)
def test_of_a_professional_name_function_and_address_are_needed(said, field, saskia, family):
    with pytest.raises(RuleBroken) as no:
        a_professional(saskia, family, **said)

    assert no.value.field == field
    assert not Person.objects.filter(role=CircleRole.PROFESSIONAL).exists()


def test_a_circle_member_or_a_family_elsewhere_asks_no_professional(cem, saskia, family):
    with pytest.raises(NotAllowed):
        a_professional(cem, family)
    with pytest.raises(NotAllowed):
        a_professional(saskia, FamilyFactory())
