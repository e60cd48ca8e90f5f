"""Where everybody stands in the drawing of the circle: three rings around whom it is about, each side in its own part.

Pure: no rows, no markup. Every person has a box for a disc, a name and a tie, as large as the longest of them needs;
two boxes are always at least one diagonal apart, so that nothing lies over anything else, with one person or with
sixty, and no word is ever cut off.
"""

import math
import textwrap
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from fgc.networks.rules import Bond, Ring, Side

DISC = 24.0
NARROWEST = 116.0
# How many letters of a name and of a tie stand on one line, how wide one is at most, and how high a line is.
NAME_LETTERS, TIE_LETTERS = 13, 16
LETTER = 8.8
NAME_LINE, TIE_LINE = 16.0, 14.0
MARGIN = 8.0
# Clockwise, with what belongs to both sides on top: mother's side on the left, father's on the right.
AROUND = (Side.MOTHER, Side.BOTH, Side.FATHER, Side.CHILD, Side.OTHER)
SMALLEST_SECTOR = math.tau / 10
# A drawing that others see tells how much there is to hold on to, and nothing of what is wrong between two people.
STROKES = {Bond.STRONG: "thick", Bond.ORDINARY: "plain", Bond.HEALED: "plain"}


@dataclass(frozen=True)
class Somebody:
    """A person to be drawn."""

    key: Hashable
    ring: str
    side: str
    is_middle: bool = False
    name: str = ""
    tie: str = ""

    @property
    def names(self) -> list[str]:
        """The name, on as many lines as it needs."""
        return _lines(self.name, NAME_LETTERS)

    @property
    def ties(self) -> list[str]:
        """The tie, on as many lines as it needs."""
        return _lines(self.tie, TIE_LETTERS)


def _lines(words: str, letters: int) -> list[str]:
    return textwrap.wrap(words, letters, break_long_words=False)


@dataclass(frozen=True)
class Box:
    """The room that one person takes: as wide as the longest word, as high as the most lines."""

    width: float
    height: float

    @property
    def apart(self) -> float:
        """How far two of them are from each other at least."""
        return math.hypot(self.width, self.height)


def box_for(people: Sequence[Somebody]) -> Box:
    """A box in which each of these fits with name and tie."""
    longest = max((len(line) for one in people for line in (*one.names, *one.ties)), default=0)
    lines = max((NAME_LINE * len(one.names) + TIE_LINE * len(one.ties) for one in people), default=0.0)
    return Box(max(NARROWEST, LETTER * longest), 2 * DISC + max(lines, NAME_LINE + TIE_LINE) + 4)


@dataclass(frozen=True)
class Spot:
    """Where a person stands."""

    who: Somebody
    x: float
    y: float

    @property
    def names(self) -> list[tuple[float, str]]:
        """The lines of the name, under the disc, each with its height on the paper."""
        return [(self.y + DISC + NAME_LINE * at, line) for at, line in enumerate(self.who.names, start=1)]

    @property
    def ties(self) -> list[tuple[float, str]]:
        """The lines of the tie, under the name."""
        top = self.y + DISC + NAME_LINE * len(self.who.names)
        return [(top + TIE_LINE * at, line) for at, line in enumerate(self.who.ties, start=1)]


@dataclass(frozen=True)
class Line:
    """A tie between two spots."""

    x1: float
    y1: float
    x2: float
    y2: float
    bond: str

    @property
    def stroke(self) -> str:
        """How it is drawn: thick, plain, or thin for all that holds less."""
        return STROKES.get(Bond(self.bond), "thin")


@dataclass(frozen=True)
class Drawing:
    """Everything in place, around the point 0, 0."""

    spots: dict[Hashable, Spot]
    lines: list[Line]
    rings: list[float]
    half: float
    box: Box

    @property
    def view_box(self) -> str:
        """The window on the drawing, for SVG."""
        return f"{-self.half:.0f} {-self.half:.0f} {2 * self.half:.0f} {2 * self.half:.0f}"

    @property
    def size(self) -> int:
        """Its width and height at full size, in pixels."""
        return round(2 * self.half)


