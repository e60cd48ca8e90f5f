"""The channels by which one circle could learn of another, one test each, numbered as in the field's list of leaks."""

import io
import json
import re
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from icalendar import Calendar

from fgc.audit.models import Line
from fgc.conferences.models import Conference, DateReply, Invitation
from fgc.demo.selam_people import CHILDREN, CIRCLE_A, CIRCLE_B, DENNIS
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox.models import Kind
from fgc.plans.actions import take_along
from fgc.plans.models import Agreement, ChildrensPlanCopy, Commitment, Release
from tests.access.outlets import (
    OF_A,
    Outlets,
    much_happens_in_the_other,
    no_such_outlet,
    page,
    page_posted,
    pages,
    told,
)
from tests.pages.test_door import asked_alike
from tests.postman import assert_one_text, in_words

pytestmark = pytest.mark.django_db
HIS, HERS = ("dennis", "marco", "stef", "marit"), ("selam", "lies")
NOWHERE = uuid.UUID(int=7)


@pytest.fixture(scope="module")
def seen(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Outlets]:
    with django_db_blocker.unblock(), told() as outlets:
        yield outlets


SAME = (
    "", "plan/", "plan/versions/", "circle/", "conference/", "conference/dates/", "conference/invitations/",
    "conference/information/", "conference/day/", "follow-up/", "question/", "released/", "coordinator/", "end/",
)  # fmt: skip


def test_everything_that_he_can_read_is_silent_about_her_circle(seen: Outlets) -> None:
    for who in HIS:
        for address, answer in seen.all_of(who, CIRCLE_B).items():
            # Marit works for both circles: what she reads of his is asked here, not her own list of work.
            if who != "marit" or any(one in address for one in seen.secrets[CIRCLE_B].ids):
                assert not seen.secrets[CIRCLE_A].in_(answer.text), (who, address)
    assert len(seen.all_of("dennis", CIRCLE_B)) > 150
    # The words are there to be found, where they belong.
    assert len(seen.secrets[CIRCLE_A].in_(pages(seen, "selam", CIRCLE_A)) & set(OF_A)) > 12


def test_everything_that_she_can_read_is_silent_about_his_circle(seen: Outlets) -> None:
    for who in HERS:
        for address, answer in seen.all_of(who, CIRCLE_A).items():
            assert not seen.secrets[CIRCLE_B].in_(answer.text), (who, address)


def test_both_are_silent_in_the_plan_for_the_children(seen: Outlets) -> None:
    for who in ("dennis", "selam"):
        text = pages(seen, who, CHILDREN)
        assert not seen.secrets[CIRCLE_A].in_(text)
        assert not seen.secrets[CIRCLE_B].in_(text)
        assert "zaterdag van 10.00 tot 11.30" in text


def test_1_2_6_numbers_of_people_answers_and_promises_do_not_move_with_the_other_circle(seen: Outlets) -> None:
    with transaction.atomic():
        before = {one: page(seen, "dennis", one).text for one in SAME}
        much_happens_in_the_other(seen)
        after = {one: page(seen, "dennis", one).text for one in SAME}
        transaction.set_rollback(True)
    for one in SAME:
        assert before[one] == after[one], one
    assert sum("Dennis" in text for text in before.values()) > 3


def test_1_participant_counts(seen: Outlets) -> None:
    family = seen.family(CIRCLE_B)
    listed = json.loads(_api(seen, "dennis", family, "invitations"))["results"]
    assert len(listed) == Invitation.objects.filter(family=family).count() == 5


def test_2_poll_totals(seen: Outlets) -> None:
    family = seen.family(CIRCLE_B)
    [option] = json.loads(_api(seen, "dennis", family, "date-options"))["results"]
    assert DateReply.objects.filter(family=family).count() == 0
    assert {value for key, value in option.items() if isinstance(value, int) and key != "place_in_row"} <= {0}


def _api(outlets: Outlets, who: str, family: Family, what: str) -> bytes:
    meeting = Conference.objects.get(family=family)
    answer = outlets.read(who, f"/api/v1/families/{family.pk}/conferences/{meeting.pk}/{what}")
    assert answer.status == 200
    return answer.content


def test_3_catering_numbers(seen: Outlets) -> None:
    assert not Conference.objects.get(family=seen.family(CIRCLE_B)).food
    assert "borden" not in pages(seen)


def test_4_seat_plan(seen: Outlets) -> None:
    no_such_outlet("seat_plan", "seating", "table_plan")
    day = page(seen, "dennis", "conference/day/").text
    assert not seen.secrets[CIRCLE_A].in_(day)


def test_5_car_pool_list(seen: Outlets) -> None:
    no_such_outlet("car_pool", "carpool", "ride", "lift", "travel")


