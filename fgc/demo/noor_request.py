"""The first story, the first three weeks: request, commission, coordinator, circle and main question."""

import uuid
from typing import TYPE_CHECKING

from fgc.accounts import opening
from fgc.demo import people
from fgc.demo.people import CIRCLE, Somebody
from fgc.demo.stage import VISITOR, Scene, Stage, at, on
from fgc.families import actions as families
from fgc.families import queries as family_queries
from fgc.networks import actions as networks
from fgc.networks import queries as network_queries

if TYPE_CHECKING:
    pass

QUESTION = "Hoe zorgen we dat Noor weer naar school kan en dat mama het volhoudt, zonder dat er iemand omvalt?"
TIES = (
    ("truus", "saskia", "parent_child", "strong"),
    ("truus", "marleen", "parent_child", "ordinary"),
    ("marleen", "noor", "aunt_uncle", "strong"),
    ("saskia", "kemal", "ex", "stressful"),
    ("fatma", "kemal", "parent_child", "ordinary"),
    ("cem", "kemal", "sibling", "healed"),
    ("jolanda", "kemal", "partner", "ordinary"),
    ("yara", "noor", "friend", "strong"),
    ("ineke", "saskia", "neighbour", "ordinary"),
)


def open_the_service(stage: Stage) -> None:
    """A service of coordinators, and everybody who is in the story for work."""
    service = opening.open_organisation(people.SERVICE)
    for worker in people.WORKERS:
        opening.open_worker(
            name=worker.name,
            email=worker.email,
            work=worker.work,
            organisation=service if worker in (people.ERIK, people.MIRJAM) else None,
            function=worker.function,
            employer=worker.employer,
            spoken_languages=worker.spoken_languages,
            about=worker.about,
        )


def saskia_asks(stage: Stage) -> None:
    """Saturday 10 January: a mother asks, without any professional."""
    saskia = people.SASKIA
    families.start_request(VISITOR, name=saskia.name, email=saskia.email, region="Zilverdam", family_name=people.FAMILY)


def saskia_and_noor_say_yes(stage: Stage) -> None:
    """Monday 12 January: for both children; Noor is fifteen, so her own yes is needed."""
    saskia = stage.as_(people.SASKIA)
    noor = families.add_child(saskia, stage.family, call_name="Noor", birth_date=on(2, 11).replace(year=2010))
    deniz = families.add_child(saskia, stage.family, call_name="Deniz", birth_date=on(19, 3).replace(year=2015))
    families.ask_commission(
        saskia, stage.family, name=people.NOOR.name, email=people.NOOR.email, giver_as="young", child_id=noor.pk
    )
    _say_yes(stage, people.SASKIA, [noor.pk, deniz.pk])
    _say_yes(stage, people.NOOR, [noor.pk])
    families.state_wishes(saskia, stage.family, language="Nederlands, en iemand die Turks verstaat")


def _say_yes(stage: Stage, somebody: Somebody, child_ids: list[uuid.UUID]) -> None:
    actor = stage.as_(somebody)
    commission = family_queries.own_commission(actor, stage.family)
    assert commission is not None
    families.give_commission(actor, commission, child_ids=child_ids)


def kemal_says_no(stage: Stage) -> None:
    """Wednesday 14 January: the father is asked, and says no. What is about the children stands still."""
    families.ask_commission(
        stage.as_(people.SASKIA), stage.family, name=people.KEMAL.name, email=people.KEMAL.email, giver_as="parent"
    )
    kemal = stage.as_(people.KEMAL)
    commission = family_queries.own_commission(kemal, stage.family)
    assert commission is not None
    families.refuse_commission(kemal, commission)


def saskia_draws_her_own_side(stage: Stage) -> None:
    """Thursday 15 January: her own map goes on meanwhile."""
    saskia = stage.as_(people.SASKIA)
    _add(stage, people.SASKIA)
    person = stage.person(people.SASKIA)
    networks.this_is_me(saskia, person)
    for somebody in (people.TRUUS, people.MARLEEN, people.INEKE):
        _add(stage, somebody)


def a_coordinator_is_offered(stage: Stage) -> None:
    """Friday 16 January: the manager offers Mirjam, who declares that she is independent of this family."""
    erik = stage.as_(people.ERIK)
    [match] = family_queries.families_to_match(erik)
    families.offer_coordinator(erik, match.family_id, coordinator_id=stage.account(people.MIRJAM).pk)
    mirjam = stage.as_(people.MIRJAM)
    [offer] = family_queries.offers_to(mirjam)
    families.declare_independence(mirjam, offer, agrees=True)


def the_family_accepts_her(stage: Stage) -> None:
    """Monday 19 January: only now does the coordinator see anything."""
    [offer] = family_queries.offers_of(stage.family)
    families.accept_coordinator(stage.as_(people.SASKIA), offer)


