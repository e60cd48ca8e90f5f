"""The yeses that a release needs: under 12 the parents, from 12 both, from 16 the own parts by the own yes alone."""

import uuid
from datetime import date
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from fgc.access.roles import Role
from fgc.access.walls import acting as telling
from fgc.accounts.models import User
from fgc.accounts.profiles import Terms
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family
from fgc.families.rules import Giver, QuestionState
from fgc.networks.actions import go_on, pause_family
from fgc.outbox.models import Kind, Message, State
from fgc.plans import queries
from fgc.plans.actions import (
    agree_to_release,
    allow_release,
    give_up_release,
    record_yes_to_release,
    release,
    revoke_release,
)
from fgc.plans.letters.releases import ask_release
from fgc.plans.models import Plan, Release, ReleaseYes
from fgc.plans.queries import Reader
from fgc.plans.rules.releases import PARENTS, Asked, may_be_read, who_is_awaited, whose_voices, whose_words
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

PETRA = Reader(name="Petra Aalders", email="petra@jeugdteam.example", function="jeugdteam", employer="Zilverdam")
TODAY = date(2026, 2, 25)
NL = Terms()
KID, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
BORN = {11: date(2014, 2, 26), 12: date(2014, 2, 25), 15: date(2010, 2, 26), 16: date(2010, 2, 25)}


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.mark.parametrize(
    ("age", "is_shared", "has_own", "awaited"),
    [
        (11, True, False, [PARENTS]),
        (11, False, True, [PARENTS]),
        (12, True, False, [PARENTS, KID]),
        (12, False, True, [PARENTS, KID]),
        (15, False, True, [PARENTS, KID]),
        (16, False, True, [KID]),
        (16, True, True, [PARENTS, KID]),
    ],
)
def test_who_must_say_yes_follows_from_the_age_on_the_day_itself(age, is_shared, has_own, awaited):
    voices = {PARENTS: Asked(), KID: Asked(birth=BORN[age], has_own=has_own)}

    assert who_is_awaited(voices, is_shared=is_shared, day=TODAY, terms=NL) == awaited


def test_who_said_yes_is_not_awaited_and_without_children_those_who_decide_are():
    voices = {PARENTS: Asked(said_yes=True), KID: Asked(said_yes=False, birth=BORN[15])}

    assert who_is_awaited(voices, is_shared=True, day=TODAY, terms=NL) == [KID]
    assert who_is_awaited({PARENTS: Asked()}, is_shared=False, day=TODAY, terms=NL) == [PARENTS]


def test_a_part_of_nobodys_own_concerns_every_child():
    births = {KID: BORN[15], OTHER: BORN[11]}

    assert whose_voices([frozenset()], births=births)[0].keys() == births.keys()
    voices, is_shared = whose_voices([frozenset({KID})], births=births)
    assert (voices, is_shared) == ({KID: Asked(birth=BORN[15], has_own=True)}, False)


def test_for_whom_names_children_by_whole_words():
    names = {KID: "Noor", OTHER: "Deniz"}

    assert whose_words("noor en Deniz", names) == {KID, OTHER}
    assert whose_words("Noortje", names) == frozenset()


def test_without_every_yes_it_may_not_be_read():
    right: dict[str, Any] = {
        "revoked_at": None,
        "until": TODAY,
        "is_open": True,
        "today": TODAY,
        "rests_on_a_no": False,
    }

    assert may_be_read(agreed_at=on(2026, 2, 25), **right)
    assert not may_be_read(agreed_at=None, **right)
    assert not may_be_read(agreed_at=on(2026, 2, 25), **{**right, "rests_on_a_no": True})


@pytest.fixture
def plan(family: Family, truus: Any) -> Plan:
    factories.MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    promised(plan, truus, text="Truus belt.", for_whom="Noor")
    return plan


@pytest.fixture
def noor_asked(noor: User, noor_child: Child, family: Family) -> User:
    """Noor, fifteen, who gave the commission along."""
    factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)
    return noor


