"""The pages about safety: the coordinator's sheet, one question a screen, and what somebody tells alone."""

import json
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.accounts.tokens import make_token
from fgc.networks import actions, links
from fgc.networks.models import Person, SafetyPart, SafetySheet
from fgc.outbox.models import Message
from tests.conftest import acting
from tests.entering import press
from tests.factories import ConferenceFactory, InvitationFactory, at_work_for

SECRET = "Hij stond weer bij school."


@pytest.fixture
def address(family):
    return lambda name, *rest: reverse(f"safety:{name}", args=[family.pk, *rest])


def test_the_coordinator_answers_one_question_a_screen_and_reads_it_back(visit, mirjam, address):
    browser = visit(mirjam)
    assert "112" in browser.get(address("sheet")).content.decode()
    for question, said in (
        ("unsafe", {"unsafe": SECRET}),
        ("arranged", {"mode": "split", "arranged": "Elk een eigen dag."}),
        ("leaving", {"leaving": "Zij gaat eerst weg, met tante."}),
        ("code-word", {"code_word": "paraplu"}),
        ("told", {"told": "Selam, op zaterdag."}),
    ):
        assert browser.get(address("ask", question)).status_code == 200
        assert browser.post(address("ask", question), said)["Location"] == address("sheet")

    page = browser.get(address("sheet")).content.decode()
    for words in (
        SECRET,
        "Twee kringen, elk met een eigen bijeenkomst",
        "Zij gaat eerst weg",
        "paraplu",
        "Selam, op zaterdag.",
    ):
        assert words in page
    assert SECRET in browser.get(address("ask", "unsafe")).content.decode()
    assert browser.get(address("ask", "else")).status_code == 404
    assert browser.post(address("ask", "code-word"), {"code_word": "x" * 81}).status_code == 422


def test_the_coordinator_notes_the_steps_and_hears_what_the_talk_opens(visit, mirjam, saskia, address, family):
    browser, seen = visit(mirjam), reverse("families:seen", args=[family.pk])
    browser.post(address("step", "signals"), {"on": "2026-01-02", "words": SECRET})
    browser.get(address("sheet"))
    assert "blad over veiligheid" not in visit(saskia).get(seen).content.decode()
    assert "kan de familie in haar lijst lezen" in browser.get(address("step", "talk")).content.decode()
    assert browser.post(address("step", "talk"), {"on": "2026-01-02", "is_waived": "on"}).status_code == 422
    assert browser.get(address("step", "else")).status_code == 404

    browser.post(address("step", "talk"), {"on": "2026-01-02", "is_waived": "on", "words": "Nu niet veilig."})
    browser.post(address("step", "decide"), {"on": "2026-01-02", "decision": "help", "words": "Tante helpt."})

    page = browser.get(address("sheet")).content.decode()
    assert "Overgeslagen" in page
    assert "Er is hulp geregeld." in page
    assert "checked" in browser.get(address("step", "decide")).content.decode()
    hers = visit(saskia).get(seen).content.decode()
    assert "het blad over veiligheid van de coördinator" in hers
    assert SECRET not in hers


def test_it_is_kept_longer_with_a_day_and_a_reason(visit, mirjam, address):
    browser = visit(mirjam)
    assert browser.get(address("longer")).status_code == 200
    assert browser.post(address("longer"), {"until": "2020-01-01", "reason": "x"}).status_code == 422
    browser.post(address("ask", "unsafe"), {"unsafe": SECRET})
    assert browser.post(address("longer"), {"until": "", "reason": ""})["Location"] == address("sheet")
    SafetySheet.objects.update(kept_until="2026-12-31", kept_because="De rechter.")
    assert "31 december" in browser.get(address("sheet")).content.decode()
    assert "De rechter." in browser.get(address("longer")).content.decode()


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "erik", "hanneke", "stranger"])
def test_for_anybody_else_there_is_no_sheet(who, visit, mirjam, address, request, family):
    actions.write_safety_sheet(acting(mirjam), family, unsafe=SECRET)
    browser = visit(request.getfixturevalue(who))
    for page in (address("sheet"), address("ask", "unsafe"), address("step", "talk"), address("longer")):
        assert browser.get(page).status_code == 404
    assert browser.post(address("ask", "unsafe"), {"unsafe": "x"}).status_code == 404
    assert SafetySheet.objects.get().unsafe == SECRET


