"""The own device and a shared one; where somebody is logged in; and a word to the owner after a new device."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client

from fgc.accounts.models import Device, Session, User
from fgc.families.models import Family
from fgc.pages.entrance.login import KNOWN, MAIL
from tests import texting
from tests.entering import app_shows, come_in, mailed_code, wait_for_mail, with_app
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BEGIN = "2030-01-07T09:00:00+01:00"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148"}


@pytest.fixture
def clock() -> Any:
    """A clock that only goes on when the test says so."""
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield clock


def comes_in(user: User, client: Client | None = None, **answers: str) -> Client:
    """Comes in with a code, with this answer to the question of the shared device."""
    client = client or Client()
    client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    client.post("/enter/code/", {"code": mailed_code(client, user), **answers})
    wait_for_mail()
    return client


def is_in(client: Client) -> bool:
    return client.get("/logged-in/").status_code == 200


@pytest.mark.parametrize("answers", [{}, {"device": "shared"}])
def test_who_says_nothing_is_on_a_shared_device(clock: Any, saskia: User, answers: dict[str, str]) -> None:
    client = comes_in(saskia, **answers)

    for name in (settings.SESSION_COOKIE_NAME, "u"):
        assert (client.cookies[name]["max-age"], client.cookies[name]["expires"]) == ("", "")
    clock.shift(timedelta(minutes=21))
    assert not is_in(client)
    assert client.post("/enter/", {"email": saskia.email}).headers["Location"] == "/enter/code/"


def test_the_question_stands_on_the_page_and_is_on_by_default(saskia: User) -> None:
    client = Client()
    mailed_code(client, saskia)

    page = client.get("/enter/code/").content.decode()

    assert "Gebruikt iemand anders dit toestel ook?" in page
    assert 'value="shared" id="id_device_0" checked' in " ".join(page.split())


def test_an_answer_that_is_not_there_is_refused(saskia: User) -> None:
    client = Client()
    answer = client.post("/enter/code/", {"code": mailed_code(client, saskia), "device": "mine"})

    assert answer.status_code == 422
    assert not is_in(client)


def test_on_the_own_device_one_stays_longer_and_needs_no_code_for_a_while(clock: Any, saskia: User) -> None:
    client = comes_in(saskia, device="own")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 24 * 60 * 60
    clock.shift(11 * HOUR)
    assert is_in(client)
    clock.shift(14 * HOUR)
    assert not is_in(client)

    sent = len(mail.outbox)
    assert client.post("/enter/", {"email": saskia.email}).headers["Location"] == "/mine/"
    assert is_in(client)
    assert len(mail.outbox) == sent
    # Coming in without a code makes it no longer: thirty days after the last code it asks again.
    clock.shift(29 * DAY + 23 * HOUR)
    assert client.post("/enter/", {"email": saskia.email}).headers["Location"] == "/enter/code/"


def test_what_can_not_be_undone_asks_who_came_in_without_a_code(clock: Any, saskia: User, family: Family) -> None:
    client = comes_in(saskia, device="own")
    clock.shift(25 * HOUR)
    client.post("/enter/", {"email": saskia.email})

    for address in (f"/families/{family.pk}/end/erase/", "/second-step/app/", "/logged-in/end-others/"):
        page = client.post(address, {"typed_name": family.name})
        assert (page.status_code, "Ben jij het nog?" in page.content.decode()) == (200, True)


def test_the_device_of_one_lets_no_other_in_and_a_made_up_sign_nobody(saskia: User, marleen: User) -> None:
    client = comes_in(saskia, device="own")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    stranger = Client()
    stranger.cookies["u"] = "x" * 43

    for browser, email in ((client, marleen.email), (stranger, saskia.email), (client, "niemand@post.example")):
        assert browser.post("/enter/", {"email": email}).headers["Location"] == "/enter/code/"


def test_a_sign_that_somebody_put_in_the_browser_or_read_there_opens_nothing_later(saskia: User) -> None:
    planted = Client()
    planted.cookies["u"] = "a-sign-that-he-knows"
    shared = comes_in(saskia, planted)
    read_there = shared.cookies["u"].value

    home = comes_in(saskia, shared, device="own")

    for sign in ("a-sign-that-he-knows", read_there):
        elsewhere = Client()
        elsewhere.cookies["u"] = sign
        assert elsewhere.post("/enter/", {"email": saskia.email}).headers["Location"] == "/enter/code/"
    home.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert home.post("/enter/", {"email": saskia.email}).headers["Location"] == "/mine/"


def test_who_else_is_known_by_a_browser_stays_so(saskia: User, marleen: User) -> None:
    client = comes_in(saskia, device="own")

    comes_in(marleen, client)

    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert client.post("/enter/", {"email": saskia.email}).headers["Location"] == "/mine/"


def test_who_works_here_has_no_own_device(clock: Any, mirjam: User) -> None:
    with_app(mirjam)
    client = comes_in(mirjam, device="own")

    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    client.post("/enter/second-step/", {"code": app_shows()})
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert client.post("/enter/", {"email": mirjam.email}).headers["Location"] == "/enter/code/"


def test_a_second_step_is_asked_on_the_own_device_too(clock: Any, saskia: User) -> None:
    client = comes_in(saskia, device="own")
    with_app(saskia)
    clock.shift(25 * HOUR)

    assert client.post("/enter/", {"email": saskia.email}).headers["Location"] == "/enter/second-step/"


@pytest.mark.parametrize("address", ["/leave/", "/exit/"])
def test_who_logs_out_or_leaves_fast_is_not_known_there_any_more(saskia: User, address: str) -> None:
    client = comes_in(saskia, device="own")

    client.post(address)

    assert not Device.objects.exists()
    assert client.cookies["u"].value == ""


def test_a_device_that_is_new_is_told_to_the_owner_and_only_then(saskia: User) -> None:
    client = comes_in(saskia)
    [_code, notice] = mail.outbox
    comes_in(saskia, client)

    assert "toestel dat we nog niet kennen" in notice.body
    assert notice.to == [saskia.email]
    assert not [word for word in ("Saskia", "Noor", "kring", "http", "iPhone") if word in notice.body + notice.subject]
    assert len(mail.outbox) == 3
    comes_in(saskia)
    assert "toestel dat we nog niet kennen" in mail.outbox[-1].body


def test_where_nobody_can_be_told_nothing_breaks(db: Any) -> None:
    from fgc.pages.entrance.device import tell_of_new_device  # noqa: PLC0415

    tell_of_new_device(UserFactory(email=None))
    tell_of_new_device(UserFactory(email=None, phone="+31612345678"))
    wait_for_mail()

    assert not mail.outbox


def test_by_text_message_it_is_told_three_times_a_day_at_most(settings: Any) -> None:
    from fgc.pages.entrance.device import tell_of_new_device, tell_owner  # noqa: PLC0415

    with texting.at_work() as company:
        settings.SMS_URL, settings.SMS_TOKEN = company.address, texting.TOKEN
        somebody = UserFactory(email=None, phone="+31612345678")
        for tell in (tell_of_new_device, tell_owner, tell_of_new_device, tell_owner):
            tell(somebody)
            wait_for_mail()

    words = company.words_to("0031612345678")
    assert ["veranderd" in one for one in words] == [False, True, False]
    assert ["nieuw toestel" in one for one in words] == [True, False, True]


def test_the_own_list_tells_the_devices_apart_and_names_no_key(saskia: User, marleen: User) -> None:
    here, there = comes_in(saskia, device="own"), Client(**PHONE)  # type: ignore[arg-type]  # any header
    comes_in(saskia, there)
    come_in(Client(), marleen)

    page = here.get("/logged-in/").content.decode()

    assert page.count('class="card') == 2
    assert "Een telefoon" in page
    assert "Hier kijk je nu" in page
    assert not [row.session_key for row in Session.objects.all() if row.session_key in page]


def mark_on(page: Any) -> str:
    text = page.content.decode()
    return str(text.split('name="which" value="')[1].split('"')[0])


def test_one_is_ended_and_is_out_at_once(saskia: User) -> None:
    here, there = comes_in(saskia), comes_in(saskia, device="own")

    done = here.post("/logged-in/end/", {"which": mark_on(here.get("/logged-in/"))})

    assert done.headers["Location"] == "/logged-in/"
    assert (is_in(here), is_in(there)) == (True, False)
    assert there.post("/enter/", {"email": saskia.email}).headers["Location"] == "/enter/code/"


@pytest.mark.parametrize("mark", ["", "x" * 32, "x" * 5000])
def test_what_is_not_there_or_of_somebody_else_ends_nothing(saskia: User, marleen: User, mark: str) -> None:
    here, there, hers = comes_in(saskia), comes_in(saskia), comes_in(marleen)
    comes_in(marleen)

    for which in (mark, mark_on(hers.get("/logged-in/"))):
        answer = here.post("/logged-in/end/", {"which": which}, follow=True)
        assert "Die was al uitgelogd" in answer.content.decode()
    assert all(is_in(client) for client in (here, there, hers))


def test_all_others_are_ended_and_this_one_stays(saskia: User, marleen: User) -> None:
    here, hers = comes_in(saskia), comes_in(marleen)
    others = [comes_in(saskia) for _number in range(2)]

    here.post("/logged-in/end-others/")

    assert is_in(here)
    assert is_in(hers)
    assert not [client for client in others if is_in(client)]


def test_a_session_that_was_left_alone_is_not_on_the_list(clock: Any, saskia: User) -> None:
    comes_in(saskia)
    clock.shift(HOUR)
    here = comes_in(saskia)

    assert here.get("/logged-in/").content.decode().count('class="card') == 1


def test_who_floods_an_address_does_not_shut_out_a_device_that_is_known(saskia: User) -> None:
    known, unknown = comes_in(saskia), Client()
    while MAIL.allows_one_more(str(saskia.email)):
        pass

    assert unknown.post("/enter/", {"email": saskia.email}).status_code == 429
    asked = []
    for _number in range(KNOWN.most + 1):
        known.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        asked.append(known.post("/enter/", {"email": saskia.email}).status_code)
    assert asked == [302] * KNOWN.most + [429]
