"""Who hears that a promise is not answered or does not run; who watches over a line; who wants no reminder of it."""

import uuid

from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families.rules import must_be_open
from fgc.networks.models import Person
from fgc.outbox.queue import Kind as MessageKind
from fgc.plans.letters.asking import ask
from fgc.plans.models import Agreement, Commitment, Plan
from fgc.plans.queries.closed import must_read
from fgc.plans.rules import PlanState

WORK = "work_hears_id"


@action
def choose_ladder(
    actor: Actor, plan: Plan, *, watcher_hears: bool, contact_hears: bool, work_hears_id: uuid.UUID | None = None
) -> Plan:
    """The family says who hears, one after the other, when something is not answered or does not run.

    Args:
        watcher_hears: first who watches over the line.
        contact_hears: then the family's contact person.
        work_hears_id: then this professional, who learns that something does not run and not what; else nobody.

    Raises:
        NotAllowed: only who decides for the family.
        RuleBroken: this is no professional of the family with an account, the plan is one for the children of two
            circles, or the family ended or is divided.
    """
    actor.must(Can.CHOOSE_LADDER, plan)
    plan = Plan.objects.to_change(plan.pk)
    plan.work_hears = _at_work(plan, work_hears_id)
    plan.watcher_hears, plan.contact_hears = watcher_hears, contact_hears
    plan.save(update_fields=["watcher_hears", "contact_hears", "work_hears"])
    audit.record(actor, audit.Act.CHANGE, plan)
    return plan


def _at_work(plan: Plan, pk: uuid.UUID | None) -> Person | None:
    if pk is None:
        return None
    if plan.family.is_for_children:
        # One of the two circles would let somebody look at the other.
        raise RuleBroken(_("In a plan for the children no professional hears this."), code="two_circles", field=WORK)
    at_work = Person.objects.invitable().filter(pk=pk, family_id=plan.family_id, account__is_active=True)
    found = at_work.select_related("account").first()
    if found is None or not found.is_outsider:
        raise RuleBroken(_("Choose a professional whom you know here."), code="unknown", field=WORK)
    return found


@action
def name_watcher(actor: Actor, agreement: Agreement, *, person_id: uuid.UUID | None) -> Agreement:
    """Says who keeps an eye on a line: hears first when it does not run, and does nothing in anybody's place.

    Args:
        person_id: somebody of the circle; nobody when empty.

    Raises:
        NotAllowed: the actor may not, or does not read this line.
        RuleBroken: the person is not of the circle, or does this line; or the family ended or is divided.
    """
    actor.must(Can.RECORD_PLAN, agreement)
    plan = Plan.objects.to_change(agreement.plan_id)
    must_read(actor, agreement)
    watcher = _of_the_circle(agreement, person_id)
    if watcher == agreement.watcher:
        return agreement
    agreement.watcher = watcher
    agreement.save(update_fields=["watcher"])
    audit.record(actor, audit.Act.CHANGE, agreement)
    if watcher and plan.state == PlanState.RUNNING:
        ask(watcher, MessageKind.WATCHES, agreement)
    return agreement


def _of_the_circle(agreement: Agreement, pk: uuid.UUID | None) -> Person | None:
    if pk is None:
        return None
    here = Person.objects.invitable().filter(pk=pk, family_id=agreement.family_id).select_related("account", "family")
    found = here.first()
    if found is None or found.is_outsider:
        raise RuleBroken(_("Choose people of your circle."), code="unknown", field="person_id")
    if agreement.commitments.that_count().filter(person=found).exists():
        sentence = _("%(name)s does this. Choose somebody else to keep an eye on it.") % {"name": found.call_name}
        raise RuleBroken(sentence, code="does_it", field="person_id")
    return found


@action
def choose_reminders(actor: Actor, commitment: Commitment, *, wanted: bool) -> Commitment:
    """The person wants no more reminders of one promise, or wants them again; the promise itself stays as it is.

    Args:
        wanted: False: no reminder before it is due, and no question afterwards how it went.

    Raises:
        NotAllowed: it is not the actor's own promise, and the actor does not coordinate.
        RuleBroken: the family ended.
    """
    actor.must(Can.CHOOSE_REMINDERS, commitment)
    held = Commitment.objects.select_for_update(of=("self",)).select_related("family", "person").get(pk=commitment.pk)
    must_be_open(held.family.stage)
    if held.is_quiet == (not wanted):
        return held
    held.is_quiet = not wanted
    held.save(update_fields=["is_quiet"])
    on_behalf = held.person_id if actor.stands_in_for(held) else None
    audit.record(actor, audit.Act.CHANGE, held, on_behalf_of=on_behalf)
    return held
