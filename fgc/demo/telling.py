"""Telling a story: scene by scene, each at its own moment, with the mail of that moment going out in between."""

from datetime import timedelta

import time_machine

from fgc.access.actors import SystemActor
from fgc.accounts import opening
from fgc.demo import (
    entering,
    ineke,
    jolanda,
    noor_after,
    noor_preparing,
    noor_request,
    people,
    selam_after,
    selam_later,
    selam_meetings,
    selam_request,
    selam_worries,
    yara,
)
from fgc.demo.selam_people import CHILDREN, CIRCLE_A, CIRCLE_B, DENNIS, SELAM
from fgc.demo.stage import Scene, Stage
from fgc.families.rules import Kind
from fgc.networks import links

NOOR = (*noor_request.SCENES, *noor_preparing.SCENES, *noor_after.SCENES)
SELAM_BY_ROOM = (selam_request, selam_meetings, selam_after, selam_worries, selam_later)
ABOUT_SELAM = tuple(sorted((one for room in SELAM_BY_ROOM for one in room.SCENES), key=lambda scene: scene.moment))


def is_told() -> bool:
    """Have the stories been told into this database?"""
    return opening.is_known(people.MIRJAM.email)


def tell_noor(*, until: int | None = None) -> Stage:
    """Tells the first story, "De kring van Noor", from January to August 2026.

    Args:
        until: how many scenes; all of them when left out.

    Returns:
        The stage, with how many messages went out or were settled otherwise.
    """
    return _tell({"": Stage()}, NOOR[:until])[""]


def tell_selam(*, until: int | None = None) -> dict[str, Stage]:
    """Tells the second story, "De kring van Selam": two circles that must not know of each other.

    Args:
        until: how many scenes; all of them when left out.

    Returns:
        The stage of each circle, and of the plan for the children.
    """
    return _tell(_around_selam(), ABOUT_SELAM[:until])


def tell_both() -> dict[str, Stage]:
    """Tells both stories as they went, a scene of the one and then of the other: time never goes back."""
    scenes = sorted((*NOOR, *ABOUT_SELAM), key=lambda scene: scene.moment)
    return _tell({"": Stage(), **_around_selam()}, tuple(scenes))


def _around_selam() -> dict[str, Stage]:
    return {
        CIRCLE_A: Stage(commissioner=SELAM),
        CIRCLE_B: Stage(commissioner=DENNIS),
        CHILDREN: Stage(commissioner=SELAM, kind=Kind.CHILDRENS_PLAN.value),
    }


def keep_ways_in() -> None:
    """Makes links that go on working, so that a visitor can be somebody without an account long after the story."""
    for one, of in entering.guests():
        stage = Stage(commissioner=of)
        with stage.narrated():
            person = stage.person(one)
            links.open_for(SystemActor("story", person.family_id), person, via=one.way, lives=timedelta(days=3650))


def tell_this_week() -> tuple[Stage, Stage, Stage]:
    """Tells of three families of today, so that the coordinator has a week's work: one whose day is near, one that
    looks for a date, and one that only just asked.

    Returns:
        The stages of Ineke, Yara and Jolanda.
    """
    return (
        _tell({"": Stage(commissioner=ineke.INEKE)}, ineke.scenes())[""],
        _tell({"": Stage(commissioner=yara.WENDY)}, yara.scenes())[""],
        _tell({"": Stage(commissioner=jolanda.JOLANDA)}, jolanda.scenes())[""],
    )


def _tell(stages: dict[str, Stage], scenes: tuple[Scene, ...]) -> dict[str, Stage]:
    for scene in scenes:
        stage = stages[scene.where]
        with time_machine.travel(scene.moment, tick=True):
            with stage.narrated():
                scene.play(stage)
            stage.post()
    return stages