def test_6_everyone_has_confirmed(seen: Outlets) -> None:
    waiting = Commitment.objects.filter(family=seen.family(CIRCLE_B), state="asked").count()
    assert ("Nog niet bevestigd" in page(seen, "dennis", "plan/").text) == bool(waiting)


def test_7_progress_bar(seen: Outlets) -> None:
    assert not re.search(r"<progress|<meter|progressbar|aria-valuenow", pages(seen) + pages(seen, "marco"))


def test_8_calendar_invitation_attendees(seen: Outlets) -> None:
    [event] = Calendar.from_ical(page(seen, "dennis", "conference/calendar/").content).walk("VEVENT")
    assert not {"ATTENDEE", "ORGANIZER", "LOCATION", "DESCRIPTION", "CONTACT"} & set(event)
    assert f"{event['DTSTART'].dt:%d-%m}" == "22-04"


def test_9_to_and_cc(seen: Outlets) -> None:
    assert len(seen.letters) > 40
    for letter in seen.letters:
        assert letter["To"].count("@") == 1
        assert not {"Cc", "Bcc", "Resent-To"} & set(letter.keys())


def test_10_reply_all(seen: Outlets) -> None:
    assert not [letter for letter in seen.letters if letter["Reply-To"]]
    assert len({letter["From"] for letter in seen.letters}) == 1


def test_11_shared_chat_group(seen: Outlets) -> None:
    no_such_outlet("chat", "thread", "comment", "group_message")


def test_12_map_layout_gaps_and_connecting_lines(seen: Outlets) -> None:
    drawing = page(seen, "dennis", "circle/").text
    people = Person.objects.filter(family=seen.family(CIRCLE_B)).of_the_circle().count()
    assert people == 5
    assert drawing.count('class="spot') in (0, people)
    assert not re.search(r"verborgen|afgeschermd|onbekend persoon", drawing, re.IGNORECASE)


def test_13_kin_labels(seen: Outlets) -> None:
    labels = Person.objects.filter(family=seen.family(CIRCLE_B)).values_list("tie_label", flat=True)
    assert not seen.secrets[CIRCLE_A].in_(" ".join(labels))
    for person in Person.objects.filter(family=seen.family(CIRCLE_B)):
        assert not seen.secrets[CIRCLE_A].in_(page(seen, "dennis", f"circle/{person.pk}/").text)


def test_14_auto_complete(seen: Outlets) -> None:
    assert not re.search(r"<datalist|\slist=\"|combobox", pages(seen))


def test_15_search(seen: Outlets) -> None:
    no_such_outlet("search", "find", "lookup")
    assert 'type="search"' not in pages(seen)
    address = f"/families/{seen.family(CIRCLE_B).pk}/circle/"
    found = [seen.read("dennis", f"{address}?{name}=Ria").text for name in ("q", "search", "name", "page")]
    assert not [text for text in found if seen.secrets[CIRCLE_A].in_(text.replace("=Ria", ""))]


def test_16_sort_numbers_and_sequential_ids(seen: Outlets) -> None:
    family = seen.family(CIRCLE_B)
    for table in (Agreement, Line):
        rows = table.objects.filter(family_id=family.pk).order_by("number").values_list("number", flat=True)
        assert list(rows) == list(range(1, len(rows) + 1)), table
    for model in apps.get_models():
        if any(one.name == "family" for one in model._meta.local_fields):
            assert isinstance(model._meta.pk, models.UUIDField), model


def test_17_url_guessing(seen: Outlets) -> None:
    hers = seen.family(CIRCLE_A)
    for who, step in (("dennis", 1), ("marit", 9)):
        for address in seen.addresses(who, CIRCLE_A)[::step]:
            missing = seen.read(who, address.replace(str(hers.pk), str(NOWHERE)))
            there = seen.read(who, address)
            assert (there.status, sorted(there.headers)) == (missing.status, sorted(missing.headers)), (who, address)
            assert asked_alike(there.content, hers.pk) == asked_alike(missing.content, NOWHERE), (who, address)
            assert there.status in (404, 405), (who, address)


def test_18_response_time(seen: Outlets) -> None:
    """The time itself is measured by `script/bench access`; here: the database is asked the same."""
    for rest in ("", "plan/", "circle/", "seen/", "conference/"):
        asked = [seen.queries("dennis", f"/families/{pk}/{rest}") for pk in (seen.family(CIRCLE_A).pk, NOWHERE)]
        assert asked[0] == asked[1], rest


