"""What was let out, and the yeses that it needs before it exists for its reader."""

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from fgc.accounts.models import User
from fgc.accounts.profiles import Terms
from fgc.families.models import Child, Commission, FamilyRow
from fgc.families.rules import OPEN_STAGES, SAYS_NO, Giver, Yes
from fgc.plans.rules.releases import may_be_read

# The age from which a young person decides alone is a term of the organisation.
ALONE_FROM = Coalesce(
    Cast(KeyTextTransform("alone_from", F("family__organisation__terms")), models.IntegerField()),
    Value(Terms().alone_from),
)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def readable(self) -> "ReleaseQuerySet":
        """As the rule `may_be_read` says it: the rest does not exist for the reader."""
        return self.let_out().exclude(_rests_on_a_no())

    def let_out(self) -> "ReleaseQuerySet":
        """What every needed yes was given to, also where one of them was taken back since."""
        return self.filter(
            agreed_at__isnull=False, revoked_at=None, until__gte=timezone.localdate(), family__stage__in=OPEN_STAGES
        )

    def with_what_they_rest_on(self) -> "ReleaseQuerySet":
        """Asks of all of them at once what `is_readable` otherwise asks of each."""
        return self.annotate(found_a_no=_rests_on_a_no())


def _rests_on_a_no() -> Exists:
    """Somebody whose yes opened the release took back the own yes to the whole: a young person, or the parent who
    spoke, as far as it needs a parent: not where it is only the own of who decides alone."""
    commissions = Commission.objects.filter(family=OuterRef("family_id"))
    young = commissions.filter(giver_as=Giver.YOUNG, child=OuterRef("child_id"), answer__in=SAYS_NO)
    parent = commissions.filter(giver=OuterRef("answered_by")).exclude(answer=Yes.YES)
    of_a_child = ReleaseYes.objects.filter(release=OuterRef("release"), has_own=True)
    of_a_child = of_a_child.annotate(years=_full_years("child__birth_date")).filter(years__lt=ALONE_FROM)
    needs_parents = Q(release__is_shared=True) | Exists(of_a_child)
    heard = ReleaseYes.objects.filter(release=OuterRef("pk"), said_yes=True)
    return Exists(heard.filter(Exists(young) | Q(Exists(parent), needs_parents, child=None)))


def _full_years(born: str) -> Func:
    """How old somebody is today, as `families.rules.age_on` counts it."""
    template = "extract(year FROM age(%(expressions)s))::integer"
    return Func(Value(timezone.localdate()), born, template=template, output_field=models.IntegerField())


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
    def rests_on_a_no(self) -> bool:
        """Did somebody whose yes opened it take that back with the yes to the whole? (one query, or read along)"""
        found: bool | None = self.__dict__.get("found_a_no")
        return Release.objects.filter(_rests_on_a_no(), pk=self.pk).exists() if found is None else found

    @property
    def is_readable(self) -> bool:
        """Does it exist for its reader now?"""
        return may_be_read(
            agreed_at=self.agreed_at,
            revoked_at=self.revoked_at,
            until=self.until,
            is_open=self.family.is_open,
            rests_on_a_no=self.rests_on_a_no,
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
