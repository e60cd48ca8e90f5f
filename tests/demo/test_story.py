"""The stories can be told from their first call to their last look back, by every rule of the house."""

from typing import Any

import pytest

from fgc.demo import entering, people, selam_people, telling
from fgc.demo.selam_people import CIRCLE_A, CIRCLE_B
from fgc.families import queries as family_queries
from fgc.pages.desk.board import Waits, rows_for
from fgc.plans import queries as plans
from tests.postman import at_work


@pytest.mark.django_db
def test_both_stories_can_be_told_as_they_went(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port

        stages = telling.tell_both()
        telling.keep_ways_in()

    assert len(postman.letters) > 100
    for circle in (CIRCLE_A, CIRCLE_B):
        [copy] = plans.childrens_plans_of(stages[circle].family)
        assert copy.version == 2
        assert copy.content["sections"][0]["lines"][0]["repeats"] == "fortnightly"
    # Whoever comes by a link of the second story comes into the circle of the second story.
    links = {one.key: entering.link_of(one) for one in (people.TRUUS, selam_people.LIES, selam_people.MARCO)}
    assert links["truus"].family_id == stages[""].family.pk
    assert links["lies"].family_id == stages[CIRCLE_A].family.pk
    assert links["marco"].family_id == stages[CIRCLE_B].family.pk


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
