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
    REFUSE = "refuse", _("tried in vain")


class Line(models.Model):
    """One line of the list, by the fields of NEN 7513.

    Who, in which role, for whom, did what, to what, when, on what ground and by which channel. The lines of a family
    make a chain: each holds a hash over itself and the one before it, see `fgc/audit/chain.py`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No foreign key: after an erasure the line with the family's id and the date stays, and nothing else.
    family_id = models.UUIDField()
    # The place in the chain of the family, and its hash: filled in by the database, whatever the program says.
    number = models.BigIntegerField(default=None, editable=False)
    chain = models.BinaryField(max_length=32, default=None)
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
    channel = models.CharField(max_length=12, blank=True)
    # The account or the person of the circle who alone sees this line, beside who did it: it tells of what is theirs.
    only_for = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["family_id", "-at"], name="audit_family_at")]
        constraints = [models.UniqueConstraint(fields=["family_id", "number"], name="audit_one_chain")]

    def __str__(self) -> str:
        return f"{self.act} {self.object_type}"


class Head(models.Model):
    """The last line of a family's chain: writers take turns on it, and it knows when the end was cut off."""

    family_id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    chain = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.family_id} {self.number}"


class Start(models.Model):
    """Where the list of a family begins since lines past their term were taken away: the last of those, and its hash.

    A line of the chain says the same, see `fgc/audit/shortening.py`: without it, or with another one, it is a fault.
    """

    family_id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    chain = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.family_id} {self.number}"


class Opened(models.Model):
    """Lines that were for somebody alone, and that the family may read from now on.

    A line of the chain never changes; so what is opened later stands beside it. It names what the lines are for, and
    outlives that: what was opened once stays open.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family_id = models.UUIDField()
    only_for = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family_id", "only_for"], name="audit_opened_once")]

    def __str__(self) -> str:
        return str(self.only_for)
