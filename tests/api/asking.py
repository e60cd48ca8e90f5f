"""Every operation, asked rightly by its description: where one is added it is asked too."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from api.door import Endpoint, FamilyEndpoint
from api.v1.description import FILE
from fgc.access.actors import UserActor
from fgc.accounts.models import User
from fgc.checks import routes
from fgc.demo import people
from fgc.demo.stage import Stage
from fgc.families import queries as families
from fgc.families.models import Commission, Family, FamilyRow, Split
from fgc.ids import new_id
from fgc.networks.models import Person
from fgc.outbox.models import Message
from fgc.plans import queries as plans
from fgc.plans.models import Agreement, AskedForMore, Release
from tests.access.house import MODELS

DESCRIPTION = json.loads(FILE.read_text())
EVERYBODY = (people.SASKIA, people.MIRJAM, people.KEMAL, people.NOOR, people.ERIK, people.HANNEKE, people.MARLEEN)
ID_OF: dict[str, type[models.Model]] = {
    **MODELS,
    **dict.fromkeys(("a", "b", "person", "supporter", "new_person_id", "old_person_id", "person_ids"), Person),
    "work_hears_id": Person,
    **dict.fromkeys(("reader", "readers"), Person),
    **dict.fromkeys(("coordinator_id", "recipient_id", "user_id", "account_ids"), User),
    "child_ids": MODELS["child_id"],
    **dict.fromkeys(("supports_id", "open_ids"), Agreement),
    **dict.fromkeys(("call_id", "other_id"), Family),
    "giver_ids": User,
}
# The days that tell of something that happened; every other day lies ahead.
HAPPENED = ("birth_date", "consent_on", "held_on", "about_on", "ended_on", "on")
TOKEN = "a-token-from-a-letter"
# Who waits for a code, and the circle that stands apart from that of the story.
WAITS_FOR_A_CODE, APART = "wil@school.example", "De kring van Dries"
# What stands in an address and is no id.
WORDS = {"step": "weigh"}


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, where only its name is given."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = DESCRIPTION["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


@dataclass(frozen=True)
class Operation:
    """One verb of one endpoint, with what its description says."""

    verb: str
    address: str
    cls: type[Endpoint]

    @cached_property
    def described(self) -> dict[str, Any]:
        """The description."""
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.address)
        found: dict[str, Any] = DESCRIPTION["paths"][f"/{path}"][self.verb.lower()]
        return found

    @property
    def name(self) -> str:
        """put_talk"""
        return str(self.described["operationId"])

    @property
    def places(self) -> dict[str, str]:
        """The names of what stands in the address, with its kind."""
        return {name: kind for kind, name in re.findall(r"<(\w+):(\w+)>", self.address)}

    @cached_property
    def body(self) -> dict[str, Any]:
        """The schema of what may be said; empty when nothing is."""
        content = self.described.get("requestBody", {}).get("content", {})
        return next((plain(one["schema"]) for one in content.values()), {})

    @property
    def shape(self) -> str:
        """The name of what may be said; more operations may take the same."""
        return str(self.body.get("description", "")) + ",".join(self.body.get("properties", ()))

    @property
    def keys(self) -> dict[str, dict[str, Any]]:
        """What may be said, with the kind of it."""
        return {name: plain(schema) for name, schema in self.body.get("properties", {}).items()}

    @property
    def inner_keys(self) -> list[str]:
        """What may be said of each in a list."""
        items = [plain(schema.get("items", {})) for schema in self.keys.values()]
        return [name for item in items for name in item.get("properties", {})]

    @property
    def required(self) -> list[str]:
        """What must be said."""
        return list(self.body.get("required", ()))

    @property
    def amends(self) -> bool:
        """Does it name the version that it changes?"""
        return self.verb in self.cls.amends

    @property
    def is_list(self) -> bool:
        """Does it give a list in pieces?"""
        return "pageSize" in str(self.described["parameters"])

    def opens_for(self, user: User, family: Family | None) -> bool:
        """Is there sense in asking? A door that stays shut is another test's."""
        can, actor = self.cls.rights[self.verb], UserActor(user)
        if not issubclass(self.cls, FamilyEndpoint):
            return can is None or actor.may(can)
        return bool(can and family and families.family_for(actor, can, family.pk, own=self.cls.own))


OPERATIONS = [
    Operation(verb, address, view.cls)
    for address, _name, view in routes()
    if address.startswith("api/v1/") and issubclass(getattr(view, "cls", object), Endpoint)
    for verb in view.cls.rights
]


@dataclass(frozen=True)
class Question:
    """One operation as it can be asked now, by somebody whom it is for."""

    operation: Operation
    user: User
    places: dict[str, Any]
    said: dict[str, Any] | None

    @property
    def address(self) -> str:
        """The address with everything filled in."""
        return self.address_with({})

    def address_with(self, others: dict[str, Any]) -> str:
        """The same address, with something else in a place of it."""
        there = {**self.places, **others}
        return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(there[found[1]]), self.operation.address)