def let_petra_read(user: User, plan: Plan, *keys: str) -> Release:
    parts = list(keys) or [part.key for part in queries.parts_of(plan.family)]
    shown = queries.release_preview(plan.family, parts=parts).hash
    return release(
        acting(user), plan, reader=PETRA, purpose="Meedenken", until=date(2026, 8, 31), parts=parts, preview_hash=shown
    )


def own_line(plan: Plan) -> str:
    return f"agreement:{plan.agreements.get(wordings__for_whom='Noor').pk}"


def can_read(row: Release) -> bool:
    """By the code, and by the database alone."""
    row = Release.objects.select_related("family").get(pk=row.pk)
    try:
        queries.release_for(acting(row.recipient), row.pk)
        by_code = True
    except NotAllowed:
        by_code = False
    listed = row in [one.release for one in queries.released_to(row.recipient)]
    assert (by_code, by_code, by_code) == (row.named_user_id is not None, listed, by_wall(row))
    return by_code


def by_wall(row: Release) -> bool:
    with telling(acting(row.recipient)), connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (wall.releases())", [row.pk])
        return bool(cursor.fetchone()[0])


def asked_of() -> set[User]:
    waiting = Message.objects.filter(kind=Kind.ASK_RELEASE, state=State.PENDING)
    return {message.to_user for message in waiting.select_related("to_user")}


def test_at_fifteen_it_exists_for_its_reader_only_after_the_own_yes(plan, saskia, noor_asked):
    row = let_petra_read(saskia, plan)

    assert not can_read(row)
    assert asked_of() == {noor_asked}
    assert not Message.objects.filter(kind=Kind.RELEASED).exists()
    assert [one.name for one in queries.releases_of(acting(saskia), plan.family)[0].awaited] == ["Noor"]

    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)

    assert can_read(row)
    assert Message.objects.filter(kind=Kind.RELEASED).count() == 1
    assert asked_of() == set()
    assert queries.releases_of(acting(saskia), plan.family)[0].awaited == ()


def test_the_wall_counts_the_yeses_itself(plan, saskia, noor_asked):
    """A moment that some mistake wrote down too early opens nothing for the database."""
    row = let_petra_read(saskia, plan)
    Release.objects.update(agreed_at=on(2026, 2, 25))

    row.refresh_from_db()
    assert not by_wall(row)
    with time_machine.travel(on(2026, 3, 1), tick=False):
        Child.objects.update(birth_date=date(2014, 2, 26))
        assert by_wall(row)  # she was eleven when the last yes came


def test_a_no_stops_it_and_does_not_come_back(plan, saskia, noor_asked):
    row = let_petra_read(saskia, plan)
    yes = queries.yes_for(acting(noor_asked), row)

    agree_to_release(acting(noor_asked), yes, said_yes=False)
    agree_to_release(acting(noor_asked), yes, said_yes=False)

    assert not can_read(row)
    assert queries.open_yeses(acting(noor_asked), plan.family) == []
    with pytest.raises(RuleBroken):
        agree_to_release(acting(noor_asked), yes, said_yes=True)


def test_what_the_young_person_releases_at_fifteen_waits_for_a_parent(plan, saskia, noor_asked):
    row = let_petra_read(noor_asked, plan, own_line(plan))
    assert not can_read(row)
    assert asked_of() == {saskia}

    yes = queries.yes_for(acting(saskia), row)
    with pytest.raises(NotAllowed):
        agree_to_release(acting(noor_asked), yes, said_yes=True)
    allow_release(acting(saskia), yes, said_yes=True)

    assert can_read(row)


def test_from_sixteen_the_own_lines_are_the_young_persons_alone(plan, saskia, noor_asked):
    Child.objects.update(birth_date=BORN[16])

    assert can_read(let_petra_read(noor_asked, plan, own_line(plan)))
    by_mother = let_petra_read(saskia, plan, own_line(plan), "question")
    assert not can_read(by_mother)


