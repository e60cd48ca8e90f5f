"""The second story from July on: both circles look back, each by itself."""

from fgc.demo.selam_people import CIRCLE_A, CIRCLE_B, DENNIS, SELAM
from fgc.demo.selam_worries import hold
from fgc.demo.stage import Scene, Stage, at, on


def she_looks_back(stage: Stage) -> None:
    """Sunday 19 July: three months."""
    hold(stage, "3m", stage.as_(SELAM), held_on=on(19, 7), runs={7: "partly"}, words="Wij durven weer naar buiten.")


def he_looks_back(stage: Stage) -> None:
    """Wednesday 22 July: three months. The course is done."""
    hold(stage, "3m", stage.as_(DENNIS), held_on=on(22, 7), runs={1: "done", 3: "partly"}, words="Rustiger nu.")


def she_looks_back_again(stage: Stage) -> None:
    """Sunday 18 October: six months."""
    hold(stage, "6m", stage.as_(SELAM), held_on=on(18, 10), runs={}, words="Het is gewoon geworden.")


SCENES = (
    Scene(at(19, 7, 15), she_looks_back, CIRCLE_A),
    Scene(at(22, 7, 20), he_looks_back, CIRCLE_B),
    Scene(at(18, 10, 15), she_looks_back_again, CIRCLE_A),
)
