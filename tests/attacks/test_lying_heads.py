"""What a browser or a proxy may claim about a request, and tokens and links that are nearly right: all of it in vain.

Everything that is stored is compared before and after.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.accounts import tokens
from fgc.accounts.models import Token, User
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import Person
from tests.entering import press
from tests.factories import at_work_for
from tests.pages.walking_the_forms import stored

pytestmark = pytest.mark.django_db

HEADS: dict[str, dict[str, str]] = {
    "another address": {"X-Original-URL": "{there}", "X-Rewrite-URL": "{there}"},
    "another verb": {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "PUT", "X-Method-Override": "PATCH"},
    "another host": {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example;proto=https"},
    "another place": {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "X-Client-IP": "10.0.0.1"},
    "another person": {"X-Forwarded-User": "saskia@post.example", "Remote-User": "saskia", "X-Remote-User": "saskia"},
    "a proxy of the house": {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Server": "localhost",
    },
    "a script of ours": {"X-Requested-With": "XMLHttpRequest", "HX-Request": "true", "HX-Current-URL": "{there}"},
}


def claims(what: str, there: str) -> dict[str, str]:
    return {name: value.format(there=there) for name, value in HEADS[what].items()}


@pytest.mark.parametrize("what", HEADS)
def test_no_claim_in_a_head_opens_or_changes_anything(visit: Any, family: Family, stranger: User, what: str) -> None:
    there = reverse("families:home", args=[family.pk])
    browsers, before = [visit(), visit(stranger)], stored()

    for browser in browsers:
        plain = [browser.get(there), browser.post(reverse("families:stop", args=[family.pk]), {"reason": "not_said"})]
        told = [
            browser.get(there, headers=claims(what, there)),
            browser.post(
                reverse("families:stop", args=[family.pk]), {"reason": "not_said"}, headers=claims(what, there)
            ),
        ]
        assert [one.status_code for one in told] == [one.status_code for one in plain]
        assert [one.headers.get("Location") for one in told] == [one.headers.get("Location") for one in plain]
        assert all("evil.example" not in str(one.headers) + one.content.decode() for one in told)
        # What everybody may see is not swapped for what nobody may.
        assert family.name not in browser.get("/privacy/", headers=claims(what, there)).content.decode()

    assert stored() == before


@pytest.mark.parametrize("field", ["_method", "X-HTTP-Method-Override", "csrfmiddlewaretoken"])
def test_a_verb_in_a_form_is_no_verb(visit: Any, family: Family, stranger: User, field: str) -> None:
    browser, before = visit(stranger), stored()

    answer = browser.post(reverse("families:home", args=[family.pk]), {field: "DELETE"})

    assert answer.status_code in (404, 405)
    assert stored() == before


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: token[:-1],
        lambda token: f"{token}a",
        lambda token: token.swapcase(),
        lambda token: token[::-1],
        lambda token: f"{token[:-1]}{'a' if token[-1] != 'a' else 'b'}",
        lambda token: f" {token}",
        lambda token: f"{token}%00",
        lambda token: "x" * 5000,
        lambda _token: "",
    ],
)
def test_a_link_that_is_nearly_right_is_not_right(visit: Any, truus: Person, bend: Any) -> None:
    token = links.open_for(at_work_for(truus), truus, via="mail")
    before, browser = stored(), visit()

    answer = press(browser, bend(token))

    assert answer.headers["Location"] == "/l/ended/"
    assert browser.get("/l/mine/").headers["Location"] == "/l/ended/"
    assert stored() == before


@pytest.mark.parametrize(
    "spoil", ["truncated", "longer", "another", "old", "taken back", "closed", "basic", "in the address"]
)
def test_a_token_that_is_nearly_right_is_not_right(saskia: User, family: Family, stranger: User, spoil: str) -> None:
    token, theirs = tokens.make_token(saskia, name="a"), tokens.make_token(stranger, name="b")
    said = {"truncated": token[:-1], "longer": f"{token}a", "another": token[:20] + theirs[20:]}.get(spoil, token)
    head = {"Authorization": f"{'Basic' if spoil == 'basic' else 'Bearer'} {said}"}
    address = f"/api/v1/families/{family.pk}"
    if spoil == "old":
        Token.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    elif spoil == "taken back":
        tokens.take_back_token(saskia, Token.objects.get(name="a").public_id)
    elif spoil == "closed":
        User.objects.filter(pk=saskia.pk).update(is_active=False)
    elif spoil == "in the address":
        head, address = {}, f"{address}?token={token}&access_token={token}"
    before = stored()

    answer = Client().get(address, headers=head)

    assert answer.status_code == 401
    assert token not in answer.content.decode()
    assert stored() == before


def test_the_right_ones_do_open_so_that_the_tables_prove_something(
    visit: Any, saskia: User, family: Family, truus: Person
) -> None:
    token = tokens.make_token(saskia, name="a")
    link = links.open_for(at_work_for(truus), truus, via="mail")

    asked = Client().get(f"/api/v1/families/{family.pk}", headers={"Authorization": f"Bearer {token}"})

    assert asked.status_code == 200
    assert press(visit(), link).headers["Location"] == "/l/mine/"
