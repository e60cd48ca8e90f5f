"""A few views behind each kind of door, for `test_door.py` only."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import include, path

from fgc.access.can import Can
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family
from fgc.pages.door import PageRequest, own_page, page, public_page


@page(read=Can.SEE_FAMILY, write=Can.RECORD_PLAN)
def plain(request: PageRequest, family: Family) -> HttpResponse:
    if request.method == "POST":
        Child.objects.create(family=family, call_name="Noor", birth_date="2010-11-02")
    return HttpResponse("seen")


@page(read=Can.SEE_FAMILY)
def writes_while_reading(request: PageRequest, family: Family) -> HttpResponse:
    Child.objects.create(family=family, call_name="Noor", birth_date="2010-11-02")
    return HttpResponse("should not come to this")


@page(write=Can.SEE_FAMILY)
def fails_halfway(request: PageRequest, family: Family) -> HttpResponse:
    Child.objects.create(family=family, call_name="Noor", birth_date="2010-11-02")
    if request.POST.get("how") == "rule":
        raise RuleBroken("Dit kan nu niet.")
    raise NotAllowed


@own_page(read=Can.SEE_DESK)
def desk(request: PageRequest) -> HttpResponse:
    return HttpResponse("desk")


@public_page("GET", "POST")
def anybody(request: PageRequest) -> HttpResponse:
    return HttpResponse(request.actor.kind)


def unmarked(request: PageRequest) -> HttpResponse:
    return HttpResponse("nobody decided about this")


def family_path(name: str, view: Any) -> Any:
    return path(f"test/<uuid:family_id>/{name}/", view, name=f"test_{name}")


urlpatterns = [
    family_path("plain", plain),
    family_path("writes", writes_while_reading),
    family_path("fails", fails_halfway),
    path("test/desk/", desk, name="test_desk"),
    path("test/anybody/", anybody, name="test_anybody"),
    path("test/unmarked/", unmarked, name="test_unmarked"),
    path("", include("fgc.urls")),
]

NO_FAMILY = uuid.UUID(int=0)