def test_at_sixteen_a_parent_cannot_let_read_without_the_young_person(plan, saskia, noor_asked):
    Child.objects.update(birth_date=BORN[16])

    row = let_petra_read(saskia, plan, own_line(plan))

    assert not can_read(row)
    assert asked_of() == {noor_asked}


def test_a_birthday_before_the_answer_counts_on_the_day_itself(plan, saskia, noor_asked):
    """The young person lets read at fifteen; the parents never answer; from the birthday their yes is not needed."""
    Child.objects.update(birth_date=date(2010, 3, 2))
    row = let_petra_read(noor_asked, plan, own_line(plan))
    assert [one.child_id for one in queries.releases_of(acting(saskia), plan.family)[0].awaited] == [None]

    with time_machine.travel(on(2026, 3, 2, 0, 1), tick=False):
        assert queries.awaited_for(Release.objects.get(pk=row.pk)) == []
        let_petra_read(noor_asked, plan, own_line(plan))
        assert can_read(row)


def test_a_parent_does_not_answer_for_the_young_person(plan, saskia, noor_asked, mirjam, cem):
    row = let_petra_read(saskia, plan)
    hers = ReleaseYes.objects.get(release=row, child__isnull=False)

    for action in (agree_to_release, allow_release, record_yes_to_release):
        for somebody in (saskia, cem):
            with pytest.raises(NotAllowed):
                action(acting(somebody), hers, said_yes=True)
    with pytest.raises(NotAllowed):
        queries.yes_for(acting(saskia), row)

    record_yes_to_release(acting(mirjam), hers, said_yes=True)
    hers.refresh_from_db()
    assert (hers.is_on_behalf, hers.answered_by) == (True, mirjam)
    assert can_read(row)


def test_the_coordinator_writes_down_nothing_for_a_parent(plan, saskia, noor_asked, mirjam):
    row = let_petra_read(noor_asked, plan)

    with pytest.raises(NotAllowed):
        record_yes_to_release(acting(mirjam), ReleaseYes.objects.get(release=row, child=None), said_yes=True)


def test_a_sibling_from_twelve_is_asked_too(plan, saskia, noor_asked, family):
    deniz = factories.UserFactory(name="Deniz Aydin")
    child = factories.ChildFactory(family=family, call_name="Deniz", birth_date=BORN[12])
    factories.let_in(deniz, Role.YOUNG, family)
    factories.CommissionFactory(family=family, giver=deniz, giver_as=Giver.YOUNG, child=child)
    row = let_petra_read(saskia, plan)

    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)
    assert not can_read(row)
    agree_to_release(acting(deniz), queries.yes_for(acting(deniz), row), said_yes=True)

    assert can_read(row)


def test_after_a_take_back_the_last_day_or_an_ending_nothing_is_asked(plan, saskia, noor_asked):
    row = let_petra_read(saskia, plan)
    message = Message.objects.get(kind=Kind.ASK_RELEASE)
    assert reverse("released:agree", args=[plan.family_id, row.pk]) == ask_release(message).leads_to
    yes = queries.yes_for(acting(noor_asked), row)

    with time_machine.travel(on(2026, 9, 1), tick=False), pytest.raises(RuleBroken):
        agree_to_release(acting(noor_asked), yes, said_yes=True)
    Family.objects.update(is_disputed=True)
    with pytest.raises(RuleBroken):
        agree_to_release(acting(noor_asked), yes, said_yes=True)
    Family.objects.update(is_disputed=False)
    revoke_release(acting(saskia), row)
    assert ask_release(message).reason == "answered"
    with pytest.raises(RuleBroken):
        agree_to_release(acting(noor_asked), yes, said_yes=True)


@pytest.mark.parametrize(("answer", "is_read"), [("yes", True), ("no", False)])
def test_the_next_step_leads_to_it_and_one_press_answers(answer, is_read, plan, saskia, noor_asked, visit):
    row = let_petra_read(saskia, plan)
    page = reverse("released:agree", args=[plan.family_id, row.pk])
    home = reverse("families:home", args=[plan.family_id])
    browser = visit(noor_asked)

    assert page in browser.get(home).text
    assert page not in visit(saskia).get(home).text
    assert "Truus kookt op dinsdag." in browser.get(page).text
    assert browser.post(page, {}).status_code == 422
    assert browser.post(page, {"answer": answer}).status_code == 302
    assert can_read(row) is is_read
    assert browser.get(page).status_code == 404


