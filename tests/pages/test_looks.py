"""The small words of the looks."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from fgc.pages.templatetags import looks

PAGES = Path(looks.__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("oma Truus", "OT"),
        ("Noor Verhulst-Aydin", "NV"),
        ("Fatma", "F"),
        ("Ria van der Kuiper", "RK"),
        ("", "·"),
        ("?", "·"),
    ],
)
def test_a_person_is_drawn_as_at_most_two_letters(name: str, letters: str) -> None:
    assert looks.initials(name) == letters


def test_each_cell_knows_its_column_and_a_row_of_another_length_is_refused() -> None:
    assert list(looks.labelled(["Truus", "zaterdag"], ["Wie", "Wanneer"])) == [
        ("Wie", "Truus"),
        ("Wanneer", "zaterdag"),
    ]

    with pytest.raises(ValueError, match="zip"):
        list(looks.labelled(["Truus"], ["Wie", "Wanneer"]))


def test_a_sign_is_silent_for_a_screen_reader() -> None:
    shown = looks.icon("house")

    assert 'aria-hidden="true"' in shown
    assert "#house" in shown


def test_a_sign_that_is_not_in_the_list_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"icons\.txt"):
        looks.icon("no-such-sign")


def test_every_sign_that_a_template_names_is_in_the_list() -> None:
    named = {
        (page.relative_to(PAGES), sign)
        for page in PAGES.rglob("*.html")
        for sign in re.findall(r'icon[ =]"([^"]+)"', page.read_text(encoding="utf-8"))
    }

    assert {pair for pair in named if pair[1] not in looks.known_signs()} == set()


def test_no_page_holds_a_style_or_a_script_of_its_own() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:")

    assert [page for page in PAGES.rglob("*.html") if inline.search(page.read_text(encoding="utf-8"))] == []


def test_words_in_a_part_are_never_markup() -> None:
    part = Template('{% include "parts/outside_words.html" with function=function words=words only %}')

    shown = part.render(Context({"function": "<b>Leerplicht</b>", "words": "<script>x</script>"}))

    assert "<script>" not in shown
    assert "<b>" not in shown


def test_a_day_has_its_year_only_when_it_is_another_year():
    this_year = timezone.localdate().replace(month=3, day=3)

    with translation.override("nl"):
        assert looks.day(this_year).endswith(" 3 maart")
        assert looks.day(date(2019, 3, 3)) == "zondag 3 maart 2019"
        assert looks.day(None) == ""
