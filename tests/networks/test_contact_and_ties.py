"""How somebody is reached, and how people are with each other."""

import pytest

from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions, links, queries
from fgc.networks.models import ContactCard, Tie
from fgc.networks.rules import Bond, Kin, Way
from fgc.outbox.models import Channel
from tests.conftest import acting
from tests.factories import FamilyFactory, PersonFactory, by_link


def test_somebody_says_by_link_not_to_be_sent_anything(truus):
    actions.set_contact(by_link(truus), truus, no_messages=True)

    truus = queries.person_of(truus.family, truus.pk)
    assert queries.channel_for(truus) == Channel.CALL
    assert truus.card.email


@pytest.mark.parametrize(
    ("way", "channel"),
    [(Way.MAIL, Channel.MAIL), (Way.LETTER, Channel.PAPER), (Way.PHONE, Channel.CALL), (Way.NONE, Channel.CALL)],
)
def test_messages_go_by_the_way_that_was_chosen(way, channel, mirjam, truus):
    actions.set_contact(acting(mirjam), truus, way=way, phone="0612345678")

    assert queries.channel_for(queries.person_of(truus.family, truus.pk)) == channel


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "hanneke", "stranger"])
def test_nobody_but_owner_and_coordinator_touches_a_card(who, truus, request):
    with pytest.raises(NotAllowed):
        actions.set_contact(acting(request.getfixturevalue(who)), truus, email="else@post.example")


def test_a_link_reaches_nobody_elses_card(truus, fatma):
    with pytest.raises(NotAllowed):
        actions.set_contact(by_link(truus), fatma, phone="0612345678")


def test_an_address_that_may_not_be_kept_is_gone_at_once(mirjam, fatma):
    actions.set_contact(acting(mirjam), fatma, way=Way.LETTER, address="Dorpsstraat 1, Zilverdam")
    actions.set_contact(acting(mirjam), fatma, keep_no_address=True)

    assert ContactCard.objects.get(person=fatma).address == ""
    with pytest.raises(RuleBroken) as no:
        actions.set_contact(acting(mirjam), fatma, address="Dorpsstraat 1")
    assert no.value.field == "address"


def test_a_way_that_can_not_work_is_told(mirjam, fatma):
    with pytest.raises(RuleBroken) as no:
        actions.set_contact(acting(mirjam), fatma, way=Way.MAIL)

    assert no.value.field == "email"


def test_the_family_takes_back_every_way_in_of_one_person(saskia, mirjam, cem, truus, fatma):
    for person in (truus, fatma):
        links.code_for(acting(mirjam), person)

    assert actions.take_back_links(acting(saskia), truus) == 1

    assert truus.links.get().revoked_at
    assert fatma.links.get().revoked_at is None
    with pytest.raises(NotAllowed):
        actions.take_back_links(acting(cem), fatma)


def test_a_tie_told_from_the_other_side_is_drawn_once(saskia, truus, fatma, family):
    first = actions.tie(acting(saskia), family, a=truus.pk, b=fatma.pk, kin=Kin.FRIEND)
    again = actions.tie(acting(saskia), family, a=fatma.pk, b=truus.pk, kin=Kin.FRIEND, bond=Bond.STRONG)

    assert first == again
    assert (Tie.objects.get().bond, Tie.objects.count()) == (Bond.STRONG, 1)


def test_a_parent_is_not_the_child_of_the_child(saskia, truus, fatma, family):
    actions.tie(acting(saskia), family, a=truus.pk, b=fatma.pk, kin=Kin.PARENT)
    actions.tie(acting(saskia), family, a=fatma.pk, b=truus.pk, kin=Kin.PARENT)

    assert Tie.objects.count() == 2
    assert len(queries.ties_of(truus)) == 2


def test_a_tie_needs_two_different_people_of_this_circle(saskia, truus, fatma, family):
    elsewhere = PersonFactory(family=FamilyFactory())
    wrong = [
        ({"a": truus.pk, "b": truus.pk}, "b"),
        ({"a": elsewhere.pk, "b": truus.pk}, "a"),
        ({"a": truus.pk, "b": fatma.pk, "kin": "boss"}, "kin"),
        ({"a": truus.pk, "b": fatma.pk, "bond": "violent"}, "bond"),
    ]

    for said, field in wrong:
        with pytest.raises(RuleBroken) as no:
            actions.tie(acting(saskia), family, **said)
        assert no.value.field == field
    assert Tie.objects.count() == 0


def test_a_tie_is_taken_off_the_drawing(saskia, cem, truus, fatma, family):
    drawn = actions.tie(acting(saskia), family, a=truus.pk, b=fatma.pk)

    with pytest.raises(NotAllowed):
        actions.untie(acting(cem), drawn)
    actions.untie(acting(saskia), drawn)

    assert queries.map_of(family).ties == []
    assert queries.tie_of(family, drawn.pk) is None


def test_digits_in_a_mail_address_are_its_owners_own_affair(mirjam, truus):
    """Eight digits are mostly a birthday; one birthday in eleven could be a citizen service number as well."""
    card = actions.set_contact(acting(mirjam), truus, email="truus12345672@post.example")

    assert card.email == "truus12345672@post.example"
    with pytest.raises(RuleBroken):
        actions.set_contact(acting(mirjam), truus, email="111222333")


@pytest.mark.parametrize("phone", ["111222333", "Truus 111222333"])
def test_a_citizen_number_is_no_telephone_number(phone, mirjam, truus):
    with pytest.raises(RuleBroken) as no:
        actions.set_contact(acting(mirjam), truus, phone=phone)

    assert (no.value.code, no.value.field) == ("citizen_number", "phone")
