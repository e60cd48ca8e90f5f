"""A plan for the children of two circles: the yes of each who decides, and what the clock carries to both circles."""

import hashlib
import json
import uuid
from typing import Any

from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Actor, SystemActor
from fgc.access.can import Can
from fgc.access.roles import DECIDES
from fgc.access.walls import acting, action, childrens_plans
from fgc.audit import record as audit
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.plans import queries
from fgc.plans.models import Agreement, ChildrensPlanCopy, Plan, PlanYes, Wording


def all_say_yes(actor: Actor, plan: Plan) -> bool:
    """Writes down the yes of who acts to the words as they stand now; true when nobody's yes to these is missing."""
    words = _mark_of(plan)
    PlanYes.objects.update_or_create(
        family_id=plan.family_id, plan=plan, giver=actor.user, defaults={"words_hash": words}
    )
    audit.record(actor, audit.Act.ANSWER, plan, ground=Can.APPROVE_PLAN.value)
    with acting(actor, for_all_of=plan.family_id):
        said = set(PlanYes.objects.filter(plan=plan, words_hash=words).values_list("giver_id", flat=True))
        return {user.pk for user in grants.holders(plan.family_id, *DECIDES)} <= said


def _mark_of(plan: Plan) -> str:
    """Changes with every word of the draft: a yes counts for what was read."""
    words = Wording.objects.filter(agreement__plan=plan).order_by("agreement__number")
    said = list(
        words.values_list("agreement__number", "text", "for_whom", "starts_on", "repeats", "ends_on", "what_if")
    )
    returns = list(words.exclude(rule="").values_list("agreement__number", "rule"))
    return hashlib.sha256(json.dumps([*said, *returns], default=str).encode()).hexdigest()


def who_agrees(agreement: Agreement, asked: set[uuid.UUID]) -> set[uuid.UUID]:
    """Whose yes a change of a line needs: of those whose task it changes, and of everybody who decides for the children
    where that is decided together.

    Args:
        asked: whose task the change makes other than it was. In a plan for the children "somebody of the family", who
            has no account, is asked nothing.
    """
    if not agreement.is_decided_together:
        return asked
    family = agreement.family
    people = Person.objects.filter(family=family, account__isnull=False)
    decide = set(people.filter(account__in=grants.holders(family.pk, *DECIDES)).values_list("pk", flat=True))
    if family.is_for_children:
        asked = set(people.filter(pk__in=asked).values_list("pk", flat=True))
    return decide | asked


@action
def carry_childrens_plans(actor: SystemActor) -> int:
    """Brings what two circles read about their children up to date in each of them, one family at a time.

    It looks at how things stand and keeps no list of what is to do, so a crash loses nothing, and twice is once.

    Returns:
        How many circles read something else than before.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_carry(actor, circle, key, source) for circle, key, source in childrens_plans(actor))


def _carry(actor: SystemActor, circle: uuid.UUID, key: uuid.UUID, source: uuid.UUID | None) -> bool:
    content = None
    if source:
        with acting(SystemActor(actor.job, source)):
            content = queries.for_the_circles(Family.objects.get(pk=source))
    return _keep(SystemActor(actor.job, circle), key, content)


@action
def _keep(actor: SystemActor, key: uuid.UUID, content: dict[str, Any] | None) -> bool:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    there = ChildrensPlanCopy.objects.select_for_update().filter(family_id=actor.family_id, key=key).first()
    if content is None:
        return _take_away(actor, there)
    mark = queries.hash_of(content)
    if there and there.content_hash == mark:
        return False
    said = {"version": content["version"], "content": content, "content_hash": mark, "carried_at": timezone.now()}
    copy, is_new = ChildrensPlanCopy.objects.update_or_create(family_id=actor.family_id, key=key, defaults=said)
    audit.record(actor, audit.Act.CREATE if is_new else audit.Act.CHANGE, copy)
    return True


def _take_away(actor: SystemActor, copy: ChildrensPlanCopy | None) -> bool:
    if copy is None:
        return False
    audit.record(actor, audit.Act.REMOVE, copy)
    copy.delete()
    return True
