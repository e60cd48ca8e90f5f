"""What the second step is taken with goes along with its account, and nothing in the settings goes around it."""

import smtplib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core import mail

from fgc.accounts import opening, sealing, second_step
from fgc.accounts.models import User, Work
from fgc.checks import nothing_goes_around_the_second_step
from fgc.errors import RuleBroken
from tests import factories
from tests.entering import SECRET, with_app
from tests.postman import TELLING

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("work", "must"),
    [(Work.NONE, False), (Work.COORDINATOR, True), (Work.MANAGER, True), (Work.PROFESSIONAL, True)],
)
def test_whoever_works_here_must_take_it(work: Work, must: bool) -> None:  # a table of what must be
    assert second_step.must_take_it(factories.UserFactory(work=work)) is must


def test_an_account_that_nothing_names_goes_with_its_second_step() -> None:
    user = with_app(factories.UserFactory())

    assert opening.forget_unneeded([user.pk]) == 1

    assert not User.objects.exists()
    assert not Authenticator.objects.exists()


def test_what_is_sealed_is_another_text_each_time_and_opens_to_the_same() -> None:
    one, other = sealing.seal(SECRET), sealing.seal(SECRET)

    assert one != other
    assert SECRET not in one + other
    assert sealing.unseal(one) == sealing.unseal(other) == SECRET


@pytest.mark.parametrize("changed", [lambda seal: seal[:-2] + "AA", lambda seal: "", lambda seal: SECRET])
def test_what_somebody_changed_does_not_open(changed: Any) -> None:
    seal = changed(sealing.seal(SECRET))

    with pytest.raises(RuleBroken):
        sealing.unseal(seal)
    with pytest.raises(InvalidToken):
        sealing.seal_anew(seal)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_notice_of_a_change_tells_nothing_else(language: str) -> None:
    second_step.tell_owner(factories.WorkerFactory(name="Mirjam", email="m@post.example", language=language))

    [letter] = mail.outbox
    assert not TELLING.search(f"{letter.subject} {letter.body}")
    assert "http" not in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_server_that_is_away_changes_nothing(mirjam: User, monkeypatch: Any) -> None:
    def away(*_args: Any) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)

    second_step.tell_owner(mirjam)
    second_step.tell_owner(factories.UserFactory(email=None))

    assert not mail.outbox


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("MFA_TOTP_INSECURE_BYPASS_CODE", "123456"),
        ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True),
        ("MFA_TRUST_ENABLED", True),
    ],
)
def test_a_way_around_it_stops_the_start(settings: Any, way: str, value: Any) -> None:
    assert nothing_goes_around_the_second_step() == []

    setattr(settings, way, value)

    assert [message.id for message in nothing_goes_around_the_second_step()] == ["fgc.E004"]
