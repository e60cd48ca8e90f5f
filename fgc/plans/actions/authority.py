"""Somebody decides for the children no longer: what that means for the plan. Source: hard case 18."""

from datetime import date

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting, action
from fgc.families.actions import end_authority
from fgc.families.models import Commission
from fgc.families.rules import Yes
from fgc.networks.models import Person
from fgc.plans.actions.leave import leave
from fgc.plans.actions.yeses import ask_parents_anew


@action
def record_end_of_authority(
    actor: Actor, commission: Commission, *, because: str, ended_on: date, witness: str
) -> Commission:
    """The coordinator writes down that a parent or guardian decides no longer; what was released is asked anew.

    Until who decides now said yes again, no professional reads what needed the yes of the parents. Of who died the
    tasks are free.

    Args, returns and raises: as `fgc.families.actions.end_authority`.
    """
    actor.must(Can.RECORD_AUTHORITY, commission)
    commission = end_authority(actor, commission, because=because, ended_on=ended_on, witness=witness)
    with acting(actor, for_all_of=commission.family_id):
        ask_parents_anew(commission.family_id)
    if commission.answer == Yes.DIED:
        for person in Person.objects.filter(family=commission.family_id, account=commission.giver):
            leave(actor, person)
    return commission
