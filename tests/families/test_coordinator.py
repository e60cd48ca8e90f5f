"""The family chooses its coordinator, who sees nothing before."""

import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.accounts.models import Organisation
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries
from fgc.families.models import CoordinatorOffer, Family
from fgc.families.rules import OfferState, Stage
from fgc.outbox.models import Kind, Message, State
from tests import factories
from tests.conftest import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def looking(family, saskia):
    """The family looks for a coordinator."""
    Family.objects.filter(pk=family.pk).update(stage=Stage.COMMISSIONED)
    family.refresh_from_db()
    return family


@pytest.fixture
def hopeful(db):
    """A coordinator who is not of this family yet."""
    return factories.WorkerFactory(name="Mirjam Tolhuis")


def offer(erik, family, coordinator):
    return actions.offer_coordinator(acting(erik), family.pk, coordinator_id=coordinator.pk)


def test_the_road_from_wishes_to_a_coordinator(looking, saskia, erik, hopeful):
    actions.state_wishes(acting(saskia), looking, language="Turks", gender="vrouw", culture="")
    [match] = queries.families_to_match(acting(erik))
    assert (match.family_id, match.wish_language, match.region) == (looking.pk, "Turks", "Zilverdam")
    assert hopeful in queries.candidates(acting(erik), match)
    offered = offer(erik, looking, hopeful)
    assert hopeful not in queries.candidates(acting(erik), queries.match_for(acting(erik), looking.pk))
    assert [row.pk for row in queries.offers_to(acting(hopeful))] == [offered.pk]
    assert queries.offers_of(looking) == []

    actions.declare_independence(acting(hopeful), offered)
    assert not acting(hopeful).may(Can.SEE_FAMILY, looking)
    assert Message.objects.filter(kind=Kind.OFFER_COORDINATOR, to_user=saskia).count() == 1
    assert queries.offers_of(looking) == [offered]
    actions.accept_coordinator(acting(saskia), queries.offer_in(looking, offered.pk))

    looking.refresh_from_db()
    assert looking.stage == Stage.PREPARING
    assert queries.coordinator_of(looking) == hopeful
    assert acting(hopeful).may(Can.SEE_FAMILY, looking)
    assert queries.families_to_match(acting(erik)) == []
    told = Message.objects.filter(kind=Kind.COORDINATOR_ANSWERED).values_list("to_user__name", flat=True)
    assert sorted(told) == ["Erik van Loon", "Mirjam Tolhuis"]


def test_every_step_pressed_twice_is_one_step(looking, saskia, erik, hopeful):
    first = offer(erik, looking, hopeful)
    assert offer(erik, looking, hopeful) == first
    for _press in range(2):
        actions.declare_independence(acting(hopeful), first)
    for _press in range(2):
        actions.accept_coordinator(acting(saskia), first)

    assert CoordinatorOffer.objects.get().state == OfferState.ACCEPTED


def test_a_family_may_refuse_without_a_reason(looking, saskia, erik, hopeful):
    offered = offer(erik, looking, hopeful)
    actions.declare_independence(acting(hopeful), offered)

    actions.refuse_coordinator(acting(saskia), offered)
    actions.refuse_coordinator(acting(saskia), offered)

    assert grants.standing(hopeful.pk, looking.pk).roles == frozenset()
    assert Message.objects.get(kind=Kind.OFFER_COORDINATOR).state == State.SKIPPED
    with pytest.raises(RuleBroken):
        actions.accept_coordinator(acting(saskia), offered)
    with pytest.raises(RuleBroken) as no:
        offer(erik, looking, hopeful)
    assert no.value.code == "asked_before"


def test_a_coordinator_may_decline(looking, erik, hopeful):
    offered = offer(erik, looking, hopeful)

    actions.decline_offer(acting(hopeful), offered)
    actions.decline_offer(acting(hopeful), offered)

    assert queries.offers_to(acting(hopeful)) == []
    with pytest.raises(RuleBroken):
        actions.declare_independence(acting(hopeful), offered)


def test_of_a_family_that_has_ended_no_offer_is_left_for_whoever_was_chosen(looking, saskia, erik, hopeful):
    made = offer(erik, looking, hopeful)
    actions.declare_independence(acting(hopeful), made)
    actions.accept_coordinator(acting(saskia), made)
    assert queries.offer_for(acting(hopeful), made.pk) == made

    actions.stop_family(acting(saskia), looking)

    assert queries.offer_for(acting(hopeful), made.pk) is None


def test_without_the_declaration_nobody_is_chosen(looking, saskia, erik, hopeful):
    offered = offer(erik, looking, hopeful)

    with pytest.raises(RuleBroken):
        actions.accept_coordinator(acting(saskia), offered)
    with pytest.raises(RuleBroken) as no:
        actions.declare_independence(acting(hopeful), offered, agrees=False)
    assert no.value.field == "agrees"


def test_who_belongs_to_the_circle_is_not_independent(looking, erik, hopeful):
    offered = offer(erik, looking, hopeful)
    grants.give(hopeful, Role.MEMBER, looking)

    with pytest.raises(RuleBroken) as no:
        actions.declare_independence(acting(hopeful), offered)
    assert no.value.code == "not_independent"


def test_at_most_three_are_asked_at_once(looking, erik):
    for _number in range(3):
        offer(erik, looking, factories.WorkerFactory())

    with pytest.raises(RuleBroken) as no:
        offer(erik, looking, factories.WorkerFactory())
    assert no.value.code == "too_many"
    assert queries.match_for(acting(erik), looking.pk).is_full


