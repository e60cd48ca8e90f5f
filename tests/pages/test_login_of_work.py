"""Coming in with the login of one's own organisation, tying it to an account, and being logged out from there."""

from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from fgc.accounts import login_servers, second_step
from fgc.accounts.models import LoginServer, OutsideLogin, User
from tests import factories, login_server
from tests.entering import app_shows, come_in, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Any:
    with login_server.at_work() as there:
        yield there


@pytest.fixture
def server(there: Any) -> LoginServer:
    return login_servers.open_server(
        slug="zilverdam",
        name="Gemeente Zilverdam",
        issuer=there.issuer,
        client_id=login_server.CLIENT,
        secret=login_server.SECRET,
        proofs="mfa http://schemas.example/strong",
    )


@pytest.fixture
def tied(server: LoginServer, mirjam: User) -> User:
    login_servers.tie(with_app(mirjam), server, "person-1")
    return mirjam


def begins(client: Client, address: str = "/enter/with/zilverdam/") -> str:
    answer = client.get(address)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def comes_back(client: Client, there: Any, address: str) -> Any:
    return client.get(there.lets_in(address).removeprefix("http://127.0.0.1:8000"))


def enters(client: Client, there: Any) -> Any:
    return comes_back(client, there, begins(client))


def test_a_coordinator_comes_in_with_the_login_of_work_in_two_steps_there(there, tied):
    client = Client()
    assert "Gemeente Zilverdam" in client.get("/enter/with/").content.decode()
    assert "/enter/with/" in client.get("/enter/").content.decode()

    assert enters(client, there).headers["Location"] == "/mine/"

    assert client.get("/desk/").status_code == 200
    assert OutsideLogin.objects.get(user=tied).used_at is not None
    asked = parse_qs(urlsplit(begins(Client())).query)
    assert asked["scope"] == ["openid"]
    assert asked["max_age"] == [str(12 * 60 * 60)]


@pytest.mark.parametrize(
    "claims", [{"amr": None}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"amr": [["mfa"]]}, {"acr": 1, "amr": None}]
)
def test_without_a_second_step_there_our_own_is_asked(there, tied, claims):
    there.claims, client = claims, Client()

    assert enters(client, there).headers["Location"] == "/enter/second-step/"
    assert client.get("/desk/").status_code == 302

    client.post("/enter/second-step/", {"code": app_shows()})
    assert client.get("/desk/").status_code == 200


def test_a_level_proves_it_as_well_as_a_way(there, tied):
    there.claims = {"amr": None, "acr": "http://schemas.example/strong"}

    assert enters(Client(), there).headers["Location"] == "/mine/"


def test_a_second_step_of_an_hour_ago_is_none_for_what_asks_again(there, tied):
    there.claims, client = {"auth_time": int(timezone.now().timestamp()) - 3600}, Client()
    enters(client, there)

    assert client.get("/second-step/codes/").headers["Location"].startswith("/second-step/again/")


def test_who_is_not_tied_learns_how_and_nothing_is_made(there, server, mirjam):
    there.claims = {"email": mirjam.email, "email_verified": True}
    before = User.objects.count()

    answer = enters(Client(), there)

    assert answer.status_code == 409
    assert "opent hier nog niets" in answer.content.decode()
    assert (User.objects.count(), OutsideLogin.objects.count()) == (before, 0)


@pytest.mark.parametrize("changes", [{"is_active": False}, {"work": "none"}])
def test_a_closed_account_stays_closed(there, tied, changes):
    User.objects.filter(pk=tied.pk).update(**changes)

    assert enters(Client(), there).status_code == 409


def test_a_login_is_tied_after_the_second_step_and_a_press(there, server, mirjam):
    there.claims = {"preferred_username": "m.tolhuis"}
    client = come_in(Client(), mirjam)
    assert "Gemeente Zilverdam" in client.get("/second-step/").content.decode()

    asked = comes_back(client, there, begins(client, "/second-step/login/add/zilverdam/"))
    assert asked.headers["Location"] == "/second-step/login/"
    assert "m.tolhuis" in client.get("/second-step/login/").content.decode()
    assert not OutsideLogin.objects.exists()
    elsewhere = come_in(Client(), mirjam)
    assert client.post("/second-step/login/").headers["Location"] == "/second-step/"

    assert OutsideLogin.objects.get().user == mirjam
    assert elsewhere.get("/desk/").status_code == 302
    assert enters(Client(), there).headers["Location"] == "/mine/"


def test_tying_needs_a_second_step_of_short_ago(there, server, mirjam):
    client = come_in(Client(), mirjam)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = client.get("/second-step/login/add/zilverdam/")

    assert answer.headers["Location"].startswith("/second-step/again/")
    assert there.served == []


def test_who_was_lured_through_a_login_ties_nothing(there, server, mirjam, petra):
    lured, other = come_in(Client(), mirjam), come_in(Client(), petra)
    address = there.lets_in(begins(other, "/second-step/login/add/zilverdam/"))

    assert lured.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 409
    assert lured.get("/second-step/login/").headers["Location"] == "/second-step/"
    assert lured.post("/second-step/login/").status_code == 302
    assert not OutsideLogin.objects.exists()


