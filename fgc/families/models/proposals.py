"""A professional asks whether a family wants this, before there is a family."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from fgc.accounts.models import User
from fgc.families import rules
from fgc.ids import new_id


class Proposal(models.Model):
    """A professional asks whether a family wants this; until the family answers only a way to reach it is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proposer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # Erased at the answer: the professional never sees it again, and a no leaves nothing behind.
    call_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    # "When and how did the family say yes to being reached?"
    consent_on = models.DateField()
    consent_how = models.CharField(max_length=280, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    state = models.CharField(max_length=12, choices=rules.ProposalState.choices, default=rules.ProposalState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answered_proposal_keeps_no_contact",
                condition=Q(state="asked") | Q(call_name="", email="", phone=""),
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def named_user_id(self) -> object:
        """The professional who proposed it; nobody else reads it."""
        return self.proposer_id
