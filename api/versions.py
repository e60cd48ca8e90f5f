"""Which version somebody read: an ETag on what can be amended, and If-Match on the change of it."""

import hashlib
import json
import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.problems import NeedsVersion, Stale

# Two programs that change the same family at the same moment come one after the other, so that the second one
# learns that its version is old. Pages take the locks of the actions; no page waits for this one.
TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def etag_of(shown: Any) -> str:
    """The mark of exactly this content, whatever language it was asked in."""
    plain = json.dumps(shown, sort_keys=True, cls=DjangoJSONEncoder)
    return f'"{hashlib.sha256(plain.encode()).hexdigest()[:32]}"'


def take_turns(family_id: uuid.UUID) -> None:
    """Waits until no other program is changing this family."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURNS, [str(family_id)])


def must_match(request: Request, shown: Any) -> None:
    """A change is made of the version that was read.

    Args:
        shown: the content as it is now.

    Raises:
        NeedsVersion: there is no If-Match.
        Stale: it was changed since.
    """
    wanted = request.headers.get("If-Match")
    if not wanted:
        raise NeedsVersion(_("Say with If-Match which version you change."))
    marks = parse_etags(wanted)
    if marks != ["*"] and etag_of(shown) not in marks:
        raise Stale(_("It was changed in the meantime. Fetch it again."))
