"""Behind PgBouncer in transaction mode all share the lines to the database; nobody finds what another left there."""

import http.client
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from fgc.accounts import tokens
from fgc.accounts.models import User
from fgc.families.models import Family, Split
from tests.access import canaries
from tests.access.house import FIXED, MODELS
from tests.access.pooled import Behind, site_behind_a_pooler
from tests.access.small_model import House, accept, build, people
from tests.access.test_canaries import pages as every_address
from tests.entering import come_in

NONE = uuid.UUID(int=0)
# So many requests at once, by turns of the two families.
AT_ONCE = 4


class Caller(NamedTuple):
    """Somebody with a browser and a program, and the words that he or she may meet."""

    cookie: str
    token: str
    own: dict[str, str]


def pages(family: Family) -> list[str]:
    """Every page and every endpoint that reads, with the things of this family in its address."""
    known = {**FIXED, "public_id": NONE, "slug": "none", "user_id": NONE}
    for name, model in MODELS.items():
        of_it = {Family: {"pk": family.pk}, Split: {"circle_a": family}}.get(model, {"family": family})
        known[name] = getattr(model.objects.filter(**of_it).first(), "pk", NONE)
    known["call_id"] = known["match_id"] = family.pk
    return every_address(known)


@pytest.fixture
def houses(transactional_db: Any) -> list[House]:
    """Two families that say quite other words."""
    cast = people()
    made = [build("Een", cast["decides in one"]), build("Twee", cast["decides in two"])]
    accept(made[0], cast["coordinator"])
    return made


@pytest.fixture
def behind(houses: list[House], tmp_path_factory: Any) -> Iterator[Behind]:
    with site_behind_a_pooler(tmp_path_factory.mktemp("pooler")) as both:
        yield both


def fetched(site: str, caller: Caller, address: str) -> tuple[int, str]:
    """A page as one of many browsers gets it, or an answer as a program of the same account does."""
    who = {"Authorization": f"Bearer {caller.token}"} if "/api/" in address else {"Cookie": caller.cookie}
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)) as line:
        line.request("GET", address, headers=who if caller.cookie else {})
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors="replace")


def test_no_word_of_one_family_reaches_the_other_on_a_shared_line(behind: Behind, houses: list[House]) -> None:
    one, two = (canaries.plant(house.family, first=1_000_000 * place) for place, house in enumerate(houses))
    everything = pages(houses[0].family) + pages(houses[1].family)
    callers = {
        "of one": _caller(houses[0].decides, one),
        "of two": _caller(houses[1].decides, two),
        "nobody": Caller("", "", {}),
    }
    asked = [(who, address) for address in everything for who in callers]

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda ask: fetched(behind.site, callers[ask[0]], ask[1]), asked))

    met: dict[str, set[str]] = {who: set() for who in callers}
    for (who, address), (status, text) in zip(asked, answers, strict=True):
        # Who asks whether all goes well hears that nobody sends here.
        assert status < 500 or address == reverse("watch:healthz"), address
        met[who] |= set(canaries.WORD.findall(text))
    for who, caller in callers.items():
        assert met[who] <= set(caller.own), who
    assert len(met["of one"]) > 5
    assert len(met["of two"]) > 5
    assert left_in_the_line(behind.database) == (1, "fgc_app", "")


def _caller(user: User, own: dict[str, str]) -> Caller:
    cookie = come_in(Client(), user).cookies["sessionid"].value
    return Caller(f"sessionid={cookie}", tokens.make_token(user, name="pooler"), own)


def left_in_the_line(database: str) -> tuple[Any, ...]:
    """What whoever comes next would find: how many lines there are, as whom, and who was told to act."""
    with psycopg.connect(database, prepare_threshold=None) as line:
        found = line.execute(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE usename = 'fgc_app' AND datname = current_database()),"
            " current_user::text, coalesce(current_setting('app.user_id', true), '')"
        ).fetchone()
    assert found
    return found
