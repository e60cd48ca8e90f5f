"""Putting people in the circle, and saying who they are."""

import uuid

import pytest

from fgc.access.actors import Visitor
from fgc.access.roles import Role
from fgc.audit.models import Act, Line
from fgc.conferences import queries as conference_queries
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.rules import Ending, Stage
from fgc.networks import actions, links, queries
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Need, Ring, Side, Standing, Way
from fgc.outbox import queue
from fgc.outbox.models import Message, State
from tests.conftest import acting
from tests.factories import FamilyFactory, InformationSheetFactory, PersonFactory, UserFactory, let_in


def ended(family):
    family.stage, family.ending, family.ended_at = Stage.STOPPED, Ending.STOPPED, "2026-02-01T10:00Z"
    family.save()


def test_the_family_puts_grandmother_in_its_circle(saskia, family):
    person = actions.add_person(
        acting(saskia),
        family,
        call_name="  Truus ",
        tie_label="oma",
        role=CircleRole.GRANDPARENT,
        side=Side.MOTHER,
        way=Way.PHONE,
        phone="06 12345678",
    )

    assert (person.call_name, person.ring, person.added_by) == ("Truus", Ring.CLOSE, saskia)
    assert (person.way, str(person.card.phone)) == (Way.PHONE, "+31612345678")
    assert Line.objects.get().act == Act.CREATE
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "ring"),
    [(CircleRole.PARENT, Ring.NEAR), (CircleRole.FRIEND, Ring.CLOSE), (CircleRole.SCHOOL, Ring.WIDER)],
)
def test_who_says_no_ring_is_drawn_where_it_often_fits(role, ring, saskia, family):
    assert actions.add_person(acting(saskia), family, call_name="Truus", role=role).ring == ring


def test_one_line_of_typing_is_enough_for_the_coordinator(mirjam, family):
    person = actions.add_person_by_line(acting(mirjam), family, line="Fatma babaanne +31 6 12345678")

    assert (person.call_name, person.tie_label, person.side) == ("Fatma", "babaanne", Side.FATHER)
    assert person.way == Way.PHONE


@pytest.mark.parametrize("who", ["marleen", "cem", "hanneke", "stranger", "erik"])
def test_who_does_not_draw_this_circle_adds_nobody(who, family, request):
    actor = acting(request.getfixturevalue(who))
    before = Person.objects.count()

    with pytest.raises(NotAllowed):
        actions.add_person(actor, family, call_name="Truus")
    with pytest.raises(NotAllowed):
        actions.add_person_by_line(actor, family, line="Truus oma")

    assert Person.objects.count() == before


BAD = [
    ({"call_name": ""}, "required", "call_name"),
    ({"call_name": "\x00 \x01"}, "required", "call_name"),
    ({"call_name": "x" * 81}, "too_long", "call_name"),
    ({"call_name": "Truus 111222333"}, "citizen_number", "call_name"),
    ({"call_name": "Truus", "tie_label": "x" * 81}, "too_long", "tie_label"),
    ({"call_name": "Truus", "role": "boss"}, "not_a_choice", "role"),
    ({"call_name": "Truus", "role": CircleRole.PROFESSIONAL}, "outsider", "role"),
    ({"call_name": "Truus", "ring": "9"}, "not_a_choice", "ring"),
    ({"call_name": "Truus", "language": "klingon"}, "not_a_choice", "language"),
    ({"call_name": "Truus", "way": "pigeon"}, "not_a_choice", "way"),
    ({"call_name": "Truus", "way": Way.MAIL}, "required", "email"),
    ({"call_name": "Truus", "way": Way.PHONE}, "required", "phone"),
    ({"call_name": "Truus", "email": "no address"}, "invalid", "email"),
    ({"call_name": "Truus", "phone": "twelve"}, "not_a_number", "phone"),
    ({"call_name": "Truus", "phone": "12"}, "not_a_number", "phone"),
    ({"call_name": "Truus", "keep_no_address": True, "address": "Dorpsstraat 1"}, "no_address", "address"),
    ({"call_name": "Truus", "address": "x" * 281}, "too_long", "address"),
]


@pytest.mark.parametrize(("said", "code", "field"), BAD)
def test_what_can_not_be_kept_is_told_beside_its_field(said, code, field, saskia, family):
    before = Person.objects.count()

    with pytest.raises(RuleBroken) as no:
        actions.add_person(acting(saskia), family, **said)

    assert (no.value.code, no.value.field) == (code, field)
    assert Person.objects.count() == before


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202eمريم", "😀 Yara", "O'Neill & Zn."])
def test_a_name_is_kept_as_it_was_typed(name, saskia, family):
    assert actions.add_person(acting(saskia), family, call_name=name).call_name == name


