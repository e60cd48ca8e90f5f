"""What the coordinator's desk asks of many families at once."""

import uuid
from collections import Counter
from collections.abc import Iterable

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.roles import Role
from fgc.families import rules
from fgc.families.models import Child, Family, MainQuestion


def coordinated_by(actor: Actor) -> list[Family]:
    """The open families of this coordinator, also those that have their private time now (one query)."""
    if not isinstance(actor, UserActor):
        return []
    mine = grants.families_as(actor.account.pk, Role.COORDINATOR)
    return list(Family.objects.open().filter(pk__in=mine).order_by("name", "pk"))


def question_states(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, rules.QuestionState]:
    """Per family whether its question is confirmed or waits for a yes; without either it is left out (one query)."""
    wanted = [rules.QuestionState.PROPOSED, rules.QuestionState.CONFIRMED]
    rows = MainQuestion.objects.filter(family_id__in=list(family_ids), state__in=wanted)
    # A confirmed wording counts, whatever was proposed after it.
    ordered = sorted(rows.values_list("family_id", "state"), key=lambda row: row[1] == rules.QuestionState.CONFIRMED)
    return {family_id: rules.QuestionState(state) for family_id, state in ordered}


def children_unasked(family_ids: Iterable[uuid.UUID]) -> Counter[uuid.UUID]:
    """Per family how many children were not asked yet for a question of their own (one query)."""
    rows = Child.objects.filter(family_id__in=list(family_ids), question_asked_on=None, did_not_want=False)
    return Counter(rows.order_by("pk").values_list("family_id", flat=True))
