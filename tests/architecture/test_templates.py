"""Every template compiles, is used, and keeps to the house's manners."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = [path for path in (ROOT / "fgc").rglob("templates") if path.is_dir()]
NAMES = sorted(
    str(path.relative_to(folder))
    for folder in FOLDERS
    for path in folder.rglob("*")
    if path.suffix in {".html", ".txt", ".svg", ".xml"}
)
# Found by name from outside our own code: Django's error pages and form parts, allauth's pages and mails.
BY_OTHERS = re.compile(r"^(40\d|403_csrf|500)\.html$|^django/forms/|^account/|^allauth/")


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name: str) -> None:
    get_template(name)


def test_every_template_is_used() -> None:
    sources = [p.read_text() for p in (ROOT / "fgc").rglob("*.py")] + [
        p.read_text() for f in FOLDERS for p in f.rglob("*.*")
    ]
    everything = "\n".join(sources)
    unused = [name for name in NAMES if not BY_OTHERS.match(name) and f'"{name}"' not in everything]

    assert unused == []


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(".html")])
def test_it_has_no_inline_script_or_style(name: str) -> None:
    source = Path(get_template(name).origin.name).read_text()

    assert not re.search(r"\son[a-z]+\s*=", source), "no behaviour in attributes"
    assert not re.search(r"<script(?![^>]*\ssrc=)", source), "no inline script"
    assert not re.search(r"<style|\sstyle=", source), "no inline style"


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(".html")])
def test_a_part_with_a_button_gets_the_token_of_its_form(name: str) -> None:
    """Included with `only` it has none, and every press on it is refused; a test client does not notice."""
    alone = re.findall(r'{% include "([^"]+)"[^%]* only %}', Path(get_template(name).origin.name).read_text())

    assert [part for part in alone if "{% csrf_token %}" in _with_its_parts(part)] == []


def _with_its_parts(name: str) -> str:
    source = Path(get_template(name).origin.name).read_text()
    return source + "".join(_with_its_parts(part) for part in re.findall(r'{% include "([^"]+)"', source))
