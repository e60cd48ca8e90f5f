"""Becoming an account for work: asked by whoever types an address, and decided by nobody but its owner.

Who works here takes two steps, and without them programs stop too. So an address that a family types may not do that
to somebody else's account: it only leaves a question.
"""

from django.utils import timezone

from fgc.accounts.models import User, Work


def ask_to_work(user: User) -> None:
    """Leaves the question, with an account that has no work here; it changes nothing else for it."""
    User.objects.filter(pk=user.pk, work=Work.NONE, asked_for_work_at=None).update(asked_for_work_at=timezone.now())


def is_asked(user: User) -> bool:
    """Does the question wait for an answer?"""
    return user.work == Work.NONE and user.asked_for_work_at is not None


def say_yes_to_work(user: User) -> bool:
    """Makes it an account for work, with two steps from now on; returns whether it was asked."""
    asked = User.objects.filter(pk=user.pk, work=Work.NONE, asked_for_work_at__isnull=False)
    return bool(asked.update(work=Work.PROFESSIONAL, asked_for_work_at=None))
