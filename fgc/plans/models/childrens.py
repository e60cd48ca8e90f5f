"""A plan for the children of two circles: who said yes to it, and what each circle reads of it."""

from django.db import models
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import FamilyRow


class PlanYes(FamilyRow):
    """The yes of one of those who decide together, to the words of a draft as they stood then."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    words_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="plan_yes_once", fields=["family", "plan", "giver"])]


class ChildrensPlanCopy(FamilyRow):
    """What this circle reads of a plan for its children: a frozen copy, that the clock replaces by a newer one."""

    # Sets it apart from another one; it says nothing of where it comes from.
    key = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    # Sections with their lines, as in a release.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    carried_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="childrens_plan_once", fields=["family", "key"])]
