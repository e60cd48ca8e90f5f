"""When somebody comes to a meeting, apart from others, and by which door: agreed with that person alone."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor, SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_with_old_arrivals
from fgc.audit import record as audit
from fgc.conferences import rules
from fgc.conferences.ground import locked, open_family, people, same_family
from fgc.conferences.models import Arrival, Conference
from fgc.conferences.queries.arrivals import old_arrivals
from fgc.conferences.rules import arrivals as arrival_rules
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks.models import Person


@action
def agree_arrival(
    actor: Actor, conference: Conference, person: Person, *, comes: str, goes: str = "", entrance: str = ""
) -> Arrival:
    """The coordinator writes down when one person comes to the meeting, and by which door. Nobody is told: the person
    reads it where he or she reads when the meeting is, and nobody else reads that it is there.

    Args:
        comes, goes: times of the day of the meeting, "13:40"; without `goes` until the end.
        entrance: by which door, where to wait.

    Returns:
        The one arrival of this person; agreeing again takes the place of it.

    Raises:
        NotAllowed: the actor does not coordinate here, waits outside, or the person is of another family.
        RuleBroken: there is no date, the person does not take part, or a time or a word is no good one.
    """
    actor.must(Can.PREPARE, conference)
    same_family(conference, person)
    open_family(conference.family_id, about_children=False)
    conference = locked(conference)
    [person] = people(conference.family_id, [person.pk], field="")
    times = _times(conference, comes=comes, goes=goes)
    said = texts.plain(entrance, field="entrance", most=arrival_rules.ENTRANCE_LENGTH, required=False)
    agreed_for = {"for_start": conference.starts_at, "for_place": conference.place}
    arrival, _is_new = Arrival.objects.update_or_create(
        family_id=conference.family_id,
        conference=conference,
        person=person,
        defaults={**times, **agreed_for, "entrance": said},
    )
    audit.record(actor, audit.Act.CHANGE, arrival, only_for=person.pk)
    return arrival


def _times(conference: Conference, *, comes: str, goes: str) -> dict[str, datetime | None]:
    if conference.moment == rules.Moment.PLANNING or conference.starts_at is None:
        raise RuleBroken(_("First there must be a date."), code="no_date")
    day = timezone.localtime(conference.starts_at)
    comes_at = arrival_rules.moment_of(comes, day=day, field="comes")
    goes_at = arrival_rules.moment_of(goes, day=day, field="goes")
    comes_at = arrival_rules.must_be_a_stay(comes_at, goes_at, ends_at=conference.ends_at)
    return {"comes_at": comes_at, "goes_at": goes_at}


@action
def take_back_arrival(actor: Actor, conference: Conference, person: Person) -> None:
    """From now on this person comes when the others come.

    Raises:
        NotAllowed: the actor does not coordinate here, waits outside, or nothing was agreed with this person.
    """
    actor.must(Can.PREPARE, conference)
    arrival = Arrival.objects.select_for_update(of=("self",)).filter(conference=conference, person=person).first()
    if arrival is None:
        raise NotAllowed
    audit.record(actor, audit.Act.REMOVE, arrival, only_for=arrival.person_id)
    arrival.delete()


@action
def erase_old_arrivals(actor: SystemActor) -> int:
    """When somebody came goes a day after the meeting; sooner when it is called off, or the person or family stopped.

    Returns:
        How many went.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_erase(SystemActor(actor.job, family_id)) for family_id in families_with_old_arrivals(actor))


@action
def _erase(actor: SystemActor) -> int:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    rows = old_arrivals(actor.family_id)
    for arrival in rows:
        audit.record(actor, audit.Act.ERASE, arrival, only_for=arrival.person_id)
        arrival.delete()
    return len(rows)
