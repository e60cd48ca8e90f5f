"""What a young person lets the parents read, by a program of the coordinator."""

import pytest
import time_machine

from fgc.families.rules import Giver
from fgc.plans.models import LineAbout
from tests import factories
from tests.plans.cast_of_the_plan import promised, running
from tests.plans.running import on


@pytest.fixture(autouse=True)
def _sixteen():
    with time_machine.travel(on(2026, 11, 2), tick=False):
        yield


def test_a_program_writes_down_what_she_tells(program, family, saskia, mirjam, noor, noor_child, truus):
    line = promised(running(family), truus, text="Truus praat met Noor.").agreement
    LineAbout.objects.create(family=family, agreement=line, child=noor_child)
    hers = factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)
    told = f"~/plan/opened-to-parents/{hers.pk}"

    assert program(mirjam).get(told).json()["results"][0]["written_by"] == ""
    assert program(mirjam).put(told, {"open_ids": [str(line.pk)], "how": "written"}).status_code == 422
    assert program(mirjam).put(told, {"open_ids": [str(line.pk)], "how": "spoken"}).status_code == 204

    assert LineAbout.objects.get().written_down_by == mirjam
    assert program(noor).get("~/plan/opened-to-parents").json()["results"][0]["written_by"] == mirjam.name
    assert program(saskia).get(told).status_code == 404
    given = factories.CommissionFactory(family=family, giver=saskia)
    assert program(mirjam).get(f"~/plan/opened-to-parents/{given.pk}").status_code == 404
