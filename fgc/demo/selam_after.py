"""The second story after the two meetings: what both read about the children, and what became different."""

from typing import TYPE_CHECKING

from fgc.access.walls import acting
from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo.people import Somebody
from fgc.demo.selam_lines import FOR_CHILDREN, UNTIL_SEPTEMBER, VISITS
from fgc.demo.selam_people import (
    ABEBA,
    ANOUK,
    CHILDREN,
    CIRCLE_A,
    CIRCLE_B,
    DENNIS,
    HATICE,
    LIES,
    MARIT,
    RIA,
    SELAM,
    TILLY,
)
from fgc.demo.stage import Scene, Stage, at, on
from fgc.families import actions as families
from fgc.families import queries as family_queries
from fgc.networks import actions as networks
from fgc.networks import queries as network_queries
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries

if TYPE_CHECKING:
    from fgc.conferences.models import BottomLine
    from fgc.plans.models import Plan


def a_plan_for_the_children(stage: Stage) -> None:
    """Friday 24 April: only the coordinator can make it; Selam and Dennis are each asked for an own yes."""
    hatice = stage.as_(HATICE)
    # Whoever tells the story sees one circle at a time; what connects two, only their coordinator.
    with acting(hatice):
        [other] = family_queries.other_circles(hatice, stage.family)
    deciders = [stage.account(one).pk for one in (SELAM, DENNIS)]
    networks.make_childrens_plan(hatice, other.split, giver_ids=deciders)


def _say_yes(stage: Stage, somebody: Somebody) -> None:
    actor = stage.as_(somebody)
    commission = family_queries.own_commission(actor, stage.family)
    assert commission is not None
    children = [child.pk for child in family_queries.children_of(stage.family)]
    families.give_commission(actor, commission, child_ids=children)


def both_want_it(stage: Stage) -> None:
    """Saturday 25 April: each by himself or herself, and the coordinator may go on with it."""
    for somebody in (SELAM, DENNIS):
        _say_yes(stage, somebody)
    [offer] = family_queries.offers_to(stage.as_(HATICE))
    families.declare_independence(stage.as_(HATICE), offer)
    families.accept_coordinator(stage.as_(SELAM), offer)
    for worker in (MARIT, TILLY):
        networks.add_professional(
            stage.as_(HATICE), stage.family, call_name=worker.call_name, function=worker.function,
            employer=worker.employer, email=worker.email, has_legal_task=worker.has_legal_task,
        )  # fmt: skip


def marit_says_what_must_be(stage: Stage) -> None:
    """Sunday 26 April: one bottom line is about the visits."""
    hatice, marit = stage.as_(HATICE), stage.as_(MARIT)
    meeting = conferences.plan_conference(hatice, stage.family)
    conferences.ask_information(hatice, meeting, stage.person(MARIT), due_on=on(27, 4))
    mine = stage.person(MARIT).pk
    [sheet] = [one for one in conference_queries.sheets_for(stage.account(MARIT)) if one.person_id == mine]
    conferences.hand_in_information(
        marit,
        sheet,
        facts="Er is toezicht van de rechter.",
        worries="Rust is nu het belangrijkst.",
        strengths="Beide ouders willen rust voor de kinderen.",
        offers="Ik ben elke werkdag bereikbaar.",
    )
    conferences.set_bottom_line(marit, sheet, text=UNTIL_SEPTEMBER, reason="Dat zei de rechter.", valid_until=on(1, 9))
    conferences.deliver_information(hatice, meeting)


def _plan(stage: Stage) -> "Plan":
    plan = plan_queries.plan_of(stage.family)
    assert plan is not None
    return plan


def _bottom_line(stage: Stage) -> "BottomLine":
    [line] = conference_queries.bottom_lines_of(stage.conference)
    return line


