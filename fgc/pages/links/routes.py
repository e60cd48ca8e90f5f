"""Where each question is answered: behind a personal link, or on the pages of the family.

The one table of it, for the hub of the link and for the list of what is done by hand.
"""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from fgc.networks.queries import ByHand, Question, Undelivered


@dataclass(frozen=True)
class Route:
    """The two addresses of one kind of question, and how it is asked in a few words."""

    by_link: str
    by_person: str
    words: str | Promise


ROUTES = {
    "date": Route("conference:link_date", "conference:person_date", _("Which day can you come?")),
    "invitation": Route("conference:link_invitation", "conference:person_invitation", _("Do you come?")),
    "promise": Route("plan:link_promise", "plan:person_promise", _("Will you do this?")),
    "progress": Route("follow_up:link_progress", "follow_up:person_progress", _("How did it go?")),
    "amendment": Route("plan:link_amendment", "plan:person_amendment", _("Is this change all right?")),
}

# What a message asks, and what the coordinator says when it goes by hand.
ASKS = {
    "ask_date": "date",
    "remind_date": "date",
    "invitation": "invitation",
    "remind_invitation": "invitation",
    "ask_confirmation": "promise",
    "remind_answer": "promise",
    "ask_progress": "progress",
    "ask_amendment": "amendment",
}
# It may be about several promises at once, so it is answered where they stand.
ASKS_ALL_PROMISES = "ask_confirmation"
TELLS = {
    "date_chosen": _("Tell when and where the meeting is."),
    "cancelled": _("Tell that the meeting is called off."),
    "remind_promise": _("Tell which promise is due soon."),
    "stalled": _("Tell that a promise does not run well."),
    "review_coming": _("Tell that you will look back together soon."),
    "help_ends": _("Tell that help of a professional in the plan ends soon, or is half-way."),
    "watches": _("Tell over which agreement this person watches."),
    "amended": _("Tell what has changed in the plan."),
    "stopped": _("Tell that this has stopped."),
}
TELLS_BY_ACCOUNT = _("Tell that something is ready after logging in.")
TELLS_OTHERWISE = _("Tell that there is something to read.")


@dataclass(frozen=True)
class Asked:
    """A question with its words and the page where it is answered."""

    words: str | Promise
    address: str


def by_link(question: "Question") -> Asked:
    """Where the visitor of a personal link answers this."""
    route = ROUTES[question.kind]
    return Asked(route.words, reverse(route.by_link, args=[question.subject_id]))


def by_person(family_id: uuid.UUID, person_id: uuid.UUID, question: "Question") -> Asked:
    """Where the person answers this with an account, or the coordinator writes the answer down."""
    route = ROUTES[question.kind]
    return Asked(route.words, reverse(route.by_person, args=[family_id, person_id, question.subject_id]))


def for_who_was_missed(item: "Undelivered") -> Asked:
    """The same for somebody whom a message did not reach; who has an account answers there, so it is only told."""
    return Asked(TELLS_BY_ACCOUNT, "") if item.person is None or item.message.to_user_id else by_hand(item)


def by_hand(item: "ByHand | Undelivered") -> Asked:
    """What to ask or tell somebody who is called, visited or written to on paper; without an answer no address."""
    kind = ASKS.get(item.message.kind)
    if kind is None:
        return Asked(TELLS.get(item.message.kind, TELLS_OTHERWISE), "")
    route = ROUTES[kind]
    if item.message.kind == ASKS_ALL_PROMISES:
        return Asked(route.words, reverse("plan:plan", args=[item.message.family_id]))
    assert item.person, "this kind of question goes to a person"
    address = reverse(route.by_person, args=[item.message.family_id, item.person.pk, item.message.subject_id])
    return Asked(route.words, address)
