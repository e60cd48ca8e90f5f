"""Who decides: the yes of parents and young people by age. Source: consent table 2.3."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from fgc.accounts.profiles import Terms
from fgc.errors import RuleBroken
from fgc.families.rules.states import Given, Giver, How, Yes

# The words of commission and declaration as they stand on the pages today; other words are a new version.
COMMISSION_TEXT = "2026-01"
DECLARATION_TEXT = "2026-01"
PROPOSAL_LIVES = timedelta(days=60)

NEAR = (Giver.PARENT, Giver.GUARDIAN)
DECIDES = (Giver.PARENT, Giver.GUARDIAN, Giver.ADULT)
SAYS_NO = (Yes.NO, Yes.WITHDRAWN)
# What goes along with who gets a circle of the own, and is asked anew there.
GOES_ALONG = (Yes.ASKED, *SAYS_NO)
# Who decides no longer is asked nothing, and keeps nobody waiting.
DECIDES_NO_LONGER = (Yes.DIED, Yes.NO_AUTHORITY)


@dataclass(frozen=True)
class Said:
    """What one person answered, and as what; for a young person: which child it is."""

    giver_as: Giver
    answer: Yes
    child_id: uuid.UUID | None = None


def commission_of(said: Sequence[Said], *, births: Mapping[uuid.UUID, date], day: date, terms: Terms) -> Given:
    """Whether the commission is given. Source: consent table 2.3.

    Everybody who was asked must have said yes. Under 12 the parents decide, from 12 the young person along, from 16
    alone.
    A no of one of them beside a yes of another freezes what concerns the children, and nothing else. Where every child
    decides alone and said so, no child's consent is missing: then a no of a parent freezes nothing (hard case 8).

    Args:
        births: the children for whom it is asked, with their dates of birth; none when it is about an adult.
        day: the day on which the ages count.
        terms: from which ages; those of nl-default are told here.
    """
    said = _who_counts(said, births, day, terms)
    answers = {one.answer for one in said}
    if Yes.YES in answers and answers & set(SAYS_NO):
        return Given.DISPUTED
    if answers != {Yes.YES} or not _is_enough(said, births, day, terms):
        return Given.NOT_YET
    return Given.GIVEN


def _who_counts(said: Sequence[Said], births: Mapping[uuid.UUID, date], day: date, terms: Terms) -> Sequence[Said]:
    """Of children who all decide alone and said yes the parents are not asked: they may come when the young want it."""
    alone = {one.child_id for one in said if one.giver_as == Giver.YOUNG and one.answer == Yes.YES}
    decide = births and all(child in alone and decides_alone(birth, day, terms) for child, birth in births.items())
    return [one for one in said if one.giver_as not in NEAR] if decide else said


def _is_enough(said: Sequence[Said], births: Mapping[uuid.UUID, date], day: date, terms: Terms) -> bool:
    if not births:
        return any(one.giver_as == Giver.ADULT for one in said)
    spoke = {one.child_id for one in said if one.giver_as == Giver.YOUNG}
    if any(decides_along(birth, day, terms) and child not in spoke for child, birth in births.items()):
        return False
    all_alone = all(decides_alone(birth, day, terms) for birth in births.values())
    return any(one.giver_as in DECIDES for one in said) or all_alone


def must_have_had_authority(giver_as: str) -> None:
    """Authority of a parent or guardian can end; a young person and an adult decide by themselves.

    Raises:
        RuleBroken: it is about one of those.
    """
    if giver_as not in {Giver.PARENT, Giver.GUARDIAN}:
        raise RuleBroken(_("Only the authority of a parent or a guardian can end."), code="decides_alone")


def end_of_authority(because: str) -> Yes:
    """Why somebody decides no longer.

    Raises:
        RuleBroken: it is not in the list.
    """
    if because not in DECIDES_NO_LONGER:
        raise RuleBroken(_("Choose what happened."), code="invalid", field="because")
    return Yes(because)


def must_decide_still(answer: str) -> None:
    """Only who has authority answers.

    Raises:
        RuleBroken: it is written down that this person has none any more.
    """
    if answer in DECIDES_NO_LONGER:
        sentence = _("It is written down that you do not decide any more. Is that not right? Ask the coordinator.")
        raise RuleBroken(sentence, code="decides_no_longer")


def must_have_said_yes(answer: str) -> None:
    """Only a yes is taken back.

    Raises:
        RuleBroken: this person did not say yes.
    """
    if answer != Yes.YES:
        raise RuleBroken(_("This person did not say yes. There is nothing to take back."), code="no_yes")


def age_on(birth_date: date, day: date) -> int:
    """Full years on that day; a leap-day child has its birthday on 1 March in other years."""
    had_it = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_it else 1)


def decides_along(birth_date: date, day: date, terms: Terms) -> bool:
    """From 12 years a young person's own yes is needed (Jeugdwet 7.3.4); elsewhere from another age."""
    return age_on(birth_date, day) >= terms.along_from


