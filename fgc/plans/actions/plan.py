"""Beginning the plan, saying yes to it, and what a professional may say of it."""

from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences.models import BottomLine, Conference
from fgc.conferences.rules import Verdict
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules as family_rules
from fgc.families.actions.following import plan_approved
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox.queue import Kind
from fgc.plans import rules
from fgc.plans.actions.childrens_plan import all_say_yes
from fgc.plans.actions.looks import schedule_looks
from fgc.plans.letters.asking import ask, ask_verdicts
from fgc.plans.models import BottomLineVerdict, Plan
from fgc.plans.rules import PlanState, Promise


@action
def begin_plan(actor: Actor, family: Family, *, conference: Conference | None = None) -> Plan:
    """Opens the sheet on which the family's agreements come; a family has one plan.

    Args:
        conference: the meeting from which it comes; None for a plan without a meeting, which counts as much.

    Returns:
        The plan; the same one when it was begun before.

    Raises:
        NotAllowed: the actor may not, or the meeting is not of this family.
        RuleBroken: there is no commission, the family ended or is divided, or the meeting has not come so far.
    """
    actor.must(Can.RECORD_PLAN, family)
    family_rules.must_be_open(family_rules.Stage(family.stage))
    family_rules.must_be_agreed(is_disputed=family.is_disputed)
    rules.must_be_commissioned(family_rules.Stage(family.stage))
    if conference:
        _must_fit(conference, family)
    plan, is_new = Plan.objects.get_or_create(family=family, defaults={"conference": conference})
    if conference and plan.conference_id is None and plan.state == PlanState.DRAFT:
        plan.conference = conference
        plan.save(update_fields=["conference"])
    if is_new:
        audit.record(actor, audit.Act.CREATE, plan)
    return plan


def _must_fit(conference: Conference, family: Family) -> None:
    if conference.family_id != family.pk:
        raise NotAllowed(Can.RECORD_PLAN)
    if conference.moment not in rules.PLAN_FROM:
        raise RuleBroken(_("The plan comes after private time. Start the meeting first."), code="wrong_moment")


@action
def approve_plan(actor: Actor, plan: Plan) -> Plan:
    """The family says yes: from here on these are its agreements, and everybody named is asked for the own promise.

    A plan for the children of two circles begins with the yes of each who decides, to the same words.

    Returns:
        The plan, running; pressed twice it is approved once. As long as somebody's yes is missing it is a draft.

    Raises:
        NotAllowed: only the family itself says yes.
        RuleBroken: there is nothing in it yet, it is finished, or the family ended or is divided.
    """
    actor.must(Can.APPROVE_PLAN, plan)
    plan = Plan.objects.to_change(plan.pk)
    if plan.state == PlanState.RUNNING:
        return plan
    rules.must_be_written_now(PlanState(plan.state))
    if not plan.agreements.exists():
        raise RuleBroken(_("There is nothing in your plan yet. Write down a first agreement."), code="empty")
    if plan.family.is_for_children and not all_say_yes(actor, plan):
        return plan
    plan.state = PlanState.RUNNING
    plan.save(update_fields=["state"])
    plan.begin_version(actor.user)
    plan_approved(actor, plan.family)
    schedule_looks(actor, plan)
    audit.record(actor, audit.Act.CHANGE, plan, ground=Can.APPROVE_PLAN.value)
    _ask_everybody(plan)
    return plan


def _ask_everybody(plan: Plan) -> None:
    """One message to each, however many promises; who said yes in the meeting is not asked again."""
    unconfirmed = {"commitments__agreement__plan": plan, "commitments__state": Promise.ASKED}
    persons = Person.objects.taking_part().filter(**unconfirmed).select_related("account").distinct()
    for person in persons:
        ask(person, Kind.ASK_CONFIRMATION, plan, occurrence=f"v{plan.version}")
    if plan.conference_id:
        lines = BottomLine.objects.delivered().filter(family_id=plan.family_id, conference_id=plan.conference_id)
        ask_verdicts(plan, lines.select_related("person__account"))


@action
def judge_bottom_line(actor: Actor, bottom_line: BottomLine, *, verdict: str, reason: str = "") -> BottomLineVerdict:
    """The professional who set a bottom line says of the plan as it is now: met, met if, or not met. Nothing else.

    Args:
        reason: compulsory unless it is met: what is missing.

    Returns:
        The verdict on this version; answered again, the last answer counts.

    Raises:
        NotAllowed: only who set the bottom line.
        RuleBroken: no plan runs, the reason is missing, or the family ended or is divided.
    """
    actor.must(Can.JUDGE_BOTTOM_LINE, bottom_line)
    found = Plan.objects.filter(family_id=bottom_line.family_id).first()
    if found is None or bottom_line.delivered_at is None:
        raise RuleBroken(_("There is no plan yet."), code="wrong_moment")
    plan = Plan.objects.to_change(found.pk)
    rules.must_run(PlanState(plan.state))
    said = rules.one_of(Verdict, verdict, field="verdict")
    because = texts.plain(reason, field="reason", most=500, required=False)
    rules.must_say_why(said, because)
    given, _is_new = BottomLineVerdict.objects.update_or_create(
        family_id=plan.family_id,
        bottom_line=bottom_line,
        version=plan.version,
        defaults={"verdict": said, "reason": because},
    )
    audit.record(actor, audit.Act.ANSWER, given, ground=Can.JUDGE_BOTTOM_LINE.value)
    return given
