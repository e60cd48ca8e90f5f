"""The page on which a coordinator opens a circle that must not be known of; for everybody else it is not there."""

import uuid

import pytest

from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.families.models import Family, Split
from fgc.families.rules import Kind
from tests import factories
from tests.pages.test_door import asked_alike
from tests.plans.joint_circle import joint_circle, takes_back
from tests.splitting import both_circles

pytestmark = pytest.mark.django_db


@pytest.fixture
def split(family, saskia, mirjam):
    return both_circles(family, saskia, mirjam)


def address(family, split=None):
    return f"/desk/circles/{family.pk}/" + (f"{split.pk}/" if split else "")


def test_the_coordinator_opens_one_and_sees_it_waiting(visit, mirjam, family, noor_child):
    coordinator = visit(mirjam)
    typed = {"name": "Dennis Kuiper", "email": "dennis@post.example", "child_ids": [str(noor_child.pk)]}

    page = coordinator.post(address(family), typed, follow=True)

    assert page.redirect_chain[-1][0] == address(family)
    assert "De kring van Dennis" in page.content.decode()
    assert "wacht op een ja" in page.content.decode()
    assert address(family, Split.objects.get()) not in page.content.decode()
    assert coordinator.get(address(family, Split.objects.get())).status_code == 404


def test_what_was_typed_wrong_stays_and_says_what_to_do(visit, mirjam, family):
    page = visit(mirjam).post(address(family), {"name": "Dennis", "email": ""})

    assert page.status_code == 422
    assert not Split.objects.exists()


def test_the_coordinator_of_both_makes_a_plan_for_the_children(visit, mirjam, saskia, family, split):
    coordinator = visit(mirjam)
    page = coordinator.get(address(family, split)).content.decode()
    assert "Saskia Verhulst" in page
    assert "Dennis Kuiper" in page
    from_b = coordinator.get(address(split.circle_b)).content.decode()
    assert "De kring van Noor" in from_b
    assert coordinator.post(address(family, split), {"giver_ids": [str(saskia.pk)]}).status_code == 422

    dennis = str(split.circle_b.grants.get(permission__codename=Role.COMMISSIONER).user_id)
    done = coordinator.post(address(family, split), {"giver_ids": [str(saskia.pk), dennis]}, follow=True)

    assert done.status_code == 200
    assert Family.objects.get(kind=Kind.CHILDRENS_PLAN).name == "Het plan voor de kinderen"


def test_in_the_list_of_a_family_it_is_a_look_at_the_desk(visit, mirjam, family, split):
    Line.objects.filter(family_id=family.pk).exists()
    visit(mirjam).get(address(family))
    visit(mirjam).get(address(family, split))

    lines = Line.objects.filter(family_id__in=[family.pk, split.circle_b_id], act="read")
    assert {(line.object_type, line.object_id, line.ground) for line in lines} == {("desk:desk", None, "see_desk")}


def test_for_everybody_else_it_is_not_there(visit, family, split, saskia, noor, cem, erik, petra, stranger):
    nowhere = factories.FamilyFactory.build(pk=uuid.uuid4())
    dennis = split.circle_b.grants.get(permission__codename=Role.COMMISSIONER).user
    another = factories.let_in(factories.WorkerFactory(name="Ander"), Role.COORDINATOR, split.circle_b)
    for user in (saskia, noor, cem, erik, petra, stranger, dennis, another):
        browser = visit(user)
        missing = browser.get(address(nowhere))
        for circle in (family, split.circle_b):
            answer = browser.get(address(circle))
            if (user, circle) != (another, split.circle_b):
                assert (answer.status_code, answer.headers) == (404, missing.headers)
                assert asked_alike(answer.content, circle.pk) == asked_alike(missing.content, nowhere.pk)
                assert browser.post(address(circle), {"name": "Dennis"}).status_code == 404
            assert browser.get(address(circle, split)).status_code == 404
    assert visit(another).get(address(split.circle_b)).status_code == 200
    assert "De kring van Noor" not in visit(another).get(address(split.circle_b)).content.decode()


