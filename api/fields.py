"""What a program may say and what it hears: each key listed, each of one kind, and nothing guessed.

Rules are not here: a text that is too long or a day that has passed is refused by the action, in the same words as on
the page. Here stands only what kind of thing a value is.
"""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

# Days that a calendar of now can hold; outside of it arithmetic with days itself goes wrong.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Output(serializers.Serializer[Any]):
    """What a program hears: only the keys that are listed."""


class Input(serializers.Serializer[Any]):
    """What a program may say: a key that is not listed is refused by its name, never passed over in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The values by key.

        Raises:
            ValidationError: a key is unknown, or a value is of another kind.
        """
        if isinstance(data, dict):
            unknown = sorted(str(key) for key in set(data) - set(self.fields))
            if unknown:
                raise ValidationError({key: [str(UNKNOWN)] for key in unknown}, code="unknown_key")
        return super().to_internal_value(data)


UNKNOWN = _("There is no such key.")


class Nothing(Input):
    """An act that needs no words."""


class Text(serializers.CharField):
    """A text, kept as it was typed; how long it may be is a rule of the action."""

    default_error_messages = {"invalid": _("This must be a text.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_blank", True)
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text; a number is not turned into one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Flag(serializers.BooleanField):
    """True or false, and no word that sounds like it."""

    default_error_messages = {"invalid": _("This must be true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        """True or false itself."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return bool(data)


class Number(serializers.IntegerField):
    """A whole number, and no text of one."""

    default_error_messages = {"invalid": _("This must be a whole number.")}

    def to_internal_value(self, data: Any) -> int:
        """The number itself."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Id(serializers.UUIDField):
    """The id of something, as it was heard before."""

    default_error_messages = {"invalid": _("This must be an id.")}

    def to_internal_value(self, data: Any) -> Any:
        """The id, from its usual text."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of a few words."""

    def to_internal_value(self, data: Any) -> Any:
        """The word."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A day: 2026-03-03."""

    default_error_messages = {"far": _("This day is years away. Is the year right?")}

    def to_internal_value(self, value: Any) -> date:
        """The day."""
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("far")
        return day


class Moment(serializers.DateTimeField):
    """A moment with its time zone; always told in UTC: 2026-03-03T14:00:00Z."""

    default_error_messages = {
        "far": _("This day is years away. Is the year right?"),
        "overflow": _("This day is years away. Is the year right?"),
        "zone": _("Say in which time zone this is: 2026-03-03T15:00:00+01:00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def enforce_timezone(self, value: datetime) -> datetime:
        """The moment in UTC; nobody guesses in which zone a clock stood."""
        if value.tzinfo is None:
            self.fail("zone")
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        """The moment."""
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        moment: datetime = super().to_internal_value(value)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail("far")
        return moment


class Several(serializers.ListField):
    """A list, of a length that a circle can have."""

    default_error_messages = {"max_length": _("This is too long: at most {max_length} of them.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        super().__init__(**kwargs)


def ids(**kwargs: Any) -> Several:
    """A list of ids."""
    return Several(child=Id(), **kwargs)


def words(choices: Any, **kwargs: Any) -> Several:
    """A list of words out of a few."""
    return Several(child=Choice(choices=choices), max_length=100, **kwargs)


@cache
def page_of(row: type[Output]) -> type[Output]:
    """A list in pieces of rows of one kind, with links to the next and the former piece."""
    link: dict[str, Any] = {
        "allow_null": True,
        "help_text": "The address of another piece of this list; null when there is none.",
    }
    parts: dict[str, Any] = {
        "__doc__": f"A piece of a list. {row.__doc__}",
        "results": row(many=True),
        "next": serializers.URLField(**link),
        "previous": serializers.URLField(**link),
    }
    return type(f"{row.__name__}List", (Output,), parts)
