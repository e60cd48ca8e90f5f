"""What every row of a family has in common."""

from django.db import models
from django.utils import timezone

from fgc.ids import new_id


class FamilyRow(models.Model):
    """Anything that belongs to one family. The wall in the database stands on `family_id`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"
