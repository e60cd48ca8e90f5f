"""Telling a story: scene by scene, each at its own moment, with the mail of that moment going out in between."""

import time_machine

from fgc.demo import noor_after, noor_before
from fgc.demo.stage import Stage

NOOR = (*noor_before.SCENES, *noor_after.SCENES)


def tell_noor(*, until: int | None = None) -> Stage:
    """Tells the first story, "De kring van Noor", from January to August 2026.

    Args:
        until: how many scenes; all of them when left out.

    Returns:
        The stage, with how many messages went out or were settled otherwise.
    """
    stage = Stage()
    for scene in NOOR[:until]:
        with time_machine.travel(scene.moment, tick=True):
            scene.play(stage)
            stage.post()
    return stage
