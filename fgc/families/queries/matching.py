"""Reads around the choice of a coordinator. A manager sees wishes and a region, and no name of a family."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import NOBODY, acting
from fgc.accounts.models import User, Work
from fgc.families import rules
from fgc.families.models import Commission, CoordinatorOffer, Family, Proposal


@dataclass(frozen=True)
class Match:
    """A family that looks for a coordinator, as a manager sees it."""

    family_id: uuid.UUID
    since: datetime
    region: str
    language: str
    wish_language: str
    wish_gender: str
    wish_culture: str
    offers: tuple[CoordinatorOffer, ...]

    @property
    def is_full(self) -> bool:
        """As many are asked as a family chooses from."""
        return sum(offer.state in rules.OPEN_OFFERS for offer in self.offers) >= rules.OFFERS_AT_ONCE


def families_to_match(actor: Actor) -> list[Match]:
    """The families of the manager's organisation that look for a coordinator, longest waiting first (two queries).

    Raises:
        NotAllowed: this is no manager.
    """
    actor.must_see(Can.SEE_MATCHING)
    looking = Family.objects.looking_for_a_coordinator().filter(organisation=_organisation(actor))
    return _matches(looking.order_by("commissioned_at", "pk"))


def match_for(actor: Actor, family_id: uuid.UUID) -> Match | None:
    """One family that looks for a coordinator, for the manager who will ask somebody."""
    actor.must_see(Can.SEE_MATCHING)
    looking = Family.objects.looking_for_a_coordinator().filter(organisation=_organisation(actor), pk=family_id)
    return next(iter(_matches(looking)), None)


def _organisation(actor: Actor) -> uuid.UUID | None:
    return actor.user.organisation_id if actor.user else None


def _matches(families: Iterable[Family]) -> list[Match]:
    rows = list(families)
    offers: dict[uuid.UUID, list[CoordinatorOffer]] = {}
    found = CoordinatorOffer.objects.filter(family__in=[family.pk for family in rows]).select_related("coordinator")
    for offer in found.order_by("created_at", "pk"):
        offers.setdefault(offer.family_id, []).append(offer)
    return [
        Match(
            family_id=family.pk,
            since=family.commissioned_at or family.requested_at,
            region=family.region,
            language=family.language,
            wish_language=family.wish_language,
            wish_gender=family.wish_gender,
            wish_culture=family.wish_culture,
            offers=tuple(offers.get(family.pk, ())),
        )
        for family in rows
    ]


def candidates(actor: Actor, match: Match) -> list[User]:
    """The coordinators of the manager's organisation who were not asked for this family yet, by name."""
    actor.must_see(Can.SEE_MATCHING)
    asked = [offer.coordinator_id for offer in match.offers]
    ours = User.objects.filter(work=Work.COORDINATOR, is_active=True, organisation=_organisation(actor))
    return list(ours.exclude(pk__in=asked).order_by("name", "pk"))


@dataclass(frozen=True)
class CallBack:
    """Somebody who left only a telephone number."""

    id: uuid.UUID
    is_proposal: bool
    name: str
    phone: str
    since: datetime


def call_backs(actor: Actor) -> list[CallBack]:
    """Who waits for a call, because there is no address to write to, longest waiting first (two queries)."""
    actor.must_see(Can.SEE_MATCHING)
    asked = Commission.objects.filter(
        giver__email=None,
        answer=rules.Yes.ASKED,
        family__stage=rules.Stage.REQUESTED,
        family__organisation=_organisation(actor),
    ).select_related("giver")
    requests = [CallBack(row.family_id, False, row.giver.name, str(row.giver.phone), row.asked_at) for row in asked]
    unwritten = Proposal.objects.filter(state=rules.ProposalState.ASKED, email="")
    proposals = [CallBack(row.pk, True, row.call_name, str(row.phone), row.asked_at) for row in unwritten]
    return sorted([*requests, *proposals], key=lambda call: call.since)


def waiting_for_a_call(actor: Actor, call_id: uuid.UUID) -> Family | Proposal | None:
    """The request or the proposal of somebody on the list of calls; anything else is not found."""
    call = next((call for call in call_backs(actor) if call.id == call_id), None)
    if call is None:
        return None
    return Proposal.objects.get(pk=call.id) if call.is_proposal else Family.objects.get(pk=call.id)


def offers_to(actor: Actor) -> list[CoordinatorOffer]:
    """What this coordinator is asked now, with what may be known beforehand: region and language of the family."""
    actor.must_see(Can.SEE_DESK)
    rows = CoordinatorOffer.objects.filter(
        coordinator=actor.user,
        state__in=[rules.OfferState.OFFERED, rules.OfferState.DECLARED],
        family__stage__in=rules.OPEN_STAGES,
    )
    return list(rows.select_related("family").order_by("created_at", "pk"))


def offer_for(actor: Actor, offer_id: uuid.UUID) -> CoordinatorOffer | None:
    """One offer to this coordinator, whatever became of it while the family goes on; that of another is not found."""
    rows = CoordinatorOffer.objects.filter(pk=offer_id, coordinator=actor.user, family__ended_at=None)
    return rows.select_related("family").first()


def offers_of(family: Family) -> list[CoordinatorOffer]:
    """Who declared to be independent for this family, as the family sees them; who was only asked is not shown."""
    shown = [rules.OfferState.DECLARED, rules.OfferState.ACCEPTED]
    rows = CoordinatorOffer.objects.filter(family=family, state__in=shown).select_related("coordinator")
    return list(rows.order_by("declared_at", "pk"))


def offer_in(family: Family, offer_id: uuid.UUID) -> CoordinatorOffer | None:
    """One offer of this family; that of another family is not found."""
    return next((offer for offer in offers_of(family) if offer.pk == offer_id), None)


def coordinator_of(family: Family) -> User | None:
    """Who coordinates for this family now."""
    return next(iter(grants.holders(family.pk, Role.COORDINATOR)), None)


def is_looked_for(family: Family) -> bool:
    """Is somebody looked for who will coordinate for this family?"""
    return Family.objects.looking_for_a_coordinator().filter(pk=family.pk).exists()


def coordinator_until(family: Family) -> datetime | None:
    """Until when the coordinator of now may look in; none when no end is known yet."""
    rows = [row for row in grants.in_family(family.pk) if row.permission.codename == Role.COORDINATOR.value]
    return rows[0].ends_at if rows else None


@dataclass(frozen=True)
class AskedProposal:
    """A proposal as its professional sees it: nothing but where it stands."""

    id: uuid.UUID
    asked_at: datetime
    state: str
    words: str


def proposals_of(actor: Actor) -> list[AskedProposal]:
    """What this professional proposed, newest first, with nothing of the families in it.

    Raises:
        NotAllowed: this is no professional.
    """
    actor.must_see(Can.SEE_OWN_PROPOSALS)
    assert isinstance(actor, UserActor), "only an account proposes"
    rows = Proposal.objects.filter(proposer=actor.account).only("asked_at", "state").order_by("-asked_at", "-pk")
    return [AskedProposal(row.pk, row.asked_at, row.state, str(rules.ProposalState(row.state).label)) for row in rows]


def is_open_proposal(token_hash: str) -> bool:
    """Does a letter with this token wait for an answer?"""
    since = timezone.now() - rules.PROPOSAL_LIVES
    open_now = Proposal.objects.filter(state=rules.ProposalState.ASKED, asked_at__gt=since)
    with acting(NOBODY, shown=token_hash):
        return open_now.filter(token_hash=token_hash).exists()