def test_choosing_one_thanks_the_others(looking, saskia, erik, hopeful):
    other = offer(erik, looking, factories.WorkerFactory())
    chosen = offer(erik, looking, hopeful)
    for row in (other, chosen):
        actions.declare_independence(acting(row.coordinator), row)

    actions.accept_coordinator(acting(saskia), chosen)

    other.refresh_from_db()
    assert other.state == OfferState.REFUSED


def test_the_family_ends_the_work_of_its_coordinator_at_once(looking, saskia, erik, hopeful):
    offered = offer(erik, looking, hopeful)
    actions.declare_independence(acting(hopeful), offered)
    actions.accept_coordinator(acting(saskia), offered)

    actions.replace_coordinator(acting(saskia), looking)

    assert not acting(hopeful).may(Can.SEE_FAMILY, looking)
    assert [match.family_id for match in queries.families_to_match(acting(erik))] == [looking.pk]
    with pytest.raises(RuleBroken):
        actions.replace_coordinator(acting(saskia), looking)


def test_a_family_whose_plan_runs_chooses_another_coordinator_and_the_plan_runs_on(looking, saskia, erik, hopeful):
    Family.objects.update(stage=Stage.FOLLOWING)
    for coordinator in (hopeful, factories.WorkerFactory()):
        offered = offer(erik, looking, coordinator)
        actions.declare_independence(acting(coordinator), offered)
        actions.accept_coordinator(acting(saskia), offered)
        looking.refresh_from_db()
        assert (queries.coordinator_of(looking), looking.stage) == (coordinator, Stage.FOLLOWING)

        actions.replace_coordinator(acting(saskia), looking)

    looking.refresh_from_db()
    assert looking.stage == Stage.FOLLOWING


def test_a_coordinator_without_an_offer_is_replaced_too(looking, saskia, mirjam):
    actions.replace_coordinator(acting(saskia), looking)

    assert grants.standing(mirjam.pk, looking.pk).roles == frozenset()


def test_a_family_has_one_coordinator(looking, saskia, erik, hopeful):
    first, second = offer(erik, looking, hopeful), offer(erik, looking, factories.WorkerFactory())
    for row in (first, second):
        actions.declare_independence(acting(row.coordinator), row)
    actions.accept_coordinator(acting(saskia), first)
    # As if both were chosen at the same moment.
    CoordinatorOffer.objects.filter(pk=second.pk).update(state=OfferState.DECLARED)

    with pytest.raises(RuleBroken) as no:
        actions.accept_coordinator(acting(saskia), second)
    assert no.value.code == "has_one"


def test_a_manager_who_is_gone_is_not_told(looking, saskia, erik, hopeful):
    offered = offer(erik, looking, hopeful)
    CoordinatorOffer.objects.update(offered_by=None)
    offered.refresh_from_db()

    actions.decline_offer(acting(hopeful), offered)

    assert not Message.objects.filter(kind=Kind.COORDINATOR_ANSWERED).exists()


def test_a_manager_sees_only_families_of_the_own_organisation(looking, hopeful):
    away = factories.WorkerFactory(work="manager", organisation=Organisation.objects.create(name="Elders"))

    assert queries.families_to_match(acting(away)) == []
    with pytest.raises(NotAllowed):
        offer(away, looking, hopeful)


def test_only_a_coordinator_of_the_organisation_is_offered(looking, erik, petra):
    with pytest.raises(RuleBroken) as no:
        offer(erik, looking, petra)
    assert no.value.field == "coordinator_id"


def test_who_may_do_what_around_the_choice(looking, saskia, cem, erik, hopeful, petra):
    offered = offer(erik, looking, hopeful)
    for user in (saskia, petra, hopeful):
        with pytest.raises(NotAllowed):
            offer(user, looking, hopeful)
    for user in (saskia, erik, factories.WorkerFactory()):
        with pytest.raises(NotAllowed):
            actions.declare_independence(acting(user), offered)
        assert queries.offer_for(acting(user), offered.pk) is None
    for user in (cem, erik, hopeful):
        with pytest.raises(NotAllowed):
            actions.accept_coordinator(acting(user), offered)
        with pytest.raises(NotAllowed):
            actions.state_wishes(acting(user), looking)


@pytest.mark.parametrize("field", ["language", "gender", "culture"])
def test_a_wish_that_is_too_long_says_so(looking, saskia, field):
    with pytest.raises(RuleBroken) as no:
        actions.state_wishes(acting(saskia), looking, **{field: "x" * 300})
    assert no.value.field == field


def test_a_family_that_ended_is_offered_nobody(looking, saskia, erik, hopeful):
    offered = offer(erik, looking, hopeful)
    actions.stop_family(acting(saskia), looking)

    with pytest.raises(NotAllowed):
        actions.declare_independence(acting(hopeful), offered)
    with pytest.raises(NotAllowed):
        offer(erik, looking, factories.WorkerFactory())


@pytest.mark.parametrize(("stage", "has_term"), [(Stage.COMMISSIONED, False), (Stage.FOLLOWING, True)])
def test_whoever_is_chosen_after_the_meeting_looks_in_for_one_term(stage, has_term, looking, saskia, erik, hopeful):
    Family.objects.filter(pk=looking.pk).update(stage=stage)
    offered = offer(erik, looking, hopeful)
    actions.declare_independence(acting(hopeful), offered)

    actions.accept_coordinator(acting(saskia), offered)

    until = queries.coordinator_until(looking)
    assert (until is not None) == has_term
    if until:
        assert (until - timezone.now()).days in (41, 42)
