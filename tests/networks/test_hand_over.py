"""Another coordinator: what is handed over, what never is, and whether the next one is near to somebody."""

import pytest
from django.urls import reverse

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families import letters
from fgc.families.models import CoordinatorOffer, Family
from fgc.families.rules import OfferState, Stage
from fgc.networks import actions, queries
from fgc.networks.models import HandOver, Person
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.access.test_wall import logged_in, seen
from tests.conftest import acting
from tests.factories import by_link, let_in
from tests.networks.test_persons import ended


@pytest.fixture
def next_one(erik):
    """A coordinator of the same service, who is not of this family yet."""
    return factories.WorkerFactory(name="Anouk de Reus")


@pytest.fixture
def chosen(mirjam, family):
    """The offer by which the coordinator of now was chosen."""
    return CoordinatorOffer.objects.create(
        family=family, coordinator=mirjam, state=OfferState.ACCEPTED, declared_at="2026-01-01T10:00Z"
    )


def offered(erik, family, coordinator):
    return families.offer_coordinator(acting(erik), family.pk, coordinator_id=coordinator.pk)


def test_the_family_reads_at_once_what_its_coordinator_hands_over(mirjam, saskia, noor, family):
    actions.write_hand_over(acting(mirjam), family, agreed="x")
    written = actions.write_hand_over(
        acting(mirjam), family, agreed=" Vergaderen is overdag. ", practical="Bel vooraf."
    )

    assert queries.hand_overs_of(family) == [written]
    assert queries.own_hand_over(acting(mirjam), family) == queries.hand_over_in(family, written.pk) == written
    assert (written.agreed, written.open_questions, written.practical) == ("Vergaderen is overdag.", "", "Bel vooraf.")
    assert [line.act for line in Line.objects.filter(object_type="networks.handover").order_by("number")] == [
        Act.CREATE,
        Act.CHANGE,
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [({}, "agreed"), ({"practical": " "}, "agreed"), ({"open_questions": "x" * 4001}, "open_questions")],
)
def test_nothing_or_too_much_is_not_handed_over(said, field, mirjam, family):
    with pytest.raises(RuleBroken) as no:
        actions.write_hand_over(acting(mirjam), family, **said)
    assert no.value.field == field
    assert not HandOver.objects.exists()


def test_what_has_ended_is_not_handed_over(mirjam, family):
    ended(family)
    with pytest.raises(RuleBroken):
        actions.write_hand_over(acting(mirjam), family, agreed="x")


@pytest.mark.parametrize("who", ["saskia", "cem", "marleen", "erik", "hanneke"])
def test_only_the_coordinator_hands_over_or_hands_back(who, request, mirjam, family, truus):
    for actor in (acting(request.getfixturevalue(who)), by_link(truus)):
        with pytest.raises(NotAllowed):
            actions.write_hand_over(actor, family, agreed="x")
        with pytest.raises(NotAllowed):
            families.hand_back(actor, family)


def test_the_family_has_the_last_word_about_what_is_handed_over(mirjam, saskia, cem, family):
    written = actions.write_hand_over(acting(mirjam), family, agreed="x")
    for other in (mirjam, cem):
        with pytest.raises(NotAllowed):
            actions.take_back_hand_over(acting(other), written)

    actions.take_back_hand_over(acting(saskia), written)

    assert not HandOver.objects.exists()
    with pytest.raises(NotAllowed):
        actions.take_back_hand_over(acting(saskia), written)


def test_a_coordinator_who_stops_sees_nothing_from_the_next_click_and_the_family_is_told(
    mirjam, saskia, erik, family, chosen
):
    chosen.offered_by = erik
    chosen.save()
    Family.objects.filter(pk=family.pk).update(stage=Stage.PREPARING)
    actions.write_hand_over(acting(mirjam), family, agreed="x")

    assert families.hand_back(acting(mirjam), family).stage == Stage.COMMISSIONED

    chosen.refresh_from_db()
    assert chosen.state == OfferState.ENDED
    for stopped in (families.hand_back, actions.write_hand_over):
        with pytest.raises(NotAllowed):
            stopped(acting(mirjam), family)
    told = Message.objects.filter(kind=Kind.COORDINATOR_ANSWERED)
    decide = grants.holders(family.pk, Role.COMMISSIONER, Role.YOUNG)
    assert {message.to_user for message in told} == {saskia, erik, *decide}
    to_her = letters.coordinator_answered(told.get(to_user=saskia))
    assert to_her.leads_to == reverse("families:coordinator", args=[family.pk])
    assert letters.coordinator_answered(told.get(to_user=erik)).leads_to == reverse("families:matching")
    assert Line.objects.filter(act=Act.END, ground="hand_over", actor_id=str(mirjam.pk)).exists()


def test_without_an_offer_a_coordinator_stops_too(mirjam, family):
    families.hand_back(acting(mirjam), family)
    assert not grants.holders(family.pk, Role.COORDINATOR)
    assert not Message.objects.exists()


