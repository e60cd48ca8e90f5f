"""What you may take along of families that you left."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint
from api.fields import Moment, Output, page_of
from fgc.plans import queries


class OwnCopyOut(Output):
    """The own words, promises and answers, as they were at the moment of leaving."""

    id = serializers.UUIDField()
    content = serializers.DictField()
    until = Moment()


class OwnCopies(Endpoint):
    """What you may take along for a while after leaving."""

    area = "links:own"
    rights = {"GET": None}
    gives = {"GET": page_of(OwnCopyOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Your own things of families that you left, newest first; afterwards there is nothing."""
        return self.listed(queries.own_copies(self.actor))
