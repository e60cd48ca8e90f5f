"""Birthdays that move rights: on the day itself, by the date of birth. Source: consent table 2.3, hard case 17."""

from dataclasses import dataclass
from datetime import date, timedelta

from fgc.accounts.profiles import Terms

# So long after its day an invitation to talk is still sent; a clock that stood still catches up.
INVITED_UNTIL = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """A birthday on which something changes: from then on along, alone, or grown up."""

    age: int
    on: date
    becomes: str


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody is this old; born on 29 February, it is 1 March in other years."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def turns_of(birth_date: date, terms: Terms) -> list[Turn]:
    """The three birthdays that count, in their order."""
    ages = ((terms.along_from, "along"), (terms.alone_from, "alone"), (terms.grown_up_from, "grown_up"))
    return [Turn(age, birthday(birth_date, age), becomes) for age, becomes in ages]


def is_told_now(turn: Turn, today: date, terms: Terms) -> bool:
    """Who decides hears of it some weeks before, so that it can be talked about."""
    return today < turn.on <= today + timedelta(days=terms.birthday_days)


def is_invited_now(turn: Turn, today: date) -> bool:
    """On the day itself the young person is invited to talk about what is different now."""
    return turn.on <= today <= turn.on + INVITED_UNTIL
