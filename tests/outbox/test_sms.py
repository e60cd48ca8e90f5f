"""Text messages: once, neutral, and whatever the provider does nobody waits long and nothing is told."""

import datetime
import logging
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from phonenumber_field.phonenumber import PhoneNumber, to_python

from fgc import elsewhere
from fgc.checks import text_messages_go_out_unseen
from fgc.outbox import sms
from fgc.outbox.sms import Outcome, cm
from tests import texting

NUMBER, WORDS = "+31612345678", "Je code is ABCD-EFGH."


@pytest.fixture
def company(settings):
    with texting.at_work() as company:
        settings.SMS_URL, settings.SMS_TOKEN = company.address, texting.TOKEN
        yield company


def number(typed: str) -> PhoneNumber:
    found = to_python(typed)
    assert found is not None
    return found


def test_a_message_goes_out_as_the_provider_wants_it(company):
    assert sms.send(NUMBER, WORDS) is Outcome.SENT

    [message] = company.messages
    assert message["from"] == "Bericht"
    assert message["to"] == [{"number": "0031612345678"}]
    assert message["body"] == {"type": "auto", "content": WORDS}
    assert message["allowedChannels"] == ["SMS"]
    assert company.tokens == [texting.TOKEN]


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, texting.failed(303), Outcome.REFUSED),
        (200, texting.failed(402), Outcome.REFUSED),
        (200, texting.failed(102), Outcome.LATER),
        (400, texting.failed(304), Outcome.REFUSED),
        (400, b'{"details": "malformed", "errorCode": 202, "messages": []}', Outcome.LATER),
        (401, b"", Outcome.SHUT),
        (403, b"no", Outcome.SHUT),
        (429, b"slow down", Outcome.SHUT),
        (302, b"", Outcome.SHUT),
        (500, b"<html>", Outcome.UNCERTAIN),
        (503, b"", Outcome.UNCERTAIN),
        (204, b"", Outcome.UNCERTAIN),
        (200, b"", Outcome.UNCERTAIN),
        (200, b"<html>hello</html>", Outcome.UNCERTAIN),
        (200, b"[]", Outcome.UNCERTAIN),
        (200, b"{}", Outcome.UNCERTAIN),
        (200, b'{"messages": [1]}', Outcome.UNCERTAIN),
        (200, b'{"messages": [{"status": "Dreaming"}]}', Outcome.UNCERTAIN),
        (200, b"\xff\xfe\x00", Outcome.UNCERTAIN),
        (200, b"[" * 30_000, Outcome.UNCERTAIN),
        (200, b" " * (elsewhere.LONGEST + 1), Outcome.UNCERTAIN),
    ],
)
def test_whatever_the_provider_answers_it_was_asked_once(company, caplog, status, body, outcome):
    company.status, company.body = status, body
    company.headers = {"Location": company.address} if status == 302 else {}

    with caplog.at_level(logging.INFO):
        assert sms.send(NUMBER, WORDS) is outcome

    assert len(company.asked) == 1
    assert str(outcome) in caplog.text
    assert not [secret for secret in (NUMBER, "612345678", "ABCD", texting.TOKEN) if secret in caplog.text]


@pytest.mark.parametrize("drips", [False, True])
def test_a_slow_provider_keeps_nobody_and_nothing_is_sent_again(company, monkeypatch, drips):
    monkeypatch.setattr(cm, "SECONDS", 0.2)
    company.slow_s, company.drips = (0, True) if drips else (1, False)
    began = time.monotonic()

    assert sms.send(NUMBER, WORDS) is Outcome.UNCERTAIN

    assert time.monotonic() - began < 0.9
    assert len(company.asked) == 1


def test_when_nobody_is_there_it_may_be_tried_later(settings):
    settings.SMS_URL = "http://127.0.0.1:1/v1.0/message"

    assert sms.send(NUMBER, WORDS) is Outcome.SHUT


def test_who_can_not_show_a_certificate_gets_no_message(settings, tmp_path):
    with texting.at_work(_signed_by_nobody(tmp_path)) as liar:
        settings.SMS_URL = liar.address.replace("http:", "https:")

        assert sms.send(NUMBER, WORDS) is Outcome.SHUT

    assert liar.asked == []


def _signed_by_nobody(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    paper = folder / "certificate.pem"
    plain, pem = serialization.NoEncryption(), serialization.Encoding.PEM
    paper.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return paper


@pytest.mark.parametrize(
    ("typed", "can"),
    [("06 12 34 56 78", True), ("020 123 4567", False), ("0900 1234", False), ("+32 470 12 34 56", False)],
)
def test_a_text_message_goes_to_a_mobile_number_of_a_country_that_was_named(typed, can):
    assert sms.can_reach(number(typed)) is can


def test_another_country_goes_when_the_operator_says_so(settings):
    settings.SMS_COUNTRIES = ["NL", "BE"]

    assert sms.can_reach(number("+32 470 12 34 56"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"SMS_URL": "http://sms.example/", "PRODUCTION": True},
        {"SMS_TOKEN": ""},
        {"SMS_SENDER": "Eigen Kracht"},
        {"SMS_COUNTRIES": []},
    ],
)
def test_a_provider_that_is_set_up_by_half_stops_the_start(settings, wrong):
    settings.SMS_URL, settings.SMS_TOKEN = "https://sms.example/", "token"
    assert text_messages_go_out_unseen() == []

    for name, value in wrong.items():
        setattr(settings, name, value)

    assert [one.id for one in text_messages_go_out_unseen()] == ["fgc.E005"]
