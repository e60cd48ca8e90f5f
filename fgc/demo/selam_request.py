"""The second story until both circles are there: one of the mother, and one of his own for the father."""

from fgc.accounts import opening
from fgc.demo import people
from fgc.demo.people import SERVICE, Somebody, Worker
from fgc.demo.selam_people import (
    ABEBA,
    CARLA,
    CIRCLE_A,
    CIRCLE_B,
    DENNIS,
    FAMILY,
    HATICE,
    JAN,
    MARIT,
    NATNAEL,
    OF_A,
    OF_B,
    SELAM,
    STEF,
    TILLY,
    WORKERS,
    YONAS,
)
from fgc.demo.stage import VISITOR, Scene, Stage, at, on
from fgc.families import actions as families
from fgc.families import queries as family_queries
from fgc.networks import actions as networks
from fgc.networks import queries as network_queries

QUESTION_A = "Hoe wonen Natnael en Hiwet veilig, en wie helpt mij als ik het even niet weet?"
QUESTION_B = "Hoe kan ik vader zijn zonder dat iemand bang is?"
TIES = (("abeba", "selam", "friend", "strong"), ("freweyni", "selam", "sibling", "strong"),
        ("lies", "selam", "neighbour", "ordinary"), ("ria", "natnael", "grandparent", "ordinary"))  # fmt: skip


def those_who_work(stage: Stage) -> None:
    """The same service as in the first story, with two more coordinators; and the professionals around the children."""
    service = opening.open_organisation(SERVICE)
    erik = () if opening.is_known(people.ERIK.email) else (people.ERIK,)
    for worker in (*erik, *WORKERS):
        opening.open_worker(
            name=worker.name, email=worker.email, work=worker.work, function=worker.function,
            employer=worker.employer, spoken_languages=worker.spoken_languages, about=worker.about,
            organisation=None if worker.work == "professional" else service,
        )  # fmt: skip


def selam_asks(stage: Stage) -> None:
    """Monday 2 March: with Marit beside her, in a safe house. Where that is, nobody writes down."""
    families.start_request(VISITOR, name=SELAM.name, email=SELAM.email, family_name=FAMILY)


def selam_says_yes(stage: Stage) -> None:
    """Tuesday 3 March: for both children."""
    selam = stage.as_(SELAM)
    natnael = families.add_child(selam, stage.family, call_name="Natnael", birth_date=on(6, 5).replace(year=2017))
    hiwet = families.add_child(selam, stage.family, call_name="Hiwet", birth_date=on(30, 8).replace(year=2021))
    commission = family_queries.own_commission(selam, stage.family)
    assert commission is not None
    families.give_commission(selam, commission, child_ids=[natnael.pk, hiwet.pk])
    families.state_wishes(selam, stage.family, language="Tigrinya of Engels", gender="een vrouw")


def hatice_comes(stage: Stage) -> None:
    """Thursday 5 March: she is offered, declares to be independent, and is chosen."""
    offered = families.offer_coordinator(
        stage.as_(people.ERIK), stage.family.pk, coordinator_id=stage.account(HATICE).pk
    )
    families.declare_independence(stage.as_(HATICE), offered)
    families.accept_coordinator(stage.as_(SELAM), offered)


def he_may_have_a_circle_too(stage: Stage) -> None:
    """Friday 6 March: it would not be safe together. Dennis is told only that he may have a circle of his own."""
    families.open_other_circle(stage.as_(HATICE), stage.family, name=DENNIS.name, email=DENNIS.email)


def dennis_says_yes(stage: Stage) -> None:
    """Monday 9 March: for both children too; and he takes the same coordinator, who speaks with him apart."""
    dennis = stage.as_(DENNIS)
    commission = family_queries.own_commission(dennis, stage.family)
    assert commission is not None
    children = [child.pk for child in family_queries.children_of(stage.family)]
    families.give_commission(dennis, commission, child_ids=children)
    [offer] = family_queries.offers_to(stage.as_(HATICE))
    families.declare_independence(stage.as_(HATICE), offer)
    families.accept_coordinator(dennis, offer)


