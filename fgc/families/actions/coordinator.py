"""The search for an independent coordinator: wishes, offers, the declaration, the family's choice."""

import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import action, is_near
from fgc.accounts.models import User, Work
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules
from fgc.families.actions._shared import deciders, locked
from fgc.families.models import CoordinatorOffer, Family
from fgc.outbox import queue


@action
def state_wishes(actor: Actor, family: Family, *, language: str = "", gender: str = "", culture: str = "") -> Family:
    """The family says what it wishes of a coordinator; everything may stay empty.

    Raises:
        RuleBroken: the family ended, or a text is too long.
    """
    actor.must(Can.STATE_WISHES, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    family.wish_language = texts.plain(language, field="language", most=texts.SHORT, required=False)
    family.wish_gender = texts.plain(gender, field="gender", most=texts.SHORT, required=False)
    family.wish_culture = texts.plain(culture, field="culture", required=False)
    family.save(update_fields=["wish_language", "wish_gender", "wish_culture"])
    audit.record(actor, audit.Act.CHANGE, family, ground=Can.STATE_WISHES.value)
    return family


@action
def offer_coordinator(actor: Actor, family_id: uuid.UUID, *, coordinator_id: uuid.UUID) -> CoordinatorOffer:
    """The manager asks a coordinator for a family whose name the manager does not know.

    Returns:
        The offer; the open one when this coordinator was asked before.

    Raises:
        NotAllowed: this family is not looking for a coordinator of this organisation.
        RuleBroken: this is no coordinator of ours, was asked before, or enough are asked already.
    """
    actor.must(Can.MATCH)
    family = _looking(actor, family_id)
    coordinator = User.objects.filter(
        pk=coordinator_id, work=Work.COORDINATOR, is_active=True, organisation=family.organisation
    ).first()
    if coordinator is None:
        raise RuleBroken(_("Choose a coordinator from the list."), code="not_found", field="coordinator_id")
    before = CoordinatorOffer.objects.filter(family=family, coordinator=coordinator).first()
    rules.may_be_offered(before.state if before else None, open_offers=_open_offers(family))
    if before:
        return before
    offer = CoordinatorOffer.objects.create(family=family, coordinator=coordinator, offered_by=actor.user)
    audit.record(actor, audit.Act.CREATE, offer, ground=Can.MATCH.value)
    queue.to_user(coordinator, queue.Kind.ASK_INDEPENDENCE, offer)
    return offer


def _looking(actor: Actor, family_id: uuid.UUID) -> Family:
    assert actor.user is not None, "only an account matches"
    family = (
        Family.objects.select_for_update(of=("self",))
        .looking_for_a_coordinator()
        .filter(pk=family_id, organisation=actor.user.organisation_id)
        .first()
    )
    if family is None:
        raise NotAllowed("not looking for a coordinator of this organisation")
    return family


def _open_offers(family: Family) -> int:
    return CoordinatorOffer.objects.filter(family=family, state__in=rules.OPEN_OFFERS).count()


@action
def declare_independence(actor: Actor, offer: CoordinatorOffer, *, agrees: bool = True) -> CoordinatorOffer:
    """The coordinator declares to be independent for this family; now the family may choose.

    Args:
        agrees: every sentence of the declaration is true of this coordinator.

    Raises:
        RuleBroken: not every sentence is true, the coordinator is of the circle, or is not asked any more.
    """
    actor.must(Can.DECLARE_INDEPENDENCE, offer)
    family, offer = _held(offer)
    if offer.state == rules.OfferState.DECLARED:
        return offer
    rules.must_be_in(offer.state, rules.OfferState.OFFERED)
    if not agrees:
        raise RuleBroken(_("You can only do this when every sentence is true."), code="required", field="agrees")
    if _knows_them(offer):
        raise RuleBroken(_("You belong to this family's circle. Somebody else is needed."), code="not_independent")
    offer.state, offer.declared_at = rules.OfferState.DECLARED, timezone.now()
    offer.declaration_version = rules.DECLARATION_TEXT
    offer.save(update_fields=["state", "declared_at", "declaration_version"])
    audit.record(actor, audit.Act.ANSWER, offer, ground="declared")
    for user in deciders(family.pk):
        queue.to_user(user, queue.Kind.OFFER_COORDINATOR, offer)
    return offer


@action
def decline_offer(actor: Actor, offer: CoordinatorOffer) -> CoordinatorOffer:
    """The coordinator can't or won't; no reason is asked.

    Raises:
        RuleBroken: the family has chosen already.
    """
    actor.must(Can.DECLARE_INDEPENDENCE, offer)
    _family, offer = _held(offer)
    if offer.state == rules.OfferState.DECLINED:
        return offer
    rules.must_be_in(offer.state, rules.OfferState.OFFERED, rules.OfferState.DECLARED)
    _answer(actor, offer, rules.OfferState.DECLINED)
    _tell_manager(offer)
    return offer


@action
def accept_coordinator(actor: Actor, offer: CoordinatorOffer) -> CoordinatorOffer:
    """The family chooses this coordinator, who from now on sees what is needed; other offers end.

    Raises:
        RuleBroken: the coordinator did not declare independence or belongs to the circle by now, or there is one
            already.
    """
    actor.must(Can.CHOOSE_COORDINATOR, offer)
    family, offer = _held(offer)
    if offer.state == rules.OfferState.ACCEPTED:
        return offer
    rules.must_be_commissioned(family.stage)
    rules.must_be_in(offer.state, rules.OfferState.DECLARED)
    if _knows_them(offer):
        # Let in, or put on the map, since the declaration: it is no longer true.
        raise RuleBroken(_("The coordinator does not belong to the circle."), code="not_independent")
    others = CoordinatorOffer.objects.filter(family=family, state__in=rules.OPEN_OFFERS).exclude(pk=offer.pk)
    for other in others:
        rules.must_have_no_other(other.state)
        _answer(actor, other, rules.OfferState.REFUSED)
    _answer(actor, offer, rules.OfferState.ACCEPTED)
    # Before the meeting nobody knows when the work ends; after it the term counts from this yes. Source: 2.8.
    is_after = family.stage == rules.Stage.FOLLOWING
    until = timezone.now() + timedelta(weeks=family.works_by.coordinator_weeks) if is_after else None
    grants.give(offer.coordinator, Role.COORDINATOR, family, by=actor.user, until=until)
    if family.stage == rules.Stage.COMMISSIONED:
        family.stage = rules.Stage.PREPARING
        family.save(update_fields=["stage"])
    queue.to_user(offer.coordinator, queue.Kind.COORDINATOR_ANSWERED, offer, occurrence="accepted")
    _tell_manager(offer)
    return offer


@action
def refuse_coordinator(actor: Actor, offer: CoordinatorOffer) -> CoordinatorOffer:
    """The family rather has somebody else; no reason is asked.

    Raises:
        RuleBroken: this coordinator was chosen already, or is not offered any more.
    """
    actor.must(Can.CHOOSE_COORDINATOR, offer)
    _family, offer = _held(offer)
    if offer.state == rules.OfferState.REFUSED:
        return offer
    rules.must_be_in(offer.state, rules.OfferState.OFFERED, rules.OfferState.DECLARED)
    _answer(actor, offer, rules.OfferState.REFUSED)
    _tell_manager(offer)
    return offer


@action
def replace_coordinator(actor: Actor, family: Family) -> Family:
    """The family ends the work of its coordinator, who sees nothing from now on; the search begins again.

    Raises:
        RuleBroken: the family ended, or has no coordinator.
    """
    actor.must(Can.CHOOSE_COORDINATOR, family)
    return _end_work(actor, family)[0]


@action
def hand_back(actor: Actor, family: Family) -> Family:
    """The coordinator stops, and sees nothing from now on: ill, or too near after all. The family chooses another one.

    Raises:
        NotAllowed: the actor does not coordinate here, or waits outside.
        RuleBroken: the family ended.
    """
    actor.must(Can.HAND_OVER, family)
    family, offer = _end_work(actor, family)
    audit.record(actor, audit.Act.END, family, ground=Can.HAND_OVER.value)
    if offer:
        for user in deciders(family.pk):
            queue.to_user(user, queue.Kind.COORDINATOR_ANSWERED, offer, occurrence=Can.HAND_OVER.value)
    return family


def _end_work(actor: Actor, family: Family) -> tuple[Family, CoordinatorOffer | None]:
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    offer = CoordinatorOffer.objects.filter(family=family, state=rules.OfferState.ACCEPTED).first()
    if not grants.end(family.pk, roles=[Role.COORDINATOR]) and offer is None:
        raise RuleBroken(_("You have no coordinator now."), code="wrong_moment")
    if family.stage == rules.Stage.PREPARING:
        family.stage = rules.Stage.COMMISSIONED
        family.save(update_fields=["stage"])
    if offer:
        _answer(actor, offer, rules.OfferState.ENDED)
        _tell_manager(offer)
    return family, offer


@action
def prolong_coordinator(actor: Actor, family: Family) -> Family:
    """The family lets its coordinator look in for another term from today; without it the work ends by itself.

    Raises:
        RuleBroken: the family ended, or no coordinator is at work.
    """
    actor.must(Can.CHOOSE_COORDINATOR, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    until = timezone.now() + timedelta(weeks=family.works_by.coordinator_weeks)
    if not grants.end_at(family.pk, roles=[Role.COORDINATOR], moment=until):
        raise RuleBroken(_("You have no coordinator now."), code="wrong_moment")
    audit.record(actor, audit.Act.LET_IN, family, ground=Can.CHOOSE_COORDINATOR.value)
    return family


def _held(offer: CoordinatorOffer) -> tuple[Family, CoordinatorOffer]:
    family = locked(offer.family_id)
    rules.must_be_open(family.stage)
    held = CoordinatorOffer.objects.select_for_update(of=("self",)).select_related("coordinator", "offered_by")
    return family, held.get(pk=offer.pk)


def _knows_them(offer: CoordinatorOffer) -> bool:
    here = grants.standing(offer.coordinator_id, offer.family_id).roles
    return bool(here) or is_near(offer.family_id, offer.coordinator_id)


def _answer(actor: Actor, offer: CoordinatorOffer, state: rules.OfferState) -> None:
    offer.state, offer.answered_at = state, timezone.now()
    offer.save(update_fields=["state", "answered_at"])
    queue.cancel(offer.family_id, reason="answered", subject_id=offer.pk)
    audit.record(actor, audit.Act.ANSWER, offer, ground=state.value)


def _tell_manager(offer: CoordinatorOffer) -> None:
    if offer.offered_by:
        queue.to_user(offer.offered_by, queue.Kind.COORDINATOR_ANSWERED, offer, occurrence=offer.state)
