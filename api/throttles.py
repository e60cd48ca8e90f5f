"""How often one account may ask. The count is kept in Redis; without Redis nobody is stopped.

A program that asks too often is a nuisance; a family that can't answer because a counter is down is worse.
"""

from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)


class PerAccount(SimpleRateThrottle):
    """A limit for each account, over all its tokens."""

    scope = "account"

    def get_cache_key(self, request: "Request", view: "APIView") -> str | None:
        """One count for each account; who is nobody is refused before this."""
        user: Any = request.user
        return f"api:{user.pk}" if user and user.is_authenticated else None

    def allow_request(self, request: "Request", view: "APIView") -> bool:
        """True while the account stays within its limit, and whenever nobody can count."""
        try:
            return bool(super().allow_request(request, view))
        except RedisError:
            log.warning("api_not_counting")
            return True
