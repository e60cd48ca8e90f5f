"""What is sent to a page is small, and nothing here takes a file: none is kept, not even for the time of a request."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

TOO_MUCH = 413


class NoFiles(FileUploadHandler):
    """Refuses a request at the first file in it, before it fills a disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Says no.

        Raises:
            MultiPartParserError: always; the answer is 400.
        """
        raise MultiPartParserError("no files here")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached; the handler must have it."""

    def file_complete(self, file_size: int) -> None:
        """Never reached; the handler must have it."""


def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says in words that this was too much, or could not be read; the browser still has what was typed."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return render(request, "400.html", {"is_too_much": is_too_much}, status=TOO_MUCH if is_too_much else 400)
