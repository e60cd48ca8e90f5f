"""Address and telephone are for the person and the coordinator: nobody becomes that person to read them."""

import pytest

from fgc.access.can import Can
from fgc.access.models import FamilyGrant
from fgc.access.roles import Role
from fgc.errors import RuleBroken
from fgc.families import actions as families
from fgc.networks import actions
from fgc.networks.models import Person
from tests.conftest import acting
from tests.factories import PersonFactory, UserFactory, let_in


@pytest.fixture
def sheltered(family, mirjam):
    """Somebody whose address only the coordinator knows."""
    person = PersonFactory(family=family, call_name="Ayşe", tie_label="tante", way="letter")
    actions.set_contact(acting(mirjam), person, way="letter", address="Schuilplaats 1, Elders")
    return person


@pytest.fixture
def unnamed(family):
    """Somebody who decides, of whom nobody has said yet which person it is."""
    return let_in(UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family)


def test_who_says_this_is_me_reads_nobodys_address(unnamed, sheltered, family, visit):
    browser = visit(unnamed)
    here = f"/families/{family.pk}/circle/{sheltered.pk}/"

    browser.post(f"{here}me/")

    assert "Schuilplaats" not in browser.get(here).content.decode()
    assert "Schuilplaats" not in browser.get(f"{here}contact/").content.decode()


def test_a_second_address_of_ones_own_reads_nobodys_address(saskia, sheltered, family, visit):
    visit(saskia).post(
        f"/families/{family.pk}/seen/let-in/",
        {"person_id": sheltered.pk, "name": "Ayşe", "email": "tweede@post.example", "role": "act_member"},
    )

    assert Person.objects.get(pk=sheltered.pk).account is None


def test_letting_oneself_in_as_somebody_reads_nobodys_address(unnamed, sheltered, family, visit):
    browser = visit(unnamed)
    browser.post(
        f"/families/{family.pk}/seen/let-in/",
        {"person_id": sheltered.pk, "name": "Ayşe", "email": unnamed.email, "role": "act_member"},
    )

    assert "Schuilplaats" not in browser.get(f"/families/{family.pk}/circle/{sheltered.pk}/").content.decode()


def test_a_seat_alone_says_not_which_person_it_is(unnamed, sheltered, family):
    families.let_in(acting(unnamed), family, name="Ayşe", email=unnamed.email, person_id=sheltered.pk)

    assert not acting(unnamed).may(Can.SEE_CONTACT, sheltered)


def test_the_coordinator_knows_who_it_is_and_may_say_so(mirjam, cem, sheltered, family):
    Person.objects.filter(family=family, account=cem).delete()
    FamilyGrant.objects.filter(user=cem).update(person_id=None)
    actions.link_account(acting(mirjam), sheltered, account=cem)

    assert Person.objects.get(pk=sheltered.pk).account == cem


def test_what_one_typed_oneself_is_no_secret(unnamed, family):
    me = actions.add_person_by_line(acting(unnamed), family, line="Kemal papa 06 12345678")

    assert actions.this_is_me(acting(unnamed), me).account == unnamed


def test_what_the_coordinator_added_to_it_is(unnamed, mirjam, family):
    somebody = actions.add_person_by_line(acting(unnamed), family, line="Ayşe tante 06 12345678")
    actions.set_contact(acting(mirjam), somebody, address="Schuilplaats 1")

    with pytest.raises(RuleBroken) as no:
        actions.this_is_me(acting(unnamed), somebody)

    assert no.value.code == "told_by_another"


def test_the_address_to_which_the_code_goes_says_who_it_is(saskia, truus, family):
    guest = families.let_in(acting(saskia), family, name="Truus", email=truus.card.email, person_id=truus.pk)

    assert actions.link_account(acting(saskia), truus, account=guest).account == guest


def test_whoever_is_said_to_be_somebody_later_reads_no_card_that_was_opened_before(unnamed, mirjam, cem, family, visit):
    """The aunt without an account was let read where Truus lives; then somebody says: that aunt, that is me."""
    aunt = actions.add_person_by_line(acting(unnamed), family, line="Ayşe tante")
    owner = PersonFactory(family=family, call_name="Truus", way="letter")
    actions.set_contact(acting(mirjam), owner, way="letter", address="Schuilplaats 1")
    actions.choose_card_readers(acting(mirjam), owner, readers=[aunt.pk])

    with pytest.raises(RuleBroken) as no:
        actions.this_is_me(acting(unnamed), aunt)

    assert no.value.code == "told_by_another"
    assert "Schuilplaats" not in visit(unnamed).get(f"/families/{family.pk}/circle/").content.decode()
    Person.objects.filter(family=family, account=cem).delete()
    FamilyGrant.objects.filter(user=cem).update(person_id=None)
    assert actions.link_account(acting(mirjam), aunt, account=cem).account == cem


@pytest.mark.parametrize("kept", ["note", "safety"])
def test_whoever_is_said_to_be_somebody_later_reads_nothing_of_the_own_corner(kept, unnamed, cem, mirjam, family):
    """Cem wrote something for himself; his account is gone, and somebody says: that is me."""
    uncle = Person.objects.get(account=cem)
    if kept == "note":
        actions.write_note(acting(cem), uncle, text="Alleen van mij.")
    else:
        actions.tell_about_safety(acting(cem), uncle, text="Alleen voor jou.")
    Person.objects.filter(pk=uncle.pk).update(account=None, added_by=unnamed)
    FamilyGrant.objects.filter(user=cem).update(person_id=None)

    with pytest.raises(RuleBroken) as no:
        actions.this_is_me(acting(unnamed), uncle)

    assert no.value.code == "told_by_another"
