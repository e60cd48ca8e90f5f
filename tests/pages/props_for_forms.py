"""What the story passes over between two scenes, so that every form of the house is open to somebody at some moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.access.actors import UserActor, Visitor
from fgc.access.roles import Role
from fgc.accounts.models import User, Work
from fgc.accounts.tokens import make_token, tokens_of
from fgc.conferences import actions as conferences
from fgc.conferences.models import BottomLine
from fgc.demo import people
from fgc.demo.stage import Stage
from fgc.families import actions as families
from fgc.families import queries as family_queries
from fgc.families.models import Commission, Family, Proposal
from fgc.families.rules import Stage as RequestStage
from fgc.families.tokens import hash_of
from fgc.networks import actions as circle
from fgc.networks import links
from fgc.networks.models import ContactCard, NamedReader, Person
from fgc.pages.links.robots import number_for
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries
from fgc.plans.models import AskedForMore
from tests import factories
from tests.device import passkey_of
from tests.entering import come_in
from tests.pages.wrong_input import BY_NAME
from tests.splitting import apart, beside, sixteen


@dataclass
class Prop:
    """What was laid ready.

    Args:
        addresses: pages to look at in any case.
        browsers: more people who may knock.
    """

    addresses: list[str] = field(default_factory=list)
    browsers: dict[str, Client] = field(default_factory=dict)


def _browser(user: User) -> Client:
    return come_in(Client(), user)


def before_a_coordinator(stage: Stage) -> Prop:
    """A call, a proposal, an offer, a token, a family that only just begins, and one of which all will be erased."""
    saskia, erik = stage.as_(people.SASKIA), stage.as_(people.ERIK)
    families.start_request(Visitor(), name="Bel mij", email="", phone="0612345678", region="")
    Proposal.objects.create(
        proposer=stage.account(people.HANNEKE),
        token_hash=hash_of("told"),
        call_name="An",
        email="an@post.example",
        consent_on=date(2026, 1, 2),
        consent_how="thuis",
    )
    match = next(one for one in family_queries.families_to_match(erik) if one.family_id == stage.family.pk)
    offer = families.offer_coordinator(erik, match.family_id, coordinator_id=stage.account(people.MIRJAM).pk)
    BY_NAME["number"] = lambda: number_for("told")
    make_token(saskia.user, name="Agenda")
    # In two browsers, of which one can be ended from the other.
    _browser(saskia.user).get("/")
    # Beside the app, so that one of both can be taken away.
    lock = passkey_of(stage.account(people.MIRJAM), "Laptop")
    begun = factories.FamilyFactory(name="De kring van Baby", stage=RequestStage.REQUESTED)
    factories.ChildFactory(family=begun, call_name="Baby")
    newcomer = factories.let_in(factories.UserFactory(name="Nieuwe ouder"), Role.COMMISSIONER, begun)
    _managers_are_alarmed(stage, begun)
    leaving = factories.FamilyFactory(name="De kring die gaat")
    families.erase_family(
        UserActor(factories.let_in(newcomer, Role.COMMISSIONER, leaving)), leaving, typed_name=leaving.name
    )
    herself = circle.add_person_by_line(UserActor(newcomer), begun, line="Nieuwe ouder")
    return Prop(
        [
            reverse("families:children", args=[begun.pk]),
            reverse("circle:person", args=[begun.pk, herself.pk]),
            reverse("circle:circle", args=[begun.pk]),
            reverse("families:keep", args=[leaving.pk]),
            reverse("families:emergencies"),
            reverse("proposal", args=["told"]),
            reverse("families:offer", args=[offer.pk]),
            reverse("second_step_take_away", args=[lock]),
            reverse("tokens:take_back", args=[tokens_of(saskia.user)[0].public_id]),
        ],
        {"newcomer": _browser(newcomer)},
    )


def _managers_are_alarmed(stage: Stage, other: Family) -> None:
    """One asked about this family and waits; what another asked about the other family was allowed."""
    erik, ada = stage.as_(people.ERIK), UserActor(factories.WorkerFactory(name="Ada Bos", work=Work.MANAGER))
    organisation = stage.account(people.ERIK).organisation
    User.objects.filter(pk=ada.account.pk).update(organisation=organisation)
    Family.objects.filter(pk=other.pk).update(organisation=organisation)
    circle.ask_emergency(ada, family_id=stage.family.pk, reason="Er is gevaar.")
    circle.allow_emergency(erik, circle.ask_emergency(ada, family_id=other.pk, reason="Ook hier is gevaar."))
    BY_NAME["family_id"] = lambda: f"https://mijnafspraken.example/families/{stage.family.pk}/"


def question_asked(stage: Stage) -> Prop:
    """Words that wait for a yes, a note of one's own, somebody who is not invited, and a code on paper."""
    mirjam = stage.as_(people.MIRJAM)
    families.propose_question(mirjam, stage.family, text="Wie helpt ons op dinsdag?")
    split = beside(stage.family, stage.account(people.MIRJAM))
    apart(stage.family, stage.account(people.MIRJAM), name="De kring van Dries")
    code = links.code_for(mirjam, stage.person(people.FATMA))
    BY_NAME["code"] = lambda: code
    rik = Person.objects.get(family=stage.family, call_name=people.RIK.call_name)
    # Who visits by a link let somebody read the own card.
    cem = stage.person(people.CEM)
    card, _is_new = ContactCard.objects.get_or_create(family=stage.family, person=cem)
    NamedReader.objects.create(family=stage.family, owner=cem, card=card, person=rik, called="Rik")
    note = circle.write_note(stage.as_(people.NOOR), stage.person(people.NOOR), text="Iets van mij.", reader=None)
    circle.tell_about_safety(stage.as_(people.NOOR), stage.person(people.NOOR), text="Alleen voor jou.")
    circle.write_hand_over(mirjam, stage.family, agreed="Overdag vergaderen.")
    return Prop(
        [
            reverse("circle:person", args=[stage.family.pk, rik.pk]),
            reverse("circle:note", args=[stage.family.pk, note.pk]),
            reverse("desk:circles", args=[stage.family.pk]),
            reverse("desk:childrens_plan", args=[stage.family.pk, split.pk]),
            reverse("desk:join", args=[stage.family.pk]),
            reverse("desk:part", args=[stage.family.pk, split.pk]),
            reverse("links:readers"),
            reverse("families:coordinator", args=[stage.family.pk]),
            reverse("families:hand_over", args=[stage.family.pk]),
            reverse("safety:own", args=[stage.family.pk]),
            reverse("safety:sheet", args=[stage.family.pk]),
        ]
    )