def test_a_next_coordinator_reads_it_after_the_familys_yes_and_no_private_note(
    mirjam, saskia, noor, erik, family, chosen, next_one
):
    me = Person.objects.get(account=noor)
    note = actions.write_note(acting(noor), me, text="Alleen voor jou.", reader=mirjam.pk)
    actions.write_hand_over(acting(mirjam), family, agreed="Vergaderen is overdag.")
    families.hand_back(acting(mirjam), family)
    offer = offered(erik, family, next_one)
    families.declare_independence(acting(next_one), offer)
    assert queries.own_hand_over(acting(mirjam), family) is None

    families.accept_coordinator(acting(saskia), offer)

    assert queries.hand_overs_of(family)[0].agreed == "Vergaderen is overdag."
    assert queries.own_hand_over(acting(next_one), family) is None
    assert queries.notes_for(acting(next_one), family) == []
    # Each author may say yes.
    actions.choose_note_reader(acting(noor), note, reader=next_one.pk)
    assert queries.notes_for(acting(next_one), family) == [note]


def _bring_near(how, coordinator, family, somebody):
    card = somebody.card
    if how == "account":
        Person.objects.filter(pk=somebody.pk).update(account=coordinator)
    elif how == "commission":
        factories.CommissionFactory(family=family, giver=coordinator)
    else:
        card.email, card.phone = (coordinator.email.upper(), "") if how == "email" else ("", coordinator.phone)
        card.save()


@pytest.mark.parametrize("how", ["account", "email", "phone", "commission"])
def test_who_is_on_the_map_or_in_the_record_is_not_independent(how, saskia, erik, family, next_one, truus):
    Family.objects.filter(pk=family.pk).update(stage=Stage.COMMISSIONED)
    next_one.phone = "+31612345678"
    next_one.save()
    offer = offered(erik, family, next_one)
    _bring_near(how, next_one, family, truus)

    with pytest.raises(RuleBroken) as no:
        families.declare_independence(acting(next_one), offer)
    assert no.value.code == "not_independent"
    assert "Truus" not in str(no.value.message)

    CoordinatorOffer.objects.filter(pk=offer.pk).update(state=OfferState.DECLARED, declared_at="2026-01-01T10:00Z")
    offer.refresh_from_db()
    with pytest.raises(RuleBroken) as no:
        families.accept_coordinator(acting(saskia), offer)
    assert no.value.code == "not_independent"


@pytest.mark.django_db(transaction=True)
def test_the_database_answers_only_about_who_is_asked_and_only_to_who_may_know():
    family = factories.FamilyFactory()
    person = factories.PersonFactory(family=family, account=factories.UserFactory())
    decider = let_in(factories.UserFactory(), Role.COMMISSIONER, family)
    manager = factories.WorkerFactory(work="manager", organisation=family.organisation)

    def near(who):
        with logged_in("APP", user_id=who.pk) as cursor:
            cursor.execute("SELECT wall.is_near(%s, %s)", [family.pk, person.account.pk])
            return cursor.fetchone()[0]

    assert not near(person.account)
    CoordinatorOffer.objects.create(family=family, coordinator=person.account)
    assert near(person.account)
    assert near(decider)
    assert not near(manager)


@pytest.mark.django_db(transaction=True)
def test_the_wall_opens_it_to_who_decides_and_who_coordinates():
    family = factories.FamilyFactory()
    cast = {role: let_in(factories.UserFactory(), role, family) for role in Role if role.value.startswith("act_")}
    HandOver.objects.create(family=family, author=cast[Role.COORDINATOR], agreed="x")
    reads = {Role.COMMISSIONER, Role.YOUNG, Role.JOINT, Role.COORDINATOR}
    for role, user in cast.items():
        with logged_in("APP", user_id=user.pk) as cursor:
            assert seen(cursor, "networks_handover") == (role in reads), role
    grants.end(family.pk, roles=[Role.COORDINATOR])
    with logged_in("APP", user_id=cast[Role.COORDINATOR].pk) as cursor:
        assert seen(cursor, "networks_handover") == 0
    successor = let_in(factories.UserFactory(), Role.COORDINATOR, family)
    with logged_in("APP", user_id=successor.pk) as cursor:
        assert seen(cursor, "networks_handover") == 1
        cursor.execute("UPDATE networks_handover SET agreed = 'y'")
        assert cursor.rowcount == 0


def test_the_sheet_about_safety_is_never_handed_over(mirjam, saskia, erik, family, next_one):
    actions.write_safety_sheet(acting(mirjam), family, unsafe="Er was een dreiging.")
    families.hand_back(acting(mirjam), family)
    assert queries.safety_sheet_for(acting(mirjam), family) is None
    offer = offered(erik, family, next_one)
    families.declare_independence(acting(next_one), offer)
    families.accept_coordinator(acting(saskia), offer)

    assert queries.safety_sheet_for(acting(next_one), family) is None
    assert actions.erase_old_safety(SystemActor("old_safety")) == 1
