"""About which children a line of the plan is, and whether a young person opened it for the parents."""

from django.db import models

from fgc.accounts.models import User
from fgc.families.models import Child, FamilyRow


class LineAbout(FamilyRow):
    """A line is about this child. A line that names no child is about the whole family."""

    agreement = models.ForeignKey("plans.Agreement", on_delete=models.CASCADE, related_name="about")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    # Since when the parents of a young person who decides alone read it; empty: they do not.
    opened_at = models.DateTimeField(null=True, blank=True)
    # Who wrote down what the young person said of it, the last time that it opened or closed; empty: itself.
    written_down_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="line_is_about_a_child_once", fields=["family", "agreement", "child"])
        ]
