"""The description of this API, for anybody."""

from functools import cache
from pathlib import Path

from django.http import HttpResponse
from rest_framework.request import Request

from api.door import PublicEndpoint

FILE = Path(__file__).resolve().parent / "openapi.json"


@cache
def description() -> bytes:
    """The description as it was made from the code; a test sees to it that it is no other one."""
    return FILE.read_bytes()


class Description(PublicEndpoint):
    """What can be asked, of whom, and what comes back."""

    schema = None
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> HttpResponse:
        """The description, open to every site: it holds nothing of anybody."""
        return HttpResponse(
            description(), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"}
        )
