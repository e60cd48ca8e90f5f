"""A yes is taken back in the own account or told to the coordinator; what its giver still sees, by both walls."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from fgc.access import grants
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting as telling
from fgc.audit import record as audit
from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries
from fgc.families.models import Child, Commission, CommissionedChild, Family, MainQuestion
from fgc.families.rules import Giver, How, Kind, Stage, Yes
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.models import Message, State
from fgc.plans.models import Agreement, Plan, Release
from tests import factories
from tests.conftest import acting
from tests.factories import let_in
from tests.plans.running import promised, running_plan

pytestmark = pytest.mark.django_db

DECIDING = (Can.SEE_CIRCLE, Can.SEE_NAMES, Can.SEE_PLAN, Can.SEE_RELEASES, Can.RELEASE, Can.ALLOW_RELEASE, Can.SEE_AS,
            Can.SEE_CONFERENCE, Can.SEE_QUESTION, Can.LET_IN, Can.CLOSE, Can.ERASE)  # fmt: skip


@pytest.fixture
def saskia(family: Family, saskia: Any) -> Any:
    factories.CommissionFactory(family=family, giver=saskia)
    return saskia


@pytest.fixture
def dad(family: Family) -> Person:
    return factories.PersonFactory(family=family, call_name="Kemal")


@pytest.fixture
def kemal(family: Family, dad: Person, noor_child: Child) -> Any:
    """Father, who said yes too, and stands on the map."""
    user = let_in(factories.UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family, dad)
    given = factories.CommissionFactory(family=family, giver=user)
    CommissionedChild.objects.create(family=family, commission=given, child=noor_child)
    return user


def yes_of(user: Any) -> Commission:
    return Commission.objects.get(giver=user)


def takes_back(how: str, kemal: Any, mirjam: Any, family: Family) -> None:
    """By each road."""
    if how == "account":
        actions.withdraw_commission(acting(kemal), family)
    elif how == "no":
        actions.refuse_commission(acting(kemal), yes_of(kemal))
    else:
        actions.record_withdrawal(acting(mirjam), yes_of(kemal), witness="Mirjam, aan de telefoon")


def let_out(plan: Plan, saskia: Any) -> Release:
    """A copy that somebody reads for work."""
    return Release.objects.create(
        family=plan.family, plan=plan, version=1, recipient=factories.WorkerFactory(name="Petra"), purpose="Meedenken",
        until=date(2030, 1, 1), content={}, content_hash="x", released_by=saskia,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["account", "no", "told"])
def test_who_took_back_the_yes_reads_only_what_is_the_own(family, saskia, kemal, dad, mirjam, truus, how):
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    own = promised(plan, dad, text="Kemal haalt Noor op.").agreement
    let_out(plan, saskia)
    factories.MainQuestionFactory(family=family)
    audit.record(acting(saskia), Act.CHANGE, plan)

    takes_back(how, kemal, mirjam, family)

    assert grants.standing(kemal.pk, family.pk) == grants.Standing(frozenset({Role.PARENT}), frozenset({dad.pk}))
    assert [can for can in DECIDING if acting(saskia).may(can, family)] == list(DECIDING)
    assert not [can for can in DECIDING if acting(kemal).may(can, family)]
    assert acting(kemal).may(Can.SEE_FAMILY, family)
    assert acting(kemal).may(Can.CHANGE_OWN_CONTACT, dad)
    with telling(acting(kemal)):
        assert (set(Agreement.objects.all()), set(Person.objects.all())) == ({own}, {dad})
        assert not any(model.objects.exists() for model in (Release, MainQuestion))
        assert not Line.objects.exclude(actor_id=str(kemal.pk)).exclude(on_behalf_of=dad.pk).exists()
    family.refresh_from_db()
    assert (family.is_disputed, family.stage) == (True, Stage.FOLLOWING)


@pytest.mark.parametrize("how", ["account", "no", "told"])
def test_a_yes_again_opens_it_again(family, saskia, kemal, mirjam, noor_child, dad, how):
    takes_back(how, kemal, mirjam, family)

    actions.give_commission(acting(kemal), yes_of(kemal), child_ids=[noor_child.pk])

    assert grants.standing(kemal.pk, family.pk) == grants.Standing(frozenset({Role.COMMISSIONER}), frozenset({dad.pk}))
    family.refresh_from_db()
    assert not family.is_disputed


def test_the_family_may_let_such_a_parent_in_as_one_of_the_circle(family, saskia, kemal, mirjam):
    actions.withdraw_commission(acting(kemal), family)

    actions.let_in(acting(saskia), family, name="Kemal Aydin", email=kemal.email)

    assert acting(kemal).may(Can.SEE_PLAN, family)
    assert not acting(kemal).may(Can.SEE_RELEASES, family)


def test_what_was_told_stands_with_the_name_of_who_wrote_it_down(family, saskia, kemal, dad, mirjam):
    actions.record_withdrawal(acting(mirjam), yes_of(kemal), witness=" Brief in de map ", how="paper")

    row = yes_of(kemal)
    assert (row.answer, row.how, row.witness, row.on_behalf_by) == (Yes.WITHDRAWN, How.PAPER, "Brief in de map", mirjam)
    line = Line.objects.get(act=Act.TAKE_BACK)
    assert (line.object_id, line.on_behalf_of, line.actor_id, line.ground) == (
        row.pk, dad.pk, str(mirjam.pk), How.PAPER
    )  # fmt: skip
    # Twice is once; and the own account takes the place of what was written down.
    actions.record_withdrawal(acting(mirjam), row, witness="Nog eens")
    assert Line.objects.filter(act=Act.TAKE_BACK).count() == 1


def test_what_one_takes_back_here_was_not_written_down_by_another(family, saskia, kemal, mirjam):
    Commission.objects.filter(giver=kemal).update(how=How.SPOKEN, witness="Mirjam", on_behalf_by=mirjam)

    actions.withdraw_commission(acting(kemal), family)

    row = yes_of(kemal)
    assert (row.how, row.witness, row.on_behalf_by) == (How.WRITTEN, "", None)


def test_with_the_last_yes_everything_stops(family, saskia, mirjam, cem, noor):
    queue.to_user(cem, queue.Kind.DATE_CHOSEN, family)

    actions.record_withdrawal(acting(mirjam), yes_of(saskia), witness="Mirjam")

    family.refresh_from_db()
    assert (family.stage, Message.objects.get(to_user=cem).state) == (Stage.STOPPED, State.SKIPPED)
    assert not grants.standing(mirjam.pk, family.pk).roles
    assert not grants.standing(cem.pk, family.pk).roles
    # The family keeps its record, to take along, to keep or to erase.
    assert acting(saskia).may(Can.TAKE_ALONG, family)
    assert acting(noor).may(Can.SEE_PLAN, family)


def test_of_a_plan_for_the_children_every_yes_is_needed(family, saskia, kemal, mirjam):
    Family.objects.filter(pk=family.pk).update(kind=Kind.CHILDRENS_PLAN)

    actions.record_withdrawal(acting(mirjam), yes_of(kemal), witness="Mirjam")

    family.refresh_from_db()
    assert family.stage == Stage.STOPPED


def test_a_young_person_stays_and_what_is_about_the_children_waits(family, saskia, noor, noor_child, mirjam):
    factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)

    actions.record_withdrawal(acting(mirjam), yes_of(noor), witness="Mirjam, bij Noor thuis")

    family.refresh_from_db()
    assert family.is_disputed
    assert grants.standing(noor.pk, family.pk).roles == {Role.YOUNG}
    assert acting(noor).may(Can.SEE_PLAN, family)


def test_who_was_young_and_grew_up_stays_one_whom_it_is_about(family, saskia, noor, noor_child, mirjam):
    factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)
    grants.give(noor, Role.COMMISSIONER, family)

    actions.record_withdrawal(acting(mirjam), yes_of(noor), witness="Mirjam")

    assert grants.standing(noor.pk, family.pk).roles == {Role.YOUNG}


def test_who_began_it_and_says_no_first_can_still_stop_it(family, saskia):
    Commission.objects.filter(giver=saskia).update(answer=Yes.ASKED)

    actions.refuse_commission(acting(saskia), yes_of(saskia))

    assert acting(saskia).may(Can.ERASE, family)


def test_only_the_coordinator_writes_it_down_and_only_a_yes(family, saskia, kemal, noor, cem, mirjam, stranger):
    for somebody in (saskia, kemal, noor, cem, stranger):
        with pytest.raises(NotAllowed):
            actions.record_withdrawal(acting(somebody), yes_of(kemal), witness="Ik")
    for said, field in (({"witness": ""}, "witness"), ({"witness": "M", "how": "written"}, "how"),
                        ({"witness": "x" * 121}, "witness")):  # fmt: skip
        with pytest.raises(RuleBroken) as no:
            actions.record_withdrawal(acting(mirjam), yes_of(kemal), **said)
        assert no.value.field == field
    for answer in (Yes.ASKED, Yes.NO, Yes.NO_AUTHORITY):
        Commission.objects.filter(giver=kemal).update(answer=answer)
        with pytest.raises(RuleBroken) as no:
            actions.record_withdrawal(acting(mirjam), yes_of(kemal), witness="Mirjam")
        assert no.value.code == "no_yes"


def test_after_the_end_there_is_nothing_to_take_back(family, saskia, kemal, mirjam):
    Family.objects.filter(pk=family.pk).update(stage=Stage.CLOSED)

    with pytest.raises(RuleBroken) as no:
        actions.record_withdrawal(acting(mirjam), yes_of(kemal), witness="Mirjam")
    assert no.value.code == "ended"


def test_a_parent_who_took_back_the_yes_keeps_what_the_other_erases(family, saskia, kemal, mirjam, visit):
    asked = let_in(factories.UserFactory(name="Gevraagd"), Role.PARENT, family)
    actions.withdraw_commission(acting(kemal), family)
    home = reverse("families:home", args=[family.pk])
    assert "Je zegt geen ja" in visit(kemal).get(home).content.decode()
    actions.stop_family(acting(saskia), family)
    assert reverse("families:keep", args=[family.pk]) not in visit(kemal).get(home).content.decode()
    assert reverse("families:erase", args=[family.pk]) not in visit(kemal).get(home).content.decode()
    assert visit(asked).get(home).status_code == 404

    actions.erase_family(acting(saskia), family, typed_name=family.name)

    assert reverse("families:keep", args=[family.pk]) in visit(kemal).get(home).content.decode()
    visit(kemal).post(reverse("families:keep", args=[family.pk]))
    family.refresh_from_db()
    assert family.erase_at is None


def test_the_page_of_the_coordinator(family, saskia, kemal, mirjam, visit):
    place = reverse("families:taken_back", args=[family.pk, yes_of(kemal).pk])
    deciders = reverse("families:deciders", args=[family.pk])
    assert place in visit(mirjam).get(deciders).content.decode()
    assert place not in visit(saskia).get(deciders).content.decode()
    assert visit(saskia).get(place).status_code == 404
    assert "van iemand anders blijft" in visit(mirjam).get(place).content.decode()

    assert visit(mirjam).post(place, {"how": "spoken"}).status_code == 422
    assert visit(mirjam).post(place, {"how": "spoken", "witness": "Mirjam"}).url == deciders
    assert place not in visit(mirjam).get(deciders).content.decode()
    assert "Opgeschreven door" in visit(saskia).get(deciders).content.decode()

    last = reverse("families:taken_back", args=[family.pk, yes_of(saskia).pk])
    assert "Alles stopt voor iedereen" in visit(mirjam).get(last).content.decode()
    assert visit(mirjam).post(last, {"how": "paper", "witness": "In de map"}).url == reverse("start")
    assert visit(mirjam).get(deciders).status_code == 404
    unknown = reverse("families:taken_back", args=[family.pk, family.pk])
    assert visit(mirjam).get(unknown).status_code == 404


def test_the_days_on_which_rights_move_are_not_those_of_who_took_back_the_yes(family, saskia, kemal, noor_child):
    Child.objects.filter(pk=noor_child.pk).update(birth_date=date(2009, 3, 1))
    grants.end_at(family.pk, roles=[Role.COMMISSIONER], moment=None)

    actions.withdraw_commission(acting(kemal), family)

    assert queries.who_decides(family) >= {saskia.pk}
    assert kemal.pk not in queries.who_decides(family)


def test_who_took_back_the_yes_reads_on_no_page_who_may_look_in(family, saskia, kemal, mirjam, visit):
    actions.withdraw_commission(acting(kemal), family)

    page = visit(kemal).get(reverse("families:seen", args=[family.pk])).content.decode()

    assert not [name for name in (mirjam.name, saskia.name, "Marleen") if name in page]
