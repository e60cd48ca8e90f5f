"""The stories can be told from their first call to their last look back, by every rule of the house."""

from datetime import date
from typing import Any

import pytest

from fgc.audit.record import lines_of
from fgc.conferences.models import BottomLine
from fgc.demo import entering, people, selam_people, telling
from fgc.demo.selam_people import CIRCLE_A, CIRCLE_B
from fgc.families import queries as family_queries
from fgc.families.models import CoordinatorOffer
from fgc.networks.models import Person, SafetySheet
from fgc.pages.desk.board import Waits, rows_for
from fgc.plans import queries as plans
from fgc.plans.models import Look
from tests.postman import at_work


@pytest.mark.django_db
def test_both_stories_can_be_told_as_they_went(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
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
    _tells_of_a_threat_and_of_another_coordinator(stages)


def _tells_of_a_threat_and_of_another_coordinator(stages: Any) -> None:
    """What stood on the sheets is gone, what was opened of the list stays; who was too near never declared anything."""
    her, his = stages[CIRCLE_A], stages[CIRCLE_B]
    assert not SafetySheet.objects.exists()
    for stage, reads in ((her, True), (his, False)):
        lines = lines_of(stage.as_(stage.commissioner), stage.family.pk, most=5000)
        about = [line for line in lines if line.object_type == "networks.safetysheet"]
        assert bool(about) == reads
        anouk = {str(stage.account(selam_people.ANOUK).pk), "old_safety"}
        assert {line.actor_id for line in about} == (anouk if reads else set())
    [jan] = CoordinatorOffer.objects.filter(coordinator=her.account(selam_people.JAN))
    assert (jan.state, jan.declared_at) == ("declined", None)
    assert Person.objects.get(family=her.family, call_name=selam_people.YONAS.call_name).left_at is not None
    renewed = BottomLine.objects.filter(renewed_at__isnull=False)
    assert {(line.valid_until, line.number) for line in renewed} == {(date(2026, 12, 1), 3), (date(2026, 12, 1), 1)}
    held = Look.objects.filter(held_on__isnull=False)
    assert held.filter(family=her.family).count() == 3
    assert held.filter(family=his.family).count() == 2


@pytest.mark.django_db
def test_after_it_the_coordinator_has_a_week_of_work_today(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
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
