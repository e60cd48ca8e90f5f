"""Whom one calls in danger, by the country in which a service works."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from fgc.families.models import Family

NUMBERS: dict[str, str | Promise] = {
    "nl-default": _("Danger now? Call 112. Do you want to ask somebody? Veilig Thuis: 0800-2000, day and night, free."),
    "uk-frg": _("Danger now? Call 999."),
    "no-familierad": _("Danger now? Call 112."),
    "nz-care": _("Danger now? Call 111."),
}


def in_danger(family: "Family") -> str:
    """The sentence for the country of the service that works for this family."""
    return str(NUMBERS[family.organisation.profile])