def test_19_error_text(seen: Outlets) -> None:
    hers, his = seen.family(CIRCLE_A), seen.family(CIRCLE_B)
    ria = Person.objects.filter(family=hers).of_the_circle().first()
    assert ria
    line = Agreement.objects.filter(family=his).first()
    assert line
    said = []
    for person_id in (ria.pk, NOWHERE):
        data = {"based_on": "1", "text": "Anders.", "repeats": "weekly", "new_person_id": str(person_id)}
        answer = page_posted(seen, f"plan/lines/{line.pk}/amend/", data)
        said.append(asked_alike(answer.content, person_id))
        assert not seen.secrets[CIRCLE_A].in_(answer.text.replace(str(person_id), ""))
    assert said[0] == said[1]


def test_20_log_view(seen: Outlets) -> None:
    for who, where, other in (("dennis", CIRCLE_B, CIRCLE_A), ("selam", CIRCLE_A, CIRCLE_B)):
        log = page(seen, who, "seen/", where).text
        assert "Hatice" in log or "Anouk" in log
        assert not seen.secrets[other].in_(log)
    lines = Line.objects.filter(family_id__in=[seen.family(CIRCLE_A).pk, seen.family(CIRCLE_B).pk])
    assert not lines.filter(object_type__contains="split").exists()
    assert not lines.filter(ground__contains="split").exists()


def test_21_notification_wording(seen: Outlets) -> None:
    bodies = {re.sub(r"https?://\S+", "<link>", letter.get_payload(decode=True).decode()) for letter in seen.letters}
    assert_one_text(bodies)
    assert not seen.secrets[CIRCLE_A].in_(" ".join(bodies))


def test_22_file_names(seen: Outlets) -> None:
    shown = [one.headers["Content-Disposition"] for one in seen.all_of("dennis", CIRCLE_B).values()
             if "Content-Disposition" in one.headers]  # fmt: skip
    assert shown
    names = {re.search(r'filename="([^"]*)"', one)[1] for one in shown}  # type: ignore[index]  # each has one
    assert all(re.fullmatch(r"[\w-]+\.(ics|pdf|zip|json)", name) for name in names)
    assert not [name for name in names if re.search(r"dennis|selam|kring|kuiper", name, re.IGNORECASE)]


def _summary(outlets: Outlets, where: str) -> pikepdf.Pdf:
    address = f"/released/{Release.objects.get(family=outlets.family(where)).pk}/pdf/"
    return pikepdf.open(io.BytesIO(outlets.read("marit", address).content))


def test_23_pdf_metadata(seen: Outlets) -> None:
    with _summary(seen, CIRCLE_B) as paper:
        told_of = str(dict(paper.docinfo)) + str(paper.open_metadata())
    assert not seen.secrets[CIRCLE_A].in_(told_of)
    assert not re.search(r"Selam|Dennis|kring", told_of)


def test_24_version_diff(seen: Outlets) -> None:
    text = page(seen, "dennis", "plan/difference/1/2/", CHILDREN).text
    assert not seen.secrets[CIRCLE_A].in_(text)
    assert not re.search(r"regels? verborgen|niet zichtbaar|hidden line", pages(seen) + text, re.IGNORECASE)


def test_25_undo_history(seen: Outlets) -> None:
    no_such_outlet("undo", "redo", "revision")
    for rest in ("question/", "plan/versions/"):
        assert not seen.secrets[CIRCLE_A].in_(page(seen, "dennis", rest).text)


def test_26_export(seen: Outlets) -> None:
    with transaction.atomic():
        box = take_along(seen.stages[CIRCLE_B].as_(DENNIS), seen.family(CIRCLE_B))
        transaction.set_rollback(True)
    with zipfile.ZipFile(io.BytesIO(box)) as archive:
        text = " ".join(archive.namelist())
        text += " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert "Rustig blijven" in text
    assert not seen.secrets[CIRCLE_A].in_(text)


def test_27_print_watermark_lists(seen: Outlets) -> None:
    for where in (CIRCLE_A, CIRCLE_B):
        row = Release.objects.get(family=seen.family(where))
        assert row.recipient_name == "Marit Slagter"
    assert not seen.secrets[CIRCLE_A].in_(seen.read("marit", f"/released/{row.pk}/").text)


def test_28_read_receipts(seen: Outlets) -> None:
    before = page(seen, "dennis", "released/").text
    client, row = seen.clients["marit"], Release.objects.get(family=seen.family(CIRCLE_A))
    assert client.get(f"/released/{row.pk}/").status_code == 200
    assert page(seen, "dennis", "released/").text == before


def test_29_typing_and_online_dot(seen: Outlets) -> None:
    no_such_outlet("online", "typing", "last_seen", "heartbeat")
    assert not re.search(r"new WebSocket|EventSource|hx-trigger=\"every", pages(seen))
    assert "last_login" not in pages(seen)


