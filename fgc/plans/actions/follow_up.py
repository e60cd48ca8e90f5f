"""What the clock does with promises that are due, and what people say of how it goes."""

from datetime import date

from django.utils import timezone

from fgc import texts
from fgc.access.actors import Actor, SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_due
from fgc.families import rules as family_rules
from fgc.families.models import Family
from fgc.families.rules import OPEN_STAGES
from fgc.outbox.models import Message
from fgc.plans import rules
from fgc.plans.actions._reports import write_report
from fgc.plans.actions.due_days import work_out_days
from fgc.plans.actions.ordinary import plan_ordinary
from fgc.plans.models import Commitment, Plan, ProgressReport
from fgc.plans.queries import occasions


@action
def plan_follow_up(actor: SystemActor) -> int:
    """Puts in the outbox what follows today from the plans that run and the meetings to come.

    Where nothing but reminders and questions may follow it is one statement for all families together; where more may,
    each family is looked at by itself. Asked again the same hour or day it adds nothing.

    Returns:
        How many messages are new.

    Raises:
        NotAllowed: the actor is not the clock.
    """
    actor.must(Can.KEEP_TIME)
    left = work_out_days(actor)
    busy = sorted({*left, *families_due(actor, "follow_up")})
    told = sum(_plan_family(SystemActor(actor.job, family_id)) for family_id in busy)
    return told + plan_ordinary(actor, busy=busy)


@action
def _plan_family(actor: SystemActor) -> int:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    family_id = actor.family_id
    running = Plan.objects.filter(family_id=family_id, state=rules.PlanState.RUNNING, family__stage__in=OPEN_STAGES)
    plans = list(running.values_list("pk", flat=True))
    batch = occasions.batch_of(plans, [family_id], now=timezone.now())
    messages = occasions.messages_for(batch)
    # The unique occasion in the database decides when two clocks do this at the same time.
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return Message.objects.filter(pk__in=[message.pk for message in messages]).count()


@action
def report_progress(
    actor: Actor, commitment: Commitment, *, runs: str, note: str = "", about_on: date | None = None
) -> ProgressReport:
    """How it goes with a promise, said by the person; or visibly on behalf of, by the coordinator.

    Args:
        about_on: the day about which it is said; today when left out.

    Returns:
        The report; a second one about the same day takes the place of the first.

    Raises:
        NotAllowed: it is not the actor's own promise, and the actor may not speak for this person.
        RuleBroken: this is not an answer, the day lies ahead, or the promise does not count any more.
    """
    actor.must(Can.REPORT_ON_BEHALF if actor.stands_in_for(commitment) else Can.REPORT, commitment)
    family = Family.objects.get(pk=commitment.family_id)
    family_rules.must_be_open(family_rules.Stage(family.stage))
    note = texts.plain(note, field="note", required=False)
    return write_report(actor, commitment, runs=runs, note=note, about_on=about_on or timezone.localdate())