class Known:
    """What there is in the family of the story now, for addresses and for what is said."""

    def __init__(self, stage: Stage, family: Family | None) -> None:
        self.stage = stage
        self.family = family

    def questions(self, operation: Operation, user: User) -> Iterator[Question]:
        """This operation, about oneself and about others whose it may be."""
        whose: list[Person | None] = [self._person(account=user), self._person(call_name="Cem")]
        whose += [self._person(call_name="Fatma"), self._person(call_name="Hanneke")]
        names = [*operation.places, *operation.keys, *operation.inner_keys]
        if not {"person", "person_id", "sheet_id", "bottom_line_id", "commitment_id"} & set(names):
            whose = whose[:1]
        for person in dict.fromkeys(whose):
            there = {name: self.thing(name, person, operation, user) for name in names if name in ID_OF}
            ids = {name: getattr(thing, "pk", uuid.UUID(int=0)) for name, thing in there.items()}
            places = {name: ids.get(name, WORDS.get(name, 1)) for name in operation.places}
            yield Question(operation, user, places, self._said(operation, ids) if operation.body else None)

    def _person(self, **which: Any) -> Person | None:
        return Person.objects.filter(family=self.family, **which).first()

    def thing(self, name: str, person: Person | None, operation: Operation, user: User) -> models.Model | None:
        """Something of this family, and of this person where it is somebody's."""
        model = ID_OF[name]
        if model is Family and name != "other_id":
            waits = Family.objects.filter(name="De kring van Wim").first()
            return waits if name == "call_id" else self.family
        if model is User and operation.name != "post_reader_code":
            somebody = people.MIRJAM if name == "coordinator_id" else people.MARLEEN
            return User.objects.filter(email=somebody.email).first()
        fields = {one.name for one in model._meta.get_fields()}
        rows = model._default_manager.filter(**({"family": self.family} if "family" in fields else {"pk": None}))
        if special := self._special(name, operation, rows):
            return special
        owned = {"person": person} if "person" in fields else {"pk": person.pk} if model is Person and person else {}
        ordered = rows.order_by("pk")
        if name in ("a", "new_person_id", "supporter") or operation.name == "delete_one_child":
            return ordered.exclude(**{"role": "professional"} if model is Person else {}).last()
        if model is Release:
            return ordered.filter(recipient=user).first() or ordered.first()
        return ordered.filter(**owned).first() or ordered.first()

    def _special(self, name: str, operation: Operation, rows: Any) -> models.Model | None:
        """Where not just anything will do."""
        for key in (f"{operation.name} {name}", operation.name, name):
            if key in SPECIAL:
                return SPECIAL[key](self.family)
        if name == "agreement_id" and operation.name in ("post_takeover", "post_free_tasks") and self.family:
            plan = plans.plan_of(self.family)
            return next(iter(plans.free_tasks(plan)), None) if plan else None
        which = {"agreed_at": None} if operation.name == "post_release_answer" else WAITING.get(name)
        found: models.Model | None = rows.filter(**which).first() if which else None
        return found

    def _said(self, operation: Operation, ids: dict[str, Any]) -> dict[str, Any]:
        special = SAYS.get(operation.name)
        chosen = special(self, ids) if special else {}
        needed = {name: sample(name, operation.keys[name], ids) for name in operation.required if name not in chosen}
        return {**needed, **chosen}


def _commission(family: Family | None, **said: str) -> models.Model | None:
    return Commission.objects.filter(family=family, **said).order_by("pk").first()


# Where not just anything will do, by the name of the operation or of the place.
SPECIAL: dict[str, Callable[[Family | None], models.Model | None]] = {
    "work_hears_id": lambda family: Person.objects.filter(
        family=family, role="professional", account__is_active=True
    ).first(),
    "post_release_question_answer": lambda family: AskedForMore.objects.filter(family=family).first(),
    **dict.fromkeys(
        ("post_undelivered_reached", "post_undelivered_again"),
        lambda family: Message.objects.filter(family=family, state="failed").first(),
    ),
    "post_reader_code": lambda family: User.objects.filter(email=WAITS_FOR_A_CODE).first(),
    "get_what_parents_read_told_by commission_id": lambda family: _commission(family, giver_as="young"),
    "put_what_parents_read_told_by commission_id": lambda family: _commission(family, giver_as="young"),
    "put_taken_back commission_id": lambda family: _commission(family, giver_as="parent", answer="yes"),
    "split_id": lambda family: Split.objects.beside(family).first() if family else None,
    "other_id": lambda family: Family.objects.filter(name=APART).first(),
    "open_ids": lambda family: Agreement.objects.filter(family=family, about__isnull=False).first(),
}
# What is asked of whatever still waits for it.
WAITING: dict[str, dict[str, Any]] = {
    "question_id": {"state": "proposed"},
    "look_id": {"held_on": None},
    "commission_id": {"answer": "asked"},
    "message_id": {"state": "by_hand"},
}


