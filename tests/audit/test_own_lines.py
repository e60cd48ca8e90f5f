"""Everybody reads the lines about what is the own: members, by account and by link; the coordinator; a professional."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.access.walls import acting as as_
from fgc.accounts import tokens
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.audit.models import Act, Line
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import Person
from fgc.plans.actions import release
from fgc.plans.queries import Reader, own_promise_ids, parts_of, release_preview
from tests.conftest import acting
from tests.entering import for_programs, press
from tests.factories import PersonFactory, UserFactory, at_work_for, by_link, let_in
from tests.plans.running import promised, running_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(family: Family, saskia: User, mirjam: User, cem: User, marleen: User, truus: Person) -> dict[str, Any]:
    """A line about what belongs to each of three, one about nobody, and one that is for somebody alone."""
    cems, marleens = Person.objects.get(account=cem), Person.objects.get(account=marleen)
    coordinator, plan = acting(mirjam), running_plan(family)
    things = {"cem": promised(plan, cems), "marleen": promised(plan, marleens), "truus": promised(plan, truus)}
    for thing in things.values():
        audit.record(coordinator, Act.CHANGE, thing)
    for person in (cems, truus):
        audit.record(coordinator, Act.READ, person)
    audit.record(coordinator, Act.ANSWER, family, on_behalf_of=truus.pk)
    audit.record(acting(marleen), Act.READ, cems, only_for=marleens.pk)
    audit.record(acting(saskia), Act.CHANGE, family)
    return {**things, "coordinator": mirjam}


def seen_by(actor: Any, family: Family) -> list[Line]:
    """What the rows are that this actor reads as the own, with both walls."""
    with as_(actor):
        return audit.lines_of(actor, family.pk, own_only=True, own_things=own_promise_ids(actor, family))


def behind_the_wall(actor: Any, family: Family) -> set[Any]:
    """What the database alone shows."""
    with as_(actor):
        return set(Line.objects.filter(family_id=family.pk).values_list("pk", flat=True))


def about(lines: list[Line]) -> list[tuple[str, str]]:
    return sorted((line.act, line.object_type) for line in lines)


OWN = [("change", "plans.commitment"), ("read", "networks.person")]


def test_a_member_reads_the_lines_about_the_own_page_and_the_own_promises(
    written: Any, family: Family, cem: User, marleen: User
) -> None:
    lines = seen_by(acting(cem), family)

    assert about(lines) == OWN
    assert {line.object_id for line in lines} == {written["cem"].pk, written["cem"].person_id}
    assert about(seen_by(acting(marleen), family)) == [("change", "plans.commitment"), ("read", "networks.person")]


def test_by_a_personal_link_it_is_the_same_and_what_was_done_on_ones_behalf(
    written: Any, family: Family, truus: Person
) -> None:
    actor = by_link(truus)

    lines = seen_by(actor, family)

    assert about(lines) == sorted([*OWN, ("answer", "families.family")])
    assert behind_the_wall(actor, family) == {line.pk for line in lines}


def test_the_database_alone_shows_a_member_nothing_else(written: Any, family: Family, cem: User, saskia: User) -> None:
    assert behind_the_wall(acting(cem), family) == {line.pk for line in seen_by(acting(cem), family)}
    assert len(behind_the_wall(acting(saskia), family)) == Line.objects.filter(only_for=None).count()


def test_nobody_writes_in_the_list_of_a_family_of_others(family: Family, saskia: User, truus: Person) -> None:
    """Neither in the own name, nor about what is the own: the page of another family would tell of it."""
    other = PersonFactory().family
    stranger = acting(let_in(UserFactory(), Role.COMMISSIONER, other))
    by = {"act": Act.READ, "actor_kind": "user", "channel": "page"}
    for about in (
        {"actor_id": stranger.ident},
        {"actor_id": "", "only_for": stranger.account.pk},
        {"actor_id": str(saskia.pk)},
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), as_(stranger):
            Line.objects.create(family_id=family.pk, object_type="families.family", **by, **about)
    with as_(stranger):
        audit.record(stranger, Act.READ, other)
    assert [line.family_id for line in Line.objects.filter(actor_id=stranger.ident)] == [other.pk]


def test_the_coordinator_reads_the_list_while_working_here_and_not_a_day_longer(
    written: Any, visit: Any, family: Family, mirjam: User
) -> None:
    address, browser = reverse("families:seen", args=[family.pk]), visit(mirjam)

    assert "Saskia" in browser.get(address).content.decode()
    assert "Wie er keek" in browser.get(reverse("families:home", args=[family.pk])).content.decode()
    with as_(acting(mirjam)):
        assert not [line for line in audit.lines_of(acting(mirjam), family.pk) if line.only_for]
    grants.end(family.pk, roles=[Role.COORDINATOR], user_id=mirjam.pk)
    assert browser.get(address).status_code == 404


def test_a_member_sees_a_page_with_names_and_a_parent_without_a_yes_one_in_parts(
    written: Any, visit: Any, family: Family, cem: User
) -> None:
    father = PersonFactory(family=family, call_name="Kemal")
    parent = let_in(UserFactory(name="Kemal Verhulst"), Role.PARENT, family, father)
    audit.record(acting(written["coordinator"]), Act.READ, father)
    address = reverse("families:seen", args=[family.pk])

    members, parents = visit(cem).get(address).content.decode(), visit(parent).get(address).content.decode()

    assert ("Mirjam" in members, "Saskia" in members, "Marleen" in members) == (True, False, False)
    assert ("Mirjam" in parents, "coördinator" in parents) == (False, True)
    assert "Wie mag meekijken" not in members + parents


def test_by_link_the_page_names_nobody(written: Any, truus: Person) -> None:
    browser = Client()
    press(browser, links.open_for(at_work_for(truus), truus, via="mail"))
    assert reverse("links:seen") in browser.get(reverse("links:mine")).content.decode()

    page = browser.get(reverse("links:seen")).content.decode()

    assert not [name for name in ("Mirjam", "Saskia", "Cem", "Marleen") if name in page]
    assert "coördinator" in page
    assert "het plan" in page
    assert "jij" in browser.get(reverse("links:seen")).content.decode()
    browser.cookies["django_language"] = "en"
    assert "What was done with what is yours" in browser.get(reverse("links:seen")).content.decode()


def test_a_program_reads_the_same_lines_as_its_owner(written: Any, family: Family, cem: User, mirjam: User) -> None:
    def asks(user: User) -> list[dict[str, Any]]:
        head = {"Authorization": f"Bearer {tokens.make_token(for_programs(user), name='lijst')}"}
        answer = Client().get(f"/api/v1/families/{family.pk}/access-log", headers=head)  # type: ignore[arg-type]
        return list(answer.json()["results"])

    assert sorted((row["act"], row["subject"]) for row in asks(cem)) == [
        ("bekeek", "de kring"),
        ("veranderde", "het plan"),
    ]
    assert {row["who"] for row in asks(mirjam)} >= {"Saskia Verhulst", "Mirjam Tolhuis"}


def test_a_professional_reads_the_own_looks_and_no_others(
    visit: Any, saskia: User, petra: User, hanneke: User, family: Family, truus: Person
) -> None:
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    parts = [part.key for part in parts_of(family)]
    reader = Reader(name="Petra Aalders", email=petra.email or "", function="jeugdteam", employer="Zilverdam")
    words = {"purpose": "Om mee te denken", "until": timezone.localdate() + timedelta(days=9), "parts": parts}
    copy = release(acting(saskia), plan, reader=reader, preview_hash=release_preview(family, parts=parts).hash, **words)  # type: ignore[arg-type]  # each word is of its own kind
    browser = visit(petra)
    assert browser.get(reverse("released:release", args=[copy.pk])).status_code == 200
    audit.record(acting(hanneke), Act.READ, copy)

    page = browser.get(reverse("released:seen")).content.decode()
    head = {"Authorization": f"Bearer {tokens.make_token(petra, name='lijst')}"}
    rows = Client().get("/api/v1/own-access-log", headers=head).json()["results"]  # type: ignore[arg-type]

    assert "Om mee te denken: versie 1 van het plan" in page
    assert ("wat een beroepskracht mag lezen" in page, "Hanneke" in page, family.name in page) == (True, False, False)
    assert {row["who"] for row in rows} == {"jij"}
    assert visit(saskia).get(reverse("released:seen")).status_code == 404
