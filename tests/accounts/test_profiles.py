"""Method profiles: ages and terms of an organisation, and single terms that an operator sets."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.core.management import CommandError, call_command
from django.utils import timezone

from fgc.accounts import opening
from fgc.accounts.models import Organisation
from fgc.accounts.profiles import AT_MOST, PROFILES, Terms, terms_of
from fgc.conferences import actions as conferences
from fgc.conferences.models import PhaseOfDay
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.families.rules import Stage, decides_alone, decides_along
from tests import factories
from tests.conftest import acting
from tests.plans.running import on

NAME = "Kring Zilverdam"


@pytest.fixture
def service(db: object) -> Organisation:
    return factories.OrganisationFactory(name=NAME)


def choose(*said: str) -> str:
    told = StringIO()
    call_command("choose_profile", NAME, *said, stdout=told)
    return told.getvalue()


def test_every_profile_fits_within_the_limits():
    for name, terms in PROFILES.items():
        assert terms_of(name, {}) == terms
        assert all(1 <= value <= AT_MOST[term] for term, value in terms.as_kept().items())


def test_an_organisation_begins_as_the_dutch_one_and_the_command_tells_what_holds(service):
    assert service.works_by == Terms()
    assert "coordinator_weeks = 6" in choose()


def test_a_profile_is_chosen_with_single_terms_besides(service):
    told = choose("no-familierad", "--set", "coordinator_weeks=8")

    service.refresh_from_db()
    assert (service.works_by.along_from, service.works_by.coordinator_weeks) == (15, 8)
    assert "works by no-familierad" in told
    assert service.terms["along_from"] == 15  # kept whole: the wall asks here, and an update changes nothing unseen


@pytest.mark.parametrize(
    "said",
    [
        ["fr-conseil"],
        ["nl-default", "--set", "weeks=6"],
        ["nl-default", "--set", "coordinator_weeks=zes"],
        ["nl-default", "--set", "coordinator_weeks=0"],
        ["nl-default", "--set", "coordinator_weeks=999"],
        ["nl-default", "--set", "along_from=17"],
        ["nl-default", "--set", "release_days=600"],
        ["--set", "coordinator_weeks=6"],
    ],
)
def test_what_is_not_right_changes_nothing(said, service):
    with pytest.raises(CommandError):
        choose(*said)

    service.refresh_from_db()
    assert (service.profile, service.terms) == ("nl-default", {})


def test_an_organisation_that_is_not_there(db):
    with pytest.raises(CommandError):
        choose("nl-default")


def test_ages_are_those_of_the_profile():
    born, day = date(2012, 3, 1), date(2026, 2, 1)
    norway = PROFILES["no-familierad"]

    assert decides_along(born, day, Terms())
    assert not decides_along(born, day, norway)
    assert not decides_alone(date(2009, 1, 1), day, norway)


def test_who_is_asked_and_who_counts_as_a_child_follows_the_organisation(service, family, saskia):
    today = timezone.localdate()
    child = factories.ChildFactory(family=family, birth_date=today - relativedelta(years=14))
    opening.choose_profile(service, "no-familierad", own={"grown_up_from": 20})
    family = Family.objects.get(pk=family.pk)
    asked = {"name": "Noor", "email": "noor@post.example", "giver_as": "young", "child_id": child.pk}

    with pytest.raises(RuleBroken) as no:
        families.ask_commission(acting(saskia), family, **asked)
    assert "15" in str(no.value.message)
    assert families.add_child(acting(saskia), family, call_name="Bram", birth_date=today - relativedelta(years=19))
    with pytest.raises(RuleBroken):
        families.add_child(acting(saskia), family, call_name="Bram", birth_date=today - relativedelta(years=20))


@pytest.fixture
def agreeing(family, saskia, mirjam):
    """Part 3 of the day goes on."""
    day = {"starts_at": on(2026, 2, 21), "ends_at": on(2026, 2, 21, 17)}
    meeting = factories.ConferenceFactory(family=family, moment="agreeing", **day)
    PhaseOfDay.objects.create(family=family, conference=meeting, phase="agreement", started_at=on(2026, 2, 21, 15))
    return meeting


def test_weeks_after_the_meeting_the_coordinators_access_ends_by_itself(agreeing, family, saskia, mirjam, visit):
    now = timezone.now()
    conferences.end_day(acting(mirjam), agreeing)
    page = visit(saskia).get(f"/families/{family.pk}/coordinator/").text
    assert "Mirjam kan meekijken tot" in page
    assert "nog 6 weken vanaf vandaag" in page.lower()
    with time_machine.travel(now + timedelta(days=41)):
        assert visit(mirjam).get(f"/families/{family.pk}/").status_code == 200
    with time_machine.travel(now + timedelta(days=42, minutes=5)):
        assert visit(mirjam).get(f"/families/{family.pk}/").status_code == 404
        with pytest.raises(RuleBroken):
            families.prolong_coordinator(acting(saskia), family)


def test_the_family_prolongs_and_nobody_else_does(agreeing, family, saskia, mirjam, cem, visit):
    conferences.end_day(acting(mirjam), agreeing)
    for somebody in (mirjam, cem):
        with pytest.raises(NotAllowed):
            families.prolong_coordinator(acting(somebody), family)

    with time_machine.travel(timezone.now() + timedelta(weeks=5)):
        assert visit(saskia).post(f"/families/{family.pk}/coordinator/longer/").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(weeks=10)):
        assert visit(mirjam).get(f"/families/{family.pk}/").status_code == 200
    Family.objects.update(stage=Stage.STOPPED)
    with pytest.raises(RuleBroken):
        families.prolong_coordinator(acting(saskia), family)
