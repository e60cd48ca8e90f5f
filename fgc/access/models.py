"""The one table of permissions: a guardian permission on Family, with dates and a giver."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class FamilyGrantQuerySet(models.QuerySet["FamilyGrant"]):
    """Questions about grants."""

    def running(self) -> "FamilyGrantQuerySet":
        """Begun and not ended, also of an account that is closed: it may be opened again. For what ends them."""
        now = timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)

    def in_force(self) -> "FamilyGrantQuerySet":
        """Begun, not ended, of an account that is active. An end date works even if no clean-up ever runs."""
        return self.running().filter(user__is_active=True)


FamilyGrantManager = UserObjectPermissionManager.from_queryset(FamilyGrantQuerySet)


class FamilyGrant(UserObjectPermissionBase):
    """This account holds this role in this family, as this person of the circle, from then until then."""

    # guardian finds this table by the name of this field.
    content_object = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="grants")
    # What this family calls the account: an address that somebody types shows no name that is known elsewhere.
    called = models.CharField(max_length=120, blank=True)
    # Which person of the circle the account is; the circle lives above this app, so this is only its id.
    person_id = models.UUIDField(null=True, blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    # During a pause of the family: that it goes on afterwards, and until when it was given.
    sleeps = models.BooleanField(default=False)
    was_until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    # guardian asks its own manager whether this table is a generic one.
    objects: ClassVar[FamilyGrantManager] = FamilyGrantManager()

    class Meta(UserObjectPermissionBase.Meta):
        unique_together = ["user", "permission", "content_object"]
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            )
        ]


class FamilyGroupGrant(GroupObjectPermissionBase):
    """Never holds a row: it is here so that guardian does not look in its generic table for groups."""

    content_object = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="+")

    class Meta(GroupObjectPermissionBase.Meta):
        constraints = [models.CheckConstraint(name="no_grants_to_groups", condition=Q(pk=None))]


class Right(models.Model):
    """One cell of the table of rights, for the wall in the database; written from `roles.py` at every migration."""

    role = models.CharField(max_length=24)
    can = models.CharField(max_length=40)
    reach = models.CharField(max_length=1)

    class Meta:
        constraints = [models.UniqueConstraint(name="right_once", fields=["role", "can"])]

    def __str__(self) -> str:
        return f"{self.role} {self.can} {self.reach}"
