"""A page as somebody else sees it: really made for that person, by the same view, queries and wall; only to look at.

What the page does not show to him or her is not there, and what has named readers is kept back by the wall
(`looking_along`). Nothing in it can be pressed.
"""

import copy
import re
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils.safestring import SafeString, mark_safe

from fgc.access.walls import acting, looking_along
from fgc.errors import NotAllowed

if TYPE_CHECKING:
    from fgc.accounts.models import User
    from fgc.pages.door import PageRequest

MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
# What leads or sends somewhere becomes words; what refers to another part of the page is of no use twice.
GONE = re.compile(
    r'<div class="ways cluster">.*?</div>|<input\b[^>]*>|<(svg|select|textarea|script|template)\b.*?</\1>'
    r'|\s(?:id|for|href|action|name|value|data-[\w-]+|hx-[\w-]+|aria-labelledby|aria-describedby)="[^"]*"',
    re.DOTALL,
)
PRESSED = re.compile(r"<(/?)(?:a|button|label)\b([^>]*)>")
SENT = re.compile(r"<(/?)form\b([^>]*)>")
HEADINGS = re.compile(r"<(/?)h1\b")


def seen_by(request: "PageRequest", path: str, *, user: "User | Any", session: dict[str, Any]) -> SafeString | None:
    """What stands on this page for somebody else; None when it does not exist for him or her.

    Args:
        path: an address below the site's own.
        user: the account of that person, or somebody unknown.
        session: what the browser of that person would remember.
    """
    match = resolve(path)
    theirs: Any = _like(request, path)
    theirs.user, theirs.session, theirs.resolver_match = user, session, match
    with acting(request.actor), looking_along(request.actor, request.family.pk):
        try:
            answer = match.func(theirs, *match.args, **match.kwargs)
        except (Http404, NotAllowed):
            return None
    main = MAIN.search(answer.content.decode()) if answer.status_code == 200 else None
    return _to_look_at(main[1]) if main else None


def _like(request: HttpRequest, path: str) -> HttpRequest:
    other = copy.copy(request)
    other.method, other.path, other.path_info = "GET", path, path
    other.META, other.COOKIES = dict(request.META), dict(request.COOKIES)
    nothing: Any = {"GET": QueryDict(), "POST": QueryDict(), "_messages": [], "reads": [], "family": None}
    for name, value in {**nothing, "rights": frozenset()}.items():
        setattr(other, name, value)
    return other


def _to_look_at(html: str) -> SafeString:
    words = GONE.sub("", html)
    words = PRESSED.sub(lambda one: f"<{one[1]}span{one[2]}>", words)
    words = SENT.sub(lambda one: f"<{one[1]}div{one[2]}>", words)
    # Made by our own templates, which escaped what people typed.
    return mark_safe(HEADINGS.sub(lambda one: f"<{one[1]}h2", words))  # noqa: S308
