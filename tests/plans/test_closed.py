"""At 16 the parents read less: lines that are only about some of the children, and who does not read them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection

from fgc.access.roles import Role
from fgc.access.walls import acting as telling
from fgc.access.walls import looking_along
from fgc.accounts.models import User
from fgc.accounts.profiles import Terms
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Commission, CommissionedChild, Family
from fgc.families.queries import own_commission, seen_lines
from fgc.families.rules import Giver, Stage
from fgc.networks.models import Person
from fgc.plans import actions, queries
from fgc.plans.models import Agreement, LineAbout, Plan, Release
from fgc.plans.queries import Reader
from fgc.plans.rules.closed import About, Eyes, is_closed
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

PETRA = Reader(name="Petra Aalders", email="petra@jeugdteam.example", function="jeugdteam", employer="Zilverdam")
# Noor of the cast is 16 from 2 November 2026 on.
SIXTEEN = on(2026, 11, 2)
KID, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
NL = Terms()
TODAY = date(2026, 11, 2)
BORN = {15: date(2010, 11, 3), 16: date(2010, 11, 2)}
EVERYBODY = Eyes()
PARENT_OF_ALL, PARENT_OF_OTHER = Eyes(decides_for=frozenset()), Eyes(decides_for=frozenset({OTHER}))


@pytest.fixture(autouse=True)
def _sixteen():
    with time_machine.travel(SIXTEEN, tick=False):
        yield


@contextmanager
def fifteen() -> Iterator[None]:
    """As it was on the day before that birthday: Noor is a day younger."""
    Child.objects.filter(call_name="Noor").update(birth_date=BORN[15])
    yield
    Child.objects.filter(call_name="Noor").update(birth_date=BORN[16])


@pytest.mark.parametrize(
    ("about", "eyes", "closed"),
    [
        ([], EVERYBODY, False),
        ([About(KID, BORN[15])], EVERYBODY, False),
        ([About(KID, BORN[15])], PARENT_OF_ALL, False),
        ([About(KID, BORN[15])], PARENT_OF_OTHER, True),
        ([About(KID, BORN[16])], PARENT_OF_ALL, True),
        ([About(KID, BORN[16])], EVERYBODY, True),
        ([About(KID, BORN[16])], Eyes(as_child=frozenset({KID})), False),
        ([About(KID, BORN[16], is_open=True)], PARENT_OF_ALL, False),
        ([About(KID, BORN[16], is_open=True)], PARENT_OF_OTHER, True),
        ([About(KID, BORN[16]), About(OTHER, BORN[15])], PARENT_OF_OTHER, False),
        ([About(KID, BORN[16]), About(OTHER, BORN[16])], PARENT_OF_ALL, True),
    ],
)
def test_a_line_is_closed_when_none_of_its_children_opens_it(about, eyes, closed):
    assert is_closed(about, eyes, day=TODAY, terms=NL) == closed


@pytest.fixture
def daan(family: Family) -> Child:
    return factories.ChildFactory(family=family, call_name="Daan", birth_date=date(2017, 5, 1))


def decides_for(user: User, family: Family, *children: Child) -> Commission:
    given = factories.CommissionFactory(family=family, giver=user, giver_as=Giver.PARENT)
    for child in children:
        CommissionedChild.objects.create(family=family, commission=given, child=child)
    return given


@pytest.fixture
def hers(noor: User, noor_child: Child, family: Family) -> Commission:
    return factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)


@pytest.fixture
def plan(family: Family, truus: Any) -> Plan:
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    return plan


@pytest.fixture
def talk(plan: Plan, truus: Any, noor_child: Child) -> Agreement:
    """A line that is only about Noor; Truus does it."""
    line = promised(plan, truus, text="Truus praat met Noor.").agreement
    LineAbout.objects.create(family=plan.family, agreement=line, child=noor_child)
    return line


def rows_of(line: Agreement) -> list[int]:
    """How many rows about it the database shows now, by table."""
    tables = {"plans_agreement": "id", "plans_wording": "agreement_id", "plans_lineabout": "agreement_id",
              "plans_commitment": "agreement_id"}  # fmt: skip
    with connection.cursor() as cursor:
        found = []
        for table, column in tables.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [line.pk])  # our tables
            found += cursor.fetchone()
    return found


def reads(user: User, line: Agreement) -> bool:
    """By the code, and by the database alone, in every table that says something of the line."""
    view = queries.plan_for(acting(user), line.family)
    assert view is not None
    by_code = line.pk in [one.id for one in view.lines]
    there = rows_of(line)
    with telling(acting(user)):
        assert rows_of(line) == (there if by_code else [0, 0, 0, 0])
    assert by_code == (line.pk not in queries.closed_to(acting(user), line.family).lines)
    return by_code


def test_through_the_eyes_of_the_coordinator_a_parent_sees_no_more(saskia, mirjam, hers, talk, family):
    with telling(acting(saskia)), looking_along(acting(saskia), family.pk), telling(acting(mirjam)):
        assert rows_of(talk) == [0, 0, 0, 0]
    with looking_along(acting(saskia), family.pk):
        assert queries.closed_to(acting(mirjam), family).lines == {talk.pk}

    assert reads(mirjam, talk)


def test_from_the_sixteenth_birthday_on_the_parents_do_not_read_it(saskia, noor, mirjam, hers, talk, family, cem):
    with fifteen():
        assert reads(saskia, talk)
        assert reads(cem, talk)

    assert not reads(saskia, talk)
    assert not reads(cem, talk)
    assert reads(noor, talk)
    assert reads(mirjam, talk)


def test_in_an_organisation_with_another_age_that_age_counts(saskia, hers, talk, family):
    type(family.organisation).objects.update(terms={"alone_from": 18})
    talk.refresh_from_db()

    assert reads(saskia, Agreement.objects.get(pk=talk.pk))


def test_who_promised_it_reads_it_and_who_is_asked_about_a_change(saskia, noor, hers, talk, truus, family):
    mother = family_person(family, "Saskia")
    factories.CommitmentFactory(agreement=talk, person=mother)
    assert reads(saskia, talk)

    talk.commitments.filter(person=mother).delete()
    assert not reads(saskia, talk)
    actions.propose_amendment(acting(noor), talk, based_on=1, text="Mama praat met Noor.", new_person_id=mother.pk)

    assert queries.closed_to(acting(saskia), family).lines == frozenset()


def family_person(family: Family, name: str) -> Any:
    return Person.objects.get(family=family, call_name=name)


def test_she_opens_it_and_closes_it_again(saskia, noor, hers, talk, family):
    mine = own_commission(acting(noor), family)

    actions.choose_what_parents_read(acting(noor), mine, open_ids=[talk.pk])
    assert reads(saskia, talk)
    assert [(one.words, one.is_open, one.is_read_anyway) for one in queries.own_things(mine)] == [
        ("Truus praat met Noor.", True, False)
    ]

    actions.choose_what_parents_read(acting(noor), mine, open_ids=[])
    assert not reads(saskia, talk)


def test_nobody_else_opens_it_and_nothing_that_is_not_about_her(saskia, noor, mirjam, hers, plan, talk, family):
    given = decides_for(saskia, family)
    for somebody in (saskia, mirjam):
        with pytest.raises(NotAllowed):
            actions.choose_what_parents_read(acting(somebody), hers, open_ids=[talk.pk])
    with pytest.raises(NotAllowed):
        actions.choose_what_parents_read(acting(saskia), given, open_ids=[])

    with pytest.raises(RuleBroken) as no:
        actions.choose_what_parents_read(acting(noor), hers, open_ids=[plan.agreements.get(number=1).pk])

    assert no.value.field == "open_ids"
    Commission.objects.filter(pk=hers.pk).update(giver_as=Giver.ADULT, child=None)
    with pytest.raises(NotAllowed):
        actions.choose_what_parents_read(acting(noor), hers, open_ids=[])


def test_before_that_birthday_and_after_the_end_there_is_nothing_to_choose(noor, hers, talk, family):
    with fifteen(), pytest.raises(RuleBroken) as no:
        actions.choose_what_parents_read(acting(noor), hers, open_ids=[talk.pk])
    assert no.value.code == "too_young"

    Family.objects.update(stage=Stage.CLOSED)
    with pytest.raises(RuleBroken):
        actions.choose_what_parents_read(acting(noor), hers, open_ids=[])


def test_the_father_of_one_child_does_not_read_the_parts_of_the_other(saskia, family, noor_child, daan, plan, truus):
    father = factories.let_in(factories.UserFactory(name="Ruud"), Role.COMMISSIONER, family)
    decides_for(father, family, noor_child)
    decides_for(saskia, family, noor_child, daan)
    line = actions.add_line_to_running_plan(acting(saskia), plan, text="Daan gaat zwemmen.", child_ids=[daan.pk])
    both = actions.add_line_to_running_plan(
        acting(saskia), plan, text="Samen eten.", child_ids=[daan.pk, noor_child.pk]
    )

    assert not queries.closed_to(acting(saskia), family).lines
    assert queries.closed_to(acting(father), family).lines == {line.pk}
    assert [one.words.text for one in queries.plan_for(acting(father), family).lines] == [
        "Truus kookt op dinsdag.",
        "Samen eten.",
    ]
    assert LineAbout.objects.filter(agreement=both, opened_at=None).count() == 1


def test_what_a_parent_writes_is_open_until_she_closes_it(saskia, noor, mirjam, hers, plan, noor_child, family):
    by_mother = actions.add_line_to_running_plan(acting(saskia), plan, text="Mama helpt.", child_ids=[noor_child.pk])
    by_her = actions.add_line_to_running_plan(acting(noor), plan, text="Ik schrijf.", child_ids=[noor_child.pk])
    by_mirjam = actions.add_line_to_running_plan(acting(mirjam), plan, text="Ik zing.", child_ids=[noor_child.pk])

    assert [reads(saskia, line) for line in (by_mother, by_her, by_mirjam)] == [True, False, False]
    actions.choose_what_parents_read(acting(noor), hers, open_ids=[])
    assert not reads(saskia, by_mother)


def test_of_a_line_that_is_there_it_is_said_later(saskia, noor, mirjam, hers, plan, noor_child, daan):
    line = plan.agreements.get()

    actions.say_whom_it_is_about(acting(noor), line, child_ids=[noor_child.pk])
    assert reads(saskia, line)

    with pytest.raises(RuleBroken) as no:
        actions.say_whom_it_is_about(acting(saskia), line, child_ids=[daan.pk])
    assert no.value.code == "not_yours"
    actions.say_whom_it_is_about(acting(saskia), line, child_ids=[noor_child.pk, daan.pk])
    assert [one.is_read_anyway for one in queries.own_things(hers)] == [True]
    actions.say_whom_it_is_about(acting(mirjam), line, child_ids=[daan.pk])
    actions.say_whom_it_is_about(acting(noor), line, child_ids=[noor_child.pk])
    actions.choose_what_parents_read(acting(noor), hers, open_ids=[])

    with pytest.raises(NotAllowed):
        actions.say_whom_it_is_about(acting(saskia), line, child_ids=[])
    actions.say_whom_it_is_about(acting(noor), line, child_ids=[])
    assert reads(saskia, line)


def test_only_children_of_this_family_can_be_named(saskia, plan):
    stranger = factories.ChildFactory(family=factories.FamilyFactory())
    with pytest.raises(RuleBroken) as no:
        actions.add_line_to_running_plan(acting(saskia), plan, text="Iets.", child_ids=[stranger.pk])
    assert no.value.field == "child_ids"

    with pytest.raises(NotAllowed):
        actions.say_whom_it_is_about(acting(factories.UserFactory()), plan.agreements.get(), child_ids=[])


def test_a_plan_for_the_children_names_none_of_them(saskia, plan, noor_child):
    Family.objects.filter(pk=plan.family_id).update(kind="childrens_plan")

    with pytest.raises(RuleBroken) as no:
        actions.say_whom_it_is_about(acting(saskia), plan.agreements.get(), child_ids=[noor_child.pk])

    assert no.value.code == "childrens_plan"


def test_a_draft_says_it_too(saskia, family, noor_child, hers):
    plan = factories.PlanFactory(family=family)
    line = actions.record_agreement(acting(saskia), plan, text="Noor fietst.", child_ids=[noor_child.pk])
    assert reads(saskia, line)

    actions.change_draft_agreement(acting(saskia), line, text="Noor fietst ver.")
    assert [row.child for row in line.about.all()] == [noor_child]
    actions.choose_what_parents_read(acting(hers.giver), hers, open_ids=[])

    for action in (actions.change_draft_agreement, actions.remove_agreement):
        said = {"text": "Anders."} if action is actions.change_draft_agreement else {}
        with pytest.raises(NotAllowed):
            action(acting(saskia), line, **said)
    changed = actions.change_draft_agreement(acting(hers.giver), line, text="Ik fiets.", child_ids=[])
    assert not changed.about.exists()


def test_who_does_not_read_a_line_does_not_change_it(saskia, noor, hers, talk, truus, family):
    LineAbout.objects.update(opened_at=SIXTEEN)
    change = actions.propose_amendment(acting(noor), talk, based_on=1, text="Truus praat vaak met Noor.")
    LineAbout.objects.update(opened_at=None)

    for attempt in (
        lambda: actions.withdraw_amendment(acting(saskia), change),
        lambda: actions.propose_amendment(acting(saskia), talk, based_on=1, drops_it=True),
        lambda: actions.take_over(acting(saskia), talk, person_id=truus.pk),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert queries.amendment_of(acting(saskia), family, change.pk) is None
    assert queries.agreement_of(acting(saskia), family, talk.pk) is None
    assert queries.agreement_of(acting(noor), family, talk.pk) == talk


def test_it_is_in_nothing_that_a_parent_takes_along_or_follows(saskia, noor, hers, talk, family):
    whole = queries.archive_of(acting(saskia), family)

    assert "Truus praat" not in str(whole) + str(queries.whole_plan_of(acting(saskia), family))
    assert "Truus praat" in str(queries.whole_plan_of(acting(noor), family))
    assert [one.text for one in queries.follow_up_of(acting(saskia), family).lines] == ["Truus kookt op dinsdag."]
    assert len(queries.follow_up_of(acting(noor), family).lines) == 2


def test_what_is_done_with_it_is_not_in_the_list_of_a_parent(saskia, noor, mirjam, hers, plan, talk, family):
    actions.say_whom_it_is_about(acting(mirjam), talk, child_ids=[talk.about.get().child_id])
    closed = queries.things_closed_to(acting(saskia), family)

    assert talk.pk in closed
    assert queries.things_closed_to(acting(noor), family) == set()
    assert not seen_lines(acting(saskia), family, but=closed)
    with telling(acting(saskia)):
        assert not Line.objects.filter(object_id=talk.pk).exists()
    with telling(acting(mirjam)):
        assert Line.objects.filter(object_id=talk.pk).exists()


def let_petra_read(user: User, plan: Plan, *keys: str) -> Release:
    closed = queries.closed_to(acting(user), plan.family)
    shown = queries.release_preview(plan.family, parts=keys, closed=closed).hash
    return actions.release(
        acting(user), plan, reader=PETRA, purpose="Meedenken", until=date(2026, 12, 31), parts=keys, preview_hash=shown
    )


def test_she_lets_it_be_read_and_the_parents_read_that_copy_when_she_opens_it(saskia, noor, hers, plan, talk, family):
    row = let_petra_read(noor, plan, f"agreement:{talk.pk}")
    assert row.agreed_at
    assert queries.releases_of(acting(saskia), family) == []
    with telling(acting(saskia)):
        assert not Release.objects.exists()
    with pytest.raises(NotAllowed):
        queries.release_of(acting(saskia), family, row.pk)
    assert queries.released_before(acting(saskia), family, str(row.pk)) is None
    with pytest.raises(NotAllowed):
        actions.revoke_release(acting(saskia), row)

    actions.choose_what_parents_read(acting(noor), hers, open_ids=[row.pk])

    assert [one.release for one in queries.releases_of(acting(saskia), family)] == [row]
    assert not reads(saskia, talk)
    assert [one.is_open for one in queries.own_things(hers)] == [False, True]


def test_what_was_let_out_before_that_birthday_is_hers_from_then_on(saskia, noor, hers, plan, talk, family):
    with fifteen():
        row = let_petra_read(noor, plan, f"agreement:{talk.pk}")
        assert queries.releases_of(acting(saskia), family)

    assert queries.releases_of(acting(saskia), family) == []
    Release.objects.filter(pk=row.pk).update(released_by=saskia)
    assert queries.releases_of(acting(saskia), family)


def test_what_is_closed_is_not_let_out_beside_what_needs_the_parents(saskia, noor, hers, plan, talk):
    other = plan.agreements.get(number=1)

    with pytest.raises(RuleBroken) as no:
        let_petra_read(noor, plan, f"agreement:{talk.pk}", f"agreement:{other.pk}")
    assert no.value.code == "kept_apart"
    with pytest.raises(RuleBroken):
        let_petra_read(saskia, plan, f"agreement:{talk.pk}")

    LineAbout.objects.update(opened_at=SIXTEEN)
    assert let_petra_read(noor, plan, f"agreement:{talk.pk}", f"agreement:{other.pk}").is_shared


def test_the_contact_person_hears_nothing_of_what_he_or_she_does_not_read(noor, hers, talk, family, saskia):
    mother = family_person(family, "Saskia")
    type(mother).objects.filter(pk=mother.pk).update(is_contact_person=True)
    mother.refresh_from_db()
    talk.commitments.update(last_run="not")

    assert queries.stalled_for(acting(saskia), mother) == []
    with telling(factories.by_link(mother)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plans_agreement WHERE id = %s", [talk.pk])
        assert cursor.fetchone() == (0,)
