"""What can be amiss with an answer to a form."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from django.utils.translation import trans_real

from tests.pages.forms_on_pages import CHOICES, FormOnPage, Input, Page
from tests.pages.walking_the_forms import Answer, Found, is_kept
from tests.pages.wrong_input import SCRIPT, Body, Wrong

# Words of which something else is kept than what was typed.
NOT_AS_TYPED = {("circle:circle", "line"): "read apart into a name, a tie and a number"}
# Shorter words, and those that hold little else than a place for something, fit too much.
ENOUGH = re.compile(r"[^\W\d_]{3,}.*[^\W\d_]{3,}")


def sentences_for(one: Input, answer: Answer) -> list[str]:
    """What is said beside an input; of what has no place of its own above the form, or on the page."""
    said = answer.page.beside.get(f"id_{one.name}", [])
    if one.kind in ("hidden", "button"):
        said = said or answer.page.above or re.findall(r"<h1>\s*(.+?)\s*</h1>", answer.html)
    return said


def not_in_the_language(language: str, said: list[str]) -> Iterator[str]:
    """Sentences that the reader did not ask for in this language."""
    foreign = [sentence for sentence in said if bool(_dutch().fullmatch(sentence)) != (language == "nl")]
    if foreign:
        yield f"not in the language of the reader ({language}): {foreign}"


def form_like(page: Page, body: Body) -> FormOnPage:
    """The form of a page that asks most of what was sent."""
    return max(page.forms, key=lambda form: len(form.inputs.keys() & body), default=FormOnPage(""))


def lost(answer: Answer, body: Body, wrong: Mapping[str, Wrong]) -> Iterator[str]:
    """What was typed and does not stand in the form any more."""
    form = form_like(answer.page, body)
    for name, said in body.items():
        now = form.inputs.get(name, Input(name, "gone"))
        is_no_answer = name in wrong and now.kind in CHOICES
        # Signs that nobody can type do not come back, and a button is not typed.
        is_typed = any(said) and now.kind not in ("button", "hidden") and "\x00" not in said[0]
        if is_typed and not is_no_answer and now.values != said and not _is_button(name, answer):
            yield f"what was typed in {name} is lost: {answer.status} {str(now.values)[:80]}"


def _is_button(name: str, answer: Answer) -> bool:
    """Two buttons of which neither was pressed: the answer is a page without them."""
    return name == "answer" and not form_like(answer.page, {name: []}).inputs.get(name)


def amiss_in_what_is_taken(found: Found, wrong: Mapping[str, Wrong], answer: Answer) -> Iterator[str]:
    """What must be refused is not taken; what may be taken is kept sign by sign, and shown as text."""
    if not answer.is_taken:
        yield f"{wrong}: answers {answer.status}"
    for name, one in wrong.items():
        if one.is_refused:
            yield f"{name}, {one.what}: is taken"
        elif one.is_kept and (found.route, name) not in NOT_AS_TYPED and not is_kept(one.said[0]):
            yield f"{name}, {one.what}: is not kept sign by sign"
    if any(SCRIPT in "".join(one.said) for one in wrong.values()):
        shown = found.caller.get(answer.place) if answer.place.startswith("/") else answer
        if SCRIPT in shown.html:
            yield "HTML stands in the page as it is"


@cache
def _dutch() -> re.Pattern[str]:
    """Every sentence that is said in Dutch and not in English: ours and those of the framework."""
    pairs = [(key[0] if isinstance(key, tuple) else key, words) for key, words in _catalogue()]
    said = {dutch for english, dutch in pairs if dutch and dutch != english and ENOUGH.search(dutch)}
    parts = [re.sub(r"%\\?\(\w+\\?\)[sd]|%[sd]|\\\{\w*\\\}", ".*", re.escape(words)) for words in said]
    return re.compile("|".join(parts), re.DOTALL)


def _catalogue() -> list[tuple[object, str]]:
    return list(trans_real.translation("nl")._catalog.items())  # type: ignore[attr-defined]  # of gettext itself
