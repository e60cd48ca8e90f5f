"""The main question, in the words of the family."""

from django.db import models
from django.db.models import F, Q

from fgc.accounts.models import User
from fgc.families import rules
from fgc.families.models.rows import FamilyRow


class MainQuestion(FamilyRow):
    """One wording of the main question. A version that the family refused stays in the list."""

    version = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)
    proposed_by = models.CharField(max_length=120)
    from_outside = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=rules.QuestionState.choices, default=rules.QuestionState.PROPOSED)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("version").desc()]
        constraints = [
            models.UniqueConstraint(name="question_version_once", fields=["family", "version"]),
            models.UniqueConstraint(
                name="one_confirmed_question", fields=["family"], condition=Q(state=rules.QuestionState.CONFIRMED)
            ),
        ]
