"""The family and what it decided: the commission, the question, the coordinator it chose."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from fgc.access import grants
from fgc.access.can import Can
from fgc.access.roles import GRANTED, Role
from fgc.accounts.models import Organisation, User
from fgc.accounts.profiles import Terms
from fgc.families import rules
from fgc.ids import new_id


class FamilyQuerySet(models.QuerySet["Family"]):
    """Questions about families; every door begins with one of them."""

    def on_which(self, user: User, can: Can, *, own: bool = False) -> "FamilyQuerySet":
        """The families on which this account holds this right today: fetching is the check."""
        return self.filter(pk__in=grants.families_of(user.pk, can, own=own))

    def open(self) -> "FamilyQuerySet":
        """Those that have not ended."""
        return self.filter(stage__in=rules.OPEN_STAGES)

    def of_coordinator(self, user: User) -> "FamilyQuerySet":
        """Those that this account coordinates, and those for which it is asked to and not answered yet."""
        asked = CoordinatorOffer.objects.filter(coordinator=user, state__in=rules.UNANSWERED_OFFERS)
        mine = grants.families_of(user.pk, Can.SPLIT_CIRCLE)
        return self.filter(Q(pk__in=mine) | Q(pk__in=asked.values("family_id")))

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


class FamilyRow(models.Model):
    """Anything that belongs to one family. The wall in the database stands on `family_id`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class SplitQuerySet(models.QuerySet["Split"]):
    """Questions about circles that must not know of each other."""

    def of_coordinator(self, user: User) -> "SplitQuerySet":
        """Those of which this account coordinates the first circle, and the other one as well or is asked to."""
        mine = grants.families_of(user.pk, Can.SPLIT_CIRCLE)
        return self.filter(circle_a__in=mine, circle_b__in=Family.objects.of_coordinator(user).values("pk"))

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


class Child(FamilyRow):
    """A child whom it is about. The date of birth is kept because rights change at 12, 16 and 18."""

    call_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    question = models.TextField(max_length=1000, blank=True)
    question_asked_on = models.DateField(null=True, blank=True)
    did_not_want = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.UniqueConstraint(name="child_once_per_family", fields=["family", "call_name", "birth_date"])
        ]

    def age_on(self, day: object) -> int:
        """Full years on that day."""
        return rules.age_on(self.birth_date, day)  # type: ignore[arg-type]  # dates only


class Commission(FamilyRow):
    """One person's yes (or no) to the commission, in writing or spoken and recorded."""

    giver = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    giver_name: str  # what the family calls the giver; the queries fill it in
    giver_as = models.CharField(max_length=12, choices=rules.Giver.choices)
    answer = models.CharField(max_length=12, choices=rules.Yes.choices, default=rules.Yes.ASKED)
    # The child who a young person is: the age counts.
    child = models.ForeignKey("families.Child", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=12, choices=rules.How.choices, blank=True)
    # Set when somebody else wrote down a yes that was spoken or stands on paper.
    on_behalf_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    witness = models.CharField(max_length=120, blank=True)
    # The words of the question as they stood on the screen or the paper: "version of the text".
    text_version = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # since when this person decides no longer

    class Meta:
        constraints = [models.UniqueConstraint(name="commission_once_per_giver", fields=["family", "giver"])]

    @property
    def named_user_id(self) -> object:
        """Only the giver answers for himself or herself."""
        return self.giver_id


class CommissionedChild(FamilyRow):
    """For which child this commission was given."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="commissions")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="commissioned_child_once", fields=["family", "commission", "child"])
        ]


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


class MainQuestion(FamilyRow):
    """One wording of the main question. A version that the family refused stays in the list."""

    version = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)
    proposed_by = models.CharField(max_length=120)
    from_outside = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=rules.QuestionState.choices, default=rules.QuestionState.PROPOSED)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("version").desc()]
        constraints = [
            models.UniqueConstraint(name="question_version_once", fields=["family", "version"]),
            models.UniqueConstraint(
                name="one_confirmed_question", fields=["family"], condition=Q(state=rules.QuestionState.CONFIRMED)
            ),
        ]
