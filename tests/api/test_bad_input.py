"""What can be said wrongly: a clear sentence that names the key, a 4xx, and nothing stored.

The story is told, and at each moment of it every operation that can be asked then is asked wrongly in every way that
its description allows. A new operation takes part by itself; when the story has no moment for it, it must be said how
it is asked (`asking.SAYS`, `PREPARED`).
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction

from api.door import FamilyEndpoint
from fgc.accounts import tokens
from fgc.accounts.models import Token, User
from fgc.demo.stage import Stage
from fgc.demo.telling import NOOR
from fgc.families.models import Family, Split
from fgc.settings import base
from tests import factories
from tests.api.asking import (
    EVERYBODY,
    ID_OF,
    OPERATIONS,
    Known,
    Operation,
    Question,
    twin_of,
)
from tests.api.conftest import Program
from tests.api.prepared import PREPARED, READY
from tests.api.wrongly import HOSTILE, texts_of, wrongs
from tests.entering import for_programs

pytestmark = pytest.mark.django_db

APPS = ("families", "networks", "conferences", "plans", "outbox", "audit", "accounts")
TABLES = [model._meta.db_table for app in APPS for model in apps.get_app_config(app).get_models() if model is not Token]
COUNT = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in TABLES)
PRINT = " UNION ALL ".join(f"SELECT '{name}', sum(hashtextextended(t::text, 0)) FROM {name} t" for name in TABLES)


def rows(asked: str = COUNT) -> dict[str, Any]:
    """How many rows there are of everything; or a print of everything that stands in them."""
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return dict(cursor.fetchall())


class Asker:
    """Asks of every operation what is wrong, and writes down where the answer is not what it should be."""

    def __init__(self) -> None:
        self.waiting = list(OPERATIONS)
        self.faults: list[str] = []
        self.heard: set[str] = set()
        self.shapes: set[str] = set()

    def ask_all(self, stage: Stage, number: int) -> None:
        """Everything that can be asked at this moment of the story and was not asked before."""
        Token.objects.all().delete()
        family = Family.objects.order_by("pk").first()
        self.known = Known(stage, family)
        self.programs = {
            user: Program(tokens.make_token(for_programs(user), name="kladblok"))
            for user in User.objects.filter(email__in=[somebody.email for somebody in EVERYBODY])
        }
        for program in self.programs.values():
            program.client.raise_request_exception = False
        with away():
            self.other = factories.FamilyFactory(
                name="Een ander", organisation=factories.OrganisationFactory(name="Elders")
            )
            self.twins: dict[Any, Any] = {}
            self.stranger = factories.WorkerFactory(name="Een Vreemde", organisation=self.other.organisation)
            if prepare := PREPARED.get(number):
                prepare(stage)
            for operation in list(self.waiting):
                if number in MOMENTS[operation.cls.area.split(":")[0]] and self._asked(operation):
                    self.waiting.remove(operation)

    def _asked(self, operation: Operation) -> bool:
        for user in self.programs:
            if not operation.opens_for(user, self.known.family):
                continue
            if operation.name in READY:
                # What was made for it alone is gone with it, and so are the likes of it in the other family.
                twins = dict(self.twins)
                with away():
                    READY[operation.name](self.known.stage)
                    was_asked = self._asked_of(operation, user)
                self.twins = twins
            else:
                was_asked = self._asked_of(operation, user)
            if was_asked:
                return True
        return False

    def _asked_of(self, operation: Operation, user: User) -> bool:
        for question in self.known.questions(operation, user):
            with away():
                answer = self.put(question)
            if answer.status_code < 400:
                self._wrongly(question, answer)
                return True
        return False

    def put(self, question: Question, address: str = "", said: Any = None, **headers: str) -> Any:
        """Asks it, rightly where nothing else is said."""
        if question.operation.amends:
            headers.setdefault("If_Match", "*")
        body = question.said if said is None else said
        asker = self.programs[question.user]
        return asker.ask(question.operation.verb, address or question.address, body, **headers)

    def _wrongly(self, question: Question, right: Any) -> None:
        names = [name for name in (*question.operation.places, *question.operation.keys) if name in ID_OF]
        foreign = {name: self._foreign(name, question) for name in names}
        before = rows(PRINT)
        self._ids(question, foreign)
        if question.operation.body:
            is_new = question.operation.shape not in self.shapes
            self.shapes.add(question.operation.shape)
            self._bodies(question, is_new=is_new)
            if is_new:
                self._hostile(question)
        if question.operation.amends:
            self._versions(question)
        if question.operation.is_list:
            self._pieces(question)
        if rows(PRINT) != before:
            self.fault(question, "a refusal left something behind")
        if question.operation.verb != "GET":
            self._twice(question)

    def _bodies(self, question: Question, *, is_new: bool) -> None:
        for wrong in wrongs(question, is_new=is_new):
            self._named(
                question, wrong.what, wrong.key, lambda wrong=wrong, **h: self.put(question, said=wrong.said, **h)
            )
        for what, status, sent in SENT if is_new else ():
            self._refused(question, what, {status}, lambda sent=sent, **h: self._send(question, *sent, **h))

    def _send(self, question: Question, body: bytes, kind: str, **headers: str) -> Any:
        program = self.programs[question.user]
        said = {"Authorization": f"Bearer {program.token}", "If-Match": "*"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        return program.client.generic(question.operation.verb, question.address, body, content_type=kind, headers=said)

    def _ids(self, question: Question, foreign: dict[str, Any]) -> None:
        """Something of another family is the same as nothing."""
        operation = question.operation
        for name, kind in operation.places.items():
            if kind == "int":
                for number in (0, 999, 10**30):
                    place = question.address_with({name: number})
                    self._refused(
                        question, f"{name} {number}", {404}, lambda place=place, **h: self.put(question, place, **h)
                    )
            elif name != "family_id" or not issubclass(operation.cls, FamilyEndpoint):  # that door: test_roles.py
                places = [
                    question.address_with({name: one}) for one in (uuid.uuid4(), foreign.get(name, "no-such-word"))
                ]
                self._same(
                    question, name, [lambda place=place, **h: self.put(question, place, **h) for place in places]
                )
        for key, schema in operation.keys.items():
            is_many = schema.get("items", {}).get("format") == "uuid"
            if schema.get("format") == "uuid" or is_many:
                ids = [str(uuid.uuid4()), str(foreign[key])]
                bodies = [{**(question.said or {}), key: [one] if is_many else one} for one in ids]
                self._same(
                    question, key, [lambda said=said, **h: self.put(question, said=said, **h) for said in bodies]
                )

    def _foreign(self, name: str, question: Question) -> Any:
        model = ID_OF[name]
        if model is Family:
            return self.other.pk
        if model is User:
            return self.stranger.pk
        if model is Split:
            return Split.objects.create(circle_a=self.other, circle_b=factories.FamilyFactory(name="Daarnaast")).pk
        thing = self.known.thing(name, None, question.operation, question.user)
        return twin_of(thing, self.other, self.stranger, self.twins).pk if thing else uuid.uuid4()

    def _same(self, question: Question, name: str, asks: list[Callable[..., Any]]) -> None:
        heard = [self._ask(ask) for ask in asks]
        if len({answer.content for answer in heard}) > 1:
            self.fault(question, f"{name} of another family is told apart: {heard[0].content!r} {heard[1].content!r}")
        if heard[0].status_code != 404:
            self._named(question, f"{name} that is not there", name, asks[0])

    def _ask(self, ask: Callable[..., Any], **headers: str) -> Any:
        """Asks; a refusal may leave something behind, and that is found out afterwards."""
        mark = transaction.savepoint()
        answer = ask(**headers)
        if answer.status_code < 400:
            connection.check_constraints()
        (transaction.savepoint_rollback if answer.status_code < 400 else transaction.savepoint_commit)(mark)
        return answer

    def _named(self, question: Question, what: str, key: str, ask: Callable[..., Any]) -> None:
        odd = ODD.get((question.operation.name, key))
        answer = self._refused(question, what, {422, odd or 422}, ask)
        if answer.status_code == odd:
            return
        named = answer.json().get("errors", {})
        if key not in named or set(named) - {key, *question.operation.keys}:
            self.fault(question, f"{what}: {key} is not named in {named}")

    def _refused(self, question: Question, what: str, wanted: set[int], ask: Callable[..., Any]) -> Any:
        answer = self._ask(ask, Accept_Language="en")
        if answer.status_code not in wanted or answer["Content-Type"] != "application/problem+json":
            self.fault(question, f"{what}: {answer.status_code} in place of {wanted}: {answer.content[:200]!r}")
            return answer
        said = {answer.json()["detail"], *sentences(answer.json().get("errors", {}))}
        if said - self.heard:
            self._in_dutch(question, what, said, self._ask(ask, Accept_Language="nl"))
        self.heard |= said
        return answer

    def _in_dutch(self, question: Question, what: str, said: set[str], answer: Any) -> None:
        dutch = {answer.json()["detail"], *sentences(answer.json().get("errors", {}))}
        if dutch & said or answer["Content-Language"] != "nl":
            self.fault(question, f"{what}: not in Dutch: {dutch & said}")

    def _hostile(self, question: Question) -> None:
        for key in texts_of(question.operation):
            said = {**(question.said or {}), key: HOSTILE}
            answer = self._ask(lambda said=said: self.put(question, said=said))
            named = answer.status_code < 400 or key in answer.json().get("errors", {})
            if not named and ODD.get((question.operation.name, key)) != answer.status_code:
                self.fault(question, f"hostile {key}: {answer.status_code} {answer.content[:200]!r}")

    def _versions(self, question: Question) -> None:
        self._refused(question, "stale version", {412}, lambda **h: self.put(question, If_Match='"0"', **h))
        self._refused(question, "no version", {428}, lambda **h: self.put(question, If_Match="", **h))

    def _pieces(self, question: Question) -> None:
        for query in ("pageSize=0", "pageSize=x", "cursor=x", "cursor=%00"):
            place = f"{question.address}?{query}"
            self._named(question, query, query.split("=")[0], lambda place=place, **h: self.put(question, place, **h))

    def _twice(self, question: Question) -> None:
        with away():
            self.put(question)
            once = rows()
            answer = self.put(question)
            more = {name for name, count in rows().items() if count != once[name]} - {"audit_line", "audit_head"}
            if answer.status_code >= 500 or more - TWICE.get(question.operation.name, set()):
                self.fault(question, f"said twice: {answer.status_code}, more rows of {sorted(more)}")

    def fault(self, question: Question, what: str) -> None:
        """Writes it down."""
        self.faults.append(f"{question.operation.name} ({question.user.first_name}): {what}")


@contextmanager
def away() -> Iterator[None]:
    """What happens here has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sentences(errors: Any) -> set[str]:
    """Every sentence in the errors."""
    if isinstance(errors, dict):
        return {one for value in errors.values() for one in sentences(value)}
    if isinstance(errors, list):
        return {one for value in errors for one in sentences(value)}
    return {errors}


