"""The pages on the way to the day, visited as the right people and as the wrong ones."""

# ruff: noqa: F811

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import (
    Conference,
    DateAsked,
    DateOption,
    DateReply,
    Invitation,
)
from fgc.conferences.rules import Coming, Moment, Sent
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import Person
from tests import factories
from tests.conferences.conftest import (  # noqa: F401  # the same days of the same story
    at,
    clock,
    conference,
    dated,
    informing,
    invited,
    page,
    private,
    ready,
    saturday,
    sheet,
    sunday,
    talked,
)
from tests.conftest import acting
from tests.entering import press
from tests.factories import at_work_for


def to(name: str, *args: Any) -> str:
    return reverse(f"conference:{name}", args=args)


@pytest.fixture
def asked(ready: Conference, saturday: DateOption, sunday: DateOption, truus: Person, mirjam: User) -> Conference:
    """Truus was asked for two days."""
    actions.ask_for_dates(acting(mirjam), ready, person_ids=[truus.pk])
    return ready


@pytest.fixture
def by_link(db: Any) -> Any:
    """A browser of somebody who pressed the button of a personal link."""

    def browser(person: Person) -> Client:
        client = Client()
        token = links.open_for(at_work_for(person), person, via="mail")
        # Everybody has one telephone, however often a test takes it in the hand.
        client.cookies["w"] = str(person.pk)
        press(client, token)
        return client

    return browser


OPTION = {"starts_at": "2026-02-21T11:00", "ends_at": "2026-02-21T16:00", "place": "De Brink"}


def test_the_coordinator_begins_with_a_meeting(visit: Any, mirjam: User, saskia: User, family: Family) -> None:
    assert "conference/start" in visit(mirjam).get(to("conference", family.pk)).content.decode()
    assert "conference/start" not in visit(saskia).get(to("conference", family.pk)).content.decode()

    answer = visit(mirjam).post(to("start", family.pk))

    assert answer.headers["Location"] == to("dates", family.pk)
    assert Conference.objects.get().family == family


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_reader_finds_the_page_of_the_meeting(
    visit: Any,
    invited: Invitation,
    mirjam: User,
    saskia: User,
    noor: User,
    cem: User,
    marleen: User,
    language: str,
) -> None:
    for user in (mirjam, saskia, noor, cem, marleen):
        client = visit(user)
        client.cookies["django_language"] = language
        answer = client.get(to("conference", invited.family_id))
        assert answer.status_code == 200
        assert ("Truus" in answer.content.decode()) is (user in (mirjam, saskia, noor))


def test_for_strangers_and_professionals_it_does_not_exist(
    visit: Any,
    dated: Conference,
    stranger: User,
    hanneke: User,
    outsider: Person,
    erik: User,
) -> None:
    for user in (stranger, hanneke, erik):
        for name in ("conference", "dates", "invitations", "preparation", "information", "day", "sheet", "safety"):
            assert visit(user).get(to(name, dated.family_id)).status_code == 404
    assert visit().get(to("conference", dated.family_id)).status_code == 302


def test_a_moment_is_put_on_the_list_and_taken_off(visit: Any, conference: Conference, mirjam: User) -> None:
    client = visit(mirjam)
    assert client.post(to("dates", conference.family_id), OPTION).status_code == 302
    option = DateOption.objects.get()
    assert option.starts_at == at(21, 11)

    client.post(to("remove_date", conference.family_id, option.pk))
    assert not DateOption.objects.exists()
    assert client.post(to("remove_date", conference.family_id, uuid.uuid4())).status_code == 404


def test_a_moment_that_is_wrong_stays_on_the_screen(visit: Any, conference: Conference, mirjam: User) -> None:
    wrong = {**OPTION, "ends_at": "2026-02-21T10:00", "place": "Bij Truus thuis"}

    answer = visit(mirjam).post(to("dates", conference.family_id), wrong)

    assert answer.status_code == 422
    assert "Bij Truus thuis" in answer.content.decode()
    assert not DateOption.objects.exists()


def test_the_family_sees_the_order_and_the_coordinator_who_said_what(
    visit: Any, asked: Conference, saturday: DateOption, truus: Person, mirjam: User, saskia: User
) -> None:
    actions.answer_date(acting(mirjam), truus, conference=asked, answers={saturday.pk: "yes"})

    hers = visit(saskia).get(to("dates", asked.family_id)).content.decode()
    mirjams = visit(mirjam).get(to("dates", asked.family_id)).content.decode()

    assert "Truus" in mirjams
    assert "Truus" not in hers
    assert visit(saskia).post(to("dates", asked.family_id), OPTION).status_code == 403


def test_a_circle_member_sees_no_dates_of_others(visit: Any, asked: Conference, cem: User) -> None:
    assert visit(cem).get(to("dates", asked.family_id)).status_code == 404


