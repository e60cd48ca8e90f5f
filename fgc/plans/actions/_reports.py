"""Writing down how one promise goes: the same for its person, the coordinator's call and the family's look back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.roles import HOLDS_THE_SAY
from fgc.access.walls import acting
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.plans import rhythm, rules
from fgc.plans.letters.asking import ask
from fgc.plans.models import Commitment, Look, ProgressReport
from fgc.plans.queries.ladder import rungs

WITH_LADDER = ("person", "agreement__watcher", "agreement__plan__work_hears__account")


def write_report(
    actor: Actor, commitment: Commitment, *, runs: str, about_on: date, note: str = "", look: Look | None = None
) -> ProgressReport:
    """Writes down how a promise goes, for an action that asked whether the actor may; a stall is told on."""
    if runs not in rules.Runs.values:
        raise RuleBroken(_("Choose one of the answers."), code="not_a_choice", field="runs")
    if about_on > timezone.localdate():
        raise RuleBroken(_("This day has not come yet."), code="in_future", field="about_on")
    held = Commitment.objects.select_for_update(of=("self",)).select_related("person").get(pk=commitment.pk)
    by = actor.stands_in_for(held)
    held.state, held.last_run = rhythm.after_report(held.state, runs), runs
    held.save(update_fields=["state", "last_run"])
    report, _is_new = ProgressReport.objects.update_or_create(
        family_id=held.family_id,
        commitment=held,
        about_on=about_on,
        defaults={"runs": runs, "note": note, "look": look, "on_behalf_by": by, "reported_at": timezone.now()},
    )
    audit.record(actor, audit.Act.ANSWER, held, on_behalf_of=held.person_id if by else None)
    if runs in rules.STALLS:
        with acting(actor, for_all_of=held.family_id):
            _tell_of_stall(held, about_on)
    return report


def _tell_of_stall(commitment: Commitment, about_on: date) -> None:
    """To the first on the ladder of the plan; while there is nobody, to who gave the commission.

    The others on it hear later, by the clock, if it still does not run. Read for all of the family: who reports by a
    personal link sees nobody of them.
    """
    commitment = Commitment.objects.select_related(*WITH_LADDER).get(pk=commitment.pk)
    people = Person.objects.taking_part().filter(family_id=commitment.family_id, is_contact_person=True)
    contact, occurrence = people.first(), about_on.isoformat()
    ladder = rungs(commitment, contact)
    if not ladder and contact is None:
        for user in grants.holders(commitment.family_id, *HOLDS_THE_SAY):
            queue.to_user(user, queue.Kind.STALLED, commitment, occurrence=occurrence)
    for hears in ladder[:1]:
        ask(hears, queue.Kind.STALLED, commitment, occurrence=occurrence)
