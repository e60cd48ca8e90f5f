"""The second story, two meetings: other days, other places, other words, and neither knows of the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo.people import Somebody, Worker
from fgc.demo.selam_lines import BOTTOM_LINES, LINES, UNTIL_A_DAY, Line
from fgc.demo.selam_people import (
    CARLA,
    CIRCLE_A,
    CIRCLE_B,
    DENNIS,
    FREWEYNI,
    HATICE,
    HIWET,
    MARIT,
    NATNAEL,
    OF_A,
    OF_B,
    SELAM,
    TILLY,
    YONAS,
)
from fgc.demo.stage import Scene, Stage, at, on
from fgc.networks import queries as networks
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries

if TYPE_CHECKING:
    from fgc.access.actors import Actor

HERS, HIS = (*OF_A, NATNAEL, HIWET), OF_B
PLACE_A, PLACE_B = "Zaal van de Goede Herder, Oosterkolk", "Buurthuis De Spil, Lindemeer"


def own_way(stage: Stage, somebody: Somebody) -> "Actor":
    """How somebody of this story answers: logged in, by a link, or through the coordinator."""
    if somebody.has_account:
        return stage.as_(somebody)
    return stage.by_link(somebody) if somebody.way == "mail" else stage.as_(HATICE)


def _plan_a_day(stage: Stage, begin: datetime, end: datetime, kind: str, place: str) -> None:
    hatice = stage.as_(HATICE)
    meeting = conferences.plan_conference(hatice, stage.family)
    conferences.offer_dates(hatice, meeting, moments=[(begin, end, "")])
    conferences.record_safety_check(hatice, meeting, on=on(20, 3))
    [choice] = conference_queries.poll_of(meeting).choices
    conferences.choose_date(hatice, meeting, choice.option, place_kind=kind, place=place)


def _invite(stage: Stage, circle: tuple[Somebody, ...], workers: tuple[Worker, ...]) -> None:
    hatice, meeting = stage.as_(HATICE), stage.conference
    guests = [*map(stage.person, circle), *map(stage.person, workers)]
    for invitation in conferences.invite(hatice, meeting, person_ids=[guest.pk for guest in guests]):
        conferences.send_invitation(hatice, invitation)
        if invitation.person.way == "letter":
            conferences.printed(hatice, invitation)
        elif invitation.person.way in ("visit", "phone"):
            conferences.mark_told(hatice, invitation)
    conferences.ask_information(hatice, meeting, stage.person(MARIT), due_on=on(9, 4))


def her_day_is_chosen(stage: Stage) -> None:
    """Friday 20 March: Sunday 19 April in a church hall. Only her circle reads where."""
    _plan_a_day(stage, at(19, 4, 13), at(19, 4, 17, 30), "faith", PLACE_A)
    _invite(stage, (*HERS, YONAS), (CARLA, MARIT))


def his_day_is_chosen(stage: Stage) -> None:
    """Monday 23 March: Wednesday 22 April in a community house."""
    _plan_a_day(stage, at(22, 4, 19), at(22, 4, 21, 45), "community_house", PLACE_B)
    _invite(stage, HIS, (TILLY, MARIT))


def _answer(stage: Stage, circle: tuple[Somebody, ...]) -> None:
    by_name = {one.call_name: one for one in circle}
    for invitation in conference_queries.invitations_of(stage.conference):
        somebody = by_name.get(invitation.person.call_name)
        actor = own_way(stage, somebody) if somebody else stage.as_(HATICE)
        coming = "video" if somebody is FREWEYNI else "in_person"
        conferences.answer_invitation(actor, invitation, coming=coming, message="")
        conferences.record_talk(stage.as_(HATICE), stage.conference, invitation.person, by="visit", held_on=on(7, 4))


def her_people_answer(stage: Stage) -> None:
    """Wednesday 8 April: Lies sends her slip of paper back; the coordinator writes it down."""
    _answer(stage, HERS)


def his_people_answer(stage: Stage) -> None:
    """Thursday 9 April."""
    _answer(stage, HIS)


def _tell(stage: Stage, lines: Mapping[int, tuple[str, str]]) -> None:
    """Marit hands in her page, with the bottom lines in the words for this circle."""
    marit = stage.as_(MARIT)
    mine = stage.person(MARIT).pk
    [sheet] = [one for one in conference_queries.sheets_for(stage.account(MARIT)) if one.person_id == mine]
    conferences.hand_in_information(
        marit, sheet, facts="Er is toezicht van de rechter tot maart.", worries="Er was geweld.",
        strengths="Er zijn mensen die willen helpen.", offers="Ik ben elke werkdag bereikbaar.",
    )  # fmt: skip
    for number, (text, reason) in lines.items():
        last_day = on(1, 9) if number == UNTIL_A_DAY else None
        conferences.set_bottom_line(marit, sheet, text=text, reason=reason, valid_until=last_day)
    conferences.deliver_information(stage.as_(HATICE), stage.conference)


def she_reads_the_bottom_lines(stage: Stage) -> None:
    """Friday 10 April: the same four, in words for her circle."""
    _tell(stage, BOTTOM_LINES[CIRCLE_A])


def he_reads_the_bottom_lines(stage: Stage) -> None:
    """Friday 10 April: the same four, in words for his."""
    _tell(stage, BOTTOM_LINES[CIRCLE_B])


def _begin_day(stage: Stage, *present: Somebody | Worker) -> None:
    hatice = stage.as_(HATICE)
    conferences.start_day(hatice, stage.conference)
    seats = {stage.person(one).pk: "video" if one is FREWEYNI else "in_person" for one in present}
    conferences.record_attendance(hatice, stage.conference, phase="information", present=seats)


def her_meeting(stage: Stage) -> None:
    """Sunday 19 April, 13:00."""
    _begin_day(stage, *HERS, YONAS, CARLA, MARIT)


def their_own_time(stage: Stage) -> None:
    """Only their own people: the coordinator waits outside, and for that long knows of nothing else."""
    conferences.start_private_time(stage.as_(HATICE), stage.conference)


def _write_plan(stage: Stage, by: Somebody, lines: tuple[Line, ...]) -> None:
    conferences.end_private_time(stage.as_(by), stage.conference)
    hatice = stage.as_(HATICE)
    plan = plans.begin_plan(hatice, stage.family, conference=stage.conference)
    bottom = {line.number: line.pk for line in conference_queries.bottom_lines_of(stage.conference)}
    first = None
    for line in lines:
        written = plans.record_agreement(
            hatice, plan, text=line.text, kind=line.kind, person_ids=[stage.person(one).pk for one in line.by],
            for_whom=line.for_whom, repeats=line.repeats, ends_on=line.ends_on, what_if=line.what_if,
            sign_it_works=line.sign_it_works, bottom_line_id=bottom.get(line.meets),
            supports_id=first if line.supports_first else None,
        )  # fmt: skip
        first = first or written.pk
    plans.approve_plan(stage.as_(by), plan)
    for row in conference_queries.bottom_lines_of(stage.conference):
        plans.judge_bottom_line(stage.as_(MARIT), row, verdict="met")
    conferences.end_day(hatice, stage.conference)


def her_plan(stage: Stage) -> None:
    """16:40: they call the coordinator in, and tell what they agreed."""
    _write_plan(stage, SELAM, LINES[CIRCLE_A])


def his_meeting(stage: Stage) -> None:
    """Wednesday 22 April, 19:00."""
    _begin_day(stage, *HIS, TILLY, MARIT)


def his_plan(stage: Stage) -> None:
    """21:15."""
    _write_plan(stage, DENNIS, LINES[CIRCLE_B])


def yonas_is_done(stage: Stage) -> None:
    """Monday 20 April: the interpreter was there for that one day; what opened to him ends with it."""
    plans.leave(stage.as_(HATICE), stage.person(YONAS))


def promises_are_confirmed(stage: Stage) -> None:
    """Each the own promise, in the own way."""
    known: dict[str, Somebody | Worker] = {one.call_name: one for one in (*HERS, *HIS, CARLA, TILLY)}
    for person in networks.people_of(stage.family):
        for asked in plan_queries.promises_of(person):
            one = known[person.call_name]
            if isinstance(one, Somebody) and not one.has_account and one.way != "mail":
                plans.confirm_on_behalf(stage.as_(HATICE), asked.promise, answer="yes", how="spoken")
            else:
                actor = own_way(stage, one) if isinstance(one, Somebody) else stage.as_(one)
                plans.confirm_commitment(actor, asked.promise, answer="yes")


SCENES = (
    Scene(at(20, 3, 11), her_day_is_chosen, CIRCLE_A),
    Scene(at(23, 3, 11), his_day_is_chosen, CIRCLE_B),
    Scene(at(8, 4, 16), her_people_answer, CIRCLE_A),
    Scene(at(9, 4, 16), his_people_answer, CIRCLE_B),
    Scene(at(10, 4, 9), she_reads_the_bottom_lines, CIRCLE_A),
    Scene(at(10, 4, 13), he_reads_the_bottom_lines, CIRCLE_B),
    Scene(at(19, 4, 13), her_meeting, CIRCLE_A),
    Scene(at(19, 4, 14), their_own_time, CIRCLE_A),
    Scene(at(19, 4, 16, 40), her_plan, CIRCLE_A),
    Scene(at(20, 4, 0, 1), yonas_is_done, CIRCLE_A),
    Scene(at(20, 4, 12), promises_are_confirmed, CIRCLE_A),
    Scene(at(22, 4, 19), his_meeting, CIRCLE_B),
    Scene(at(22, 4, 19, 45), their_own_time, CIRCLE_B),
    Scene(at(22, 4, 21, 15), his_plan, CIRCLE_B),
    Scene(at(23, 4, 20), promises_are_confirmed, CIRCLE_B),
)