@pytest.mark.parametrize(("line", "code"), [("", "required"), ("06 12345678", "required"), ("x" * 201, "too_long")])
def test_a_line_without_a_name_is_asked_again_in_its_own_field(line, code, saskia, family):
    with pytest.raises(RuleBroken) as no:
        actions.add_person_by_line(acting(saskia), family, line=line)

    assert (no.value.code, no.value.field) == (code, "line")


def test_pressing_twice_adds_nobody_twice_and_a_second_jan_gets_another_tie(saskia, family):
    actions.add_person_by_line(acting(saskia), family, line="Jan oom")

    with pytest.raises(RuleBroken) as no:
        actions.add_person_by_line(acting(saskia), family, line="jan Oom")
    actions.add_person_by_line(acting(saskia), family, line="Jan buurman")

    assert (no.value.code, no.value.field) == ("twice", "line")


def test_nothing_changes_after_the_end(saskia, truus, family):
    ended(family)

    for deed in (
        lambda: actions.add_person(acting(saskia), family, call_name="Truus"),
        lambda: actions.change_person(acting(saskia), truus, call_name="Truus"),
        lambda: actions.mark_not_invited(acting(saskia), truus),
        lambda: actions.tie(acting(saskia), family, a=truus.pk, b=truus.pk),
    ):
        with pytest.raises(RuleBroken) as no:
            deed()
        assert no.value.code == "ended"


def test_what_is_not_said_of_a_person_stays(saskia, truus):
    changed = actions.change_person(acting(saskia), truus, ring=Ring.NEAR)

    assert (changed.ring, changed.call_name, changed.tie_label) == (Ring.NEAR, "Truus", "oma")


def test_somebody_of_the_circle_does_not_become_a_professional_by_a_correction(saskia, truus, outsider):
    with pytest.raises(RuleBroken):
        actions.change_person(acting(saskia), truus, role=CircleRole.PROFESSIONAL)
    with pytest.raises(RuleBroken):
        actions.change_person(acting(saskia), outsider, role=CircleRole.FRIEND)


def test_who_is_not_invited_gets_no_message_and_no_way_in_until_the_family_thinks_again(saskia, mirjam, truus):
    links.code_for(acting(mirjam), truus)
    queue.to_person(truus.pk, queue.Kind.INVITATION, truus)

    actions.mark_not_invited(acting(saskia), truus)

    assert Message.objects.get().state == State.SKIPPED
    assert truus.links.get().revoked_at
    assert truus not in queries.circle_of(truus.family)
    assert actions.invite_again(acting(saskia), truus).standing == Standing.MAPPED


def test_of_two_parents_neither_takes_the_people_of_the_other_off_the_list(saskia, noor, mirjam, family):
    father = let_in(UserFactory(name="Ruud Verhulst"), Role.COMMISSIONER, family)
    hers = actions.add_person(acting(saskia), family, call_name="Riet")
    his = actions.add_person(acting(father), family, call_name="Wim")

    for parent, other in ((father, hers), (saskia, his)):
        with pytest.raises(RuleBroken) as no:
            actions.mark_not_invited(acting(parent), other)
        assert no.value.code == "others_side"
    assert actions.mark_not_invited(acting(saskia), hers).standing == Standing.NOT_INVITED
    for somebody in (noor, mirjam):
        actions.invite_again(acting(somebody), his)
        assert actions.mark_not_invited(acting(somebody), his).standing == Standing.NOT_INVITED


def test_needs_are_told_by_the_person_or_written_down_on_behalf(marleen, mirjam, saskia, family):
    person = queries.me_in(acting(marleen), family)

    actions.set_needs(acting(marleen), person, needs=[Need.FOOD, Need.CHILDCARE, Need.FOOD], needs_note="geen noten")
    actions.set_needs(acting(mirjam), person, needs=[Need.FOOD])

    person.refresh_from_db()
    assert (person.needs, person.needs_note) == (["food"], "")
    assert [line.on_behalf_of for line in Line.objects.order_by("at")] == [None, person.pk]
    with pytest.raises(NotAllowed):
        actions.set_needs(acting(saskia), person, needs=[])
    with pytest.raises(RuleBroken):
        actions.set_needs(acting(marleen), person, needs=["a castle"])


def test_a_child_chooses_who_sits_beside(noor, truus, family):
    me = queries.me_in(acting(noor), family)

    assert actions.choose_support_person(acting(noor), me, supporter=truus.pk).support_person == truus
    assert actions.choose_support_person(acting(noor), me, supporter=None).support_person is None