def test_parents_and_coordinator_see_whose_yes_is_missing(plan, saskia, mirjam, noor_asked, visit):
    row = let_petra_read(saskia, plan)
    releases = reverse("released:releases", args=[plan.family_id])
    spoken = reverse("released:spoken", args=[plan.family_id, row.pk, Child.objects.get().pk])

    assert "Noor moet nog ja zeggen" in visit(saskia).get(releases).text
    assert spoken in visit(mirjam).get(releases).text
    assert visit(saskia).get(spoken).status_code == 404
    assert visit(mirjam).get(spoken).status_code == 200
    assert visit(mirjam).post(spoken, {"answer": "yes"}).status_code == 302
    assert can_read(row)


def test_one_voice_is_written_once(plan, saskia, noor_asked):
    row = let_petra_read(saskia, plan)

    with pytest.raises(Exception) as no:
        ReleaseYes.objects.create(family=row.family, release=row, child=None)
    assert isinstance(no.value.__cause__, psycopg.errors.UniqueViolation)


def test_during_a_pause_nobody_reads_and_afterwards_again(plan, saskia, noor_asked):
    row = let_petra_read(saskia, plan)
    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)

    pause_family(acting(saskia), plan.family)
    assert not can_read(row)
    go_on(acting(saskia), plan.family)
    assert can_read(row)


def test_who_does_not_work_there_any_more_gives_it_up(plan, saskia, noor_asked, visit, mirjam):
    row = let_petra_read(saskia, plan)
    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)
    for somebody in (saskia, mirjam, noor_asked):
        with pytest.raises(NotAllowed):
            give_up_release(acting(somebody), row)

    page = visit(row.recipient).get(reverse("released:release", args=[row.pk])).text
    row.refresh_from_db()
    waiting = Message.objects.filter(subject_id=row.pk, state=State.PENDING)
    assert waiting.exists()
    give_up_release(acting(row.recipient), row)

    assert not waiting.all().exists()
    assert "Alleen voor Petra Aalders, gelezen op" in page
    assert 'class="watermark"' in page
    assert not can_read(row)
    assert "werkt daar niet meer" in visit(saskia).get(reverse("released:releases", args=[plan.family_id])).text


def test_the_reader_learns_at_which_bottom_line_the_plan_is_different_and_no_more(plan, saskia, noor_asked, outsider):
    meeting = factories.ConferenceFactory(family=plan.family)
    line = factories.BottomLineFactory(family=plan.family, person=outsider, conference=meeting)
    agreement = plan.agreements.first()
    plan.agreements.filter(pk=agreement.pk).update(bottom_line=line)
    row = let_petra_read(saskia, plan)
    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)
    assert queries.different_bottom_lines(acting(row.recipient), row) == []

    Plan.objects.update(version=2)
    plan.agreements.filter(pk=agreement.pk).update(dropped_in=2)

    assert queries.different_bottom_lines(acting(row.recipient), row) == [1]
    assert queries.different_bottom_lines(acting(noor_asked), row) == []


def test_every_way_in_is_traced_to_who_let_whom_in(plan, saskia, noor_asked, cem, truus, visit):
    row = let_petra_read(saskia, plan)
    agree_to_release(acting(noor_asked), queries.yes_for(acting(noor_asked), row), said_yes=True)
    factories.by_link(truus)
    seen = reverse("families:seen", args=[plan.family_id])

    now = visit(saskia).get(seen).text
    revoke_release(acting(saskia), row)
    afterwards = visit(saskia).get(seen).text

    for words in ("Vrijgegeven door Saskia Verhulst op", "Waarvoor: Meedenken", "Een persoonlijke link"):
        assert words in now
    assert "Wie eerder kon meekijken" in afterwards
    assert "voor Meedenken" in afterwards
