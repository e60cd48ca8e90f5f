"""The circle: persons, their contact cards, the ties between them, and the links by which they come in."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from fgc.accounts.models import User
from fgc.families.models import Child, FamilyRow
from fgc.networks import rules
from fgc.networks.models.handover import HandOver
from fgc.networks.models.objections import Objection
from fgc.networks.models.safety import SafetyPart, SafetySheet, SafetyStep
from fgc.networks.rules import hours

__all__ = [
    "AccessLink",
    "ContactCard",
    "Emergency",
    "HandOver",
    "NamedReader",
    "Objection",
    "Person",
    "PrivateNote",
    "SafetyPart",
    "SafetySheet",
    "SafetyStep",
    "Tie",
]


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about the circle."""

    def of_the_circle(self) -> "PersonQuerySet":
        """Family, friends, neighbours: everybody who may be in private time."""
        return self.exclude(role__in=rules.OUTSIDERS)

    def taking_part(self) -> "PersonQuerySet":
        """Who has not left."""
        return self.exclude(standing=rules.Standing.LEFT)

    def invitable(self) -> "PersonQuerySet":
        """Who may be asked to come."""
        return self.filter(standing=rules.Standing.MAPPED)


class Person(FamilyRow):
    """A person around the family: of the circle, or here for work."""

    call_name = models.CharField(max_length=80)
    # What the family calls the tie: "oma", "de buurvrouw".
    tie_label = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=rules.CircleRole.choices, default=rules.CircleRole.OTHER_FAMILY)
    side = models.CharField(max_length=8, choices=rules.Side.choices, default=rules.Side.BOTH)
    life_stage = models.CharField(max_length=8, choices=rules.LifeStage.choices, default=rules.LifeStage.UNKNOWN)
    ring = models.CharField(max_length=1, choices=rules.Ring.choices, default=rules.Ring.CLOSE)
    language = models.CharField(max_length=8, choices=rules.Language.choices, default=rules.Language.DUTCH)
    needs = ArrayField(models.CharField(max_length=16, choices=rules.Need.choices), default=list, blank=True)
    needs_note = models.CharField(max_length=280, blank=True)
    standing = models.CharField(max_length=12, choices=rules.Standing.choices, default=rules.Standing.MAPPED)
    left_at = models.DateTimeField(null=True, blank=True)
    # The last day of who helps for a while, such as an interpreter: then links and a seat end by themselves.
    here_until = models.DateField(null=True, blank=True)
    # Somebody who leaves may want only "a task is free again", without the name.
    left_quietly = models.BooleanField(default=False)
    # How this person is reached, which the house must know to write or call; with what stands on the contact card.
    way = models.CharField(max_length=8, choices=rules.Way.choices, default=rules.Way.NONE)
    # "No messages at all, call me": beats everything that is planned.
    no_messages = models.BooleanField(default=False)
    is_contact_person = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # The account of this person, if there is one.
    account = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    support_person = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # For who is here for work: "attendance officer", "Gemeente Zilverdam"; whether the law gives a task for this child.
    function = models.CharField(max_length=120, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    has_legal_task = models.BooleanField(default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_contact_person", fields=["family"], condition=Q(is_contact_person=True)),
            models.UniqueConstraint(
                name="account_is_one_person_per_family",
                fields=["family", "account"],
                condition=Q(account__isnull=False),
            ),
            models.UniqueConstraint(
                name="child_is_one_person_per_family", fields=["family", "child"], condition=Q(child__isnull=False)
            ),
            models.CheckConstraint(
                name="left_has_a_date", condition=Q(standing="left", left_at__isnull=False) | ~Q(standing="left")
            ),
        ]

    @property
    def person_id(self) -> object:
        """A person owns himself or herself."""
        return self.pk

    @property
    def named_user_id(self) -> object:
        """Who is here for work now is named by the account; the circle is known by its grants."""
        return self.account_id if self.is_outsider and self.standing == rules.Standing.MAPPED else None

    @property
    def is_outsider(self) -> bool:
        """Here for work: never in private time, and in no list of the circle."""
        return self.role in rules.OUTSIDERS

    @property
    def needs_words(self) -> list[str]:
        """What this person needs, in words."""
        return [str(rules.Need(need).label) for need in self.needs]


class ContactCard(FamilyRow):
    """Where somebody is reached. Read by the coordinator and the owner, and by nobody else in the circle."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="card")
    email = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    address = models.TextField(max_length=280, blank=True)
    # The person asked us not to keep the address at all.
    keep_no_address = models.BooleanField(default=False)
    # Outside of these hours nothing may be sent at all; where they are said, no other hours count.
    safe_from = models.TimeField(null=True, blank=True)
    safe_until = models.TimeField(null=True, blank=True)
    # In these hours only what can't wait; empty: those of the house. The same time twice: there are none.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    # On whose clock these hours are meant; empty: that of the house.
    time_zone = models.CharField(max_length=40, choices=hours.Zone.choices, blank=True)
    # For who calls: "do not leave a message". Here stand the words of before there were safe hours.
    call_note = models.CharField(max_length=120, blank=True)
    # Who calls in our name says it. Only for the person and the coordinator: who is named to read the card is not told.
    safe_word = models.CharField(max_length=40, blank=True)
    # The person asked for care: the coordinator sees where to reach him or her only after a tap, which is written down.
    is_masked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="no_address_means_none", condition=Q(keep_no_address=False) | Q(address="")),
            models.CheckConstraint(
                name="safe_hours_are_some_hours",
                condition=Q(safe_from=None, safe_until=None)
                | (Q(safe_from__isnull=False, safe_until__isnull=False) & ~Q(safe_from=F("safe_until"))),
            ),
            models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    @property
    def hours(self) -> hours.Hours:
        """When something may be sent to this person."""
        begins, ends = (self.quiet_from, self.quiet_until) if self.quiet_from else settings.QUIET_HOURS
        return hours.Hours(
            zone=ZoneInfo(self.time_zone) if self.time_zone else timezone.get_default_timezone(),
            safe=hours.window(self.safe_from, self.safe_until),
            quiet=hours.window(begins, ends),
        )


class PrivateNote(FamilyRow):
    """What somebody keeps in the own corner, for one chosen reader or nobody yet. Nothing else shows it is there."""

    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=rules.NOTE_LENGTH)

    @property
    def person_id(self) -> object:
        """A note is its author's own."""
        return self.author_id


class NamedReader(FamilyRow):
    """Who, by name, may read one thing that is not for the whole circle. It works while the row is there.

    The wall asks this table in one place for every such thing (`wall.opened`). Who reads is a person of the circle, or
    an account: the coordinator is nobody of the circle. The database refuses a row for what is not the owner's.
    """

    # Whose it is, and who alone gives it to read.
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(ContactCard, null=True, on_delete=models.CASCADE, related_name="readers")
    note = models.ForeignKey(PrivateNote, null=True, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    # The name by which the owner chose this reader: who comes by a personal link sees no other names of the circle.
    called = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reader_once", fields=["card", "note", "person", "account"], nulls_distinct=False
            ),
            models.CheckConstraint(name="reader_of_one_thing", condition=Q(card=None) ^ Q(note=None)),
            models.CheckConstraint(name="one_reader_by_name", condition=Q(person=None) ^ Q(account=None)),
        ]


