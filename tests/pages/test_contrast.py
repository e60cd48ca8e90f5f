"""Every pair of colours that the pages use together can be read, by day and by night."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "fgc" / "pages" / "assets" / "css" / "tokens.css"

BODY, TEXT, SHAPE = 7.0, 4.5, 3.0

# What lies on what, and how well it must be told apart.
PAIRS = [
    ("ink", "paper", BODY),
    ("ink", "card", BODY),
    ("ink", "green-tint", BODY),
    ("ink", "apricot-tint", BODY),
    ("ink", "blue-tint", BODY),
    ("ink", "clay-tint", BODY),
    ("on-apricot", "apricot", BODY),
    ("paper", "ink", BODY),
    ("paper", "soft", TEXT),
    ("soft", "paper", TEXT),
    ("soft", "card", TEXT),
    ("soft", "green-tint", TEXT),
    ("soft", "apricot-tint", TEXT),
    ("soft", "blue-tint", TEXT),
    ("soft", "clay-tint", TEXT),
    ("green", "paper", TEXT),
    ("green", "card", TEXT),
    ("green", "green-tint", TEXT),
    ("green", "apricot-tint", TEXT),
    ("green", "blue-tint", TEXT),
    ("green", "clay-tint", TEXT),
    ("green-hover", "paper", TEXT),
    ("green-hover", "card", TEXT),
    ("green-hover", "green-tint", TEXT),
    ("on-green", "green", TEXT),
    ("on-green", "green-hover", TEXT),
    ("blue", "blue-tint", TEXT),
    ("clay", "paper", TEXT),
    ("clay", "card", TEXT),
    ("clay", "clay-tint", TEXT),
    ("edge", "paper", SHAPE),
    ("edge", "card", SHAPE),
    ("edge", "green-tint", SHAPE),
    ("edge", "apricot-tint", SHAPE),
]


def palettes() -> dict[str, dict[str, str]]:
    """The colours of tokens.css by day and by night."""
    css = TOKENS.read_text(encoding="utf-8")
    day, rest = css.split("@media (prefers-color-scheme: dark)", 1)
    night = rest.split("@media", 1)[0]
    by_day, by_night = (dict(re.findall(r"--fgc-([\w-]+): (#[0-9A-F]{6});", part)) for part in (day, night))
    return {"day": by_day, "night": by_day | by_night}


def lightness(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    darker, lighter = sorted((lightness(one), lightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("time", ["day", "night"])
@pytest.mark.parametrize(("words", "ground", "least"), PAIRS)
def test_what_lies_on_a_colour_can_be_read(time: str, words: str, ground: str, least: float) -> None:
    colours = palettes()[time]

    assert contrast(colours[words], colours[ground]) >= least


def test_the_measure_itself_is_right() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def test_night_gives_every_colour_of_the_day_a_value_of_its_own() -> None:
    css = TOKENS.read_text(encoding="utf-8")
    night = css.split("@media (prefers-color-scheme: dark)", 1)[1].split("@media", 1)[0]

    assert {name for name in palettes()["day"] if f"--fgc-{name}:" not in night} == set()


def test_no_colour_is_written_outside_the_tokens() -> None:
    # Black on white for the QR code: a camera reads it, and cameras do not know about night.
    allowed = {"parts.css": {"#FFFFFF", "#000000"}}

    for sheet in TOKENS.parent.glob("*.css"):
        if sheet != TOKENS:
            found = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text(encoding="utf-8")))
            assert found <= allowed.get(sheet.name, set()), sheet.name