def six_lines_for_both(stage: Stage) -> None:
    """Monday 27 April: six lines without a name of either circle; both read them from today."""
    hatice = stage.as_(HATICE)
    plan = plans.begin_plan(hatice, stage.family)
    people_there = {person.call_name: person.pk for person in network_queries.people_of(stage.family)}
    somebody = people_there["Iemand uit de familie"]
    for text, kind, repeats, bottom in FOR_CHILDREN:
        plans.record_agreement(
            hatice, plan, text=text, kind=kind, repeats=repeats, for_whom="de kinderen", person_ids=[somebody],
            bottom_line_id=_bottom_line(stage).pk if bottom else None,
        )  # fmt: skip
    for one in (SELAM, DENNIS):
        plans.approve_plan(stage.as_(one), plan)
    plans.judge_bottom_line(stage.as_(MARIT), _bottom_line(stage), verdict="met")


def a_summary_for_marit(stage: Stage) -> None:
    """Tuesday 28 April: each circle lets her read what she must know; she reads both, and each apart."""
    wanted = [part.key for part in plan_queries.parts_of(stage.family) if part.section in ("question", "bottom_line")]
    preview = plan_queries.release_preview(stage.family, parts=wanted)
    reader = plan_queries.Reader(name=MARIT.name, email=MARIT.email, function=MARIT.function, employer=MARIT.employer)
    plans.release(
        stage.as_(stage.commissioner), _plan(stage), reader=reader, purpose="Toezicht", until=on(31, 10),
        parts=wanted, preview_hash=preview.hash,
    )  # fmt: skip


def ria_wants_to_be_forgotten(stage: Stage) -> None:
    """Wednesday 3 June: she tells it on the telephone. Her name goes; Abeba and Lies take her two tasks."""
    plans.leave(stage.as_(ANOUK), stage.person(RIA), quietly=True, erase=True)
    for free, somebody in zip(plan_queries.free_tasks(_plan(stage)), (ABEBA, LIES), strict=True):
        promise = plans.take_over(stage.as_(SELAM), free, person_id=stage.person(somebody).pk)
        if somebody is ABEBA:
            plans.confirm_commitment(stage.as_(ABEBA), promise, answer="yes")
        else:
            plans.confirm_on_behalf(stage.as_(ANOUK), promise, answer="yes", how="paper")


def natnael_wants_fewer_visits(stage: Stage) -> None:
    """Saturday 20 June: every two weeks, and not every week."""
    line = next(one for one in plan_queries.lines_for(stage.as_(SELAM), _plan(stage), 1) if one.number == 1)
    agreement = plan_queries.agreement_of(stage.as_(SELAM), stage.family, line.id)
    assert agreement is not None
    plans.propose_amendment(
        stage.as_(SELAM), agreement, based_on=1, text=VISITS, for_whom="de kinderen", repeats="fortnightly",
        reason="Natnael vroeg om minder vaak.",
    )  # fmt: skip


def all_three_say_yes(stage: Stage) -> None:
    """Friday 26 June: Dennis says yes, so it is version 2; Marit says: met."""
    person = stage.person(DENNIS)
    [question] = plan_queries.open_amendments(person)
    consent = plan_queries.consent_of(stage.as_(DENNIS), person, question.subject_id).consent
    plans.answer_amendment(stage.as_(DENNIS), consent, said_yes=True)
    plans.judge_bottom_line(stage.as_(MARIT), _bottom_line(stage), verdict="met")


SCENES = (
    Scene(at(24, 4, 10), a_plan_for_the_children, CIRCLE_A),
    Scene(at(25, 4, 11), both_want_it, CHILDREN),
    Scene(at(26, 4, 15), marit_says_what_must_be, CHILDREN),
    Scene(at(27, 4, 10), six_lines_for_both, CHILDREN),
    Scene(at(28, 4, 9), a_summary_for_marit, CIRCLE_A),
    Scene(at(28, 4, 15), a_summary_for_marit, CIRCLE_B),
    Scene(at(3, 6, 11), ria_wants_to_be_forgotten, CIRCLE_A),
    Scene(at(20, 6, 12), natnael_wants_fewer_visits, CHILDREN),
    Scene(at(26, 6, 10), all_three_say_yes, CHILDREN),
)
