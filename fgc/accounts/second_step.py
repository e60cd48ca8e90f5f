"""The second step of coming in: who must take it, what it is taken with, and how it is set up anew.

It is taken with an app that shows codes, with a passkey, or with one of the codes for an emergency.
"""

import datetime
import logging
import secrets
import smtplib
from dataclasses import dataclass

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.accounts.models import Device, Session, Token, User, Work
from fgc.accounts.opening import account_with
from fgc.accounts.sealing import seal_anew
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit

APP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
MOST = 10
# Longer than a code of the app can be right: its period, and the one before and after it.
REMEMBERED_FOR_S = 120
# A code on paper: no signs that look alike; long enough for a post office and a holiday.
CODE_SIGNS, CODE_LENGTH, CODE_LIVES = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 10, datetime.timedelta(weeks=6)
ENROLLING = Limit("enrol", most=10, seconds=15 * 60)
# What is sealed in a row, by its kind; a passkey holds nothing that is secret.
SEALED = {APP: "secret", CODES: "seed"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Means:
    """Something that somebody takes the second step with."""

    number: int
    is_app: bool
    name: str
    added_at: datetime.datetime
    used_at: datetime.datetime | None


def must_take_it(user: User) -> bool:
    """Whoever is here for work comes in with two steps; for a family it is a choice."""
    return user.work != Work.NONE


def can_take_it(user: User) -> bool:
    """Did this account set up an app or a passkey?"""
    return Authenticator.objects.filter(user=user, type__in=(APP, PASSKEY)).exists()


def had_it(user: User, *, at: datetime.datetime) -> bool:
    """Was an app or a passkey that this account has set up before that moment?"""
    return Authenticator.objects.filter(user=user, type__in=(APP, PASSKEY), created_at__lt=at).exists()


def used_before(user: User, code: str) -> bool:
    """Was this code of the app used already, at any moment at which it could still be right? Then it is used now."""
    # The library forgets a code after one period; it is right for as long as the clocks may differ, too.
    spot = salted_hmac("fgc.second_step.used", f"{user.pk} {normalize_user_code(code)}").hexdigest()
    return not cache.add(f"second-step:{spot}", 1, timeout=REMEMBERED_FOR_S)


def means_of(user: User) -> list[Means]:
    """The app and the passkeys of this account, the oldest first."""
    rows = Authenticator.objects.filter(user=user, type__in=(APP, PASSKEY)).order_by("created_at", "pk")
    return [
        Means(row.pk, row.type == APP, "" if row.type == APP else row.wrap().name, row.created_at, row.last_used_at)
        for row in rows
    ]


def codes_left(user: User) -> int:
    """How many codes for an emergency were not used yet."""
    row = Authenticator.objects.filter(user=user, type=CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Makes codes for an emergency; those from before stop working. They are shown once, now.

    Raises:
        RuleBroken: there is nothing yet that they would stand in for.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not can_take_it(user):
        raise RuleBroken(_("First add an app or a passkey."), code="wrong_moment")
    Authenticator.objects.filter(user=user, type=CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


@transaction.atomic
def take_away(user: User, number: int) -> bool:
    """Takes away the app or a passkey; who works here keeps at least one.

    Returns:
        Whether it was there: what is gone already stays gone.

    Raises:
        RuleBroken: it is the last one, of somebody who can't do without.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    means = Authenticator.objects.filter(user=user, type__in=(APP, PASSKEY))
    others = means.exclude(pk=number).exists()
    if must_take_it(user) and not others:
        raise RuleBroken(_("This is your only one. First add another app or passkey."), code="last_one")
    gone, _rows = means.filter(pk=number).delete()
    if not others:
        Authenticator.objects.filter(user=user, type=CODES).delete()
    return bool(gone)


def end_every_session(user: User) -> None:
    """Whoever is in as this account, in any browser, is out with the next request; and no device is known any more."""
    Session.objects.filter(account=user).delete()
    Device.objects.filter(account=user).delete()
    # A session holds a mark of the password. There is none, but what stands in its place is another one from now on.
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def reset(email: str) -> tuple[User, str]:
    """Forgets the second step of an account, its tokens and its sessions; it is set up anew at the next time.

    Returns:
        The account, and the code without which nobody sets it up.

    Raises:
        RuleBroken: there is no such account.
    """
    user = account_with(email)
    Authenticator.objects.filter(user=user).delete()
    Token.objects.filter(user=user).delete()
    end_every_session(user)
    # From here on the code comes from the operator, and no family makes another one.
    User.objects.filter(pk=user.pk).update(named_by=None)
    return user, new_enrolment_code(user)


@transaction.atomic
def seal_all_anew() -> int:
    """Seals each secret with the newest key of the house; returns how many there are."""
    rows = Authenticator.objects.select_for_update().filter(type__in=SEALED)
    for row in rows:
        kept = SEALED[Authenticator.Type(row.type)]
        row.data[kept] = seal_anew(row.data[kept])
        row.save(update_fields=["data"])
    return len(rows)


@transaction.atomic
def new_enrolment_code(user: User) -> str:
    """A code for paper, without which nobody sets up the second step of this account; an earlier one stops working."""
    code = "".join(secrets.choice(CODE_SIGNS) for _number in range(CODE_LENGTH))
    user.enrolment_hash, user.enrolment_until = make_password(code), timezone.now() + CODE_LIVES
    user.save(update_fields=["enrolment_hash", "enrolment_until"])
    return f"{code[:5]}-{code[5:]}"


def must_enrol(user: User) -> bool:
    """Does this account still need its code from paper, before it sets up a second step?

    The code for a yes to work is none of those: what is asked of somebody takes away nothing that this person may do.
    """
    is_for_a_yes = user.is_asked_to_work and user.named_by is not None
    return bool(user.enrolment_hash) and not is_for_a_yes and not can_take_it(user)


def enrol(user: User, *, code: str) -> None:
    """The code from paper was filled in; it works until a second step is there.

    Raises:
        RuleBroken: it is another one, it is too old, or there were too many tries.
    """
    if not ENROLLING.allows_one_more(str(user.pk)):
        sentence = _("That was tried too often. Wait a few minutes, then try again.")
        raise RuleBroken(sentence, code=TOO_OFTEN, field="code")
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    is_in_time = user.enrolment_until is not None and timezone.now() < user.enrolment_until
    if not check_password(signs, user.enrolment_hash) or not is_in_time:
        sentence = _("This code does not work. Look at it again, or ask who gave it for a new one.")
        raise RuleBroken(sentence, code="wrong", field="code")


def forget_enrolment(user: User) -> None:
    """The second step is there: the code on paper opens nothing any more, unless a yes to work still waits for it."""
    User.objects.filter(pk=user.pk, asked_for_work_at=None).update(
        enrolment_hash="", enrolment_until=None, named_by=None
    )


def tell_owner(user: User) -> None:
    """Writes to the owner that the way in was changed; like all our mail it tells nothing else."""
    _write_to(user, gettext_lazy("The way in which you log in was changed."))


def tell_of_new_device(user: User) -> None:
    """Writes to the owner that somebody came in on a device that was not here before; not which, and not where."""
    _write_to(user, gettext_lazy("Somebody logged in as you, on a device that we do not know yet."))


def _write_to(user: User, what: Promise) -> None:
    if not user.email:
        return
    with translation.override(user.language):
        lines = [
            str(what),
            _("Did you do this yourself? Then do nothing."),
            _("Was it not you? Then call the organisation behind this site today. Use the number that you know."),
        ]
        message = EmailMessage(
            subject=_("There is a message for you"),
            body="\n\n".join(lines),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("a notice to an owner was not sent: %s", type(error).__name__)
