"""Where everybody stands in the drawing of the circle: three rings around whom it is about, each side in its own part.

Pure: no rows, no words, no markup. Every person has a box of fixed size for a disc, a name and a tie; two boxes are
always at least one diagonal apart, so that nothing lies over anything else, with one person or with sixty.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from fgc.networks.rules import Bond, Ring, Side

BOX_WIDTH, BOX_HEIGHT = 116.0, 82.0
DISC = 24.0
APART = math.hypot(BOX_WIDTH, BOX_HEIGHT)
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


@dataclass(frozen=True)
class Spot:
    """Where a person stands."""

    key: Hashable
    x: float
    y: float

    @property
    def name_y(self) -> float:
        """The line of the name, under the disc."""
        return self.y + DISC + 16

    @property
    def tie_y(self) -> float:
        """The line of the tie, under the name."""
        return self.y + DISC + 30


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
    spots = _middle([person for person in people if person.is_middle])
    outside = [person for person in people if not person.is_middle]
    reach = APART / (2 * math.sin(math.pi / len(spots))) if len(spots) > 1 else 0.0
    sectors = _sectors(outside)
    rings: list[float] = []
    for ring in Ring.values:
        members = [person for person in outside if person.ring == ring]
        if members:
            reach = _fill(members, sectors, reach, spots)
        else:
            reach += APART / 2
        rings.append(reach + APART / 2)
    lines = [
        Line(spots[a].x, spots[a].y, spots[b].x, spots[b].y, bond) for a, b, bond in ties if a in spots and b in spots
    ]
    return Drawing(spots, lines, rings, rings[-1] + MARGIN)


def _middle(people: Sequence[Somebody]) -> dict[Hashable, Spot]:
    if len(people) == 1:
        return {people[0].key: Spot(people[0].key, 0.0, 0.0)}
    radius = APART / (2 * math.sin(math.pi / len(people))) if people else 0.0
    turns = [math.pi + math.tau * i / len(people) for i in range(len(people))]
    return {who.key: _at(who.key, radius, turn) for who, turn in zip(people, turns, strict=True)}


def _at(key: Hashable, radius: float, turn: float) -> Spot:
    return Spot(key, round(radius * math.cos(turn), 1), round(radius * math.sin(turn), 1))


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
) -> float:
    """Puts a ring's members on as many tracks as it takes; returns the radius of the outermost."""
    waiting = {side: [person for person in members if person.side == side] for side in sectors}
    radius = reach
    while any(waiting.values()):
        radius += APART
        # The angle that one box needs at this distance; nothing fits on a track that is smaller than a box.
        needs = 2 * math.asin(min(1.0, APART / (2 * radius)))
        for side, (begins, width) in sectors.items():
            fits = int(width / needs + 1e-9)
            now, waiting[side] = waiting[side][:fits], waiting[side][fits:]
            for at, person in enumerate(now):
                spots[person.key] = _at(person.key, radius, begins + width * (at + 0.5) / len(now))
    return radius
