"""Who came in, and who did not, stands in the log: by the id of the account, and with nothing that anybody typed."""

import logging
from typing import Any

import pytest
from django.test import Client

from fgc.accounts.models import User
from tests.entering import app_shows, mailed_code, with_app

pytestmark = pytest.mark.django_db
CODE, SECOND_STEP = "/enter/code/", "/enter/second-step/"


def said(caplog: Any) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name.startswith("fgc.pages")]


def test_who_came_in_and_who_did_not_stands_there_by_id(mirjam: User, caplog: Any) -> None:
    with_app(mirjam)
    client = Client()
    code = mailed_code(client, mirjam)
    with caplog.at_level(logging.INFO):
        client.post(CODE, {"code": "WRONG-ONE1"})
        client.post(CODE, {"code": code})
        client.post(SECOND_STEP, {"code": "000000"})
        client.post(SECOND_STEP, {"code": app_shows()})

    assert said(caplog) == [
        f"a code to come in was refused: account {mirjam.pk}",
        f"a second step was refused: account {mirjam.pk}",
        f"account {mirjam.pk} came in by code, totp",
    ]
    assert not [secret for secret in (mirjam.email or "", code, "000000") if secret in caplog.text]


def test_a_code_for_an_address_that_we_do_not_know_is_refused_for_nobody(caplog: Any) -> None:
    client = Client()
    client.post("/enter/", {"email": "niemand@post.example"})
    with caplog.at_level(logging.INFO):
        client.post(CODE, {"code": "WRONG-ONE1"})

    assert said(caplog) == ["a code to come in was refused: account none"]
    assert "niemand" not in caplog.text
