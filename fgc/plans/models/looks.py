"""Looking back on the plan, and how it went with each promise."""

from django.db import models
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import FamilyRow
from fgc.plans import rules


class Look(FamilyRow):
    """A moment of looking back, planned or held."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="looks")
    look = models.CharField(max_length=6, choices=rules.Look.choices)
    due_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    held_on = models.DateField(null=True, blank=True)
    # What the family wants to remember of it, in its own words.
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="look_once", fields=["family", "plan", "look", "due_on"])]

    @property
    def was_not_held(self) -> bool:
        """Its day is weeks ago and nobody held it; that may still be done, but the next one is the next."""
        return self.held_on is None and self.due_on + rules.LOOK_WAITS < timezone.localdate()


class ProgressReport(FamilyRow):
    """How it went with one promise, said by the person, or visibly on behalf of."""

    commitment = models.ForeignKey("plans.Commitment", on_delete=models.CASCADE, related_name="reports")
    look = models.ForeignKey(Look, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    about_on = models.DateField()
    runs = models.CharField(max_length=8, choices=rules.Runs.choices)
    note = models.CharField(max_length=280, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    on_behalf_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="report_once_per_day", fields=["family", "commitment", "about_on"])]
