"""What now, for who decides together with somebody of another circle on a plan for the children."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.families import queries
from fgc.families.rules import OfferState, Stage
from fgc.pages.families.step import Step
from fgc.plans import queries as plans
from fgc.plans.rules import PlanState

if TYPE_CHECKING:
    from fgc.families.models import Family


def joint_step(family: "Family") -> Step:
    """The one step that helps on, after the own yes; who of the others answered when is not told."""
    if family.is_disputed or family.stage == Stage.REQUESTED:
        return Step(_("You have to do nothing now"), _("Not everybody said yes."))
    if family.stage == Stage.COMMISSIONED:
        return _choice(family)
    return _plan(family)


def _choice(family: "Family") -> Step:
    if not any(offer.state == OfferState.DECLARED for offer in queries.offers_of(family)):
        return Step(_("You have to do nothing now"), _("You get a message when something is asked of you."))
    return Step(
        _("Choose a coordinator"),
        _("Somebody is willing, and independent. You may also say no."),
        _("See who it is"),
        reverse("families:coordinator", args=[family.pk]),
    )


def _plan(family: "Family") -> Step:
    plan, address = plans.plan_of(family), reverse("plan:plan", args=[family.pk])
    if plan is None:
        return Step(_("You have to do nothing now"), _("You get a message when something is asked of you."))
    if plan.state == PlanState.DRAFT:
        text = _("It counts when everybody who decides said yes to the same words.")
        return Step(_("Do you say yes to the plan for the children?"), text, _("Read the plan"), address)
    text = _("A line changes when everybody who decides says yes.")
    return Step(_("The plan for the children runs"), text, _("Read the plan"), address)
