"""The main question stands in the family's words, or it does not count."""

import pytest

from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries
from fgc.families.models import Family
from fgc.families.rules import QuestionState, Stage
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting

pytestmark = pytest.mark.django_db
WORDS = "Hoe zorgen we dat Noor weer naar school kan en dat mama het volhoudt, zonder dat er iemand omvalt?"


def propose(user, family, text=WORDS, **more):
    return actions.propose_question(acting(user), family, text=text, **more)


def test_a_wording_from_outside_is_refused_and_stays_visible(family, saskia, mirjam):
    first = propose(
        mirjam, family, "Schoolverzuim aanpakken", from_outside=True, proposed_by="Petra Aalders, jeugdteam"
    )
    actions.refuse_question(acting(saskia), first)
    second = propose(saskia, family)
    actions.confirm_question(acting(saskia), second)

    assert queries.question_now(family) == second
    history = [(row.version, row.state, row.from_outside) for row in queries.question_history(family)]
    assert history == [(2, QuestionState.CONFIRMED, False), (1, QuestionState.REFUSED, True)]


def test_a_newer_confirmed_question_replaces_the_older(family, saskia):
    first = actions.confirm_question(acting(saskia), propose(saskia, family))
    second = propose(saskia, family, "Anders")
    assert (queries.question_now(family), queries.question_proposed(family)) == (first, second)

    actions.confirm_question(acting(saskia), second)

    first.refresh_from_db()
    assert (first.state, queries.question_now(family)) == (QuestionState.REPLACED, second)


def test_who_decides_is_asked_but_not_who_wrote_it(family, saskia, noor):
    propose(saskia, family)

    assert Message.objects.get(kind=Kind.CONFIRM_QUESTION).to_user == noor


def test_the_same_words_twice_are_one_version(family, saskia):
    question = propose(saskia, family)
    assert propose(saskia, family) == question
    for _press in range(2):
        assert actions.confirm_question(acting(saskia), question).state == QuestionState.CONFIRMED

    with pytest.raises(RuleBroken):
        actions.refuse_question(acting(saskia), question)


def test_an_old_wording_can_not_be_confirmed_any_more(family, saskia):
    old = propose(saskia, family)
    propose(saskia, family, "Nieuwer")

    with pytest.raises(RuleBroken) as no:
        actions.confirm_question(acting(saskia), old)
    assert no.value.code == "stale"
    refused = actions.refuse_question(acting(saskia), queries.question_proposed(family))
    assert actions.refuse_question(acting(saskia), refused) == refused


def test_the_coordinator_words_but_never_confirms(family, saskia, mirjam, cem):
    question = propose(mirjam, family)

    for user in (mirjam, cem):
        with pytest.raises(NotAllowed):
            actions.confirm_question(acting(user), question)
        with pytest.raises(NotAllowed):
            actions.refuse_question(acting(user), question)
    with pytest.raises(NotAllowed):
        propose(cem, family)


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "Haar nummer is 111222333"])
def test_a_question_that_can_not_be_kept_says_so(family, saskia, text):
    with pytest.raises(RuleBroken) as no:
        propose(saskia, family, text)
    assert no.value.field == "text"


def test_signs_of_every_script_are_kept(family, saskia):
    text = "كيف نساعد نور؟ 😀 <script>alert(1)</script>"

    assert propose(saskia, family, text).text == text


def test_nothing_is_asked_before_the_commission_or_while_one_says_no(family, saskia, noor_child):
    Family.objects.update(is_disputed=True)
    question = propose(saskia, family)
    for action, thing in ((actions.confirm_question, question), (actions.record_child_question, noor_child)):
        with pytest.raises(RuleBroken) as no:
            action(acting(saskia), thing)
        assert no.value.code == "disputed"

    Family.objects.update(stage=Stage.REQUESTED)
    with pytest.raises(RuleBroken) as no:
        propose(saskia, family)
    assert no.value.code == "not_commissioned"


def test_a_child_has_an_own_question_or_does_not_want_one(family, saskia, noor_child):
    assert queries.children_without_question(family) == [noor_child]

    actions.record_child_question(acting(saskia), noor_child, text="Wie luistert er als ik niet kan praten?")
    assert (noor_child.question, queries.children_without_question(family)) == (
        "Wie luistert er als ik niet kan praten?",
        [],
    )
    actions.record_child_question(acting(saskia), noor_child, did_not_want=True)
    assert (noor_child.question, noor_child.did_not_want) == ("", True)

    for wrong in ({}, {"text": "Ja?", "did_not_want": True}):
        with pytest.raises(RuleBroken):
            actions.record_child_question(acting(saskia), noor_child, **wrong)


def test_a_member_does_not_write_a_childs_question(noor_child, cem):
    with pytest.raises(NotAllowed):
        actions.record_child_question(acting(cem), noor_child, text="Mag ik?")


def test_a_question_of_another_family_is_not_found(family, stranger):
    other = factories.MainQuestionFactory(family=queries.my_families(acting(stranger))[0])

    assert queries.question_for(family, other.pk) is None
