"""The neighbour who fell ill asks for a circle of her own: a family whose day is near, whenever today is."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.demo import people
from fgc.demo.people import Somebody
from fgc.demo.stage import HERE, VISITOR, Scene, Stage
from fgc.families import actions as families
from fgc.families import queries as family_queries
from fgc.networks import actions as networks

INEKE = Somebody("ineke", "Ineke Postma", "om haar gaat het", "main_person", "both", "1", has_account=True)
SASKIA = Somebody("saskia", "Saskia Verhulst", "buurvrouw", "neighbour", ring="1")
TRUUS = Somebody("truus", "Truus Verhulst", "moeder van Saskia", "friend", way="letter", phone="+31201234567")
WENDY = Somebody("wendy", "Wendy Koster", "vriendin", "friend")
KEMAL = Somebody("kemal", "Kemal Aydin", "vader van Noor", "friend", ring="3")
CIRCLE = (INEKE, SASKIA, TRUUS, WENDY, KEMAL)
QUESTION = "Wie helpt mij en Bobbie nu ik ziek ben?"


def ineke_asks(stage: Stage) -> None:
    """She stopped cooking for others in spring; now she asks something herself."""
    families.start_request(
        VISITOR, name=INEKE.name, email=INEKE.email, region="Zilverdam", family_name="De kring van Ineke"
    )


def she_says_yes(stage: Stage) -> None:
    """It is about herself, so hers is the only yes."""
    ineke = stage.as_(INEKE)
    commission = family_queries.own_commission(ineke, stage.family)
    assert commission is not None
    families.give_commission(ineke, commission, giver_as="adult")
    families.state_wishes(ineke, stage.family, language="Nederlands")


def mirjam_comes(stage: Stage) -> None:
    """She knows Mirjam from Noor's circle, and wants nobody else."""
    erik, mirjam = stage.as_(people.ERIK), stage.as_(people.MIRJAM)
    families.offer_coordinator(erik, stage.family.pk, coordinator_id=stage.account(people.MIRJAM).pk)
    [offer] = family_queries.offers_to(mirjam)
    families.declare_independence(mirjam, offer, agrees=True)
    families.accept_coordinator(stage.as_(INEKE), offer)


def her_question_and_her_people(stage: Stage) -> None:
    """Four people, and a dog."""
    ineke, mirjam = stage.as_(INEKE), stage.as_(people.MIRJAM)
    families.confirm_question(ineke, families.propose_question(ineke, stage.family, text=QUESTION))
    for one in CIRCLE:
        networks.add_person(
            mirjam, stage.family, call_name=one.call_name, tie_label=one.tie, role=one.role, side=one.side,
            ring=one.ring, way=one.way, email=one.email, phone=one.phone,
        )  # fmt: skip
    networks.this_is_me(ineke, stage.person(INEKE))
    networks.tie(
        mirjam, stage.family, a=stage.person(SASKIA).pk, b=stage.person(INEKE).pk, kin="neighbour", bond="strong"
    )


def a_day_is_found(stage: Stage) -> None:
    """One day, and everybody can."""
    mirjam, ineke = stage.as_(people.MIRJAM), stage.as_(INEKE)
    conference = conferences.plan_conference(mirjam, stage.family)
    conferences.record_safety_check(mirjam, conference, on=timezone.localdate())
    starts_at = datetime.combine(timezone.localdate() + timedelta(days=20), time(14), HERE)
    conferences.offer_dates(mirjam, conference, moments=[(starts_at, starts_at + timedelta(hours=3), "")])
    [choice] = conference_queries.poll_of(conference).choices
    conferences.choose_date(ineke, conference, choice.option, place_kind="community_house", place="Buurthuis De Brink")


def invitations_go_out(stage: Stage) -> None:
    """By mail and on paper."""
    mirjam, conference = stage.as_(people.MIRJAM), stage.conference
    invited = conferences.invite(mirjam, conference, person_ids=[stage.person(one).pk for one in CIRCLE])
    for invitation in invited:
        reaches = conferences.printed if invitation.person.way == "letter" else conferences.send_invitation
        reaches(mirjam, invitation)


def some_answered_already(stage: Stage) -> None:
    """Kemal has not answered yet; with Wendy and him no talk was held."""
    mirjam, conference = stage.as_(people.MIRJAM), stage.conference
    for one in (INEKE, SASKIA, TRUUS, WENDY):
        actor = stage.as_(one) if one.has_account else stage.by_link(one)
        invitation = conference_queries.invitation_of(conference, frozenset({stage.person(one).pk}))
        assert invitation is not None
        conferences.answer_invitation(actor, invitation, coming="in_person", message="")
    for one, by in ((INEKE, "visit"), (SASKIA, "visit"), (TRUUS, "phone")):
        conferences.record_talk(mirjam, conference, stage.person(one), by=by, held_on=timezone.localdate())


def scenes() -> tuple[Scene, ...]:
    """The scenes, counted back from today; the day is in a week."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    plays = (
        (34, ineke_asks),
        (33, she_says_yes),
        (30, mirjam_comes),
        (20, her_question_and_her_people),
        (13, a_day_is_found),
        (12, invitations_go_out),
        (2, some_answered_already),
    )
    return tuple(Scene(now - timedelta(days=days), play) for days, play in plays)
