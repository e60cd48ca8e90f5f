"""The main question in the family's words, and each child's own question."""

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import rules
from fgc.families.actions._shared import deciders, locked
from fgc.families.models import Child, Family, MainQuestion
from fgc.outbox import queue

LONG = 1000


@action
def propose_question(
    actor: Actor, family: Family, *, text: str, from_outside: bool = False, proposed_by: str = ""
) -> MainQuestion:
    """A wording of the main question; it counts only after the family said "these are our words".

    Args:
        from_outside: it came from a professional, and stands there as such.
        proposed_by: whose wording it is; the one who writes it down when left out.

    Returns:
        The new version; the open one when the same words were proposed before.

    Raises:
        RuleBroken: nobody gave the commission yet, or the text is missing or too long.
    """
    actor.must(Can.WORD_QUESTION, family)
    family = locked(family.pk)
    rules.must_be_commissioned(family.stage)
    words = texts.plain(text, field="text", most=LONG)
    who = texts.plain(
        proposed_by or getattr(actor.user, "first_name", ""), field="proposed_by", most=120, required=False
    )
    versions = list(MainQuestion.objects.filter(family=family).order_by("-version"))
    if versions and versions[0].state == rules.QuestionState.PROPOSED and versions[0].text == words:
        return versions[0]
    _replace(family, rules.QuestionState.PROPOSED)
    question = MainQuestion.objects.create(
        family=family,
        version=versions[0].version + 1 if versions else 1,
        text=words,
        proposed_by=who,
        from_outside=from_outside,
    )
    audit.record(actor, audit.Act.CREATE, question)
    for user in deciders(family.pk, but=actor):
        queue.to_user(user, queue.Kind.CONFIRM_QUESTION, question)
    return question


@action
def confirm_question(actor: Actor, question: MainQuestion) -> MainQuestion:
    """The family says: these are our words. The question that counted before stays in the list.

    Raises:
        RuleBroken: there is a newer wording, or one of those who decide says no.
    """
    actor.must(Can.CONFIRM_QUESTION, question)
    family, question = _held(question)
    if question.state == rules.QuestionState.CONFIRMED:
        return question
    rules.must_be_agreed(is_disputed=family.is_disputed)
    _must_be_proposed(question)
    _replace(family, rules.QuestionState.CONFIRMED)
    return _answer(actor, question, rules.QuestionState.CONFIRMED)


@action
def refuse_question(actor: Actor, question: MainQuestion) -> MainQuestion:
    """The family says: these are not our words. The wording stays visible as refused.

    Raises:
        RuleBroken: there is a newer wording, or it counts already.
    """
    actor.must(Can.CONFIRM_QUESTION, question)
    _family, question = _held(question)
    if question.state == rules.QuestionState.REFUSED:
        return question
    _must_be_proposed(question)
    return _answer(actor, question, rules.QuestionState.REFUSED)


@action
def record_child_question(actor: Actor, child: Child, *, text: str = "", did_not_want: bool = False) -> Child:
    """The child's own question, in its own words; or that it was asked and did not want one.

    Raises:
        RuleBroken: neither or both are filled in, or one of those who decide says no.
    """
    actor.must(Can.ASK_CHILD, child)
    family = locked(child.family_id)
    rules.must_be_commissioned(family.stage)
    rules.must_be_agreed(is_disputed=family.is_disputed)
    words = texts.plain(text, field="text", most=LONG, required=not did_not_want)
    if words and did_not_want:
        raise RuleBroken(
            _("There is a question here. Then do not tick that there is none."), code="both", field="did_not_want"
        )
    child.question, child.did_not_want, child.question_asked_on = words, did_not_want, timezone.localdate()
    child.save(update_fields=["question", "did_not_want", "question_asked_on"])
    audit.record(actor, audit.Act.CHANGE, child, ground=Can.ASK_CHILD.value)
    return child


def _held(question: MainQuestion) -> tuple[Family, MainQuestion]:
    family = locked(question.family_id)
    rules.must_be_open(family.stage)
    return family, MainQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)


def _must_be_proposed(question: MainQuestion) -> None:
    if question.state != rules.QuestionState.PROPOSED:
        raise RuleBroken(_("There are other words by now. Look at the newest first."), code="stale")


def _replace(family: Family, state: rules.QuestionState) -> None:
    """Other words take the place of those in this state."""
    MainQuestion.objects.filter(family=family, state=state).update(state=rules.QuestionState.REPLACED)


def _answer(actor: Actor, question: MainQuestion, state: rules.QuestionState) -> MainQuestion:
    question.state, question.answered_by, question.answered_at = state, actor.user, timezone.now()
    question.save(update_fields=["state", "answered_by", "answered_at"])
    audit.record(actor, audit.Act.ANSWER, question, ground=state.value)
    queue.cancel(question.family_id, reason="answered", subject_id=question.pk)
    return question
