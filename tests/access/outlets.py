"""Everything that somebody of one circle can fetch or receive, and the words and ids of another circle to look for."""

import copy
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection, models, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from fgc.accounts import tokens
from fgc.accounts.models import User
from fgc.checks import routes
from fgc.conferences.models import Conference
from fgc.demo import selam_people as people
from fgc.demo.people import Somebody, Worker
from fgc.demo.selam_people import CIRCLE_A, CIRCLE_B
from fgc.demo.stage import Stage, at
from fgc.demo.telling import ABOUT_SELAM, tell_selam
from fgc.families.models import Family, FamilyRow
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from fgc.pages.middleware import door_of
from fgc.plans.models import Agreement, Commitment
from tests.access.canaries import text_of
from tests.access.house import FIXED, MODELS
from tests.entering import come_in
from tests.factories import at_work_for

# Names, places and words that stand in one circle only. The other knows that the children and both parents are there.
OF_A = (
    "Ria", "Abeba", "Gebre", "Freweyni", "Lies", "Zandstra", "Patrick", "Moens", "Carla", "Wijnen", "Yonas", "Haile",
    "Bologna", "Oosterkolk", "Goede Herder", "Vlierhof", "De Wilg", "De kring van Selam", "taalles", "codewoord",
    "kring A", "wonen Natnael en Hiwet veilig", "naar voetbal en dat", "Tigrinya", "19 april, 13:00", "20260419",
)  # fmt: skip
OF_B = (
    "Marco", "Stef", "De Spil", "Lindemeer", "De kring van Dennis", "Rustig blijven", "de schulden",
    "vader zijn zonder", "22 april, 19:00", "20260422",
)  # fmt: skip


@dataclass(frozen=True)
class Secrets:
    """What must not be found: words, and the id of every row of a circle."""

    words: re.Pattern[str]
    ids: frozenset[str]

    def in_(self, text: str) -> set[str]:
        """What of it stands in this text."""
        known = set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", text))
        return set(self.words.findall(text)) | (known & self.ids)


@dataclass(frozen=True)
class Answer:
    """What somebody met at an address."""

    status: int
    content: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """Everything of it that can be read, its headers too; without the token of a form."""
        read = self.content.decode(errors="replace") + str(sorted(self.headers.items()))
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", read)

    @property
    def words(self) -> str:
        """The same, with what stands inside a PDF or an archive."""
        return text_of(self.content) + str(sorted(self.headers.items()))


# Everybody has said yes to the second version for the children; what comes later adds nothing to notice.
TOLD_AT = at(27, 6, 12)
UNTIL = sum(scene.moment < TOLD_AT for scene in ABOUT_SELAM)


