"""Named reads of the circle."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import OF_THE_CIRCLE
from fgc.accounts.models import User
from fgc.families.models import Child, Family
from fgc.networks import drawing, rules
from fgc.networks.models import AccessLink, Person, Tie
from fgc.outbox import queue, sms
from fgc.outbox.models import Message
from fgc.outbox.queue import Channel

CHANNELS = {rules.Way.MAIL: Channel.MAIL, rules.Way.SMS: Channel.SMS, rules.Way.LETTER: Channel.PAPER}


@dataclass(frozen=True)
class Question:
    """Something that one person of the circle is asked now; the pages know where it is answered."""

    kind: str
    subject_id: uuid.UUID


@dataclass(frozen=True)
class Circle:
    """The map of one family: its own people, who is not invited, who is here for work, and the ties."""

    people: list[Person]
    not_invited: list[Person]
    outsiders: list[Person]
    ties: list[Tie]

    @property
    def is_small(self) -> bool:
        """Few people, or one: then the page thinks along about who else there is."""
        return len(self.people) < rules.SMALL_CIRCLE


@dataclass(frozen=True)
class Drawn:
    """The drawing of a circle: the paper, and everybody on his or her spot."""

    paper: drawing.Drawing
    people: list[tuple[Person, drawing.Spot]]


@dataclass(frozen=True)
class ByHand:
    """Something that the coordinator does by hand: print a letter, or call or visit somebody."""

    message: Message
    person: Person
    is_paper: bool


@dataclass(frozen=True)
class Reach:
    """How many people of a family there are, and whom nobody can reach yet."""

    people: int = 0
    unreached: list[Person] = field(default_factory=list)


def channel_for(person: Person) -> Channel:
    """How messages to this person go out; who wants no messages is called."""
    if person.no_messages:
        return Channel.CALL
    return Channel(ways_of_messages().get(person.way, Channel.CALL))


def ways_of_messages() -> dict[str, str]:
    """How messages go out for each way that a person may choose; for every other way by telephone."""
    return {way: channel for way, channel in CHANNELS.items() if channel is not Channel.SMS or sms.is_on()}


def is_sent_to(person: Person) -> bool:
    """Do messages go to this person by themselves, by mail or as a text message, without the coordinator's hand?"""
    return channel_for(person) in queue.BY_ITSELF


def circle_of(family: Family) -> list[Person]:
    """The family's own people who take part, nearest first, (one query)."""
    rows = Person.objects.filter(family=family).of_the_circle().invitable()
    return list(rows.order_by("ring", "created_at", "pk"))


def people_of(family: Family) -> list[Person]:
    """Everybody who takes part: the circle, and then who is here for work (one query)."""
    rows = Person.objects.filter(family=family).invitable().select_related("account")
    return sorted(rows.order_by("ring", "created_at", "pk"), key=lambda person: person.is_outsider)


def map_of(family: Family) -> Circle:
    """The map of the circle with its ties (two queries)."""
    rows = list(Person.objects.filter(family=family).taking_part().order_by("ring", "created_at", "pk"))
    by_id = {person.pk: person for person in rows}
    ties = [
        drawn
        for drawn in Tie.objects.filter(family=family).order_by("created_at", "pk")
        if drawn.a_id in by_id and drawn.b_id in by_id
    ]
    for drawn in ties:
        drawn.a, drawn.b = by_id[drawn.a_id], by_id[drawn.b_id]
    own = [person for person in rows if not person.is_outsider]
    return Circle(
        people=[person for person in own if person.standing == rules.Standing.MAPPED],
        not_invited=[person for person in own if person.standing == rules.Standing.NOT_INVITED],
        outsiders=[person for person in rows if person.is_outsider],
        ties=ties,
    )


