"""The family: the commissioning party, on which every right is given."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fgc.access import grants
from fgc.access.can import Can
from fgc.access.roles import GRANTED, Role
from fgc.accounts.models import Organisation, User
from fgc.accounts.profiles import Terms
from fgc.families import rules
from fgc.families.models.offers import CoordinatorOffer
from fgc.ids import new_id


class FamilyQuerySet(models.QuerySet["Family"]):
    """Questions about families; every door begins with one of them."""

    def on_which(self, user: User, can: Can, *, own: bool = False) -> "FamilyQuerySet":
        """The families on which this account holds this right today: fetching is the check."""
        return self.filter(grants.is_family_of(user.pk, can, own=own))

    def open(self) -> "FamilyQuerySet":
        """Those that have not ended."""
        return self.filter(stage__in=rules.OPEN_STAGES)

    def of_coordinator(self, user: User) -> "FamilyQuerySet":
        """Those that this account coordinates, and those for which it is asked to and not answered yet."""
        asked = CoordinatorOffer.objects.filter(coordinator=user, state__in=rules.UNANSWERED_OFFERS)
        mine = grants.is_family_of(user.pk, Can.SPLIT_CIRCLE)
        return self.filter(Q(mine) | Q(pk__in=asked.values("family_id")))

    def looking_for_a_coordinator(self) -> "FamilyQuerySet":
        """Commissioned, and without a coordinator whom the family accepted."""
        chosen = CoordinatorOffer.objects.filter(state=rules.OfferState.ACCEPTED).values("family_id")
        return self.filter(stage__in=[rules.Stage.COMMISSIONED, rules.Stage.FOLLOWING]).exclude(pk__in=chosen)


class Family(models.Model):
    """One family's circle: the commissioning party, and the only thing that permissions are given on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, related_name="+")
    language = models.CharField(max_length=8, default="nl")
    region = models.CharField(max_length=80, blank=True)
    asked_by = models.CharField(max_length=20, choices=rules.AskedBy.choices, default=rules.AskedBy.SELF)
    # A plan for the children stands apart from the circles that it is for, and has no people of its own.
    kind = models.CharField(max_length=16, choices=rules.Kind.choices, default=rules.Kind.CIRCLE)
    stage = models.CharField(max_length=20, choices=rules.Stage.choices, default=rules.Stage.REQUESTED)
    # One of those who must say yes says no: what concerns the children stands still, the rest goes on.
    is_disputed = models.BooleanField(default=False)
    # While the family has its private time nobody from outside comes in, the coordinator included.
    private_since = models.DateTimeField(null=True, blank=True)
    # The family asks for extra care: every visit by a personal link, and every login, asks a code.
    always_code = models.BooleanField(default=False)
    stage_before = models.CharField(max_length=20, blank=True)  # during a pause: where to go on from
    requested_at = models.DateTimeField(default=timezone.now)
    commissioned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=24, choices=rules.Ending.choices, blank=True)
    stop_reason = models.CharField(max_length=40, choices=rules.StopReason.choices, blank=True)
    stop_words = models.TextField(max_length=2000, blank=True)
    # Somebody who decides wants everything erased: it goes at this moment, unless one of them keeps it before.
    erase_at = models.DateTimeField(null=True, blank=True)
    # When one of them last chose to keep it: the term after the end counts from then.
    kept_at = models.DateTimeField(null=True, blank=True)
    wish_language = models.CharField(max_length=80, blank=True)
    wish_gender = models.CharField(max_length=80, blank=True)
    wish_culture = models.CharField(max_length=280, blank=True)

    # Which roles who came in holds here; the door fills it in.
    roles_here: "frozenset[Role]"

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "families"
        # The roles as guardian permissions; nothing else is ever granted.
        default_permissions = ()
        permissions = [(role.value, role.name.lower()) for role in GRANTED]
        constraints = [
            models.CheckConstraint(
                name="family_that_ended_has_an_ending",
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="only_a_family_that_ended_is_erased", condition=Q(erase_at=None) | Q(ended_at__isnull=False)
            ),
        ]
        # Few families are in their private time at once; everybody's roles are asked for them.
        indexes = [models.Index(fields=["id"], name="family_private_now", condition=Q(private_since__isnull=False))]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_for_children(self) -> bool:
        """Is this a plan for the children of two circles?"""
        return self.kind == rules.Kind.CHILDRENS_PLAN

    @property
    def is_open(self) -> bool:
        """True until the family closes or stops."""
        return self.stage in rules.OPEN_STAGES

    @property
    def works_by(self) -> Terms:
        """The ages and terms of its organisation."""
        return self.organisation.works_by