def test_one_login_is_one_account_and_one_account_has_one_login(there, tied, petra, server):
    with login_server.at_work() as other:
        second = login_servers.open_server(slug="b", name="B", issuer=other.issuer, client_id="c", secret="s")
        for user, at, code in ((with_app(petra), server, "taken"), (tied, second, "twice")):
            with pytest.raises(Exception) as no:
                login_servers.tie(user, at, "person-1")
            assert no.value.code == code

    assert login_servers.tie(tied, server, "person-1") == OutsideLogin.objects.get()


def test_a_family_and_who_has_no_second_step_tie_nothing(server, saskia, petra):
    for user in (with_app(saskia), petra):
        with pytest.raises(Exception) as no:
            login_servers.tie(user, server, "person-9")
        assert no.value.code == "wrong_moment"


def test_it_is_taken_away_again(there, tied):
    client = come_in(Client(), tied)
    assert "Gemeente Zilverdam" in client.get("/second-step/login/take-away/").content.decode()

    client.post("/second-step/login/take-away/")

    assert enters(Client(), there).status_code == 409
    assert client.get("/second-step/login/take-away/").headers["Location"] == "/second-step/"


def test_the_operator_opens_and_closes_it(there, mirjam, tmp_path, settings):
    (tmp_path / "secret").write_text(f"{login_server.SECRET}\n")
    said = StringIO()
    wishes = {"slug": "x", "name": "X", "issuer": there.issuer, "client_id": login_server.CLIENT}
    call_command("open_login_server", **wishes, secret_file=str(tmp_path / "secret"), proofs="mfa", stdout=said)
    assert "/enter/with/x/back/" in said.getvalue()
    row = LoginServer.objects.get()
    assert login_server.SECRET not in str(row.__dict__)
    login_servers.tie(with_app(mirjam), row, "person-1")
    client = Client()
    enters_x = begins(client, "/enter/with/x/")
    assert comes_back(client, there, enters_x).headers["Location"] == "/mine/"

    call_command("close_login_server", slug="x", stdout=said)

    assert client.get("/desk/").status_code == 302
    assert client.get("/enter/with/x/").status_code == 404
    with pytest.raises(CommandError):
        call_command("close_login_server", slug="y", stdout=said)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-" * 6
    call_command("seal_anew", stdout=said)
    settings.SECRET_KEY_FALLBACKS = []
    assert login_servers.seal_all_anew() == 1


@pytest.mark.parametrize(
    ("issuer", "secret_file"),
    [
        ("http://login.example", "-"),
        ("https://login.example/?a=b", "-"),
        ("https://user:word@login.example", "-"),
        ("ftp://login.example", "-"),
        ("nonsense", "-"),
        ("https://login.example", "/there/is/none"),
    ],
)
def test_what_is_no_issuer_is_refused_in_a_sentence(issuer, secret_file, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("secret"))
    with pytest.raises(CommandError):
        call_command("open_login_server", slug="x", name="X", issuer=issuer, client_id="c", secret_file=secret_file)

    assert not LoginServer.objects.exists()


def test_an_issuer_is_never_changed_under_the_same_name(server):
    for slug, issuer in (("zilverdam", "https://login.example"), ("other", server.issuer)):
        with pytest.raises(Exception) as no:
            login_servers.open_server(slug=slug, name="X", issuer=issuer, client_id="c", secret="s")
        assert no.value.field == "issuer"


def says(token: str) -> Any:
    return Client(enforce_csrf_checks=True).post("/enter/with/zilverdam/log-out/", {"logout_token": token})


def test_who_logs_out_there_is_out_here(there, tied):
    client = Client()
    enters(client, there)
    token = there.log_out_token()

    assert says(token).status_code == 200

    assert client.get("/desk/").status_code == 302
    assert says(token).status_code == 400
    assert says(there.log_out_token(jti="number-2", sub="nobody")).status_code == 200


@pytest.mark.parametrize(
    "lie",
    [
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"aud": "another"}},
        {"claims": {"iat": 1}},
        {"claims": {"exp": 1}},
        {"claims": {"events": None}},
        {"claims": {"events": {"other": {}}}},
        {"claims": {"events": [login_server.LOGOUT]}},
        {"claims": {"nonce": "x"}},
        {"claims": {"jti": None}},
        {"claims": {"sub": None}},
        {"head": {"typ": "JWT"}},
        {"key": login_server.OTHER_KEY},
    ],
    ids=lambda changes: repr(changes) if "key" not in changes else "another key",
)
def test_a_logout_that_the_server_did_not_say_ends_nothing(there, tied, lie):
    client = Client()
    enters(client, there)
    there.head, there.key = lie.get("head", {}), lie.get("key", login_server.KEY)

    assert says(there.log_out_token(**lie.get("claims", {}))).status_code == 400

    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 20_000])
def test_garbage_ends_nothing(there, tied, token):
    assert says(token).status_code == 400


def test_an_id_token_logs_nobody_out_and_a_logout_token_lets_nobody_in(there, tied):
    assert says(there.token()).status_code == 400
    there.head = {"typ": "logout+jwt"}

    assert enters(Client(), there).status_code == 409


def test_a_page_for_an_organisation_that_there_is_not(there, server):
    for path in ("", "back/", "log-out/"):
        ask = Client().post if path == "log-out/" else Client().get
        assert ask(f"/enter/with/none/{path}").status_code == 404


def test_somebody_else_who_is_in_here_stays_who_it_is(there, tied, petra):
    client = come_in(Client(), petra)

    assert enters(client, there).status_code == 409
    assert client.get("/second-step/").status_code == 200
    assert second_step.must_take_it(factories.WorkerFactory())
