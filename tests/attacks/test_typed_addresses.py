"""Who types an address reads back what was typed: no name, no sign that we know it, nothing that stays behind."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from fgc.access.actors import SystemActor, Visitor
from fgc.accounts.models import User, Work
from fgc.families import actions, queries
from fgc.families.models import Commission
from fgc.networks import actions as circle
from fgc.outbox.models import Message
from fgc.plans import queries as plans
from fgc.plans.queries import Reader
from tests import factories
from tests.conftest import acting
from tests.factories import WorkerFactory
from tests.plans.cast_of_the_plan import promised, running
from tests.plans.test_releases import let_petra_read

SECRET = "Wilhelmina Geheim"


@pytest.fixture
def known(db):
    """Somebody who has an account because of another family, under the own full name."""
    return factories.UserFactory(
        name=SECRET, email="w@post.example", function="geheimagent", employer="Bureau Geheim", language="en"
    )


def pages_of(visit, user, family, *names):
    addresses = [reverse(name, args=[family.pk]) for name in names]
    return " ".join(visit(user).get(address).content.decode() for address in addresses)


@pytest.mark.parametrize("name", ["families:let_in", "families:ask"])
def test_who_is_asked_along_or_let_in_is_called_as_the_family_types(visit, saskia, mirjam, family, known, name):
    typed = {"name": "Wil", "email": known.email, "role": "act_member", "giver_as": "parent"}
    done = visit(saskia).post(reverse(name, args=[family.pk]), typed, follow=True)
    unknown = {**typed, "email": "new@post.example"}
    other = visit(saskia).post(reverse(name, args=[family.pk]), unknown, follow=True)

    assert done.status_code == 200
    assert done.redirect_chain == other.redirect_chain
    read = pages_of(visit, saskia, family, "families:seen", "families:deciders", "families:home")
    read += pages_of(visit, mirjam, family, "families:deciders", "circle:circle", "families:home")
    assert "Wil" in read
    assert "Geheim" not in read


def test_also_when_that_person_says_yes_and_looks(visit, saskia, family, known):
    commission = actions.ask_commission(acting(saskia), family, name="Wil", email=known.email)
    child = factories.ChildFactory(family=family)
    visit(known).get(reverse("families:home", args=[family.pk]))
    actions.give_commission(acting(known), commission, child_ids=[child.pk])

    read = pages_of(visit, saskia, family, "families:seen", "families:deciders")

    assert "Wil" in read
    assert "Geheim" not in read


def test_a_visitor_who_types_the_address_of_another_shows_the_manager_no_name(known, visit, family):
    begun = actions.start_request(Visitor(), name="Wil", email=known.email)

    assert queries.who_may_see(begun)[0].name == "Wil"
    assert queries.commissions_of(begun)[0].giver_name == "Wil"


def test_a_professional_is_called_as_the_family_types(visit, saskia, family, known):
    known.work = Work.PROFESSIONAL
    known.save()
    plan = running(family)
    promised(plan, factories.PersonFactory(family=family))
    person = circle.add_professional(acting(saskia), family, call_name="Wil", function="mentor", email=known.email)

    [reader] = plans.known_readers(family)
    parts = [part.key for part in plans.parts_of(family)]
    release = let_petra_read(saskia, plan, parts, reader=Reader(recipient_id=known.pk))

    assert reader.in_full == "Wil, mentor"
    assert (release.recipient_name, release.recipient_employer) == ("Wil", "")
    assert person.language == family.language
    visit(known).get(reverse("released:release", args=[release.pk]))
    assert "Geheim" not in pages_of(visit, saskia, family, "families:seen", "released:releases", "circle:circle")


def test_who_was_released_to_by_address_stands_in_the_list_as_typed(saskia, family, known):
    plan = running(family)
    promised(plan, factories.PersonFactory(family=family))
    parts = [part.key for part in plans.parts_of(family)]
    typed = Reader(name="Mevrouw W.", email=known.email, function="jeugdarts", employer="GGD")

    let_petra_read(saskia, plan, parts, reader=typed)

    assert [reader.in_full for reader in plans.known_readers(family)] == ["Mevrouw W., jeugdarts, GGD"]


def test_a_manager_who_notes_an_address_learns_nothing_of_it(visit, erik, known):
    answers = []
    for number, email in enumerate([known.email, "new@post.example"]):
        phone = f"061234567{number}"
        begun = actions.start_request(Visitor(), name="Wil", phone=phone, organisation=erik.organisation)
        call = reverse("families:call", args=[begun.pk])
        answers.append(visit(erik).post(call, {"email": email}))
        assert visit(erik).get(call).status_code == 404

    assert {answer.status_code for answer in answers} == {302}
    assert answers[0]["Location"] == answers[1]["Location"]
    first, second = Commission.objects.order_by("asked_at").select_related("giver")
    assert (first.giver, second.giver.email) == (known, "new@post.example")
    assert visit(known).get(reverse("families:home", args=[first.family_id])).status_code == 200
    assert Message.objects.filter(kind="let_in").count() == 2
    # The account that had only a telephone number is nobody any more.
    assert not User.objects.filter(email=None).exists()


def test_the_accounts_that_came_with_a_family_go_with_it(saskia, family, known):
    other = factories.FamilyFactory()
    both = WorkerFactory(name="Erna", work=Work.PROFESSIONAL)
    plan = running(family)
    promised(plan, factories.PersonFactory(family=family))
    parts = [part.key for part in plans.parts_of(family)]
    alone = circle.add_professional(
        acting(saskia), family, call_name="Bas", function="mentor", email="bas@werk.example"
    )
    circle.add_professional(acting(saskia), family, call_name="Erna", function="arts", email=both.email)
    elsewhere = circle.add_professional(acting(saskia), family, call_name="Wil", function="arts", email=known.email)
    factories.PersonFactory(family=other, account=known, role="professional")
    typed = Reader(name="Ans", email="ans@werk.example", function="arts", employer="GGD")
    reader = let_petra_read(saskia, plan, parts, reader=typed).recipient

    actions.erase_family(acting(saskia), family, typed_name=family.name)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        actions.erase_due(SystemActor("erase"))

    left = set(User.objects.values_list("pk", flat=True))
    assert not left & {alone.account_id, reader.pk, saskia.pk}
    assert {both.pk, elsewhere.account_id} <= left
