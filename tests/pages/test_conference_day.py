"""The pages of the preparation and the day, visited as the right people and as the wrong ones."""

# ruff: noqa: F811

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import (
    Attendance,
    BottomLine,
    Conference,
    InformationSheet,
    Invitation,
    PreparationTalk,
    PrivatePaper,
)
from fgc.conferences.rules import Moment
from fgc.networks.models import Person
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


def to(name: str, *args: Any) -> str:
    return reverse(f"conference:{name}", args=args)


def test_the_coordinator_notes_a_talk(visit: Any, invited: Invitation, mirjam: User, saskia: User) -> None:
    assert visit(saskia).get(to("preparation", invited.family_id)).status_code == 404
    assert visit(mirjam).get(to("preparation", invited.family_id)).status_code == 200
    address = to("talk", invited.family_id, invited.person_id)
    assert visit(mirjam).get(address).status_code == 200
    assert visit(mirjam).post(address, {"by": "visit", "held_on": "2027-01-01"}).status_code == 422

    visit(mirjam).post(address, {"by": "visit", "held_on": "2026-02-05", "needs": ["transport"]})

    assert PreparationTalk.objects.get().by == "visit"
    assert visit(mirjam).get(to("preparation", invited.family_id)).status_code == 200
    assert visit(mirjam).get(to("talk", invited.family_id, uuid.uuid4())).status_code == 404


def test_the_coordinator_asks_a_professional(visit: Any, dated: Conference, outsider: Person, mirjam: User) -> None:
    address = to("ask_information", dated.family_id)
    assert visit(mirjam).get(address).status_code == 200
    assert visit(mirjam).post(address, {"person": str(uuid.uuid4()), "due_on": "2026-02-18"}).status_code == 422

    visit(mirjam).post(address, {"person": str(outsider.pk), "due_on": "2026-02-18"})

    assert InformationSheet.objects.get().person == outsider
    assert visit(mirjam).get(to("preparation", dated.family_id)).status_code == 200


def test_a_professional_hands_in_one_page_and_sees_nothing_else(
    visit: Any, sheet: InformationSheet, page: dict[str, str], hanneke: User, petra: User, noor: User
) -> None:
    address = to("asked", sheet.pk)
    shown = visit(hanneke).get(address).content.decode()
    assert "Noor" in shown
    assert "De kring" not in shown
    assert "Brink" not in shown
    assert visit(petra).get(address).status_code == 404
    assert visit(hanneke).post(address, {**page, "facts": ""}).status_code == 422

    visit(hanneke).post(address, page)

    sheet.refresh_from_db()
    assert sheet.facts == page["facts"]
    assert visit(hanneke).get(address).status_code == 200


LINE = {"text": "Noor is twee dagdelen per week op school.", "reason": "De leerplicht geldt."}


@pytest.fixture
def line(sheet: InformationSheet, hanneke: User) -> BottomLine:
    """Hanneke set a bottom line; the family does not have it yet."""
    return actions.set_bottom_line(acting(hanneke), sheet, **LINE)


def test_a_professional_sets_a_bottom_line(visit: Any, sheet: InformationSheet, hanneke: User, petra: User) -> None:
    address = to("bottom_line", sheet.pk)
    assert visit(hanneke).get(address).status_code == 200
    assert visit(petra).get(address).status_code == 404
    assert visit(hanneke).post(address, {**LINE, "reason": ""}).status_code == 422

    visit(hanneke).post(address, LINE)

    assert BottomLine.objects.get().text == LINE["text"]


def test_the_family_reads_a_bottom_line_once_it_is_given(
    visit: Any, line: BottomLine, mirjam: User, saskia: User
) -> None:
    address = to("information", line.family_id)
    assert line.text not in visit(saskia).get(address).content.decode()
    assert line.text in visit(mirjam).get(address).content.decode()

    visit(mirjam).post(to("deliver", line.family_id))
    visit(mirjam).post(to("deliver", line.family_id))

    assert line.text in visit(saskia).get(address).content.decode()


def test_the_reply_of_the_family_stands_beside_it(
    visit: Any, line: BottomLine, sheet: InformationSheet, hanneke: User, mirjam: User, saskia: User
) -> None:
    actions.deliver_information(acting(mirjam), line.conference)
    assert visit(saskia).get(to("reply", line.family_id, line.pk)).status_code == 200

    visit(saskia).post(to("reply", line.family_id, line.pk), {"reply": "Graag wel met Bas erbij."})

    assert "met Bas erbij" in visit(hanneke).get(to("asked", sheet.pk)).content.decode()
    assert visit(saskia).get(to("reply", line.family_id, uuid.uuid4())).status_code == 404


