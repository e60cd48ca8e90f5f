"""The messages of the family's own decisions, and the one way in which an account is written to."""

from dataclasses import replace

from django.urls import reverse

from fgc.access import grants
from fgc.access.roles import DECIDES, Role
from fgc.accounts.models import User
from fgc.families import rules, tokens
from fgc.families.models import Commission, CoordinatorOffer, Family, MainQuestion, Proposal
from fgc.families.queries.erasing import erased_on
from fgc.outbox import sms
from fgc.outbox.letters import Letter, Skip, letter, looks_up, neutral, once
from fgc.outbox.models import Channel, Kind, Message


def to_account(message: Message, path: str, *, even_when_ended: bool = False) -> Letter | Skip:
    """A neutral message to somebody who can log in.

    Args:
        path: the page where it is ready, an address below the site's own.
        even_when_ended: also when the family stopped or closed since.
    """
    user = message.to_user
    assert user is not None, "this kind of message goes to an account"
    if not user.is_active:
        return Skip("account_closed")
    if not even_when_ended and message.family_id and not _goes_on(message):
        return Skip("ended")
    to = _address(user, message)
    if not to:
        return Skip("no_address")
    # The address in a mail says nothing either: it is the message's own, and leads on after logging in.
    page = reverse("message", args=[message.pk])
    return replace(neutral(to=to, language=user.language, path=page, channel=message.channel), leads_to=path)


def _goes_on(message: Message) -> bool:
    """Whether its family has not ended; for the sender it was looked up with all the others."""
    if Message.family.is_cached(message):
        return bool(message.family and message.family.is_open)
    assert message.family_id, "about a family"
    return Family.objects.open().filter(pk=message.family_id).exists()


def _address(user: User, message: Message) -> str:
    """Where it goes: by text message to the number, whatever was added since, as it leads behind the entrance."""
    if message.channel == Channel.SMS:
        return str(user.phone) if user.phone and sms.can_reach(user.phone) else ""
    return user.email or ""


def has_role(message: Message, *roles: Role) -> bool:
    """Whether the account to which it goes holds one of these roles in its family today; any role when left out."""
    user_id, family_id = message.to_user_id, message.family_id
    assert user_id is not None, "this kind of message goes to an account"
    assert family_id is not None, "this kind of message is about a family"
    here = once(message, (grants.standing, user_id), lambda: grants.standing(user_id, family_id).roles)
    return bool(here & set(roles)) if roles else bool(here)


@looks_up
def roles_here(messages: list[Message]) -> None:
    """The roles of the accounts in the family, where these messages go to more than one (one query)."""
    accounts = {message.to_user_id for message in messages if message.to_user_id}
    first = messages[0]
    if first.family_id and len(accounts) > 1:
        held = grants.roles_by_account(accounts, first.family_id)
        for user_id in accounts:
            first.pile.remember((grants.standing, user_id), held.get(user_id, frozenset()))


@letter(Kind.LET_IN)
def let_in(message: Message) -> Letter | Skip:
    """To who may log in from now on."""
    return to_account(message, reverse("mine")) if has_role(message) else Skip("access_ended")


@letter(Kind.PROPOSAL)
def proposal(message: Message) -> Letter | Skip:
    """To a family that said yes to being reached; the token is made now and lives in this message alone."""
    assert message.to_proposal_id is not None, "this kind of message goes to a proposal"
    asked = (
        Proposal.objects.filter(pk=message.to_proposal_id, state=rules.ProposalState.ASKED).exclude(email="").first()
    )
    if asked is None:
        return Skip("answered")
    token = tokens.new()
    asked.token_hash = tokens.hash_of(token)
    asked.save(update_fields=["token_hash"])
    return neutral(to=asked.email, language="nl", path=reverse("proposal", args=[token]))


@letter(Kind.ASK_COMMISSION)
def ask_commission(message: Message) -> Letter | Skip:
    """To who decides along."""
    asked = Commission.objects.filter(pk=message.subject_id, answer=rules.Yes.ASKED).first()
    if asked is None:
        return Skip("answered")
    return to_account(message, reverse("families:commission", args=[asked.family_id]))


@letter(Kind.ASK_INDEPENDENCE)
def ask_independence(message: Message) -> Letter | Skip:
    """To the coordinator whom the manager asks."""
    offer = CoordinatorOffer.objects.filter(pk=message.subject_id, state=rules.OfferState.OFFERED).first()
    return to_account(message, reverse("families:offer", args=[offer.pk])) if offer else Skip("answered")


@letter(Kind.OFFER_COORDINATOR)
def offer_coordinator(message: Message) -> Letter | Skip:
    """To the family: somebody is willing to organise it."""
    offer = CoordinatorOffer.objects.filter(pk=message.subject_id, state=rules.OfferState.DECLARED).first()
    if offer is None or not has_role(message, *DECIDES):
        return Skip("answered")
    return to_account(message, reverse("families:coordinator", args=[offer.family_id]))


@letter(Kind.COORDINATOR_ANSWERED)
def coordinator_answered(message: Message) -> Letter | Skip:
    """To the manager, to the coordinator whom the family chose, and to the family whose coordinator stopped."""
    offer = CoordinatorOffer.objects.filter(pk=message.subject_id).first()
    if offer is None:
        return Skip("answered")
    if message.to_user_id == offer.coordinator_id:
        return to_account(message, reverse("mine"))
    if has_role(message, *DECIDES):
        return to_account(message, reverse("families:coordinator", args=[offer.family_id]))
    return to_account(message, reverse("families:matching"))


@letter(Kind.CONFIRM_QUESTION)
def confirm_question(message: Message) -> Letter | Skip:
    """To who may say: these are our words."""
    question = MainQuestion.objects.filter(pk=message.subject_id, state=rules.QuestionState.PROPOSED).first()
    if question is None or not has_role(message, *DECIDES):
        return Skip("answered")
    return to_account(message, reverse("families:question", args=[question.family_id]))


@letter(Kind.ERASING)
def erasing(message: Message) -> Letter | Skip:
    """To who decides, or took back the own yes: the family's own page says what happens, and when."""
    if not has_role(message, *DECIDES, Role.PARENT):
        return Skip("access_ended")
    return to_account(message, reverse("families:home", args=[message.family_id]), even_when_ended=True)


@letter(Kind.ERASE_COMING)
def erase_coming(message: Message) -> Letter | Skip:
    """To who decides: in a week the request goes by itself; not when somebody said yes, or looked at it."""
    assert message.family_id is not None, "about a family"
    family = Family.objects.select_related("organisation").filter(pk=message.family_id).first()
    if family is None or str(erased_on(family)) != message.occurrence:
        return Skip("kept")
    if not has_role(message, *DECIDES):
        return Skip("access_ended")
    return to_account(message, reverse("families:home", args=[message.family_id]))


@letter(Kind.BIRTHDAY)
def birthday(message: Message) -> Letter | Skip:
    """To who decides, and to the young person: the page says what is different from which day on."""
    if not has_role(message, *DECIDES):
        return Skip("access_ended")
    return to_account(message, reverse("families:ages", args=[message.family_id]))
