"""The choice of a coordinator: the manager's list, the coordinator's declaration, the family's choice."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint, FamilyEndpoint, found
from api.fields import Flag, Id, Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.errors import NotAllowed
from fgc.families import actions, queries, rules


class CoordinatorOut(Output):
    """A coordinator as a family sees one."""

    name = serializers.CharField()
    spoken_languages = serializers.CharField()
    about = serializers.CharField()


class FamilyOfferOut(Output):
    """A coordinator who declared to be independent for this family."""

    id = serializers.UUIDField()
    coordinator = CoordinatorOut()
    state = serializers.ChoiceField(choices=rules.OfferState.choices)
    declared_at = Moment(allow_null=True)


class CoordinatorOffers(FamilyEndpoint):
    """The coordinators whom the family can choose from."""

    rights = {"GET": Can.CHOOSE_COORDINATOR}
    gives = {"GET": page_of(FamilyOfferOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who declared to be independent for this family."""
        return self.listed(queries.offers_of(self.family))


class CoordinatorAcceptance(FamilyEndpoint):
    """The family's yes to a coordinator."""

    rights = {"POST": Can.CHOOSE_COORDINATOR}
    gives = {"POST": FamilyOfferOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Chooses this coordinator, who from now on sees what is needed."""
        offer = found(queries.offer_in(self.family, ids["offer_id"]))
        return self.answer(actions.accept_coordinator(self.actor, offer))


class CoordinatorRefusal(FamilyEndpoint):
    """The family's no to a coordinator."""

    rights = {"POST": Can.CHOOSE_COORDINATOR}
    gives = {"POST": FamilyOfferOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Rather has somebody else; no reason is asked."""
        offer = found(queries.offer_in(self.family, ids["offer_id"]))
        return self.answer(actions.refuse_coordinator(self.actor, offer))


class FamilyCoordinator(FamilyEndpoint):
    """The coordinator of the family."""

    rights = {"GET": Can.SEE_FAMILY, "DELETE": Can.CHOOSE_COORDINATOR}
    gives = {"GET": CoordinatorOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who coordinates for this family now."""
        return self.answer(found(queries.coordinator_of(self.family)))

    def delete(self, request: Request, **ids: Any) -> Response:
        """Ends the work of the coordinator, who sees nothing from now on."""
        actions.replace_coordinator(self.actor, self.family)
        return self.done()


class CoordinatorTerm(FamilyEndpoint):
    """How long the coordinator may look in."""

    rights = {"POST": Can.CHOOSE_COORDINATOR}

    def post(self, request: Request, **ids: Any) -> Response:
        """Lets the coordinator look in for another term from today; without it the work ends by itself."""
        actions.prolong_coordinator(self.actor, self.family)
        return self.done()


class ManagerOfferOut(Output):
    """A coordinator who was asked, as the manager sees it."""

    id = serializers.UUIDField()
    coordinator_id = serializers.UUIDField()
    coordinator = serializers.CharField(source="coordinator.name")
    state = serializers.ChoiceField(choices=rules.OfferState.choices)


class MatchOut(Output):
    """A family that looks for a coordinator: wishes and a region, and no name."""

    family_id = serializers.UUIDField()
    since = Moment()
    region = serializers.CharField()
    language = serializers.CharField()
    wish_language = serializers.CharField()
    wish_gender = serializers.CharField()
    wish_culture = serializers.CharField()
    is_full = serializers.BooleanField()
    offers = ManagerOfferOut(many=True)


class CandidateOut(CoordinatorOut):
    """A coordinator who can be asked."""

    id = serializers.UUIDField()


class Matching(Endpoint):
    """The families that look for a coordinator."""

    area = "desk"
    rights = {"GET": Can.SEE_MATCHING}
    gives = {"GET": page_of(MatchOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """The families of your organisation that look for a coordinator, longest waiting first."""
        return self.listed(queries.families_to_match(self.actor))


class Candidates(Endpoint):
    """The coordinators who can be asked for one family."""

    area = "desk"
    rights = {"GET": Can.SEE_MATCHING}
    gives = {"GET": page_of(CandidateOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """The coordinators of your organisation who were not asked for this family yet."""
        match = found(queries.match_for(self.actor, ids["family_id"]))
        return self.listed(queries.candidates(self.actor, match))


class OfferIn(Input):
    """Which coordinator is asked."""

    coordinator_id = Id()


class MatchingOffers(Endpoint):
    """Asking a coordinator for one family."""

    area = "desk"
    rights = {"POST": Can.MATCH}
    takes = {"POST": OfferIn}
    gives = {"POST": ManagerOfferOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """Asks a coordinator for a family whose name you do not know."""
        return self.answer(actions.offer_coordinator(self.actor, ids["family_id"], **self.said()))


class OwnOfferOut(Output):
    """What a coordinator is asked, with what may be known beforehand."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=rules.OfferState.choices)
    region = serializers.CharField(source="family.region")
    language = serializers.CharField(source="family.language")
    created_at = Moment()
    declared_at = Moment(allow_null=True)


class Offers(Endpoint):
    """What you, a coordinator, are asked now."""

    area = "desk"
    rights = {"GET": Can.SEE_DESK}
    gives = {"GET": page_of(OwnOfferOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """The families for which you are asked."""
        return self.listed(queries.offers_to(self.actor))


class DeclarationIn(Input):
    """The declaration of independence."""

    agrees = Flag()


class Declaration(Endpoint):
    """Your declaration for one family."""

    area = "desk"
    rights = {"POST": Can.SEE_DESK, "DELETE": Can.SEE_DESK}
    takes = {"POST": DeclarationIn}
    gives = {"POST": OwnOfferOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Declares that you are independent for this family: every sentence of the declaration is true."""
        offer = found(queries.offer_for(self.actor, ids["offer_id"]))
        return self.answer(actions.declare_independence(self.actor, offer, **self.said()))

    def delete(self, request: Request, **ids: Any) -> Response:
        """You can't or won't; no reason is asked."""
        actions.decline_offer(self.actor, found(queries.offer_for(self.actor, ids["offer_id"])))
        return self.done()


class CallBackOut(Output):
    """Somebody who left only a telephone number."""

    id = serializers.UUIDField()
    is_proposal = serializers.BooleanField()
    name = serializers.CharField()
    phone = serializers.CharField()
    since = Moment()


class CallBacks(Endpoint):
    """Who waits for a call."""

    area = "desk"
    rights = {"GET": Can.SEE_MATCHING}
    gives = {"GET": page_of(CallBackOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who waits for a call, because there is no address to write to."""
        return self.listed(queries.call_backs(self.actor))


class AddressIn(Input):
    """The address that was given by telephone."""

    email = Text()


class CallBackAddress(Endpoint):
    """The address of somebody who was called."""

    area = "desk"
    rights = {"PUT": Can.MATCH}
    takes = {"PUT": AddressIn}

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down the address that was given by telephone."""
        waiting = queries.waiting_for_a_call(self.actor, ids["call_id"])
        if waiting is None:
            raise NotAllowed
        actions.note_address(self.actor, waiting, **self.said())
        return self.done()
