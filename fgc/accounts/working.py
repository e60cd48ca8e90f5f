"""Becoming an account for work: asked by whoever types an address, and decided by nobody but its owner.

Who works here takes two steps, and without them programs stop too. So an address that a family types may not do that
to somebody else's account: it only leaves a question. And a mailbox alone may not say yes: whoever reads along there
would choose the second step of somebody who works here.
"""

import uuid

from django.db import transaction
from django.utils import timezone

from fgc.accounts import second_step
from fgc.accounts.models import User, Work


def ask_to_work(user: User, *, named_by: uuid.UUID) -> None:
    """Leaves the question, with an account that has no work here; it changes nothing else for it.

    Args:
        named_by: the family that typed the address; the first one tells the code for the yes, unless the operator made
            one.
    """
    without_work = User.objects.filter(pk=user.pk, work=Work.NONE)
    without_work.filter(asked_for_work_at=None).update(asked_for_work_at=timezone.now())
    without_work.filter(named_by=None, enrolment_hash="").update(named_by=named_by)


def is_asked(user: User) -> bool:
    """Does the question wait for an answer?"""
    return user.is_asked_to_work


def needs_code(user: User) -> bool:
    """Does the yes need the code that was told? Not with a second step that was there before anybody asked."""
    return user.asked_for_work_at is not None and not second_step.had_it(user, at=user.asked_for_work_at)


@transaction.atomic
def say_yes_to_work(user: User, *, code: str = "") -> bool:
    """Makes it an account for work, with two steps from now on; returns whether it was asked.

    Raises:
        RuleBroken: it needs the code that was told, and this is another one, or too old, or there were too many tries.
    """
    if not is_asked(user):
        return False
    if needs_code(user):
        second_step.enrol(user, code=code)
    User.objects.filter(pk=user.pk).update(work=Work.PROFESSIONAL, asked_for_work_at=None)
    if second_step.can_take_it(user):
        second_step.forget_enrolment(user)
    return True
