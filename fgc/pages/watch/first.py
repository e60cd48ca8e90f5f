"""Who watches the house is answered before anything asks the database: also when it is away."""

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from fgc.pages.middleware import Handler

ADDRESSES = ("/healthz", "/metrics")


class Watched:
    """Answers these addresses at once: no session, no transaction, nobody who acts."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in ADDRESSES:
            return self.get_response(request)
        answer: HttpResponse = resolve(request.path_info).func(request)
        return answer
