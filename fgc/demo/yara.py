"""After Noor's circle her friend's mother asks for one too: a family that prepares today, whenever today is."""

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

WENDY = Somebody("wendy", "Wendy Koster", "mama", "parent", "mother", "1", has_account=True)
YARA = Somebody("yara", "Yara Koster", "dochter", "main_person", "child", "1", life_stage="12-15", has_account=True)
LINES = (
    "Marleen tante van Noor, vriendin, marleen@post.example",
    "Truus oma van Noor, 020 123 4567",
    "Ineke buurvrouw, 020 123 4568",
    "Bas mentor van school",
)
QUESTION = "Wie vangt Yara op als ik nachtdienst heb?"


def wendy_asks(stage: Stage) -> None:
    """She saw with Noor that it helps, and asks for it herself."""
    families.start_request(
        VISITOR, name=WENDY.name, email=WENDY.email, region="Zilverdam", family_name="De kring van Yara"
    )


def they_say_yes(stage: Stage) -> None:
    """Yara is fifteen: both say yes."""
    wendy = stage.as_(WENDY)
    birth_date = (timezone.localdate() - timedelta(days=15 * 366)).replace(day=1)
    child = families.add_child(wendy, stage.family, call_name="Yara", birth_date=birth_date)
    families.ask_commission(wendy, stage.family, name=YARA.name, email=YARA.email, giver_as="young", child_id=child.pk)
    for actor in (wendy, stage.as_(YARA)):
        commission = family_queries.own_commission(actor, stage.family)
        assert commission is not None
        families.give_commission(actor, commission, child_ids=[child.pk])
    families.state_wishes(wendy, stage.family, language="Nederlands")


def mirjam_comes(stage: Stage) -> None:
    """The manager offers Mirjam; she declares her independence; Wendy accepts."""
    erik, mirjam = stage.as_(people.ERIK), stage.as_(people.MIRJAM)
    families.offer_coordinator(erik, stage.family.pk, coordinator_id=stage.account(people.MIRJAM).pk)
    [offer] = family_queries.offers_to(mirjam)
    families.declare_independence(mirjam, offer, agrees=True)
    families.accept_coordinator(stage.as_(WENDY), offer)


def the_circle_begins(stage: Stage) -> None:
    """A question, and a first few people, one line of typing each."""
    wendy, mirjam = stage.as_(WENDY), stage.as_(people.MIRJAM)
    families.confirm_question(wendy, families.propose_question(wendy, stage.family, text=QUESTION))
    [child] = family_queries.children_of(stage.family)
    families.record_child_question(stage.as_(YARA), child, text="Mag ik dan bij Noor slapen?")
    for somebody in (WENDY, YARA):
        networks.add_person(
            wendy, stage.family, call_name=somebody.call_name, tie_label=somebody.tie, role=somebody.role,
            side=somebody.side, ring=somebody.ring, way="mail", email=somebody.email,
        )  # fmt: skip
        networks.this_is_me(stage.as_(somebody), stage.person(somebody))
    networks.place_child(wendy, child)
    for line in LINES:
        networks.add_person_by_line(mirjam, stage.family, line=line)


def dates_are_asked(stage: Stage) -> None:
    """Two days in three weeks' time; Wendy has answered, the others not yet."""
    mirjam = stage.as_(people.MIRJAM)
    conference = conferences.plan_conference(mirjam, stage.family)
    day = timezone.localdate() + timedelta(days=21)
    moments = [_afternoon(datetime.combine(day + timedelta(days=more), time(13), HERE)) for more in (0, 2)]
    conferences.offer_dates(mirjam, conference, moments=moments)
    askable = [person.pk for person in conference_queries.askable_of(conference)]
    conferences.ask_for_dates(mirjam, conference, person_ids=askable)
    answers = {choice.option.pk: "yes" for choice in conference_queries.poll_of(conference).choices}
    conferences.answer_date(stage.as_(WENDY), stage.person(WENDY), conference=conference, answers=answers)


def _afternoon(starts_at: datetime) -> tuple[datetime, datetime, str]:
    return starts_at, starts_at + timedelta(hours=4), ""


def scenes() -> tuple[Scene, ...]:
    """The scenes, counted back from today."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    plays = ((21, wendy_asks), (19, they_say_yes), (15, mirjam_comes), (9, the_circle_begins), (3, dates_are_asked))
    return tuple(Scene(now - timedelta(days=days), play) for days, play in plays)
