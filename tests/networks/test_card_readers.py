"""Who, by name, may read the own contact card: chosen by its owner, taken back at once."""

import pytest

from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions
from fgc.networks.models import NamedReader, Person
from tests.conftest import acting
from tests.factories import PersonFactory, by_link


@pytest.fixture
def uncle(cem) -> Person:
    """Somebody with an account, whose card it is: by a link one sees no names to choose from."""
    return Person.objects.get(account=cem)


def readers_of(person):
    return {row.person_id for row in NamedReader.objects.filter(card__person=person)}


def test_the_owner_chooses_who_reads_and_takes_it_back(cem, uncle, truus, fatma):
    rows = actions.choose_card_readers(acting(cem), uncle, readers=[truus.pk, fatma.pk])
    assert {row.called for row in rows} == {"Truus", "Fatma"}
    kept = actions.choose_card_readers(acting(cem), uncle, readers=[fatma.pk])

    assert [row.called for row in kept] == ["Fatma"]
    assert readers_of(uncle) == {fatma.pk}
    lines = Line.objects.filter(object_id=uncle.card.pk).order_by("number")
    assert [(line.act, line.only_for) for line in lines] == [("release", uncle.pk), ("take_back", uncle.pk)]
    assert actions.choose_card_readers(by_link(uncle), uncle, readers=[]) == []
    assert readers_of(uncle) == set()


def test_the_coordinator_writes_it_down_visibly_on_behalf_of(mirjam, truus, uncle):
    actions.choose_card_readers(acting(mirjam), truus, readers=[uncle.pk])

    assert Line.objects.get(object_id=truus.card.pk).on_behalf_of == truus.pk


def test_nobody_else_chooses_readers_of_a_card(saskia, noor, cem, truus, uncle):
    for somebody in (acting(saskia), acting(noor), acting(cem), by_link(uncle)):
        with pytest.raises(NotAllowed):
            actions.choose_card_readers(somebody, truus, readers=[uncle.pk])

    assert readers_of(truus) == set()


def test_only_others_of_the_own_circle_can_be_chosen(cem, uncle, family, outsider):
    elsewhere = PersonFactory()
    gone = PersonFactory(family=family, call_name="Weg", standing="not_invited")
    for reader in (uncle, outsider, gone, elsewhere):
        with pytest.raises(RuleBroken) as no:
            actions.choose_card_readers(acting(cem), uncle, readers=[reader.pk])
        assert no.value.field == "readers"

    assert readers_of(uncle) == set()