def test_a_bottom_line_is_taken_back(visit: Any, line: BottomLine, sheet: InformationSheet, hanneke: User) -> None:
    address = to("withdraw_bottom_line", sheet.pk, line.pk)
    assert visit(hanneke).get(address).status_code == 200

    visit(hanneke).post(address)

    assert not BottomLine.objects.exists()
    assert visit(hanneke).get(address).status_code == 404


def test_a_bottom_line_counts_longer(
    visit: Any, line: BottomLine, sheet: InformationSheet, hanneke: User, mirjam: User, saskia: User
) -> None:
    BottomLine.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    actions.deliver_information(acting(mirjam), line.conference)
    address = to("renew_bottom_line", sheet.pk, line.pk)
    assert "Gold tot" in visit(hanneke).get(to("asked", sheet.pk)).content.decode()
    assert address in visit(hanneke).get(to("asked", sheet.pk)).content.decode()
    assert visit(hanneke).get(address).status_code == 200
    assert visit(hanneke).post(address, {"until": "2020-01-01", "reason": "x"}).status_code == 422
    until = timezone.localdate() + timedelta(days=30)

    assert visit(hanneke).post(address, {"until": until, "reason": "De rechter kijkt opnieuw."}).status_code == 302

    page = visit(saskia).get(to("information", line.family_id)).content.decode()
    assert "De rechter kijkt opnieuw." in page
    assert "Geldt tot" in page
    assert visit(hanneke).get(to("renew_bottom_line", sheet.pk, uuid.uuid4())).status_code == 404
    assert visit(saskia).get(address).status_code == 404


def test_without_a_legal_task_there_is_no_bottom_line(visit: Any, sheet: InformationSheet, hanneke: User) -> None:
    Person.objects.filter(pk=sheet.person_id).update(has_legal_task=False)

    assert visit(hanneke).get(to("bottom_line", sheet.pk)).status_code == 404


def test_the_family_reads_the_page_of_a_professional(
    visit: Any, sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User, saskia: User, cem: User
) -> None:
    actions.hand_in_information(acting(hanneke), sheet, **page)
    actions.deliver_information(acting(mirjam), sheet.conference)

    assert page["facts"] in visit(saskia).get(to("information", sheet.family_id)).content.decode()
    assert visit(cem).get(to("information", sheet.family_id)).status_code == 404
    assert visit(hanneke).get(to("asked", sheet.pk)).status_code == 200


def test_on_the_day_the_professional_reads_that_it_is_too_late(
    visit: Any, sheet: InformationSheet, hanneke: User, clock: Any
) -> None:
    clock.move_to(at(21, 9))

    assert visit(hanneke).get(to("asked", sheet.pk)).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_coordinator_opens_the_day_and_notes_who_is_there(
    visit: Any, talked: Invitation, mirjam: User, clock: Any, language: str
) -> None:
    family_id = talked.family_id
    clock.move_to(at(21, 11))
    client = visit(mirjam)
    client.cookies["django_language"] = language
    assert to("day", family_id) in client.get(to("conference", family_id)).content.decode()
    assert to("start_day", family_id) in client.get(to("day", family_id)).content.decode()
    assert client.post(to("start_day", family_id)).status_code == 302
    who = to("attendance", family_id, "information")
    assert client.get(who).context["form"][f"person_{talked.person_id}"].initial == ""
    Invitation.objects.update(coming="in_person")
    assert client.get(who).context["form"][f"person_{talked.person_id}"].initial == "in_person"

    client.post(who, {f"person_{talked.person_id}": "video"})

    assert client.get(who).context["form"][f"person_{talked.person_id}"].initial == "video"

    assert Attendance.objects.get().person == talked.person
    assert "Truus" in client.get(to("day", family_id)).content.decode()
    assert client.get(to("attendance", family_id, "private")).status_code == 404


def test_the_day_does_not_begin_too_early(visit: Any, talked: Invitation, mirjam: User) -> None:
    coordinator, start = visit(mirjam), to("start_day", talked.family_id)

    assert coordinator.post(start).status_code == 422
    assert start not in coordinator.get(to("day", talked.family_id)).content.decode()


