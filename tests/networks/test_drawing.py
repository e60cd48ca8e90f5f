"""Where everybody stands in the drawing."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgc.networks.drawing import DISC, LETTER, Somebody, draw
from fgc.networks.rules import Ring, Side

PEOPLE = st.lists(
    st.tuples(st.sampled_from(Ring.values), st.sampled_from(Side.values), st.sampled_from([False] * 9 + [True])),
    min_size=1,
    max_size=60,
)
TIES = ("oma", "", "oom, woont in het buitenland", "jeugdhulpverleningscoördinator van vroeger")


def somebodies(told):
    return [
        Somebody(key, ring, side, middle, "Marleen", TIES[key % len(TIES)])
        for key, (ring, side, middle) in enumerate(told)
    ]


@given(PEOPLE)
@settings(max_examples=150)
def test_nobody_lies_over_anybody_and_everybody_is_within_the_paper(told):
    drawing = draw(somebodies(told))

    box = drawing.box
    assert len(drawing.spots) == len(told)
    for one, other in combinations(drawing.spots.values(), 2):
        assert abs(one.x - other.x) >= box.width - 0.3 or abs(one.y - other.y) >= box.height - 0.3
    for spot in drawing.spots.values():
        assert abs(spot.x) + box.width / 2 <= drawing.half
        assert -spot.y + DISC <= drawing.half
        assert spot.y + box.height - DISC <= drawing.half


@given(PEOPLE)
@settings(max_examples=60)
def test_every_word_of_a_name_and_a_tie_stands_whole_within_its_box(told):
    drawing = draw(somebodies(told))

    for spot in drawing.spots.values():
        assert [word for _y, line in spot.names for word in line.split()] == spot.who.name.split()
        assert [word for _y, line in spot.ties for word in line.split()] == spot.who.tie.split()
        assert all(len(line) * LETTER <= drawing.box.width for _y, line in (*spot.names, *spot.ties))
        lowest = max(y for y, _line in (*spot.names, *spot.ties))
        assert lowest <= spot.y + drawing.box.height - DISC


@given(PEOPLE)
@settings(max_examples=60)
def test_who_is_nearer_stands_nearer(told):
    drawing = draw(somebodies(told))

    inner, outer = drawing.rings[0], drawing.rings[1]
    for key, (ring, _side, middle) in enumerate(told):
        distance = (drawing.spots[key].x ** 2 + drawing.spots[key].y ** 2) ** 0.5
        if ring == Ring.NEAR or middle:
            assert distance < inner
        elif ring == Ring.CLOSE:
            assert inner < distance < outer
        else:
            assert distance > outer


def test_mothers_side_stands_left_and_fathers_side_right():
    drawing = draw([Somebody("truus", Ring.NEAR, Side.MOTHER), Somebody("fatma", Ring.NEAR, Side.FATHER)])

    assert drawing.spots["truus"].x < 0 < drawing.spots["fatma"].x


def test_a_circle_of_one_is_a_drawing_too():
    drawing = draw([Somebody("noor", Ring.NEAR, Side.BOTH, is_middle=True)])

    assert (drawing.spots["noor"].x, drawing.spots["noor"].y) == (0, 0)
    assert drawing.view_box.split()[2] == str(drawing.size)


def test_an_empty_circle_has_rings_and_nobody():
    assert draw([]).spots == {}


@pytest.mark.parametrize(
    ("bond", "stroke"),
    [
        ("strong", "thick"),
        ("healed", "plain"),
        ("ordinary", "plain"),
        ("thin", "thin"),
        ("stressful", "thin"),
        ("broken", "thin"),
    ],
)
def test_a_line_tells_how_much_there_is_to_hold_on_to_and_not_what_is_wrong(bond, stroke):
    people = [Somebody("a", Ring.NEAR, Side.BOTH), Somebody("b", Ring.NEAR, Side.BOTH)]

    drawing = draw(people, [("a", "b", bond), ("a", "gone", bond)])

    assert [line.stroke for line in drawing.lines] == [stroke]
