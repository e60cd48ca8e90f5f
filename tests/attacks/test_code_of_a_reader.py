"""A professional whom a family named comes in the first time with a code that somebody told, not by mailbox alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.access.roles import Role
from fgc.accounts import second_step
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.actions import stop_family
from fgc.families.models import Family
from fgc.networks.actions import add_professional
from fgc.networks.models import Person
from fgc.plans.actions import code_for_reader, release
from fgc.plans.queries import Reader, parts_of, release_preview, who_waits_for_a_code
from tests.conftest import acting
from tests.entering import mailed_code, with_app
from tests.factories import FamilyFactory, UserFactory, let_in
from tests.plans.running import promised, running_plan

pytestmark = pytest.mark.django_db
EMAIL = "wil@school.example"


@pytest.fixture
def wil(family: Family, saskia: User) -> User:
    """A mentor whom the family put on its map."""
    add_professional(acting(saskia), family, call_name="Wil", function="mentor", email=EMAIL)
    return User.objects.get(email=EMAIL)


def reads_the_mail(user: User) -> Client:
    client = Client()
    client.post("/enter/code/", {"code": mailed_code(client, user)})
    return client


def test_whoever_only_reads_the_mailbox_chooses_no_second_step(wil: User) -> None:
    client = reads_the_mail(wil)

    for address in ("/second-step/", "/second-step/app/", "/second-step/passkey/"):
        assert client.get(address).headers["Location"] == "/second-step/letter/"
    for code in ("", "!", "ABCDE-FGHJK"):
        assert client.post("/second-step/letter/", {"code": code}).status_code == 422
    assert client.get("/work/").headers["Location"] == "/second-step/"


@pytest.mark.parametrize("who", ["saskia", "noor", "mirjam"])
def test_who_knows_this_person_tells_a_code_and_then_it_works(
    wil: User, family: Family, visit: Any, request: Any, noor: User, mirjam: User, who: str
) -> None:
    browser, releases = visit(request.getfixturevalue(who)), reverse("released:releases", args=[family.pk])
    address = reverse("released:code", args=[family.pk, wil.pk])
    assert address in browser.get(releases).content.decode()
    assert browser.get(address).content.decode().count("<strong>") == 0

    page = browser.post(address).content.decode()
    code = re.search(r"<strong>([A-Z2-9]{5}-[A-Z2-9]{5})</strong>", page)

    assert code
    client = reads_the_mail(wil)
    assert client.post("/second-step/letter/", {"code": code.group(1)}).headers["Location"] == "/second-step/"
    assert client.get("/second-step/app/").status_code == 200
    assert not [letter for letter in mail.outbox if code.group(1) in letter.body]
    assert Line.objects.filter(family_id=family.pk, ground="code_for_reader").count() == 1


def test_who_was_named_in_a_release_gets_one_in_the_same_way(family: Family, saskia: User, truus: Person) -> None:
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    parts = [part.key for part in parts_of(family)]
    reader = Reader(name="Wil", email=EMAIL, function="mentor", employer="De school")
    shown, until = release_preview(family, parts=parts).hash, timezone.localdate() + timedelta(days=9)
    release(acting(saskia), plan, reader=reader, purpose="Meer", until=until, parts=parts, preview_hash=shown)

    [waiting] = who_waits_for_a_code(family)

    assert waiting.recipient_id == User.objects.get(email=EMAIL).pk
    assert code_for_reader(acting(saskia), family, user_id=waiting.recipient_id)


def test_nobody_else_makes_one_and_nobody_for_somebody_else(
    wil: User, family: Family, saskia: User, cem: User, petra: User, stranger: User, mirjam: User
) -> None:
    for user in (cem, stranger, wil):
        with pytest.raises(NotAllowed):
            code_for_reader(acting(user), family, user_id=wil.pk)
    for account in (petra, stranger, mirjam, saskia):
        with pytest.raises(NotAllowed):
            code_for_reader(acting(saskia), family, user_id=account.pk)
    wil.refresh_from_db()
    assert wil.enrolment_until is None


def test_who_has_a_second_step_or_an_account_of_the_operator_waits_for_none(
    wil: User, family: Family, saskia: User
) -> None:
    User.objects.filter(pk=wil.pk).update(by_operator=True)
    assert who_waits_for_a_code(family) == []

    User.objects.filter(pk=wil.pk).update(by_operator=False)
    with_app(wil)
    second_step.forget_enrolment(wil)
    assert who_waits_for_a_code(family) == []


def test_whoever_begins_a_family_and_names_the_same_address_makes_no_code_and_spoils_none(
    wil: User, family: Family, saskia: User
) -> None:
    code_for_reader(acting(saskia), family, user_id=wil.pk)
    kept = User.objects.get(pk=wil.pk).enrolment_hash
    him, his = UserFactory(name="Hij"), FamilyFactory()
    let_in(him, Role.COMMISSIONER, his)

    add_professional(acting(him), his, call_name="W", function="mentor", email=EMAIL)

    assert who_waits_for_a_code(his) == []
    with pytest.raises(NotAllowed):
        code_for_reader(acting(him), his, user_id=wil.pk)
    assert User.objects.get(pk=wil.pk).enrolment_hash == kept


def test_after_the_end_there_is_no_code(wil: User, family: Family, saskia: User, visit: Any) -> None:
    stop_family(acting(saskia), family)

    with pytest.raises(RuleBroken):
        code_for_reader(acting(saskia), family, user_id=wil.pk)
    address = reverse("released:code", args=[family.pk, saskia.pk])
    assert visit(saskia).get(address).status_code == 404
