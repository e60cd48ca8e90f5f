"""The login of an organisation lies, in each field once: a plain no, and nothing is stored or opened."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from django.test import Client

from fgc.accounts import login_servers
from fgc.accounts.models import LoginServer, OutsideLogin, User
from fgc.accounts.oidc import server
from tests import login_server
from tests.entering import with_app
from tests.login_server import KEY, OTHER_KEY, SMALL_KEY, pem, public

pytestmark = pytest.mark.django_db
SENTENCE = "Dat inloggen lukte niet"


@pytest.fixture
def there(mirjam: User) -> Any:
    with login_server.at_work() as there:
        opened = login_servers.open_server(
            slug="zilverdam", name="Z", issuer=there.issuer, client_id=login_server.CLIENT,
            secret=login_server.SECRET, proofs="mfa",
        )  # fmt: skip
        login_servers.tie(with_app(mirjam), opened, "person-1")
        yield there


def goes(client: Client) -> Any:
    return client.get("/enter/with/zilverdam/")


def comes_back(client: Client, address: str) -> Any:
    return client.get(address.removeprefix("http://127.0.0.1:8000"))


def is_refused(client: Client, answer: Any) -> None:
    assert answer.status_code == 409, answer.headers.get("Location")
    assert SENTENCE in answer.content.decode()
    assert client.get("/desk/").status_code == 302
    login = OutsideLogin.objects.get()
    assert (login.subject, login.used_at) == ("person-1", None)


class In(int):
    """So many seconds from the moment of the test."""


def said(value: Any, there: Any) -> Any:
    """A claim of the table below, here and now."""
    if isinstance(value, In):
        return int(time.time()) + int(value)
    return value.format(issuer=there.issuer) if isinstance(value, str) else value


CLAIMS: dict[str, dict[str, Any]] = {
    "wrong issuer": {"iss": "https://evil.example"},
    "issuer with a slash": {"iss": "{issuer}/"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "several audiences, nobody named": {"aud": [login_server.CLIENT, "somebody-else"]},
    "made for somebody else": {"azp": "somebody-else"},
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "nonce that is a number": {"nonce": 5},
    "expired": {"exp": In(-3600)},
    "no end": {"exp": None},
    "end that is a word": {"exp": "tomorrow"},
    "not yet valid": {"nbf": In(3600)},
    "made in the future": {"iat": In(3600)},
    "made long ago": {"iat": In(-3600)},
    "no moment": {"iat": None},
    "stale auth_time": {"auth_time": In(-13 * 3600)},
    "auth_time in the future": {"auth_time": In(3600)},
    "no auth_time": {"auth_time": None},
    "auth_time that is true": {"auth_time": True},
    "auth_time in words": {"auth_time": "now"},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject that is a number": {"sub": 1},
    "subject without end": {"sub": "x" * 300},
    "subject with a line": {"sub": "person-1\n"},
}


@pytest.mark.parametrize("lie", CLAIMS)
def test_a_claim_that_is_not_true(there: Any, lie: str) -> None:
    there.claims = {name: said(value, there) for name, value in CLAIMS[lie].items()}
    client = Client()

    is_refused(client, comes_back(client, there.lets_in(goes(client).headers["Location"])))


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "person-2", "email": "mirjam@werk.example", "email_verified": True},
        {"sub": "PERSON-1"},
        {"sub": "person-1 "},
    ],
)
def test_another_person_with_the_same_address_is_another_person(there: Any, mirjam: User, claims: Any) -> None:
    there.claims = {**claims, "email": mirjam.email}
    client = Client()

    answer = comes_back(client, there.lets_in(goes(client).headers["Location"]))

    assert answer.status_code == 409
    assert client.get("/desk/").status_code == 302
    assert OutsideLogin.objects.count() == 1


@pytest.mark.parametrize("claims", [{"email": "erik@werk.example", "email_verified": False}, {"email": 5}])
def test_an_address_is_not_even_looked_at(there: Any, claims: Any) -> None:
    there.claims, client = claims, Client()

    comes_back(client, there.lets_in(goes(client).headers["Location"]))

    assert client.get("/desk/").status_code == 200
    assert not User.objects.filter(email="erik@werk.example").exists()


def none_at_all(there: Any) -> None:
    there.key, there.algorithm = "", "none"


def public_half_as_secret(there: Any) -> None:
    # The library will not even make such a token: it takes what looks like a public key for a mistake.
    there.token = lambda **claims: _by_hand(there, claims)


def _by_hand(there: Any, claims: dict[str, Any]) -> str:

    now = int(time.time())
    said = {"iss": there.issuer, "aud": login_server.CLIENT, "sub": "person-1", "iat": now, "exp": now + 300, **claims}
    parts = [
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=")
        for one in ({"alg": "HS256", "kid": "one"}, said)
    ]
    mark = hmac.new(pem(KEY), b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(mark).rstrip(b"=")]).decode()


SIGNATURES = {
    "none at all": none_at_all,
    "the public half as a secret": public_half_as_secret,
    "a shared secret": lambda there: there.__dict__.update(key=login_server.SECRET * 2, algorithm="HS256"),
    "another key": lambda there: there.__dict__.update(key=OTHER_KEY),
    "a key that is too small": lambda there: there.__dict__.update(key=SMALL_KEY, keys=[public(SMALL_KEY)]),
    "an unknown number": lambda there: there.__dict__.update(head={"kid": "two"}),
    "no number among several": lambda there: there.__dict__.update(
        head={"kid": None}, keys=[public(KEY), public(OTHER_KEY, kid="two")]
    ),
    "the same number twice": lambda there: there.__dict__.update(keys=[public(KEY), public(OTHER_KEY)]),
    "no keys": lambda there: there.__dict__.update(keys=[]),
    "keys that are none": lambda there: there.__dict__.update(keys=["one", 2, None]),
    "a key for something else": lambda there: there.__dict__.update(keys=[public(KEY, use="enc")]),
    "a key for another way": lambda there: there.__dict__.update(keys=[public(KEY, alg="PS256")]),
    "a key brought along": lambda there: there.__dict__.update(
        key=OTHER_KEY, head={"jwk": public(OTHER_KEY, kid="one"), "jku": f"{there.issuer}/keys"}
    ),
    "a head that must be understood": lambda there: there.__dict__.update(head={"crit": ["b64"], "b64": False}),
    "a token for programs": lambda there: there.__dict__.update(head={"typ": "at+jwt"}),
}


@pytest.mark.parametrize("lie", SIGNATURES)
def test_a_signature_that_is_none(there: Any, lie: str) -> None:
    SIGNATURES[lie](there)
    client = Client()

    is_refused(client, comes_back(client, there.lets_in(goes(client).headers["Location"])))


def slowly() -> tuple[int, dict[str, str], bytes]:
    time.sleep(0.6)
    return 200, {}, b"{}"


ANSWERS: dict[str, Any] = {
    "garbage": lambda: (200, {}, b"<html>"),
    "a list": lambda: (200, {}, b"[]"),
    "nothing": lambda: (200, {}, b""),
    "deep": lambda: (200, {}, b"[" * 20_000),
    "endless": lambda: (200, {}, b" " * 70_000),
    "no": lambda: (500, {}, b"{}"),
    "elsewhere": lambda: (302, {"Location": "http://127.0.0.1:1/"}, b""),
    "slow": slowly,
}


@pytest.mark.parametrize("place", ["metadata", "token", "keys"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_none(there: Any, monkeypatch: Any, place: str, answer: str) -> None:
    monkeypatch.setattr(server, "SECONDS", 0.3)
    client = Client()
    address = there.lets_in(goes(client).headers["Location"])
    there.bent[place] = ANSWERS[answer]

    is_refused(client, comes_back(client, address))


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"token_endpoint": "https://evil.example/token"},
        {"token_endpoint": "http://169.254.169.254/latest/"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "http://127.0.0.1@evil.example/keys"},
        {"jwks_uri": ["{issuer}/keys"]},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "//evil.example/authorize"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_it_sends_us_to_another_house(there: Any, metadata: Any) -> None:
    there.metadata, client = metadata, Client()

    is_refused(client, goes(client))

    assert there.served == ["metadata"]


@pytest.mark.parametrize(
    "returned",
    [
        {"state": "another"},
        {"state": ""},
        {"code": ""},
        {"code": "code-99"},
        {"error": "access_denied", "code": ""},
        {"error": "server_error"},
        {"iss": "https://evil.example"},
        {"state": "é"},
    ],
    ids=str,
)
def test_the_browser_comes_back_with_something_else(there: Any, returned: dict[str, str]) -> None:
    there.returned, client = returned, Client()

    is_refused(client, comes_back(client, there.lets_in(goes(client).headers["Location"])))


def test_who_promises_to_say_who_answers_must_say_it(there: Any) -> None:
    there.metadata, client = {"authorization_response_iss_parameter_supported": True}, Client()
    is_refused(client, comes_back(client, there.lets_in(goes(client).headers["Location"])))

    there.returned = {"iss": there.issuer}

    assert comes_back(client, there.lets_in(goes(client).headers["Location"])).status_code == 302


def test_an_answer_counts_once_and_in_one_browser(there: Any) -> None:
    client, other = Client(), Client()
    address = there.lets_in(goes(client).headers["Location"])

    is_refused(other, comes_back(other, address))
    goes(other)
    is_refused(other, comes_back(other, address))
    assert comes_back(client, address).status_code == 302
    client.post("/leave/")
    OutsideLogin.objects.update(used_at=None)

    is_refused(client, comes_back(client, address))


def test_a_code_of_one_visit_does_not_do_for_another(there: Any) -> None:
    mine, theirs = Client(), Client()
    stolen = there.lets_in(goes(theirs).headers["Location"]).split("code=")[1].split("&")[0]
    there.returned = {"code": stolen}

    is_refused(mine, comes_back(mine, there.lets_in(goes(mine).headers["Location"])))


def test_a_visit_at_one_server_is_not_ended_at_another(there: Any) -> None:
    with login_server.at_work() as evil:
        login_servers.open_server(slug="evil", name="E", issuer=evil.issuer, client_id="c", secret="s")
        client = Client()
        address = there.lets_in(goes(client).headers["Location"])

        is_refused(client, comes_back(client, address.replace("/zilverdam/", "/evil/")))

        assert "token" not in evil.served


def test_too_late_is_too_late(there: Any) -> None:
    client = Client()
    address = there.lets_in(goes(client).headers["Location"])
    session = client.session
    session["asked_elsewhere"] = {**session["asked_elsewhere"], "at": time.time() - 601}
    session.save()

    is_refused(client, comes_back(client, address))


def test_nobody_lets_it_rain_on_a_login_server(there: Any) -> None:
    statuses = [goes(Client()).status_code for _number in range(31)]

    assert statuses == [302] * 30 + [409]
    assert len(there.served) == 30


def test_what_went_wrong_is_in_the_log_and_nothing_of_the_answer(there: Any, caplog: Any) -> None:
    there.claims, client = {"nonce": "secret-of-somebody", "email": "x@werk.example"}, Client()

    comes_back(client, there.lets_in(goes(client).headers["Location"]))

    assert "other_nonce" in caplog.text
    assert not [word for word in ("secret-of", "x@werk", "person-1", "code-0") if word in caplog.text]


def test_the_proof_proves_something() -> None:
    """The same lies pass where nobody looks: the table above tests what it says."""
    token = jwt.encode({"sub": "x"}, "", algorithm="none")
    assert jwt.decode(token, options={"verify_signature": False}) == {"sub": "x"}
    assert LoginServer._meta.get_field("issuer").unique
