"""The second story in May: a threat and the steps of the reporting code, and a coordinator who falls ill."""

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from fgc.demo import people
from fgc.demo.selam_people import ANOUK, CHILDREN, CIRCLE_A, CIRCLE_B, DENNIS, HATICE, JAN, SELAM
from fgc.demo.stage import Scene, Stage, at, on
from fgc.errors import RuleBroken
from fgc.families import actions as families
from fgc.networks import actions as networks
from fgc.networks import queries as network_queries
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries

if TYPE_CHECKING:
    from fgc.access.actors import Actor


def a_threat(stage: Stage) -> None:
    """Saturday 2 May: Freweyni was threatened yesterday. Steps 1 and 2; the agency gives advice, and hears no name."""
    hatice = stage.as_(HATICE)
    networks.write_safety_sheet(
        hatice,
        stage.family,
        unsafe="Freweyni kreeg op 1 mei een dreigend bericht. Zij weet niet van wie.",
        mode="split",
        arranged="Twee bijeenkomsten, elk op een eigen dag en plek. Abeba kan altijd gebeld worden.",
        code_word="paraplu",
        told="Selam en Abeba, op 2 mei.",
    )
    networks.note_safety_step(
        hatice, stage.family, step="signals", on=on(2, 5), words="Een bericht, en twee keer een auto in de straat."
    )
    networks.note_safety_step(
        hatice, stage.family, step="consult", on=on(2, 5), words="Raad gevraagd, zonder namen: eerst hulp erbij."
    )


def it_is_weighed(stage: Stage) -> None:
    """Monday 4 May: help is arranged, nothing is reported yet; on the 18th again."""
    hatice = stage.as_(HATICE)
    networks.note_safety_step(
        hatice, stage.family, step="weigh", on=on(4, 5), words="Het is ernstig. Met hulp erbij is het nu veilig genoeg."
    )
    networks.note_safety_step(
        hatice, stage.family, step="decide", on=on(4, 5), decision="help", words="Op 18 mei kijken we opnieuw."
    )


def hatice_stops(stage: Stage) -> None:
    """Monday 11 May: she is ill. What is agreed by word she writes down for the family; nothing that was told alone."""
    hatice = stage.as_(HATICE)
    networks.write_hand_over(
        hatice,
        stage.family,
        agreed="Na vier weken bellen we, op een dag die de familie kiest.",
        practical="Bel liever niet na acht uur.",
    )
    families.hand_back(hatice, stage.family)


def _chooses(stage: Stage) -> "Actor":
    return stage.as_(DENNIS if stage.commissioner is DENNIS else SELAM)


def jan_is_too_near(stage: Stage) -> None:
    """Erik asks Jan Boersma. He stands on the map of this family; he hears only that somebody else is needed."""
    offer = families.offer_coordinator(stage.as_(people.ERIK), stage.family.pk, coordinator_id=stage.account(JAN).pk)
    jan = stage.as_(JAN)
    with suppress(RuleBroken):
        families.declare_independence(jan, offer)
    families.decline_offer(jan, offer)


def anouk_comes(stage: Stage) -> None:
    """Each circle reads what is handed over, and says yes to Anouk by itself."""
    assert network_queries.hand_overs_of(stage.family)
    offer = families.offer_coordinator(stage.as_(people.ERIK), stage.family.pk, coordinator_id=stage.account(ANOUK).pk)
    families.declare_independence(stage.as_(ANOUK), offer)
    families.accept_coordinator(_chooses(stage), offer)


def hold(stage: Stage, kind: str, actor: "Actor", *, held_on: date, runs: dict[int, str], words: str) -> None:
    """They look back: how each promise goes, and what the family wants to remember."""
    plan = plan_queries.plan_of(stage.family)
    assert plan is not None
    look = next(one for one in plan_queries.looks_of(plan) if one.look == kind)
    promises = [
        asked.promise
        for person in network_queries.people_of(stage.family)
        for asked in plan_queries.promises_of(person)
        if asked.promise.state in ("confirmed", "less")
    ]
    reports = {one.pk: runs.get(one.agreement.number, "runs") for one in promises}
    plans.hold_look(actor, look, held_on=held_on, words=words, reports=reports)


def anouk_calls_her(stage: Stage) -> None:
    """Sunday 17 May: four weeks later. Seven run, two a little, one not."""
    runs = {3: "partly", 7: "partly", 8: "not"}
    hold(stage, "call", stage.as_(ANOUK), held_on=on(17, 5), runs=runs, words="De kinderen slapen beter.")


def anouk_looks_again(stage: Stage) -> None:
    """Monday 18 May: on a sheet of her own, she talks with Selam. From now on Selam's list tells of that sheet."""
    anouk = stage.as_(ANOUK)
    networks.note_safety_step(
        anouk, stage.family, step="talk", on=on(18, 5), words="Met Selam gesproken. Geen nieuw bericht."
    )
    networks.note_safety_step(
        anouk, stage.family, step="decide", on=on(18, 5), decision="help", words="De hulp blijft. Niet melden."
    )


def anouk_calls_him(stage: Stage) -> None:
    """Wednesday 20 May: the same call in his circle."""
    hold(stage, "call", stage.as_(ANOUK), held_on=on(20, 5), runs={3: "partly"}, words="De cursus is begonnen.")


SCENES = (
    Scene(at(2, 5, 10), a_threat, CIRCLE_A),
    Scene(at(4, 5, 16), it_is_weighed, CIRCLE_A),
    Scene(at(11, 5, 9), hatice_stops, CIRCLE_A),
    Scene(at(11, 5, 9, 20), hatice_stops, CIRCLE_B),
    Scene(at(11, 5, 9, 40), hatice_stops, CHILDREN),
    Scene(at(11, 5, 10), jan_is_too_near, CIRCLE_A),
    Scene(at(11, 5, 11), anouk_comes, CIRCLE_A),
    Scene(at(11, 5, 14), anouk_comes, CIRCLE_B),
    Scene(at(11, 5, 16), anouk_comes, CHILDREN),
    Scene(at(17, 5, 15), anouk_calls_her, CIRCLE_A),
    Scene(at(18, 5, 11), anouk_looks_again, CIRCLE_A),
    Scene(at(20, 5, 19), anouk_calls_him, CIRCLE_B),
)
