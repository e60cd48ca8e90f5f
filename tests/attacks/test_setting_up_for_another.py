"""Nobody puts somebody else's account to two steps, and nobody sets them up with a mailbox alone."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.accounts import second_step, tokens, working
from fgc.accounts.models import User, Work
from fgc.families.models import Family
from fgc.networks import actions as circle
from fgc.networks.models import Person
from fgc.plans.actions import code_for_reader
from fgc.plans.queries import who_waits_for_a_code
from tests import factories
from tests.conftest import acting
from tests.entering import app_shows, mailed_code, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def attacked(saskia: User, family: Family, stranger: User) -> Person:
    """Saskia typed the address of another family's mother as that of a professional."""
    return circle.add_professional(
        acting(saskia), family, call_name="Wil", function="mentor", email=stranger.email or "", has_legal_task=True
    )


def comes_in(user: User) -> Client:
    client = Client()
    client.post("/enter/code/", {"code": mailed_code(client, user)})
    return client


def test_a_typed_address_takes_nothing_from_its_owner(attacked: Person, stranger: User) -> None:
    own = Family.objects.get(name="De kring van een ander")
    token = tokens.make_token(stranger, name="kladblok")

    client = comes_in(stranger)

    assert client.get(reverse("families:home", args=[own.pk])).status_code == 200
    assert client.get("/mine/").status_code == 200
    asked = client.get("/api/v1/families", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 200
    stranger.refresh_from_db()
    assert not second_step.must_take_it(stranger)


def test_and_what_is_asked_for_work_waits_for_a_yes_and_two_steps(
    attacked: Person, stranger: User, saskia: User, family: Family
) -> None:
    sheet = factories.InformationSheetFactory(conference=factories.ConferenceFactory(family=family), person=attacked)
    client = comes_in(stranger)
    token = tokens.make_token(stranger, name="kladblok")

    assert client.get("/work/").headers["Location"] == "/mine/work/"
    assert not acting(stranger).may(Can.SEE_WORK)
    assert not acting(stranger).may(Can.SEE_INFORMATION, sheet)
    program = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/asked-work", headers=program).status_code == 404

    assert "tweede stap" in client.get("/mine/work/").content.decode()
    code = code_for_reader(acting(saskia), family, user_id=stranger.pk)
    assert client.post("/mine/work/", {"code": code}).headers["Location"] == "/work/"

    assert client.get("/work/").headers["Location"] == "/second-step/"
    assert Client().get("/api/v1/families", headers=program).status_code == 401
    assert adds_app(client).status_code == 200
    assert client.get("/work/").status_code == 200
    stranger.refresh_from_db()
    assert acting(stranger).may(Can.SEE_INFORMATION, sheet)


@pytest.mark.parametrize("code", ["", "!", "ABCDE-FGHJK", "A" * 30])
def test_a_mailbox_alone_says_no_yes_for_its_owner(
    attacked: Person, stranger: User, saskia: User, family: Family, code: str
) -> None:
    code_for_reader(acting(saskia), family, user_id=stranger.pk)

    assert comes_in(stranger).post("/mine/work/", {"code": code}).status_code == 422

    stranger.refresh_from_db()
    assert (stranger.work, working.is_asked(stranger)) == (Work.NONE, True)


def test_a_second_step_of_before_the_question_takes_the_place_of_the_code(
    saskia: User, family: Family, stranger: User, visit: Any
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        with_app(stranger)
    circle.add_professional(acting(saskia), family, call_name="Wil", function="mentor", email=stranger.email or "")
    stranger.refresh_from_db()

    assert who_waits_for_a_code(family) == []
    assert visit(stranger).post("/mine/work/").headers["Location"] == "/work/"

    stranger.refresh_from_db()
    assert (stranger.work, stranger.enrolment_hash, stranger.named_by) == (Work.PROFESSIONAL, "", None)


def test_one_that_was_set_up_after_the_question_does_not(
    attacked: Person, stranger: User, saskia: User, family: Family
) -> None:
    client = comes_in(stranger)
    code = code_for_reader(acting(saskia), family, user_id=stranger.pk)
    assert adds_app(client).status_code == 200

    assert client.post("/mine/work/").status_code == 422
    assert client.post("/mine/work/", {"code": code}).headers["Location"] == "/work/"

    stranger.refresh_from_db()
    assert (stranger.work, stranger.enrolment_hash) == (Work.PROFESSIONAL, "")


def test_the_first_family_that_asks_tells_the_code_and_none_after_the_operator(
    attacked: Person, stranger: User, family: Family
) -> None:
    him, his = factories.UserFactory(name="Hij"), factories.FamilyFactory()
    factories.let_in(him, Role.COMMISSIONER, his)
    circle.add_professional(acting(him), his, call_name="W", function="mentor", email=stranger.email or "")
    assert [reader.recipient_id for reader in who_waits_for_a_code(family)] == [stranger.pk]
    assert who_waits_for_a_code(his) == []

    call_command("reset_second_factor", "--email", stranger.email, stdout=io.StringIO())
    theirs = factories.FamilyFactory()
    factories.let_in(him, Role.COMMISSIONER, theirs)
    circle.add_professional(acting(him), theirs, call_name="W", function="mentor", email=stranger.email or "")

    stranger.refresh_from_db()
    assert second_step.must_enrol(stranger)
    assert [who_waits_for_a_code(one) for one in (family, his, theirs)] == [[], [], []]


def test_who_was_not_asked_becomes_no_professional(visit: Any, saskia: User) -> None:
    client = visit(saskia)

    assert client.get("/mine/work/").headers["Location"] == "/mine/"
    assert client.post("/mine/work/").headers["Location"] == "/mine/"
    assert not working.say_yes_to_work(saskia)
    saskia.refresh_from_db()
    assert saskia.work == Work.NONE


@pytest.fixture
def opened(caplog: Any) -> tuple[User, str]:
    """An account that the operator opened, and the code that goes on paper."""
    said = io.StringIO()
    call_command(
        "open_account", "--name", "Mirjam", "--email", "m@werk.example", "--work", "coordinator",
        "--organisation", "Kring", stdout=said,
    )  # fmt: skip
    found = re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", said.getvalue())
    assert found
    return User.objects.get(email="m@werk.example"), found.group()


def adds_app(client: Client) -> Any:
    page = client.get("/second-step/app/")
    if page.status_code != 200:
        return page
    secret = "".join(re.search(r"(?:[A-Z2-7]{4} ?){8}", page.content.decode()).group().split())  # type: ignore[union-attr]
    return client.post("/second-step/app/", {"code": app_shows(secret)})


def test_who_reads_the_mailbox_sets_up_no_second_step(opened: tuple[User, str]) -> None:
    user, _code = opened
    client = comes_in(user)

    for page in ("/second-step/", "/second-step/app/", "/second-step/passkey/"):
        assert client.get(page).headers["Location"] == "/second-step/letter/"
        if page != "/second-step/":
            assert client.post(page, {"code": "1"}).headers["Location"] == "/second-step/letter/"
    assert client.get("/desk/").status_code == 302
    assert client.post("/second-step/letter/", {"code": "ABCDEFGHJK"}).status_code == 422
    assert client.get("/second-step/app/").headers["Location"] == "/second-step/letter/"
    assert not second_step.can_take_it(user)


def test_with_the_code_from_paper_the_owner_does_and_the_code_is_gone(opened: tuple[User, str]) -> None:
    user, code = opened
    client = comes_in(user)

    assert client.post("/second-step/letter/", {"code": code.lower()}).headers["Location"] == "/second-step/"
    assert adds_app(client).status_code == 200
    assert client.get("/desk/").status_code == 200
    user.refresh_from_db()
    assert (user.enrolment_hash, user.enrolment_until) == ("", None)
    assert code.replace("-", "") not in str(mail.outbox[0].body)


def test_it_lets_in_one_browser_and_one_account(opened: tuple[User, str], mirjam: User) -> None:
    user, code = opened
    second_step.new_enrolment_code(mirjam)
    mine, theirs = comes_in(user), comes_in(mirjam)

    assert theirs.post("/second-step/letter/", {"code": code}).status_code == 422
    mine.post("/second-step/letter/", {"code": code})

    assert comes_in(user).get("/second-step/app/").headers["Location"] == "/second-step/letter/"


@pytest.mark.parametrize("code", ["", "x", "ABCDE-FGHJK", "A" * 30, "é" * 10])
def test_whatever_else_is_typed_is_refused_in_a_sentence(opened: tuple[User, str], code: str) -> None:
    assert comes_in(opened[0]).post("/second-step/letter/", {"code": code}).status_code == 422


def test_it_is_not_guessed_and_guessing_shuts_nobody_out_for_long(opened: tuple[User, str]) -> None:
    user, code = opened
    client = comes_in(user)
    statuses = [client.post("/second-step/letter/", {"code": "ABCDEFGHJK"}).status_code for _number in range(11)]

    assert statuses == [422] * 10 + [429]
    assert client.post("/second-step/letter/", {"code": code}).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        second_step.ENROLLING.allows_one_more("somebody else")
        assert second_step.must_enrol(user)


def test_a_letter_of_two_months_ago_is_too_old_and_a_new_one_ends_it(opened: tuple[User, str]) -> None:
    user, code = opened
    said = io.StringIO()
    with time_machine.travel(timezone.now() + timedelta(weeks=7)):
        assert comes_in(user).post("/second-step/letter/", {"code": code}).status_code == 422
        call_command("new_enrolment_code", "--email", "m@werk.example", stdout=said)
        anew = re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", said.getvalue()).group()  # type: ignore[union-attr]
        assert comes_in(user).post("/second-step/letter/", {"code": code}).status_code == 422
        assert comes_in(user).post("/second-step/letter/", {"code": anew}).status_code == 302


def test_after_a_reset_the_mailbox_alone_is_not_enough_either(mirjam: User) -> None:
    with_app(mirjam)
    said = io.StringIO()
    call_command("reset_second_factor", "--email", mirjam.email, stdout=said)

    mirjam.refresh_from_db()
    assert second_step.must_enrol(mirjam)
    assert re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", said.getvalue())
    assert comes_in(mirjam).get("/second-step/app/").headers["Location"] == "/second-step/letter/"


def test_the_command_says_when_it_makes_no_code(mirjam: User) -> None:
    with pytest.raises(CommandError, match="no account"):
        call_command("new_enrolment_code", "--email", "niemand@post.example")
    with pytest.raises(CommandError, match="already"):
        call_command("new_enrolment_code", "--email", with_app(mirjam).email)


def test_who_has_no_code_on_paper_is_asked_for_none(visit: Any, saskia: User) -> None:
    assert visit(saskia).get("/second-step/letter/").headers["Location"] == "/second-step/"
