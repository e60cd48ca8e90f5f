"""The list of who did and who saw what. It holds ids and dates, never a name and never content."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.ids import new_id


class Act(models.TextChoices):
    """What was done, in the words that the family reads."""

    READ = "read", _("looked at")
    CREATE = "create", _("added")
    CHANGE = "change", _("changed")
    REMOVE = "remove", _("removed")
    ANSWER = "answer", _("answered")
    RELEASE = "release", _("let somebody read")
    TAKE_BACK = "take_back", _("took back")
    LET_IN = "let_in", _("let somebody in")
    END = "end", _("ended")
    SEND = "send", _("sent")
    TAKE_ALONG = "take_along", _("took along")
    ERASE = "erase", _("erased")


class Line(models.Model):
    """One line of the list, by the fields of NEN 7513: who, in which role, did what, to what, when, on what ground."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No foreign key: after an erasure the line with the family's id and the date stays, and nothing else.
    family_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=20, choices=Act.choices)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64, blank=True)
    # The person of the circle for whom somebody else acted: "on behalf of".
    on_behalf_of = models.UUIDField(null=True)
    role = models.CharField(max_length=80, blank=True)
    ground = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family_id", "-at"], name="audit_family_at")]

    def __str__(self) -> str:
        return f"{self.act} {self.object_type}"
