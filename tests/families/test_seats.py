"""Who may look in, who did, and how the family takes it back."""

import pytest
from django.utils import translation

from fgc.access import grants
from fgc.access.actors import LinkActor, SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, letters, queries
from fgc.families.rules import Giver
from fgc.ids import new_id
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.letters import Skip
from fgc.outbox.models import Kind, Message
from tests.conftest import acting

pytestmark = pytest.mark.django_db


def let_in(saskia, family, truus, **more):
    typed = {"name": "Truus", "email": "truus@post.example", "person_id": truus.pk}
    return actions.let_in(acting(saskia), family, **{**typed, **more})


def test_the_family_lets_somebody_in_and_takes_it_back(family, saskia, truus):
    guest = let_in(saskia, family, truus)
    assert let_in(saskia, family, truus) == guest
    assert grants.standing(guest.pk, family.pk).roles == {Role.MEMBER}
    assert Message.objects.get(kind=Kind.LET_IN).to_user == guest

    actions.end_access(acting(saskia), family, user_id=guest.pk)

    assert not acting(guest).may(Can.SEE_FAMILY, family)
    assert letters.let_in(Message.objects.get(kind=Kind.LET_IN)) == Skip("access_ended")
    with pytest.raises(RuleBroken):
        actions.end_access(acting(saskia), family, user_id=guest.pk)


@pytest.fixture
def texts(settings):
    settings.SMS_URL, settings.SMS_TOKEN = "http://127.0.0.1:1/", "token"


def test_who_has_no_mail_is_let_in_with_a_mobile_number(family, saskia, fatma, texts):
    guest = let_in(saskia, family, fatma, name="Fatma", email="", phone="06 12 34 56 78")
    son = let_in(saskia, family, fatma, name="Kemal", email="", phone="0612345678")

    assert let_in(saskia, family, fatma, name="Fatma", email="", phone="+31612345678") == guest
    assert (guest.email, str(guest.phone), son == guest) == (None, "+31612345678", False)
    assert grants.standing(guest.pk, family.pk).roles == {Role.MEMBER}
    assert not Message.objects.filter(kind=Kind.LET_IN).exists()


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ({"email": "", "phone": ""}, "required"),
        ({"phone": "06 12 34 56 78"}, "one_of_two"),
        ({"email": "", "phone": "020 123 4567"}, "unreachable"),
        ({"email": "", "phone": "12"}, "invalid"),
        ({"email": "nee"}, "invalid"),
    ],
)
def test_a_code_goes_to_one_place_that_it_can_reach(family, saskia, fatma, texts, ways, code):
    with pytest.raises(RuleBroken) as no:
        let_in(saskia, family, fatma, **ways)

    assert no.value.code == code


def test_without_a_provider_nobody_is_let_in_by_a_number(family, saskia, fatma):
    with pytest.raises(RuleBroken) as no:
        let_in(saskia, family, fatma, email="", phone="06 12 34 56 78")

    assert no.value.code == "unreachable"


def test_the_work_of_the_coordinator_ends_when_the_plan_runs(family, saskia, mirjam):
    with pytest.raises(RuleBroken) as no:
        actions.end_access(acting(saskia), family, user_id=mirjam.pk)
    assert no.value.code == "coordinator"
    type(family).objects.update(stage="following")

    actions.end_access(acting(saskia), family, user_id=mirjam.pk)

    assert grants.standing(mirjam.pk, family.pk).roles == frozenset()


def test_who_has_no_seat_can_not_lose_it(family, saskia, stranger):
    with pytest.raises(RuleBroken) as no:
        actions.end_access(acting(saskia), family, user_id=stranger.pk)
    assert no.value.code == "not_found"


def test_what_still_waits_for_somebody_does_not_go_out_after_the_seat_is_taken_back(family, saskia, cem):
    person = Person.objects.get(account=cem)
    queue.to_person(person.pk, Kind.ASK_CONFIRMATION, person)

    actions.end_access(acting(saskia), family, user_id=cem.pk)

    assert Message.objects.get(to_person_id=person.pk).reason == "shut_out"