def a_bottom_line_ends(stage: Stage) -> Prop:
    """It counts for a month; whoever set it may say that it counts longer."""
    BottomLine.objects.filter(family=stage.family).update(valid_until=timezone.localdate() + timedelta(days=30))
    return Prop()


def people_on_the_list(stage: Stage) -> Prop:
    """Who will be invited, by mail, on paper and by telephone; nothing went out yet."""
    invited = [stage.person(somebody).pk for somebody in people.CIRCLE if somebody is not people.RIK]
    conferences.invite(stage.as_(people.MIRJAM), stage.conference, person_ids=invited)
    conferences.agree_arrival(stage.as_(people.MIRJAM), stage.conference, stage.person(people.CEM), comes="13:40")
    return Prop()


def a_professional_promised(stage: Stage) -> Prop:
    """Somebody who is here for work is asked for a promise too; what can't go by mail waits for the coordinator."""
    stage.post()
    of_a_person = [
        reverse("circle:person", args=[stage.family.pk, stage.person(people.CEM).pk]),
        reverse("circle:account", args=[stage.family.pk, stage.person(people.WENDY).pk]),
    ]
    return Prop(of_a_person, browsers={"worker": _browser(stage.account(people.BAS))})


def a_release_waits(stage: Stage) -> Prop:
    """For the yes of the young person; and what a professional promised."""
    prop = a_professional_promised(stage)
    plan = plan_queries.running_plan_of(stage.family)
    assert plan is not None
    parts = [part.key for part in plan_queries.parts_of(stage.family)]
    reader = next(one for one in plan_queries.known_readers(stage.family) if one.name.startswith("Petra"))
    made = plans.release(
        stage.as_(people.SASKIA), plan, reader=reader, purpose="Meer", until=date(2026, 8, 31), parts=parts,
        preview_hash=plan_queries.release_preview(stage.family, parts=parts).hash,
    )  # fmt: skip
    child = made.yeses.get(child__call_name=people.NOOR.call_name).child_id
    prop.addresses += [
        reverse("released:agree", args=[stage.family.pk, made.pk]),
        reverse("released:spoken", args=[stage.family.pk, made.pk, child]),
        reverse("families:coordinator", args=[stage.family.pk]),
    ]
    prop.addresses += [
        reverse("released:more", args=[stage.family.pk, asked_for_more(stage).pk]),
        reverse("plan:check", args=[stage.family.pk]),
        reverse("released:code", args=[stage.family.pk, _a_mentor(stage).pk]),
    ]
    return prop


