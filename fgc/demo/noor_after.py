"""The first story from the day of the meeting on: three parts, the plan, the promises, and what became of them."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from fgc.access.actors import Actor
from fgc.accounts import opening
from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo import people
from fgc.demo.agreements import LINES
from fgc.demo.people import PRESENT, Somebody, Worker
from fgc.demo.stage import Scene, Stage, at, on
from fgc.families import actions as families
from fgc.networks import queries as networks
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries

if TYPE_CHECKING:
    from fgc.plans.models import Agreement, Commitment, Look, Plan


def _plan(stage: Stage) -> "Plan":
    plan = plan_queries.plan_of(stage.family)
    assert plan is not None
    return plan


def part_one(stage: Stage) -> None:
    """Saturday 21 February, 11:00: everybody hears the same."""
    mirjam = stage.as_(people.MIRJAM)
    conferences.start_day(mirjam, stage.conference)
    present = _present(stage, (*PRESENT, people.SIBEL))
    present |= {stage.person(worker).pk: "in_person" for worker in (people.PETRA, people.HANNEKE, people.BAS)}
    conferences.record_attendance(mirjam, stage.conference, phase="information", present=present)


def _present(stage: Stage, somebodies: tuple[Somebody, ...]) -> dict[uuid.UUID, str]:
    return {stage.person(one).pk: "video" if one is people.CEM else "in_person" for one in somebodies}


def private_time(stage: Stage) -> None:
    """12:50: only their own people and the interpreter. The coordinator waits outside, also here."""
    conferences.start_private_time(stage.as_(people.MIRJAM), stage.conference)


def the_family_writes(stage: Stage) -> None:
    """14:30: on their own sheet."""
    words = "Noor: eerst dinsdag en donderdag.\nOma kookt ook wel eens.\nNiet te veel mensen tegelijk."
    conferences.write_privately(stage.as_(people.MARLEEN), stage.conference, text=words)


def they_call_her_back(stage: Stage) -> None:
    """15:25: the family ends its private time, and tells its plan; the coordinator types their words."""
    conferences.end_private_time(stage.as_(people.SASKIA), stage.conference)
    mirjam = stage.as_(people.MIRJAM)
    conferences.record_attendance(
        mirjam, stage.conference, phase="private", present=_present(stage, (*PRESENT, people.SIBEL))
    )
    [bottom_line] = conference_queries.bottom_lines_of(stage.conference)
    plan = plans.begin_plan(mirjam, stage.family, conference=stage.conference)
    written: list[Agreement] = []
    for line in LINES:
        agreement = plans.record_agreement(
            mirjam,
            plan,
            text=line.text,
            kind=line.kind,
            person_ids=[stage.person(one).pk for one in line.by],
            for_whom=line.for_whom,
            starts_on=line.starts_on,
            repeats=line.repeats,
            ends_on=line.ends_on,
            what_if=line.what_if or line.more.get("what_if", ""),
            sign_it_works=line.more.get("sign_it_works", ""),
            bottom_line_id=bottom_line.pk if line.meets_bottom_line else None,
            supports_id=written[line.supports - 1].pk if line.supports else None,
        )
        written.append(agreement)


def the_plan_is_theirs(stage: Stage) -> None:
    """16:05: the family says yes to version 1; the attendance officer says: met. The day ends."""
    plans.approve_plan(stage.as_(people.SASKIA), _plan(stage))
    [bottom_line] = conference_queries.bottom_lines_of(stage.conference)
    plans.judge_bottom_line(stage.as_(people.HANNEKE), bottom_line, verdict="met")
    mirjam = stage.as_(people.MIRJAM)
    present = _present(stage, PRESENT) | {stage.person(people.HANNEKE).pk: "in_person"}
    conferences.record_attendance(mirjam, stage.conference, phase="agreement", present=present)
    conferences.end_day(mirjam, stage.conference)


NO_SCREEN = (people.FATMA, people.INEKE)


def promises_are_confirmed(stage: Stage) -> None:
    """Sunday 22 February: each confirms the own promise; Fatma aloud, in Turkish, through the coordinator."""
    by_name: dict[str, Somebody | Worker] = {one.call_name: one for one in (*people.CIRCLE, people.BAS, people.PETRA)}
    mirjam = stage.as_(people.MIRJAM)
    for commitment in _promises(stage, "asked"):
        somebody = by_name[commitment.person.call_name]
        if somebody in NO_SCREEN:
            language = "Turks" if somebody is people.FATMA else "Nederlands"
            plans.confirm_on_behalf(mirjam, commitment, answer="yes", how="spoken", spoken_in=language)
        elif isinstance(somebody, Worker) or somebody.has_account:
            plans.confirm_commitment(stage.as_(somebody), commitment, answer="yes")
        else:
            less = somebody is people.WENDY
            note = "In de schoolvakantie niet." if less else ""
            plans.confirm_commitment(stage.by_link(somebody), commitment, answer="less" if less else "yes", note=note)


def _promises(stage: Stage, *states: str) -> "list[Commitment]":
    return [
        asked.promise
        for person in networks.people_of(stage.family)
        for asked in plan_queries.promises_of(person)
        if asked.promise.state in states
    ]


def a_summary_is_released(stage: Stage) -> None:
    """Tuesday 24 February: Petra and Hanneke may read four things, until 31 August. Noor, fifteen, says yes as well."""
    for worker, purpose in (
        (people.PETRA, "Hulp in huis en de training"),
        (people.HANNEKE, "Weten dat Noor naar school gaat"),
    ):
        _release(stage, worker, purpose=purpose, until=on(31, 8))


def _release(stage: Stage, worker: Worker, *, purpose: str, until: date) -> None:
    parts = [
        part.key
        for part in plan_queries.parts_of(stage.family)
        if part.section in ("question", "bottom_line")
        or (part.section == "agreement" and part.line["number"] in RELEASED_LINES)
    ]
    preview = plan_queries.release_preview(stage.family, parts=parts)
    reader = plan_queries.Reader(
        name=worker.name, email=worker.email, function=worker.function, employer=worker.employer
    )
    row = plans.release(
        stage.as_(people.SASKIA), _plan(stage), reader=reader, purpose=purpose, until=until,
        parts=parts, preview_hash=preview.hash,
    )  # fmt: skip
    noor = stage.as_(people.NOOR)
    plans.agree_to_release(noor, plan_queries.yes_for(noor, row), said_yes=True)


RELEASED_LINES = (1, 2, 3, 4, 8)
RUNS_IN_MARCH = {1: "partly", 6: "changed", 8: "not", 11: "partly"}


def the_coordinator_calls(stage: Stage) -> None:
    """Saturday 21 March: four weeks later. Eight run, two a little, one not, one differently."""
    look = next(look for look in plan_queries.looks_of(_plan(stage)) if look.look == "call")
    _hold(stage, look, stage.as_(people.MIRJAM), RUNS_IN_MARCH, "Noor was er zes van de zes keer, twee keer kort.")


def _hold(stage: Stage, look: "Look", actor: Actor, runs: dict[int, str], words: str) -> None:
    reports = {one.pk: runs.get(one.agreement.number, "runs") for one in _promises(stage, "confirmed", "less")}
    plans.hold_look(actor, look, held_on=look.due_on, words=words, reports=reports)


def ineke_stops(stage: Stage) -> None:
    """Monday 30 March: Ineke is ill. She tells the coordinator; the family reads: a task is free again."""
    plans.leave(stage.as_(people.MIRJAM), stage.person(people.INEKE), quietly=True)


def truus_takes_over(stage: Stage) -> None:
    """Thursday 2 April: grandmother cooks on Tuesdays."""
    [free] = plan_queries.free_tasks(_plan(stage))
    truus = stage.person(people.TRUUS)
    promise = plans.take_over(stage.as_(people.SASKIA), free, person_id=truus.pk)
    plans.confirm_commitment(stage.by_link(people.TRUUS), promise, answer="yes", note="Met soep op zondag erbij.")


def the_coordinator_goes(stage: Stage) -> None:
    """Saturday 4 April: her task ends, and so does what she may see."""
    families.end_access(stage.as_(people.SASKIA), stage.family, user_id=stage.account(people.MIRJAM).pk)


def kemal_drives(stage: Stage) -> None:
    """Thursday 9 April: Wendy has a new job. Kemal takes Deniz to swimming: version 2."""
    line = next(promise.agreement for promise in _promises(stage, "less") if promise.agreement.number == 6)
    words = "Kemal brengt Deniz op dinsdag naar zwemmen."
    plans.propose_amendment(
        stage.as_(people.SASKIA), line, based_on=1, new_person_id=stage.person(people.KEMAL).pk,
        old_person_id=stage.person(people.WENDY).pk, text=words, for_whom="Deniz", repeats="weekly",
        starts_on=on(14, 4), reason="Wendy heeft ander werk.",
    )  # fmt: skip
    for somebody in (people.KEMAL, people.WENDY):
        person = stage.person(somebody)
        actor = stage.as_(somebody) if somebody.has_account else stage.by_link(somebody)
        for question in plan_queries.open_amendments(person):
            consent = plan_queries.consent_of(actor, person, question.subject_id).consent
            plans.answer_amendment(actor, consent, said_yes=True)


def they_look_back_in_may(stage: Stage) -> None:
    """Saturday 23 May: three months, at grandmother's table."""
    look = next(look for look in plan_queries.looks_of(_plan(stage)) if look.look == "3m")
    _hold(stage, look, stage.as_(people.SASKIA), {8: "partly"}, "De training helpt. Noor slaapt beter.")


