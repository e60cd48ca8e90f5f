"""How long somebody stays in: a device that was left alone, and one that is never left, are both closed in time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from fgc.accounts import sessions
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.pages import staying

pytestmark = pytest.mark.django_db
BEGIN = "2030-01-07T09:00:00+01:00"
MINUTE = timedelta(minutes=1)
# Who, the page that opens, how many minutes without a sign of life, how many hours at most.
STAYS = [("mirjam", "/desk/", 15, 12), ("erik", "/matching/", 15, 12), ("saskia", "/second-step/", 20, 24)]


@pytest.mark.parametrize(("who", "address", "minutes", "hours"), STAYS)
def test_a_device_that_was_left_alone_is_closed(
    visit: Any, request: Any, who: str, address: str, minutes: int, hours: int
) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        client = visit(request.getfixturevalue(who))
        assert client.get(address).status_code == 200
        clock.shift(minutes * MINUTE - timedelta(seconds=1))
        assert client.get(address).status_code == 200

        clock.shift(minutes * MINUTE)

        assert client.get(address).headers["Location"] == f"/enter/?next={address}"
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("who", "address", "minutes", "hours"), STAYS)
def test_a_device_that_is_never_left_is_closed_after_some_hours(
    visit: Any, request: Any, who: str, address: str, minutes: int, hours: int
) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        client = visit(request.getfixturevalue(who))
        for _some_minutes in range(hours * 60 // 10):
            assert client.get(address).status_code == 200
            clock.shift(10 * MINUTE)

        assert client.get(address).headers["Location"].startswith("/enter/")


def test_pressing_that_one_is_still_here_is_a_sign_of_life(visit: Any, mirjam: User) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        client = visit(mirjam)
        client.get("/desk/")
        for _time in range(3):
            clock.shift(14 * MINUTE)
            assert client.post("/stay/").status_code == 204

        assert client.get("/desk/").status_code == 200


def test_what_was_typed_in_a_session_that_ended_is_not_done(visit: Any, saskia: User, family: Family) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        client = visit(saskia)
        client.get(f"/families/{family.pk}/")
        clock.shift(21 * MINUTE)

        answer = client.post(reverse("families:stop", args=[family.pk]), {"words": "Genoeg."})

    assert answer.headers["Location"].startswith("/enter/")
    family.refresh_from_db()
    assert family.ended_at is None


def test_not_every_page_writes_in_the_session(visit: Any, mirjam: User) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        client = visit(mirjam)
        client.get("/desk/")
        first = client.session[sessions.LAST_SIGN]
        clock.shift(timedelta(seconds=10))
        client.get("/desk/")
        second = client.session[sessions.LAST_SIGN]
        clock.shift(timedelta(seconds=30))
        client.get("/desk/")

        assert first == second < client.session[sessions.LAST_SIGN]


@pytest.mark.parametrize(("who", "seconds"), [("mirjam", 900), ("saskia", 1200)])
def test_a_page_warns_before_the_session_ends(visit: Any, family: Family, request: Any, who: str, seconds: int) -> None:
    page = visit(request.getfixturevalue(who)).get("/second-step/").content.decode()

    assert f'data-session-seconds="{seconds}"' in page


def test_nobody_is_warned_who_is_not_in() -> None:
    assert "data-session-seconds" not in Client().get("/help/").content.decode()


def test_the_cookie_goes_with_the_browser(visit: Any, saskia: User) -> None:
    client = visit()
    client.post("/enter/", {"email": saskia.email})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_only_in_the_demo_one_is_in_without_the_second_step(mirjam: User, settings: Any) -> None:
    client = Client()
    client.force_login(mirjam, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[staying.BY_DEMO] = True
    session.save()

    settings.DEMO = True
    in_the_demo = client.get("/desk/").status_code
    settings.DEMO = False

    assert in_the_demo == 200
    assert client.get("/desk/").headers["Location"] == "/second-step/"