def decides_alone(birth_date: date, day: date, terms: Terms) -> bool:
    """From 16 years a young person decides for himself or herself (Jeugdwet 7.3.4); elsewhere from another age."""
    return age_on(birth_date, day) >= terms.alone_from


def must_decide_along(birth_date: date, day: date, terms: Terms) -> None:
    """Only a young person from 12 years (or the age of the profile) is asked for an own yes.

    Raises:
        RuleBroken: the child is younger.
    """
    if not decides_along(birth_date, day, terms):
        sentence = _("This child is not %(age)s yet. Listen to the child, and do not ask for a yes.")
        raise RuleBroken(
            sentence % {"age": terms.along_from},
            code="too_young",
            field="child_id",
        )


def must_be_a_birth_date(birth_date: date, day: date, terms: Terms) -> None:
    """A child whom it is about is born, and not yet grown up.

    Raises:
        RuleBroken: the date lies ahead, or 18 years or more back.
    """
    if birth_date > day:
        raise RuleBroken(_("This day has not been yet."), code="in_future", field="birth_date")
    if age_on(birth_date, day) >= terms.grown_up_from:
        sentence = _("Somebody of %(age)s or older decides alone, and is not a child here.")
        raise RuleBroken(sentence % {"age": terms.grown_up_from}, code="grown_up", field="birth_date")


def must_be_recordable(giver_as: str, *, is_coordinator: bool) -> None:
    """The coordinator writes down a spoken yes of anybody; a parent never that of another parent.

    Raises:
        RuleBroken: one parent would answer for another.
    """
    if giver_as != Giver.YOUNG and not is_coordinator:
        sentence = _("Only this person can say yes. The coordinator can write it down, once there is one.")
        raise RuleBroken(sentence, code="not_yours")


def must_be_elsewhere(how: str) -> How:
    """Whoever writes down an answer for another says where it was given.

    Raises:
        RuleBroken: it would look as if the person had answered here.
    """
    if how not in {How.SPOKEN, How.PAPER}:
        raise RuleBroken(_("Choose: spoken, or on paper."), code="invalid", field="how")
    return How(how)


def must_decide(giver_as: str) -> Giver:
    """Who says yes for children is a parent, a guardian, or the adult whom it is about.

    Raises:
        RuleBroken: it is something else; a young person is asked in another way.
    """
    if giver_as not in DECIDES:
        raise RuleBroken(_("Choose as what you say yes."), code="invalid", field="giver_as")
    return Giver(giver_as)


def giver_of(giver_as: str) -> Giver:
    """As what somebody is asked.

    Raises:
        RuleBroken: it is not in the list.
    """
    if giver_as not in Giver.values:
        raise RuleBroken(_("Choose who this is."), code="invalid", field="giver_as")
    return Giver(giver_as)
