"""The second step: nothing opens without it for who works here, and no proof counts twice or for another."""

import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from fgc.accounts import second_step, tokens
from fgc.accounts.models import Session, Token, User
from fgc.checks import routes
from fgc.families.models import Family
from fgc.pages.door import Door
from fgc.pages.middleware import door_of
from tests.access.house import FIXED
from tests.entering import BACKEND, SECRET, app_shows, come_in, for_programs, mailed_code, wait_for_mail, with_app

pytestmark = pytest.mark.django_db
CODE, AT_THE_ENTRANCE, ADD_APP = "/enter/code/", "/enter/second-step/", "/second-step/app/"


def halfway(user: User) -> Client:
    """A browser that came in with the code from the mail, and nothing else."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def after_the_mail(user: User) -> Client:
    """A browser that typed the code from the mail, of an account with a second step."""
    client = Client()
    answer = client.post(CODE, {"code": mailed_code(client, user)})
    assert answer.headers["Location"] == AT_THE_ENTRANCE
    return client


def is_in(client: Client) -> bool:
    return client.get("/mine/").headers.get("Location", "") not in ("/enter/?next=/mine/", "/enter/", "/second-step/")


def shown_secret(page: Any) -> str:
    found = re.search(r'<strong class="secret">([A-Z2-7 ]+)</strong>', page.content.decode())
    assert found
    return found.group(1).replace(" ", "")


def shown_codes(page: Any) -> list[str]:
    return re.findall(r'<li class="code">(\d{8})</li>', page.content.decode())


def add_app(client: Client) -> list[str]:
    """Sets up an app as a person would; returns the codes for an emergency."""
    secret = shown_secret(client.get(ADD_APP))
    return shown_codes(client.post(ADD_APP, {"code": app_shows(secret)}))


def test_somebody_who_works_here_is_led_to_the_second_step_and_comes_in_after_it(mirjam: User) -> None:
    client = Client()
    page = client.post(CODE, {"code": mailed_code(client, mirjam)}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("second_step")

    codes = add_app(client)

    assert len(codes) == 10
    assert client.get("/mine/").headers["Location"] == reverse("desk:desk")
    wait_for_mail()
    # The code, that it was a new device, and that the way in was changed.
    assert [letter.to for letter in mail.outbox] == [[mirjam.email]] * 3
    assert not [letter for letter in mail.outbox if "Mirjam" in letter.body]


@pytest.mark.parametrize("who", ["mirjam", "erik", "petra"])
def test_without_it_no_page_of_a_family_and_none_of_the_work_opens(who: str, request: Any, family: Family) -> None:
    client = halfway(request.getfixturevalue(who))
    known = FIXED
    closed = 0
    for address, name, view in routes():
        door = door_of(view)
        if not isinstance(door, Door) or door.kind in ("public", "link", "step", "watch", "hook"):
            continue
        parts = re.findall(r"<(?:(\w+):)?(\w+)>", address)
        place = reverse(name, kwargs={key: known.get(key, family.pk) for _kind, key in parts})
        for verb in door.verbs:
            answer = client.generic(verb, place)
            assert (answer.status_code, answer.headers["Location"]) == (302, reverse("second_step")), (verb, name)
            closed += 1

    assert closed > 150


def test_the_pages_that_are_open_halfway_are_these_and_no_others() -> None:
    doors = {name: door_of(view) for _address, name, view in routes()}

    assert {name for name, door in doors.items() if isinstance(door, Door) and door.kind == "step"} == {
        "second_step", "second_step_app", "second_step_passkey", "second_step_codes", "second_step_take_away",
        "enrol", "second_step_login", "second_step_tie", "second_step_untie",
        "mfa_reauthenticate", "leave_everywhere", "stay", "where", "end_stay", "end_other_stays",
    }  # fmt: skip


def test_without_it_no_token_opens_anything(mirjam: User, family: Family) -> None:
    plain = tokens.make_token(mirjam, name="kladblok")
    asked = {"headers": {"Authorization": f"Bearer {plain}"}}
    before = Client().get("/api/v1/families", **asked)  # type: ignore[arg-type]  # the client takes any keyword
    for_programs(mirjam)

    after = Client().get("/api/v1/families", **asked)  # type: ignore[arg-type]  # the client takes any keyword

    assert (before.status_code, after.status_code) == (401, 200)


def test_a_family_comes_in_with_the_code_alone(saskia: User, family: Family) -> None:
    client = Client()

    page = client.post(CODE, {"code": mailed_code(client, saskia)}, follow=True)

    assert page.redirect_chain[-1][0] == f"/families/{family.pk}/"


def test_a_family_may_add_it_and_is_then_asked_for_it(saskia: User, visit: Any) -> None:
    add_app(visit(saskia))
    with time_machine.travel("2030-01-01", tick=True):
        client = after_the_mail(saskia)

    assert not is_in(client)


def test_the_code_of_the_app_lets_in_and_leads_where_one_was_going(mirjam: User, family: Family) -> None:
    with_app(mirjam)
    client, wanted = Client(), f"/families/{family.pk}/question/"
    code = mailed_code(client, mirjam, next=wanted)
    client.post(CODE, {"code": code, "next": wanted})

    answer = client.post(AT_THE_ENTRANCE, {"code": app_shows()})

    assert answer.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "0" * 20, "x" * 400, "é", "\x00", "12 34 56", "-1"])
def test_a_wrong_code_lets_nobody_in(mirjam: User, code: str) -> None:
    client = after_the_mail(with_app(mirjam))

    assert client.post(AT_THE_ENTRANCE, {"code": code}).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("periods_ago", [2, 20, -2])
def test_a_code_of_another_time_lets_nobody_in(mirjam: User, periods_ago: int) -> None:
    client = after_the_mail(with_app(mirjam))

    assert client.post(AT_THE_ENTRANCE, {"code": app_shows(periods_ago=periods_ago)}).status_code == 422
    assert not is_in(client)


def test_a_code_of_the_app_works_once_for_as_long_as_it_would_fit(mirjam: User) -> None:
    with_app(mirjam)
    with time_machine.travel("2030-01-01T10:00:01+00:00", tick=False) as clock:
        code = app_shows(periods_ago=-1)
        assert after_the_mail(mirjam).post(AT_THE_ENTRANCE, {"code": code}).status_code == 302
        # The library's own memory of it ends after 30 seconds; the code still fits.
        for _step in range(2):
            clock.shift(29)
            again = after_the_mail(mirjam)
            assert again.post(AT_THE_ENTRANCE, {"code": code}).status_code == 422
            assert not is_in(again)


def test_the_code_that_set_up_the_app_does_not_let_in(mirjam: User) -> None:
    with time_machine.travel("2030-01-01T10:00:01+00:00", tick=False):
        first = halfway(mirjam)
        code = app_shows(shown_secret(first.get(ADD_APP)))
        assert first.post(ADD_APP, {"code": code}).status_code == 200

        assert after_the_mail(mirjam).post(AT_THE_ENTRANCE, {"code": code}).status_code == 422


def test_the_code_of_another_account_lets_nobody_in(mirjam: User, erik: User) -> None:
    add_app(halfway(mirjam))
    with_app(erik)
    client = after_the_mail(mirjam)

    assert client.post(AT_THE_ENTRANCE, {"code": app_shows(SECRET)}).status_code == 422
    assert not is_in(client)


def test_guessing_ends_after_a_few_tries_even_with_the_right_code(mirjam: User) -> None:
    client = after_the_mail(with_app(mirjam))
    for _try in range(5):
        assert client.post(AT_THE_ENTRANCE, {"code": "000000"}).status_code == 422

    refused = client.post(AT_THE_ENTRANCE, {"code": app_shows()})

    assert refused.status_code == 429
    assert not is_in(client)


def test_without_a_counter_nobody_comes_in(mirjam: User, settings: Any, caplog: Any) -> None:
    caplog.expect_errors = True
    client = after_the_mail(with_app(mirjam))
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert client.post(AT_THE_ENTRANCE, {"code": app_shows()}).status_code == 503
    assert not is_in(client)


def test_the_second_step_without_the_first_leads_to_the_entrance(mirjam: User) -> None:
    with_app(mirjam)

    assert Client().post(AT_THE_ENTRANCE, {"code": app_shows()}).headers["Location"] == "/enter/"


def test_a_code_for_an_emergency_works_once_and_only_after_the_mail(mirjam: User) -> None:
    [code, *_rest] = add_app(halfway(mirjam))
    assert Client().post(AT_THE_ENTRANCE, {"code": code}).headers["Location"] == "/enter/"

    first, second = after_the_mail(mirjam), after_the_mail(mirjam)
    answers = [one.post(AT_THE_ENTRANCE, {"code": code}).status_code for one in (first, second)]

    assert answers == [302, 422]
    assert (is_in(first), is_in(second)) == (True, False)
    assert second_step.codes_left(mirjam) == 9


def test_codes_for_an_emergency_are_made_anew_after_the_second_step_of_just_now(mirjam: User) -> None:
    client = halfway(mirjam)
    old = add_app(client)
    assert "10 noodcodes" in client.get("/second-step/").content.decode()

    new = shown_codes(client.post("/second-step/codes/"))
    page = client.get("/second-step/codes/")

    assert not set(old) & set(new)
    assert shown_codes(page) == []
    assert after_the_mail(mirjam).post(AT_THE_ENTRANCE, {"code": old[0]}).status_code == 422


@pytest.mark.parametrize("address", ["/second-step/codes/", "/second-step/passkey/"])
def test_who_was_away_from_the_device_takes_the_step_again_first(mirjam: User, address: str) -> None:
    with time_machine.travel("2030-01-01T10:00:01+00:00", tick=False) as clock:
        client = come_in(Client(), mirjam)
        clock.shift(301)
        for verb in ("GET", "POST"):
            assert client.generic(verb, address).headers["Location"].startswith("/second-step/again/?next=")

        assert client.post("/second-step/again/", {"code": "000000", "next": address}).status_code == 422
        answer = client.post("/second-step/again/", {"code": app_shows(), "next": address})

        assert answer.headers["Location"] == address
        assert client.get(address).status_code == 200


def test_after_the_step_again_one_goes_nowhere_but_here(mirjam: User) -> None:
    client = come_in(Client(), mirjam)

    answer = client.post("/second-step/again/", {"code": app_shows(), "next": "https://evil.example/"})

    assert answer.headers["Location"] == reverse("second_step")


def test_who_works_here_keeps_one_and_others_may_go_without(mirjam: User, saskia: User) -> None:
    for user, status, left in ((mirjam, 409, True), (saskia, 302, False)):
        client = halfway(user)
        add_app(client)
        number = second_step.means_of(user)[0].number

        assert client.post(f"/second-step/{number}/take-away/").status_code == status
        assert second_step.can_take_it(user) is left
        assert Authenticator.objects.filter(user=user).exists() is left


def test_nobody_sees_or_takes_away_the_app_of_another(mirjam: User, erik: User) -> None:
    address = f"/second-step/{second_step.means_of(with_app(erik))[0].number}/take-away/"
    client = come_in(Client(), mirjam)
    Authenticator.objects.create(user=mirjam, type="webauthn", data={"name": "telefoon"})

    assert client.get(address).status_code == 404
    client.post(address)
    assert second_step.can_take_it(erik)


def test_a_session_from_before_the_second_step_was_set_up_elsewhere_must_come_in_anew(mirjam: User) -> None:
    client = halfway(mirjam)
    with_app(mirjam)

    assert client.get("/desk/").headers["Location"] == "/enter/"
    assert client.get("/desk/").headers["Location"] == "/enter/?next=/desk/"


def test_halfway_nobody_adds_a_second_app_to_an_account_that_has_one(mirjam: User) -> None:
    client = halfway(mirjam)
    with_app(mirjam)

    for address in ("/second-step/passkey/", "/second-step/codes/"):
        assert client.post(address).headers["Location"].startswith("/second-step/again/")
    assert len(second_step.means_of(mirjam)) == 1


def test_setting_up_ends_every_other_session(mirjam: User) -> None:
    here, elsewhere = halfway(mirjam), halfway(mirjam)

    add_app(here)

    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert elsewhere.get("/second-step/").headers["Location"].startswith("/enter/")


def test_whoever_reads_the_database_cannot_take_the_step(mirjam: User) -> None:
    client = halfway(mirjam)
    secret = shown_secret(client.get(ADD_APP))
    half_set_up = all_that_is_stored()
    codes = shown_codes(client.post(ADD_APP, {"code": app_shows(secret)}))

    for stored in (half_set_up, all_that_is_stored()):
        assert not [word for word in (secret, *codes) if word in stored]


def all_that_is_stored() -> str:
    """Every row as text, with what sessions hold in a form that can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM mfa_authenticator t")
        rows = cursor.fetchone()[0]
    return f"{rows} {[session.get_decoded() for session in Session.objects.all()]}"


