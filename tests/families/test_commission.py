"""The commission: nothing goes on without it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import UserActor, Visitor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.accounts.profiles import Terms
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries, rules
from fgc.families.models import Child
from fgc.families.rules import Given, Giver, Said, Stage, Yes
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 12)


def years_ago(years):
    today = timezone.localdate()
    return today.replace(year=today.year - years, day=min(today.day, 28)) - timedelta(days=2)


@pytest.fixture
def asked(db):
    """A request of Saskia, with her account as an actor."""
    family = actions.start_request(Visitor(), name="Saskia", email="saskia@post.example")
    return family, acting(User.objects.get(email="saskia@post.example"))


@pytest.fixture
def deniz(asked):
    return actions.add_child(asked[1], asked[0], call_name="Deniz", birth_date=years_ago(10))


@pytest.fixture
def noor_child(asked):
    return actions.add_child(asked[1], asked[0], call_name="Noor", birth_date=years_ago(15))


def own(actor, family):
    return queries.own_commission(actor, family)


def say_yes(actor, family, *children, **more):
    return actions.give_commission(actor, own(actor, family), child_ids=[child.pk for child in children], **more)


def ask_other(asked, email="kemal@post.example", **more):
    commission = actions.ask_commission(asked[1], asked[0], name="Kemal", email=email, **more)
    return commission, acting(commission.giver)


def now(family):
    family.refresh_from_db()
    return family.stage, family.is_disputed


def test_one_parent_says_yes_for_a_young_child(asked, deniz):
    family, saskia = asked

    commission = say_yes(saskia, family, deniz)

    assert now(family) == (Stage.COMMISSIONED, False)
    assert (commission.answer, commission.text_version, commission.on_behalf_by) == (
        Yes.YES,
        rules.COMMISSION_TEXT,
        None,
    )
    assert [row.child for row in queries.commissions_of(family)[0].children.all()] == [deniz]
    assert say_yes(saskia, family, deniz).pk == commission.pk


def test_a_young_person_names_no_child_of_another_family(asked, noor_child):
    own_yes, noor = ask_other(asked, email="noor@post.example", giver_as=Giver.YOUNG, child_id=noor_child.pk)

    with pytest.raises(RuleBroken) as no:
        actions.give_commission(noor, own_yes, child_ids=[factories.ChildFactory().pk])

    assert no.value.field == "child_ids"
    own_yes.refresh_from_db()
    assert own_yes.answer == Yes.ASKED


def test_from_twelve_the_young_person_says_yes_too(asked, noor_child):
    family, saskia = asked
    say_yes(saskia, family, noor_child)
    assert now(family) == (Stage.REQUESTED, False)

    _question, noor = ask_other(asked, email="noor@post.example", giver_as=Giver.YOUNG, child_id=noor_child.pk)
    say_yes(noor, family)

    assert now(family) == (Stage.COMMISSIONED, False)
    assert grants.standing(noor.user.pk, family.pk).roles == {Role.YOUNG}
    assert Message.objects.filter(kind=Kind.ASK_COMMISSION, to_user=noor.user).count() == 1


def test_a_child_under_twelve_is_not_asked_for_a_yes(asked, deniz):
    with pytest.raises(RuleBroken) as no:
        ask_other(asked, giver_as=Giver.YOUNG, child_id=deniz.pk)

    assert (no.value.field, no.value.code) == ("child_id", "too_young")


def test_the_other_parent_is_only_told_when_somebody_asks_him(asked, deniz):
    family, saskia = asked
    say_yes(saskia, family, deniz)
    assert Message.objects.filter(kind=Kind.ASK_COMMISSION).count() == 0

    _question, kemal = ask_other(asked)
    assert grants.standing(kemal.user.pk, family.pk).roles == {Role.PARENT}
    actions.refuse_commission(kemal, own(kemal, family))
    assert now(family) == (Stage.COMMISSIONED, True)

    say_yes(kemal, family, deniz)
    assert now(family) == (Stage.COMMISSIONED, False)
    assert grants.standing(kemal.user.pk, family.pk).roles == {Role.COMMISSIONER}


def test_who_decides_already_is_not_let_in_anew(asked):
    grants.give(parent := factories.UserFactory(email="kemal@post.example"), Role.COMMISSIONER, asked[0])

    ask_other(asked)

    assert grants.standing(parent.pk, asked[0].pk).roles == {Role.COMMISSIONER}


def test_an_account_that_was_opened_at_the_same_moment_is_the_same_account(asked, monkeypatch):
    parent = factories.UserFactory(email="kemal@post.example")
    # The other press had not arrived when this one looked.
    monkeypatch.setattr(type(User.objects), "with_email", lambda manager, email: None)

    commission, _kemal = ask_other(asked)

    assert commission.giver == parent


def test_asking_twice_is_asking_once(asked):
    first, _kemal = ask_other(asked)
    assert ask_other(asked)[0] == first


def test_nobody_says_yes_for_another(asked, deniz, stranger):
    family, saskia = asked
    question, kemal = ask_other(asked)

    for actor in (saskia, acting(stranger), Visitor()):
        with pytest.raises(NotAllowed):
            actions.give_commission(actor, question, child_ids=[deniz.pk])
        with pytest.raises(NotAllowed):
            actions.refuse_commission(actor, question)
    with pytest.raises(NotAllowed):
        actions.ask_commission(kemal, family, name="Jolanda", email="jolanda@post.example")


def test_a_child_of_another_family_is_not_found(asked, family):
    other = factories.ChildFactory(family=family)

    with pytest.raises(RuleBroken) as no:
        say_yes(asked[1], asked[0], other)
    assert no.value.field == "child_ids"
    with pytest.raises(RuleBroken):
        actions.remove_child(asked[1], asked[0], child_id=other.pk)


def test_a_yes_names_a_child_or_an_adult(asked):
    family, saskia = asked
    with pytest.raises(RuleBroken) as no:
        say_yes(saskia, family)
    assert no.value.field == "child_ids"

    say_yes(saskia, family, giver_as=Giver.ADULT)

    assert now(family) == (Stage.COMMISSIONED, False)


def test_a_wrong_word_for_who_it_is_is_refused(asked):
    with pytest.raises(RuleBroken) as no:
        say_yes(asked[1], asked[0], giver_as="young")
    assert no.value.field == "giver_as"
    with pytest.raises(RuleBroken) as no:
        ask_other(asked, giver_as="neighbour")
    assert no.value.field == "giver_as"
    with pytest.raises(RuleBroken) as no:
        ask_other(asked, giver_as=Giver.YOUNG)
    assert no.value.field == "child_id"


@pytest.mark.parametrize(
    ("name", "birth_date", "field"),
    [("", years_ago(5), "call_name"), ("Rik", date(2999, 1, 1), "birth_date"), ("Rik", years_ago(19), "birth_date")],
)
def test_a_child_has_a_name_and_a_day_of_birth(asked, name, birth_date, field):
    with pytest.raises(RuleBroken) as no:
        actions.add_child(asked[1], asked[0], call_name=name, birth_date=birth_date)
    assert no.value.field == field


def test_a_child_is_named_once_and_can_be_taken_back_before_a_yes(asked, deniz):
    family, saskia = asked
    assert actions.add_child(saskia, family, call_name="Deniz", birth_date=deniz.birth_date) == deniz

    actions.remove_child(saskia, family, child_id=deniz.pk)

    assert queries.children_of(family) == []
    rik = actions.add_child(saskia, family, call_name="Rik", birth_date=years_ago(9))
    say_yes(saskia, family, rik)
    with pytest.raises(RuleBroken):
        actions.remove_child(saskia, family, child_id=rik.pk)


def test_a_parent_writes_down_a_spoken_yes_of_the_own_young_person_visibly(asked, noor_child):
    family, saskia = asked
    say_yes(saskia, family, noor_child)
    question, _noor = ask_other(asked, email="", giver_as=Giver.YOUNG, child_id=noor_child.pk)
    assert ask_other(asked, email="", giver_as=Giver.YOUNG, child_id=noor_child.pk)[0] == question

    spoken = actions.record_spoken_commission(saskia, question, witness="tante Marleen")

    assert (spoken.on_behalf_by, spoken.witness, spoken.how) == (saskia.user, "tante Marleen", "spoken")
    assert now(family) == (Stage.COMMISSIONED, False)


def test_a_parent_never_writes_down_a_yes_of_the_other_parent_but_the_coordinator_does(asked, deniz, mirjam):
    family, saskia = asked
    question, _kemal = ask_other(asked)
    with pytest.raises(RuleBroken) as no:
        actions.record_spoken_commission(saskia, question, child_ids=[deniz.pk], witness="mij")
    assert no.value.code == "not_yours"

    grants.give(mirjam, Role.COORDINATOR, family)
    for wrong in ({"witness": ""}, {"witness": "Truus", "how": "written"}):
        with pytest.raises(RuleBroken):
            actions.record_spoken_commission(acting(mirjam), question, child_ids=[deniz.pk], **wrong)
    actions.record_spoken_commission(acting(mirjam), question, child_ids=[deniz.pk], witness="Truus", how="paper")

    question.refresh_from_db()
    assert (question.answer, question.on_behalf_by) == (Yes.YES, mirjam)


def test_the_coordinator_never_decides(asked, mirjam):
    grants.give(mirjam, Role.COORDINATOR, asked[0])

    with pytest.raises(RuleBroken) as no:
        ask_other(asked, email=mirjam.email)
    assert no.value.field == "email"


def test_a_yes_of_another_family_is_not_found(asked, family):
    other = factories.CommissionFactory(family=family)

    assert queries.commission_for(asked[0], other.pk) is None
    assert queries.child_for(asked[0], factories.ChildFactory(family=family).pk) is None
    assert queries.own_commission(Visitor(), family) is None


BIRTHS = {"baby": date(2020, 1, 1), "teen": date(2012, 1, 1), "grown": date(2009, 1, 1)}
PARENT_YES, PARENT_NO = Said(Giver.PARENT, Yes.YES), Said(Giver.PARENT, Yes.NO)


@pytest.mark.parametrize(
    ("said", "children", "given"),
    [
        ([], ["baby"], Given.NOT_YET),
        ([PARENT_YES], ["baby"], Given.GIVEN),
        ([PARENT_YES], [], Given.NOT_YET),
        ([PARENT_YES, Said(Giver.PARENT, Yes.ASKED)], ["baby"], Given.NOT_YET),
        ([PARENT_YES, PARENT_NO], ["baby"], Given.DISPUTED),
        ([PARENT_YES, Said(Giver.PARENT, Yes.WITHDRAWN)], ["baby"], Given.DISPUTED),
        ([PARENT_NO], ["baby"], Given.NOT_YET),
        ([PARENT_YES], ["teen"], Given.NOT_YET),
        ([PARENT_YES, Said(Giver.YOUNG, Yes.YES, "teen")], ["teen"], Given.GIVEN),
        ([PARENT_YES, Said(Giver.YOUNG, Yes.YES, "teen")], ["teen", "grown"], Given.NOT_YET),
        ([PARENT_YES, Said(Giver.YOUNG, Yes.NO, "teen")], ["teen"], Given.DISPUTED),
        ([Said(Giver.YOUNG, Yes.YES, "teen")], ["teen"], Given.NOT_YET),
        ([Said(Giver.YOUNG, Yes.YES, "grown")], ["grown"], Given.GIVEN),
        # From 16 no consent of a parent is missing.
        ([Said(Giver.PARENT, Yes.WITHDRAWN), Said(Giver.YOUNG, Yes.YES, "grown")], ["grown"], Given.GIVEN),
        ([Said(Giver.PARENT, Yes.ASKED), Said(Giver.YOUNG, Yes.YES, "grown")], ["grown"], Given.GIVEN),
        (
            [PARENT_YES, Said(Giver.PARENT, Yes.NO), Said(Giver.YOUNG, Yes.YES, "grown")],
            ["grown", "baby"],
            Given.DISPUTED,
        ),
        ([PARENT_YES, Said(Giver.YOUNG, Yes.NO, "grown")], ["grown"], Given.DISPUTED),
        ([Said(Giver.ADULT, Yes.YES)], [], Given.GIVEN),
        ([Said(Giver.GUARDIAN, Yes.YES)], ["baby"], Given.GIVEN),
    ],
)
def test_the_consent_table(said, children, given):
    births = {name: BIRTHS[name] for name in children}

    assert rules.commission_of(said, births=births, day=TODAY, terms=Terms()) is given


def test_ages_count_by_birthday():
    assert rules.age_on(date(2010, 11, 2), date(2026, 11, 1)) == 15
    assert rules.age_on(date(2010, 11, 2), date(2026, 11, 2)) == 16
    assert rules.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert Child(birth_date=date(2015, 3, 19)).age_on(date(2027, 3, 19)) == 12


def test_an_account_that_is_closed_may_do_nothing(asked):
    family, saskia = asked
    User.objects.update(is_active=False)

    with pytest.raises(NotAllowed):
        actions.add_child(
            UserActor(User.objects.get(pk=saskia.user.pk)), family, call_name="Rik", birth_date=years_ago(9)
        )


def test_a_child_of_another_family_is_no_choice_whoever_is_asked(asked):
    family, saskia = asked
    theirs = factories.ChildFactory()

    with pytest.raises(RuleBroken) as no:
        actions.ask_commission(saskia, family, name="Kemal", email="kemal@post.example", child_id=theirs.pk)

    assert (no.value.code, no.value.field) == ("not_found", "child_id")
