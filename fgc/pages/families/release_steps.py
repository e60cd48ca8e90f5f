"""What now, about what professionals read: a yes that is waited for, and a question for more."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.families.rules import Stage
from fgc.pages.families.step import Step
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.families.models import Family


def own_voice(actor: Actor, family: "Family") -> Step | None:
    """A release that waits for a yes of this person."""
    asked = plans.open_yeses(actor, family) if family.stage == Stage.FOLLOWING else []
    if not asked:
        return None
    return Step(
        _("May %(name)s read this?") % {"name": asked[0].release.recipient_name},
        _("Nobody reads it before you said yes."),
        _("Read it, and say yes or no"),
        reverse("released:agree", args=[family.pk, asked[0].release_id]),
    )


def asked_for_more(actor: Actor, family: "Family") -> Step | None:
    """A professional who asks for more than was released."""
    asked = plans.more_to_answer(actor, family) if family.stage == Stage.FOLLOWING else []
    if not asked:
        return None
    return Step(
        _("%(name)s asks for more") % {"name": asked[0].question.release.recipient_name},
        _("You need not answer. Without an answer it is a no."),
        _("Read the question"),
        reverse("released:more", args=[family.pk, asked[0].id]),
    )
