"""At which hour of the reader's day a message is due. When it goes, the reader's own hours are asked as well."""

from datetime import date, datetime, time, tzinfo

REMIND_AT, ASK_AT, NOON, EVENING = time(17, 0), time(10, 0), time(12, 0), time(21, 0)


def at(day: date, hour: time, zone: tzinfo) -> datetime:
    """An hour of a day, on the reader's clock."""
    return datetime.combine(day, hour, tzinfo=zone)