SENT = [
    ("half", 400, (b"{", "application/json")),
    ("a list", 422, (b"[]", "application/json")),
    ("a form", 415, (b"text=a", "application/x-www-form-urlencoded")),
    ("too much", 413, (b'{"text": "' + b"a" * base.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}', "application/json")),
]
# What is not refused by its name, and why.
ODD = {("post_proposal_answers", "token"): 404}  # what was sent in no letter is in no letter, whatever it looks like
# What is there twice when it was said twice, and why.
TWICE: dict[str, set[str]] = {}
# Before which scenes each area is asked; in the others nothing new can be done there.
MOMENTS = {
    "families": (2, 3, 6, 10, 25),
    "desk": (3, 6, 16),
    "safety": (10,),
    "circle": (5, 10),
    "conference": (11, 13, 15, 16, 18, 19, 20, 21, 23),
    "plan": (21, 23, 24, 25),
    "follow_up": (24,),
    "released": (25, 26),
    "links": (10,),
}
LAST = max(scene for scenes in MOMENTS.values() for scene in scenes)


def test_whatever_is_said_wrongly_is_named_and_leaves_nothing_behind(no_limit: None, caplog: Any) -> None:
    stage, asker = Stage(), Asker()

    for number, scene in enumerate(NOOR[: LAST + 1]):
        with time_machine.travel(scene.moment, tick=True):
            if any(number in scenes for scenes in MOMENTS.values()):
                asker.ask_all(stage, number)
            scene.play(stage)

    assert asker.faults == []
    assert [operation.name for operation in asker.waiting] == []
