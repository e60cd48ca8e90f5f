"""The circle: who are our people, and who else?"""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import queries as conferences
from fgc.networks import actions, queries
from fgc.networks.rules import Standing
from fgc.pages.circle.buttons import buttons_for
from fgc.pages.circle.forms import (
    AccountForm,
    LineForm,
    NeedsForm,
    PersonForm,
    ProfessionalForm,
    SupporterForm,
    TieForm,
)
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.forms import typed
from fgc.pages.links import routes
from fgc.pages.links.forms import ContactForm, HoursForm, LeaveForm
from fgc.plans import actions as plan_actions
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import Person
    from fgc.networks.queries import Question


@page(read=Can.SEE_NAMES, write=Can.DRAW_CIRCLE)
def circle(request: PageRequest, family: "Family") -> HttpResponse:
    """The people of this family, drawn and as a list; one line of typing adds somebody."""
    form = LineForm(typed(request))
    if request.method == "POST" and form.run(actions.add_person_by_line, request.actor, family):
        name = form.result.call_name
        messages.success(request, _("Done. %(name)s is in the circle. Who else?") % {"name": name})
        return redirect("circle:circle", family.pk)
    found = queries.map_of(family)
    sends = Can.SEND_LINK in request.rights
    context = {
        "form": form,
        "circle": found,
        "drawing": queries.drawing_of(found) if Can.SEE_CIRCLE in request.rights else None,
        "unreached": queries.unreached_in(queries.circle_of(family)) if sends else [],
        "by_hand": len(queries.by_hand(request.actor, family)) if sends else 0,
        "undelivered": len(queries.undelivered(request.actor, family)) if sends else 0,
        "me": queries.me_in(request.actor, family),
        "named_me": queries.who_named(request.actor, family),
        "may_draw": Can.DRAW_CIRCLE in request.rights,
        "to_place": queries.children_to_place(family) if Can.DRAW_CIRCLE in request.rights else [],
    }
    return show(request, "circle/circle.html", context)


def one_of(request: PageRequest, family: "Family", person_id: uuid.UUID) -> "Person":
    """The person of this address, for who may look closely; for others there is nobody."""
    found = queries.person_for(request.actor, family, person_id)
    if found is None:
        raise Http404
    return found


def _reach(request: PageRequest, found: "Person", *, is_me: bool, knows_contact: bool) -> dict[str, object]:
    """How to reach somebody. Who was named reads that on a page of its own, and so does the coordinator where somebody
    asked for a tap."""
    card = queries.card_for(request.actor, found)
    is_open = card is not None and knows_contact and (is_me or not card.is_masked)
    if is_open:
        note_read(request, found, Can.SEE_CONTACT)
    return {"card": card if is_open else None, "has_card": card is not None}


def _asked(person: "Person") -> "list[Question]":
    """Everything on which an answer of this person is waited for."""
    return [
        *conferences.open_questions(person),
        *plans.open_promises(person),
        *plans.open_amendments(person),
        *plans.open_progress(person),
    ]


