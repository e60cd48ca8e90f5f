"""Which meeting is the one that counts now, and when and where it is."""

import uuid
from datetime import date, timedelta

import holidays
from django.utils import translation

from fgc.conferences import rules
from fgc.conferences.models import Conference
from fgc.families.models import Family
from fgc.networks.models import Person


def conference_of(family: Family) -> Conference | None:
    """The meeting that is being prepared or held; when there is none, the last one that was held."""
    rows = Conference.objects.filter(family_id=family.pk).exclude(moment=rules.Moment.CANCELLED)
    return rows.order_by("-number").first()


def conferences_of(family: Family) -> list[Conference]:
    """Every meeting of the family, the last one first, those that were called off too."""
    return list(Conference.objects.filter(family_id=family.pk).order_by("-number"))


def conference_in(family: Family, conference_id: uuid.UUID) -> Conference | None:
    """This meeting, when it is one of this family."""
    return Conference.objects.filter(family_id=family.pk, pk=conference_id).first()


def next_meeting_of(person: Person) -> Conference | None:
    """The meeting with a date that this person knows of: was invited to, or was asked a date for."""
    rows = Conference.objects.filter(family_id=person.family_id, moment__in=[rules.Moment.DATED, *rules.DURING])
    invited = rows.filter(invitations__person=person, invitations__sent__in=rules.REACHED)
    return invited.first() or rows.filter(asked_for_date__person=person).first()


def holidays_near(day: date) -> list[str]:
    """Official holidays on the day itself or the day beside it, by name: somebody may be away."""
    language = "nl" if (translation.get_language() or "nl").startswith("nl") else "en_US"
    near = [day + timedelta(days=step) for step in (-1, 0, 1)]
    known = holidays.country_holidays(
        "NL", years={one.year for one in near}, language=language, categories=("public", "optional")
    )
    return [known[one] for one in near if one in known]
