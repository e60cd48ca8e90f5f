"""What must be sent, and what became of it. Rows hold ids and dates: no text, no address, no token."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fgc.ids import new_id


class Kind(models.TextChoices):
    """Every message there is. Its text is built at the moment of delivery by the letter of the same name."""

    LET_IN = "let_in"  # somebody may log in, now that the family let him in
    PROPOSAL = "proposal"  # a professional asked whether the family wants this
    ASK_COMMISSION = "ask_commission"
    OFFER_COORDINATOR = "offer_coordinator"  # to the family: here is who could organise it
    ASK_INDEPENDENCE = "ask_independence"  # to the coordinator: will you, and are you independent?
    COORDINATOR_ANSWERED = "coordinator_answered"
    CONFIRM_QUESTION = "confirm_question"
    ASK_DATE = "ask_date"
    REMIND_DATE = "remind_date"  # once, to who left a moment open
    DATE_CHOSEN = "date_chosen"
    INVITATION = "invitation"
    REMIND_INVITATION = "remind_invitation"  # once, to who has not answered
    CANCELLED = "cancelled"
    ASK_INFORMATION = "ask_information"
    REMIND_INFORMATION = "remind_information"  # to the professional: the page is not in
    PREPARATION_GAPS = "preparation_gaps"  # to the coordinator: something is missing before the day
    INFORMATION_CAME = "information_came"
    ASK_VERDICT = "ask_verdict"
    ASK_CONFIRMATION = "ask_confirmation"
    PROMISE_ANSWERED = "promise_answered"
    ASK_RELEASE = "ask_release"  # to who must say yes before a professional may read
    RELEASED = "released"
    ASK_MORE = "ask_more"  # to who decides: a professional asks for more than was released
    MORE_ANSWERED = "more_answered"  # to that professional: yes or no
    BIRTHDAY = "birthday"  # rights move on a birthday: before it to who decides, on it to the young person
    EMERGENCY = "emergency"  # to who decides: two managers opened how your people are reached
    REMIND_PROMISE = "remind_promise"  # before a promise is due
    ASK_PROGRESS = "ask_progress"  # afterwards: did it work?
    REMIND_ANSWER = "remind_answer"  # somebody has not answered yet
    STALLED = "stalled"  # to the contact person: a promise does not run
    FOUR_WEEK_CALL = "four_week_call"
    REVIEW_COMING = "review_coming"
    RELEASE_ENDS = "release_ends"  # to who decides: somebody can't read much longer
    HELP_ENDS = "help_ends"  # temporary help of a professional is half-way, or ends soon
    BOTTOM_LINE_ENDS = "bottom_line_ends"  # to who set it and who decides
    WATCHES = "watches"  # somebody watches over an agreement from now on
    ASK_AMENDMENT = "ask_amendment"
    AMENDED = "amended"
    TASK_FREE = "task_free"  # somebody left: who takes over?
    STOPPED = "stopped"
    ERASE_COMING = "erase_coming"  # to those who decide: the last day before it goes by itself
    ERASING = "erasing"  # to those who decide: everything goes in a week, or is kept after all


class Channel(models.TextChoices):
    """How it goes out. Paper and a call are as good as mail: they come on the coordinator's list."""

    MAIL = "mail"
    SMS = "sms"
    PAPER = "paper"
    CALL = "call"


class State(models.TextChoices):
    """What became of a message."""

    PENDING = "pending"
    CLAIMED = "claimed"
    RETRY = "retry"
    SENT = "sent"
    BY_HAND = "by_hand"  # on the coordinator's list: print it, or call
    DONE_BY_HAND = "done_by_hand"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"
    FAILED = "failed"
    EXPIRED = "expired"
    DEAD = "dead"


# So long may any loop be silent.
SILENT = timedelta(minutes=5)
WAITING = (State.PENDING, State.RETRY)
OPEN = (*WAITING, State.CLAIMED, State.BY_HAND)


class Message(models.Model):
    """One message to one recipient by one way, for one occasion: once, whatever crashes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Empty only for what goes to people who have no family here (yet): a proposal, a coordinator who is asked.
    family = models.ForeignKey("families.Family", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    subject_id = models.UUIDField()
    # Exactly one of the three: an account, a person of the circle, or a proposal (the last two live above this app).
    to_user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    to_person_id = models.UUIDField(null=True)
    to_proposal_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.MAIL)
    occurrence = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    not_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How often it may have gone out without anybody knowing: no answer came; and how often its worker died.
    doubts = models.PositiveSmallIntegerField(default=0)
    deaths = models.PositiveSmallIntegerField(default=0)
    # The message that told of this one as well, after an outage: one message a person.
    along_with = models.UUIDField(null=True)
    next_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_message_per_occasion",
                fields=[
                    "kind",
                    "subject_id",
                    "to_user",
                    "to_person_id",
                    "to_proposal_id",
                    "channel",
                    "occurrence",
                ],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="message_has_one_recipient",
                condition=Q(to_user__isnull=False, to_person_id=None, to_proposal_id=None)
                | Q(to_user=None, to_person_id__isnull=False, to_proposal_id=None)
                | Q(to_user=None, to_person_id=None, to_proposal_id__isnull=False),
            ),
        ]
        # The index of what waits stands in migration 0015, with the column that the database keeps for it (`waits`).

    # The person of the circle to whom it goes, or None; while nobody looked yet, three dots.
    reader: Any = ...
    # What it shares with the letters that are written together with it (`letters.Pile`), if there are such.
    pile: Any = None

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Way(models.Model):
    """Whether messages go by a way now, and how many went in this minute. One row for all processes; no content."""

    channel = models.CharField(primary_key=True, max_length=8, choices=Channel.choices)
    # Nothing goes before this moment: the other side is not there, or takes nothing from us.
    shut_until = models.DateTimeField(null=True)
    shut_since = models.DateTimeField(null=True)
    # How often in a row it was found shut: the next look comes later each time.
    times = models.PositiveSmallIntegerField(default=0)
    minute = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.channel


class LifeSign(models.Model):
    """When each loop of the house last came round. An operator sees it; it says nothing of anybody."""

    loop = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()
    # How many seconds the clock of its machine was away from that of the database.
    clock_off = models.IntegerField(default=0)
    # How many seconds lie between two rounds, as it was meant.
    every_s = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.loop

    def is_silent(self, moment: datetime) -> bool:
        """Did it miss two rounds by now, and some minutes?"""
        return moment - self.at > max(SILENT, timedelta(seconds=2.5 * self.every_s))


class Receipt(models.Model):
    """One thing that a provider said of a message: once, and nothing of the message itself."""

    event_id = models.CharField(primary_key=True, max_length=64)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    # A keyed hash in the place of the address.
    address_hash = models.CharField(max_length=64)
    said = models.CharField(max_length=10)
    at = models.DateTimeField()
    # No reference: what was said of an address outlives the message.
    message_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(name="receipt_address", fields=["address_hash", "channel"])]

    def __str__(self) -> str:
        return self.event_id
