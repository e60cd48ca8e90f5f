"""Contact cards have named readers: reading one that is open to you, and choosing who reads yours."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks import actions, queries
from fgc.pages.circle.forms import people_to_choose
from fgc.pages.circle.views import one_of
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.forms import typed
from fgc.pages.links.forms import ReadersForm

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.SEE_NAMES, own=True, quiet=True)
def card(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """How to reach somebody, for whom he or she named, and for the coordinator after a tap; the owner reads who did."""
    found = queries.person_of(family, person_id)
    opened = found and queries.card_for(request.actor, found)
    if not found or not opened:
        raise Http404
    note_read(request, found, Can.SEE_CONTACT, only_for=found.pk)
    return show(request, "circle/card.html", {"person": found, "card": opened})


@page(read=Can.SEE_CONTACT, write=Can.CHANGE_OWN_CONTACT, own=True, quiet=True)
def card_readers(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """Who may read how this person is reached: chosen by that person, or told to the coordinator."""
    found = one_of(request, family, person_id)
    request.actor.must_see(Can.SEE_CONTACT, found)
    me = queries.me_in(request.actor, family)
    people = queries.may_be_named(found) if request.actor.may(Can.SEE_NAMES, family) else []
    form = ReadersForm(typed(request), people=dict(people_to_choose(people)), now=queries.card_readers(found))
    if request.method == "POST" and form.run(actions.choose_card_readers, request.actor, found):
        messages.success(request, _("Done. Only these people and the coordinator can read it."))
        return redirect("circle:person", family.pk, found.pk)
    context = {"form": form, "person": found, "is_me": me is not None and me.pk == found.pk}
    return show(request, "circle/card_readers.html", context)
