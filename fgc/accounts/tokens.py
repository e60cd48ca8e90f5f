"""Tokens by which a program of somebody comes in, with the same rights as that somebody and none beside."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.accounts.models import Token, User
from fgc.errors import RuleBroken

LIVES = timedelta(days=90)
MOST = 10


def tokens_of(user: User) -> list[Token]:
    """The tokens of this account that work now, newest first."""
    return list(Token.objects.filter(user=user, expiry__gt=timezone.now()).order_by("-created", "pk"))


@transaction.atomic
def make_token(user: User, *, name: str) -> str:
    """Makes a token for a program.

    Args:
        name: which program it is for, so that the right one can be taken back.

    Returns:
        The token itself. Only a hash of it is kept, so it can never be shown again.

    Raises:
        RuleBroken: the name is missing, too long or there already, or there are as many tokens as one can look after.
    """
    called = texts.plain(name, field="name", most=texts.SHORT)
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    Token.objects.filter(user=user, expiry__lte=timezone.now()).delete()
    if Token.objects.filter(user=user, name=called).exists():
        raise RuleBroken(_("There is a token of this name. Choose another."), code="twice", field="name")
    if Token.objects.filter(user=user).count() >= MOST:
        sentence = _("You have %(most)d tokens. Take one back first.") % {"most": MOST}
        raise RuleBroken(sentence, code="too_many", field="name")
    tokens: Any = Token.objects
    _token, plain = tokens.create(user, expiry=LIVES, name=called)
    return str(plain)


def take_back_token(user: User, public_id: uuid.UUID) -> None:
    """From the next request on this token opens nothing. Taking back twice is taking back once."""
    Token.objects.filter(user=user, public_id=public_id).delete()
