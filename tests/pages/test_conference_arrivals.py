"""The pages on which somebody comes at a time of the own: the coordinator's, and those of each who reads the own."""

# ruff: noqa: F811

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import Arrival, Conference, DateAsked, Invitation
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import Person, SafetySheet
from fgc.outbox.models import Kind, Message
from tests.conferences.conftest import (  # noqa: F401  # the same days of the same story
    at,
    clock,
    conference,
    dated,
    invited,
    ready,
    saturday,
)
from tests.conftest import acting
from tests.entering import press
from tests.factories import at_work_for

DOOR = "De tuindeur, tante staat er."
OF_ALL, OF_CEM, OF_TRUUS = "11:00 – 16:00", "13:40 – 15:10", "10:05 – 16:00"


def to(name: str, *args: Any) -> str:
    return reverse(f"conference:{name}", args=args)


@pytest.fixture
def cems(cem: User) -> Person:
    return Person.objects.get(account=cem)


@pytest.fixture
def agreed(visit: Any, dated: Conference, cems: Person, mirjam: User) -> Client:
    """The coordinator filled in the form for Cem."""
    browser: Client = visit(mirjam)
    said = {"comes": "13:40", "goes": "15:10", "entrance": DOOR}
    answer = browser.post(to("arrival", dated.family_id, cems.pk), said)
    assert answer["Location"] == to("arrivals", dated.family_id)
    return browser


def link_of(person: Person) -> Client:
    browser = Client()
    press(browser, links.open_for(at_work_for(person), person, via="mail"))
    return browser


def test_the_coordinator_goes_from_the_sheet_to_everybody_and_reads_it_back(
    agreed: Client, dated: Conference, cems: Person, truus: Person
) -> None:
    family = dated.family_id
    assert to("arrivals", family) in agreed.get(reverse("safety:sheet", args=[family])).text
    assert to("arrivals", family) in agreed.get(to("preparation", family)).text
    everybody = agreed.get(to("arrivals", family)).text
    for words in ("Cem", OF_CEM, DOOR, "Truus", "Komt als de bijeenkomst begint", OF_ALL):
        assert words in everybody
    one = agreed.get(to("arrival", family, cems.pk)).text
    for words in ('value="13:40"', 'value="15:10"', DOOR, to("take_back_arrival", family, cems.pk)):
        assert words in one
    assert to("take_back_arrival", family, truus.pk) not in agreed.get(to("arrival", family, truus.pk)).text


def test_what_was_filled_in_wrongly_stays_with_a_sentence(
    visit: Any, dated: Conference, cems: Person, mirjam: User
) -> None:
    browser, address = visit(mirjam), to("arrival", dated.family_id, cems.pk)
    for said, field in (
        ({"comes": ""}, "comes"),
        ({"comes": "half drie"}, "comes"),
        ({"comes": "17:00"}, "comes"),
        ({"comes": "12:00", "goes": "11:00"}, "goes"),
        ({"comes": "12:00", "entrance": "x" * 281}, "entrance"),
    ):
        answer = browser.post(address, said)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
    assert not Arrival.objects.exists()
    assert browser.get(to("arrival", dated.family_id, uuid.uuid4())).status_code == 404


def test_what_was_agreed_is_taken_back_after_a_question(agreed: Client, dated: Conference, cems: Person) -> None:
    address = to("take_back_arrival", dated.family_id, cems.pk)
    assert "leest vanaf nu de tijden van de bijeenkomst" in agreed.get(address).text
    assert agreed.post(address)["Location"] == to("arrivals", dated.family_id)
    assert not Arrival.objects.exists()
    assert agreed.get(address).status_code == agreed.post(address).status_code == 404