def test_in_private_time_the_coordinator_sees_the_hour_and_nothing_else(
    visit: Any, informing: Conference, mirjam: User, clock: Any
) -> None:
    clock.move_to(at(21, 12, 50))
    client = visit(mirjam)
    assert client.get(to("start_private", informing.family_id)).status_code == 200

    client.post(to("start_private", informing.family_id))

    outside = client.get(to("day", informing.family_id)).content.decode()
    assert "12:50" in outside
    for word in ("Truus", "Brink", "Noor"):
        assert word not in outside


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_family_writes_and_says_when_it_is_ready(
    visit: Any, private: Conference, mirjam: User, saskia: User, language: str
) -> None:
    family_id, mother = private.family_id, visit(saskia)
    mother.cookies["django_language"] = language
    mother.post(to("day", family_id), {"text": "Wie brengt Deniz?"})
    assert "Wie brengt Deniz?" in mother.get(to("day", family_id)).content.decode()
    assert mother.get(to("end_private", family_id)).status_code == 200

    mother.post(to("end_private", family_id))

    assert "Deniz" not in visit(mirjam).get(to("day", family_id)).content.decode()


def test_the_coordinator_ends_the_meeting(visit: Any, private: Conference, mirjam: User, saskia: User) -> None:
    client = visit(mirjam)
    actions.end_private_time(acting(saskia), private)

    assert client.post(to("end_day", private.family_id)).status_code == 302
    assert client.post(to("end_day", private.family_id)).status_code == 302

    assert Conference.objects.get().moment == Moment.HELD
    assert client.get(to("conference", private.family_id)).status_code == 200


def test_the_meeting_does_not_end_before_the_family_is_done(visit: Any, informing: Conference, mirjam: User) -> None:
    assert visit(mirjam).post(to("end_day", informing.family_id)).status_code == 422


def test_in_private_time_the_coordinator_finds_one_sentence_everywhere(
    visit: Any, private: Conference, mirjam: User
) -> None:
    client = visit(mirjam)
    for name in ("conference", "dates", "invitations", "preparation", "information", "sheet", "end_private"):
        assert client.get(to(name, private.family_id)).headers["Location"] == to("day", private.family_id)
    for name in ("end_private", "end_day", "deliver", "day"):
        answer = client.post(to(name, private.family_id), {"text": "x"})
        assert answer.headers["Location"] == to("day", private.family_id)
    assert not PrivatePaper.objects.exists()


def test_what_somebody_else_wrote_meanwhile_is_not_lost(
    visit: Any, private: Conference, saskia: User, cem: User
) -> None:
    hers, address = visit(saskia), to("day", private.family_id)
    read = hers.get(address).context["paper"]["as_read"].initial
    actions.write_privately(acting(cem), private, text="Van Cem.")

    answer = hers.post(address, {"text": "Van mij.", "as_read": read})

    assert answer.status_code == 422
    assert "Van mij." in answer.content.decode()
    assert PrivatePaper.objects.get().text == "Van Cem."


def test_a_message_is_read_out_in_private_time_and_not_shown_to_the_coordinator(
    visit: Any, talked: Invitation, mirjam: User, saskia: User, clock: Any
) -> None:
    actions.answer_invitation(acting(mirjam), talked, coming="in_person")
    Invitation.objects.update(message="Ik denk aan jullie.", on_behalf_by=None)
    address = to("person_invitation", talked.family_id, talked.person_id, talked.pk)
    assert "denk aan" not in visit(mirjam).get(address).content.decode()

    clock.move_to(at(21, 11))
    actions.start_private_time(acting(mirjam), actions.start_day(acting(mirjam), talked.conference))

    assert "denk aan" in visit(saskia).get(to("day", talked.family_id)).content.decode()


def test_the_day_says_what_is_missing(visit: Any, invited: Invitation, mirjam: User, clock: Any) -> None:
    clock.move_to(at(21, 11))

    assert visit(mirjam).post(to("start_day", invited.family_id)).status_code == 422


def test_a_sheet_can_be_printed(visit: Any, ready: Conference, saskia: User) -> None:
    assert "Noor weer naar school" in visit(saskia).get(to("sheet", ready.family_id)).content.decode()


def test_a_meeting_without_a_date_has_a_day_page_too(visit: Any, conference: Conference, saskia: User) -> None:
    assert visit(saskia).get(to("day", conference.family_id)).status_code == 200


def test_after_a_meeting_another_can_begin(visit: Any, private: Conference, saskia: User, mirjam: User) -> None:
    actions.end_private_time(acting(saskia), private)
    actions.end_day(acting(mirjam), private)

    assert visit(mirjam).get(to("conference", private.family_id)).status_code == 200
    visit(mirjam).post(to("start", private.family_id))

    assert Conference.objects.order_by("-number").first().number == 2
