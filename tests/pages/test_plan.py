"""The pages of the plan, visited as the right people and the wrong ones."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fgc.audit.models import Line
from fgc.conferences.rules import Moment
from fgc.networks import links
from fgc.plans import actions
from fgc.plans.models import Agreement, Amendment, AmendmentConsent, Commitment, Plan
from fgc.plans.rules import PlanState, Promise
from tests import factories
from tests.conftest import acting
from tests.entering import press
from tests.plans.cast_of_the_plan import meeting_at, person_of, promised, running


def at(name, *args):
    return reverse(f"plan:{name}", args=args)


@pytest.fixture
def asked(family, truus):
    return promised(running(family), truus, state="asked", text="Truus kookt op dinsdag.")


def by_link(client, person, mirjam):
    """Opens the personal link and presses the button."""
    token = links.open_for(acting(mirjam), person, via="mail")
    press(client, token)
    return client


def test_without_a_plan_the_page_says_what_to_do(visit, family, saskia, cem):
    assert at("begin", family.pk) in visit(saskia).get(at("plan", family.pk)).content.decode()
    assert at("begin", family.pk) not in visit(cem).get(at("plan", family.pk)).content.decode()

    answer = visit(saskia).post(at("begin", family.pk))

    assert answer.url == at("record", family.pk)
    assert Plan.objects.get().conference is None


def test_the_coordinator_begins_the_plan_of_the_meeting(visit, family, mirjam):
    meeting = meeting_at(family, Moment.AGREEING)

    visit(mirjam).post(at("begin", family.pk))

    assert Plan.objects.get().conference == meeting


def test_a_line_is_written_down_changed_and_taken_out(visit, family, mirjam, truus, noor_child):
    plan = factories.PlanFactory(family=family)
    browser = visit(mirjam)
    typed = {"text": "Truus kookt.", "person_ids": [str(truus.pk)], "repeats": "weekly", "kind": "do"}

    assert browser.post(at("record", family.pk), typed).url == at("plan", family.pk)
    line = Agreement.objects.get()
    assert browser.get(at("edit", family.pk, line.pk)).status_code == 200
    browser.post(at("edit", family.pk, line.pk), {**typed, "text": "Truus kookt dinsdag.", "is_for_circle": "on"})
    assert "Truus kookt dinsdag." in browser.get(at("plan", family.pk)).content.decode()
    assert browser.get(at("remove", family.pk, line.pk)).status_code == 200
    browser.post(at("remove", family.pk, line.pk))

    assert not plan.agreements.exists()


def test_what_was_typed_stays_when_something_is_wrong(visit, family, saskia, truus):
    factories.PlanFactory(family=family)
    typed = {
        "text": "<b>Mama</b> rust uit",
        "repeats": "once",
        "kind": "scale_up",
        "what_if": "Dan bellen we Truus.",
        "person_ids": [str(truus.pk)],
    }

    answer = visit(saskia).post(at("record", family.pk), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;b&gt;Mama&lt;/b&gt;" in page
    assert "Dan bellen we Truus." in page
    assert answer.context["form"].errors.keys() == {"ends_on"}
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", ""),
        ("text", "x" * 300),
        ("text", "Nummer 111222333"),
        ("starts_on", "someday"),
        ("starts_on", "1900-01-01"),
        ("ends_on", "2020-01-01"),
        ("repeats", "hourly"),
        ("kind", "order"),
        ("person_ids", "not-an-id"),
        ("person_ids", "00000000-0000-0000-0000-000000000000"),
        ("text", "nul\x00teken"),
    ],
)
def test_bad_input_stands_beside_its_field(visit, family, saskia, truus, name, value):
    factories.PlanFactory(family=family)

    answer = visit(saskia).post(
        at("record", family.pk), {"text": "Goed.", "repeats": "once", "kind": "do", name: value}
    )

    assert answer.status_code == 422
    assert name in answer.context["form"].errors


def test_the_family_reads_what_happens_and_says_yes(visit, family, saskia, mirjam, truus, outsider):
    plan = actions.begin_plan(acting(saskia), family, conference=meeting_at(family, Moment.AGREEING))
    bottom_line = factories.BottomLineFactory(conference=plan.conference, person=outsider)
    actions.record_agreement(
        acting(saskia), plan, text="Noor gaat.", person_ids=[truus.pk], bottom_line_id=bottom_line.pk
    )

    page = visit(saskia).get(at("approve", family.pk)).content.decode()
    assert "Hanneke" in page
    assert "Truus" in page
    assert visit(mirjam).get(at("approve", family.pk)).status_code == 404
    assert visit(saskia).post(at("approve", family.pk)).url == at("plan", family.pk)

    plan.refresh_from_db()
    assert plan.state == PlanState.RUNNING


def test_an_empty_plan_is_not_approved_on_the_page_either(visit, family, saskia):
    factories.PlanFactory(family=family)

    assert visit(saskia).post(at("approve", family.pk)).status_code == 422


def test_everybody_of_the_circle_reads_the_plan_and_others_find_nothing(
    request, visit, family, asked, noor_child, saskia
):
    noor_child.question = "Wie luistert er als ik niet kan praten?"
    noor_child.save()

    for who in ("saskia", "noor", "marleen", "cem", "mirjam"):
        answer = visit(request.getfixturevalue(who)).get(at("plan", family.pk))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Truus kookt op dinsdag." in page
        assert page.index("Wie luistert er") < page.index("Truus kookt")
    for who in ("stranger", "hanneke", "petra", "erik"):
        assert visit(request.getfixturevalue(who)).get(at("plan", family.pk)).status_code == 404


def test_a_line_is_changed_where_it_stands(visit, family, saskia, asked, fatma):
    browser = visit(saskia)
    address = at("amend", family.pk, asked.agreement_id)
    assert address in browser.get(at("plan", family.pk)).content.decode()
    assert browser.get(address).status_code == 200

    answer = browser.post(
        address,
        {"text": "Fatma kookt.", "repeats": "as_needed", "new_person_id": str(fatma.pk), "based_on": "1"},
    )

    assert answer.url == at("plan", family.pk)
    assert "Fatma kookt." in browser.get(at("plan", family.pk)).content.decode()
    amendment = Amendment.objects.get()
    browser.post(at("withdraw", family.pk, amendment.pk))
    assert "Fatma kookt." not in browser.get(at("plan", family.pk)).content.decode()
    again = browser.post(address, {"text": "Oud.", "repeats": "as_needed", "based_on": "0"})
    assert again.status_code == 422
    assert "Oud." in again.content.decode()


def test_a_line_is_stopped_and_the_difference_is_read(visit, family, saskia, cem, asked):
    address = at("drop", family.pk, asked.agreement_id)
    assert visit(saskia).get(address).status_code == 200

    assert visit(saskia).post(address, {"based_on": "1", "reason": "Klaar."}).url == at("plan", family.pk)

    browser = visit(cem)
    assert browser.get(at("versions", family.pk)).status_code == 200
    assert "Truus kookt op dinsdag." in browser.get(at("version", family.pk, 1)).content.decode()
    assert "Klaar." in browser.get(at("difference", family.pk, 1, 2)).content.decode()
    assert browser.get(at("difference", family.pk, 1, 9)).status_code == 404
    assert browser.get(at("version", family.pk, 3)).status_code == 404


def test_a_line_is_added_to_a_plan_that_runs(visit, family, saskia, asked):
    visit(saskia).post(at("add", family.pk), {"text": "We eten samen.", "repeats": "weekly", "kind": "keep"})

    page = visit(saskia).get(at("difference", family.pk, 1, 2)).content.decode()
    assert "We eten samen." in page


def test_a_free_task_is_offered_by_the_family_and_taken_by_an_uncle(visit, family, saskia, cem, truus, fatma):
    plan = running(family)
    first = promised(plan, truus, number=1, state="lapsed", text="Truus kookt.")
    second = promised(plan, truus, number=2, state="declined", text="Truus belt.")

    assert visit(saskia).get(at("take", family.pk, first.agreement_id)).status_code == 200
    visit(saskia).post(at("take", family.pk, first.agreement_id), {"person_id": str(fatma.pk)})
    assert at("take_myself", family.pk, second.agreement_id) in visit(cem).get(at("plan", family.pk)).content.decode()
    visit(cem).post(at("take_myself", family.pk, second.agreement_id))

    assert Commitment.objects.get(person=fatma).state == Promise.ASKED
    assert Commitment.objects.get(person=person_of(family, "Cem")).state == Promise.CONFIRMED


def test_who_may_read_but_not_write_hears_so_and_others_find_nothing(visit, family, cem, stranger, asked):
    assert visit(cem).post(at("begin", family.pk)).status_code in (403, 404)
    for name in ("edit", "remove", "amend", "drop", "take"):
        for who in (cem, stranger):
            assert visit(who).get(at(name, family.pk, asked.agreement_id)).status_code == 404


def test_a_line_of_another_family_is_not_found(visit, family, saskia, asked):
    theirs = factories.PersonFactory()
    other = promised(running(theirs.family), theirs).agreement

    for name in ("edit", "remove", "amend", "drop", "take"):
        assert visit(saskia).get(at(name, family.pk, other.pk)).status_code == 404


def test_grandmother_answers_behind_her_link_in_two_taps(client, family, mirjam, truus, asked, fatma):
    browser = by_link(client, truus, mirjam)
    address = at("link_promise", asked.pk)
    page = browser.get(address).content.decode()
    assert page.count('name="answer"') == 3
    assert page.rindex('name="answer"') < page.index('name="note"')
    # How much less? That is asked after the answer; a yes and a rather not are done with.
    assert browser.post(address, {"answer": "less", "note": ""}).url == address
    assert browser.post(address, {"answer": "rather_not", "note": ""}).url == reverse("links:mine")

    answer = browser.post(address, {"answer": "less", "note": "Eén dinsdag per twee."})

    asked.refresh_from_db()
    assert answer.url == reverse("links:mine")
    assert (asked.state, asked.note) == (Promise.LESS, "Eén dinsdag per twee.")
    of_fatma = factories.CommitmentFactory(agreement=asked.agreement, person=fatma)
    assert browser.get(at("link_promise", of_fatma.pk)).status_code == 404
    assert browser.post(address, {"answer": "perhaps"}).status_code == 422
    assert browser.post(address, {"answer": "less", "note": "x" * 300}).status_code == 422


def test_an_uncle_answers_with_his_account_and_sees_nobody_elses(visit, family, cem, saskia, truus, asked):
    own = factories.CommitmentFactory(agreement=asked.agreement, person=person_of(family, "Cem"))
    address = at("person_promise", family.pk, own.person_id, own.pk)

    assert visit(cem).get(address).status_code == 200
    assert visit(cem).post(address, {"answer": "yes"}).status_code == 302
    for who in (cem, saskia):
        for name, pk in ((truus.pk, asked.pk), (own.person_id, asked.pk)):
            assert visit(who).get(at("person_promise", family.pk, name, pk)).status_code == 404


def test_the_coordinator_writes_an_answer_down_visibly(visit, family, mirjam, saskia, truus, asked):
    address = at("person_promise", family.pk, truus.pk, asked.pk)
    assert "Truus" in visit(mirjam).get(address).content.decode()
    assert visit(mirjam).post(address, {"answer": "yes"}).status_code == 422

    answer = visit(mirjam).post(address, {"answer": "yes", "how": "spoken", "spoken_in": "Turks"})

    assert answer.url == at("plan", family.pk)
    page = visit(saskia).get(at("plan", family.pk)).content.decode()
    assert "Mirjam" in page
    assert "Turks" in page
    assert "Mirjam" in visit(mirjam).get(address).content.decode()


@pytest.fixture
def change(family, saskia, asked, truus):
    amendment = actions.propose_amendment(acting(saskia), asked.agreement, based_on=1, text="Truus kookt woensdag.")
    return AmendmentConsent.objects.get(amendment=amendment)


def test_a_change_is_agreed_behind_a_link(client, mirjam, truus, change):
    browser = by_link(client, truus, mirjam)
    address = at("link_amendment", change.pk)
    page = browser.get(address).content.decode()
    assert "Truus kookt op dinsdag." in page
    assert "Truus kookt woensdag." in page
    assert browser.post(address, {}).status_code == 422

    assert browser.post(address, {"said_yes": "yes"}).url == reverse("links:mine")

    change.refresh_from_db()
    assert change.said_yes is True
    assert browser.get(address).status_code == 200


def test_a_change_is_refused_on_behalf(visit, family, mirjam, saskia, truus, change):
    address = at("person_amendment", family.pk, truus.pk, change.pk)
    assert visit(saskia).get(address).status_code == 404
    assert visit(mirjam).get(address).status_code == 200

    visit(mirjam).post(address, {"said_yes": "no"})

    change.refresh_from_db()
    assert (change.said_yes, change.on_behalf_by) == (False, mirjam)
    assert (
        at("person_amendment", family.pk, truus.pk, change.pk)
        not in visit(mirjam).get(at("plan", family.pk)).content.decode()
    )


def test_a_member_agrees_with_an_account(visit, family, saskia, cem):
    line = promised(running(family), person_of(family, "Cem"), text="Cem betaalt de taxi.").agreement
    amendment = actions.propose_amendment(acting(saskia), line, based_on=1, text="Cem rijdt zelf.")
    consent = amendment.consents.get()
    address = at("person_amendment", family.pk, consent.person_id, consent.pk)
    assert address in visit(cem).get(at("plan", family.pk)).content.decode()

    answer = visit(cem).post(at("person_amendment", family.pk, consent.person_id, consent.pk), {"said_yes": "yes"})

    assert answer.status_code == 302
    assert visit(cem).get(at("person_amendment", family.pk, consent.person_id, consent.pk)).status_code == 200


def test_a_professional_reads_only_what_was_tied_to_the_bottom_line(visit, family, saskia, hanneke, petra, outsider):
    plan = actions.begin_plan(acting(saskia), family, conference=meeting_at(family, Moment.AGREEING))
    bottom_line = factories.BottomLineFactory(conference=plan.conference, person=outsider)
    actions.record_agreement(acting(saskia), plan, text="Noor gaat dinsdag.", bottom_line_id=bottom_line.pk)
    actions.record_agreement(acting(saskia), plan, text="Noor slaapt bij Marleen.")
    address = at("verdict", bottom_line.pk)
    assert visit(hanneke).get(address).status_code == 404
    actions.approve_plan(acting(saskia), plan)

    page = visit(hanneke).get(address).content.decode()
    assert "Noor gaat dinsdag." in page
    assert "Marleen" not in page
    assert Line.objects.filter(family_id=family.pk, object_id=bottom_line.pk, actor_id=str(hanneke.pk)).exists()
    assert visit(hanneke).post(address, {"verdict": "not_met"}).status_code == 422
    assert visit(hanneke).post(address, {"verdict": "met_if", "reason": "Als Bas erbij is."}).url == address
    assert "Als Bas erbij is." in visit(saskia).get(at("plan", family.pk)).content.decode()
    assert visit(hanneke).get(address).status_code == 200
    assert visit(petra).get(address).status_code == 404
    assert visit(saskia).get(address).status_code == 404


def test_a_professional_answers_the_own_promise_and_its_change(visit, family, saskia, hanneke, petra, outsider):
    plan = running(family)
    own = promised(plan, person_of(family, "Saskia"), number=1).agreement
    promise = promised(plan, outsider, number=2, state="asked", text="Hanneke belt school.")
    Agreement.objects.filter(pk=promise.agreement_id).update(supports=own)
    address = at("work_promise", promise.pk)

    assert visit(petra).get(address).status_code == 404
    assert visit(hanneke).get(address).status_code == 200
    assert visit(hanneke).post(address, {"answer": "yes"}).url == reverse("released:work")
    amendment = actions.propose_amendment(acting(saskia), promise.agreement, based_on=1, text="Hanneke mailt school.")
    consent = amendment.consents.get()
    assert visit(petra).get(at("work_amendment", consent.pk)).status_code == 404
    assert visit(hanneke).get(at("work_amendment", consent.pk)).status_code == 200
    visit(hanneke).post(at("work_amendment", consent.pk), {"said_yes": "yes"})

    promise.refresh_from_db()
    plan.refresh_from_db()
    assert (promise.state, plan.version) == (Promise.CONFIRMED, 2)


def test_the_plan_asks_the_database_as_often_for_many_lines_as_for_few(visit, family, saskia):
    plan = running(family)
    browser = visit(saskia)
    browser.get(at("plan", family.pk))  # the first page writes down when somebody came in
    counts = []
    for number in range(1, 31):
        promised(plan, factories.PersonFactory(family=family), number=number, state="asked")
        if number in (3, 30):
            with CaptureQueriesContext(connection) as asked_of_database:
                browser.get(at("plan", family.pk))
            counts.append(len(asked_of_database))

    assert counts[0] == counts[1]


def test_the_plan_reads_in_english_too(visit, family, saskia, asked):
    browser = visit(saskia)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert "What we agreed" in browser.get(at("plan", family.pk)).content.decode()
