"""Somebody does not take part any more: what that means for the plan."""

from datetime import timedelta

from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import HOLDS_THE_SAY
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.families.models import Family
from fgc.networks.actions import leave_circle
from fgc.networks.models import AccessLink, Person
from fgc.networks.rules import Standing
from fgc.outbox import queue
from fgc.plans import queries
from fgc.plans.actions._turning import settle
from fgc.plans.models import Agreement, AmendmentConsent, Commitment, OwnCopy, Plan, ProgressReport, Release
from fgc.plans.rules import AmendmentState, Promise


@action
def leave(actor: Actor, person: Person, *, quietly: bool = False, erase: bool = False) -> Person:
    """This person stops: the promises are free again, nothing is sent any more, and the family is asked who takes over.

    Works also after the end, and twice: whoever wants to be gone can go.

    Args:
        quietly: the others read only that a task is free again.
        erase: the name and the own words go too; then nothing is kept to take along.

    Raises:
        NotAllowed: it is not the actor's own taking part, and the actor does not coordinate.
    """
    actor.must(Can.LEAVE, person)
    with acting(actor, for_all_of=person.family_id):
        return _leave(actor, person, quietly=quietly, erase=erase)


def _leave(actor: Actor, person: Person, *, quietly: bool, erase: bool) -> Person:
    if not erase:
        _keep_own_copy(person)
    lapsed = _let_go(actor, person)
    if erase:
        OwnCopy.objects.filter(family_id=person.family_id, person=person).delete()
        Commitment.objects.filter(family_id=person.family_id, person=person).update(note="", spoken_in="")
        ProgressReport.objects.filter(family_id=person.family_id, commitment__person=person).update(note="")
    _drop_from_changes(actor, person)
    _drop_from_ladder(person)
    _close_copies(actor, person)
    person = leave_circle(actor, person, quietly=quietly, erase=erase)
    if lapsed and Family.objects.open().filter(pk=person.family_id).exists():
        for user in grants.holders(person.family_id, *HOLDS_THE_SAY):
            queue.to_user(user, queue.Kind.TASK_FREE, person, occurrence=timezone.localdate().isoformat())
    return person


def _keep_own_copy(person: Person) -> None:
    """For a while who leaves may take the own things along, by the way in that he or she had; twice is once."""
    person = Person.objects.select_related("account", "family__organisation").get(pk=person.pk)
    if person.standing == Standing.LEFT:
        return
    # What was taken back before is in the hands of somebody else.
    ways = AccessLink.objects.filter(person=person, revoked_at=None, is_calendar=False)
    if person.family.always_code:
        # A code can't be sent any more, so after this visit no device opens it.
        ways.update(device_hash="")
    OwnCopy.objects.filter(family_id=person.family_id, person=person).delete()
    OwnCopy.objects.create(
        family_id=person.family_id,
        person=person,
        account=person.account,
        link_ids=list(ways.values_list("pk", flat=True)),
        content=queries.own_content(person),
        until=timezone.now() + timedelta(days=person.family.works_by.take_along_days),
    )


def _let_go(actor: Actor, person: Person) -> list[Commitment]:
    """Written down before the person is gone: afterwards the actor may have no role here any more."""
    rows = Commitment.objects.that_count().filter(family_id=person.family_id, person=person)
    lapsed = list(rows.select_for_update(of=("self",)).order_by("pk"))
    on_behalf = person.pk if actor.stands_in_for(person) else None
    for commitment in lapsed:
        commitment.state = Promise.LAPSED
        commitment.save(update_fields=["state"])
        audit.record(actor, audit.Act.END, commitment, on_behalf_of=on_behalf)
        queue.cancel(person.family_id, reason="left", subject_id=commitment.pk)
    return lapsed


def _drop_from_changes(actor: Actor, person: Person) -> None:
    """A change waits for nobody who left; one that gave a task to this person is off."""
    waiting = AmendmentConsent.objects.filter(
        family_id=person.family_id, person=person, amendment__state=AmendmentState.PROPOSED
    ).select_related("amendment__agreement__plan")
    for consent in waiting.order_by("pk"):
        change = consent.amendment
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=change.agreement.plan_id)
        if change.new_person_id == person.pk:
            consent.said_yes, consent.answered_at = False, timezone.now()
            consent.save(update_fields=["said_yes", "answered_at"])
        else:
            consent.delete()
        settle(actor, plan, change)


def _drop_from_ladder(person: Person) -> None:
    """Nobody waits for the eye of who left."""
    Agreement.objects.filter(family_id=person.family_id, watcher=person).update(watcher=None)
    Plan.objects.filter(family_id=person.family_id, work_hears=person).update(work_hears=None)


def _close_copies(actor: Actor, person: Person) -> None:
    """Who was here for work and stops reads on in no copy that was let out for that work."""
    open_for = Release.objects.filter(family_id=person.family_id, recipient=person.account_id, revoked_at=None)
    for row in open_for.select_for_update(of=("self",)).order_by("pk") if person.account_id else ():
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit.record(actor, audit.Act.END, row, ground=Can.LEAVE.value)
        queue.cancel(row.family_id, reason="left", subject_id=row.pk)
