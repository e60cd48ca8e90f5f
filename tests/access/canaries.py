"""A word of its own in every text field of a family, to see where it turns up."""

import io
import re
import zipfile
from typing import Any

from django.apps import apps
from django.db.models import CharField, EmailField, JSONField, TextField
from pypdf import PdfReader

from fgc.families.models import Family, FamilyRow

WORD = re.compile(r"kanarie(\d+)x")
# What is no text for people: hashes, the versions of texts, and a rule of returning that programs read.
NO_WORDS = {
    "token_hash",
    "code_hash",
    "code_hint",
    "content_hash",
    "device_hash",
    "text_version",
    "declaration_version",
    "language",
    "rule",
}


def plant(family: Family, *, first: int = 0) -> dict[str, str]:
    """Puts a word of its own in every text field of every row of this family.

    Args:
        first: the number of the first word, where there is more than one family.

    Returns:
        Per word the model and the field in which it stands: "plans.Wording.text".
    """
    planted: dict[str, str] = {}
    for model in [Family, *(one for one in apps.get_models() if issubclass(one, FamilyRow))]:
        rows = model.objects.filter(pk=family.pk) if model is Family else model.objects.filter(family=family)
        for row in rows.order_by("pk"):
            fields = [one for one in _fields(model) if one.name != "address" or not row.keep_no_address]
            words = {field.attname: _word(planted, first, field, row) for field in fields}
            model.objects.filter(pk=row.pk).update(**words)
    return planted


def found(text: str, planted: dict[str, str]) -> set[str]:
    """The fields of which a word stands in this text."""
    return {planted[number] for number in WORD.findall(text) if number in planted}


def text_of(content: bytes) -> str:
    """What can be read in an answer: the words and the properties of a PDF, every file of an archive, or plain text."""
    if content.startswith(b"%PDF"):
        paper = PdfReader(io.BytesIO(content))
        return " ".join(page.extract_text() for page in paper.pages) + str(paper.metadata)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(name + text_of(archive.read(name)) for name in archive.namelist())
    return content.decode(errors="replace")


def _fields(model: Any) -> list[Any]:
    texts = [one for one in model._meta.local_fields if isinstance(one, CharField | TextField | JSONField)]
    return [one for one in texts if not one.choices and one.name not in NO_WORDS and not isinstance(one, EmailField)]


def _word(planted: dict[str, str], first: int, field: Any, row: Any) -> Any:
    number = str(first + len(planted))
    planted[number] = f"{field.model._meta.label}.{field.name}"
    word = f"kanarie{number}x"
    return _inside(row.content, word) if isinstance(field, JSONField) else word


def _inside(frozen: Any, word: str) -> Any:
    """The same frozen content, with the word in the place of every sentence in it; what is for programs is one word."""
    if isinstance(frozen, dict):
        return {key: _inside(value, word) for key, value in frozen.items()}
    if isinstance(frozen, list):
        return [_inside(one, word) for one in frozen]
    return word if isinstance(frozen, str) and " " in frozen else frozen