def test_a_commissioning_person_is_not_shut_out(family, saskia, noor):
    for user in (saskia, noor):
        with pytest.raises(RuleBroken):
            actions.end_access(acting(saskia), family, user_id=user.pk)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "truus"}, "email"),
        ({"role": "act_coordinator"}, "role"),
    ],
)
def test_letting_in_says_which_field_is_wrong(family, saskia, truus, typed, field):
    with pytest.raises(RuleBroken) as no:
        let_in(saskia, family, truus, **typed)
    assert no.value.field == field


def test_the_coordinator_does_not_become_one_of_the_circle(family, saskia, truus, mirjam):
    with pytest.raises(RuleBroken):
        let_in(saskia, family, truus, email=mirjam.email)


def test_only_who_decides_lets_in(family, noor, mirjam, cem, truus):
    for user in (noor, mirjam, cem):
        with pytest.raises(NotAllowed):
            let_in(user, family, truus)
        with pytest.raises(NotAllowed):
            actions.end_access(acting(user), family, user_id=cem.pk)


def test_the_family_reads_who_may_see_and_who_looked(family, saskia, mirjam, cem, truus, noor_child):
    seats = queries.who_may_see(family)
    assert [(seat.name, seat.role, seat.may_end) for seat in seats] == [
        ("Saskia Verhulst", Role.COMMISSIONER, False),
        ("Cem Verhulst", Role.MEMBER, True),
        ("Mirjam Tolhuis", Role.COORDINATOR, True),
    ]
    reads = [audit.Read(family.pk, "plan:plan", None, "see_plan")] * 3
    audit.record_reads(acting(mirjam), reads)
    link = LinkActor(link_id=new_id(), family_id=family.pk, own_person_id=truus.pk)
    audit.record(link, audit.Act.ANSWER, noor_child)
    audit.record(SystemActor("deliver"), audit.Act.SEND, family, on_behalf_of=truus.pk)

    lines = queries.seen_lines(acting(saskia), family, others={link.ident: "Truus"}, persons={truus.pk: "Truus"})

    assert [(line.who, line.times, line.for_whom) for line in lines] == [
        ("het systeem zelf", 1, "Truus"),
        ("Truus", 1, ""),
        ("Mirjam Tolhuis", 3, ""),
    ]
    assert (lines[2].subject, lines[2].often, lines[1].often) == ("het plan", "3 keer", "")
    assert queries.seen_lines(acting(saskia), family, own_only=True) == []


def test_why_somebody_may_come_in_is_said_in_the_readers_language_and_as_it_is_now(family, saskia, mirjam, noor_child):
    def why() -> dict[str, str]:
        return {seat.name: str(seat.because.label) for seat in queries.who_may_see(family)}

    noor = actions.ask_commission(
        acting(saskia), family, name="Noor", email="noor@post.example", giver_as=Giver.YOUNG, child_id=noor_child.pk
    )
    with translation.override("en"):
        assert why()["Noor"] == "was asked for a yes"
    assert (why()["Noor"], why()["Mirjam Tolhuis"]) == ("is om een ja gevraagd", "gekozen door de familie")

    actions.give_commission(acting(noor.giver), noor)

    assert why()["Noor"] == "zei ja"


def test_the_same_list_costs_the_same_for_many_lines(family, saskia, mirjam, django_assert_num_queries):
    audit.record_reads(acting(mirjam), [audit.Read(family.pk, "plan:plan", None, "see_plan")] * 50)
    with django_assert_num_queries(3):
        queries.seen_lines(acting(saskia), family)


def test_what_somebody_is_in_a_family(family, saskia, noor, mirjam, cem):
    assert queries.standing_of(acting(saskia), family).decides
    assert queries.standing_of(acting(mirjam), family).coordinates
    assert queries.standing_of(acting(cem), family).takes_part
    assert queries.my_families(acting(mirjam)) == []
    assert queries.my_families(acting(cem)) == [family]
    assert queries.my_families(SystemActor("x")) == []
    assert queries.own_persons(acting(cem), family)
    assert queries.own_persons(SystemActor("x"), family) == frozenset()
