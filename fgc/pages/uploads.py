"""Nothing here takes a file, so that no file is ever kept, not even for the time of a request."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


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
