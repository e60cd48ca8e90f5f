"""What the story passes over between two scenes, so that every operation can be asked rightly at some moment."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from fgc.conferences import actions as conferences
from fgc.conferences.models import BottomLine
from fgc.demo import people
from fgc.demo.stage import VISITOR, Stage
from fgc.families import actions as families
from fgc.families.models import Proposal
from fgc.families.tokens import hash_of
from fgc.networks import actions as networks
from fgc.outbox.models import Message
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries
from fgc.plans.models import Plan
from tests.api.asking import APART, TOKEN, WAITS_FOR_A_CODE
from tests.pages.props_for_forms import asked_for_more
from tests.splitting import apart, beside, sixteen


def _letters(stage: Stage) -> None:
    """Somebody left only a number, and a family has a letter with a proposal."""
    families.start_request(VISITOR, name="Wim", phone="+31201234500")
    hanneke = stage.account(people.HANNEKE)
    Proposal.objects.create(
        proposer=hanneke, call_name="Vera", email="v@post.example", consent_on="2026-01-05", token_hash=hash_of(TOKEN)
    )
    families.add_child(stage.as_(people.SASKIA), stage.family, call_name="Vergissing", birth_date=date(2012, 2, 3))


def _words(stage: Stage) -> None:
    families.propose_question(stage.as_(people.SASKIA), stage.family, text="Hoe gaat het verder?")
    networks.write_note(stage.as_(people.NOOR), stage.person(people.NOOR), text="Iets van mij.", reader=None)
    networks.tell_about_safety(stage.as_(people.NOOR), stage.person(people.NOOR), text="Alleen voor jou.")
    networks.write_hand_over(stage.as_(people.MIRJAM), stage.family, agreed="Overdag vergaderen.")


def _a_last_day(stage: Stage) -> None:
    """What must in any case be arranged counts until tomorrow."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    BottomLine.objects.filter(family=stage.family).update(valid_until=tomorrow)


def _times_of_their_own(stage: Stage) -> None:
    """Two come to the meeting at other times than the others."""
    for somebody, comes in ((people.NOOR, "12:00"), (people.CEM, "13:40")):
        conferences.agree_arrival(stage.as_(people.MIRJAM), stage.conference, stage.person(somebody), comes=comes)


def _a_call_and_another_circle(stage: Stage) -> None:
    """A circle beside this one, to which everybody said yes as well."""
    beside(stage.family, stage.account(people.MIRJAM))
    fatma = stage.person(people.FATMA)
    Message.objects.create(
        family=stage.family, kind="invitation", subject_id=fatma.pk, to_person_id=fatma.pk, channel="call",
        state="by_hand",
    )  # fmt: skip
    Message.objects.create(
        family=stage.family, kind="ask_date", subject_id=fatma.pk, to_person_id=fatma.pk, channel="mail",
        state="failed", reason="came_back", settled_at=timezone.now(),
    )  # fmt: skip


def _changes(stage: Stage) -> None:
    plan = Plan.objects.get(family=stage.family)
    for line in plan.agreements.exclude(kind="scale_up").order_by("number"):
        plan.refresh_from_db()
        plans.propose_amendment(stage.as_(people.SASKIA), line, based_on=plan.version, text="Wij doen het anders.")


def _a_release_that_waits(stage: Stage) -> None:
    """For the yes of the young person, after that of her mother."""
    plan = Plan.objects.get(family=stage.family)
    parts = [part.key for part in plan_queries.parts_of(stage.family)]
    reader = next(one for one in plan_queries.known_readers(stage.family) if one.name.startswith("Petra"))
    plans.release(
        stage.as_(people.SASKIA), plan, reader=reader, purpose="Meer vragen", until=timezone.localdate(), parts=parts,
        preview_hash=plan_queries.release_preview(stage.family, parts=parts).hash,
    )  # fmt: skip
    asked_for_more(stage)


# Before which scene.
PREPARED: dict[int, Callable[[Stage], None]] = {
    3: _letters,
    10: _words,
    15: _times_of_their_own,
    16: _a_call_and_another_circle,
    20: _a_last_day,
    25: _changes,
    26: _a_release_that_waits,
}


def _a_mentor(stage: Stage) -> None:
    """Somebody whom the family put on its map, and who has no second step yet."""
    saskia = stage.as_(people.SASKIA)
    networks.add_professional(saskia, stage.family, call_name="Wil", function="mentor", email=WAITS_FOR_A_CODE)


# What the story has no moment for, and what makes one for a single operation.
READY: dict[str, Callable[[Stage], object]] = {
    "post_joinable_circles": lambda stage: apart(stage.family, stage.account(people.MIRJAM), name=APART),
    "put_what_parents_read": lambda stage: sixteen(stage.family),
    "put_what_parents_read_told_by": lambda stage: sixteen(stage.family),
    "post_reader_code": _a_mentor,
}
