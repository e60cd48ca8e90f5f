"""What was let out of the circle: frozen copies for named professionals."""

from django.db import models
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import FamilyRow
from fgc.families.rules import OPEN_STAGES


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def readable(self) -> "ReleaseQuerySet":
        """Not taken back, not past its last day, of a family that goes on: the rest does not exist for the reader."""
        return self.filter(revoked_at=None, until__gte=timezone.localdate(), family__stage__in=OPEN_STAGES)


class Release(FamilyRow):
    """A frozen copy of chosen parts for one named professional. It never changes with the living plan."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="releases")
    version = models.PositiveSmallIntegerField()
    recipient = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    recipient_name = models.CharField(max_length=120)
    recipient_function = models.CharField(max_length=120, blank=True)
    recipient_employer = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=280)
    until = models.DateField()
    # Sections with their lines, exactly as they were shown before the release.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    released_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    @property
    def named_user_id(self) -> object:
        """The one reader; after the last day or a take-back there is none."""
        is_readable = self.revoked_at is None and self.until >= timezone.localdate() and self.family.is_open
        return self.recipient_id if is_readable else None
