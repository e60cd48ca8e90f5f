"""What comes in: JSON, not too much of it, and of a kind that can be written down."""

import io
import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class SmallJson(JSONParser):
    """JSON up to the same size as a form of a page."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The values that were sent.

        Raises:
            RequestDataTooBig: it is larger than a page's form may be.
            ParseError: it is no JSON, is nested without end, or holds half a sign.
        """
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        sent = stream.read(most + 1)
        if len(sent) > most:
            raise RequestDataTooBig("more than anybody types")
        try:
            said = super().parse(io.BytesIO(sent), media_type, parser_context)
            json.dumps(said, ensure_ascii=False).encode()
        except (ParseError, RecursionError, UnicodeError) as error:
            raise ParseError(_("This is not JSON that can be read.")) from error
        return said
