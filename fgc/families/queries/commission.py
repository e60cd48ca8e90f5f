"""Reads of the commission, the children and the question."""

import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.families import rules
from fgc.families.models import Child, Commission, CommissionedChild, Family, MainQuestion


def commissions_of(family: Family) -> list[Commission]:
    """Every yes and no of the family, with its children and the name of its giver, oldest first (two queries)."""
    children = Prefetch("children", CommissionedChild.objects.select_related("child").order_by("child__birth_date"))
    rows = _named(family).select_related("on_behalf_by", "child")
    return list(rows.prefetch_related(children).order_by("asked_at", "pk"))


def own_commission(actor: Actor, family: Family) -> Commission | None:
    """What this account was asked itself."""
    if not isinstance(actor, UserActor):
        return None
    return _named(family).filter(giver=actor.account).select_related("giver", "child").first()


def saying_yes(family: Family) -> QuerySet[Commission]:
    """Of those who decide for this family, who says yes now."""
    return Commission.objects.filter(family=family, answer=rules.Yes.YES, giver_as__in=rules.DECIDES)


def commission_for(family: Family, commission_id: uuid.UUID) -> Commission | None:
    """One yes of this family; that of another family is not found."""
    return _named(family).filter(pk=commission_id).select_related("giver", "child").first()


def _named(family: Family) -> QuerySet[Commission]:
    """Each with `giver_name`: as the family called whom it asked, whatever we know of that address from elsewhere."""
    named = grants.name_of("giver_id", "family_id")
    return Commission.objects.filter(family=family).annotate(giver_name=named)  # type: ignore[no-redef]  # said there


def children_of(family: Family) -> list[Child]:
    """The children whom it is about, eldest first."""
    return list(Child.objects.filter(family=family).order_by("birth_date", "pk"))


@dataclass(frozen=True)
class Ages:
    """One child: how old it is, what it decides today, and which birthdays still change that."""

    child: Child
    age: int
    decides: str
    turns: list[rules.Turn]


def ages_of(family: Family) -> list[Ages]:
    """Of each child whom it is about what it decides today and from which day on more, by the date of birth."""
    today, terms = timezone.localdate(), family.works_by
    found = []
    for child in children_of(family):
        turns = rules.turns_of(child.birth_date, terms)
        past = [turn.becomes for turn in turns if turn.on <= today]
        coming = [turn for turn in turns if turn.on > today]
        found.append(Ages(child, child.age_on(today), past[-1] if past else "heard", coming))
    return found


def child_for(family: Family, child_id: uuid.UUID) -> Child | None:
    """One child of this family; that of another family is not found."""
    return Child.objects.filter(family=family, pk=child_id).first()


def children_without_question(family: Family) -> list[Child]:
    """The children who were not asked for their own question yet."""
    return [child for child in children_of(family) if child.question_asked_on is None]


def question_now(family: Family) -> MainQuestion | None:
    """The wording that counts: the one that the family confirmed."""
    return MainQuestion.objects.filter(family=family, state=rules.QuestionState.CONFIRMED).first()


def question_proposed(family: Family) -> MainQuestion | None:
    """The wording on which the family has not answered yet."""
    return MainQuestion.objects.filter(family=family, state=rules.QuestionState.PROPOSED).first()


def question_history(family: Family) -> list[MainQuestion]:
    """Every wording, the refused ones too, newest first."""
    return list(MainQuestion.objects.filter(family=family).select_related("answered_by").order_by("-version"))


def question_for(family: Family, question_id: uuid.UUID) -> MainQuestion | None:
    """One wording of this family; that of another family is not found."""
    return MainQuestion.objects.filter(family=family, pk=question_id).first()