def _add(stage: Stage, *somebodies: Somebody) -> None:
    for one in somebodies:
        networks.add_person(
            stage.as_(HATICE), stage.family, call_name=one.call_name, tie_label=one.tie, role=one.role, side=one.side,
            ring=one.ring, life_stage=one.life_stage, language=one.language, way=one.way,
            email=one.email if one.way == "mail" else "", phone=one.phone, address=one.address,
        )  # fmt: skip


def _place_the_children(stage: Stage) -> None:
    for child in family_queries.children_of(stage.family):
        networks.place_child(stage.as_(HATICE), child)


def _work(stage: Stage, *workers: Worker) -> None:
    for worker in workers:
        networks.add_professional(
            stage.as_(HATICE), stage.family, call_name=worker.call_name, function=worker.function,
            employer=worker.employer, email=worker.email, has_legal_task=worker.has_legal_task,
        )  # fmt: skip


def her_people(stage: Stage) -> None:
    """Thursday 12 March: who helps her. His mother is one of them, and he must not know."""
    _add(stage, *OF_A, YONAS)
    _place_the_children(stage)
    selam = stage.as_(SELAM)
    networks.this_is_me(selam, stage.person(SELAM))
    networks.set_contact(selam, stage.person(SELAM), keep_no_address=True)
    abeba = stage.person(ABEBA)
    families.let_in(
        selam, stage.family, name=ABEBA.name, email=ABEBA.email, role="act_supporter", person_id=abeba.pk
    )  # fmt: skip
    networks.link_account(stage.as_(HATICE), abeba, account=stage.account(ABEBA))
    by_name = {person.call_name.lower(): person.pk for person in network_queries.people_of(stage.family)}
    networks.choose_support_person(selam, stage.person(NATNAEL), supporter=abeba.pk)
    for a, b, kin, bond in TIES:
        networks.tie(stage.as_(HATICE), stage.family, a=by_name[a], b=by_name[b], kin=kin, bond=bond)
    networks.make_contact_person(selam, abeba)
    _work(stage, MARIT, CARLA)
    jan = networks.add_person(
        selam, stage.family, call_name=JAN.call_name, tie_label="van het koor", role="faith", side="mother", ring="3",
        way="mail", email=JAN.email,
    )  # fmt: skip
    networks.mark_not_invited(selam, jan)


def his_people(stage: Stage) -> None:
    """Friday 13 March: his brother and a friend."""
    _add(stage, *OF_B)
    _place_the_children(stage)
    networks.this_is_me(stage.as_(DENNIS), stage.person(DENNIS))
    networks.make_contact_person(stage.as_(DENNIS), stage.person(STEF))
    _work(stage, MARIT, TILLY)


def her_question(stage: Stage) -> None:
    """Sunday 15 March, with an interpreter; Natnael has a question of his own."""
    question = families.propose_question(stage.as_(HATICE), stage.family, text=QUESTION_A)
    families.confirm_question(stage.as_(SELAM), question)
    natnael, hiwet = family_queries.children_of(stage.family)
    families.record_child_question(
        stage.as_(HATICE), natnael, text="Ik wil naar voetbal en dat papa niet boos is."
    )  # fmt: skip
    families.record_child_question(stage.as_(HATICE), hiwet, did_not_want=True)


def his_question(stage: Stage) -> None:
    """Tuesday 17 March."""
    question = families.propose_question(stage.as_(DENNIS), stage.family, text=QUESTION_B)
    families.confirm_question(stage.as_(DENNIS), question)
    for child in family_queries.children_of(stage.family):
        families.record_child_question(stage.as_(HATICE), child, did_not_want=True)


SCENES = (
    Scene(at(1, 3, 9), those_who_work, CIRCLE_A),
    Scene(at(2, 3, 10), selam_asks, CIRCLE_A),
    Scene(at(3, 3, 11), selam_says_yes, CIRCLE_A),
    Scene(at(5, 3, 10), hatice_comes, CIRCLE_A),
    Scene(at(6, 3, 15), he_may_have_a_circle_too, CIRCLE_A),
    Scene(at(9, 3, 20), dennis_says_yes, CIRCLE_B),
    Scene(at(12, 3, 14), her_people, CIRCLE_A),
    Scene(at(13, 3, 19), his_people, CIRCLE_B),
    Scene(at(15, 3, 14), her_question, CIRCLE_A),
    Scene(at(17, 3, 20), his_question, CIRCLE_B),
)