def petra_leaves(stage: Stage) -> None:
    """Tuesday 30 June: Petra changes jobs. What was released to her is readable by nobody any more."""
    opening.close_account(people.PETRA.email)


def joost_may_read(stage: Stage) -> None:
    """Monday 6 July: the family releases version 2 to her successor, and to nobody else."""
    _release(stage, people.JOOST, purpose="Hulp in huis, na Petra", until=on(31, 12))


def they_look_back_in_august(stage: Stage) -> None:
    """Saturday 22 August: six months. Nine run or are done; the extra help ended in time."""
    look = next(look for look in plan_queries.looks_of(_plan(stage)) if look.look == "6m")
    _hold(stage, look, stage.as_(people.SASKIA), {3: "done", 11: "partly"}, "Noor gaat weer drie dagen.")


SCENES = (
    Scene(at(21, 2, 11), part_one),
    Scene(at(21, 2, 12, 50), private_time),
    Scene(at(21, 2, 14, 30), the_family_writes),
    Scene(at(21, 2, 15, 25), they_call_her_back),
    Scene(at(21, 2, 16, 5), the_plan_is_theirs),
    Scene(at(22, 2, 15), promises_are_confirmed),
    Scene(at(24, 2, 10), a_summary_is_released),
    Scene(at(21, 3, 11), the_coordinator_calls),
    Scene(at(30, 3, 9), ineke_stops),
    Scene(at(2, 4, 18), truus_takes_over),
    Scene(at(4, 4, 12), the_coordinator_goes),
    Scene(at(9, 4, 20), kemal_drives),
    Scene(at(23, 5, 12), they_look_back_in_may),
    Scene(at(30, 6, 17), petra_leaves),
    Scene(at(6, 7, 10), joost_may_read),
    Scene(at(22, 8, 12), they_look_back_in_august),
)
