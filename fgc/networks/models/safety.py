"""The coordinator's sheet about safety. Nobody else reads it: the wall asks for the account by name."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import FamilyRow
from fgc.networks.rules import safety as rules


class SafetySheet(FamilyRow):
    """What one coordinator must know so that nobody comes to harm. It goes with the coordinator's task."""

    coordinator = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # What makes it unsafe; the only place where violence may stand.
    unsafe = models.TextField(max_length=rules.WORDS_LENGTH, blank=True)
    mode = models.CharField(max_length=12, choices=rules.SafetyMode.choices, blank=True)
    arranged = models.TextField(max_length=rules.WORDS_LENGTH, blank=True)
    # How somebody gets away from a meeting unharmed: who goes first, with whom, by which way, and whom one calls.
    leaving = models.TextField(max_length=rules.WORDS_LENGTH, blank=True)
    code_word = models.CharField(max_length=80, blank=True)
    told = models.TextField(max_length=rules.WORDS_LENGTH, blank=True)
    # Longer than the coordinator's task, until this day, for this reason; while the task is over nobody reads it.
    kept_until = models.DateField(null=True, blank=True)
    kept_because = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="safety_sheet_once", fields=["family", "coordinator"]),
            models.CheckConstraint(
                name="kept_longer_for_a_reason",
                condition=Q(kept_until=None, kept_because="") | (Q(kept_until__isnull=False) & ~Q(kept_because="")),
            ),
        ]

    @property
    def named_user_id(self) -> object:
        """It is the coordinator's own."""
        return self.coordinator_id


class SafetyStep(FamilyRow):
    """One step of the reporting code, taken or (the talk only) left out for a reason."""

    sheet = models.ForeignKey(SafetySheet, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=8, choices=rules.MeldStep.choices)
    taken_on = models.DateField()
    words = models.TextField(max_length=rules.WORDS_LENGTH, blank=True)
    is_waived = models.BooleanField(default=False)
    decision = models.CharField(max_length=8, choices=rules.Decision.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="safety_step_once", fields=["family", "sheet", "step"]),
            models.CheckConstraint(
                name="only_the_talk_is_waived", condition=Q(is_waived=False) | (Q(step="talk") & ~Q(words=""))
            ),
        ]


class SafetyPart(FamilyRow):
    """What somebody told the coordinator about safety in the own words; read by both, and by nobody else."""

    author = models.ForeignKey("networks.Person", on_delete=models.CASCADE, related_name="+")
    # Who coordinated when it was told: a next one reads it only with the author's yes.
    coordinator = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=rules.WORDS_LENGTH)
    goes_along = models.BooleanField(default=False)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="safety_part_once", fields=["family", "author"])]

    @property
    def person_id(self) -> object:
        """A part is its author's own."""
        return self.author_id
