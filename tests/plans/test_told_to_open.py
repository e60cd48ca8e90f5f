"""What a young person of 16 tells the coordinator to open for the parents, or to close."""

import pytest

from fgc.access.walls import acting as telling
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks.models import Person
from fgc.plans import actions, queries
from tests.conftest import acting
from tests.plans import test_closed
from tests.plans.test_closed import decides_for, fifteen, reads

_sixteen, hers, plan, talk = test_closed._sixteen, test_closed.hers, test_closed.plan, test_closed.talk


def test_the_coordinator_writes_down_what_she_tells_and_it_says_so(saskia, noor, mirjam, hers, talk, family):
    actions.write_down_what_parents_read(acting(mirjam), hers, open_ids=[talk.pk], how="paper")

    assert reads(saskia, talk)
    assert [(one.is_open, one.written_by) for one in queries.own_things(hers)] == [(True, mirjam.name)]
    with telling(acting(saskia)):
        assert not Line.objects.filter(object_id=hers.pk).exists()
    with telling(acting(noor)):
        line = Line.objects.get(object_id=hers.pk)
    assert (line.actor_id, line.ground, line.only_for) == (str(mirjam.pk), "paper", noor.pk)
    # What does not move stays as it was; what she closes herself is her own again.
    actions.write_down_what_parents_read(acting(mirjam), hers, open_ids=[talk.pk])
    actions.choose_what_parents_read(acting(noor), hers, open_ids=[])
    assert [(one.is_open, one.written_by) for one in queries.own_things(hers)] == [(False, "")]


def test_in_the_list_it_is_on_behalf_of_her_as_somebody_of_the_circle(noor, mirjam, hers, talk, family):
    actions.write_down_what_parents_read(acting(mirjam), hers, open_ids=[])

    assert Line.objects.get(object_id=hers.pk).on_behalf_of == Person.objects.get(account=noor).pk


def test_only_the_coordinator_writes_it_down_and_only_what_was_told(saskia, noor, mirjam, cem, hers, talk, family):
    given = decides_for(saskia, family)
    for somebody in (saskia, noor, cem):
        with pytest.raises(NotAllowed):
            actions.write_down_what_parents_read(acting(somebody), hers, open_ids=[talk.pk])
    with pytest.raises(NotAllowed):
        actions.write_down_what_parents_read(acting(mirjam), given, open_ids=[talk.pk])

    for said, field in (({"open_ids": [talk.pk], "how": "written"}, "how"), ({"open_ids": [family.pk]}, "open_ids")):
        with pytest.raises(RuleBroken) as no:
            actions.write_down_what_parents_read(acting(mirjam), hers, **said)
        assert no.value.field == field
    with fifteen(), pytest.raises(RuleBroken) as no:
        actions.write_down_what_parents_read(acting(mirjam), hers, open_ids=[talk.pk])
    assert "your parents" not in str(no.value)
    assert not reads(saskia, talk)
