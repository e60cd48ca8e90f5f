"""Behind a personal link: what one person of the circle is asked, without an account.

Looking at a link does nothing, since mail scanners look too, and some send the forms that they find. The visit begins
with two figures and a press, and from there on the address holds no token any more.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import queries as conferences
from fgc.families import queries as families
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.queries import card_of, card_readers
from fgc.pages.door import PageRequest, link_page, place_of, public_page, show
from fgc.pages.families.sent import a_page_of
from fgc.pages.forms import typed
from fgc.pages.links import elsewhere, own, routes
from fgc.pages.links.forms import CodeForm, ContactForm, HoursForm, LeaveForm, ReadersForm
from fgc.pages.links.robots import HereForm
from fgc.plans import actions as plan_actions
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.networks.models import AccessLink, Person

SEE_OTHER = 303
ON_A_PAGE = 50


@public_page("GET")
def open_link(request: PageRequest, token: str) -> HttpResponse:
    """The same page for every link: working, worn out or made up. Only the button finds out which."""
    return _asked(request, token, HereForm(token=token))


def _asked(request: PageRequest, token: str, form: HereForm) -> HttpResponse:
    response = show(request, "links/open.html", {"token": token, "form": form})
    # The address of this one page is a secret: also our own pages do not hear from which address one came.
    response["Referrer-Policy"] = "strict-origin"
    return response


@public_page("POST")
def begin(request: PageRequest) -> HttpResponse:
    """The press on the button, by somebody who read the page: the token becomes a visit, and leaves the address."""
    token = request.POST.get("token", "")
    form = HereForm(request.POST, token=token)
    if not form.is_valid():
        return _asked(request, token, form)
    return own.enter_after(request, token) or _enter(request, links.exchange(token))


@public_page("GET", "POST")
def code(request: PageRequest) -> HttpResponse:
    """The code of a letter does the same as a link."""
    form = CodeForm(typed(request))
    if request.method == "POST" and form.run(links.exchange_code, place=place_of(request)):
        if form.result.link is not None or form.result.has_ended:
            return _enter(request, form.result.link)
        form.add_error("code", _("This code does not work. Look at it again, or ask for a new letter."))
    return show(request, "links/code.html", {"form": form})


def _enter(request: PageRequest, link: "AccessLink | None") -> HttpResponse:
    if link is not None:
        return elsewhere.enter(request, link)
    links.forget(request.session)
    response = redirect("links:ended")
    response.status_code = SEE_OTHER
    return response


@public_page("GET")
def ended(request: PageRequest) -> HttpResponse:
    """This way in does not work; why is not said, since whoever asks may be somebody else."""
    return show(request, "links/ended.html")


@link_page(read=Can.SEE_OWN_PROMISE)
def mine(request: PageRequest, person: "Person") -> HttpResponse:
    """What this person is asked now, one question at a time, and what he or she promised."""
    open_now = [
        *conferences.open_questions(person),
        *plans.open_promises(person),
        *plans.open_amendments(person),
        *plans.open_progress(person),
    ]
    asked = [routes.by_link(question) for question in open_now]
    meeting = conferences.next_meeting_of(person)
    context = {
        "person": person,
        "next": asked[0] if asked else None,
        "later": asked[1:],
        "answered": [routes.by_link(answer) for answer in conferences.changeable_answers(person)],
        "meeting": meeting,
        "when": meeting and conferences.when_for(request.actor, person, meeting),
        "promises": plans.promises_of(person),
        "stalled": plans.stalled_for(request.actor, person),
        "watched": plans.watched_by(request.actor, person),
        "look_not_held": plans.look_not_held_for(person),
    }
    return show(request, "links/mine.html", context)


@link_page(read=Can.CHANGE_OWN_CONTACT, write=Can.CHANGE_OWN_CONTACT)
def contact(request: PageRequest, person: "Person") -> HttpResponse:
    """How this person wants to be reached."""
    person.card = card_of(person)
    form = ContactForm(typed(request), person=person)
    if request.method == "POST" and form.run(networks.set_contact, request.actor, person):
        messages.success(request, _("Done. This is how we reach you from now on."))
        return redirect("links:mine")
    return show(request, "links/contact.html", {"form": form, "readers": card_readers(person)})


@link_page(read=Can.CHANGE_OWN_CONTACT, write=Can.CHANGE_OWN_CONTACT)
def hours(request: PageRequest, person: "Person") -> HttpResponse:
    """When something may come to this person, and what who calls must know."""
    form = HoursForm(typed(request), card=card_of(person))
    if request.method == "POST" and form.run(networks.set_contact, request.actor, person):
        messages.success(request, _("Done. It counts from now on."))
        return redirect("links:contact")
    return show(request, "links/hours.html", {"form": form})


@link_page(read=Can.CHANGE_OWN_CONTACT, write=Can.CHANGE_OWN_CONTACT)
def readers(request: PageRequest, person: "Person") -> HttpResponse:
    """Who else may read how this person is reached: a link shows no names of the circle, so it only takes back."""
    now = card_readers(person)
    form = ReadersForm(typed(request), people={}, now=now)
    if request.method == "POST" and form.run(networks.choose_card_readers, request.actor, person):
        messages.success(request, _("Done. It counts from now on."))
        return redirect("links:contact")
    return show(request, "links/readers.html", {"form": form, "readers": now})


@link_page(read=Can.SEE_WHO_LOOKED)
def seen(request: PageRequest, person: "Person") -> HttpResponse:
    """What was done with what is this person's, in parts and not by name: a link shows no names of the circle."""
    own = plans.own_promise_ids(request.actor, person.family)
    lines = families.seen_lines(request.actor, person.family, own_only=True, own_things=own, by_name=False)
    return show(request, "links/seen.html", {"lines": Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))})


@link_page(read=Can.SEE_SENT)
def sent(request: PageRequest, person: "Person") -> HttpResponse:
    """What was sent to this person."""
    return show(request, "links/sent.html", {"messages_sent": a_page_of(request, person.family)})


@link_page(read=Can.LEAVE, write=Can.LEAVE)
def leave(request: PageRequest, person: "Person") -> HttpResponse:
    """Stopping: what happens then, and yes or no."""
    form = LeaveForm(typed(request))
    if request.method == "POST" and form.run(plan_actions.leave, request.actor, person):
        own.remember(request)
        links.forget(request.session)
        return redirect("links:left")
    happens = [
        _("You get no messages from us any more."),
        _("This link stops working."),
        _("We throw away your address and telephone number."),
        _("What you promised is free again. The family looks for somebody else."),
    ]
    return show(request, "links/leave.html", {"form": form, "happens": happens})


@public_page("GET")
def left(request: PageRequest) -> HttpResponse:
    """Somebody stopped: thanks, and nothing more."""
    return show(request, "links/left.html", {"may_take_along": bool(own.copies_of(request))})
