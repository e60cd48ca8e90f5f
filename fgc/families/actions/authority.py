"""Somebody does not decide for the children any more: died, or has no authority now. Source: hard case 18."""

from datetime import date

from django.utils import timezone

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.families import rules
from fgc.families.actions._shared import locked, no_longer_decides, say_who_decides
from fgc.families.models import Commission
from fgc.outbox import queue


@action
def end_authority(actor: Actor, commission: Commission, *, because: str, ended_on: date, witness: str) -> Commission:
    """The coordinator writes down that a parent or guardian does not decide any more: since when, and who says so.

    The say of this person ends at once. Who has no authority still sees the family, as a parent without a yes; of who
    died everything ends. What that means for what was released is the plan's part (`fgc.plans.actions`).

    Args:
        because: died, or no_authority.
        ended_on: since which day; today or earlier.
        witness: where it stands, or who told: "beschikking van 3 mei", "de burgerlijke stand".

    Raises:
        NotAllowed: only the coordinator.
        RuleBroken: the family ended, it is about a young person, the day lies ahead, or a field is missing.
    """
    actor.must(Can.RECORD_AUTHORITY, commission)
    with acting(actor, for_all_of=commission.family_id):
        family = locked(commission.family_id)
        rules.must_be_open(family.stage)
        commission = Commission.objects.select_for_update(of=("self",)).select_related("giver").get(pk=commission.pk)
        rules.must_have_had_authority(commission.giver_as)
        why = rules.end_of_authority(because)
        rules.must_be_past(ended_on, timezone.localdate(), field="ended_on")
        commission.answer, commission.ended_on, commission.answered_at = why, ended_on, timezone.now()
        commission.witness = texts.plain(witness, field="witness", most=120)
        commission.how, commission.on_behalf_by = "", actor.user
        commission.save()
        commission.children.all().delete()
        _lose_the_say(actor, commission, why)
        say_who_decides(actor, family)
        audit.record(actor, audit.Act.END, commission, ground=Can.RECORD_AUTHORITY.value)
    return commission


def _lose_the_say(actor: Actor, commission: Commission, why: rules.Yes) -> None:
    if why is not rules.Yes.DIED:
        no_longer_decides(actor, commission)
        return
    grants.end(commission.family_id, roles=tuple(Role), user_id=commission.giver_id)
    queue.cancel(commission.family_id, reason="left", user=commission.giver)
