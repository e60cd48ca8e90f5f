"""The endings: taking back a yes, stopping, closing, erasing. Each closes everything at once, for everybody else."""

from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor, SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting, action, families_due
from fgc.accounts.opening import forget_unneeded
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import rules
from fgc.families.actions._shared import (
    OTHERS,
    accounts_named_by,
    another_says_yes,
    locked,
    no_longer_decides,
    say_who_decides,
    who_keeps,
)
from fgc.families.models import Commission, CoordinatorOffer, Family
from fgc.outbox import queue


@action
def withdraw_commission(
    actor: Actor, family: Family, *, reason: str = rules.StopReason.NOT_SAID.value, words: str = ""
) -> Family:
    """One commissioning person takes back the own yes.

    When somebody else's yes remains, what concerns the children stands still; otherwise everything stops for everybody.

    Args:
        reason: never compulsory.
        words: their own, beside it.

    Raises:
        RuleBroken: the family ended already, or the words are too long.
    """
    actor.must(Can.WITHDRAW_COMMISSION, family)
    family = locked(family.pk)
    rules.must_not_have_ended(family.stage)
    own = Commission.objects.filter(family=family, giver=actor.user)
    own.update(
        answer=rules.Yes.WITHDRAWN, answered_at=timezone.now(), how=rules.How.WRITTEN, witness="", on_behalf_by=None
    )
    # A plan for the children of two circles is there as long as everybody wants it.
    if family.is_for_children or not another_says_yes(family):
        return _stop(actor, family, reason, words)
    say_who_decides(actor, family)
    audit.record(actor, audit.Act.TAKE_BACK, family, ground=Can.COMMISSION.value)
    for commission in own.select_related("giver"):
        no_longer_decides(actor, commission)
    return family


@action
def record_withdrawal(
    actor: Actor, commission: Commission, *, witness: str, how: str = rules.How.SPOKEN.value
) -> Family:
    """The coordinator writes down that somebody takes back the own yes, by telephone, at a visit or on paper.

    It does what taking it back in the own account does; everybody who decides sees who wrote it down. Twice is once.

    Args:
        witness: who heard it, or where the paper is kept.

    Raises:
        NotAllowed: only the coordinator.
        RuleBroken: the family ended, this person did not say yes, or a field is missing.
    """
    actor.must(Can.RECORD_AUTHORITY, commission)
    given_how = rules.must_be_elsewhere(how)
    heard = texts.plain(witness, field="witness", most=120)
    with acting(actor, for_all_of=commission.family_id):
        family = locked(commission.family_id)
        rules.must_not_have_ended(family.stage)
        commission = Commission.objects.select_for_update(of=("self",)).select_related("giver").get(pk=commission.pk)
        if commission.answer == rules.Yes.WITHDRAWN:
            return family
        rules.must_have_said_yes(commission.answer)
        commission.answer, commission.answered_at = rules.Yes.WITHDRAWN, timezone.now()
        commission.how, commission.witness, commission.on_behalf_by = given_how, heard, actor.user
        commission.save()
        person_id = next(iter(grants.standing(commission.giver_id, family.pk).persons), None)
        audit.record(actor, audit.Act.TAKE_BACK, commission, on_behalf_of=person_id, ground=given_how.value)
        if family.is_for_children or not another_says_yes(family):
            return _stop(actor, family, rules.StopReason.NOT_SAID, "")
        no_longer_decides(actor, commission)
        return say_who_decides(actor, family)


@action
def stop_family(
    actor: Actor, family: Family, *, reason: str = rules.StopReason.NOT_SAID.value, words: str = ""
) -> Family:
    """The family stops: everything closes for everybody else at once, and nothing goes out any more.

    Raises:
        RuleBroken: the family ended already, or the words are too long.
    """
    actor.must(Can.WITHDRAW_COMMISSION, family)
    family = locked(family.pk)
    rules.must_not_have_ended(family.stage)
    Commission.objects.filter(family=family, giver=actor.user).update(
        answer=rules.Yes.WITHDRAWN, answered_at=timezone.now()
    )
    return _stop(actor, family, reason, words)


def _stop(actor: Actor, family: Family, reason: str, words: str) -> Family:
    family.stop_reason = rules.stop_reason_of(reason)
    family.stop_words = texts.plain(words, field="words", most=2000, required=False)
    family.stage = rules.Stage.STOPPED
    return _end(actor, family, rules.Ending.STOPPED)


def _end(actor: Actor, family: Family, ending: rules.Ending) -> Family:
    family.ending, family.ended_at = ending, timezone.now()
    family.is_disputed, family.private_since = False, None
    family.save()
    if family.is_for_children:
        _let_go(actor, family)
    _shut_out_others(actor, family)
    CoordinatorOffer.objects.filter(family=family, state__in=rules.OPEN_OFFERS).update(state=rules.OfferState.ENDED)
    queue.cancel(family.pk, reason="ended")
    audit.record(actor, audit.Act.END, family, ground=ending.value)
    return family