def draw(people: Sequence[Somebody], ties: Iterable[tuple[Hashable, Hashable, str]] = ()) -> Drawing:
    """Gives everybody a place.

    Args:
        people: in the order in which they should stand around; who is in the middle is whom it is about.
        ties: pairs of keys with the kind of bond; a pair with somebody who is not drawn is left out.
    """
    box = box_for(people)
    spots = _middle([person for person in people if person.is_middle], box.apart)
    outside = [person for person in people if not person.is_middle]
    reach = box.apart / (2 * math.sin(math.pi / len(spots))) if len(spots) > 1 else 0.0
    sectors = _sectors(outside)
    rings: list[float] = []
    for ring in Ring.values:
        members = [person for person in outside if person.ring == ring]
        if members:
            reach = _fill(members, sectors, reach, spots, box.apart)
        else:
            reach += box.apart / 2
        rings.append(reach + box.apart / 2)
    lines = [
        Line(spots[a].x, spots[a].y, spots[b].x, spots[b].y, bond) for a, b, bond in ties if a in spots and b in spots
    ]
    # The words stand below the disc, so whoever stands lowest may reach further than the outer ring.
    lowest = max((spot.y for spot in spots.values()), default=0.0) + box.height - DISC
    return Drawing(spots, lines, rings, max(rings[-1], lowest) + MARGIN, box)


def _middle(people: Sequence[Somebody], apart: float) -> dict[Hashable, Spot]:
    if len(people) == 1:
        return {people[0].key: Spot(people[0], 0.0, 0.0)}
    radius = apart / (2 * math.sin(math.pi / len(people))) if people else 0.0
    turns = [math.pi + math.tau * i / len(people) for i in range(len(people))]
    return {who.key: _at(who, radius, turn) for who, turn in zip(people, turns, strict=True)}


def _at(who: Somebody, radius: float, turn: float) -> Spot:
    return Spot(who, round(radius * math.cos(turn), 1), round(radius * math.sin(turn), 1))


def _sectors(people: Sequence[Somebody]) -> dict[str, tuple[float, float]]:
    """Each side that has people gets a part of the circle, as wide as its share: where it begins, and its width."""
    counts = {side: sum(person.side == side for person in people) for side in AROUND}
    present = {side: count for side, count in counts.items() if count}
    spare = math.tau - SMALLEST_SECTOR * len(present)
    widths = {side: SMALLEST_SECTOR + spare * count / len(people) for side, count in present.items()}
    turn = -math.pi / 2 - widths.get(Side.MOTHER, 0.0) - widths.get(Side.BOTH, 0.0) / 2
    sectors: dict[str, tuple[float, float]] = {}
    for side in AROUND:
        if side in widths:
            sectors[side] = (turn, widths[side])
            turn += widths[side]
    return sectors


def _fill(
    members: Sequence[Somebody],
    sectors: dict[str, tuple[float, float]],
    reach: float,
    spots: dict[Hashable, Spot],
    apart: float,
) -> float:
    """Puts a ring's members on as many tracks as it takes; returns the radius of the outermost."""
    waiting = {side: [person for person in members if person.side == side] for side in sectors}
    radius = reach
    while any(waiting.values()):
        radius += apart
        # The angle that one box needs at this distance; nothing fits on a track that is smaller than a box.
        needs = 2 * math.asin(min(1.0, apart / (2 * radius)))
        for side, (begins, width) in sectors.items():
            fits = int(width / needs + 1e-9)
            now, waiting[side] = waiting[side][:fits], waiting[side][fits:]
            for at, person in enumerate(now):
                spots[person.key] = _at(person, radius, begins + width * (at + 0.5) / len(now))
    return radius
