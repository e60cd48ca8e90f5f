"""Birthdays that move rights. The rights follow from dates; what is done here is telling, and writing those dates."""

from datetime import date, datetime, time

from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import action, families_with_birthdays
from fgc.families import rules
from fgc.families.models import Child, Commission, Family
from fgc.outbox import queue

NEAR = (rules.Giver.PARENT, rules.Giver.GUARDIAN)


def move_with_birthdays(family: Family) -> None:
    """Writes down at which moment each yes carries the say: nobody has to do anything on the day itself.

    A young person who said yes is a commissioning person from being grown up; a parent no longer is one when every
    child for which that parent said yes is grown up and has the say itself.
    """
    if family.is_for_children:
        return
    given = Commission.objects.filter(family=family, answer=rules.Yes.YES).prefetch_related("children__child")
    terms = family.works_by
    # A young person who stopped here does not come back by growing older.
    here = {user.pk for user in grants.holders(family.pk, Role.YOUNG)}
    young = {one.child_id: one for one in given if one.child and one.giver_id in here}
    for one in young.values():
        assert one.child is not None, "asked above"
        start = _begin_of(rules.birthday(one.child.birth_date, terms.grown_up_from))
        grants.give(one.giver, Role.COMMISSIONER, family, by=one.giver, since=start)
    for one in given:
        if one.giver_as in NEAR:
            children = [row.child for row in one.children.all()]
            ends = [_begin_of(rules.birthday(child.birth_date, terms.grown_up_from)) for child in children]
            are_heard = bool(children) and all(child.pk in young for child in children)
            last = max(ends) if are_heard else None
            grants.end_at(family.pk, roles=[Role.COMMISSIONER], moment=last, user_id=one.giver_id)


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@action
def tell_of_birthdays(actor: SystemActor) -> int:
    """Tells who decides some weeks before a birthday that moves rights, and invites the young person on the day.

    Returns:
        For how many families there was something to tell.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_tell(SystemActor(actor.job, family_id)) for family_id in families_with_birthdays(actor))


@action
def _tell(actor: SystemActor) -> bool:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    family = Family.objects.open().select_related("organisation").filter(pk=actor.family_id).first()
    if family is None:
        return False
    for child in Child.objects.filter(family=family).order_by("pk"):
        for turn in rules.turns_of(child.birth_date, family.works_by):
            _tell_of(family, child, turn)
    return True


def _tell_of(family: Family, child: Child, turn: rules.Turn) -> None:
    today = timezone.localdate()
    if rules.is_told_now(turn, today, family.works_by):
        for user in grants.holders(family.pk, Role.COMMISSIONER):
            queue.to_user(user, queue.Kind.BIRTHDAY, child, occurrence=f"before {turn.age}")
    if rules.is_invited_now(turn, today):
        asked = Commission.objects.filter(family=family, child=child, giver_as=rules.Giver.YOUNG).select_related(
            "giver"
        )
        # Without an account the invitation goes to who can ask the child along.
        for user in [one.giver for one in asked] or grants.holders(family.pk, Role.COMMISSIONER):
            queue.to_user(user, queue.Kind.BIRTHDAY, child, occurrence=f"on {turn.age}")