def test_somebody_tells_it_to_the_coordinator_reads_it_back_and_takes_it_away(
    visit, cem, mirjam, saskia, marleen, address, family
):
    browser = visit(cem)
    corner = reverse("circle:corner", args=[family.pk])
    assert address("own") in browser.get(corner).content.decode()
    assert "moet de coördinator iets doen" in browser.get(address("own")).content.decode()
    assert browser.post(address("own"), {"text": ""}).status_code == 422
    assert browser.post(address("own"), {"text": SECRET, "goes_along": "on"})["Location"] == address("own")

    assert SECRET in browser.get(address("own")).content.decode()
    assert SECRET in visit(mirjam).get(address("sheet")).content.decode()
    seen = reverse("families:seen", args=[family.pk])
    assert "over veiligheid" not in visit(saskia).get(seen).content.decode()
    assert SECRET not in visit(saskia).get(address("own")).content.decode()
    assert visit(marleen).get(address("own")).status_code == 404

    assert browser.get(address("take_back")).status_code == 200
    browser.post(address("take_back"))
    assert not SafetyPart.objects.exists()
    assert browser.get(address("take_back")).status_code == 404


def test_who_tells_reads_in_the_own_list_that_the_coordinator_looked(visit, noor, mirjam, address, family):
    visit(noor).post(address("own"), {"text": SECRET})
    visit(mirjam).get(address("sheet"))
    page = visit(noor).get(reverse("families:seen", args=[family.pk])).content.decode()
    assert "blad over veiligheid" in page


def test_who_is_nobody_of_the_circle_yet_or_has_no_coordinator_is_told(visit, saskia, noor, mirjam, address, family):
    Person.objects.filter(account=noor).update(account=None)
    assert "Zeg eerst wie je bent" in visit(noor).get(address("own")).content.decode()
    assert visit(noor).post(address("own"), {"text": "x"}).status_code == 404
    actions.tell_about_safety(acting(saskia), Person.objects.get(account=saskia), text=SECRET)
    family.grants.filter(user=mirjam).delete()
    page = visit(saskia).get(address("own")).content.decode()
    assert SECRET in page
    assert "geen coördinator" in page


def test_everybody_reads_beforehand_when_the_coordinator_must_speak(visit, mirjam, saskia, truus, family):
    said = "Alleen als iemand in gevaar is, moet de coördinator iets doen."
    assert said in visit().get(reverse("privacy")).content.decode()
    meeting = ConferenceFactory(family=family)
    asked = InvitationFactory(conference=meeting, person=truus, sent="sent")
    browser = visit()
    press(browser, links.open_for(at_work_for(truus), truus, via="mail"))
    assert said in browser.get(reverse("conference:link_invitation", args=[asked.pk])).content.decode()


def test_no_trace_of_it_reaches_the_family_in_pages_archive_messages_or_programs(visit, mirjam, saskia, cem, family):
    sheet = actions.write_safety_sheet(acting(mirjam), family, unsafe=SECRET, leaving=SECRET, code_word="paraplu")
    actions.note_safety_step(acting(mirjam), family, step="signals", on=timezone.localdate(), words=SECRET)
    part = actions.tell_about_safety(acting(cem), Person.objects.get(account=cem), text=SECRET)
    visit(mirjam).get(reverse("safety:sheet", args=[family.pk]))

    said = list(_everything_of(saskia, visit(saskia), family))

    assert len(said) > 10
    for text in said:
        for trace in (SECRET, "paraplu", "safetysheet", "safetypart", str(sheet.pk), str(part.pk)):
            assert trace not in text, trace
    assert not Message.objects.exists()


def _everything_of(account, browser, family):
    """What who decides can get out of the program about the family, and about what was done in it."""
    ids, program = (
        {"family_id": family.pk},
        Client(headers={"Authorization": f"Bearer {make_token(account, name='x')}"}),
    )
    eyes = reverse("families:seen_as_account", args=[family.pk, grants.holders(family.pk, Role.COORDINATOR)[0].pk])
    for name in ("families:home", "families:seen", "circle:circle", "plan:plan", "conference:conference"):
        yield browser.get(reverse(name, kwargs=ids)).content.decode()
    for page in ("", "circle:circle", "conference:conference", "safety:sheet"):
        yield browser.get(eyes, {"page": page}).content.decode()
    archive = browser.post(reverse("follow_up:take_along", kwargs=ids))
    assert archive.status_code == 200
    with zipfile.ZipFile(BytesIO(archive.content)) as kept:
        yield from (kept.read(name).decode(errors="replace") for name in kept.namelist())
    for path in ("access-log", "persons", "names", "notes"):
        answer = program.get(f"/api/v1/families/{family.pk}/{path}")
        assert answer.status_code == 200, path
        yield json.dumps(answer.json())