def test_a_new_key_of_the_house_opens_what_the_old_one_sealed(mirjam: User, settings: Any, capsys: Any) -> None:
    codes = add_app(halfway(mirjam))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key" * 6
    assert after_the_mail(mirjam).post(AT_THE_ENTRANCE, {"code": codes[0]}).status_code == 302

    call_command("seal_anew")
    settings.SECRET_KEY_FALLBACKS = []

    assert "2 secrets" in capsys.readouterr().out
    assert after_the_mail(mirjam).post(AT_THE_ENTRANCE, {"code": codes[1]}).status_code == 302


def test_with_a_lost_key_nobody_comes_in(mirjam: User, settings: Any) -> None:
    codes = add_app(halfway(mirjam))
    settings.SECRET_KEY = "another-key" * 6
    client = after_the_mail(mirjam)

    assert client.post(AT_THE_ENTRANCE, {"code": codes[0]}).status_code in (409, 422)
    assert not is_in(client)


def test_the_operator_sets_it_back_and_everything_begins_anew(mirjam: User, saskia: User) -> None:
    other, client = halfway(saskia), come_in(Client(), mirjam)
    tokens.make_token(mirjam, name="kladblok")
    assert is_in(client)

    call_command("reset_second_factor", email=mirjam.email.upper())

    assert not is_in(client)
    assert not Token.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[mirjam.email]]
    anew = Client()
    page = anew.post(CODE, {"code": mailed_code(anew, mirjam)}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("enrol")
    assert is_in(other)


def test_the_operator_hears_when_there_is_no_such_account() -> None:
    with pytest.raises(CommandError):
        call_command("reset_second_factor", email="niemand@post.example")


def test_logging_out_everywhere_ends_every_browser(mirjam: User) -> None:
    here, elsewhere = come_in(Client(), mirjam), come_in(Client(), mirjam)
    assert here.get("/leave/everywhere/").status_code == 405

    assert here.post("/leave/everywhere/").headers["Location"] == "/"

    assert not is_in(here)
    assert not is_in(elsewhere)