def test_without_a_date_there_is_nothing_to_agree_yet(
    visit: Any, ready: Conference, cems: Person, mirjam: User
) -> None:
    browser = visit(mirjam)
    assert "nog geen datum" in browser.get(to("arrivals", ready.family_id)).text
    assert browser.post(to("arrival", ready.family_id, cems.pk), {"comes": "12:00"}).status_code == 422


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "erik", "hanneke", "stranger"])
def test_for_anybody_else_these_pages_are_not_there(
    who: str, agreed: Client, dated: Conference, cems: Person, visit: Any, request: Any
) -> None:
    browser = visit(request.getfixturevalue(who))
    for address in (
        to("arrivals", dated.family_id), to("arrival", dated.family_id, cems.pk),
        to("take_back_arrival", dated.family_id, cems.pk),
    ):  # fmt: skip
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"comes": "12:00"}).status_code in (404, 405)
    assert Arrival.objects.get().entrance == DOOR


def everywhere(browser: Client, family: Family, person: Person) -> dict[str, str]:
    """What somebody of the circle reads of the meeting, with an account."""
    asked = Invitation.objects.get(person=person)
    addresses = {
        "home": reverse("families:home", args=[family.pk]),
        "meeting": to("conference", family.pk),
        "day": to("day", family.pk),
        "invitation": to("person_invitation", family.pk, person.pk, asked.pk),
        "dates": to("person_date", family.pk, person.pk, asked.conference_id),
        "file": to("calendar", family.pk),
    }
    return {name: browser.get(address).content.decode() for name, address in addresses.items()}


def by_link(browser: Client, person: Person) -> dict[str, str]:
    """The same, by a personal link."""
    asked = Invitation.objects.get(person=person)
    addresses = {
        "mine": reverse("links:mine"),
        "invitation": to("link_invitation", asked.pk),
        "dates": to("link_date", asked.conference_id),
        "file": to("link_calendar", asked.pk),
    }
    return {name: " ".join(browser.get(address).content.decode().split()) for name, address in addresses.items()}


@pytest.fixture
def three(dated: Conference, cems: Person, marleen: User, truus: Person, mirjam: User) -> Person:
    """Three were asked for a day and to come; Marleen is the one who has no time of her own."""
    aunt = Person.objects.get(account=marleen)
    for one in actions.invite(acting(mirjam), dated, person_ids=[cems.pk, aunt.pk, truus.pk]):
        actions.mark_told(acting(mirjam), one)
        DateAsked.objects.create(family=dated.family, conference=dated, person=one.person)
    return aunt


def test_two_readers_read_different_times_and_neither_learns_of_the_other(
    agreed: Client, dated: Conference, three: Person, cem: User, cems: Person, truus: Person, mirjam: User, visit: Any
) -> None:
    actions.agree_arrival(acting(mirjam), dated, truus, comes="10:05")

    his, hers = everywhere(visit(cem), dated.family, cems), by_link(link_of(truus), truus)

    for page in ("meeting", "day", "invitation", "dates"):
        assert OF_CEM in his[page], page
        assert DOOR in his[page], page
    assert "13:40" in his["home"]
    assert "T124000Z" in his["file"]
    for page in ("mine", "invitation", "dates"):
        assert OF_TRUUS in hers[page], page
    assert "T090500Z" in hers["file"]
    # Nothing of the meeting's own times, nor of the other's.
    for texts, foreign in ((his, ("10:05", "T090500")), (hers, ("13:40", "15:10", DOOR, "T124000"))):
        for page, text in texts.items():
            assert not [sign for sign in (OF_ALL, "T100000", *foreign) if sign in text], page


def test_who_has_no_time_of_the_own_reads_what_stood_there_before(
    dated: Conference, three: Person, cems: Person, truus: Person, marleen: User, mirjam: User, visit: Any
) -> None:
    before = everywhere(visit(marleen), dated.family, three)
    for person, comes in ((cems, "13:40"), (truus, "10:05")):
        actions.agree_arrival(acting(mirjam), dated, person, comes=comes, entrance=DOOR)
    after = everywhere(visit(marleen), dated.family, three)

    for page in ("meeting", "day", "invitation", "dates"):
        assert OF_ALL in after[page], page
    assert {page: len(text) for page, text in after.items()} == {page: len(text) for page, text in before.items()}


