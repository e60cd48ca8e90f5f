"""The translators' files follow what is said on screen, calmly, and nothing slips through."""

from pathlib import Path

import polib
import pytest

from fgc.pages import words
from fgc.pages.words import Word

TEMPLATE = """{% load i18n %}
   <p title="{% translate "It's yours" context "verb" %}">don't "quote' this (</p>
{# Translators: the list on the first page #}
{% blocktranslate trimmed count n=rows|length with name=row.name %}
   One promise of {{ name }}
{% plural %}
   {{ n }} promises of {{ name }}
{% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext as _, ngettext_lazy
label = _("Our "
          "plan")
days = ngettext_lazy("%(n)s day", "%(n)s days", 3)
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one area that says something in code and in a template."""
    monkeypatch.setattr(words, "ROOT", tmp_path)
    area = tmp_path / "fgc" / "pages" / "plans"
    (tmp_path / "fgc" / "pages" / "templates" / "plans").mkdir(parents=True)
    area.mkdir()
    (area / "__init__.py").touch()
    (area / "forms.py").write_text(CODE)
    (tmp_path / "fgc" / "pages" / "templates" / "plans" / "commitments.html").write_text(TEMPLATE)
    return tmp_path


@pytest.fixture
def plans(house: Path) -> Path:
    """The room of the plan's pages."""
    return house / "fgc" / "pages" / "plans"


def said(room: Path) -> dict[Word, str]:
    return words.said_in(words.rooms()[room])


def test_code_and_templates_are_read(plans):
    assert said(plans) == {
        Word("", "Our plan"): "",
        Word("", "%(n)s day", "%(n)s days"): "",
        Word("verb", "It's yours"): "",
        Word("", "One promise of %(name)s", "%(n)s promises of %(name)s"): "Translators: the list on the first page",
    }


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("fgc/errors.py", "fgc"),
        ("fgc/settings/base.py", "fgc"),
        ("fgc/plans/rules.py", "fgc/plans"),
        ("fgc/pages/door.py", "fgc/pages"),
        ("fgc/pages/templates/base.html", "fgc/pages"),
        ("fgc/pages/templates/plans/commitments.html", "fgc/pages/plans"),
        ("fgc/pages/plans/forms.py", "fgc/pages/plans"),
        ("fgc/pages/templates/account/login.html", "fgc/pages"),
        ("api/problems.py", "api"),
    ],
)
def test_every_file_has_its_room(house, path, room):
    assert words.room_of(house / path) == house / room


def test_a_translation_stays_when_the_files_are_updated_again(plans):
    words.update(plans, said(plans), {})
    paper = polib.pofile(str(words.paper_of(plans)))
    paper.find("Our plan").msgstr = "Ons plan"
    paper.save()

    words.update(plans, said(plans), {})

    assert words.open_paper(plans).find("Our plan").msgstr == "Ons plan"
    assert words.update(plans, said(plans), {}) is False


def test_what_is_translated_in_another_room_needs_no_second_translation(house, plans):
    elsewhere = {Word("", "Our plan"): polib.POEntry(msgid="Our plan", msgstr="Ons plan")}

    words.update(plans, said(plans), elsewhere)

    assert words.open_paper(plans).find("Our plan").msgstr == "Ons plan"


def test_what_is_no_longer_said_leaves_the_file(plans):
    words.update(plans, said(plans), {})
    (plans / "forms.py").write_text("")

    words.update(plans, said(plans), {})

    assert words.open_paper(plans).find("Our plan") is None


@pytest.mark.parametrize(
    ("english", "dutch", "flags", "fault"),
    [
        ("Hello", "", [], "not translated"),
        ("Hello", "Hallo", ["fuzzy"], "fuzzy"),
        ("Hello %(name)s", "Hallo", [], "a placeholder is missing"),
        ("Hello", "Hallo %(name)s", [], "a placeholder that the English does not have"),
        ("Hello %(name)s", "Dag %(name)s", [], ""),
    ],
)
def test_what_a_reader_could_not_read_is_told(english, dutch, flags, fault):
    assert words._fault_of(polib.POEntry(msgid=english, msgstr=dutch, flags=flags)) == fault


def test_new_and_gone_words_are_told(plans):
    words.update(plans, {Word("", "Gone"): ""}, {})

    lines = words.faults(plans, {Word("", "New"): ""})

    assert [line.split(": ", 1)[1] for line in lines] == [
        "not in the file yet: 'New'",
        "no longer said: 'Gone'",
    ]


def test_one_word_with_two_translations_is_told(house, plans):
    for room, dutch in ((plans, "Dag"), (house / "fgc" / "pages", "Hallo")):
        words.update(room, {Word("", "Hello"): ""}, {Word("", "Hello"): polib.POEntry(msgid="Hello", msgstr=dutch)})

    (line,) = words.differences([plans, house / "fgc" / "pages"])

    assert "translated differently" in line


def test_what_is_compiled_can_be_read(plans):
    words.update(plans, {Word("", "Hello"): ""}, {Word("", "Hello"): polib.POEntry(msgid="Hello", msgstr="Dag")})

    words.compile_paper(plans)

    assert polib.mofile(str(words.paper_of(plans).with_suffix(".mo")))[0].msgstr == "Dag"