def test_only_the_desk_leads_there(visit, saskia, mirjam, family, split):
    """A family may look at its own pages through the coordinator's eyes, so no page of a family says that it exists."""
    assert address(family) in visit(mirjam).get("/desk/").content.decode()
    factories.ConferenceFactory(family=family)
    for page in ("", "plan/", "circle/", "conference/", "conference/safety/", "conference/preparation/", "question/"):
        shown = visit(mirjam).get(f"/families/{family.pk}/{page}").content.decode()
        assert "/desk/circles/" not in shown
        assert "Twee kringen" not in shown
    through_her_eyes = visit(saskia).get(f"/families/{family.pk}/seen/as/{mirjam.pk}/?page=conference:conference")
    assert "/desk/circles/" not in through_her_eyes.content.decode()


def test_a_circle_with_people_of_both_sides_is_split(visit, mirjam, saskia, family):
    joint = takes_back(joint_circle(family, saskia, mirjam))
    coordinator = visit(mirjam)
    page = coordinator.get(address(family)).content.decode()
    assert "Dennis (papa)" in page
    typed = {"name": "Dennis Kuiper", "email": "dennis@post.example", "person_ids": [str(one) for one in joint.goes]}

    done = coordinator.post(address(family), typed, follow=True)

    assert "De kring van Dennis" in done.content.decode()
    assert "Dennis (papa)" not in done.content.decode()
    assert visit(joint.dennis).get(f"/families/{family.pk}/").status_code == 404


def test_who_decides_is_not_taken_out_and_the_page_says_what_to_do_first(visit, mirjam, saskia, family):
    joint = joint_circle(family, saskia, mirjam)
    typed = {"name": "Dennis Kuiper", "email": "dennis@post.example", "person_ids": [str(one) for one in joint.goes]}

    page = visit(mirjam).post(address(family), typed)

    assert page.status_code == 422
    assert "Dennis Kuiper beslist mee. Eerst neemt Dennis Kuiper het eigen ja terug" in page.content.decode()
    assert not Split.objects.exists()


def test_an_account_without_a_place_in_the_circle_goes_along_too(visit, mirjam, family):
    bea = factories.let_in(factories.UserFactory(name="Bea Kuiper"), Role.MEMBER, family)
    typed = {"name": "Bea Kuiper", "email": bea.email, "account_ids": [str(bea.pk)]}

    assert visit(mirjam).post(address(family), typed).status_code == 302
    assert visit(bea).get(f"/families/{family.pk}/").status_code == 404


@pytest.fixture
def asked_apart(family, mirjam):
    """Another circle about the same child, with the same coordinator."""
    other = factories.FamilyFactory(name="De kring van Dennis")
    for circle in (family, other):
        factories.ChildFactory(family=circle, call_name="Natnael")
    factories.let_in(mirjam, Role.COORDINATOR, other)
    return other


def test_two_circles_that_were_asked_for_apart_are_put_beside_each_other_and_let_go(visit, mirjam, family, asked_apart):
    coordinator = visit(mirjam)
    assert f"{address(family)}join/" in coordinator.get(address(family)).content.decode()
    assert "De kring van Dennis" in coordinator.get(f"{address(family)}join/").content.decode()
    assert coordinator.post(f"{address(family)}join/", {"other_id": str(uuid.uuid4())}).status_code == 422

    done = coordinator.post(f"{address(family)}join/", {"other_id": str(asked_apart.pk)}, follow=True)

    split = Split.objects.get()
    assert address(family, split) in done.content.decode()
    assert "geen andere kring" in coordinator.get(f"{address(family)}join/").content.decode()
    assert "De kring van Dennis" in coordinator.get(f"{address(family, split)}part/").content.decode()
    assert coordinator.post(f"{address(family, split)}part/").status_code == 302
    assert not Split.objects.exists()


def test_for_everybody_else_there_is_nothing_to_join_or_to_part(visit, mirjam, family, asked_apart, saskia, erik):
    split = Split.objects.create(circle_a=family, circle_b=asked_apart)
    another = factories.let_in(factories.WorkerFactory(name="Ander"), Role.COORDINATOR, family)
    for user in (saskia, erik, another):
        assert visit(user).get(f"{address(family, split)}part/").status_code == 404
        assert visit(user).post(f"{address(family, split)}part/").status_code == 404
    for user in (saskia, erik):
        assert visit(user).get(f"{address(family)}join/").status_code == 404
        assert visit(user).post(f"{address(family)}join/", {"other_id": str(asked_apart.pk)}).status_code == 404
    assert "De kring van Dennis" not in visit(another).get(f"{address(family)}join/").content.decode()
    assert Split.objects.exists()
