"""A parent who died, or has no authority any more: the say ends, and what professionals read is asked anew."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families.models import Child, Commission, CommissionedChild, Family
from fgc.families.rules import Giver, Stage, Yes
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message
from fgc.plans import actions, queries
from fgc.plans.models import Release, ReleaseYes
from fgc.plans.queries import Reader
from tests import factories
from tests.conftest import acting
from tests.plans.running import promised, running_plan

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def child(family):
    return factories.ChildFactory(family=family, birth_date=TODAY() - timedelta(days=8 * 365))


@pytest.fixture
def mother(family, saskia, child):
    """Saskia's yes."""
    return yes_of(family, saskia, child)


@pytest.fixture
def father(family, child):
    """The yes of the other parent, who holds the say as well, and is in the circle."""
    user = factories.UserFactory(name="Kemal Aydin")
    person = factories.PersonFactory(family=family, call_name="Kemal", account=user)
    factories.let_in(user, Role.COMMISSIONER, family, person)
    return yes_of(family, user, child)


def yes_of(family, user, child):
    row = Commission.objects.create(family=family, giver=user, giver_as=Giver.PARENT, answer=Yes.YES)
    CommissionedChild.objects.create(family=family, commission=row, child=child)
    return row


def end(mirjam, commission, **said):
    words = {"because": "no_authority", "ended_on": TODAY(), "witness": "beschikking van 3 mei", **said}
    return actions.record_end_of_authority(acting(mirjam), commission, **words)


def test_who_has_no_authority_any_more_loses_the_say_and_stays_a_parent(family, mirjam, mother, father):
    ended = end(mirjam, father)

    assert (ended.answer, ended.ended_on, ended.witness, ended.on_behalf_by) == (
        Yes.NO_AUTHORITY, TODAY(), "beschikking van 3 mei", mirjam,
    )  # fmt: skip
    assert grants.standing(father.giver_id, family.pk).roles == {Role.PARENT}
    family.refresh_from_db()
    assert not family.is_disputed
    with pytest.raises(RuleBroken) as no:
        families.give_commission(acting(father.giver), ended, child_ids=[])
    assert no.value.code == "decides_no_longer"


def test_who_was_asked_and_never_held_the_say_only_keeps_nobody_waiting(family, mirjam, mother, child):
    asked = families.ask_commission(acting(mirjam), family, name="Kemal", email="kemal@post.example")

    end(mirjam, asked)

    assert grants.standing(asked.giver_id, family.pk).roles == {Role.PARENT}


def test_a_request_waits_for_nobody_who_decides_no_longer(family, mirjam, mother, child):
    Family.objects.filter(pk=family.pk).update(stage=Stage.REQUESTED)
    asked = families.ask_commission(acting(mirjam), family, name="Kemal", email="kemal@post.example")

    end(mirjam, asked, because="died")

    family.refresh_from_db()
    assert family.stage == Stage.COMMISSIONED


def test_of_who_died_everything_ends_and_nothing_goes_out(family, mirjam, mother, father):
    end(mirjam, father, because="died")

    assert grants.standing(father.giver_id, family.pk).roles == frozenset()
    assert Person.objects.get(family=family, call_name="Kemal").standing == "left"
    assert not Message.objects.filter(to_user=father.giver, state="pending").exists()


def test_a_no_of_who_decides_no_longer_divides_the_family_no_more(family, mirjam, mother, father):
    families.refuse_commission(acting(father.giver), father)
    family.refresh_from_db()
    assert family.is_disputed

    end(mirjam, father)

    family.refresh_from_db()
    assert not family.is_disputed


def let_joost_read(user, family, truus):
    plan = running_plan(family)
    promised(plan, truus)
    parts = [part.key for part in queries.parts_of(family)]
    shown = queries.release_preview(family, parts=parts).hash
    reader = Reader(name="Joost", email="joost@gemeente.example", function="leerplicht", employer="Gemeente")
    until = TODAY() + timedelta(days=90)
    return actions.release(
        acting(user), plan, reader=reader, purpose="Meedenken", until=until, parts=parts, preview_hash=shown
    )


def test_what_professionals_read_waits_for_who_decides_now(family, mirjam, saskia, truus, mother, father):
    row = let_joost_read(father.giver, family, truus)
    assert row.is_readable

    end(mirjam, father)

    row = Release.objects.select_related("family").get(pk=row.pk)
    assert not row.is_readable
    assert Message.objects.filter(to_user=saskia, kind=Kind.ASK_RELEASE).count() == 1
    actions.allow_release(acting(saskia), ReleaseYes.objects.get(release=row, child=None), said_yes=True)
    assert Release.objects.select_related("family").get(pk=row.pk).is_readable


def test_what_a_young_person_alone_let_out_goes_on(family, mirjam, child, saskia, truus, mother, father):
    row = let_joost_read(saskia, family, truus)
    Child.objects.filter(pk=child.pk).update(birth_date=TODAY() - timedelta(days=17 * 365))
    Release.objects.filter(pk=row.pk).update(is_shared=False)
    ReleaseYes.objects.filter(release=row, child=child).update(said_yes=True, has_own=True)

    end(mirjam, father)

    assert Release.objects.select_related("family").get(pk=row.pk).is_readable


def test_authority_that_comes_back_is_asked_anew(family, mirjam, mother, father):
    end(mirjam, father)

    again = families.ask_commission(acting(mirjam), family, name="Kemal", email=father.giver.email)

    assert (again.pk, again.answer, again.ended_on, again.witness) == (father.pk, Yes.ASKED, None, "")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"because": "withdrawn"}, "invalid", "because"),
        # In two days, since a run may begin before midnight.
        ({"ended_on": TODAY() + timedelta(days=2)}, "in_future", "ended_on"),
        ({"witness": " "}, "required", "witness"),
    ],
)
def test_bad_input_changes_nothing(said, code, field, mirjam, mother, father):
    with pytest.raises(RuleBroken) as no:
        end(mirjam, father, **said)

    assert (no.value.code, no.value.field) == (code, field)
    father.refresh_from_db()
    assert father.answer == Yes.YES


def test_a_young_person_decides_by_himself(mirjam, mother):
    mother.giver_as = Giver.YOUNG
    mother.save()
    with pytest.raises(RuleBroken) as no:
        end(mirjam, mother)
    assert no.value.code == "decides_alone"


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "stranger"])
def test_nobody_but_the_coordinator_takes_somebody_the_say(who, request, mother, father):
    with pytest.raises(NotAllowed):
        end(request.getfixturevalue(who), father)


def test_the_page_asks_and_everybody_who_decides_reads_it(visit, family, mirjam, saskia, mother, father):
    page = reverse("families:authority", args=[family.pk, father.pk])
    deciders = reverse("families:deciders", args=[family.pk])
    assert page in visit(mirjam).get(deciders).text
    assert page not in visit(saskia).get(deciders).text
    assert visit(saskia).get(page).status_code == 404
    assert visit(mirjam).post(page, {}).status_code == 422

    said = {"because": "no_authority", "ended_on": TODAY().isoformat(), "witness": "beschikking van 3 mei"}
    assert visit(mirjam).post(page, said).status_code == 302

    assert "beschikking van 3 mei" in visit(saskia).get(deciders).text
    unknown = reverse("families:authority", args=[family.pk, family.pk])
    assert visit(mirjam).get(unknown).status_code == 404