def test_30_photo_of_the_flip_over(seen: Outlets) -> None:
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert not [field for field in fields if isinstance(field, models.FileField)]


def test_31_amendment_authorship(seen: Outlets) -> None:
    for copy in ChildrensPlanCopy.objects.all():
        said = json.dumps(copy.content, ensure_ascii=False)
        assert not re.search(r"Selam|Dennis Kuiper|Natnael vroeg|proposed|Hatice|Anouk", said.replace(UNTIL, ""))
        assert {who["name"] for line in copy.content["sections"][0]["lines"] for who in line["who"]} == {
            "Iemand uit de familie"
        }


UNTIL = "Tot 1 september ziet Dennis de kinderen alleen in Het Bruggetje."


def test_32_a_reminder_to_a_third_person_that_names_the_hidden_one(seen: Outlets) -> None:
    for name in ("marco", "stef"):
        letters = [str(letter) for letter in seen.letters if letter["To"].startswith(name)]
        assert letters
        assert not [one for one in letters if seen.secrets[CIRCLE_A].in_(one)]


def test_33_duplicates_check(seen: Outlets) -> None:
    known = {"line": "Tante Riet 020 1234571 abeba@post.example"}
    unknown = {"line": "Tante Riet 020 1234599 niemand@post.example"}
    answers = [page_posted(seen, "circle/", data) for data in (known, unknown)]
    assert answers[0].status == answers[1].status == 302
    assert answers[0].text == answers[1].text
    assert not re.search(r"bestaat al|in gebruik|already", answers[0].text)


def test_34_invoice(seen: Outlets) -> None:
    no_such_outlet("invoice", "payment", "bill", "price")


def test_35_aggregated_figures_for_tiny_groups(seen: Outlets) -> None:
    no_such_outlet("statistic", "figure", "report_of", "dashboard")
    for where in (CIRCLE_A, CIRCLE_B):
        assert not [
            (one, found)
            for one in ("/matching/", "/api/v1/matching")
            if (found := seen.secrets[where].in_(seen.read("erik", one).text))
        ]


def test_36_public_progress_page(seen: Outlets) -> None:
    for address in ("/", "/enter/", "/help/", "/privacy/", f"/families/{seen.family(CIRCLE_A).pk}/"):
        assert not seen.secrets[CIRCLE_A].in_(seen.read("visitor", address).text.replace(address, ""))


def test_37_back_up_restore_mail(seen: Outlets) -> None:
    assert not [kind for kind in Kind if re.search(r"restor|back.?up", kind.value)]


def test_38_support_desk_answers(seen: Outlets) -> None:
    """Who looks after the program has no pages over families, and a row tells its kind and its id."""
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    named = [str(row) for model in apps.get_models() if model._meta.app_label in ("families", "networks", "plans",
             "conferences", "outbox", "audit") for row in model.objects.all()[:20]]  # fmt: skip
    assert len(named) > 100
    assert not [one for one in named if seen.secrets[CIRCLE_A].words.search(one)]


def test_39_translated_copy_of_a_text(seen: Outlets) -> None:
    for rest in ("plan/", "circle/", "conference/"):
        english = seen.read("dennis", f"/families/{seen.family(CIRCLE_B).pk}/{rest}", headers={"Accept-Language": "en"})
        assert not seen.secrets[CIRCLE_A].in_(english.text)
    assert not [m for m in apps.get_models() if "translation" in m._meta.db_table]


def test_40_screen_reader_labels(seen: Outlets) -> None:
    labels = re.findall(r'(?:aria-label|aria-description|alt|title|data-announce)="([^"]*)"', pages(seen))
    labels += re.findall(r'class="visually-hidden"[^>]*>([^<]*)<', pages(seen))
    assert len(labels) > 50
    assert not seen.secrets[CIRCLE_A].in_(" ".join(labels))


def test_41_browser_history_and_title(seen: Outlets) -> None:
    shown = [one.text.partition("</title>")[0] for one in seen.all_of("dennis", CIRCLE_B).values()]
    titles = [text.partition("<title>")[2].strip() for text in shown if "<title>" in text]
    assert len(titles) > 50
    assert not re.search(r"Dennis|Selam|Kuiper|Marco|kring van", " ".join(titles))
    assert not seen.secrets[CIRCLE_A].in_(" ".join(titles))


def test_42_device_notifications_on_a_shared_phone(seen: Outlets) -> None:
    assert_one_text({in_words(letter["Subject"]) for letter in seen.letters})
    no_such_outlet("push", "notification", "subscription")
    assert not re.search(r"serviceWorker|PushManager|rel=\"manifest\"", pages(seen))
