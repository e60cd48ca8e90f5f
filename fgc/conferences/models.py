"""The meeting: date, invitations, preparation, information and bottom lines, and the three parts of the day."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from fgc.accounts.models import User
from fgc.conferences import rules
from fgc.conferences.rules.arrivals import ENTRANCE_LENGTH
from fgc.families.models import Child, FamilyRow
from fgc.networks.models import Person


class Conference(FamilyRow):
    """One meeting of the family and its circle. There are no minutes, and no field for them."""

    number = models.PositiveSmallIntegerField(default=1)
    moment = models.CharField(max_length=12, choices=rules.Moment.choices, default=rules.Moment.PLANNING)
    place_kind = models.CharField(max_length=20, choices=rules.Place.choices, blank=True)
    place = models.CharField(max_length=280, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    welcome = models.TextField(max_length=1000, blank=True)
    food = models.CharField(max_length=280, blank=True)
    # Some months after the meeting it is not kept any more who was invited and who came; only how many.
    invited_count = models.PositiveSmallIntegerField(null=True, blank=True)
    coming_count = models.PositiveSmallIntegerField(null=True, blank=True)
    # The coordinator spoke with everybody at risk, apart. Only that it was done is kept here, never what was said.
    safety_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="conference_number_once", fields=["family", "number"]),
            models.UniqueConstraint(
                name="one_conference_at_a_time", fields=["family"], condition=~Q(moment__in=["held", "cancelled"])
            ),
            models.CheckConstraint(
                name="conference_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="dated_conference_has_a_date",
                condition=Q(moment__in=["planning", "cancelled"]) | Q(starts_at__isnull=False),
            ),
        ]


class DateOption(FamilyRow):
    """A possible moment."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="option_once", fields=["family", "conference", "starts_at"]),
            models.CheckConstraint(name="option_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]


class DateAsked(FamilyRow):
    """Who was asked which of the possible moments would do. Others do not learn that there is anything to choose."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="asked_for_date")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked_for_date")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "people asked for a date"
        constraints = [models.UniqueConstraint(name="asked_for_date_once", fields=["family", "conference", "person"])]


class DateReply(FamilyRow):
    """What one person said of one possible moment."""

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="date_replies")
    answer = models.CharField(max_length=10, choices=rules.DateAnswer.choices)
    answered_at = models.DateTimeField(default=timezone.now)
    # Set when the coordinator wrote down what somebody said by telephone or on paper.
    on_behalf_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="date_reply_once", fields=["family", "option", "person"])]


class Invitation(FamilyRow):
    """The question whether somebody comes, and the answer."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    sent = models.CharField(max_length=10, choices=rules.Sent.choices, default=rules.Sent.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    coming = models.CharField(max_length=14, choices=rules.Coming.choices, default=rules.Coming.NOT_ANSWERED)
    # A message that is to be read out, and by whom; only for the circle.
    message = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    on_behalf_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="invitation_once", fields=["family", "conference", "person"])]

    @property
    def named_user_id(self) -> object:
        """Who is here for work answers by the own account; the circle is known by its grants."""
        return self.person.named_user_id


class PreparationTalk(FamilyRow):
    """The talk beforehand of the coordinator with one participant: that it was held, never what was said."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="talks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="talks")
    by = models.CharField(max_length=12, choices=rules.TalkBy.choices)
    held_on = models.DateField()
    # What this person wants the others to know beforehand; nothing unless he or she says so.
    may_be_shared = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="talk_once", fields=["family", "conference", "person"])]


class Arrival(FamilyRow):
    """When one person comes to a meeting, apart from others: read by that person and who coordinates, and nobody else.

    Nobody learns of another's, or that there is one.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    comes_at = models.DateTimeField()
    goes_at = models.DateTimeField(null=True, blank=True)
    # By which door, where to wait, who stands there.
    entrance = models.CharField(max_length=ENTRANCE_LENGTH, blank=True)
    # For which moment and place it was agreed: when the meeting moves, it must be agreed anew.
    for_start = models.DateTimeField()
    for_place = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="arrival_once", fields=["family", "conference", "person"]),
            models.CheckConstraint(name="goes_after_coming", condition=Q(goes_at=None) | Q(goes_at__gt=F("comes_at"))),
        ]


class InformationSheet(FamilyRow):
    """What a professional tells the family before the day: one page, plain words, no new news on the day itself."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sheets")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sheets")
    due_on = models.DateField(null=True, blank=True)
    facts = models.TextField(max_length=4000, blank=True)
    worries = models.TextField(max_length=2000, blank=True)
    strengths = models.TextField(max_length=2000, blank=True)
    offers = models.TextField(max_length=2000, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    # When it reached the family: it must be before the day.
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="sheet_once", fields=["family", "conference", "person"])]

    @property
    def named_user_id(self) -> object:
        """The professional who was asked for it."""
        return self.person.named_user_id


class BottomLineQuerySet(models.QuerySet["BottomLine"]):
    """Questions about bottom lines."""

    def delivered(self) -> "BottomLineQuerySet":
        """Those that the family has; before that they are a draft of their professional."""
        return self.filter(delivered_at__isnull=False)


class BottomLine(FamilyRow):
    """What must in any case be arranged, set by a professional with a legal task, told in writing before the day."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="bottom_lines")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="bottom_lines")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=280)
    reason = models.CharField(max_length=500)
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    # Whoever set it may say, after the day, that it counts longer, and why.
    renewed_because = models.CharField(max_length=500, blank=True)
    renewed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    family_reply = models.TextField(max_length=1000, blank=True)

    objects = BottomLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bottom_line_number_once", fields=["family", "conference", "number"])
        ]

    @property
    def named_user_id(self) -> object:
        """Who set it; nobody else may judge it."""
        return self.person.named_user_id

    @property
    def is_over(self) -> bool:
        """Its last day has been."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class PhaseOfDay(FamilyRow):
    """One of the three parts of the day: when it began and ended, and nothing of what was said."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="phases")
    phase = models.CharField(max_length=12, choices=rules.Phase.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="phase_once", fields=["family", "conference", "phase"]),
            models.CheckConstraint(
                name="phase_ends_after_it_starts", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
        ]


class Attendance(FamilyRow):
    """Who was there in which part, and how."""

    phase_of_day = models.ForeignKey(PhaseOfDay, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendances")
    presence = models.CharField(max_length=10, choices=rules.Presence.choices, default=rules.Presence.IN_PERSON)

    class Meta:
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["family", "phase_of_day", "person"])]


class PrivatePaper(FamilyRow):
    """What the family itself writes in private time: its own sheet, which no outsider ever opens."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="private_paper")
    text = models.TextField(max_length=8000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
