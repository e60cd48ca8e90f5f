"""Asking people to come, each by the way that he or she chose, and writing down what they answer."""

import uuid
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences import rules
from fgc.conferences.ground import locked, open_family, people
from fgc.conferences.models import Conference, Invitation
from fgc.conferences.queries.invitations import invitations_of, waiting_to_be_sent
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks.queries import channel_for
from fgc.networks.rules import Standing
from fgc.outbox import queue
from fgc.outbox.models import Message
from fgc.outbox.queue import Kind


@action
def invite(actor: Actor, conference: Conference, *, person_ids: Iterable[uuid.UUID]) -> list[Invitation]:
    """Puts people on the list of whom to ask; nothing goes out yet. Who stands on it already stays as he or she is.

    Returns:
        The invitations of these people.

    Raises:
        NotAllowed: only the family and its coordinator invite.
        RuleBroken: somebody is not in this circle, the family is not agreed, or the meeting is over.
    """
    actor.must(Can.INVITE, conference)
    open_family(conference.family_id)
    conference = locked(conference)
    if rules.Moment(conference.moment) not in rules.BEFORE:
        raise RuleBroken(_("The meeting has begun. Nobody is invited any more."), code="wrong_moment")
    invitations = []
    for person in people(conference.family_id, person_ids):
        invitation, is_new = Invitation.objects.get_or_create(
            family_id=conference.family_id, conference=conference, person=person
        )
        if is_new:
            audit.record(actor, audit.Act.CREATE, invitation)
        invitations.append(invitation)
    return invitations


@action
def send_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """The invitation goes out, or comes on the coordinator's list as a letter to print or somebody to call.

    Raises:
        NotAllowed: only the family and its coordinator invite.
        RuleBroken: there is no date yet, or the person does not take part any more.
    """
    actor.must(Can.INVITE, invitation)
    open_family(invitation.family_id)
    conference = _dated(invitation)
    invitation = _locked(invitation)
    channel = channel_for(invitation.person)
    queue.to_person(
        invitation.person_id,
        Kind.INVITATION,
        invitation,
        channel=channel,
        occurrence=rules.occasion(conference.starts_at),
        not_after=conference.starts_at,
    )
    if channel in queue.BY_ITSELF and invitation.sent == rules.Sent.DRAFT:
        _went_out(invitation, rules.Sent.SENT)
    audit.record(actor, audit.Act.SEND, invitation)
    return invitation


@action
def send_waiting(actor: Actor, conference: Conference) -> list[Invitation]:
    """Every invitation that goes by mail or text message, and has not gone out yet, goes out.

    Returns:
        Those that went now.

    Raises:
        NotAllowed: only the family and its coordinator invite.
        RuleBroken: the family is not agreed, or there is no date yet.
    """
    actor.must(Can.INVITE, conference)
    open_family(conference.family_id)
    _must_have_a_date(locked(conference))
    return [send_invitation(actor, one) for one in waiting_to_be_sent(invitations_of(conference))]


@action
def printed(actor: Actor, invitation: Invitation) -> Invitation:
    """The letter was printed and is on its way.

    Raises:
        NotAllowed: only the family and its coordinator invite.
        RuleBroken: there is no date yet, or the person does not take part any more.
    """
    actor.must(Can.INVITE, invitation)
    return _by_hand(actor, invitation, rules.Sent.PRINTED)


@action
def done_by_hand(actor: Actor, message: Message) -> Message:
    """The coordinator printed the letter or made the call, or reached somebody whom a message did not reach.

    An invitation that reached somebody so stands as such on the list of invitations.

    Raises:
        NotAllowed: only the coordinator of the family that the message is of.
        RuleBroken: the invitation's person does not take part any more, or its meeting is over.
    """
    actor.must(Can.SEND_LINK, message)
    done = queue.done_by_hand(actor, message)
    if message.kind == Kind.INVITATION:
        for invitation in Invitation.objects.filter(pk=message.subject_id, family=message.family):
            by_paper = message.channel == queue.Channel.PAPER
            _by_hand(actor, invitation, rules.Sent.PRINTED if by_paper else rules.Sent.TOLD)
    return done


