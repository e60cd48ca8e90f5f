"""A visitor of the demo enters as anybody of the story, without a code and without a second step."""

from typing import Any

import pytest
from django.test import Client

from fgc.accounts.models import Work
from fgc.demo import people
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.urls_of_the_demo")]


@pytest.fixture
def as_in_the_demo(settings: Any) -> Client:
    """A browser in the demo, with the coordinator of the story in the house."""
    settings.DEMO = True
    factories.UserFactory(name=people.MIRJAM.name, email=people.MIRJAM.email, work=Work.COORDINATOR)
    return Client()


def test_a_visitor_enters_as_the_coordinator_and_sees_her_desk(as_in_the_demo: Client) -> None:
    page = as_in_the_demo.post(f"/demo/enter/{people.MIRJAM.key}/", follow=True)

    assert page.redirect_chain[-1][0] == "/desk/"
    assert page.status_code == 200


def test_whoever_logs_in_with_a_code_takes_the_second_step_in_the_demo_too(as_in_the_demo: Client) -> None:
    as_in_the_demo.post(f"/demo/enter/{people.MIRJAM.key}/")
    as_in_the_demo.post("/leave/")

    assert as_in_the_demo.get("/desk/").headers["Location"].startswith("/enter/")
