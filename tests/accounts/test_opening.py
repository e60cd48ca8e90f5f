"""Accounts of who works here are opened and closed by the operator."""

import io

import pytest
from django.core.management import CommandError, call_command

from fgc.accounts.models import User, Work

pytestmark = pytest.mark.django_db
SOMEBODY = ("--name", "Mirjam Tolhuis", "--email", "Mirjam@Post.Example", "--work", "coordinator")


def test_an_account_is_opened_without_a_password() -> None:
    call_command("open_account", *SOMEBODY, "--organisation", "Kring Zilverdam", stdout=io.StringIO())

    user = User.objects.get()
    assert (user.email, user.work) == ("mirjam@post.example", Work.COORDINATOR)
    assert user.organisation is not None
    assert user.organisation.name == "Kring Zilverdam"
    assert not user.has_usable_password()
    assert not user.is_superuser


def test_an_address_has_one_account() -> None:
    call_command("open_account", *SOMEBODY, "--organisation", "Kring Zilverdam", stdout=io.StringIO())

    with pytest.raises(CommandError, match="already"):
        call_command("open_account", *SOMEBODY, "--organisation", "Kring Zilverdam")


def test_a_coordinator_belongs_to_a_service() -> None:
    with pytest.raises(CommandError, match="--organisation"):
        call_command("open_account", *SOMEBODY)


def test_a_closed_account_is_closed_at_once(saskia: User) -> None:
    call_command("close_account", "--email", saskia.email, stdout=io.StringIO())

    saskia.refresh_from_db()
    assert not saskia.is_active


def test_closing_who_is_not_there_says_so() -> None:
    with pytest.raises(CommandError, match="no account"):
        call_command("close_account", "--email", "niemand@post.example")