@action
def mark_told(actor: Actor, invitation: Invitation) -> Invitation:
    """Somebody was asked in person or by telephone; that is an invitation like any other.

    Raises:
        NotAllowed: only the family and its coordinator invite.
        RuleBroken: there is no date yet, or the person does not take part any more.
    """
    actor.must(Can.INVITE, invitation)
    return _by_hand(actor, invitation, rules.Sent.TOLD)


def _by_hand(actor: Actor, invitation: Invitation, sent: rules.Sent) -> Invitation:
    open_family(invitation.family_id)
    _dated(invitation)
    invitation = _locked(invitation)
    _reached(invitation, sent)
    audit.record(actor, audit.Act.SEND, invitation, ground=sent.value)
    return invitation


def _reached(invitation: Invitation, sent: rules.Sent) -> None:
    """By hand; who heard of the invitation heard of the day as well, so nobody has to call again for that."""
    _went_out(invitation, sent)
    queue.cancel(invitation.family_id, reason="done_by_hand", subject_id=invitation.pk)
    queue.cancel(
        invitation.family_id,
        reason="done_by_hand",
        subject_id=invitation.conference_id,
        person_id=invitation.person_id,
    )


def _went_out(invitation: Invitation, sent: rules.Sent) -> None:
    invitation.sent, invitation.sent_at = sent, timezone.now()
    invitation.save(update_fields=["sent", "sent_at"])


def _dated(invitation: Invitation) -> Conference:
    return _must_have_a_date(locked(invitation.conference))


def _must_have_a_date(conference: Conference) -> Conference:
    if conference.moment == rules.Moment.PLANNING:
        raise RuleBroken(_("First there must be a date."), code="no_date")
    return conference


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("person")
    invitation = rows.get(pk=invitation.pk)
    if invitation.person.standing != Standing.MAPPED:
        raise RuleBroken(_("This person does not take part."), code="not_here")
    return invitation


@action
def answer_invitation(actor: Actor, invitation: Invitation, *, coming: str, message: str = "") -> Invitation:
    """Somebody says whether he or she comes, joins by video, sends a message, or does not; it can change until the day.

    Args:
        message: what is to be read out at the meeting; kept also when somebody comes. Who writes an answer down for
            somebody sees no message, and leaves the one that is there when this is empty.

    Raises:
        NotAllowed: it is not this person's own answer, or the invitation has not gone out.
        RuleBroken: the answer is not one of the four, a message is missing, or the day has begun.
    """
    actor.must(Can.ANSWER_INVITATION, invitation)
    open_family(invitation.family_id, about_children=False)
    conference = _dated(invitation)
    invitation = _locked(invitation)
    writer = actor.stands_in_for(invitation)
    if invitation.sent not in rules.REACHED and not actor.may(Can.INVITE, invitation):
        raise NotAllowed
    if rules.Moment(conference.moment) not in rules.BEFORE:
        raise RuleBroken(_("The meeting has begun. Call the coordinator."), code="wrong_moment")
    invitation.coming = _answer(coming)
    if message.strip() or not (writer and invitation.message):
        must_write = coming == rules.Coming.MESSAGE
        invitation.message = texts.plain(message, field="message", most=2000, required=must_write)
    invitation.answered_at, invitation.on_behalf_by = timezone.now(), writer
    if invitation.sent not in rules.REACHED:
        _reached(invitation, rules.Sent.TOLD)  # an answer means that somebody asked
    invitation.save(update_fields=["coming", "message", "answered_at", "on_behalf_by"])
    audit.record(actor, audit.Act.ANSWER, invitation, on_behalf_of=invitation.person_id if writer else None)
    return invitation


def _answer(coming: str) -> rules.Coming:
    if coming not in rules.Coming.values or coming == rules.Coming.NOT_ANSWERED:
        raise RuleBroken(_("Choose one of the answers."), code="required", field="coming")
    return rules.Coming(coming)
