"""After leaving: what was somebody's own, by the way in that he or she had."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from fgc.families.actions import ask_codes
from fgc.networks import links
from fgc.networks.actions import link_account, take_back_links
from fgc.networks.models import Person
from fgc.plans.actions import leave
from fgc.plans.models import OwnCopy
from tests.conftest import acting
from tests.entering import press
from tests.factories import at_work_for
from tests.plans.running import promised, running_plan

OWN, MINE = reverse("links:own"), reverse("links:own_by_account")


@pytest.fixture
def cooking(family, truus):
    return promised(running_plan(family), truus, text="Truus kookt op dinsdag.")


def test_the_old_link_opens_it_on_the_device_where_it_was_used_and_nothing_else(visit, truus, cooking):
    token = links.open_for(at_work_for(truus), truus, via="mail")
    home = visit()
    press(home, token)
    assert home.get(OWN).status_code == 404
    left = home.post(reverse("links:leave"), {}, follow=True)
    assert OWN in left.content.decode()
    home.session.flush()

    assert press(home, token)["Location"] == OWN

    page = home.get(OWN).content.decode()
    assert "Truus kookt op dinsdag." in page
    [copy] = OwnCopy.objects.all()
    assert home.get(OWN, {"file": str(copy.pk)}).json()["promises"][0]["text"] == "Truus kookt op dinsdag."
    assert home.get(OWN, {"file": "x"}).status_code == 404
    assert home.get(reverse("links:mine")).status_code == 302
    # Forwarded, it opens nothing; and no made-up one does.
    for sign in (token, "made-up"):
        elsewhere = visit()
        assert press(elsewhere, sign)["Location"] == reverse("links:ended")
        assert elsewhere.get(OWN).status_code == 404
    OwnCopy.objects.update(until=copy.created_at - timedelta(days=1))
    assert home.get(OWN).status_code == 404
    assert press(home, token)["Location"] == reverse("links:ended")


def test_a_link_that_was_taken_back_before_the_leaving_opens_nothing_after_it(visit, truus, cooking, saskia, mirjam):
    his = visit()
    read_along = links.open_for(at_work_for(truus), truus, via="mail")
    press(his, read_along)
    take_back_links(acting(saskia), truus)

    leave(acting(mirjam), truus)

    assert press(his, read_along)["Location"] == reverse("links:ended")
    assert his.get(OWN).status_code == 404


def test_where_each_visit_asks_a_code_the_link_alone_opens_nothing(visit, family, saskia, truus, cooking):
    token = links.open_for(at_work_for(truus), truus, via="mail")
    home = visit()
    press(home, token)
    ask_codes(acting(saskia), family, always=True)
    home.post(reverse("links:leave"), {})
    assert home.get(OWN).status_code == 200
    home.session.flush()

    assert press(home, token)["Location"] == reverse("links:ended")
    assert home.get(OWN).status_code == 404


def test_the_visit_in_which_somebody_left_does_not_stay_open(visit, truus, cooking):
    home = visit()
    press(home, links.open_for(at_work_for(truus), truus, via="mail"))
    home.post(reverse("links:leave"), {})
    assert home.get(OWN).status_code == 200

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert home.get(OWN).status_code == 404


def test_with_the_account_that_was_theirs(visit, family, saskia, cem, hanneke, cooking):
    me = Person.objects.get(family=family, call_name="Cem")
    link_account(acting(saskia), me, account=cem)
    assert visit(cem).get(MINE).status_code == 404

    visit(cem).post(reverse("circle:leave", args=[family.pk, me.pk]), {})

    assert MINE in visit(cem).get(reverse("mine")).content.decode()
    assert visit(cem).get(MINE).status_code == 200
    assert visit(saskia).get(MINE).status_code == 404
    assert visit(cem).get(reverse("families:home", args=[family.pk])).status_code == 404