def _shut_out_others(actor: Actor, family: Family) -> None:
    """Who took back the own yes beside that of another can still keep what the other would erase."""
    with acting(actor, for_all_of=family.pk):
        took_back = Commission.objects.filter(family=family, answer__in=rules.SAYS_NO).values_list("giver", flat=True)
        holding = {user.pk for user in grants.holders(family.pk, Role.PARENT)}
        grants.end(family.pk, roles=[role for role in OTHERS if role is not Role.PARENT])
        for user_id in holding - set(took_back):
            grants.end(family.pk, roles=[Role.PARENT], user_id=user_id)


@action
def close_family(actor: Actor, family: Family, *, ending: str) -> Family:
    """The family says: it is enough. Access ends for everybody but those who decide.

    Args:
        ending: a plan from a meeting, or a plan without a meeting; who has no plan stops.

    Raises:
        RuleBroken: the family ended already, nobody said yes yet, one of them says no, or this is no such ending.
    """
    actor.must(Can.CLOSE, family)
    family = locked(family.pk)
    rules.must_be_commissioned(family.stage)
    rules.must_be_agreed(is_disputed=family.is_disputed)
    with_a_plan = rules.must_be_with_a_plan(ending)
    family.stage = rules.Stage.CLOSED
    return _end(actor, family, with_a_plan)


@action
def erase_family(actor: Actor, family: Family, *, typed_name: str) -> Family:
    """Somebody who decides wants everything erased: all is closed for everybody else now, and goes in a week.

    Everybody who decides is told, also who asks it, and each of them can keep it until then.

    Args:
        typed_name: the name of the family, typed over, so that nobody erases by mistake.

    Raises:
        RuleBroken: the name is another one, or one of those who decide says no.
    """
    actor.must(Can.ERASE, family)
    family = locked(family.pk)
    rules.must_be_agreed(is_disputed=family.is_disputed)
    if " ".join(typed_name.split()).casefold() != " ".join(family.name.split()).casefold():
        raise RuleBroken(_("This is not the name that stands above."), code="wrong_name", field="typed_name")
    if rules.is_erased_soon(family.erase_at, timezone.now()):
        return family
    if family.ended_at is None:
        family = _stop(actor, family, rules.StopReason.NOT_SAID, "")
    audit.record(actor, audit.Act.END, family, ground=Can.ERASE.value)
    return _erases(family, timezone.now() + rules.KEPT_BEFORE_ERASING)


@action
def keep_family(actor: Actor, family: Family) -> Family:
    """One of those who decide wants nothing erased: it stays as it is, closed for everybody else. Twice is once.

    Raises:
        NotAllowed: the actor does not decide here.
    """
    actor.must(Can.KEEP, family)
    family = locked(family.pk)
    if family.erase_at is None:
        return family
    family.kept_at = timezone.now()
    audit.record(actor, audit.Act.TAKE_BACK, family, ground=Can.KEEP.value)
    return _erases(family, None)


def _erases(family: Family, moment: datetime | None) -> Family:
    """Sets or clears the moment, and tells everybody who decides; the page that the message leads to says which."""
    family.erase_at = moment
    family.save(update_fields=["erase_at", "kept_at"])
    queue.cancel(family.pk, reason="replaced", subject_id=family.pk)
    for user in who_keeps(family.pk):
        queue.to_user(user, queue.Kind.ERASING, family, occurrence=timezone.now().isoformat())
    return family


@action
def erase_due(actor: SystemActor) -> int:
    """Erases for good what nobody kept: only a line with the family's id and the day remains of it.

    The accounts go too of those who were here for this family only. Who keeps it at the last moment is waited for.

    Returns:
        How many families went.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_erase(SystemActor(actor.job, family_id)) for family_id in families_due(actor, "erase"))


@action
def _erase(actor: SystemActor) -> bool:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    due = Family.objects.select_for_update(of=("self",)).filter(pk=actor.family_id, erase_at__lte=timezone.now())
    return _gone(due.first())


@action
def erase_again(actor: SystemActor) -> bool:
    """Erases a family that had been erased and that a restored back-up brought back.

    Returns:
        Whether it was there.

    Raises:
        NotAllowed: only the clock, at work for this family.
    """
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    return _gone(Family.objects.select_for_update(of=("self",)).filter(pk=actor.family_id).first())


def _let_go(actor: Actor, family: Family) -> None:
    """What two circles read about their children ended: they may begin another one."""
    with acting(actor, for_all_of=family.pk), connection.cursor() as cursor:
        cursor.execute("SELECT wall.let_go()")


def _part() -> None:
    """Forgets with which other circle the family was one; the worker itself never learns it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.part()")


def _gone(family: Family | None) -> bool:
    if family is None:
        return False
    came_with_it = accounts_named_by(family)
    audit.forget(family.pk)
    _part()
    family.delete()
    forget_unneeded(came_with_it)
    return True