def sample(name: str, schema: dict[str, Any], ids: dict[str, Any]) -> Any:
    """Something that can be said there."""
    kind, form = schema.get("type"), schema.get("format")
    if name in NAMED or "enum" in schema:
        return NAMED.get(name) or schema["enum"][0]
    if form == "uuid":
        return str(ids.get(name, ids.get(name.removesuffix("s"), uuid.UUID(int=0))))
    if form in ("date", "date-time"):
        return _day(name, form)
    if kind == "object":
        return {key: sample(key, plain(schema["properties"][key]), ids) for key in schema["required"]}
    if kind == "array":
        return [sample(name, plain(schema["items"]), ids)]
    return True if kind == "boolean" else "Iets gewoons"


def _day(name: str, form: str) -> str:
    day = timezone.localdate() + timedelta(days=0 if name in HAPPENED else 5)
    if form == "date":
        return day.isoformat()
    return f"{day}T{'14' if name.startswith('ends') else '10'}:00:00Z"


NAMED = {
    "email": "iemand.nieuw@post.example",
    "phone": "+31201234577",
    "line": "Joris neef",
    "birth_date": "2014-03-19",
    "token": TOKEN,
    "typed_name": people.FAMILY,
    "consent_on": "2026-01-02",
    "call_name": "Iemand Nieuw",
    "comes": "13:40",
}


def _release(known: Known, _ids: dict[str, Any]) -> dict[str, Any]:
    plan = plans.running_plan_of(known.family) if known.family else None
    if plan is None or known.family is None:
        return {"parts": ["question"], "preview_hash": ""}
    parts = [part.key for part in plans.parts_of(known.family)][:2]
    shown = plans.release_preview(known.family, parts=parts)
    work = {"function": "wijkteam", "employer": "Zilverdam", "name": "Wim"}
    return {"parts": parts, "preview_hash": shown.hash, "email": NAMED["email"], **work}


def _of_both_circles() -> list[uuid.UUID]:
    """Somebody who decides in the one circle, and somebody in the other."""
    return [User.objects.get(email=email).pk for email in (people.SASKIA.email, "dennis@post.example")]


SAYS: dict[str, Any] = {
    "patch_safety": lambda known, ids: {"unsafe": "Het is er druk."},
    "put_safety_term": lambda known, ids: {"reason": "De rechter vraagt ernaar."},
    "put_hand_over": lambda known, ids: {"agreed": "Overdag bellen."},
    "post_families": lambda known, ids: {"email": NAMED["email"]},
    "post_proposals": lambda known, ids: {"email": NAMED["email"]},
    "post_seats": lambda known, ids: {"email": NAMED["email"]},
    "post_other_circles": lambda known, ids: {"email": NAMED["email"]},
    "put_card_readers": lambda known, ids: {"readers": []},
    "put_note_reader": lambda known, ids: {"reader": None},
    "post_other_circle_plan": lambda known, ids: {"giver_ids": [str(pk) for pk in _of_both_circles()]},
    "post_commissions": lambda known, ids: {"email": NAMED["email"]},
    "put_own_commission": lambda known, ids: {"child_ids": [str(ids["child_ids"])]},
    "put_spoken_commission": lambda known, ids: {"child_ids": [str(ids["child_ids"])], "how": "spoken"},
    "put_child_question": lambda known, ids: {"text": "Mag ik blijven zwemmen?"},
    "post_conference_date": lambda known, ids: {"place": "De Brink"},
    "put_conference_date": lambda known, ids: {"place": "De Brink"},
    "post_release_previews": lambda known, ids: {"parts": _release(known, ids)["parts"]},
    "post_releases": _release,
    "put_needs": lambda known, ids: {"needs": ["food"]},
    "put_question": lambda known, ids: {"text": "Hoe dan wel?"},
    "patch_contact_card": lambda known, ids: {"call_note": "na het eten"},
    "patch_one_person": lambda known, ids: {"tie_label": "de beste"},
    "put_wishes": lambda known, ids: {"culture": "geen"},
    "put_bottom_line_verdict": lambda known, ids: {"verdict": "not_met", "reason": "Nog niet."},
    "post_paper_checks": lambda known, ids: {"fingerprint": "0" * 64, "version": 1},
    "post_amendments": lambda known, ids: {"text": "Het gaat anders."},
}


def twin_of(thing: models.Model, other: Family, stranger: User, made: dict[Any, Any]) -> Any:
    """The same thing in another family, with everything that it hangs on, of accounts that are strangers here."""
    if isinstance(thing, Family):
        return other
    if thing.pk not in made:
        twin = made[thing.pk] = copy(thing)
        twin.pk, twin.family = new_id(), other
        for relation in twin._meta.concrete_fields:
            parent = getattr(thing, relation.name, None) if relation.is_relation else None
            if isinstance(parent, User):
                setattr(twin, relation.name, None if relation.null else stranger)
            elif isinstance(parent, FamilyRow):
                setattr(twin, relation.name, twin_of(parent, other, stranger, made))
        if hasattr(twin, "occurrence"):
            twin.occurrence = str(twin.pk)
        twin._state.adding = True
        twin.save(force_insert=True)
    return made[thing.pk]