def test_who_can_not_sit_beside_somebody_is_refused_beside_the_field(noor, truus, outsider, family):
    me = queries.me_in(acting(noor), family)
    elsewhere = PersonFactory(family=FamilyFactory())
    actions.mark_not_invited(acting(noor), truus)

    for wrong in (me, truus, outsider, elsewhere):
        with pytest.raises(RuleBroken) as no:
            actions.choose_support_person(acting(noor), me, supporter=wrong.pk)
        assert no.value.field == "supporter"


def test_there_is_one_contact_person_at_a_time(saskia, truus, fatma, outsider, family):
    actions.make_contact_person(acting(saskia), truus)
    actions.make_contact_person(acting(saskia), fatma)

    assert queries.contact_person_of(family) == fatma
    with pytest.raises(RuleBroken):
        actions.make_contact_person(acting(saskia), outsider)


def test_a_person_who_is_gone_meanwhile_is_not_found(saskia, truus):
    Person.objects.filter(pk=truus.pk).delete()

    with pytest.raises(NotAllowed):
        actions.change_person(acting(saskia), truus, ring=Ring.NEAR)


def test_the_map_takes_two_queries_with_three_people_or_thirty(saskia, family, django_assert_num_queries):
    PersonFactory.create_batch(30, family=family)

    with django_assert_num_queries(2):
        circle = queries.map_of(family)

    assert len(circle.people) == 31
    assert not circle.is_small


def test_a_person_of_another_family_is_not_found(truus):
    assert queries.person_of(FamilyFactory(), truus.pk) is None
    assert queries.person_of(truus.family, uuid.uuid4()) is None


def test_who_knows_how_to_reach_whom_is_counted_for_many_families_at_once(family, truus, fatma):
    fatma.way = Way.NONE
    fatma.save()

    reach = queries.reach_by_family([family.pk, FamilyFactory().pk])

    assert (reach[family.pk].people, reach[family.pk].unreached) == (2, [fatma])
    assert [found.people for found in reach.values()] == [2, 0]


def test_names_for_the_familys_own_list_hold_who_left_too(mirjam, truus, family):
    link = links.code_for(acting(mirjam), truus) and truus.links.get()
    actions.leave_circle(acting(mirjam), truus)

    assert queries.names_of(family) == {truus.pk: "Truus"}
    assert queries.names_by_link(family) == {str(link.pk): "Truus"}


def test_a_visitor_without_account_is_nobody_and_has_no_list(family):
    assert queries.me_in(Visitor(), family) is None
    assert queries.by_hand(Visitor()) == []


def test_a_circle_member_looks_closely_at_nobody_but_himself(cem, truus, saskia, family):
    me = queries.me_in(acting(cem), family)

    assert queries.person_for(acting(cem), family, me.pk) == me
    assert queries.person_for(acting(cem), family, truus.pk) is None
    assert queries.person_for(acting(saskia), family, truus.pk) == truus


def test_a_child_comes_to_stand_in_the_middle_and_only_once(saskia, family, noor_child):
    placed = actions.place_child(acting(saskia), noor_child)
    again = actions.place_child(acting(saskia), noor_child)

    assert (placed.child, placed.role, placed.ring) == (noor_child, CircleRole.MAIN_PERSON, Ring.NEAR)
    assert queries.unreached_in(queries.circle_of(family)) == []
    assert again == placed
    assert queries.children_to_place(family) == []


def test_a_child_that_the_family_drew_already_keeps_its_place(saskia, family, noor_child):
    drawn = PersonFactory(family=family, call_name="noor", tie_label="zusje", role=CircleRole.SIBLING, ring=Ring.CLOSE)
    PersonFactory(family=family, call_name="Noor", tie_label="juf", role=CircleRole.SCHOOL)

    placed = actions.place_child(acting(saskia), noor_child)

    assert (placed, placed.role, placed.ring) == (drawn, CircleRole.SIBLING, Ring.CLOSE)


def test_a_professional_learns_by_name_whom_it_is_about_once_the_child_has_its_place(mirjam, family, noor_child):
    sheet = InformationSheetFactory(conference__family=family)

    actions.place_child(acting(mirjam), noor_child)

    assert conference_queries.about_of(sheet) == [noor_child.call_name]
    assert conference_queries.children_of(sheet) == [noor_child]


@pytest.mark.parametrize("who", ["marleen", "cem", "hanneke", "stranger", "erik"])
def test_who_does_not_draw_this_circle_places_no_child(who, noor_child, request):
    with pytest.raises(NotAllowed):
        actions.place_child(acting(request.getfixturevalue(who)), noor_child)


def test_in_a_family_that_ended_no_child_is_placed(saskia, family, noor_child):
    ended(family)

    with pytest.raises(RuleBroken):
        actions.place_child(acting(saskia), noor_child)
