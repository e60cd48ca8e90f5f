"""The plan: versions, agreements in the family's words, promises, changes, releases and the looks back."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from fgc.accounts.models import User
from fgc.conferences.models import BottomLine, Conference
from fgc.conferences.rules import Verdict
from fgc.families.models import FamilyRow
from fgc.families.rules import Stage, must_be_agreed, must_be_open
from fgc.networks.models import Person
from fgc.plans import rules
from fgc.plans.models.about import LineAbout
from fgc.plans.models.childrens import ChildrensPlanCopy, PlanYes
from fgc.plans.models.due_days import DueDays
from fgc.plans.models.looks import Look, ProgressReport
from fgc.plans.models.own_copy import OwnCopy
from fgc.plans.models.questions import AskedForMore
from fgc.plans.models.releases import Release, ReleaseYes
from fgc.plans.rules import often, recurrence

__all__ = [
    "Agreement",
    "Amendment",
    "AmendmentConsent",
    "AskedForMore",
    "BottomLineVerdict",
    "ChildrensPlanCopy",
    "Commitment",
    "DueDays",
    "LineAbout",
    "Look",
    "OwnCopy",
    "Plan",
    "PlanVersion",
    "PlanYes",
    "ProgressReport",
    "Release",
    "ReleaseYes",
    "Wording",
]


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions about plans."""

    def to_change(self, pk: uuid.UUID) -> "Plan":
        """The plan, held while it is changed.

        Raises:
            RuleBroken: the family ended, or one of those who decide says no.
        """
        plan = self.select_for_update(of=("self",)).select_related("family").get(pk=pk)
        must_be_open(Stage(plan.family.stage))
        must_be_agreed(is_disputed=plan.family.is_disputed)
        return plan


class Plan(FamilyRow):
    """The family's plan. Its words are the family's; nobody else writes in it."""

    conference = models.ForeignKey(Conference, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=rules.PlanState.choices, default=rules.PlanState.DRAFT)
    # The number of the version that counts now; 0 while the first one is being written.
    version = models.PositiveSmallIntegerField(default=0)
    # Who hears when somebody does not answer, or something does not run: who watches over it, then the contact person,
    # and a professional only when the family names one.
    watcher_hears = models.BooleanField(default=True)
    contact_hears = models.BooleanField(default=True)
    work_hears = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_plan_per_family", fields=["family"])]

    def begin_version(self, by: User | None) -> int:
        """Counts on: from here on a new version counts; returns its number."""
        self.version += 1
        self.save(update_fields=["version"])
        PlanVersion.objects.create(family_id=self.family_id, plan=self, number=self.version, approved_by=by)
        return self.version


class PlanVersion(FamilyRow):
    """One version, from the moment that the family said yes to it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    approved_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_number_once", fields=["family", "plan", "number"])]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions about lines of the plan."""

    def now_there(self) -> "AgreementQuerySet":
        """The lines that stand in the plan as it is now."""
        return self.filter(added_in__isnull=False, dropped_in=None)

    def in_version(self, number: int) -> "AgreementQuerySet":
        """The lines that stand in this version, in their order."""
        still_there = Q(dropped_in=None) | Q(dropped_in__gt=number)
        return self.filter(still_there, added_in__lte=number).order_by("number")


