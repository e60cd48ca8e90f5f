"""The words for where a family, a yes, a wording, an offer and a proposal stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far a family is."""

    REQUESTED = "requested", _("asked for")
    COMMISSIONED = "commissioned", _("looking for a coordinator")
    PREPARING = "preparing", _("preparing")
    FOLLOWING = "following", _("the plan runs")
    PAUSED = "paused", _("a pause")
    CLOSED = "closed", _("finished")
    STOPPED = "stopped", _("stopped")


OPEN_STAGES = (Stage.REQUESTED, Stage.COMMISSIONED, Stage.PREPARING, Stage.FOLLOWING)


class Kind(TextChoices):
    """What a family stands for here."""

    CIRCLE = "circle", _("a circle of people")
    CHILDRENS_PLAN = "childrens_plan", _("a plan for the children of two circles")


class Ending(TextChoices):
    """The three ways in which it can end well."""

    PLAN_FROM_MEETING = "plan_from_meeting", _("a plan from a meeting")
    PLAN_WITHOUT_MEETING = "plan_without_meeting", _("a plan without a meeting")
    STOPPED = "stopped", _("stopped")


class StopReason(TextChoices):
    """Why a family stopped; never compulsory, and their own words stand beside it. Source: process 1.8."""

    NOT_SAID = "not_said", _("we would rather not say")
    PLAN_ALREADY_MADE = "plan_already_made", _("we have a plan already")
    SITUATION_CHANGED = "situation_changed", _("things are different now")
    NETWORK_TOO_SMALL = "network_too_small_or_fragile", _("we have too few people for it now")
    NO_AGREEMENT_TO_SHARE = "no_agreement_to_share", _("we do not want to share this")
    SAFETY = "safety", _("it is not safe now")
    MOVED = "moved", _("we moved")
    OTHER = "other", _("something else")


class AskedBy(TextChoices):
    """Where the first question came from."""

    SELF = "self", _("the family itself")
    PROFESSIONAL = "professional", _("a professional, with the family's yes")


class Giver(TextChoices):
    """As what somebody says yes to the commission."""

    PARENT = "parent", _("parent with authority")
    GUARDIAN = "guardian", _("guardian")
    YOUNG = "young", _("young person from 12 years")
    ADULT = "adult", _("adult whom it is about")


class Yes(TextChoices):
    """What somebody answered when asked for the commission."""

    ASKED = "asked", _("asked")
    YES = "yes", _("said yes")
    NO = "no", _("said no")
    WITHDRAWN = "withdrawn", _("withdrew")
    # Written down by the coordinator: no answer, and it stands in nobody's way.
    DIED = "died", _("died")
    NO_AUTHORITY = "no_authority", _("has no authority any more")


class Because(TextChoices):
    """Why somebody may come in: the answer of who was asked for a yes, or who chose or let in."""

    ASKED = "asked", _("was asked for a yes")
    YES = "yes", _("said yes")
    NO = "no", _("said no")
    WITHDRAWN = "withdrawn", _("took the own yes back")
    DIED = "died", _("died")
    NO_AUTHORITY = "no_authority", _("has no authority any more")
    CHOSEN = "chosen", _("chosen by the family")
    LET_IN = "let_in", _("let in by the family")


class How(TextChoices):
    """How an answer was given."""

    WRITTEN = "written", _("in writing, here")
    PAPER = "paper", _("on paper")
    SPOKEN = "spoken", _("spoken, and written down by a witness")


class Given(TextChoices):
    """What the answers together amount to."""

    NOT_YET = "not_yet", _("not yet")
    GIVEN = "given", _("given")
    DISPUTED = "disputed", _("one of you says no")


class QuestionState(TextChoices):
    """What the family said of a wording of its main question."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed by the family")
    REFUSED = "refused", _("not the words of the family")
    REPLACED = "replaced", _("replaced by a newer one")


class OfferState(TextChoices):
    """Where the search for a coordinator stands with one candidate."""

    OFFERED = "offered", _("asked")
    DECLARED = "declared", _("declared independence for this family")
    DECLINED = "declined", _("cannot do it")
    ACCEPTED = "accepted", _("accepted by the family")
    REFUSED = "refused", _("not chosen by the family")
    ENDED = "ended", _("over")


class ProposalState(TextChoices):
    """All that a professional learns of a proposal."""

    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


UNANSWERED_OFFERS = (OfferState.OFFERED, OfferState.DECLARED)
OPEN_OFFERS = (OfferState.OFFERED, OfferState.DECLARED, OfferState.ACCEPTED)
