"""About which children a line of the plan is, and whether a young person opened it for the parents."""

from django.db import models

from fgc.families.models import Child, FamilyRow


class LineAbout(FamilyRow):
    """A line is about this child. A line that names no child is about the whole family."""

    agreement = models.ForeignKey("plans.Agreement", on_delete=models.CASCADE, related_name="about")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    # Since when the parents of a young person who decides alone read it; empty: they do not.
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="line_is_about_a_child_once", fields=["family", "agreement", "child"])
        ]
