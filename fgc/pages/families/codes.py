"""Extra care with the ways in: is a code asked each time?"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.access.can import Can
from fgc.families import actions
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ChoiceButtons, Form, typed
from fgc.pages.second_step.again import again_first

if TYPE_CHECKING:
    from fgc.families.models import Family


class CodesForm(Form):
    """When a code is asked of who comes by a personal link."""

    ALWAYS, ELSEWHERE = "always", "elsewhere"

    when = ChoiceButtons(
        label=gettext_lazy("When do we ask a code of who comes with a personal link?"),
        choices=[
            (ALWAYS, gettext_lazy("Each time")),
            (ELSEWHERE, gettext_lazy("Only on a device that we do not know")),
        ],
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )

    def __init__(self, *args: Any, now: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"when": self.ALWAYS if now else self.ELSEWHERE}, **kwargs)


@again_first
@page(read=Can.ASK_CODES, write=Can.ASK_CODES)
def codes(request: PageRequest, family: "Family") -> HttpResponse:
    """Is a code asked with every visit by a personal link?"""
    form = CodesForm(typed(request), now=family.always_code)
    if request.method == "POST" and form.run(_ask_codes, request.actor, family):
        if form.result.always_code:
            messages.success(request, _("Done. From now on a code is asked each time."))
        else:
            messages.success(request, _("Done. A code is asked only on a device that we do not know."))
        return redirect("families:seen", family.pk)
    return show(request, "families/codes.html", {"form": form})


def _ask_codes(actor: Any, family: "Family", *, when: str) -> "Family":
    return actions.ask_codes(actor, family, always=when == CodesForm.ALWAYS)
