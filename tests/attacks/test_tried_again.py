"""A link that was taken back or ran out is tried again: it opens nothing, and the family reads that it was tried."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.access.actors import Visitor
from fgc.access.walls import NOBODY
from fgc.access.walls import acting as as_
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.audit.models import Act, Line
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from tests.audit.lists import faults
from tests.conftest import acting
from tests.entering import press
from tests.factories import PersonFactory, at_work_for

pytestmark = pytest.mark.django_db
ENDED = "/l/ended/"


def tried() -> list[Line]:
    return list(Line.objects.filter(act=Act.REFUSE))


@pytest.mark.parametrize("how", ["taken back", "too old", "the person left", "replaced by a newer letter"])
def test_the_family_reads_that_it_was_tried_and_not_by_whom(
    visit: Any, family: Family, saskia: User, mirjam: User, truus: Person, how: str
) -> None:
    browser = Client()
    if how == "replaced by a newer letter":
        code = links.code_for(acting(mirjam), truus)
        links.code_for(acting(mirjam), truus)
        answers = [browser.post(reverse("links:code"), {"code": code}) for _time in range(2)]
        assert {answer.headers["Location"] for answer in answers} == {ENDED}
    else:
        token = links.open_for(at_work_for(truus), truus, via="mail")
        if how == "the person left":
            Person.objects.filter(pk=truus.pk).update(standing="left", left_at=timezone.now())
        past = timezone.now() - timedelta(days=1)
        AccessLink.objects.update(**({"revoked_at": past} if how == "taken back" else {}))
        AccessLink.objects.update(**({"expires_at": past} if how == "too old" else {}))
        assert {press(browser, token).headers["Location"] for _time in range(2)} == {ENDED}

    [line] = tried()
    assert (line.actor_kind, line.actor_id, line.on_behalf_of, line.family_id) == ("visitor", "", truus.pk, family.pk)
    page = visit(saskia).get(reverse("families:seen", args=[family.pk])).content.decode()
    assert "probeerde tevergeefs: een persoonlijke link of brief die niet meer werkt, voor Truus" in " ".join(
        page.split()
    )
    assert not faults(family_id=family.pk)


def test_after_an_hour_a_new_try_is_a_new_line(truus: Person, settings: Any) -> None:
    token = links.open_for(at_work_for(truus), truus, via="mail")
    links.revoke_all(truus.family_id)
    press(Client(), token)
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": "an-hour-later"}}

    press(Client(), token)

    assert len(tried()) == 2


def test_what_works_and_what_never_was_leaves_no_such_line(mirjam: User, truus: Person) -> None:
    token, code = links.open_for(at_work_for(truus), truus, via="mail"), links.code_for(acting(mirjam), truus)

    press(Client(), token)
    press(Client(), "made-up")
    Client().post(reverse("links:code"), {"code": f"{code[:4]}AAAAAA"})
    Client().post(reverse("links:code"), {"code": "AAAAAAAAAA"})

    assert not tried()


@pytest.mark.parametrize("works", [False, True])
def test_during_a_visit_to_one_family_only_the_other_reads_that_its_link_was_tried(truus: Person, works: bool) -> None:
    """What happens with the link of the one is no business of the other: it would learn that there is one."""
    elsewhere = PersonFactory()
    browser = Client()
    press(browser, links.open_for(at_work_for(truus), truus, via="mail"))
    assert browser.get(reverse("links:mine")).status_code == 200
    token = links.open_for(at_work_for(elsewhere), elsewhere, via="mail")
    if not works:
        links.revoke_all(elsewhere.family_id)
    before = Line.objects.filter(family_id=truus.family_id).count()

    press(browser, token)
    page = browser.get(reverse("links:mine"))

    # The visit to the first family is over, also when the link opens nothing.
    assert page.status_code == (200 if works else 302)
    assert {line.family_id for line in tried()} == (set() if works else {elsewhere.family_id})
    assert Line.objects.filter(family_id=truus.family_id).count() == before
    lines = Line.objects.filter(family_id=elsewhere.family_id, act="read")
    assert {line.actor_kind for line in lines} == ({"link"} if works else set())


def test_the_wall_lets_nobody_write_such_a_line_about_anything_else(family: Family, truus: Person) -> None:
    other = PersonFactory(family=family)
    links.open_for(at_work_for(truus), truus, via="mail")
    link = AccessLink.objects.get()
    elsewhere = AccessLink(pk=link.pk, family_id=PersonFactory().family_id)

    for shown, thing, act, person in (
        ("", link, Act.REFUSE, truus.pk),
        (str(link.pk), link, Act.CHANGE, truus.pk),
        (str(link.pk), link, Act.REFUSE, other.pk),
        (str(link.pk), family, Act.REFUSE, truus.pk),
        (str(link.pk), elsewhere, Act.REFUSE, truus.pk),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), as_(NOBODY, shown=shown):
            audit.record(Visitor(), act, thing, on_behalf_of=person)
    assert not tried()