@page(read=Can.SEE_NAMES, own=True)
def person(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """One person: who it is, what is asked now, what is needed, and how to reach him or her for who may know."""
    found = one_of(request, family, person_id)
    me = queries.me_in(request.actor, family)
    is_me = me is not None and me.pk == found.pk
    knows_contact = request.actor.may(Can.SEE_CONTACT, found)
    context = {
        "person": found,
        "is_me": is_me,
        "takes_part": found.standing != Standing.LEFT,
        "presses": buttons_for(request.rights, found, me),
        "may_draw": Can.DRAW_CIRCLE in request.rights,
        "may_see_circle": Can.SEE_CIRCLE in request.rights,
        "may_send": Can.SEND_LINK in request.rights,
        "ties": queries.ties_of(found),
        **_reach(request, found, is_me=is_me, knows_contact=knows_contact),
        "asked": [routes.by_person(family.pk, found.pk, one) for one in _asked(found)] if knows_contact else [],
        "knows_contact": knows_contact,
        "may_leave": request.actor.may(Can.LEAVE, found),
    }
    return show(request, "circle/person.html", context)


@page(read=Can.DRAW_CIRCLE, write=Can.DRAW_CIRCLE)
def change(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """Corrects how somebody is known."""
    found = one_of(request, family, person_id)
    form = PersonForm(typed(request), person=found)
    if request.method == "POST" and form.run(actions.change_person, request.actor, found):
        return redirect("circle:person", family.pk, found.pk)
    return show(request, "circle/change.html", {"form": form, "person": found})


@page(read=Can.SEE_CONTACT, write=Can.CHANGE_OWN_CONTACT, own=True)
def contact(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """How somebody is reached: for that person, and for the coordinator."""
    found = one_of(request, family, person_id)
    request.actor.must_see(Can.SEE_CONTACT, found)
    me = queries.me_in(request.actor, family)
    is_me = me is not None and me.pk == found.pk
    form = ContactForm(typed(request), person=found, is_own=is_me)
    if request.method == "POST" and form.run(actions.set_contact, request.actor, found):
        return redirect("circle:person", family.pk, found.pk)
    note_read(request, found, Can.SEE_CONTACT)
    context = {"form": form, "person": found, "is_me": is_me, "readers": queries.card_readers(found)}
    return show(request, "circle/contact.html", context)


@page(read=Can.SEE_CONTACT, write=Can.CHANGE_OWN_CONTACT, own=True)
def hours(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """When something may be sent to somebody, and what who calls must know: for that person, and the coordinator."""
    found = one_of(request, family, person_id)
    request.actor.must_see(Can.SEE_CONTACT, found)
    me = queries.me_in(request.actor, family)
    form = HoursForm(typed(request), card=found.card, is_own=me is not None and me.pk == found.pk)
    if request.method == "POST" and form.run(actions.set_contact, request.actor, found):
        messages.success(request, _("Done. It counts from now on."))
        return redirect("circle:person", family.pk, found.pk)
    note_read(request, found, Can.SEE_CONTACT)
    return show(request, "circle/hours.html", {"form": form, "person": found})


@page(read=Can.SEE_CONTACT, write=Can.CHANGE_OWN_CONTACT, own=True)
def needs(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """What somebody needs to take part."""
    found = one_of(request, family, person_id)
    request.actor.must_see(Can.SEE_CONTACT, found)
    form = NeedsForm(typed(request), person=found)
    if request.method == "POST" and form.run(actions.set_needs, request.actor, found):
        return redirect("circle:person", family.pk, found.pk)
    return show(request, "circle/needs.html", {"form": form, "person": found})


@page(read=Can.DRAW_CIRCLE, write=Can.DRAW_CIRCLE)
def supporter(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """Who sits beside this person."""
    found = one_of(request, family, person_id)
    others = [other for other in queries.circle_of(family) if other.pk != found.pk]
    form = SupporterForm(typed(request), persons=others, chosen=found.support_person_id)
    if request.method == "POST" and form.run(actions.choose_support_person, request.actor, found):
        return redirect("circle:person", family.pk, found.pk)
    return show(request, "circle/supporter.html", {"form": form, "person": found})


@page(read=Can.DRAW_CIRCLE, write=Can.DRAW_CIRCLE)
def tie(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """How this person is with somebody else."""
    found = one_of(request, family, person_id)
    others = [other for other in queries.circle_of(family) if other.pk != found.pk]
    form = TieForm(typed(request), persons=others)
    if request.method == "POST" and form.run(actions.tie, request.actor, family, a=found.pk):
        return redirect("circle:person", family.pk, found.pk)
    return show(request, "circle/tie.html", {"form": form, "person": found})


@page(read=Can.DRAW_CIRCLE, write=Can.DRAW_CIRCLE)
def account(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """Which of those who can log in is this person."""
    found = one_of(request, family, person_id)
    users = queries.accounts_without_person(family)
    form = AccountForm(typed(request), users=users)
    if request.method == "POST" and form.run(actions.link_account, request.actor, found):
        return redirect("circle:person", family.pk, found.pk)
    return show(request, "circle/account.html", {"form": form, "person": found, "users": users})


@page(read=Can.DRAW_CIRCLE, write=Can.DRAW_CIRCLE)
def professional(request: PageRequest, family: "Family") -> HttpResponse:
    """Adds somebody who is here for work."""
    form = ProfessionalForm(typed(request))
    if request.method == "POST" and form.run(actions.add_professional, request.actor, family):
        said = _("Done. %(name)s is here for work, and sees only what the family lets out.")
        messages.success(request, said % {"name": form.result.call_name})
        return redirect("circle:circle", family.pk)
    return show(request, "circle/professional.html", {"form": form})


@page(read=Can.LEAVE, write=Can.LEAVE, own=True)
def leave(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """Somebody stops, or the coordinator writes down that he or she does."""
    found = one_of(request, family, person_id)
    request.actor.must_see(Can.LEAVE, found)
    form = LeaveForm(typed(request))
    if request.method == "POST" and form.run(plan_actions.leave, request.actor, found):
        messages.success(request, _("Done. No message goes there any more."))
        return redirect("circle:circle", family.pk) if request.actor.may(Can.SEE_NAMES, family) else redirect("mine")
    happens = [
        _("No messages go to this person any more, and no link works."),
        _("Address and telephone number are thrown away."),
        _("The promises of this person are free again. The family looks for somebody else."),
    ]
    return show(request, "circle/leave.html", {"form": form, "person": found, "happens": happens})
