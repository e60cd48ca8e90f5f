"""The page on which a coordinator opens a circle that must not be known of; for everybody else it is not there."""

import uuid

import pytest

from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.families.models import Family, Split
from fgc.families.rules import Kind
from tests import factories
from tests.pages.test_door import asked_alike
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
