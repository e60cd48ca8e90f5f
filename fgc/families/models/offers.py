"""The coordinator whom a family is offered, and chose."""

from django.db import models
from django.db.models import Q

from fgc.accounts.models import User
from fgc.families import rules
from fgc.families.models.rows import FamilyRow


class CoordinatorOffer(FamilyRow):
    """A coordinator whom the manager offers to the family; until the family accepts, this row is all he or she sees."""

    coordinator = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    offered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=rules.OfferState.choices, default=rules.OfferState.OFFERED)
    declared_at = models.DateTimeField(null=True, blank=True)
    declaration_version = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="offer_once_per_coordinator", fields=["family", "coordinator"]),
            models.UniqueConstraint(
                name="one_coordinator_per_family", fields=["family"], condition=Q(state=rules.OfferState.ACCEPTED)
            ),
            models.CheckConstraint(
                name="accepted_coordinator_declared_independence",
                condition=~Q(state=rules.OfferState.ACCEPTED) | Q(declared_at__isnull=False),
            ),
        ]

    @property
    def named_user_id(self) -> object:
        """The coordinator who is asked; nobody else declares for him or her."""
        return self.coordinator_id