def test_the_coordinator_asks_people(visit: Any, asked: Conference, fatma: Person, mirjam: User) -> None:
    client = visit(mirjam)
    assert client.get(to("ask_dates", asked.family_id)).status_code == 200
    assert client.post(to("ask_dates", asked.family_id), {}).status_code == 422

    client.post(to("ask_dates", asked.family_id), {"person_ids": [str(fatma.pk)]})

    assert DateAsked.objects.filter(person=fatma).exists()


def test_grandmother_answers_behind_her_link(
    by_link: Any, asked: Conference, saturday: DateOption, truus: Person, fatma: Person
) -> None:
    address = to("link_date", asked.pk)
    client = by_link(truus)
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422

    answer = client.post(address, {f"option_{saturday.pk}": "yes"})

    assert answer.headers["Location"] == reverse("links:mine")
    assert DateReply.objects.get().answer == "yes"
    assert by_link(fatma).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_after_the_date_is_set_the_link_says_so(
    by_link: Any, asked: Conference, saturday: DateOption, truus: Person, mirjam: User
) -> None:
    actions.choose_date(acting(mirjam), asked, saturday, place_kind="home", place="Bij Truus")

    answer = by_link(truus).get(to("link_date", asked.pk))

    assert "Bij Truus" in answer.content.decode()
    assert by_link(truus).post(to("link_date", asked.pk), {f"option_{saturday.pk}": "no"}).status_code == 422


def test_the_coordinator_answers_for_somebody_and_it_says_so(
    visit: Any, asked: Conference, saturday: DateOption, truus: Person, mirjam: User, cem: User
) -> None:
    address = to("person_date", asked.family_id, truus.pk, asked.pk)
    assert "Truus" in visit(mirjam).get(address).content.decode()

    answer = visit(mirjam).post(address, {f"option_{saturday.pk}": "if_need_be"})

    assert answer.headers["Location"] == to("dates", asked.family_id)
    assert DateReply.objects.get().on_behalf_by == mirjam
    assert visit(cem).get(address).status_code == 404
    assert visit(mirjam).get(to("person_date", asked.family_id, uuid.uuid4(), asked.pk)).status_code == 404


def test_a_member_with_an_account_answers_where_he_was_asked(
    visit: Any, asked: Conference, saturday: DateOption, cem: User, mirjam: User
) -> None:
    person = Person.objects.get(account=cem)
    address = to("person_date", asked.family_id, person.pk, asked.pk)
    assert visit(cem).get(address).status_code == 404
    actions.ask_for_dates(acting(mirjam), asked, person_ids=[person.pk])

    assert visit(cem).post(address, {f"option_{saturday.pk}": "yes"}).status_code == 302

    assert DateReply.objects.get().on_behalf_by is None


def test_the_family_chooses_the_day(visit: Any, asked: Conference, saturday: DateOption, saskia: User) -> None:
    address = to("choose_date", asked.family_id, saturday.pk)
    assert visit(saskia).get(address).status_code == 200
    assert visit(saskia).post(address, {"place": "De Brink"}).status_code == 422

    visit(saskia).post(address, {"place_kind": "community_house", "place": "De Brink"})

    asked.refresh_from_db()
    assert asked.moment == Moment.DATED
    assert visit(saskia).get(to("dates", asked.family_id)).status_code == 200


def test_what_is_missing_is_said_on_the_page(
    visit: Any, conference: Conference, saturday: DateOption, saskia: User
) -> None:
    answer = visit(saskia).post(
        to("choose_date", conference.family_id, saturday.pk), {"place_kind": "home", "place": "Bij Truus"}
    )

    assert answer.status_code == 422
    assert "Bij Truus" in answer.content.decode()


def test_the_talk_about_safety_is_noted(visit: Any, conference: Conference, mirjam: User, saskia: User) -> None:
    address = to("safety", conference.family_id)
    assert visit(mirjam).get(address).status_code == 200
    assert visit(saskia).get(address).status_code == 404

    visit(mirjam).post(address, {"on": "2026-02-04"})

    conference.refresh_from_db()
    assert conference.safety_checked_on == date(2026, 2, 4)


def test_the_meeting_is_moved_and_called_off(visit: Any, invited: Invitation, saskia: User) -> None:
    family_id = invited.family_id
    assert visit(saskia).get(to("move", family_id)).status_code == 200
    elsewhere = {"starts_at": "2026-02-28T11:00", "ends_at": "2026-02-28T16:00", "place_kind": "home", "place": "Thuis"}
    visit(saskia).post(to("move", family_id), elsewhere)
    meeting = Conference.objects.get()
    assert meeting.starts_at == at(28, 11)

    assert visit(saskia).get(to("cancel", family_id)).status_code == 200
    visit(saskia).post(to("cancel", family_id))
    meeting.refresh_from_db()
    assert meeting.moment == Moment.CANCELLED
    assert visit(saskia).get(to("cancel", family_id)).status_code == 404


