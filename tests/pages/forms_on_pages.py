"""The forms that stand on a page, read from its HTML as a browser reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXTS = ("text", "textarea", "email", "tel", "search")
DAYS = ("date", "datetime-local")
CHOICES = ("radio", "select", "checkboxes", "button")
# The buttons of the frame around every page, and what every form carries.
FRAME = "csrfmiddlewaretoken"


@dataclass
class Input:
    """One thing to fill in: what stands in it, and what can be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    most: int | None = None
    earliest: str = ""
    latest: str = ""
    is_marked: bool = False

    @property
    def is_text(self) -> bool:
        """True for words in somebody's own way."""
        return self.kind in TEXTS


@dataclass
class FormOnPage:
    """A form that is sent with POST."""

    action: str
    inputs: dict[str, Input] = field(default_factory=dict)

    def typed(self) -> dict[str, list[str]]:
        """What a browser would send when nothing is touched."""
        return {one.name: one.values for one in self.inputs.values() if one.values and one.kind != "button"}


@dataclass
class Page:
    """What a page holds: its forms, where it leads, and what it says is wrong."""

    forms: list[FormOnPage] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    beside: dict[str, list[str]] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Fills a Page while it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.form: FormOnPage | None = None
        self.select: Input | None = None
        self.area: Input | None = None
        self.errors_of: str | None = None
        self.in_summary = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "a" and "href" in said:
            self.page.links.append(said["href"])
        starts = getattr(self, f"_{tag}", None)
        if starts:
            starts(said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None
        elif tag == "ul":
            self.errors_of = None
        elif tag == "div" and self.in_summary:
            self.in_summary -= 1

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.values[0] += data
        elif data.strip() and self.errors_of is not None:
            self.page.beside.setdefault(self.errors_of, []).append(data.strip())
        elif data.strip() and self.in_summary:
            self.page.above.append(data.strip())

    def _form(self, said: dict[str, str]) -> None:
        if said.get("method", "").lower() == "post":
            self.form = FormOnPage(said.get("action", ""))
            self.page.forms.append(self.form)

    def _ul(self, said: dict[str, str]) -> None:
        if said.get("id", "").endswith("_error"):
            self.errors_of = said["id"].removesuffix("_error")
        elif "errorlist" in said.get("class", ""):
            self.errors_of = ""

    def _div(self, said: dict[str, str]) -> None:
        if self.in_summary or "form-errors" in said.get("class", ""):
            self.in_summary += 1

    def _one(self, said: dict[str, str], kind: str) -> Input | None:
        name = said.get("name", "")
        if self.form is None or not name or name == FRAME:
            return None
        if said.get("id"):
            self.page.ids[name] = said["id"]
        one = self.form.inputs.setdefault(name, Input(name, kind))
        one.most = int(said["maxlength"]) if "maxlength" in said else one.most
        one.is_marked |= said.get("aria-invalid") == "true"
        one.earliest, one.latest = said.get("min", ""), said.get("max", "")
        return one

    def _input(self, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        one = self._one(said, kind)
        if one is None:
            return
        value = said.get("value", "on" if kind == "checkbox" else "")
        if kind not in ("radio", "checkbox"):
            one.values.append(value)
            return
        one.options.append(value)
        if kind == "checkbox" and "value" in said:
            one.kind = "checkboxes"
        if "checked" in said:
            one.values.append(value)

    def _button(self, said: dict[str, str]) -> None:
        if self.form is not None and "formaction" in said:
            # Sent elsewhere, where nothing is asked but the press.
            self.page.forms.append(FormOnPage(said["formaction"]))
        one = self._one(said, "button")
        if one:
            one.options.append(said.get("value", ""))

    def _textarea(self, said: dict[str, str]) -> None:
        self.area = self._one(said, "textarea")
        if self.area:
            self.area.values = [""]

    def _select(self, said: dict[str, str]) -> None:
        self.select = self._one(said, "select")

    def _option(self, said: dict[str, str]) -> None:
        if self.select is None:
            return
        self.select.options.append(said.get("value", ""))
        if "selected" in said:
            self.select.values.append(said.get("value", ""))


def read(html: str) -> Page:
    """What stands on a page."""
    reader = _Reader()
    reader.feed(html)
    for form in reader.page.forms:
        for one in form.inputs.values():
            # A browser leaves out the first line break of a text on more lines.
            if one.kind == "textarea":
                one.values = [one.values[0].removeprefix("\n")]
            if one.kind == "select" and not one.values:
                one.values = one.options[:1]
    return reader.page
