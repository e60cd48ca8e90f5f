"""Method profiles: the ages and terms by which an organisation works; the rules take them as plain values.

Nothing here is legal advice. A number behind which stands "unsure" must be checked by a jurist before families rely on
it; single terms are set by the operator with `choose_profile`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from fgc.errors import RuleBroken


@dataclass(frozen=True)
class Terms:
    """Every age and term of one organisation; the values are those of nl-default."""

    # From this age the own yes of a young person is needed beside that of the parents (Jeugdwet 7.3.4).
    along_from: int = 12
    # From this age the young person decides alone on what is his or her own (Jeugdwet 7.3.4).
    alone_from: int = 16
    # From this age nobody else decides.
    grown_up_from: int = 18
    # How long the coordinator may look in after the meeting. Advice of the field, no law.
    coordinator_weeks: int = 6
    # How long a release lives when nobody says otherwise, and at most.
    release_days: int = 183
    release_days_at_most: int = 365
    # After so many days without an answer the question of a professional is answered with no.
    unanswered_days: int = 14
    # How long emergency access lives at most. Our own choice.
    emergency_hours: int = 4
    # How long somebody who left may still take the own things along.
    take_along_days: int = 30
    # How long after the last sign of life a request is kept to which nobody said yes.
    request_days: int = 30
    # How long after the meeting it is kept that a talk beforehand was held, and what may be shared of it.
    talk_weeks: int = 6
    # Somebody on the map whom nobody ever wrote to or asked: so long after adding, or after the meeting.
    unmet_days: int = 90
    unmet_after_meeting_days: int = 30
    # How long after the meeting it is kept who was invited, and who said what; then only how many.
    invited_days: int = 92
    # How long what the family made is kept after the end; whoever decides keeps it longer, or erases it before.
    ended_days: int = 365
    # So many days before a birthday that moves rights the parents are told.
    birthday_days: int = 28

    def as_kept(self) -> dict[str, int]:
        """All terms as the organisation keeps them: an update of the program changes none of them unseen."""
        return asdict(self)


# Limits within which an operator sets a single term: a slip of the pen is caught.
AT_MOST = {
    "along_from": 18,
    "alone_from": 18,
    "grown_up_from": 21,
    "coordinator_weeks": 26,
    "release_days": 365,
    "release_days_at_most": 730,
    "unanswered_days": 90,
    "emergency_hours": 24,
    "take_along_days": 365,
    "request_days": 365,
    "talk_weeks": 52,
    "unmet_days": 365,
    "unmet_after_meeting_days": 365,
    "invited_days": 365,
    "ended_days": 1826,
    "birthday_days": 180,
}
PROFILES: dict[str, Terms] = {
    "nl-default": Terms(),
    # Unsure: English law knows no fixed age under 16 (it asks whether a child understands); 16 for both is the careful
    # reading for what is the own. Reviews are usually after three months, hence the longer work of the coordinator.
    "uk-frg": Terms(along_from=12, alone_from=16, coordinator_weeks=13),
    # From 15 a child is a party and says yes itself (read); that a parent's yes is needed until 18 beside it: unsure.
    "no-familierad": Terms(along_from=15, alone_from=18),
    # Unsure: guardians decide until 18 and a child's view must be heard at every age; 16 is the age for treatment.
    # The plan is looked at again after 6 months (under 7) or 12 months, by law (read).
    "nz-care": Terms(along_from=12, alone_from=16, coordinator_weeks=12),
}
DEFAULT = "nl-default"


def terms_of(profile: str, own: Mapping[str, int]) -> Terms:
    """The terms of a profile, with what the organisation set otherwise."""
    return replace(PROFILES[profile], **own)


def checked(profile: str, own: Mapping[str, Any]) -> Terms:
    """The same for what an operator typed.

    Raises:
        RuleBroken: there is no such profile or term, a number is out of bounds, or the ages stand in no order.
    """
    if profile not in PROFILES:
        raise RuleBroken(f"A profile is one of {', '.join(PROFILES)}.", code="unknown", field="profile")
    known = {one.name for one in fields(Terms)}
    for name, value in own.items():
        if name not in known:
            raise RuleBroken(f"A term is one of {', '.join(sorted(known))}.", code="unknown", field=name)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= AT_MOST[name]:
            raise RuleBroken(f"{name} is a number from 1 to {AT_MOST[name]}.", code="invalid", field=name)
    terms = terms_of(profile, own)
    if not terms.along_from <= terms.alone_from <= terms.grown_up_from:
        raise RuleBroken("The ages go up: along_from, alone_from, grown_up_from.", code="wrong_order")
    if terms.release_days > terms.release_days_at_most:
        raise RuleBroken("A release can't live longer than at most.", code="wrong_order", field="release_days")
    return terms