def test_a_calendar_file_is_there_for_who_is_invited(
    visit: Any, by_link: Any, invited: Invitation, cem: User, fatma: Person
) -> None:
    file = visit(cem).get(to("calendar", invited.family_id))
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert b"Brink" not in file.content

    assert b"BEGIN:VEVENT" in by_link(invited.person).get(to("link_calendar", invited.pk)).content
    assert by_link(fatma).get(to("link_calendar", invited.pk)).status_code == 404


def test_without_a_date_there_is_no_calendar_file(visit: Any, conference: Conference, saskia: User) -> None:
    assert visit(saskia).get(to("calendar", conference.family_id)).status_code == 404


def test_the_family_puts_people_on_the_list_and_sends(
    visit: Any, dated: Conference, truus: Person, fatma: Person, saskia: User, mirjam: User
) -> None:
    address = to("invitations", dated.family_id)
    assert visit(saskia).get(address).status_code == 200
    assert visit(saskia).post(address, {}).status_code == 422
    visit(saskia).post(address, {"person_ids": [str(truus.pk), str(fatma.pk)]})
    hers, fatmas = Invitation.objects.get(person=truus), Invitation.objects.get(person=fatma)

    visit(saskia).post(to("send_invitation", dated.family_id, hers.pk))
    visit(mirjam).post(to("told", dated.family_id, fatmas.pk))

    hers.refresh_from_db()
    fatmas.refresh_from_db()
    assert (hers.sent, fatmas.sent) == (Sent.SENT, Sent.TOLD)
    assert visit(mirjam).get(address).status_code == 200
    visit(mirjam).post(to("printed", dated.family_id, fatmas.pk))
    assert Invitation.objects.get(person=fatma).sent == Sent.PRINTED


def test_an_invitation_of_another_family_does_not_exist(visit: Any, dated: Conference, mirjam: User) -> None:
    other = factories.InvitationFactory()

    assert visit(mirjam).post(to("told", dated.family_id, other.pk)).status_code == 404


def test_somebody_answers_the_invitation_behind_the_link(by_link: Any, invited: Invitation) -> None:
    address = to("link_invitation", invited.pk)
    client = by_link(invited.person)
    assert "De Brink" in client.get(address).content.decode()
    assert client.post(address, {"coming": "message"}).status_code == 422

    client.post(address, {"coming": "message", "message": "Ik denk aan jullie."})

    invited.refresh_from_db()
    assert (invited.coming, invited.message) == (Coming.MESSAGE, "Ik denk aan jullie.")


def test_an_answer_on_behalf_goes_back_to_the_list(visit: Any, invited: Invitation, mirjam: User, cem: User) -> None:
    address = to("person_invitation", invited.family_id, invited.person_id, invited.pk)
    assert visit(mirjam).get(address).status_code == 200
    assert visit(cem).get(address).status_code == 404

    answer = visit(mirjam).post(address, {"coming": "in_person"})

    assert answer.headers["Location"] == to("invitations", invited.family_id)
    assert visit(mirjam).get(to("invitations", invited.family_id)).status_code == 200


def test_somebody_with_an_account_answers_and_finds_the_answer(
    visit: Any, dated: Conference, cem: User, mirjam: User
) -> None:
    person = Person.objects.get(account=cem)
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[person.pk])
    actions.send_invitation(acting(mirjam), invitation)
    address = to("person_invitation", dated.family_id, person.pk, invitation.pk)
    assert address in visit(cem).get(to("conference", dated.family_id)).content.decode()

    visit(cem).post(address, {"coming": "video"})

    invitation.refresh_from_db()
    assert (invitation.coming, invitation.on_behalf_by) == (Coming.VIDEO, None)
    assert visit(cem).get(to("conference", dated.family_id)).status_code == 200


@pytest.mark.parametrize("name", ["invitations", "conference", "dates", "preparation"])
def test_a_page_costs_as_many_queries_for_many_people_as_for_few(
    visit: Any, dated: Conference, mirjam: User, name: str
) -> None:
    client = visit(mirjam)
    client.get(to(name, dated.family_id))  # the first page writes down when somebody came in
    costs = []
    for many in (3, 30):
        for number in range(many):
            one = factories.InvitationFactory(conference=dated, person__call_name=f"Neef {number}")
            DateAsked.objects.create(family=dated.family, conference=dated, person=one.person)
        with CaptureQueriesContext(connection) as queries:
            client.get(to(name, dated.family_id))
        costs.append(len(queries))

    assert costs[0] == costs[1]
