# ruff: noqa: PLR0915  # a step of the road is as long as it is
"""The whole road by programs alone: every step of it, each by the one whose step it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families import actions as families
from fgc.families.models import Commission, Family
from tests.api.conftest import Program
from tests.factories import UserFactory, WorkerFactory

pytestmark = pytest.mark.django_db

REQUESTED = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
DAY = datetime(2026, 2, 21, 9, 0, tzinfo=UTC)
COOKING = "Truus kookt elke dinsdag bij ons thuis."


class Road:
    """The programs of everybody, and the ids that were learned on the way."""

    saskia: Program
    noor: Program
    mirjam: Program
    erik: Program
    petra: Program
    hanneke: Program

    def __init__(self, program: Any) -> None:
        self.program = program
        self.ids: dict[str, str] = {}

    def log_in(self, family: Family | None, *names: str) -> None:
        for name in names:
            program = self.program(User.objects.get(email__startswith=name))
            program.family = family
            setattr(self, name, program)


def ok(answer: Any, status: int = 200) -> Any:
    """What was heard, when it was what should be heard."""
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if "json" in answer.get("Content-Type", "") else None


def rows(answer: Any) -> Any:
    """The rows of a list."""
    return ok(answer)["results"]


@pytest.fixture
def road(program: Any, erik: User) -> Road:
    WorkerFactory(name="Mirjam Tolhuis", organisation=erik.organisation)
    at_work = {"work": "professional", "employer": "Gemeente Zilverdam"}
    UserFactory(name="Petra Aalders", function="jeugdteam", **at_work)
    UserFactory(name="Hanneke Brand", function="leerplichtambtenaar", **at_work)
    Family.objects.all().delete()
    return Road(program)


def test_the_whole_road(road: Road) -> None:
    with time_machine.travel(REQUESTED) as clock:
        family = request(road)
        coordinator(road)
        question(road)
        circle(road)
        date(road)
        invitations(road)
        clock.move_to(REQUESTED + timedelta(days=20))
        preparation(road)
        clock.move_to(DAY)
        day(road)
        plan(road)
        promises(road)
        clock.move_to(DAY + timedelta(days=2))
        release(road)
        clock.move_to(DAY + timedelta(days=30))
        follow_up(road)
        amendment(road)
        ending(road, family)


def request(road: Road) -> Family:
    road.log_in(None, "petra")
    consent = {"consent_on": "2026-01-10", "consent_how": "aan de telefoon"}
    ok(road.petra.post("proposals", {"call_name": "mevrouw V.", "email": "v@post.example", **consent}), 201)
    assert rows(road.petra.get("proposals"))[0]["state"] == "asked"
    who = {"name": "Saskia", "email": "saskia@post.example", "region": "Zilverdam"}
    assert ok(road.petra.post("families", who), 201)["id"] is None  # whose it is hears of it by mail
    family = Family.objects.get()
    road.log_in(family, "saskia", "mirjam", "erik", "hanneke")
    assert ok(road.saskia.get("~"))["stage"] == "requested"
    child = ok(road.saskia.post("~/children", {"call_name": "Noor", "birth_date": "2010-11-02"}), 201)
    road.ids["child"] = child["id"]
    young = {"name": "Noor", "email": "noor@post.example", "giver_as": "young", "child_id": child["id"]}
    asked = ok(road.saskia.post("~/commissions", young), 201)
    own = ok(road.saskia.get("~/commissions/own"))
    assert own["children"] == [{"id": child["id"], "call_name": "Noor"}]
    yes = {"says": "yes", "child_ids": [child["id"]]}
    assert ok(road.saskia.put("~/commissions/own", yes))["answer"] == "yes"
    road.log_in(family, "noor")
    assert ok(road.noor.put("~/commissions/own", {"says": "yes"}))["answer"] == "yes"
    assert {row["answer"] for row in rows(road.saskia.get("~/commissions"))} == {"yes"}
    assert Commission.objects.get(pk=asked["id"]).answer == "yes"
    return family


def coordinator(road: Road) -> None:
    ok(road.saskia.put("~/wishes", {"language": "Turks erbij is fijn"}))
    assert ok(road.saskia.get("~/wishes"))["language"] == "Turks erbij is fijn"
    [match] = rows(road.erik.get("matching"))
    assert "name" not in match
    at = f"matching/{match['family_id']}"
    [mirjam] = rows(road.erik.get(f"{at}/candidates"))
    ok(road.erik.post(f"{at}/offers", {"coordinator_id": mirjam["id"]}), 201)
    [offer] = rows(road.mirjam.get("offers"))
    assert road.mirjam.get("~").status_code == 404
    ok(road.mirjam.post(f"offers/{offer['id']}/declaration", {"agrees": True}))
    [shown] = rows(road.saskia.get("~/coordinator-offers"))
    ok(road.saskia.post(f"~/coordinator-offers/{shown['id']}/acceptance"))
    assert ok(road.saskia.get("~/coordinator"))["name"] == "Mirjam Tolhuis"
    assert ok(road.mirjam.get("~"))["stage"] == "preparing"


def question(road: Road) -> None:
    text = "Hoe zorgen we dat Noor weer naar school kan?"
    proposed = ok(road.mirjam.amend("PUT", "~/question", {"text": text}))["proposed"]
    ok(road.saskia.post(f"~/questions/{proposed['id']}/confirmation"))
    assert ok(road.noor.get("~/question"))["confirmed"]["text"] == text
    assert len(rows(road.saskia.get("~/questions"))) == 1
    child = f"~/children/{road.ids['child']}/question"
    assert ok(road.noor.amend("PUT", child, {"text": "Mag ik ook iets zeggen?"}))["question"]
    assert rows(road.saskia.get("~/children"))[0]["question_asked_on"] == "2026-01-12"


def circle(road: Road) -> None:
    truus = ok(road.saskia.post("~/person-lines", {"line": "Truus oma 06 12345678"}), 201)
    visited = {"call_name": "Fatma", "tie_label": "babaanne", "role": "grandparent", "way": "visit"}
    fatma = ok(road.saskia.post("~/persons", visited), 201)
    noor = ok(road.saskia.post("~/persons", {"call_name": "Noor", "role": "main_person"}), 201)
    me = ok(road.saskia.post("~/persons", {"call_name": "Saskia", "role": "parent"}), 201)
    leerplicht = {"call_name": "Hanneke", "function": "leerplicht", "email": "hanneke.brand@post.example"}
    work = ok(road.mirjam.post("~/professionals", {**leerplicht, "has_legal_task": True}), 201)
    names = {"truus": truus, "fatma": fatma, "noor": noor, "saskia": me, "hanneke": work}
    road.ids |= {name: person["id"] for name, person in names.items()}
    ok(road.saskia.post(f"~/persons/{me['id']}/this-is-me"))
    ok(road.noor.post(f"~/persons/{noor['id']}/this-is-me"))
    her = f"~/persons/{truus['id']}"
    assert ok(road.saskia.amend("PATCH", her, {"ring": "1"}))["ring"] == "1"
    ok(road.mirjam.amend("PATCH", f"{her}/contact-card", {"way": "phone"}))
    assert road.saskia.get(f"{her}/contact-card").status_code == 404
    ok(road.mirjam.put(f"{her}/needs", {"needs": ["transport"]}))
    ok(road.saskia.put(f"~/persons/{noor['id']}/support-person", {"supporter": truus["id"]}))
    ok(road.saskia.post(f"{her}/contact-person"))
    ok(road.saskia.put(f"~/persons/{fatma['id']}/standing", {"invited": False}))
    ok(road.saskia.put(f"~/persons/{fatma['id']}/standing", {"invited": True}))
    tie = ok(road.saskia.post("~/ties", {"a": truus["id"], "b": me["id"], "kin": "parent_child"}), 201)
    assert [row["id"] for row in rows(road.saskia.get("~/ties"))] == [tie["id"]]
    ok(road.saskia.delete(f"~/ties/{tie['id']}"), 204)
    assert (len(rows(road.saskia.get("~/persons"))), len(rows(road.saskia.get("~/names")))) == (5, 4)
    guest = {"name": "Marleen", "email": "marleen@post.example", "role": Role.SUPPORTER.value}
    ok(road.saskia.post("~/seats", guest), 204)
    seats = {row["name"]: row["user_id"] for row in rows(road.saskia.get("~/seats"))}
    ok(road.saskia.delete(f"~/seats/{seats['Marleen']}"), 204)


def date(road: Road) -> None:
    ids = road.ids
    meeting = ok(road.mirjam.post("~/conferences"), 201)
    at = f"~/conferences/{meeting['id']}"
    ids["at"], ids["meeting"] = at, meeting["id"]
    ok(road.mirjam.put(f"{at}/safety-check", {"on": "2026-01-12"}))
    days = ("2026-02-14", "2026-02-21")
    moments = [{"starts_at": f"{day}T10:00:00+01:00", "ends_at": f"{day}T15:00:00+01:00"} for day in days]
    first, second = (ok(road.mirjam.post(f"{at}/date-options", moment), 201) for moment in moments)
    assert second["starts_at"] == "2026-02-21T09:00:00Z"
    asked = ok(road.mirjam.post(f"{at}/date-requests", {"person_ids": [ids["noor"], ids["fatma"]]}))
    assert len(asked["person_ids"]) == 2
    says = {"answers": [{"option_id": second["id"], "answer": "yes"}, {"option_id": first["id"], "answer": "no"}]}
    own = f"~/persons/{ids['noor']}/date-replies/{meeting['id']}"
    ok(road.noor.put(own, says))
    ok(road.mirjam.put(f"~/persons/{ids['fatma']}/date-replies/{meeting['id']}", says))
    assert ok(road.noor.get(own))["choices"][1]["answer"] == "yes"
    assert road.saskia.get(f"{at}/date-replies").status_code == 404
    assert len(rows(road.mirjam.get(f"{at}/date-replies"))) == 4
    best = next(row for row in rows(road.saskia.get(f"{at}/date-options")) if row["is_best"])
    chosen = {"option_id": best["option"]["id"], "place_kind": "community_house", "place": "Buurthuis De Linde"}
    assert ok(road.saskia.post(f"{at}/date", chosen))["moment"] == "dated"
    calendar = road.saskia.get(f"{at}/appointment")
    assert (calendar.status_code, calendar["Content-Type"]) == (200, "text/calendar")
    assert rows(road.saskia.get("~/conferences"))[0]["starts_at"] == "2026-02-21T09:00:00Z"


def invitations(road: Road) -> None:
    at, ids = road.ids["at"], road.ids
    everybody = [ids[name] for name in ("truus", "fatma", "noor", "saskia")]
    made = ok(road.saskia.post(f"{at}/invitations", {"person_ids": everybody}), 201)["invitations"]
    of = {row["call_name"]: row["id"] for row in made}
    ok(road.mirjam.post(f"{at}/invitations/{of['Truus']}/sending"))
    assert rows(road.mirjam.get("~/by-hand")) == []  # until the worker came by
    ok(road.mirjam.post(f"{at}/invitations/{of['Truus']}/printing"))
    ok(road.mirjam.post(f"{at}/invitations/{of['Fatma']}/telling"))
    ok(road.mirjam.post(f"{at}/invitations/{of['Noor']}/telling"))
    ok(road.mirjam.post(f"{at}/invitations/{of['Saskia']}/sending"))
    own = f"~/persons/{ids['noor']}/invitations/{of['Noor']}"
    assert ok(road.noor.put(own, {"coming": "in_person"}))["coming"] == "in_person"
    other = f"~/persons/{ids['truus']}/invitations/{of['Truus']}"
    assert road.noor.put(other, {"coming": "not"}).status_code == 404
    ok(road.mirjam.put(other, {"coming": "message", "message": "Ik denk aan jullie."}))
    assert {row["coming"] for row in rows(road.saskia.get(f"{at}/invitations"))} >= {"in_person", "message"}


def preparation(road: Road) -> None:
    at, ids = road.ids["at"], road.ids
    asked = {"person": ids["hanneke"], "due_on": "2026-02-10"}
    sheet = ok(road.mirjam.post(f"{at}/sheet-requests", asked), 201)
    assert [row["id"] for row in rows(road.hanneke.get("asked-sheets"))] == [sheet["id"]]
    page = f"asked-sheets/{sheet['id']}"
    ok(road.hanneke.put(page, {"facts": "Noor was 12 dagen niet op school.", "strengths": "Noor tekent prachtig."}))
    line = {"text": "Noor is twee dagdelen per week op school.", "reason": "De leerplicht geldt."}
    ids["line"] = ok(road.hanneke.post(f"{page}/bottom-lines", line), 201)["id"]
    extra = ok(road.hanneke.post(f"{page}/bottom-lines", {**line, "text": "Nog iets."}), 201)
    ok(road.hanneke.delete(f"{page}/bottom-lines/{extra['id']}"), 204)
    assert rows(road.saskia.get("~/information")) == []
    assert ok(road.mirjam.post(f"{at}/information-delivery"))["delivered"] == 2
    assert rows(road.saskia.get("~/information"))[0]["bottom_lines"][0]["id"] == ids["line"]
    ok(road.saskia.put(f"~/bottom-lines/{ids['line']}/reply", {"reply": "Waarom twee?"}))
    assert rows(road.hanneke.get(f"{page}/bottom-lines"))[0]["family_reply"] == "Waarom twee?"
    assert ok(road.mirjam.get(f"{at}/preparation"))["is_ready"] is False
    for name in ("truus", "fatma", "noor", "saskia"):
        ok(road.mirjam.put(f"{at}/talks/{ids[name]}", {"by": "visit", "held_on": "2026-01-20"}))
    assert ok(road.mirjam.get(f"{at}/preparation"))["is_ready"] is True


def day(road: Road) -> None:
    at, ids = road.ids["at"], road.ids
    ok(road.mirjam.post(f"{at}/day/start"))
    present = {"phase": "information", "present": [{"person_id": ids["noor"], "presence": "in_person"}]}
    ok(road.mirjam.put(f"{at}/day/attendance", present))
    ok(road.mirjam.post(f"{at}/day/private-time"))
    assert road.mirjam.get("~/plan").json()["code"] == "private_time"
    assert ok(road.mirjam.get(f"{at}/day"))["conference"]["moment"] == "private"
    assert ok(road.noor.amend("PUT", f"{at}/private-paper", {"text": "Wij beginnen rustig."}))["text"]
    ok(road.saskia.post(f"{at}/day/private-time/end"))
    assert road.mirjam.get(f"{at}/private-paper").status_code == 404
    ok(road.mirjam.post(f"{at}/day/end"))


def plan(road: Road) -> None:
    ids = road.ids
    ok(road.mirjam.post("~/plan", {"conference_id": ids["meeting"]}), 201)
    cooking = {"text": COOKING, "person_ids": [ids["truus"]], "starts_on": "2026-02-24", "repeats": "weekly"}
    ids["agreement"] = ok(road.mirjam.post("~/plan/agreements", cooking), 201)["id"]
    school = {"text": "Noor gaat dinsdag naar school.", "person_ids": [ids["noor"]], "bottom_line_id": ids["line"]}
    ids["school"] = ok(road.saskia.post("~/plan/agreements", school), 201)["id"]
    there = f"~/plan/agreements/{ids['agreement']}"
    assert ok(road.saskia.amend("PUT", there, {**cooking, "what_if": "Dan kookt Saskia."}))["words"]["what_if"]
    assert road.mirjam.post("~/plan/approval", If_Match="*").status_code == 403
    assert ok(road.saskia.amend("POST", "~/plan/approval"))["version"] == 1
    assert [row["number"] for row in rows(road.noor.get("~/plan/versions"))] == [1]
    verdict = f"bottom-lines/{ids['line']}/verdict"
    assert [words["text"] for words in ok(road.hanneke.get(verdict))["lines"]] == [school["text"]]
    assert ok(road.hanneke.put(verdict, {"verdict": "met"}))["verdict"] == "met"


def promises(road: Road) -> None:
    ids = road.ids
    noor, truus = f"~/persons/{ids['noor']}", f"~/persons/{ids['truus']}"
    [promise] = rows(road.noor.get(f"{noor}/commitments"))
    own = f"{noor}/commitments/{promise['id']}"
    assert {row["kind"] for row in ok(road.noor.get(f"{noor}/open-questions"))["questions"]} == {"promise"}
    less = {"answer": "less", "note": "eerst om de week"}
    assert ok(road.noor.put(f"{own}/answer", less))["state"] == "less"
    assert ok(road.noor.get(own))["note"] == "eerst om de week"
    assert ok(road.noor.put(f"commitments/{promise['id']}", {"answer": "yes"}))["state"] == "confirmed"
    assert road.saskia.put(f"{own}/answer", {"answer": "yes"}).status_code == 404
    [hers] = rows(road.mirjam.get(f"{truus}/commitments"))
    spoken = f"{truus}/commitments/{hers['id']}"
    said = {"answer": "yes", "how": "spoken"}
    assert ok(road.mirjam.put(f"{spoken}/answer-on-behalf", said))["how"] == "spoken"
    ids["own"], ids["spoken"], ids["promise"] = own, spoken, promise["id"]


def release(road: Road) -> None:
    parts = [row["key"] for row in rows(road.saskia.get("~/release-parts"))]
    preview = ok(road.saskia.post("~/release-previews", {"parts": parts}))
    chosen = {"parts": parts, "preview_hash": preview["preview_hash"]}
    terms = {"purpose": "Om te weten wat wij doen.", "until": "2026-08-01"}
    reader = {"name": "Petra Aalders", "email": "petra.aalders@post.example"}
    work = {"function": "jeugdteam", "employer": "Zilverdam"}
    made = ok(road.saskia.post("~/releases", {**chosen, **terms, **reader, **work}), 201)
    assert rows(road.petra.get("released")) == []
    ok(road.noor.post(f"~/releases/{made['id']}/answer", {"said_yes": True}), 204)
    [readable] = rows(road.petra.get("released"))
    assert ok(road.petra.get(f"released/{readable['id']}"))["content"] == preview["content"]
    paper = road.petra.get(f"released/{readable['id']}/paper")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert rows(road.saskia.get("~/releases"))[0]["first_read_at"] is not None
    ok(road.saskia.delete(f"~/releases/{made['id']}"), 204)
    assert road.petra.get(f"released/{readable['id']}").status_code == 404


def follow_up(road: Road) -> None:
    ids = road.ids
    assert ok(road.noor.put(f"{ids['own']}/progress", {"runs": "runs"}))["runs"] == "runs"
    assert ok(road.mirjam.put(f"{ids['spoken']}/progress-on-behalf", {"runs": "partly"}))["runs"] == "partly"
    assert ok(road.noor.put(f"commitments/{ids['promise']}/progress", {"runs": "not"}))["runs"] == "not"
    assert any(row["stalls"] for row in ok(road.saskia.get("~/follow-up"))["promises"])
    [call] = rows(road.mirjam.get("due-calls"))
    held = {"held_on": "2026-03-22", "reports": [{"commitment_id": ids["promise"], "runs": "runs"}]}
    assert ok(road.mirjam.put(f"~/looks/{call['id']}/holding", held))["held_on"] == "2026-03-22"
    look = ok(road.saskia.post("~/looks", {"due_on": "2026-05-01"}), 201)
    assert ok(road.saskia.amend("PUT", f"~/looks/{look['id']}", {"due_on": "2026-05-02"}))["due_on"] == "2026-05-02"
    assert len(rows(road.saskia.get("~/looks"))) == 6
    ladder(road)


def ladder(road: Road) -> None:
    ids = road.ids
    assert ok(road.noor.put(f"{ids['own']}/reminders", {"wanted": False}))["has_reminders"] is False
    assert ok(road.noor.put(f"commitments/{ids['promise']}/reminders", {"wanted": True}))["has_reminders"] is True
    line = f"~/plan/agreements/{ids['school']}/watcher"
    assert ok(road.saskia.amend("PUT", line, {"person_id": ids["truus"]}))["watcher_id"] == ids["truus"]
    chosen = {"watcher_hears": True, "contact_hears": False}
    assert ok(road.saskia.amend("PUT", "~/plan/ladder", chosen))["contact_hears"] is False


def amendment(road: Road) -> None:
    ids = road.ids
    line, noor = f"~/plan/agreements/{ids['school']}", f"~/persons/{ids['noor']}"
    change = {"text": "Noor gaat op dinsdag en donderdag naar school."}
    proposed = ok(road.saskia.amend("POST", f"{line}/amendments", change), 201)
    assert proposed["state"] == "proposed"
    questions = ok(road.noor.get(f"{noor}/open-questions"))["questions"]
    consent = f"{noor}/consents/{next(row['subject_id'] for row in questions if row['kind'] == 'amendment')}"
    assert ok(road.noor.get(consent))["then"]["text"] == change["text"]
    assert ok(road.noor.put(consent, {"says": "yes"}))["said_yes"] is True
    assert ok(road.saskia.get(f"~/plan/amendments/{proposed['id']}"))["accepted_in"] == 2
    [changed] = ok(road.saskia.get("~/plan/versions/1/differences/2"))["changed"]
    assert (changed["new"]["text"], changed["said_yes"][0]["name"]) == (change["text"], "Noor")
    assert ok(road.saskia.get("~/plan/versions/1"))["lines"][1]["words"]["text"] != change["text"]
    mine = {"text": "Saskia belt de mentor.", "person_ids": [ids["saskia"]]}
    assert ok(road.saskia.amend("POST", "~/plan/additions", mine), 201)["version"] == 3
    again = ok(road.saskia.amend("POST", f"{line}/amendments", {"text": "Iets anders."}), 201)
    ok(road.saskia.delete(f"~/plan/amendments/{again['id']}"), 204)
    ok(road.mirjam.post(f"~/persons/{ids['truus']}/departure", {"quietly": True}), 204)
    ok(road.noor.post(f"{noor}/free-tasks", {"agreement_id": ids["agreement"]}), 201)
    ok(road.saskia.delete(f"~/persons/{ids['fatma']}/personal-links"), 204)


def ending(road: Road, family: Family) -> None:
    seen = rows(road.saskia.get("~/access-log?pageSize=100"))
    assert {"Petra Aalders, jeugdteam", "Mirjam Tolhuis"} <= {row["who"] for row in seen}
    archive = road.saskia.post("~/archive")
    assert (archive.status_code, archive["Content-Type"], archive.content[:2]) == (200, "application/zip", b"PK")
    assert ok(road.saskia.post("~/ending", {}))["ending"] == "plan_from_meeting"
    assert road.mirjam.get("~").status_code == 404
    assert rows(road.saskia.get("families"))[0]["stage"] == "closed"
    assert ok(road.saskia.post("~/erasure", {"typed_name": family.name}))["erase_at"]
    ok(road.saskia.delete("~/erasure"), 204)
    ok(road.saskia.post("~/erasure", {"typed_name": family.name}))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        families.erase_due(SystemActor("erase"))
    assert not Family.objects.filter(pk=family.pk).exists()
