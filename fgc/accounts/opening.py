"""Opening and closing the accounts of who works here; done by the operator, never by a page."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError

from fgc.accounts import profiles
from fgc.accounts.models import Organisation, User, Work
from fgc.errors import RuleBroken


def open_organisation(name: str) -> Organisation:
    """The service of this name; made when it is not there yet."""
    organisation, _created = Organisation.objects.get_or_create(name=name)
    return organisation


def organisation_called(name: str) -> Organisation:
    """The service of this name.

    Raises:
        RuleBroken: there is none.
    """
    found = Organisation.objects.filter(name=name).first()
    if found is None:
        raise RuleBroken("There is no organisation of this name.", code="unknown", field="organisation")
    return found


def choose_profile(organisation: Organisation, profile: str, *, own: Mapping[str, Any]) -> Organisation:
    """By which method profile a service works, and which single terms it set otherwise.

    All terms are kept with it, so that an update of the program changes none of them unseen.

    Raises:
        RuleBroken: there is no such profile or term, a number is out of bounds, or the ages stand in no order.
    """
    organisation.profile, organisation.terms = profile, profiles.checked(profile, own).as_kept()
    organisation.save(update_fields=["profile", "terms"])
    return organisation


def open_worker(
    *,
    name: str,
    email: str,
    work: str,
    organisation: Organisation | None = None,
    function: str = "",
    employer: str = "",
    spoken_languages: str = "",
    about: str = "",
) -> User:
    """An account for somebody who works here, or with families: coordinator, manager, professional.

    Raises:
        RuleBroken: the kind of work is not known, or the address has an account already.
    """
    if work not in Work.values or work == Work.NONE:
        raise RuleBroken(f"Work is one of {', '.join(w for w in Work.values if w != Work.NONE)}.", field="work")
    if User.objects.with_email(email):
        raise RuleBroken("This address has an account already.", code="exists", field="email")
    return User.objects.open(
        name=name,
        email=email,
        work=work,
        by_operator=True,
        organisation=organisation,
        function=function,
        employer=employer,
        spoken_languages=spoken_languages,
        about=about,
    )


def close_account(email: str) -> User:
    """Closes an account at once: every session and every right of it ends with the next request.

    Raises:
        RuleBroken: there is no such account.
    """
    user = account_with(email)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


def forget_unneeded(user_ids: Iterable[uuid.UUID]) -> int:
    """Removes those of these accounts that came with a family and that nothing names any more; returns how many.

    The database itself says whether anything names an account: it sees every table, whoever asks, and no table can be
    forgotten here.
    """
    alone = User.objects.filter(by_operator=False, pk__in=set(user_ids))
    return sum(_forget(user) for user in alone.order_by("pk"))


def _forget(user: User) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            user.delete()
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (IntegrityError, RestrictedError):
        return False
    return True


def account_with(email: str) -> User:
    """The account of this address.

    Raises:
        RuleBroken: there is no such account.
    """
    user = User.objects.with_email(email)
    if user is None:
        raise RuleBroken("There is no account with this address.", code="unknown", field="email")
    return user


def is_known(email: str) -> bool:
    """Has this address an account? Only the operator's commands ask; no page ever tells."""
    return User.objects.with_email(email) is not None
