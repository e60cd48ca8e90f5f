"""A professional asks whether a family wants this; of the answer the professional hears only yes or no."""

from datetime import date

from django.utils import timezone

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting, action
from fgc.accounts.models import Organisation, User
from fgc.accounts.opening import forget_unneeded
from fgc.errors import NotAllowed
from fgc.families import contact, rules, tokens
from fgc.families.actions.request import begin
from fgc.families.models import Commission, Family, Proposal
from fgc.outbox import queue


@action
def propose(
    actor: Actor, *, call_name: str, consent_on: date, consent_how: str, email: str = "", phone: str = ""
) -> Proposal:
    """A professional gives us a way to reach a family that said yes to being reached; nothing else is kept.

    Args:
        call_name: how we speak to the person whom we reach.
        consent_on: the day on which the family said yes to being reached.
        consent_how: how it said so, in a few words.

    Returns:
        The proposal; the open one when the same professional asked for the same address before.

    Raises:
        RuleBroken: a field is missing or wrong, or the yes lies ahead.
    """
    actor.must(Can.PROPOSE)
    assert actor.user is not None, "only an account proposes"
    called = texts.plain(call_name, field="call_name", most=texts.SHORT)
    address, number = contact.email_of(email), contact.phone_of(phone)
    contact.must_reach(email=address, phone=number)
    rules.must_be_past(consent_on, timezone.localdate(), field="consent_on")
    said_how = texts.plain(consent_how, field="consent_how")
    asker = User.objects.select_for_update(of=("self",)).get(pk=actor.user.pk)
    before = Proposal.objects.filter(
        proposer=asker, email=address, phone=number or "", state=rules.ProposalState.ASKED
    ).first()
    proposal = before or Proposal.objects.create(
        proposer=asker,
        call_name=called,
        email=address,
        phone=str(number or ""),
        consent_on=consent_on,
        consent_how=said_how,
    )
    if proposal.email:
        queue.to_proposal(proposal)
    return proposal


@action
def accept_proposal(
    actor: Actor,
    token: str,
    *,
    name: str = "",
    email: str = "",
    phone: str = "",
    region: str = "",
    language: str = "nl",
) -> Family:
    """The family wants it: its request begins, and the professional sees only "accepted".

    Args:
        token: from the letter.
        name: how the family wants to be called; as the professional wrote it when left out.

    Raises:
        NotAllowed: there is no such open proposal.
        RuleBroken: a way to reach the family is wrong.
    """
    actor.must(Can.ANSWER_PROPOSAL)
    proposal = _open(actor, token)
    family = begin(
        actor,
        asked_by=rules.AskedBy.PROFESSIONAL,
        name=name or proposal.call_name,
        email=email or proposal.email,
        phone=phone or str(proposal.phone),
        region=region,
        language=language,
    )
    _answer(actor, proposal, rules.ProposalState.ACCEPTED)
    return family


@action
def decline_proposal(actor: Actor, token: str) -> Proposal:
    """The family does not want it: every way to reach it is erased at once, and the professional sees only "declined".

    Raises:
        NotAllowed: there is no such open proposal.
    """
    actor.must(Can.ANSWER_PROPOSAL)
    return _answer(actor, _open(actor, token), rules.ProposalState.DECLINED)


@action
def note_address(actor: Actor, waiting: Family | Proposal, *, email: str) -> User | Proposal:
    """The manager called somebody who left only a telephone number, and writes down the address that was given.

    Args:
        waiting: a request without an address, or a proposal without one.

    Returns:
        Who is written to now.

    Raises:
        NotAllowed: this one waits for no call.
        RuleBroken: the address is wrong.
    """
    actor.must(Can.MATCH)
    address = contact.email_of(email)
    contact.must_reach(email=address, phone=None)
    if isinstance(waiting, Proposal):
        return _note_on_proposal(waiting, address)
    assert actor.user is not None, "only an account matches"
    return _note_on_request(waiting, address, actor.user.organisation)


def _note_on_proposal(waiting: Proposal, address: str) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update().filter(pk=waiting.pk, state=rules.ProposalState.ASKED, email="").first()
    )
    if proposal is None:
        raise NotAllowed("this proposal waits for no call")
    proposal.email = address
    proposal.save(update_fields=["email"])
    queue.to_proposal(proposal)
    return proposal


def _note_on_request(waiting: Family, address: str, organisation: Organisation | None) -> User:
    asked = Commission.objects.filter(
        family=waiting.pk, family__stage=rules.Stage.REQUESTED, family__organisation=organisation, giver__email=None
    )
    user = User.objects.select_for_update(of=("self",)).filter(pk__in=asked.values("giver_id")).first()
    if user is None:
        raise NotAllowed("this request waits for no call")
    known = User.objects.with_email(address)
    queue.to_user(known or user, queue.Kind.LET_IN, waiting)
    if known is None:
        user.email = address
        user.save(update_fields=["email"])
        return user
    # The manager does not learn that this address is known: the request is that of its account from now on. The last
    # of the three ends what the manager has to do here.
    grants.hand_over(waiting.pk, user, known)
    asked.filter(giver=user).update(giver=known)
    forget_unneeded([user.pk])
    return known


def _open(actor: Actor, token: str) -> Proposal:
    alive_since, shown = timezone.now() - rules.PROPOSAL_LIVES, tokens.hash_of(token)
    open_now = Proposal.objects.filter(state=rules.ProposalState.ASKED, asked_at__gt=alive_since)
    with acting(actor, shown=shown):
        proposal = open_now.select_for_update(of=("self",)).filter(token_hash=shown).first()
    if proposal is None:
        raise NotAllowed("no such open proposal")
    return proposal


def _answer(actor: Actor, proposal: Proposal, state: rules.ProposalState) -> Proposal:
    proposal.state, proposal.answered_at = state, timezone.now()
    proposal.call_name = proposal.email = proposal.consent_how = ""
    proposal.phone, proposal.token_hash = "", None
    with acting(actor, shown=str(proposal.pk)):
        proposal.save()
    return proposal
