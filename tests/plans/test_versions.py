"""What became different from one version to another."""

import pytest

from fgc.plans import actions, queries
from fgc.plans.models import AmendmentConsent
from tests import factories
from tests.conftest import acting
from tests.plans.cast_of_the_plan import promised, running


@pytest.fixture
def second(family, saskia, mirjam, truus, fatma):
    """Version 2: line 1 changed. Version 3: line 2 dropped. Version 4: line 3 came."""
    plan = running(family)
    first = promised(plan, truus, number=1, text="Truus kookt.").agreement
    last = promised(plan, truus, number=2, text="Truus belt.").agreement
    amendment = actions.propose_amendment(
        acting(saskia), first, based_on=1, text="Fatma kookt.", new_person_id=fatma.pk, reason="Truus is moe."
    )
    consent = AmendmentConsent.objects.get(amendment=amendment)
    actions.answer_amendment_on_behalf(acting(mirjam), consent, said_yes=True)
    actions.propose_amendment(acting(saskia), last, based_on=2, drops_it=True, reason="Niet meer nodig.")
    actions.add_line_to_running_plan(acting(saskia), plan, text="We eten samen.")
    return plan


def test_one_changed_line_with_its_old_and_new_words_and_who_said_yes(saskia, second):
    found = queries.differences(acting(saskia), second, old=1, new=2)

    changed = found.changed[0]
    assert (found.added, found.dropped, len(found.changed)) == ([], [], 1)
    assert (changed.old.text, changed.new.text, changed.words_changed) == ("Truus kookt.", "Fatma kookt.", True)
    assert [(yes.name, yes.written_by) for yes in changed.said_yes] == [("Fatma", "Mirjam")]
    assert (changed.new_person, changed.reason) == ("Fatma", "Truus is moe.")


def test_lines_that_came_and_lines_that_went(saskia, second):
    found = queries.differences(acting(saskia), second, old=1, new=4)

    assert [line.new.text for line in found.added] == ["We eten samen."]
    assert [(line.old.text, line.reason) for line in found.dropped] == [("Truus belt.", "Niet meer nodig.")]
    assert len(found.changed) == 1


def test_a_reader_sees_no_difference_in_a_line_that_is_not_for_the_circle(family, saskia, cem, truus):
    plan = running(family)
    line = factories.AgreementFactory(plan=plan, is_for_circle=False)
    actions.propose_amendment(acting(saskia), line, based_on=1, text="Anders.")

    found = queries.differences(acting(cem), plan, old=1, new=2)

    assert (found.added, found.changed, found.dropped) == ([], [], [])
    assert len(queries.differences(acting(saskia), plan, old=1, new=2).changed) == 1


def test_who_left_quietly_is_not_named_in_older_differences(saskia, second, fatma):
    fatma.left_quietly = True
    fatma.save()

    changed = queries.differences(acting(saskia), second, old=1, new=2).changed[0]

    assert changed.said_yes == []
    assert changed.new_person == ""
