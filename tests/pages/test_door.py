"""The door itself: who comes in, what a stranger sees, and that a read can't write."""

import re
from typing import Any

import pytest
from django.db import InternalError
from django.urls import reverse

from fgc.access import grants
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.audit.models import Line
from fgc.families.models import Child, Family
from tests.pages.doors_for_tests import NO_FAMILY

pytestmark = [pytest.mark.urls("tests.pages.doors_for_tests"), pytest.mark.django_db(transaction=True)]


def asked_alike(page: bytes, asked_for: object) -> bytes:
    """A page without what differs for everybody: the token of its forms, and the address that was asked for."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page).replace(str(asked_for).encode(), b"<id>")


def test_the_right_person_comes_in_and_the_family_sees_that(visit: Any, saskia: User, family: Family) -> None:
    answer = visit(saskia).get(reverse("test_plain", args=[family.pk]))

    assert answer.content == b"seen"
    [line] = Line.objects.all()
    assert (line.family_id, line.actor_id, line.act, line.object_type) == (
        family.pk, str(saskia.pk), "read", "test_plain"
    )  # fmt: skip
    assert line.ground == Can.SEE_FAMILY.value


def test_not_for_you_is_byte_for_byte_does_not_exist(visit: Any, stranger: User, family: Family) -> None:
    browser = visit(stranger)

    hidden = browser.get(reverse("test_plain", args=[family.pk]))
    missing = browser.get(reverse("test_plain", args=[NO_FAMILY]))

    assert hidden.status_code == missing.status_code == 404
    assert asked_alike(hidden.content, family.pk) == asked_alike(missing.content, NO_FAMILY)
    assert dict(hidden.headers) == dict(missing.headers)
    assert not Line.objects.exists()


def test_a_visitor_is_sent_to_the_entrance_for_every_address_alike(visit: Any, family: Family) -> None:
    hidden = visit().get(reverse("test_plain", args=[family.pk]))
    missing = visit().get(reverse("test_plain", args=[NO_FAMILY]))

    assert hidden.status_code == missing.status_code == 302
    assert hidden["Location"].split("?")[0] == missing["Location"].split("?")[0] == reverse("enter")


def test_who_may_read_but_not_change_hears_so(visit: Any, cem: User, family: Family) -> None:
    assert visit(cem).post(reverse("test_plain", args=[family.pk])).status_code == 403
    assert not Child.objects.exists()


def test_a_read_cannot_write_whatever_the_code_does(visit: Any, saskia: User, family: Family, caplog: Any) -> None:
    caplog.expect_errors = True
    with pytest.raises(InternalError, match="read-only transaction"):
        visit(saskia).get(reverse("test_writes", args=[family.pk]))

    assert not Child.objects.exists()


@pytest.mark.parametrize(("how", "status"), [("rule", 409), ("right", 404)])
def test_a_no_halfway_leaves_nothing_behind(visit: Any, saskia: User, family: Family, how: str, status: int) -> None:
    answer = visit(saskia).post(reverse("test_fails", args=[family.pk]), {"how": how})

    assert answer.status_code == status
    assert not Child.objects.exists()


def test_a_verb_that_nobody_decided_about_is_not_there(visit: Any, saskia: User, family: Family) -> None:
    assert visit(saskia).delete(reverse("test_plain", args=[family.pk])).status_code == 405
    assert visit(saskia).get(reverse("test_fails", args=[family.pk])).status_code == 405


def test_a_route_without_a_door_does_not_exist(visit: Any, saskia: User) -> None:
    assert visit(saskia).get(reverse("test_unmarked")).status_code == 404


def test_a_page_of_work_is_only_for_who_does_that_work(visit: Any, mirjam: User, saskia: User) -> None:
    assert visit(mirjam).get(reverse("test_desk")).status_code == 200
    assert visit(saskia).get(reverse("test_desk")).status_code == 404


def test_a_page_is_kept_nowhere(visit: Any, saskia: User, family: Family) -> None:
    answer = visit(saskia).get(reverse("test_plain", args=[family.pk]))

    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_who_is_shut_out_while_the_page_is_made_does_not_see_it(
    visit: Any, saskia: User, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks unseen, and the line can't be written any more: it is the same as no such page."""
    browser, write = visit(saskia), audit.record_reads

    def meanwhile(actor: Any, reads: Any) -> None:
        grants.end(family.pk, roles=[Role.COMMISSIONER], user_id=saskia.pk)
        write(actor, reads)

    monkeypatch.setattr(audit, "record_reads", meanwhile)
    answer = browser.get(reverse("test_plain", args=[family.pk]))
    missing = browser.get(reverse("test_plain", args=[NO_FAMILY]))

    assert answer.status_code == 404
    assert asked_alike(answer.content, family.pk) == asked_alike(missing.content, NO_FAMILY)
    assert not Line.objects.exists()


def test_a_closed_account_is_out_at_the_next_request(visit: Any, saskia: User, family: Family) -> None:
    browser = visit(saskia)
    assert browser.get(reverse("test_plain", args=[family.pk])).status_code == 200

    User.objects.filter(pk=saskia.pk).update(is_active=False)

    assert browser.get(reverse("test_plain", args=[family.pk])).status_code == 302


def test_without_redis_a_family_page_goes_on_and_the_entrance_says_to_wait(
    visit: Any, saskia: User, family: Family, settings: Any, caplog: Any
) -> None:
    caplog.expect_errors = True
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert visit(saskia).get(reverse("test_plain", args=[family.pk])).status_code == 200
    assert visit().post(reverse("enter"), {"email": saskia.email, "login": saskia.email}).status_code == 503