@dataclass
class Outlets:
    """The second story, told once; and who reads in it."""

    stages: dict[str, Stage]
    letters: list[Any]
    clients: dict[str, Client] = field(default_factory=dict)
    secrets: dict[str, Secrets] = field(default_factory=dict)
    fetched: dict[tuple[str, str], dict[str, Answer]] = field(default_factory=dict)

    def family(self, where: str) -> Family:
        """One of the three families."""
        return self.stages[where].family

    def read(self, who: str, address: str, **more: Any) -> Answer:
        """One page or endpoint as this person; nothing of the visit stays."""
        client, cookies = self.clients[who], copy.deepcopy(self.clients[who].cookies)
        if address.startswith("/api/") and f"{who} token" in self.__dict__:
            more["headers"] = {"Authorization": f"Bearer {self.__dict__[f'{who} token']}", **more.get("headers", {})}
        ask = client.post if "data" in more else client.get
        with transaction.atomic():
            answer = ask(address, **more)
            transaction.set_rollback(True)
        client.cookies = cookies
        headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return Answer(answer.status_code, content, headers)

    def queries(self, who: str, address: str) -> list[str]:
        """What the database is asked for it, without the values."""
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            self.read(who, address)
        return [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", one["sql"]) for one in asked.captured_queries]

    def all_of(self, who: str, where: str) -> dict[str, Answer]:
        """Every page and endpoint that can be read, with the things of this circle in its address."""
        if (who, where) not in self.fetched:
            self.fetched[who, where] = {one: self.read(who, one) for one in self.addresses(who, where)}
        return self.fetched[who, where]

    def addresses(self, who: str, where: str) -> list[str]:
        """The address of everything that can be read; in another family than the own only what is of that family."""
        known = things_of(self.family(where), NAMES[who])
        doors = ("link", "public") if who in BY_LINK else ()
        return addresses_of(known, doors=doors, of_a_family_only=READS[who] != where)


def addresses_of(known: dict[str, Any], *, doors: tuple[str, ...] = (), of_a_family_only: bool = False) -> list[str]:
    """The address of every page and endpoint that can be read, with these things in it.

    Args:
        doors: only pages behind doors of these kinds; behind all when left out.
        of_a_family_only: without what is somebody's own, which is read once.
    """
    found = []
    for address, name, view in routes():
        door = door_of(view)
        verbs = getattr(door, "verbs", ()) or getattr(getattr(view, "cls", None), "rights", {})
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", address)
        if doors and getattr(door, "kind", "") not in doors:
            continue
        if of_a_family_only and "family_id" not in wanted:
            continue
        if name and "GET" in verbs and set(wanted) <= set(known):
            try:
                found.append(reverse(name, kwargs={one: known[one] for one in wanted}))
            except NoReverseMatch:
                continue
    return found


NAMES: dict[str, Somebody | Worker] = {
    "dennis": people.DENNIS, "marco": people.MARCO, "stef": people.STEF, "marit": people.MARIT,
    "selam": people.SELAM, "abeba": people.ABEBA, "lies": people.LIES,
}  # fmt: skip
READS = {"dennis": CIRCLE_B, "marco": CIRCLE_B, "stef": CIRCLE_B, "marit": CIRCLE_B,
         "selam": CIRCLE_A, "abeba": CIRCLE_A, "lies": CIRCLE_A}  # fmt: skip


BY_LINK = ("marco", "stef", "lies")


def things_of(family: Family, somebody: Somebody | Worker) -> dict[str, Any]:
    """For every kind of thing in an address one of this family, the person's own where there is one."""
    person = Person.objects.filter(family=family, call_name=somebody.call_name).first()
    found: dict[str, Any] = {**FIXED, "family_id": family.pk, "match_id": family.pk, "call_id": family.pk}
    for name, model in MODELS.items():
        if name == "family_id":
            continue
        fields = {one.name for one in model._meta.local_fields}
        rows = model.objects.filter(family=family) if "family" in fields else model.objects.none()
        own = rows.filter(person=person).first() if person and "person" in fields else None
        thing = own or rows.order_by("pk").first()
        found[name] = thing.pk if thing else uuid.UUID(int=0)
    return {**found, "person_id": person.pk if person else found["person_id"], "user_id": uuid.UUID(int=0)}


def secrets_of(words: tuple[str, ...], family: Family) -> Secrets:
    """The words of a circle, and the id of every row that it has."""
    rows = [model for model in apps.get_models() if issubclass(model, FamilyRow)]
    ids = {str(pk) for model in rows for pk in model.objects.filter(family=family).values_list("pk", flat=True)}
    found = "|".join(rf"\b{re.escape(word)}\b" for word in words)
    return Secrets(re.compile(found), frozenset({*ids, str(family.pk)}))


@contextmanager
def told() -> Iterator[Outlets]:
    """The second story to its end, with everybody at the door; the clock stands a day after it."""
    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend), transaction.atomic():
        mail.outbox = []
        outlets = Outlets(tell_selam(until=UNTIL), [])
        outlets.letters = [letter.message() for letter in mail.outbox]
        with time_machine.travel(TOLD_AT, tick=True):
            outlets.secrets = {
                CIRCLE_A: secrets_of(OF_A, outlets.family(CIRCLE_A)),
                CIRCLE_B: secrets_of(OF_B, outlets.family(CIRCLE_B)),
            }
            outlets.clients = {who: _client(outlets, who) for who in NAMES} | {"visitor": Client()}
            erik = User.objects.get(name="Erik van Loon")
            outlets.clients["erik"] = come_in(Client(), erik)
            yield outlets
        transaction.set_rollback(True)


def _client(outlets: Outlets, who: str) -> Client:
    somebody, stage = NAMES[who], outlets.stages[READS[who]]
    client = Client()
    client.raise_request_exception = False
    if isinstance(somebody, Worker) or somebody.has_account:
        user = stage.account(somebody)
        outlets.__dict__[f"{who} token"] = tokens.make_token(user, name="shields")
        return come_in(client, user)
    person = Person.objects.get(family=stage.family, call_name=somebody.call_name)
    links.open_for(at_work_for(person), person, via="mail")
    session = client.session
    links.remember(session, AccessLink.objects.filter(person=person).latest("created_at"))
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def page(outlets: Outlets, who: str, rest: str, where: str = CIRCLE_B) -> Answer:
    """A page of a family, by its address after the family."""
    return outlets.read(who, f"/families/{outlets.family(where).pk}/{rest}")


def pages(outlets: Outlets, who: str = "dennis", where: str = CIRCLE_B) -> str:
    """The text of everything that this person can read."""
    return "\n".join(one.text for one in outlets.all_of(who, where).values() if one.status == 200)


def no_such_outlet(*words: str) -> None:
    """No address, no table and no field speaks of it."""
    names = [address for address, _name, _view in routes()]
    names += [
        f"{model._meta.db_table} {field.name}" for model in apps.get_models() for field in model._meta.get_fields()
    ]
    assert not [name for name in names for word in words if re.search(rf"(?:\b|_){word}(?:\b|_|s\b)", name)]


def much_happens_in_the_other(outlets: Outlets) -> None:
    """More people, more promises that wait, more answers, another number of everything."""
    family, hatice = outlets.family(CIRCLE_A), outlets.stages[CIRCLE_A]
    for number in range(3):
        networks.add_person(hatice.as_(people.SELAM), family, call_name=f"Gast{number}")
    Commitment.objects.filter(family=family).update(state="asked")
    Conference.objects.filter(family=family).update(food="40 borden", place="Elders")
    Agreement.objects.filter(family=family).update(number=models.F("number") + 20)


def page_posted(outlets: Outlets, rest: str, data: dict[str, str]) -> Answer:
    """What Dennis meets after pressing a button in his own circle."""
    return outlets.read("dennis", f"/families/{outlets.family(CIRCLE_B).pk}/{rest}", data=data)
