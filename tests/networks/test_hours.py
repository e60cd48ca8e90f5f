"""The hours of a person: pure rules on the reader's own clock, whatever that clock does."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fgc.errors import RuleBroken
from fgc.networks.models import ContactCard
from fgc.networks.rules import hours
from fgc.networks.rules.hours import Hours, Window

HERE = ZoneInfo("Europe/Amsterdam")
NIGHT = Window(time(21), time(8))
SCHOOL = Window(time(9), time(14, 30))


def on(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026, zone: ZoneInfo = HERE) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "moment", "expected"),
    [
        # Quiet hours over midnight.
        (Hours(HERE, quiet=NIGHT), on(3, 2, 20, 59), on(3, 2, 20, 59)),
        (Hours(HERE, quiet=NIGHT), on(3, 2, 21), on(3, 3, 8)),
        (Hours(HERE, quiet=NIGHT), on(3, 3, 3), on(3, 3, 8)),
        (Hours(HERE, quiet=NIGHT), on(3, 3, 8), on(3, 3, 8)),
        # The night in which an hour is missing, and the one in which an hour comes twice.
        (Hours(HERE, quiet=NIGHT), on(3, 28, 22), on(3, 29, 8)),
        (Hours(HERE, quiet=NIGHT), on(10, 24, 22), on(10, 25, 8)),
        # A leap day, and the end of a year.
        (Hours(HERE, quiet=NIGHT), on(2, 28, 23, year=2028), on(2, 29, 8, year=2028)),
        (Hours(HERE, quiet=NIGHT), on(2, 29, 23, year=2028), on(3, 1, 8, year=2028)),
        (Hours(HERE, quiet=NIGHT), on(12, 31, 23), on(1, 1, 8, year=2027)),
        # Within a day, and none at all.
        (Hours(HERE, quiet=Window(time(13), time(14))), on(3, 2, 13, 59), on(3, 2, 14)),
        (Hours(HERE, quiet=Window(time(8), time(8))), on(3, 2, 3), on(3, 2, 3)),
        (Hours(HERE), on(3, 2, 3), on(3, 2, 3)),
        # Safe hours: only within them, also at night, and then no quiet hours count.
        (Hours(HERE, safe=SCHOOL), on(3, 2, 8, 59), on(3, 2, 9)),
        (Hours(HERE, safe=SCHOOL), on(3, 2, 14, 30), on(3, 3, 9)),
        (Hours(HERE, safe=SCHOOL), on(3, 2, 14, 29), on(3, 2, 14, 29)),
        (Hours(HERE, safe=Window(time(22), time(1)), quiet=NIGHT), on(3, 2, 23), on(3, 2, 23)),
        (Hours(HERE, safe=Window(time(22), time(1)), quiet=NIGHT), on(3, 3, 1), on(3, 3, 22)),
        # Safe only in the hour that is missing on 29 March: the next day then. The hour that comes twice counts twice.
        (Hours(HERE, safe=Window(time(2), time(3))), on(3, 28, 12), on(3, 30, 2)),
        (Hours(HERE, safe=Window(time(2), time(3))), on(10, 24, 12), on(10, 25, 2)),
        (Hours(HERE, safe=Window(time(2), time(3))), on(10, 25, 2).replace(fold=1), on(10, 25, 2).replace(fold=1)),
        # Safe from half past two, in the night without that time: from three.
        (Hours(HERE, safe=Window(time(2, 30), time(4))), on(3, 28, 12), on(3, 29, 3)),
        # Somebody elsewhere.
        (Hours(ZoneInfo("America/Paramaribo"), quiet=NIGHT), on(3, 2, 10), on(3, 2, 12)),
        (Hours(ZoneInfo("Asia/Kolkata"), quiet=NIGHT), on(3, 2, 16, 29), on(3, 2, 16, 29)),
        (Hours(ZoneInfo("Asia/Kolkata"), quiet=NIGHT), on(3, 2, 16, 30), on(3, 3, 3, 30)),
    ],
)
def test_the_first_moment_at_which_something_may_be_sent(asked: Hours, moment: datetime, expected: datetime) -> None:
    opened = asked.opens_at(moment, is_urgent=False)

    assert opened.astimezone(UTC) == expected.astimezone(UTC)
    assert bool(asked.forbid(moment, is_urgent=False)) is (opened != moment)


@pytest.mark.parametrize(
    ("asked", "is_urgent", "reason"),
    [
        (Hours(HERE, quiet=NIGHT), False, "quiet"),
        (Hours(HERE, quiet=NIGHT), True, ""),
        (Hours(HERE, safe=SCHOOL, quiet=NIGHT), False, "safe_hours"),
        (Hours(HERE, safe=SCHOOL, quiet=NIGHT), True, "safe_hours"),
        (Hours(HERE, safe=NIGHT, quiet=NIGHT), False, ""),
    ],
)
def test_what_calls_somebody_off_goes_in_quiet_hours_and_never_outside_safe_ones(
    asked: Hours, is_urgent: bool, reason: str
) -> None:
    assert asked.forbid(on(3, 2, 23), is_urgent=is_urgent) == reason


quarters = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
zones = st.sampled_from([ZoneInfo(zone) if zone else HERE for zone in hours.Zone.values])


@given(
    zone=zones,
    begins=quarters,
    ends=quarters,
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    is_safe=st.booleans(),
)
def test_nothing_is_sent_in_a_minute_that_is_shut_nor_kept_in_one_that_is_open(
    zone: ZoneInfo, begins: time, ends: time, moment: datetime, is_safe: bool
) -> None:
    if begins == ends:
        return
    window = Window(begins, ends)
    asked = Hours(zone, safe=window) if is_safe else Hours(zone, quiet=window)

    opened = asked.opens_at(moment, is_urgent=False)

    local = opened.astimezone(zone).time()
    assert window.holds(local) is is_safe
    waited = int((opened - moment) / timedelta(minutes=1))
    shut = [(moment + timedelta(minutes=minute)).astimezone(zone).time() for minute in range(waited)]
    assert all(window.holds(at) is not is_safe for at in shut)
    assert waited <= 2 * 24 * 60


@pytest.mark.parametrize("place", [zone for zone in hours.Zone.values if zone])
def test_every_clock_that_can_be_chosen_changes_on_a_quarter(place: str) -> None:
    zone, moment = ZoneInfo(place), datetime(2026, 1, 1, tzinfo=UTC)
    offsets = {(moment + timedelta(days=day)).astimezone(zone).utcoffset() for day in range(1100)}

    assert all(offset is not None and offset % timedelta(minutes=15) == timedelta(0) for offset in offsets)


def test_who_moves_to_another_clock_keeps_the_own_night() -> None:
    card = ContactCard(quiet_from=time(21), quiet_until=time(8))
    with time_machine.travel(on(3, 2, 9), tick=False):
        assert card.hours.forbid(timezone.now(), is_urgent=False) == ""
        card.time_zone = "America/Paramaribo"
        assert card.hours.forbid(timezone.now(), is_urgent=False) == "quiet"
        assert card.hours.opens_at(timezone.now(), is_urgent=False) == on(3, 2, 12)


def test_the_house_has_quiet_hours_for_who_said_nothing(settings: object) -> None:
    settings.QUIET_HOURS = time(22), time(7)  # type: ignore[attr-defined]
    assert ContactCard().hours == Hours(HERE, quiet=Window(time(22), time(7)))

    always = ContactCard(quiet_from=time(0), quiet_until=time(0))
    assert always.hours.forbid(on(3, 2, 3), is_urgent=False) == ""


@pytest.mark.parametrize(
    ("typed", "expected"), [("8:00", time(8)), ("20.15", time(20, 15)), (" 09:45 ", time(9, 45)), ("", None)]
)
def test_a_time_is_read_as_people_type_it(typed: str, expected: time | None) -> None:
    assert hours.time_of(typed, field="safe_from") == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("24:00", "not_a_time"),
        ("na acht", "not_a_time"),
        ("8", "not_a_time"),
        ("8:10", "not_a_quarter"),
    ],
)
def test_what_is_no_time_is_told(typed: str, code: str) -> None:
    with pytest.raises(RuleBroken) as no:
        hours.time_of(typed, field="safe_from")

    assert (no.value.code, no.value.field) == (code, "safe_from")


@pytest.mark.parametrize(
    ("quiet", "safe", "field"),
    [
        ((None, time(8)), (None, None), "quiet_from"),
        ((time(21), None), (None, None), "quiet_until"),
        ((None, None), (time(9), None), "safe_until"),
        ((None, None), (time(9), time(9)), "safe_until"),
    ],
)
def test_hours_have_two_ends(
    quiet: tuple[time | None, time | None], safe: tuple[time | None, time | None], field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        hours.must_be_windows(quiet=quiet, safe=safe)

    assert no.value.field == field
