"""What was let out, and the yeses that it needs before it exists for its reader."""

from django.db import models
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Child, Commission, FamilyRow
from fgc.families.rules import OPEN_STAGES, Giver
from fgc.plans.rules.releases import may_be_read


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def readable(self) -> "ReleaseQuerySet":
        """As the rule `may_be_read` says it: the rest does not exist for the reader."""
        return self.filter(
            agreed_at__isnull=False, revoked_at=None, until__gte=timezone.localdate(), family__stage__in=OPEN_STAGES
        )


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
    # Something in it is nobody's own: then it concerns every child, and the parents.
    is_shared = models.BooleanField(default=True)
    # The moment at which every yes was there that is needed; until then it does not exist for its reader.
    agreed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # The reader said: I do not work here any more.
    is_given_up = models.BooleanField(default=False)

    objects = ReleaseQuerySet.as_manager()

    @property
    def named_user_id(self) -> object:
        """The one reader; before the last yes, after the last day or a take-back there is none."""
        return self.recipient_id if self.is_readable else None

    @property
    def is_readable(self) -> bool:
        """Does it exist for its reader now?"""
        return may_be_read(
            agreed_at=self.agreed_at,
            revoked_at=self.revoked_at,
            until=self.until,
            is_open=self.family.is_open,
            today=timezone.localdate(),
        )


class ReleaseYes(FamilyRow):
    """One voice that a release may need: of a child whom it concerns, or (without a child) of the parents as one."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="yeses")
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # A part of it is this child's own.
    has_own = models.BooleanField(default=False)
    said_yes = models.BooleanField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # The coordinator wrote down what a young person said.
    is_on_behalf = models.BooleanField(default=False)
    # Since when the parents read a release that is only of a young person who decides alone; empty: they do not.
    opened_at = models.DateTimeField(null=True, blank=True)
    # Who wrote down what the young person said of it, the last time that it opened or closed; empty: itself.
    written_down_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="release_yes_once", fields=["family", "release", "child"], nulls_distinct=False
            )
        ]

    @property
    def named_user_id(self) -> object:
        """The account of the young person; the parents' voice is known by their role."""
        asked = Commission.objects.filter(family_id=self.family_id, child=self.child_id, giver_as=Giver.YOUNG)
        return asked.values_list("giver_id", flat=True).first() if self.child_id else None
