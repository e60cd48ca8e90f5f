"""A professional asks for more than was released; the family answers with yes or no, and owes no answer."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import FamilyRow
from fgc.plans.models.releases import Release


class AskedForMore(FamilyRow):
    """What the reader of a release would like to read beside it, in plain words, and what the family said."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="questions")
    words = models.CharField(max_length=280)
    asked_at = models.DateTimeField(default=timezone.now)
    # Empty while nobody answered; after the term of the organisation that is a no.
    said_yes = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_for_more_has_a_moment",
                condition=Q(said_yes=None, answered_at=None) | Q(said_yes__isnull=False, answered_at__isnull=False),
            )
        ]