def kemal_says_yes(stage: Stage) -> None:
    """Tuesday 20 January: after a talk. Both children go on."""
    noor, deniz = family_queries.children_of(stage.family)
    _say_yes(stage, people.KEMAL, [noor.pk, deniz.pk])


def the_circle_grows(stage: Stage) -> None:
    """Friday 23 January: everybody on the map, and how they are with each other."""
    mirjam = stage.as_(people.MIRJAM)
    known = {person.call_name for person in network_queries.people_of(stage.family)}
    for somebody in (*CIRCLE, people.SIBEL):
        if somebody.call_name not in known:
            _add(stage, somebody)
    for child in family_queries.children_of(stage.family):
        networks.place_child(stage.as_(people.SASKIA), child)
    for somebody in (people.KEMAL, people.NOOR):
        networks.this_is_me(stage.as_(somebody), stage.person(somebody))
    networks.mark_not_invited(mirjam, stage.person(people.RIK))
    marleen = stage.person(people.MARLEEN)
    families.let_in(
        stage.as_(people.SASKIA), stage.family, name=people.MARLEEN.name, email=people.MARLEEN.email,
        role="act_supporter", person_id=marleen.pk,
    )  # fmt: skip
    networks.link_account(mirjam, marleen, account=stage.account(people.MARLEEN))
    networks.choose_support_person(mirjam, stage.person(people.NOOR), supporter=marleen.pk)
    networks.make_contact_person(mirjam, stage.person(people.TRUUS))
    by_key = {somebody.key: somebody for somebody in CIRCLE}
    for a, b, kin, bond in TIES:
        ends = stage.person(by_key[a]).pk, stage.person(by_key[b]).pk
        networks.tie(mirjam, stage.family, a=ends[0], b=ends[1], kin=kin, bond=bond)


def _add(stage: Stage, somebody: Somebody) -> None:
    actor = stage.as_(people.SASKIA)
    person = networks.add_person(
        actor,
        stage.family,
        call_name=somebody.call_name,
        tie_label=somebody.tie,
        role=somebody.role,
        side=somebody.side,
        ring=somebody.ring,
        life_stage=somebody.life_stage,
        language=somebody.language,
        way=somebody.way,
        email=somebody.email if somebody.way == "mail" else "",
        phone=somebody.phone,
        address=somebody.address,
    )
    if somebody.needs:
        networks.set_needs(stage.as_(people.MIRJAM), person, needs=list(somebody.needs))


def professionals_come_in_sight(stage: Stage) -> None:
    """Monday 26 January: three people who are here for work; they see nothing of the family."""
    mirjam = stage.as_(people.MIRJAM)
    for worker in (people.PETRA, people.HANNEKE, people.BAS):
        networks.add_professional(
            mirjam, stage.family, call_name=worker.call_name, function=worker.function, employer=worker.employer,
            email=worker.email, has_legal_task=worker.has_legal_task,
        )  # fmt: skip
    question = families.propose_question(
        mirjam,
        stage.family,
        text="Hoe pakken we het schoolverzuim aan?",
        from_outside=True,
        proposed_by="Petra, jeugdteam",
    )
    families.refuse_question(stage.as_(people.SASKIA), question)


def the_question_is_theirs(stage: Stage) -> None:
    """Monday 2 February: after two tries of their own the family confirms its question, and each child has one."""
    saskia = stage.as_(people.SASKIA)
    families.propose_question(saskia, stage.family, text="Hoe kan Noor weer naar school zonder dat mama omvalt?")
    question = families.propose_question(saskia, stage.family, text=QUESTION)
    families.confirm_question(stage.as_(people.NOOR), question)
    noor, deniz = family_queries.children_of(stage.family)
    families.record_child_question(stage.as_(people.NOOR), noor, text="Wie luistert er als ik niet kan praten?")
    families.record_child_question(stage.as_(people.MIRJAM), deniz, text="Mag ik blijven zwemmen?")


SCENES = (
    Scene(at(5, 1, 9), open_the_service),
    Scene(at(10, 1, 10), saskia_asks),
    Scene(at(12, 1, 19), saskia_and_noor_say_yes),
    Scene(at(14, 1, 20), kemal_says_no),
    Scene(at(15, 1, 13), saskia_draws_her_own_side),
    Scene(at(16, 1, 11), a_coordinator_is_offered),
    Scene(at(19, 1, 15), the_family_accepts_her),
    Scene(at(20, 1, 20), kemal_says_yes),
    Scene(at(23, 1, 14), the_circle_grows),
    Scene(at(26, 1, 10), professionals_come_in_sight),
    Scene(at(2, 2, 16), the_question_is_theirs),
)
