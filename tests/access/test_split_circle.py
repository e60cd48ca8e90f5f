"""A circle that held people of both sides, and was split: what each side meets of the other afterwards (nothing).

Who went was in it and knows what was said there until then; what came after, and the whole of it, is closed.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from fgc.accounts import tokens
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from fgc.outbox import queue
from fgc.outbox.deliver import deliver_due
from fgc.outbox.models import Kind
from fgc.plans.models import Agreement, Commitment, OwnCopy, Wording
from tests import factories
from tests.access.outlets import Secrets, addresses_of, secrets_of, things_of
from tests.conftest import acting
from tests.entering import come_in
from tests.factories import at_work_for
from tests.pages.test_door import asked_alike
from tests.plans.joint_circle import Joint, joint_circle, takes_back
from tests.splitting import chosen_is, everybody_says_yes

pytestmark = pytest.mark.django_db
NOWHERE = uuid.UUID(int=7)
# Written after the split, each in one circle only.
OF_HERS = ("Abeba", "Vlierhof", "naar voetbal en dat", "Heilige stilte")
OF_HIS = ("Lindemeer", "De Spil", "vader zijn zonder", "De kring van Dennis")


@dataclass
class Parted:
    """The two circles, and what must not be met of each in the other."""

    joint: Joint
    hers: Family
    his: Family
    browsers: dict[str, Client]
    tokens: dict[str, str]
    of_hers: Secrets
    of_his: Secrets

    def read(self, who: str, address: str) -> Any:
        """A page, or an endpoint with a token."""
        said = {}
        if address.startswith("/api/"):
            said = {"headers": {"Authorization": f"Bearer {self.tokens[who]}"}}
        return self.browsers[who].get(address, **said)

    def words_of(self, who: str, family: Family, call_name: str) -> Iterator[tuple[str, str]]:
        """Everything that somebody reads, with the things of a family in its address."""
        for address in addresses_of(things_of(family, SimpleNamespace(call_name=call_name))):  # type: ignore[arg-type]
            if "/exit" in address:
                continue  # it ends the visit
            answer = self.read(who, address)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield address, content.decode(errors="replace") + str(sorted(answer.headers.items()))


def _a_link(person: Person) -> Client:
    links.open_for(at_work_for(person), person, via="mail")
    client = Client()
    session = client.session
    links.remember(session, AccessLink.objects.filter(person=person).latest("created_at"))
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


@pytest.fixture
def parted(family: Family, saskia: User, mirjam: User, cem: User) -> Parted:
    """Both sides were in one circle, with a page open and a message on its way; then it was split and both went on."""
    joint = takes_back(joint_circle(family, saskia, mirjam))
    factories.ConferenceFactory(family=family)
    users = {"dennis": joint.dennis, "marco": joint.marco, "saskia": saskia, "cem": cem}
    programs = {name: tokens.make_token(user, name="parted") for name, user in users.items()}
    browsers = {name: come_in(Client(), user) for name, user in users.items()}
    browsers["stef"] = _a_link(joint.persons["Stef"])
    for name in ("dennis", "marco"):
        assert browsers[name].get(f"/families/{family.pk}/").status_code == 200
        queue.to_user(users[name], Kind.LET_IN, family)
    assert browsers["stef"].get("/l/mine/").status_code == 200
    queue.to_person(joint.persons["Stef"].pk, Kind.REMIND_PROMISE, joint.painting)

    split = joint.split()

    _hers_goes_on(family, saskia)
    _his_goes_on(split.circle_b, joint.dennis, mirjam)
    # What was the own before goes along for a while, in a row of its own.
    own = {str(pk) for pk in OwnCopy.objects.values_list("pk", flat=True)}
    known = secrets_of(OF_HERS, family)
    secrets = replace(known, ids=known.ids - own), secrets_of(OF_HIS, split.circle_b)
    return Parted(joint, family, split.circle_b, browsers, programs, *secrets)


def _hers_goes_on(family: Family, saskia: User) -> None:
    networks.add_person_by_line(acting(saskia), family, line="Abeba zus van mama")
    families.propose_question(acting(saskia), family, text="Wie brengt Natnael naar voetbal en dat?")
    line = Agreement.objects.filter(family=family).first()
    assert line
    Wording.objects.filter(agreement=line).update(text="Oma kookt in De Vlierhof, in Heilige stilte.")
    factories.CommitmentFactory(agreement=line, person=Person.objects.get(family=family, call_name="Abeba"))


def _his_goes_on(family: Family, dennis: User, mirjam: User) -> None:
    everybody_says_yes(family)
    chosen_is(mirjam, family, by=dennis)
    networks.add_person_by_line(acting(dennis), family, line="Lindemeer buurman van De Spil")
    families.propose_question(acting(dennis), family, text="Hoe kan ik vader zijn zonder ruzie?")


@pytest.mark.parametrize("who", ["dennis", "marco"])
def test_for_who_went_the_first_circle_is_not_there_any_more(parted: Parted, who: str) -> None:
    known = things_of(parted.hers, SimpleNamespace(call_name=who.title()))  # type: ignore[arg-type]
    looked = addresses_of(known, of_a_family_only=True)
    for address in looked:
        there = parted.read(who, address)
        missing = parted.read(who, address.replace(str(parted.hers.pk), str(NOWHERE)))
        assert there.status_code == missing.status_code in (404, 405), address
        assert asked_alike(there.content, parted.hers.pk) == asked_alike(missing.content, NOWHERE), address
    assert len(looked) > 100


def test_a_link_in_the_hand_and_a_page_that_stands_open_are_closed(parted: Parted) -> None:
    for address in addresses_of({}, doors=("link",)):
        answer = parted.browsers["stef"].get(address)
        assert answer.status_code in (302, 404, 405), address
        assert not parted.of_hers.in_(answer.content.decode() + answer.headers.get("Location", "")), address
    plan = reverse("plan:plan", args=[parted.hers.pk])
    for who in ("dennis", "marco"):
        assert parted.browsers[who].post(plan, {"text": "Nog iets"}).status_code in (404, 405)


def test_what_who_went_reads_says_nothing_of_the_first_circle(parted: Parted) -> None:
    seen = dict(parted.words_of("dennis", parted.his, "Dennis"))
    for address, text in seen.items():
        assert not parted.of_hers.in_(text), address
    assert parted.of_his.in_(" ".join(seen.values())) >= set(OF_HIS) - {"De Spil"}
    for address, text in parted.words_of("marco", parted.his, "Marco"):
        echoed = {one for one in parted.of_his.ids if one in address}
        assert not (parted.of_hers.in_(text) | parted.of_his.in_(text)) - echoed, address


def test_who_stays_reads_nothing_of_the_other_circle(parted: Parted) -> None:
    for who in ("saskia", "cem"):
        seen = dict(parted.words_of(who, parted.hers, who.title()))
        for address, text in seen.items():
            assert not parted.of_his.in_(text), (who, address)
        assert parted.of_hers.in_(" ".join(seen.values())), who
    log = parted.read("saskia", reverse("families:seen", args=[parted.hers.pk])).content.decode()
    assert {"Dennis", "Marco", "Stef"} <= set(re.findall(r"Dennis|Marco|Stef", log))
    lines = Line.objects.filter(family_id=parted.hers.pk)
    assert not [line for line in lines if "split" in f"{line.object_type} {line.ground} {line.act}"]


def test_the_numbers_of_the_one_do_not_move_with_the_other(parted: Parted) -> None:
    pages = [reverse(name, args=[parted.hers.pk]) for name in
             ("families:home", "plan:plan", "circle:circle", "follow_up:follow_up", "families:question")]  # fmt: skip
    before = [_words(parted.read("saskia", page)) for page in pages]
    for number in range(3):
        networks.add_person(acting(parted.joint.dennis), parted.his, call_name=f"Gast{number}")
    Family.objects.filter(pk=parted.his.pk).update(is_disputed=True)

    assert [_words(parted.read("saskia", page)) for page in pages] == before


def _words(answer: Any) -> str:
    return re.sub(r'(value|nonce)="[A-Za-z0-9]{22,64}"', "", answer.content.decode())


def test_no_message_of_the_first_circle_reaches_who_went(parted: Parted) -> None:
    mail.outbox = []

    deliver_due()

    # What leads to a page of the own circle, and nothing else.
    for somebody in ("marco", "stef"):
        assert not [letter for letter in mail.outbox if somebody in letter.to[0]]
    to_dennis = [letter for letter in mail.outbox if letter.to == ["dennis@post.example"]]
    assert not [letter for letter in to_dennis if parted.of_hers.in_(str(letter.message()))]
    assert len({str(letter.subject) for letter in mail.outbox}) <= 1
    assert Commitment.objects.get(pk=parted.joint.painting.pk).state == "lapsed"


def test_the_family_looks_through_nobodys_eyes_who_went(parted: Parted) -> None:
    whose = parted.read("saskia", reverse("families:whose_eyes", args=[parted.hers.pk])).content.decode()
    for user in (parted.joint.dennis, parted.joint.marco):
        assert str(user.pk) not in whose
        eyes = reverse("families:seen_as_account", args=[parted.hers.pk, user.pk])
        assert parted.read("saskia", eyes).status_code == 404
    for name in ("Dennis", "Stef"):
        eyes = reverse("families:seen_as_person", args=[parted.hers.pk, parted.joint.persons[name].pk])
        assert parted.read("saskia", eyes).status_code == 404
