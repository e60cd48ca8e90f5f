"""Nobody comes in, except where an endpoint opened its own door."""

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

DOORS = ("own", "family")


class ClosedUnlessADoorOpens(BasePermission):
    """Only a view that says which right each verb needs, and only for somebody who is known."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """A view without a door is closed for everybody; a public one says so itself."""
        door = getattr(view, "door", None)
        user: Any = request.user
        return door == "public" or (door in DOORS and user is not None and user.is_authenticated)