def children_to_place(family: Family) -> list[Child]:
    """The children whom it is about who have no place in the circle yet, eldest first (one query)."""
    placed = Person.objects.taking_part().filter(family=family, child__isnull=False)
    return list(Child.objects.filter(family=family).exclude(pk__in=placed.values("child_id")).order_by("birth_date"))


def drawing_of(circle: Circle) -> Drawn:
    """Where everybody stands on paper."""
    somebodies = [
        drawing.Somebody(
            person.pk,
            person.ring,
            person.side,
            is_middle=person.role == rules.CircleRole.MAIN_PERSON,
            name=person.call_name,
            tie=person.tie_label,
        )
        for person in circle.people
    ]
    paper = drawing.draw(somebodies, [(drawn.a_id, drawn.b_id, drawn.bond) for drawn in circle.ties])
    return Drawn(paper, [(person, paper.spots[person.pk]) for person in circle.people])


def person_of(family: Family, person_id: uuid.UUID) -> Person | None:
    """Somebody of this family; a person of another family is not found."""
    rows = Person.objects.select_related("card", "support_person", "account")
    return rows.filter(family=family, pk=person_id).first()


def who_may_come(actor: Actor, family: Family) -> list[Person]:
    """Everybody on the map who may be asked to come, by name: for who coordinates (one query)."""
    if not actor.may(Can.PREPARE, family):
        return []
    return list(Person.objects.invitable().filter(family=family).order_by("call_name", "pk"))


def person_for(actor: Actor, family: Family, person_id: uuid.UUID) -> Person | None:
    """Somebody of this family whom the actor may look at closely: anybody for who sees the circle, else oneself."""
    person = person_of(family, person_id)
    if person is None:
        return None
    may_look = actor.may(Can.SEE_CIRCLE, family) or actor.may(Can.SEE_CONTACT, person)
    return person if may_look else None


def ties_of(person: Person) -> list[Tie]:
    """The ties of one person with those who take part (one query)."""
    rows = Tie.objects.filter(Q(a=person) | Q(b=person), family=person.family_id)
    rows = rows.exclude(Q(a__standing=rules.Standing.LEFT) | Q(b__standing=rules.Standing.LEFT))
    return list(rows.select_related("a", "b").order_by("created_at", "pk"))


def tie_of(family: Family, tie_id: uuid.UUID) -> Tie | None:
    """A tie of this family."""
    return Tie.objects.filter(family=family, pk=tie_id).first()


def contact_person_of(family: Family) -> Person | None:
    """Who keeps an eye on the plan for the family."""
    return Person.objects.select_related("account").filter(family=family, is_contact_person=True).first()


def me_in(actor: Actor, family: Family) -> Person | None:
    """The person of the circle whom the actor is in this family, if that was said."""
    if not isinstance(actor, UserActor):
        return None
    return Person.objects.taking_part().filter(family=family, account=actor.account).first()


def accounts_without_person(family: Family) -> dict[uuid.UUID, tuple[User, str]]:
    """Who was let in as one of the circle, and of whom nobody has said yet which person it is: with what the family
    calls them (three queries)."""
    known = set(Person.objects.filter(family=family, account__isnull=False).values_list("account_id", flat=True))
    names = grants.names_in(family.pk)
    here = grants.holders(family.pk, *OF_THE_CIRCLE)
    return {user.pk: (user, names[user.pk]) for user in here if user.pk not in known}


def who_may_go(family: Family) -> list[Person]:
    """Everybody who may go along to another circle; whom it is about belongs to both (one query)."""
    rows = Person.objects.filter(family=family).taking_part().exclude(role=rules.CircleRole.MAIN_PERSON)
    return list(rows.order_by("ring", "created_at", "pk"))


def reach_by_family(family_ids: list[uuid.UUID]) -> dict[uuid.UUID, Reach]:
    """Per family its own people, and those whom nobody knows how to reach (one query, however many families)."""
    rows = Person.objects.filter(family_id__in=family_ids).of_the_circle().invitable()
    found: dict[uuid.UUID, list[Person]] = {family_id: [] for family_id in family_ids}
    for person in rows.order_by("created_at", "pk"):
        found[person.family_id].append(person)
    return {
        family_id: Reach(len(people), [person for person in people if _is_unreached(person)])
        for family_id, people in found.items()
    }


