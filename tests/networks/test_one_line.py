"""One line of typing becomes a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgc.networks.one_line import understand
from fgc.networks.rules import CircleRole, Side, Way

LINES = [
    ("Truus oma moeder 06 12345678", "Truus", "oma", CircleRole.GRANDPARENT, Side.MOTHER),
    ("Truus, oma (moeders kant)", "Truus", "oma", CircleRole.GRANDPARENT, Side.MOTHER),
    ("oma Truus", "Truus", "oma", CircleRole.GRANDPARENT, Side.BOTH),
    ("oma", "oma", "", CircleRole.GRANDPARENT, Side.BOTH),
    ("Fatma babaanne", "Fatma", "babaanne", CircleRole.GRANDPARENT, Side.FATHER),
    ("Ineke de buurvrouw 0612345678", "Ineke", "de buurvrouw", CircleRole.NEIGHBOUR, Side.BOTH),
    ("Wendy Koster moeder van Yara", "Wendy Koster", "moeder van Yara", CircleRole.FRIEND, Side.BOTH),
    ("Yara vriendin van Noor", "Yara", "vriendin van Noor", CircleRole.FRIEND, Side.BOTH),
    ("Wouter van den Berg oom vader", "Wouter van den Berg", "oom", CircleRole.OTHER_FAMILY, Side.FATHER),
    ("karel mijn oude buurman", "karel", "mijn oude buurman", CircleRole.NEIGHBOUR, Side.BOTH),
    ("Bas mentor school", "Bas", "mentor school", CircleRole.SCHOOL, Side.BOTH),
    ("Saskia moeder", "Saskia", "moeder", CircleRole.PARENT, Side.BOTH),
    ("Karel de man van de hoek", "Karel", "de man van de hoek", CircleRole.OTHER_FAMILY, Side.BOTH),
    ("Ria oma van papa", "Ria", "oma", CircleRole.GRANDPARENT, Side.FATHER),
    ("Cem oom vader's kant", "Cem", "oom", CircleRole.OTHER_FAMILY, Side.FATHER),
    ("Aunt Marleen mother’s side", "Marleen", "Aunt", CircleRole.OTHER_FAMILY, Side.MOTHER),
    ("مريم خالة", "مريم", "خالة", CircleRole.OTHER_FAMILY, Side.BOTH),
    ("😀 Yara", "😀 Yara", "", CircleRole.OTHER_FAMILY, Side.BOTH),
]


@pytest.mark.parametrize(("line", "name", "tie", "role", "side"), LINES)
def test_name_tie_and_side_are_understood(line, name, tie, role, side):
    told = understand(line)

    assert (told.call_name, told.tie_label, told.role, told.side) == (name, tie, role, side)


def test_a_number_and_an_address_are_found_anywhere_and_mail_goes_first():
    told = understand("Truus truus@post.example oma 06-12345678")

    assert (told.email, told.phone, told.way) == ("truus@post.example", "+31612345678", Way.MAIL)
    assert told.call_name == "Truus"


def test_with_a_number_only_somebody_is_called_and_with_nothing_nobody_knows_how():
    assert understand("Fatma 030 1234567").way == Way.PHONE
    assert understand("Fatma").way == Way.NONE


@given(st.text(max_size=200))
def test_no_line_is_too_strange(line):
    told = understand(line)

    assert len(told.call_name) <= len(line)
