"""The words on screen: found in the code and the templates, kept per room for the translators, compiled."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGE = "nl"
TEMPLATES = {".html", ".txt", ".svg", ".typ", ".xml"}
WIDTH = 110
HEADER = {
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# Which arguments of a call are words; "c" marks the context.
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


class Word(NamedTuple):
    """One thing said on screen, as it stands in the code."""

    context: str
    singular: str
    plural: str = ""


def rooms() -> dict[Path, list[Path]]:
    """Every room that says something, with the files it says it in."""
    found: dict[Path, list[Path]] = {}
    for door in ("fgc", "api"):
        for path in sorted((ROOT / door).rglob("*")):
            if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
                found.setdefault(room_of(path), []).append(path)
        for paper in (ROOT / door).rglob(f"locale/{LANGUAGE}/LC_MESSAGES/django.po"):
            found.setdefault(paper.parents[3], [])
    return found


def room_of(path: Path) -> Path:
    """The folder beside whose code the words of this file are kept.

    An app is a room, an area of the pages (with its templates) is a room, the rest of the pages is one.
    """
    door, *inner = path.relative_to(ROOT).parts
    if door != "fgc":
        return ROOT / door
    if len(inner) == 1 or inner[0] == "settings":
        return ROOT / "fgc"
    if inner[0] != "pages":
        return ROOT / "fgc" / inner[0]
    pages = ROOT / "fgc" / "pages"
    area = inner[2] if inner[1] == "templates" and len(inner) > 3 else inner[1]
    is_area = (pages / area / "__init__.py").exists() and area not in {"templatetags", "management"}
    return pages / area if is_area else pages


def said_in(files: Iterable[Path]) -> dict[Word, str]:
    """The words said in these files, each with the note for translators beside it."""
    said: dict[Word, str] = {}
    for path in files:
        for word, note in _said(path):
            said[word] = said.get(word) or note
    return said


def _said(path: Path) -> Iterator[tuple[Word, str]]:
    text = path.read_text()
    if path.suffix != ".py":
        # What Django leaves of a template is calls between blanks: Python's tokens without its indents.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    found = extract("python", BytesIO(text.encode()), CALLS, ("Translators:",), {"encoding": "utf-8"})
    for _line, message, notes, context in found:
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield Word(context or "", singular, plural or ""), "\n".join(notes)


def paper_of(room: Path) -> Path:
    """Where a room's translations stand."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def open_paper(room: Path) -> polib.POFile:
    """A room's translations as they stand now; empty where there are none yet."""
    paper = paper_of(room)
    return polib.pofile(str(paper), wrapwidth=WIDTH) if paper.exists() else polib.POFile(wrapwidth=WIDTH)


def key_of(entry: polib.POEntry) -> Word:
    """What a translation translates."""
    return Word(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def is_translated(entry: polib.POEntry) -> bool:
    """Whether every form has its words."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(forms)


def update(room: Path, said: dict[Word, str], known: dict[Word, polib.POEntry]) -> bool:
    """Bring a room's paper in line with what is said there now.

    Args:
        room: The room.
        said: What its code and templates say.
        known: Translations of all rooms; the same words need translating once.

    Returns:
        Whether the paper changed.
    """
    own = {key_of(entry): entry for entry in open_paper(room) if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=WIDTH)
    fresh.metadata = HEADER
    for word in sorted(said):
        entry = own.get(word)
        if entry is None or not is_translated(entry):
            entry = known.get(word, entry)
        fresh.append(_entry(word, said[word], entry))
    paper = paper_of(room)
    text = f"{fresh}\n"
    if not said or (paper.exists() and paper.read_text() == text):
        return False
    paper.parent.mkdir(parents=True, exist_ok=True)
    paper.write_text(text)
    return True


def _entry(word: Word, note: str, translated: polib.POEntry | None) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=word.context or None,
        msgid=word.singular,
        msgid_plural=word.plural,
        msgstr=translated.msgstr if translated else "",
        msgstr_plural=(dict(translated.msgstr_plural) if translated else {0: "", 1: ""}) if word.plural else {},
        comment=note,
        flags=[flag for flag in (translated.flags if translated else []) if flag == "fuzzy"],
    )


def known_words(every_room: Iterable[Path]) -> dict[Word, polib.POEntry]:
    """All words that have a translation somewhere."""
    return {
        key_of(entry): entry
        for room in every_room
        for entry in open_paper(room)
        if not entry.obsolete and not entry.fuzzy and is_translated(entry)
    }


def faults(room: Path, said: dict[Word, str]) -> list[str]:
    """What keeps a reader from reading everything in the own language, in plain lines."""
    where = paper_of(room).relative_to(ROOT)
    paper = open_paper(room)
    written = {key_of(entry): entry for entry in paper if not entry.obsolete}
    lines = [f"{where}: not in the file yet: {word.singular!r}" for word in sorted(said.keys() - written.keys())]
    lines += [f"{where}: no longer said: {word.singular!r}" for word in sorted(written.keys() - said.keys())]
    lines += [f"{where}: no longer said: {entry.msgid!r}" for entry in paper.obsolete_entries()]
    for word in sorted(written.keys() & said.keys()):
        if reason := _fault_of(written[word]):
            lines.append(f"{where}: {reason}: {word.singular!r}")
    return lines


def _fault_of(entry: polib.POEntry) -> str:
    if not is_translated(entry):
        return "not translated"
    if entry.fuzzy:
        return "fuzzy"
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    asked = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    if any(set(PLACEHOLDER.findall(form)) - asked for form in forms):
        return "a placeholder that the English does not have"
    if not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgstr)) != asked:
        return "a placeholder is missing"
    return ""


def differences(every_room: Iterable[Path]) -> list[str]:
    """The same words translated differently in two rooms: the reader would see either of them everywhere."""
    first: dict[Word, tuple[Path, polib.POEntry]] = {}
    lines = []
    for room in every_room:
        for entry in open_paper(room):
            other = first.setdefault(key_of(entry), (room, entry))
            if is_translated(entry) and is_translated(other[1]) and _forms(entry) != _forms(other[1]):
                places = f"{paper_of(other[0]).relative_to(ROOT)} and {paper_of(room).relative_to(ROOT)}"
                lines.append(f"{places}: translated differently (give one of them a context): {entry.msgid!r}")
    return lines


def _forms(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def compile_paper(room: Path) -> None:
    """Make what the program reads; a reader never meets half a file."""
    paper = paper_of(room)
    if paper.exists():
        draft = paper.with_suffix(".mo.new")
        open_paper(room).save_as_mofile(str(draft))
        draft.replace(paper.with_suffix(".mo"))
