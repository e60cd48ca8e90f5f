"""The pages with all versions on paper, and with the check of one."""

import pytest
from django.urls import reverse

from fgc.plans import queries
from fgc.plans.models import Plan
from tests.conftest import acting
from tests.plans.running import promised, running_plan


@pytest.fixture
def plan(family, truus):
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    return plan


def at(name, family):
    return reverse(f"plan:{name}", args=[family.pk])


def test_the_family_takes_its_versions_along_on_paper(visit, family, saskia, mirjam, plan):
    assert at("paper", family) in visit(saskia).get(at("versions", family)).content.decode()
    assert at("paper", family) not in visit(mirjam).get(at("versions", family)).content.decode()

    answer = visit(saskia).post(at("paper", family))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert visit(mirjam).post(at("paper", family)).status_code == 404
    Plan.objects.all().delete()
    assert visit(saskia).post(at("paper", family)).url == at("versions", family)


def test_a_paper_is_checked(visit, family, saskia, mirjam, hanneke, plan):
    [printed] = queries.printed_versions(acting(saskia), family)

    def check(somebody, fingerprint, lines=""):
        typed = {"version": "1", "lines": lines, "fingerprint": fingerprint}
        return visit(somebody).post(at("check", family), typed)

    assert "woord voor woord" in check(mirjam, printed.fingerprint, "1").content.decode()
    assert "Nee." in check(saskia, "0" * 64).content.decode()
    assert check(saskia, "kort").status_code == 422
    assert check(saskia, printed.fingerprint, "een").status_code == 422
    assert visit(hanneke).get(at("check", family)).status_code == 404
    assert "woord voor woord" not in visit(saskia).get(at("check", family)).content.decode()
