"""The yeses that a release needs: the young person's own, beside that of the parents. A no stops it."""

import uuid
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import action
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules as family_rules
from fgc.families.models import Child, Commission
from fgc.families.rules import Giver
from fgc.outbox import queue
from fgc.plans import queries
from fgc.plans.models import Release, ReleaseYes
from fgc.plans.rules.releases import PARENTS, whose_voices


def hear(actor: Actor, row: Release, parts: Collection[frozenset[uuid.UUID]]) -> None:
    """Writes down whom a new release concerns; who releases says yes with that, and the others are asked.

    Args:
        parts: per part of it the children whose own it is.
    """
    births = dict(Child.objects.filter(family=row.family_id).values_list("pk", "birth_date"))
    voices, row.is_shared = whose_voices(parts, births=births)
    own = _voice_of(actor, row)
    heard = {"said_yes": True, "answered_by": actor.user, "answered_at": timezone.now()}
    ReleaseYes.objects.bulk_create(
        ReleaseYes(
            family_id=row.family_id,
            release=row,
            child_id=child,
            has_own=child in voices and voices[child].has_own,
            **(heard if child == own else {}),
        )
        for child in (PARENTS, *voices)
    )
    settle(row)


def _voice_of(actor: Actor, row: Release) -> uuid.UUID | None:
    """Whose yes this actor gives by releasing: the own, or that of the parents."""
    assert actor.user is not None, "only an account releases"
    if Role.COMMISSIONER in grants.standing(actor.user.pk, row.family_id).roles:
        return PARENTS
    mine = Commission.objects.filter(family=row.family_id, giver=actor.user, giver_as=Giver.YOUNG)
    return mine.values_list("child_id", flat=True).first() or uuid.UUID(int=0)


def settle(row: Release) -> None:
    """With the last yes the reader gets a message; until then it is asked of whoever has not said it."""
    awaited = queries.awaited_for(row)
    if awaited:
        row.save(update_fields=["is_shared"])
        for user in _accounts_of(row, awaited):
            queue.to_user(user, queue.Kind.ASK_RELEASE, row)
        return
    row.agreed_at = timezone.now()
    row.save(update_fields=["is_shared", "agreed_at"])
    queue.cancel(row.family_id, reason="answered", subject_id=row.pk)
    queue.to_user(row.recipient, queue.Kind.RELEASED, row)


def _accounts_of(row: Release, awaited: list[uuid.UUID | None]) -> list[User]:
    asked = Commission.objects.filter(family=row.family_id, child__in=[one for one in awaited if one])
    young = [one.giver for one in asked.filter(giver_as=Giver.YOUNG).select_related("giver")]
    return young + (grants.holders(row.family_id, Role.COMMISSIONER) if PARENTS in awaited else [])


@action
def agree_to_release(actor: Actor, yes: ReleaseYes, *, said_yes: bool) -> Release:
    """The young person says yes or no to what a professional would read about him or her.

    Raises:
        NotAllowed: only this young person.
        RuleBroken: it is not asked any more, or the family ended or is divided.
    """
    actor.must(Can.AGREE_RELEASE, yes)
    return _answer(actor, yes, said_yes=said_yes)


@action
def allow_release(actor: Actor, yes: ReleaseYes, *, said_yes: bool) -> Release:
    """A parent says yes or no to what a young person under 16 wants somebody to read.

    Raises:
        NotAllowed: only who gave the commission, and never in the place of the young person.
        RuleBroken: it is not asked any more, or the family ended or is divided.
    """
    actor.must(Can.ALLOW_RELEASE, yes)
    if yes.child_id is not PARENTS:
        raise NotAllowed(Can.AGREE_RELEASE)
    return _answer(actor, yes, said_yes=said_yes)


@action
def record_yes_to_release(actor: Actor, yes: ReleaseYes, *, said_yes: bool) -> Release:
    """The coordinator writes down what a young person said; everybody sees that it was so. Never that of a parent.

    Raises:
        NotAllowed: only the coordinator, and only for a young person.
        RuleBroken: it is not asked any more, or the family ended or is divided.
    """
    actor.must(Can.CONFIRM_ON_BEHALF, yes)
    if yes.child_id is PARENTS:
        raise NotAllowed(Can.ALLOW_RELEASE)
    return _answer(actor, yes, said_yes=said_yes, is_on_behalf=True)


def _answer(actor: Actor, yes: ReleaseYes, *, said_yes: bool, is_on_behalf: bool = False) -> Release:
    row = Release.objects.select_for_update(of=("self",)).select_related("family", "recipient").get(pk=yes.release_id)
    yes = ReleaseYes.objects.get(pk=yes.pk)
    if yes.said_yes is not None and yes.said_yes == said_yes:
        return row
    family_rules.must_be_open(row.family.stage)
    if row.agreed_at or row.revoked_at or yes.said_yes is not None or row.until < timezone.localdate():
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment")
    if said_yes:
        family_rules.must_be_agreed(is_disputed=row.family.is_disputed)
    yes.said_yes, yes.answered_by, yes.answered_at = said_yes, actor.user, timezone.now()
    yes.is_on_behalf = is_on_behalf
    yes.save()
    audit.record(actor, audit.Act.ANSWER, row, ground="yes" if said_yes else "no")
    if said_yes:
        settle(row)
    else:
        _stop(row)
    return row


def ask_parents_anew(family_id: uuid.UUID) -> None:
    """What rests on the yes of the parents waits until who decides now says it again. Part of an action."""
    rows = Release.objects.let_out().filter(family=family_id, yeses__child=None, yeses__said_yes=True)
    for row in rows.select_for_update(of=("self",)).select_related("recipient").order_by("pk"):
        row.yeses.filter(child=None).update(said_yes=None, answered_by=None, answered_at=None)
        if PARENTS in queries.awaited_for(row):
            row.agreed_at = None
            row.save(update_fields=["agreed_at"])
            settle(row)


def _stop(row: Release) -> None:
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    queue.cancel(row.family_id, reason="answered", subject_id=row.pk)