class Tie(FamilyRow):
    """How two persons of the circle are with each other, as the family draws it."""

    a = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_from")
    b = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_to")
    kin = models.CharField(max_length=16, choices=rules.Kin.choices, default=rules.Kin.OTHER)
    bond = models.CharField(max_length=12, choices=rules.Bond.choices, default=rules.Bond.ORDINARY)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tie_once", fields=["family", "a", "b", "kin"]),
            models.CheckConstraint(name="tie_has_two_ends", condition=~Q(a=F("b"))),
        ]


class AccessLink(FamilyRow):
    """A personal way in without an account. Only the hash of the token is kept; the token is in the message alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    # The same way in as ten signs on paper; kept as a slow hash, since ten signs can be guessed.
    code_hash = models.CharField(max_length=200, blank=True)
    # A short, meaningless first part of the code, by which the row is found.
    code_hint = models.CharField(max_length=4, blank=True, db_index=True)
    # Beside a letter of a family that asks for extra care: a number that is told and not written, as a slow hash.
    told_hash = models.CharField(max_length=200, blank=True)
    sent_via = models.CharField(max_length=8, choices=rules.Way.choices)
    # The address of a calendar: a program reads the own days there, and nobody comes in by it.
    is_calendar = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    first_used_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    # The device on which it was opened, as a hash of a random sign that only that browser has.
    device_hash = models.CharField(max_length=64, blank=True)
    # When somebody tried it on a device that this person's links were never opened on; until the coordinator looked.
    elsewhere_at = models.DateTimeField(null=True, blank=True)

    @property
    def works(self) -> bool:
        """Does it open anything now?"""
        return rules.link_works(now=timezone.now(), expires_at=self.expires_at, revoked_at=self.revoked_at)

    @property
    def ended_at(self) -> object:
        """When it stopped, or will stop, to work."""
        return min(self.expires_at, self.revoked_at) if self.revoked_at else self.expires_at


class Emergency(FamilyRow):
    """Two managers open for a few hours how the people of a circle are reached: one asks, another allows."""

    asked_by = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    reason = models.CharField(max_length=500)
    allowed_by = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="+")
    allowed_at = models.DateTimeField(null=True, blank=True)
    # The moment at which it ends by itself; sooner when one of the two ends it.
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="emergency_takes_two",
                condition=Q(allowed_by=None, allowed_at=None, ends_at=None)
                | (Q(allowed_at__isnull=False, ends_at__isnull=False) & ~Q(allowed_by=F("asked_by"))),
            )
        ]

    @property
    def is_open(self) -> bool:
        """Does it open anything now?"""
        return self.ends_at is not None and self.ends_at > timezone.now()
