"""What was sent: to whom, when, about what, by which way, and what became of it. Never what stood in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.access.can import Can
from fgc.outbox.queue import Channel, Kind, State
from fgc.pages.door import PageRequest, page, show
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.plans.queries import Sent

ON_A_PAGE = 50
ABOUT: dict[str, Promise] = {
    Kind.LET_IN: _("that somebody may come in"),
    Kind.PROPOSAL: _("a question of a professional"),
    Kind.ASK_COMMISSION: _("a yes to the circle"),
    Kind.OFFER_COORDINATOR: _("who could be the coordinator"),
    Kind.ASK_INDEPENDENCE: _("who could be the coordinator"),
    Kind.COORDINATOR_ANSWERED: _("the choice of a coordinator"),
    Kind.CONFIRM_QUESTION: _("the question of the family"),
    Kind.ASK_DATE: _("a date for the meeting"),
    Kind.REMIND_DATE: _("a date for the meeting"),
    Kind.DATE_CHOSEN: _("the date of the meeting"),
    Kind.INVITATION: _("the invitation"),
    Kind.REMIND_INVITATION: _("the invitation"),
    Kind.CANCELLED: _("that the meeting is called off"),
    Kind.ASK_INFORMATION: _("information before the meeting"),
    Kind.REMIND_INFORMATION: _("information before the meeting"),
    Kind.PREPARATION_GAPS: _("what is missing before the meeting"),
    Kind.INFORMATION_CAME: _("information before the meeting"),
    Kind.ASK_VERDICT: _("a bottom line"),
    Kind.ASK_CONFIRMATION: _("a promise: a yes or a no"),
    Kind.PROMISE_ANSWERED: _("an answer to a promise"),
    Kind.ASK_RELEASE: _("a yes before a professional may read"),
    Kind.RELEASED: _("what a professional may read"),
    Kind.ASK_MORE: _("what a professional asks to read"),
    Kind.MORE_ANSWERED: _("what a professional asked to read"),
    Kind.BIRTHDAY: _("a birthday"),
    Kind.EMERGENCY: _("emergency access"),
    Kind.REMIND_PROMISE: _("a promise that is due soon"),
    Kind.ASK_PROGRESS: _("how a promise went"),
    Kind.REMIND_ANSWER: _("a promise: a yes or a no"),
    Kind.STALLED: _("a promise that does not run"),
    Kind.FOUR_WEEK_CALL: _("the call after four weeks"),
    Kind.REVIEW_COMING: _("looking back together"),
    Kind.RELEASE_ENDS: _("what a professional may read"),
    Kind.HELP_ENDS: _("help that ends soon"),
    Kind.BOTTOM_LINE_ENDS: _("a bottom line"),
    Kind.WATCHES: _("watching over an agreement"),
    Kind.ASK_AMENDMENT: _("a change of the plan"),
    Kind.AMENDED: _("a change of the plan"),
    Kind.TASK_FREE: _("a task that is free again"),
    Kind.STOPPED: _("that this has stopped"),
    Kind.ERASE_COMING: _("erasing everything"),
    Kind.ERASING: _("erasing everything"),
}
WAYS: dict[str, Promise] = {
    Channel.MAIL: _("by e-mail"),
    Channel.SMS: _("by text message"),
    Channel.PAPER: _("by letter"),
    Channel.CALL: _("by telephone or a visit"),
}
# The word of a status, with its sign.
CAME_TO: dict[str, tuple[str, Promise]] = {
    State.SENT: ("done", _("went out")),
    State.DONE_BY_HAND: ("done", _("done by the coordinator")),
    State.BY_HAND: ("waiting", _("waits for the coordinator")),
    State.UNCERTAIN: ("waiting", _("perhaps it arrived")),
    State.FAILED: ("stopped", _("did not arrive")),
    State.EXPIRED: ("stopped", _("could not go out in time")),
    State.DEAD: ("stopped", _("did not go out, by a fault of ours")),
}


@dataclass(frozen=True)
class InWords:
    """One message in words."""

    at: datetime
    name: str
    about: str
    way: str
    sign: str
    state: str


def in_words(messages: "Iterable[Sent]") -> list[InWords]:
    """These messages in words; those of a newer version, which is coming in at this moment, a little later."""
    return [
        InWords(
            at=one.at,
            name=str(_("you")) if one.is_own else one.name,
            about=str(ABOUT[one.kind]),
            way=str(WAYS[one.channel]),
            sign=CAME_TO[one.state][0],
            state=str(CAME_TO[one.state][1]),
        )
        for one in messages
        if one.kind in ABOUT and one.channel in WAYS and one.state in CAME_TO
    ]


def a_page_of(request: PageRequest, family: "Family") -> object:
    """The piece of the list that is asked for."""
    return Paginator(in_words(plans.sent_in(request.actor, family)), ON_A_PAGE).get_page(request.GET.get("page"))


@page(read=Can.SEE_SENT, own=True)
def sent(request: PageRequest, family: "Family") -> HttpResponse:
    """What was sent to me; and who decides, and the coordinator, also read what was sent about the plan."""
    return show(request, "families/sent.html", {"messages_sent": a_page_of(request, family)})
