"""The first story, the three weeks before the meeting: date, invitations, preparation, what professionals tell."""

from datetime import timedelta
from typing import TYPE_CHECKING

from fgc.access.actors import Actor
from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo import people
from fgc.demo.people import INVITED, Somebody
from fgc.demo.stage import Scene, Stage, at, on
from fgc.families import queries as family_queries
from fgc.networks import actions as networks

if TYPE_CHECKING:
    from fgc.conferences.models import InformationSheet

PRIVATE_NOTE = "Ik ben verliefd op Yara. Op school roddelen ze. Niet aan papa en mama zeggen."
BOTTOM_LINE = "Vanaf 2 maart is Noor minstens twee dagdelen per week op school, of er ligt een ander lesplan."


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


def noor_keeps_something_for_marleen(stage: Stage) -> None:
    """Thursday 5 February: Noor writes in her own corner, and chooses who may read it. Nobody else learns of it."""
    noor = stage.person(people.NOOR)
    networks.write_note(stage.as_(people.NOOR), noor, text=PRIVATE_NOTE, reader=stage.person(people.MARLEEN).pk)


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
    invited = [stage.person(somebody).pk for somebody in (*INVITED, people.SIBEL)]
    invited += [stage.person(worker).pk for worker in (people.PETRA, people.HANNEKE, people.BAS)]
    for invitation in conferences.invite(mirjam, conference, person_ids=invited):
        conferences.send_invitation(mirjam, invitation)
    for invitation in conference_queries.invitations_of(conference):
        way = invitation.person.way
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
        by = {"phone": "phone", "mail": "video" if person.call_name == "Cem" else "visit"}.get(person.way, "visit")
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
    Scene(at(3, 2, 9), dates_are_asked),
    Scene(at(5, 2, 20), noor_keeps_something_for_marleen),
    Scene(at(6, 2, 12), dates_are_answered),
    Scene(at(7, 2, 10), the_date_is_chosen),
    Scene(at(8, 2, 11), invitations_go_out),
    Scene(at(12, 2, 12), invitations_are_answered),
    Scene(at(18, 2, 16), everybody_is_prepared),
    Scene(at(19, 2, 9), the_family_reads_it_before_the_day),
)
