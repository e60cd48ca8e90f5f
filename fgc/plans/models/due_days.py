"""The days on which promises are due, worked out ahead: the calendar is asked when words change, and not every day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fgc.families.models import FamilyRow


class DueDays(FamilyRow):
    """The days of one promise, worked out for the words as they stand: by them the clock plans for all families."""

    commitment = models.OneToOneField("plans.Commitment", on_delete=models.CASCADE, related_name="due_days")
    # For which words, counted from which day, and how far ahead: where one of them is not so any more they are old.
    wording = models.ForeignKey("plans.Wording", on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    # Who is written to or called by hand is reminded of this day only.
    starts_on = models.DateField()
    # Of which days somebody is reminded on the day before, and about which days somebody is asked afterwards.
    remind = ArrayField(models.DateField(), default=list, blank=True)
    ask = ArrayField(models.DateField(), default=list, blank=True)
