"""What now? One next step for this person, from what is known of the family, the meeting and the plan."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fgc.access.actors import Actor, UserActor
from fgc.conferences import queries as conferences
from fgc.conferences.rules import DURING, Moment
from fgc.families import queries
from fgc.families.rules import SAYS_NO, Giver, OfferState, Stage, Yes, decides_along
from fgc.networks import queries as networks
from fgc.pages.desk import board
from fgc.pages.families.joint_steps import joint_step
from fgc.pages.families.release_steps import asked_for_more, own_voice
from fgc.pages.families.step import Step
from fgc.pages.links.routes import Asked, by_person
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.conferences.models import Conference
    from fgc.families.models import Family
    from fgc.networks.models import Person

FEW_PEOPLE = 4


def asked_of(family: "Family", person: "Person | None") -> list[Asked]:
    """What this person has not answered yet, about the meeting and about the plan."""
    if person is None or not family.is_open:
        return []
    found = [*conferences.open_questions(person), *plans.open_questions(person)]
    return [by_person(family.pk, person.pk, one) for one in found]


def answered_by(family: "Family", person: "Person | None") -> list[Asked]:
    """What this person answered about the meeting and may still change."""
    if person is None or not family.is_open:
        return []
    return [by_person(family.pk, person.pk, one) for one in conferences.changeable_answers(person)]


def next_step(actor: Actor, family: "Family") -> Step:
    """The one step that helps this person on."""
    standing = queries.standing_of(actor, family)
    if not family.is_open:
        # Who took back the own yes can keep what another would erase, and nothing else.
        return _ended(family, may=standing.decides or (standing.is_asked and family.erase_at is not None))
    if standing.coordinates:
        return _of_coordinator(actor, family)
    if standing.is_asked:
        return _own_yes(actor, family) or _wait(_("You said yes. The others have not all answered yet."))
    if not standing.decides:
        return _of_circle(actor, family)
    if family.is_for_children:
        return joint_step(family)
    return next(step for find in FOR_WHO_DECIDES if (step := find(actor, family)))


def _to(name: str, family: "Family", *args: object) -> str:
    return reverse(name, args=[family.pk, *args])


def _wait(text: str, heading: str = "") -> Step:
    return Step(heading or _("You have to do nothing now"), text)


def _ended(family: "Family", *, may: bool) -> Step:
    if family.stage == Stage.PAUSED:
        return Step(
            _("You have a pause"),
            _("Nobody else can look in, and nothing goes out."),
            _("We go on"),
            _to("families:pause", family),
        )
    if not may:
        return _wait(_("This has ended. Thank you for being there."), _("It is finished"))
    if family.erase_at:
        day = date_format(timezone.localtime(family.erase_at), "l j F")
        return Step(
            _("Everything is erased on %(day)s") % {"day": day},
            _("Take along what you want to keep. Each of you who decides can still stop it."),
            _("Keep everything"),
            _to("families:keep", family),
        )
    return Step(
        _("It is finished"),
        _("Nobody else can look in any more. You can keep everything, or erase it."),
        _("Erase everything"),
        _to("families:erase", family),
    )


def _of_coordinator(actor: Actor, family: "Family") -> Step:
    assert isinstance(actor, UserActor)
    [row] = board.rows_of(actor, [family])
    return Step(str(row.step.words), row.step.waits_words.capitalize() + ".", _("Go on"), row.href)


def _of_circle(actor: Actor, family: "Family") -> Step:
    plan = plans.running_plan_of(family)
    if plan:
        return Step(_("There is a plan"), _("Read who does what."), _("Read our plan"), _to("plan:plan", family))
    meeting = conferences.conference_of(family)
    if meeting and meeting.starts_at and meeting.moment != Moment.HELD:
        return _dated(actor, family, meeting)
    return _wait(_("You get a message when something is asked of you."))


def _dated(actor: Actor, family: "Family", meeting: "Conference") -> Step:
    when = conferences.when_for(actor, networks.me_in(actor, family), meeting)
    # Who must agree a time anew reads the day alone.
    words = date_format(timezone.localtime(when.begins or meeting.starts_at), "l j F, H:i" if when.begins else "l j F")
    return Step(
        _("We meet on %(when)s") % {"when": words},
        _("Where it is, who comes, and how the day goes."),
        _("To the meeting"),
        _to("conference:conference", family),
    )


def _own_yes(actor: Actor, family: "Family") -> Step | None:
    mine = queries.own_commission(actor, family)
    if mine and mine.answer in SAYS_NO and queries.standing_of(actor, family).is_asked:
        return Step(
            _("You do not say yes"),
            _("You read only what is your own. You can come back on it at any moment."),
            _("Look at your answer"),
            _to("families:commission", family),
        )
    if mine is None or mine.answer != Yes.ASKED:
        return None
    if mine.giver_as != Giver.YOUNG and queries.standing_of(actor, family).decides and not queries.children_of(family):
        return Step(
            _("Whom is it about?"),
            _("Tell us the names of the children. Is it about yourself only? Then go on without."),
            _("Fill in the names"),
            _to("families:children", family),
        )
    return Step(
        _("Do you say yes?"),
        _("Nothing begins without your yes. You can take it back at any moment."),
        _("Read and answer"),
        _to("families:commission", family),
    )


def _yes_of_others(_actor: Actor, family: "Family") -> Step | None:
    if family.is_disputed:
        return Step(
            _("One of you says no"),
            _("What is about the children waits until you agree. Your circle can go on. Talk about it together."),
            _("Who said what?"),
            _to("families:deciders", family),
        )
    if family.stage != Stage.REQUESTED:
        return None
    said = queries.commissions_of(family)
    asked = {row.child_id for row in said}
    unasked = [
        child
        for child in queries.children_of(family)
        if decides_along(child.birth_date, timezone.localdate(), family.works_by) and child.pk not in asked
    ]
    if unasked:
        return Step(
            _("Ask %(name)s too") % {"name": unasked[0].call_name},
            _("From 12 years a child decides along."),
            _("Ask"),
            _to("families:ask", family),
        )
    waiting = [row.giver_name.split(" ")[0] for row in said if row.answer == Yes.ASKED]
    text = (
        _("Not answered yet: %(names)s.") % {"names": ", ".join(waiting)} if waiting else _("Not everybody said yes.")
    )
    return Step(_("We wait for a yes"), text, _("Who decides along?"), _to("families:deciders", family))


def _coordinator(_actor: Actor, family: "Family") -> Step | None:
    if family.stage != Stage.COMMISSIONED:
        return None
    if any(offer.state == OfferState.DECLARED for offer in queries.offers_of(family)):
        return Step(
            _("Choose a coordinator"),
            _("Somebody is willing, and independent. You may also say no."),
            _("See who it is"),
            _to("families:coordinator", family),
        )
    if not (family.wish_language or family.wish_gender or family.wish_culture):
        return Step(
            _("What kind of coordinator do you want?"),
            _("The coordinator helps you to bring everybody together, and decides nothing."),
            _("Say what you want"),
            _to("families:wishes", family),
        )
    return Step(
        _("We look for a coordinator"),
        _("You get a message when somebody is willing. Do you know already who your people are?"),
        _("Draw your circle"),
        _to("circle:circle", family),
    )


def _question(_actor: Actor, family: "Family") -> Step | None:
    if family.stage != Stage.PREPARING:
        return None
    if queries.question_proposed(family):
        heading, label = _("Are these your words?"), _("Read the question")
    elif queries.question_now(family) is None:
        heading, label = _("What do you want to make a plan about?"), _("Write your question")
    else:
        return None
    return Step(
        heading,
        _("Your question, in your own words. It counts after your yes."),
        label,
        _to("families:question", family),
    )


def _circle(_actor: Actor, family: "Family") -> Step | None:
    if family.stage != Stage.PREPARING:
        return None
    if len(networks.circle_of(family)) < FEW_PEOPLE:
        return Step(
            _("Who are your people?"),
            _("Family, friends, neighbours. Who else?"),
            _("Draw your circle"),
            _to("circle:circle", family),
        )
    children = queries.children_without_question(family)
    if children:
        return Step(
            _("What does %(name)s want to know?") % {"name": children[0].call_name},
            _("Each child has a question of its own, in its own words."),
            _("Write it down"),
            _to("families:child_question", family, children[0].pk),
        )
    return None


def _meeting(actor: Actor, family: "Family") -> Step | None:
    if family.stage != Stage.PREPARING:
        return None
    meeting = conferences.conference_of(family)
    if meeting is None or meeting.moment == Moment.PLANNING:
        return _wait(_("The coordinator looks for a day on which everybody can come."), _("We look for a day"))
    if meeting.moment in DURING:
        return Step(_("The meeting goes on now"), "", _("To the day"), _to("conference:day", family))
    if meeting.moment == Moment.DATED and meeting.starts_at:
        return _dated(actor, family, meeting)
    return Step(
        _("Is this your plan?"),
        _("Read it once more. It counts after you said yes to it."),
        _("Read our plan"),
        _to("plan:plan", family),
    )


def _plan(actor: Actor, family: "Family") -> Step:
    follow_up = plans.follow_up_of(actor, family)
    if follow_up and follow_up.free:
        return Step(
            _("A task is free"),
            _("Who can take it? It may also go in another way."),
            _("Look at the plan"),
            f"{_to('plan:plan', family)}#line-{follow_up.free[0].agreement.number}",
        )
    return Step(
        _("Your plan runs"), _("Change it whenever life changes."), _("Read our plan"), _to("plan:plan", family)
    )


Find = Callable[[Actor, "Family"], Step | None]
FOR_WHO_DECIDES: tuple[Find, ...] = (
    _own_yes,
    own_voice,
    asked_for_more,
    _yes_of_others,
    _coordinator,
    _question,
    _circle,
    _meeting,
    _plan,
)