class Agreement(FamilyRow):
    """One line of the plan through all its versions; the words stand in its wordings."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=rules.Kind.choices, default=rules.Kind.DO)
    # In which version it came, empty while it is only proposed; and in which it was no longer there.
    added_in = models.PositiveSmallIntegerField(default=1, null=True, blank=True)
    dropped_in = models.PositiveSmallIntegerField(null=True, blank=True)
    # What is not for the circle is read by the family, the coordinator and whoever promised it.
    is_for_circle = models.BooleanField(default=True)
    bottom_line = models.ForeignKey(BottomLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # What a professional does hangs on an agreement of the family itself.
    supports = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supported_by")
    # Who keeps an eye on it: hears first when it does not run, and does nothing for anybody.
    watcher = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="watches_over")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="agreement_number_once", fields=["family", "plan", "number"])]

    @property
    def is_decided_together(self) -> bool:
        """Does everybody who decides for the children say yes to a change? About contact and visits (hard case 4), and
        in a plan for the children of two circles."""
        return self.kind == rules.Kind.CONTACT or self.family.is_for_children

    @property
    def is_there(self) -> bool:
        """Does it stand in the plan as it is now?"""
        return self.added_in is not None and self.dropped_in is None


class Wording(FamilyRow):
    """The words of an agreement as they stand from one version on. Only the text must be filled in."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="wordings")
    # The first version in which these words count; empty while they are only proposed.
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=280)
    for_whom = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=280, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    repeats = models.CharField(max_length=12, choices=rules.Repeats.choices, default=rules.Repeats.AS_NEEDED)
    # RFC 5545, where more is said than the simple choice: on which days, the first Tuesday of the month.
    rule = models.CharField(max_length=recurrence.LONGEST, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    sign_it_works = models.CharField(max_length=280, blank=True)
    what_if = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="wording_once_per_version",
                fields=["family", "agreement", "version"],
                condition=Q(version__isnull=False),
            ),
            models.CheckConstraint(
                name="wording_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    @property
    def often(self) -> str:
        """How often, as people say it."""
        return often.in_words(self.repeats, self.rule)

    @property
    def says_more(self) -> bool:
        """True when there is something beside the text."""
        said = (self.for_whom, self.why, self.starts_on, self.ends_on, self.sign_it_works, self.what_if)
        return any(said) or self.repeats != rules.Repeats.AS_NEEDED


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about promises."""

    def that_count(self) -> "CommitmentQuerySet":
        """Not lapsed, not finished, not declined."""
        return self.filter(state__in=[rules.Promise.ASKED, rules.Promise.CONFIRMED, rules.Promise.LESS])

    def unconfirmed(self) -> "CommitmentQuerySet":
        """Asked, and not answered yet."""
        return self.filter(state=rules.Promise.ASKED)


class Commitment(FamilyRow):
    """One person's promise to do what an agreement says. Nobody else can confirm it, unless visibly on behalf of."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="commitments")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="commitments")
    state = models.CharField(max_length=10, choices=rules.Promise.choices, default=rules.Promise.ASKED)
    # The person's own words: "one Tuesday in two".
    note = models.CharField(max_length=280, blank=True)
    how = models.CharField(max_length=12, choices=rules.ConfirmedHow.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # On behalf of: who wrote it down, and in which language it was read out.
    on_behalf_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    spoken_in = models.CharField(max_length=40, blank=True)
    last_run = models.CharField(max_length=8, choices=rules.Runs.choices, blank=True)
    # The person asked not to be reminded of this any more; the promise itself stays.
    is_quiet = models.BooleanField(default=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="commitment_once", fields=["family", "agreement", "person"])]

    @property
    def named_user_id(self) -> object:
        """A professional's own promise is known by the account."""
        return self.person.named_user_id


class BottomLineVerdict(FamilyRow):
    """What the professional answers to one bottom line about one version, and all that he or she may say of it."""

    bottom_line = models.ForeignKey(BottomLine, on_delete=models.CASCADE, related_name="verdicts")
    version = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="verdict_once", fields=["family", "bottom_line", "version"])]


class Amendment(FamilyRow):
    """A change of one line: who proposed it, what it becomes, and who must say yes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    wording = models.OneToOneField(Wording, null=True, blank=True, on_delete=models.CASCADE, related_name="amendment")
    # Empty: nobody new. The person who does it from now on.
    new_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Whose place the new person takes; that promise ends.
    old_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drops_it = models.BooleanField(default=False)
    why = models.CharField(max_length=280, blank=True)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    based_on = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=rules.AmendmentState.choices, default=rules.AmendmentState.PROPOSED)
    # The version that it made.
    accepted_in = models.PositiveSmallIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_amendment_per_line", fields=["family", "agreement"], condition=Q(state="proposed")
            )
        ]


class AmendmentConsent(FamilyRow):
    """The yes of one person whom a change concerns."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_yes = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    on_behalf_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="amendment_consent_once", fields=["family", "amendment", "person"])]

    @property
    def named_user_id(self) -> object:
        """A professional whom the change concerns is known by the account."""
        return self.person.named_user_id