def test_who_decides_finds_no_trace_of_it(
    agreed: Client, dated: Conference, cems: Person, saskia: User, visit: Any
) -> None:
    agreed.get(to("arrivals", dated.family_id))
    browser = visit(saskia)
    eyes = reverse("families:seen_as_account", args=[dated.family_id, cems.account_id])
    pages = [
        *everywhere_of_the_family(dated.family_id),
        *(f"{eyes}?page={page}" for page in ("", "conference:conference")),
    ]
    for address in pages:
        text = browser.get(address).text
        for trace in ("13:40", "15:10", DOOR, "hoe laat iemand"):
            assert trace not in text, address
    assert not Message.objects.exclude(kind=Kind.DATE_CHOSEN).exists()


def everywhere_of_the_family(family_id: uuid.UUID) -> list[str]:
    names = ("families:home", "families:seen", "families:sent", "conference:conference", "conference:day",
             "conference:invitations", "circle:circle")  # fmt: skip
    return [reverse(name, args=[family_id]) for name in names]


def test_he_reads_in_his_own_list_that_it_was_looked_at_and_no_word_of_safety(
    agreed: Client, dated: Conference, cem: User, visit: Any
) -> None:
    agreed.get(to("arrivals", dated.family_id))
    page = visit(cem).get(reverse("families:seen", args=[dated.family_id])).text
    assert "hoe laat iemand naar de bijeenkomst komt" in page
    assert "veiligheid" not in page
    assert not SafetySheet.objects.exists()


def test_when_the_meeting_moves_he_reads_the_day_alone(
    agreed: Client, dated: Conference, cem: User, cems: Person, saskia: User, mirjam: User, visit: Any
) -> None:
    [asked] = actions.invite(acting(mirjam), dated, person_ids=[cems.pk])
    DateAsked.objects.create(family=dated.family, conference=dated, person=cems)
    moved = {"place_kind": "community_house", "place": "De Brink"}
    actions.move_conference(acting(saskia), dated, starts_at=at(21, 12), ends_at=at(21, 17), **moved)
    actions.mark_told(acting(mirjam), asked)

    his = everywhere(visit(cem), dated.family, cems)
    for page in ("meeting", "day", "invitation"):
        assert "De coördinator spreekt met je af hoe laat je komt." in his[page], page
    for text in his.values():
        for sign in ("12:00", "13:40", "T110000", DOOR):
            assert sign not in text
    assert "21 februari" in his["home"]
    assert "Spreek opnieuw een tijd af" in agreed.get(to("arrivals", dated.family_id)).text


def test_who_moved_reads_it_by_link_too(
    dated: Conference, invited: Invitation, truus: Person, saskia: User, mirjam: User
) -> None:
    actions.agree_arrival(acting(mirjam), dated, truus, comes="10:05", entrance=DOOR)
    browser = link_of(truus)
    assert DOOR in browser.get(reverse("links:mine")).text
    moved = {"place_kind": "community_house", "place": "Elders"}
    actions.move_conference(acting(saskia), dated, starts_at=at(21, 11), ends_at=at(21, 16), **moved)
    page = browser.get(reverse("links:mine")).text
    assert "spreekt met je af hoe laat je komt" in page
    assert DOOR not in page
    assert "11:00" not in page


def test_who_calls_somebody_finds_the_own_time_to_tell(
    dated: Conference, fatma: Person, mirjam: User, visit: Any
) -> None:
    [asked] = actions.invite(acting(mirjam), dated, person_ids=[fatma.pk])
    actions.send_invitation(acting(mirjam), asked)
    Message.objects.filter(kind=Kind.INVITATION).update(state="by_hand")
    browser, by_hand = visit(mirjam), reverse("circle:by_hand", args=[dated.family_id])
    assert "op een eigen tijd" not in browser.get(by_hand).text
    actions.agree_arrival(acting(mirjam), dated, fatma, comes="12:20", entrance=DOOR)
    page = browser.get(by_hand).text
    assert "12:20 – 16:00" in page
    assert DOOR in page
    told = browser.get(to("person_invitation", dated.family_id, fatma.pk, asked.pk)).text
    assert "12:20 – 16:00" in told
