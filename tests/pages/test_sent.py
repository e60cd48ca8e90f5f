"""What was sent, as pages: for who decides, for one's own, and behind a personal link."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fgc.networks import links
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.models import Kind, Message, State
from tests.entering import press
from tests.factories import at_work_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(truus: Person, visit: Any) -> Client:
    """A browser in which Truus came in by her link."""
    browser: Client = visit()
    press(browser, links.open_for(at_work_for(truus), truus, via="mail"))
    return browser


def test_what_was_sent_stands_there_by_person_day_and_way(
    visit: Any, saskia: Any, marleen: Any, truus: Person, family: Any, inside: Client
) -> None:
    queue.to_person(truus.pk, Kind.ASK_DATE, family)
    queue.to_user(marleen, Kind.DATE_CHOSEN, family)
    Message.objects.update(state=State.SENT, settled_at=timezone.now())

    decides = visit(saskia).get(f"/families/{family.pk}/sent/").content.decode()
    own = visit(marleen).get(f"/families/{family.pk}/sent/").content.decode()
    by_link = inside.get("/l/sent/").content.decode()

    assert "Truus</strong>: een datum voor de bijeenkomst, per e-mail" in decides
    assert "Marleen</strong>: de datum van de bijeenkomst, per e-mail" in decides
    assert "jij</strong>: de datum van de bijeenkomst" in own
    assert "Truus" not in own
    assert "jij</strong>: een datum voor de bijeenkomst" in by_link
    assert "Marleen" not in by_link


def test_where_nothing_was_sent_it_says_so(visit: Any, cem: Any, stranger: Any, family: Any) -> None:
    assert "nog niets verstuurd" in visit(cem).get(f"/families/{family.pk}/sent/").content.decode()
    assert visit(stranger).get(f"/families/{family.pk}/sent/").status_code == 404
