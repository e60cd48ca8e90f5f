"""The first story, until the evening before the meeting: request, commission, coordinator, question, circle, date."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from fgc.access.actors import Actor
from fgc.accounts import opening
from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo import people
from fgc.demo.people import CIRCLE, INVITED, Somebody
from fgc.demo.stage import VISITOR, Scene, Stage, at, on
from fgc.families import actions as families
from fgc.families import queries as family_queries
from fgc.networks import actions as networks
from fgc.networks import queries as network_queries

if TYPE_CHECKING:
    from fgc.conferences.models import InformationSheet

QUESTION = "Hoe zorgen we dat Noor weer naar school kan en dat mama het volhoudt, zonder dat er iemand omvalt?"
BOTTOM_LINE = "Vanaf 2 maart is Noor minstens twee dagdelen per week op school, of er ligt een ander lesplan."
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
    for somebody in CIRCLE:
        if somebody.call_name not in known:
            _add(stage, somebody)
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


def dates_are_asked(stage: Stage) -> None:
    """Tuesday 3 February: three Saturdays and a Friday, by day, since Saskia is tired in the evening."""
    mirjam = stage.as_(people.MIRJAM)
    conference = conferences.plan_conference(mirjam, stage.family)
    starts = (at(20, 2, 13), at(21, 2, 11), at(28, 2, 11), at(7, 3, 11))
    conferences.offer_dates(mirjam, conference, moments=[(start, start + timedelta(hours=5), "") for start in starts])
    conferences.record_safety_check(mirjam, conference, on=on(3, 2))
    asked = [stage.person(somebody).pk for somebody in INVITED]
    conferences.ask_for_dates(mirjam, conference, person_ids=asked)


ANSWERS = {
    "saskia": "no yes yes if_need_be",
    "noor": "no yes if_need_be yes",
    "kemal": "if_need_be yes no yes",
    "marleen": "yes yes yes no",
    "truus": "yes yes yes yes",
    "fatma": "no yes if_need_be if_need_be",
    "cem": "no yes yes yes",
    "jolanda": "no if_need_be no yes",
    "ineke": "yes yes yes yes",
    "wendy": "no yes no no",
}


def dates_are_answered(stage: Stage) -> None:
    """Until Friday 6 February: by account, by link, and by telephone through the coordinator."""
    by_key = {somebody.key: somebody for somebody in INVITED}
    conference = stage.conference
    options = sorted(conference_queries.poll_of(conference).choices, key=lambda choice: choice.option.starts_at)
    for key, said in ANSWERS.items():
        somebody = by_key[key]
        answers = {choice.option.pk: answer for choice, answer in zip(options, said.split(), strict=True)}
        conferences.answer_date(
            _own_way(stage, somebody), stage.person(somebody), conference=conference, answers=answers
        )


def _own_way(stage: Stage, somebody: Somebody) -> Actor:
    """How this person answers: logged in, by a personal link, or through the coordinator."""
    if somebody.has_account:
        return stage.as_(somebody)
    return stage.by_link(somebody) if somebody.way in ("mail", "letter") else stage.as_(people.MIRJAM)


def the_date_is_chosen(stage: Stage) -> None:
    """Saturday 7 February: the best date for all is Saturday 21 February, in a community house and by video."""
    conference = stage.conference
    best = conference_queries.poll_of(conference).choices[0]
    conferences.choose_date(
        stage.as_(people.SASKIA), conference, best.option, place_kind="hybrid", place="Buurthuis De Brink, Zilverdam"
    )


def invitations_go_out(stage: Stage) -> None:
    """Sunday 8 February: by mail, on paper, by telephone and at the door."""
    mirjam, conference = stage.as_(people.MIRJAM), stage.conference
    invited = [stage.person(somebody).pk for somebody in INVITED]
    invited += [stage.person(worker).pk for worker in (people.PETRA, people.HANNEKE, people.BAS)]
    for invitation in conferences.invite(mirjam, conference, person_ids=invited):
        conferences.send_invitation(mirjam, invitation)
    for invitation in conference_queries.invitations_of(conference):
        way = invitation.person.card.way
        if way == "letter":
            conferences.printed(mirjam, invitation)
        elif way in ("visit", "phone"):
            conferences.mark_told(mirjam, invitation)
    for worker in (people.PETRA, people.HANNEKE, people.BAS):
        conferences.ask_information(mirjam, conference, stage.person(worker), due_on=on(18, 2))


def invitations_are_answered(stage: Stage) -> None:
    """Until Thursday 12 February: eleven come, one of them by video; Yara sends a message."""
    coming = {"cem": ("video", ""), "yara": ("message", "Ik mis je in de klas. Je mag altijd bij ons tekenen.")}
    by_name = {somebody.call_name: somebody for somebody in INVITED}
    for invitation in conference_queries.invitations_of(stage.conference):
        somebody = by_name.get(invitation.person.call_name)
        actor = stage.as_(people.MIRJAM) if somebody is None else _own_way(stage, somebody)
        answer, message = coming.get(somebody.key if somebody else "", ("in_person", ""))
        conferences.answer_invitation(actor, invitation, coming=answer, message=message)


def everybody_is_prepared(stage: Stage) -> None:
    """Until Wednesday 18 February: a talk with each, apart; professionals hand in one page in plain words."""
    mirjam, conference = stage.as_(people.MIRJAM), stage.conference
    for invitation in conference_queries.invitations_of(conference):
        person = invitation.person
        by = {"phone": "phone", "mail": "video" if person.call_name == "Cem" else "visit"}.get(person.card.way, "visit")
        conferences.record_talk(mirjam, conference, person, by=by, held_on=on(16, 2))
    _hand_in(stage, people.PETRA, "Noor was in de herfst 31 van de 60 dagen op school. Ze slaapt slecht.",
             "We weten niet wie er is als mama niet kan.", "Noor tekent mooi en zorgt voor de hond van de buren.",
             "Een training tegen angst bij De Linde, van maart tot eind juni.")  # fmt: skip
    _hand_in(stage, people.BAS, "Noor haalt voldoendes als ze er is.", "Ze mist de klas en de klas mist haar.",
             "In het tekenlokaal komt ze tot rust.", "Ik kan haar 's ochtends opwachten.")  # fmt: skip
    _hand_in(stage, people.HANNEKE, "Er zijn twee meldingen van school.", "Zonder lesplan moet ik verder gaan.",
             "Noor wil zelf weer naar school.", "Ik denk mee over minder uren in het begin.")  # fmt: skip
    sheet = _sheet(stage, people.HANNEKE)
    noor = family_queries.children_of(stage.family)[0]
    conferences.set_bottom_line(
        stage.as_(people.HANNEKE), sheet, text=BOTTOM_LINE, reason="De wet zegt dat Noor les krijgt.", child_id=noor.pk
    )


def _sheet(stage: Stage, worker: people.Worker) -> "InformationSheet":
    [sheet] = conference_queries.sheets_for(stage.account(worker))
    return sheet


def _hand_in(stage: Stage, worker: people.Worker, facts: str, worries: str, strengths: str, offers: str) -> None:
    conferences.hand_in_information(
        stage.as_(worker),
        _sheet(stage, worker),
        facts=facts,
        worries=worries,
        strengths=strengths,
        offers=offers,
    )


def the_family_reads_it_before_the_day(stage: Stage) -> None:
    """Thursday 19 February: nothing on the day itself will be new."""
    conferences.deliver_information(stage.as_(people.MIRJAM), stage.conference)
    [line] = conference_queries.bottom_lines_of(stage.conference)
    conferences.reply_to_bottom_line(stage.as_(people.SASKIA), line, reply="Graag wel met Bas erbij.")


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
    Scene(at(3, 2, 9), dates_are_asked),
    Scene(at(6, 2, 12), dates_are_answered),
    Scene(at(7, 2, 10), the_date_is_chosen),
    Scene(at(8, 2, 11), invitations_go_out),
    Scene(at(12, 2, 12), invitations_are_answered),
    Scene(at(18, 2, 16), everybody_is_prepared),
    Scene(at(19, 2, 9), the_family_reads_it_before_the_day),
)