def unreached_in(people: list[Person]) -> list[Person]:
    """Those of these people of whom no way to reach them is known; who logs in is reached there."""
    return [person for person in people if _is_unreached(person)]


def _is_unreached(person: Person) -> bool:
    return person.way == rules.Way.NONE and person.account_id is None


def by_hand(actor: Actor, family: Family | None = None) -> list[ByHand]:
    """What waits for the coordinator's hand: letters to print, people to call; oldest first (three queries).

    Args:
        family: only of this family; None for every family that the actor coordinates now.
    """
    messages = queue.by_hand_of(written_to_by(actor, family).values("pk"))
    rows = Person.objects.taking_part().filter(pk__in=[message.to_person_id for message in messages])
    people = {person.pk: person for person in rows.select_related("card", "family")}
    return [
        ByHand(message, people[message.to_person_id], is_paper=message.channel == Channel.PAPER)
        for message in messages
        if message.to_person_id in people and people[message.to_person_id].family_id == message.family_id
    ]


def written_to_by(actor: Actor, family: Family | None) -> QuerySet[Family]:
    """The families whose people this actor writes to now; only this one, where it is one of them."""
    if not isinstance(actor, UserActor):
        return Family.objects.none()
    families = Family.objects.on_which(actor.account, Can.SEND_LINK).open()
    return families if family is None else families.filter(pk=family.pk)


def opened_elsewhere(actor: Actor, family: Family | None = None) -> list[Person]:
    """Whose personal link somebody tried on another device than before, and it is not known who (two queries)."""
    tried = AccessLink.objects.filter(
        family__in=written_to_by(actor, family).values("pk"),
        elsewhere_at__isnull=False,
        revoked_at=None,
        expires_at__gt=timezone.now(),
    )
    return list(Person.objects.taking_part().filter(pk__in=tried.values("person_id")).order_by("call_name", "pk"))


def by_hand_item(actor: Actor, family: Family, message_id: uuid.UUID) -> ByHand | None:
    """One thing of the list of this family."""
    return next((item for item in by_hand(actor, family) if item.message.pk == message_id), None)


def names_of(family: Family) -> dict[uuid.UUID, str]:
    """What the family calls each person, those who left too, for its own list of who did what (one query)."""
    return dict(Person.objects.filter(family=family).values_list("pk", "call_name"))


def ways_in(family: Family) -> list[AccessLink]:
    """Every personal link that was ever sent, newest first, with its person (one query)."""
    rows = AccessLink.objects.filter(family=family).select_related("person")
    return list(rows.order_by("-created_at", "-pk")[:200])


def calendar_address_of(person: Person) -> AccessLink | None:
    """The address of this person's calendar that works today; its token is known to that calendar alone (one query)."""
    rows = AccessLink.objects.filter(person=person, is_calendar=True, revoked_at=None)
    return rows.filter(expires_at__gt=timezone.now()).order_by("-created_at", "-pk").first()


def who_have_a_link(family: Family) -> list[Person]:
    """Who of the circle can come in by a personal link today, by name (one query)."""
    alive = AccessLink.objects.filter(family=family, is_calendar=False)
    alive = alive.filter(revoked_at=None, expires_at__gt=timezone.now())
    people = Person.objects.filter(family=family, pk__in=alive.values("person")).of_the_circle().taking_part()
    return list(people.order_by("call_name", "pk"))


def names_by_link(family: Family) -> dict[str, str]:
    """Who came in by which personal link, for the same list (one query)."""
    rows = AccessLink.objects.filter(family=family).values_list("pk", "person__call_name")
    return {str(pk): name for pk, name in rows}
