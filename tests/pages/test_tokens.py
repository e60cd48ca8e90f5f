"""Tokens for programs: made, shown once, and taken back."""

import re
from typing import Any

import pytest
from django.urls import reverse

from fgc.accounts import tokens
from fgc.accounts.models import Token, User

pytestmark = pytest.mark.django_db


def test_a_new_token_is_shown_once(visit: Any, petra: User) -> None:
    browser = visit(petra)

    made = browser.post(reverse("tokens:mine"), {"name": "kladblok"})

    [shown] = re.findall(r"<textarea[^>]*>(\w+)</textarea>", made.content.decode())
    works = browser.get("/api/v1/proposals", headers={"Authorization": f"Bearer {shown}"})
    listed = browser.get(reverse("tokens:mine")).content.decode()
    assert works.status_code == 200
    assert "kladblok" in listed
    assert shown not in listed


def test_without_a_name_nothing_is_made(visit: Any, petra: User) -> None:
    answer = visit(petra).post(reverse("tokens:mine"), {"name": ""})

    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_number_that_may_be_of_a_citizen_is_no_name(visit: Any, petra: User) -> None:
    assert visit(petra).post(reverse("tokens:mine"), {"name": "111222333"}).status_code == 422


def test_taking_back_is_asked_first_and_works_at_once(visit: Any, petra: User) -> None:
    browser, plain = visit(petra), tokens.make_token(petra, name="kladblok")
    address = reverse("tokens:take_back", args=[Token.objects.get().public_id])

    assert browser.get(address).status_code == 200
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 302
    assert browser.get("/api/v1/families", headers={"Authorization": f"Bearer {plain}"}).status_code == 401


def test_nobody_sees_or_takes_back_the_token_of_another(visit: Any, petra: User, saskia: User) -> None:
    tokens.make_token(petra, name="kladblok")
    address = reverse("tokens:take_back", args=[Token.objects.get().public_id])
    browser = visit(saskia)

    assert "kladblok" not in browser.get(reverse("tokens:mine")).content.decode()
    assert browser.get(address).status_code == 404
    browser.post(address)
    assert Token.objects.exists()


def test_whoever_has_an_account_finds_the_page_by_asking_for_help(visit: Any, petra: User, saskia: User) -> None:
    address = reverse("tokens:mine")

    shown = [f'href="{address}"' in visit(user).get(reverse("help")).content.decode() for user in (petra, saskia, None)]

    assert shown == [True, True, False]


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Een sleutel is een lang geheim woord"), ("en", "A token is a long secret word")]
)
def test_it_speaks_both_languages(visit: Any, petra: User, settings: Any, language: str, words: str) -> None:
    browser = visit(petra)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    assert words in browser.get(reverse("tokens:mine")).content.decode()
