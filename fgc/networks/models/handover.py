"""What a coordinator hands over to a next one; the family reads it before it says yes to that one."""

from django.db import models
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import FamilyRow
from fgc.networks.rules.handover import WORDS_LENGTH


class HandOver(FamilyRow):
    """What stands in no record: agreed by word, still open, good to know. Never a private note, nor about safety."""

    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    agreed = models.TextField(max_length=WORDS_LENGTH, blank=True)
    open_questions = models.TextField(max_length=WORDS_LENGTH, blank=True)
    practical = models.TextField(max_length=WORDS_LENGTH, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="hand_over_once", fields=["family", "author"])]

    @property
    def named_user_id(self) -> object:
        """It is its author's own to write."""
        return self.author_id
