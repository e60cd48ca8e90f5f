"""The first story can be told from its first call to its last look back, by every rule of the house."""

from typing import Any

import pytest

from fgc.demo import people, telling
from fgc.families import queries as family_queries
from fgc.pages.desk.board import Waits, rows_for
from tests.postman import at_work


@pytest.mark.django_db
def test_the_story_of_noor_can_be_told(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port

        telling.tell_noor()

    assert len(postman.letters) > 50


@pytest.mark.django_db
def test_after_it_the_coordinator_has_a_week_of_work_today(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
        telling.tell_noor(until=1)

        ineke, yara, jolanda = telling.tell_this_week()

    assert (ineke.conference.moment, yara.conference.moment) == ("dated", "planning")
    [offer] = family_queries.offers_to(jolanda.as_(people.MIRJAM))
    assert offer.family == jolanda.family
    rows = {row.family.name: row for row in rows_for(jolanda.as_(people.MIRJAM))}
    assert set(rows) == {"De kring van Ineke", "De kring van Yara"}
    assert rows["De kring van Ineke"].facts.without_talk == ["Kemal", "Wendy"]
    assert {row.step.waits for row in rows.values()} == {Waits.YOU}
