"""The children whom it is about, and the yeses to the commission."""

from django.db import models
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families import rules
from fgc.families.models.rows import FamilyRow


class Child(FamilyRow):
    """A child whom it is about. The date of birth is kept because rights change at 12, 16 and 18."""

    call_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    question = models.TextField(max_length=1000, blank=True)
    question_asked_on = models.DateField(null=True, blank=True)
    did_not_want = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.UniqueConstraint(name="child_once_per_family", fields=["family", "call_name", "birth_date"])
        ]

    def age_on(self, day: object) -> int:
        """Full years on that day."""
        return rules.age_on(self.birth_date, day)  # type: ignore[arg-type]  # dates only


class Commission(FamilyRow):
    """One person's yes (or no) to the commission, in writing or spoken and recorded."""

    giver = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    giver_name: str  # what the family calls the giver; the queries fill it in
    giver_as = models.CharField(max_length=12, choices=rules.Giver.choices)
    answer = models.CharField(max_length=12, choices=rules.Yes.choices, default=rules.Yes.ASKED)
    # The child who a young person is: the age counts.
    child = models.ForeignKey("families.Child", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=12, choices=rules.How.choices, blank=True)
    # Set when somebody else wrote down a yes that was spoken or stands on paper.
    on_behalf_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    witness = models.CharField(max_length=120, blank=True)
    # The words of the question as they stood on the screen or the paper: "version of the text".
    text_version = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # since when this person decides no longer

    class Meta:
        constraints = [models.UniqueConstraint(name="commission_once_per_giver", fields=["family", "giver"])]

    @property
    def named_user_id(self) -> object:
        """Only the giver answers for himself or herself."""
        return self.giver_id


class CommissionedChild(FamilyRow):
    """For which child this commission was given."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="commissions")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="commissioned_child_once", fields=["family", "commission", "child"])
        ]