def _a_mentor(stage: Stage) -> User:
    """Somebody whom the family put on its map, and who waits for a code."""
    wil = {"call_name": "Wil", "function": "mentor", "email": "wil@school.example"}
    circle.add_professional(stage.as_(people.SASKIA), stage.family, **wil)
    return User.objects.get(email=wil["email"])


def she_is_sixteen(stage: Stage) -> Prop:
    """The young person says herself what her parents read, or tells it to a coordinator, who is there again."""
    sixteen(stage.family)
    factories.let_in(stage.account(people.MIRJAM), Role.COORDINATOR, stage.family)
    hers = Commission.objects.get(family=stage.family, giver=stage.account(people.NOOR))
    told = reverse("plan:parents_told", args=[stage.family.pk, hers.pk])
    return Prop([reverse("plan:parents", args=[stage.family.pk]), told])


def asked_for_more(stage: Stage) -> AskedForMore:
    """Somebody else who is here for work reads a part, and asks the family for more."""
    plan = plan_queries.running_plan_of(stage.family)
    assert plan is not None
    reader = next(one for one in plan_queries.known_readers(stage.family) if not one.name.startswith("Petra"))
    parts = [plan_queries.parts_of(stage.family)[-1].key]
    made = plans.release(
        stage.as_(people.SASKIA), plan, reader=reader, purpose="Ook meedenken", until=date(2026, 8, 31), parts=parts,
        preview_hash=plan_queries.release_preview(stage.family, parts=parts).hash,
    )  # fmt: skip
    for yes in made.yeses.filter(child__isnull=False):
        if made.agreed_at is None:
            made = plans.record_yes_to_release(stage.as_(people.MIRJAM), yes, said_yes=True)
    return plans.ask_for_more(UserActor(made.recipient), made, words="Wie gaat er mee?")


def changes_wait(stage: Stage) -> Prop:
    """Changes of what Cem and Bas do wait for their yes, and a summary is about to be released."""
    saskia = UserActor(stage.account(people.SASKIA))
    plan = plan_queries.running_plan_of(stage.family)
    assert plan is not None
    for somebody in (people.CEM, people.BAS):
        promise = stage.person(somebody).commitments.order_by("pk").first()
        assert promise is not None, somebody
        plans.propose_amendment(
            saskia, promise.agreement, based_on=plan.version, text="Een keer per maand.", repeats="monthly",
            starts_on=date(2026, 5, 1),
        )  # fmt: skip
    helper = factories.PersonFactory(family=stage.family, call_name="Buur")
    member = factories.let_in(factories.UserFactory(name="Buur"), Role.MEMBER, stage.family, helper)
    asked = {
        kind: plan_queries.open_amendments(stage.person(somebody))[0].subject_id
        for kind, somebody in (("plan:link_amendment", people.CEM), ("plan:work_amendment", people.BAS))
    }
    part = plan_queries.parts_of(stage.family)[0].key
    prepare = reverse("released:prepare", args=[stage.family.pk])
    return Prop(
        [f"{prepare}?parts={part}", *(reverse(kind, args=[subject]) for kind, subject in asked.items())],
        {"worker": _browser(stage.account(people.BAS)), "helper": _browser(member)},
    )


PROPS: dict[str, Callable[[Stage], Prop]] = {
    "kemal_says_no": before_a_coordinator,
    "the_question_is_theirs": question_asked,
    "the_date_is_chosen": people_on_the_list,
    "the_family_reads_it_before_the_day": a_bottom_line_ends,
    "the_plan_is_theirs": a_professional_promised,
    "a_summary_is_released": a_release_waits,
    "ineke_stops": changes_wait,
    "truus_takes_over": she_is_sixteen,
}
