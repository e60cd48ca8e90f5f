"""Who a program is: by a token in the header, of which only a hash is kept."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from fgc.accounts import second_step


class BearerToken(TokenAuthentication):
    """A token that works and whose account is open; whatever else it is, the answer is the same."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """The account and the token.

        Raises:
            AuthenticationFailed: no such token, past its last day, taken back, or the account is closed.
        """
        if not token.isalnum():
            raise AuthenticationFailed(_("This token does not work."))
        knox: Any = super()
        found: tuple[Any, Any] = knox.authenticate_credentials(token)
        return found

    def validate_user(self, auth_token: Any) -> tuple[Any, Any]:
        """A closed account, and work without a second step, are not told apart from a token that does not exist."""
        if not auth_token.user.is_active:
            raise AuthenticationFailed(_("This token does not work."))
        # Whoever works here has a token only beside a second step: one that was reset takes its tokens along.
        if second_step.must_take_it(auth_token.user) and not second_step.can_take_it(auth_token.user):
            raise AuthenticationFailed(_("This token does not work."))
        return auth_token.user, auth_token

    def _cleanup_token(self, auth_token: Any) -> bool:
        # A read can't write here: what is past its day is refused now, and removed when the next token is made.
        return bool(auth_token.expiry and auth_token.expiry <= timezone.now())
