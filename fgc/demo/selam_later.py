"""The second story from July on: both circles look back, each by itself."""

from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo.selam_people import CHILDREN, CIRCLE_A, CIRCLE_B, DENNIS, MARIT, SELAM
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


def three_counts_longer(stage: Stage) -> None:
    """Tuesday 1 September: Marit says until when bottom line 3 counts now, and why; to each apart."""
    sheets = conference_queries.sheets_for(stage.account(MARIT))
    [sheet] = [one for one in sheets if one.family_id == stage.family.pk]
    [line] = [one for one in conference_queries.lines_on(sheet) if one.valid_until]
    why = "De rechter kijkt in november opnieuw. Tot dan blijft het zoals het is."
    conferences.renew_bottom_line(stage.as_(MARIT), line, until=on(1, 12), reason=why)


SCENES = (
    Scene(at(19, 7, 15), she_looks_back, CIRCLE_A),
    Scene(at(22, 7, 20), he_looks_back, CIRCLE_B),
    Scene(at(1, 9, 9), three_counts_longer, CIRCLE_A),
    Scene(at(1, 9, 9, 20), three_counts_longer, CIRCLE_B),
    Scene(at(1, 9, 9, 40), three_counts_longer, CHILDREN),
    Scene(at(18, 10, 15), she_looks_back_again, CIRCLE_A),
)
