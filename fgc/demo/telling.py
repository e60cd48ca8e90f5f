"""Telling a story: scene by scene, each at its own moment, with the mail of that moment going out in between."""

from datetime import timedelta

import time_machine

from fgc.access.actors import SystemActor
from fgc.accounts import opening
from fgc.demo import entering, ineke, jolanda, noor_after, noor_preparing, noor_request, people, yara
from fgc.demo.stage import Scene, Stage
from fgc.networks import links

NOOR = (*noor_request.SCENES, *noor_preparing.SCENES, *noor_after.SCENES)


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
    return _tell(Stage(), NOOR[:until])


def keep_ways_in() -> None:
    """Makes links that go on working, so that a visitor can be somebody without an account long after the story."""
    stage = Stage()
    with stage.narrated():
        for one in entering.CIRCLE:
            person = stage.person(one)
            links.open_for(SystemActor("story", person.family_id), person, via=one.way, lives=timedelta(days=3650))


def tell_this_week() -> tuple[Stage, Stage, Stage]:
    """Tells of three families of today, so that the coordinator has a week's work: one whose day is near, one that
    looks for a date, and one that only just asked.

    Returns:
        The stages of Ineke, Yara and Jolanda.
    """
    return (
        _tell(Stage(commissioner=ineke.INEKE), ineke.scenes()),
        _tell(Stage(commissioner=yara.WENDY), yara.scenes()),
        _tell(Stage(commissioner=jolanda.JOLANDA), jolanda.scenes()),
    )


def _tell(stage: Stage, scenes: tuple[Scene, ...]) -> Stage:
    for scene in scenes:
        with time_machine.travel(scene.moment, tick=True):
            with stage.narrated():
                scene.play(stage)
            stage.post()
    return stage
