"""Circles that must not know of each other."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from fgc.access import grants
from fgc.access.can import Can
from fgc.accounts.models import User
from fgc.families.models.family import Family
from fgc.ids import new_id


class SplitQuerySet(models.QuerySet["Split"]):
    """Questions about circles that must not know of each other."""

    def of_coordinator(self, user: User) -> "SplitQuerySet":
        """Those of which this account coordinates the first circle, and the other one as well or is asked to."""
        mine = grants.is_family_of(user.pk, Can.SPLIT_CIRCLE, column="circle_a")
        return self.filter(mine, circle_b__in=Family.objects.of_coordinator(user).values("pk"))

    def beside(self, family: Family) -> "SplitQuerySet":
        """Those of which this is one of the two circles, with both circles."""
        return self.filter(Q(circle_a=family) | Q(circle_b=family)).select_related("circle_a", "circle_b")


class Split(models.Model):
    """Two circles that must not know of each other. The row belongs to neither: only who coordinates both reads it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle_a = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    circle_b = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    childrens_plan = models.OneToOneField(Family, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SplitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="split_has_two_circles", condition=~Q(circle_a=F("circle_b"))),
            models.UniqueConstraint(Least("circle_a", "circle_b"), Greatest("circle_a", "circle_b"), name="split_once"),
        ]

    def __str__(self) -> str:
        return f"split {self.pk}"
