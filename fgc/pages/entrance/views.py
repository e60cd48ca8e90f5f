"""The entrance: what this is, asking for it, and where one comes in."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.i18n import set_language as keep_language

from fgc.access.can import Can
from fgc.accounts import working
from fgc.errors import RuleBroken
from fgc.families import actions, queries, tokens
from fgc.outbox import letters, sms
from fgc.pages.door import PageRequest, own_page, place_of, public_page, show
from fgc.pages.entrance.forms import ProposalForm, RequestForm
from fgc.pages.entrance.leaving import quiet_after_leaving
from fgc.pages.forms import ButtonForm, said_yes, typed
from fgc.pages.links.robots import HereForm
from fgc.pages.second_step import proving
from fgc.pages.second_step.forms import EnrolForm
from fgc.plans import queries as plans


@public_page("GET")
@quiet_after_leaving
def start(request: PageRequest) -> HttpResponse:
    """What is this, and is it for me too?"""
    return show(request, "entrance/start.html")


@public_page("GET", "POST")
@quiet_after_leaving
def ask(request: PageRequest) -> HttpResponse:
    """Somebody of a family asks for it; the thanks say the same whether we knew the address or not."""
    form = RequestForm(typed(request))
    extra = {"language": get_language() or "nl", "place": place_of(request)}
    if request.method == "POST" and form.run(actions.start_request, request.actor, **extra):
        return redirect(f"{reverse('asked')}?{'by=mail' if form.cleaned_data['email'] else 'by=phone'}")
    return show(request, "entrance/ask.html", {"form": form})


@public_page("GET")
def asked(request: PageRequest) -> HttpResponse:
    """Thanks, and what happens now."""
    shown = {"by_phone": request.GET.get("by") == "phone", "has_sms": sms.is_on()}
    return show(request, "entrance/asked.html", shown)


@own_page("GET")
def mine(request: PageRequest) -> HttpResponse:
    """Where somebody who just came in wants to be: the family, or the work."""
    families = queries.my_families(request.actor)
    work = [name for can, name in WORK if request.actor.may(can)]
    is_asked = working.is_asked(request.user)
    copies = plans.own_copies(request.actor)
    if len(families) + len(work) == 1 and not is_asked and not copies:
        return redirect("families:home", families[0].pk) if families else redirect(work[0])
    shown = {
        "has_own_copies": bool(copies),
        "families": families,
        "work": [(name, WORDS[name]()) for name in work],
        "is_asked": is_asked,
    }
    return show(request, "entrance/mine.html", shown)


@own_page("GET", "POST")
def asked_to_work(request: PageRequest) -> HttpResponse:
    """Somebody typed my address as that of a professional: do I come here for work?"""
    if not working.is_asked(request.user):
        return redirect("mine")
    needs_code = working.needs_code(request.user)
    form = EnrolForm(typed(request)) if needs_code else ButtonForm(typed(request))
    if request.method == "POST" and form.run(working.say_yes_to_work, request.user):
        if needs_code:
            proving.remember_code(request)
        return redirect("released:work")
    return show(request, "entrance/asked_to_work.html", {"form": form, "needs_code": needs_code})


@own_page("GET")
def message(request: PageRequest, message_id: uuid.UUID) -> HttpResponse:
    """Where a message leads, for the one it was sent to; for anybody else, to the own start."""
    return redirect(letters.place_of(request.user.pk, message_id) or "mine")


WORK = (
    (Can.SEE_DESK, "desk:desk"),
    (Can.SEE_MATCHING, "families:matching"),
    (Can.SEE_WORK, "released:work"),
)
WORDS = {
    "desk:desk": lambda: _("My work as coordinator"),
    "families:matching": lambda: _("Finding coordinators"),
    "released:work": lambda: _("What families let me read"),
}


@public_page("GET")
def help_page(request: PageRequest) -> HttpResponse:
    """How this works, in a few questions."""
    return show(request, "entrance/help.html")


@public_page("GET")
def advocate(request: PageRequest) -> HttpResponse:
    """Somebody to talk to who does not work with us."""
    return show(request, "entrance/advocate.html")


@public_page("GET")
def privacy(request: PageRequest) -> HttpResponse:
    """What we keep, and who reads it."""
    return show(request, "entrance/privacy.html")


@public_page("GET")
def robots(request: PageRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@public_page("POST")
def set_language(request: PageRequest) -> HttpResponse:
    """Remembers the language in this browser, and goes back to the page."""
    if request.POST.get("language") not in dict(settings.LANGUAGES):
        raise RuleBroken(_("Choose one of the answers."), code="invalid_choice", field="language")
    response: HttpResponse = keep_language(request)
    return response


@own_page(read=Can.SEE_OWN_PROPOSALS, write=Can.PROPOSE)
def propose(request: PageRequest) -> HttpResponse:
    """A professional passes on a way to reach a family, and sees what became of earlier ones."""
    form = ProposalForm(typed(request))
    if request.method == "POST" and form.run(actions.propose, request.actor):
        messages.success(request, _("Done. We ask the family. You see here what it answers."))
        return redirect("propose")
    return show(request, "entrance/propose.html", {"form": form, "proposals": queries.proposals_of(request.actor)})


@public_page("GET", "POST")
def proposal(request: PageRequest, token: str) -> HttpResponse:
    """The family answers a proposal from the letter; opening the page, or pressing what is on it, changes nothing."""
    if not queries.is_open_proposal(tokens.hash_of(token)):
        return show(request, "entrance/proposal_ended.html")
    form, answer = HereForm(typed(request), token=token), request.POST.get("answer")
    if form.is_valid() and answer not in ("read", "yes", "no"):
        form.add_error(None, _("Choose one of the answers."))
    if not form.is_valid() or answer == "read":
        return show(request, "entrance/proposal.html", {"form": form, "is_read": form.is_valid()})
    if said_yes(request):
        actions.accept_proposal(request.actor, token, language=get_language() or "nl")
        return redirect(f"{reverse('asked')}?by=mail")
    actions.decline_proposal(request.actor, token)
    return redirect("declined")


@public_page("GET")
def declined(request: PageRequest) -> HttpResponse:
    """A no is fine, and nothing is kept."""
    return show(request, "entrance/declined.html")
