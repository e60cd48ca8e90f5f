"""The commission: who says yes, for which children, and how a yes is taken back."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import COORDINATES, Role
from fgc.access.walls import action
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import contact, rules
from fgc.families.actions._shared import account_for, another_says_yes, locked, no_longer_decides, say_who_decides
from fgc.families.models import Child, Commission, CommissionedChild, Family
from fgc.outbox import queue


@action
def add_child(actor: Actor, family: Family, *, call_name: str, birth_date: date) -> Child:
    """Names a child whom it is about.

    Args:
        birth_date: kept because rights change at 12, 16 and 18.

    Returns:
        The child; the same one when it was named already.

    Raises:
        RuleBroken: the name is missing, or nobody under 18 was born on this day.
    """
    actor.must(Can.ASK_COMMISSION, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    rules.must_be_a_birth_date(birth_date, timezone.localdate(), family.works_by)
    called = texts.plain(call_name, field="call_name", most=texts.SHORT)
    child, is_new = Child.objects.get_or_create(family=family, call_name=called, birth_date=birth_date)
    if is_new:
        audit.record(actor, audit.Act.CREATE, child)
    return child


@action
def remove_child(actor: Actor, family: Family, *, child_id: uuid.UUID) -> None:
    """Takes back the name of a child, as long as nobody said yes for it.

    Raises:
        RuleBroken: there is no such child here, or somebody said yes for it.
    """
    actor.must(Can.ASK_COMMISSION, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    child = _children(family, [child_id])[0]
    if child.commissions.exists() or Commission.objects.filter(child=child).exists():
        raise RuleBroken(_("Somebody gave an answer for this child already."), code="in_use")
    audit.record(actor, audit.Act.REMOVE, child)
    child.delete()


@action
def ask_commission(
    actor: Actor,
    family: Family,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    giver_as: str = rules.Giver.PARENT.value,
    child_id: uuid.UUID | None = None,
) -> Commission:
    """Asks another person who decides along: the other parent, a guardian, or a young person from 12 years.

    It is always somebody's deliberate act; nobody is ever told by himself that a commission exists.

    Args:
        email: for the question; without it the answer is spoken, and written down by a witness.
        child_id: which child the young person is.

    Returns:
        The open question; the same one when this person was asked before.

    Raises:
        RuleBroken: a field is missing or wrong, the child is under 12, or this person has another part here.
    """
    actor.must(Can.ASK_COMMISSION, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    rules.must_be_a_circle(family.kind)
    asked_as = rules.giver_of(giver_as)
    named = _children(family, [child_id] if child_id else [], field="child_id")
    child = _young_person(family, named) if asked_as is rules.Giver.YOUNG else None
    called = texts.plain(name, field="name", most=texts.SHORT)
    address, number = contact.email_of(email), contact.phone_of(phone)
    question = Commission.objects.filter(family=family, child=child).first() if child else None
    if question is None:
        giver = account_for(name=called, email=address, phone=number, language=family.language)
        question = _put_to(actor, family, giver, called=called, giver_as=asked_as, child=child)
    if question.answer == rules.Yes.ASKED and question.giver.email:
        queue.to_user(question.giver, queue.Kind.ASK_COMMISSION, question, occurrence=timezone.localdate().isoformat())
    return question


def _put_to(
    actor: Actor, family: Family, giver: User, *, called: str, giver_as: rules.Giver, child: Child | None
) -> Commission:
    """The question to this person, who may come in to answer it; the same one when it was put before."""
    if grants.standing(giver.pk, family.pk).roles & COORDINATES:
        raise RuleBroken(_("The coordinator does not decide for the family."), code="other_part", field="email")
    question, is_new = Commission.objects.get_or_create(
        family=family, giver=giver, defaults={"giver_as": giver_as, "child": child}
    )
    if _is_asked_anew(question) or is_new:
        _let_answer(actor, question, called)
    return question


def _is_asked_anew(commission: Commission) -> bool:
    """Authority that came back is a new question."""
    if commission.answer not in rules.DECIDES_NO_LONGER:
        return False
    commission.answer, commission.ended_on = rules.Yes.ASKED, None
    commission.witness, commission.on_behalf_by = "", None
    commission.save()
    return True


def _let_answer(actor: Actor, commission: Commission, called: str) -> None:
    role = Role.YOUNG if commission.giver_as == rules.Giver.YOUNG else Role.PARENT
    if not grants.standing(commission.giver_id, commission.family_id).roles & {role, Role.COMMISSIONER}:
        grants.give(commission.giver, role, commission.family, called=called, by=actor.user)
    audit.record(actor, audit.Act.LET_IN, commission)


def _young_person(family: Family, named: Sequence[Child]) -> Child:
    if not named:
        raise RuleBroken(_("Choose which child this is."), code="required", field="child_id")
    rules.must_decide_along(named[0].birth_date, timezone.localdate(), family.works_by)
    return named[0]


def _children(family: Family, ids: Sequence[uuid.UUID], *, field: str = "child_ids") -> list[Child]:
    found = list(Child.objects.filter(family=family, pk__in=ids))
    if len(found) != len(set(ids)):
        raise RuleBroken(_("Choose a child of this family."), code="not_found", field=field)
    return found


@action
def give_commission(
    actor: Actor, commission: Commission, *, child_ids: Sequence[uuid.UUID] = (), giver_as: str = ""
) -> Commission:
    """Somebody who was asked says yes, for these children, in writing, here.

    Args:
        child_ids: for whom the yes counts; none for an adult whom it is about, and known for a young person.
        giver_as: parent, guardian or adult; as it was asked when left out.

    Raises:
        RuleBroken: the family ended, or no child is chosen, or one of another family.
    """
    actor.must(Can.COMMISSION, commission)
    return _say_yes(actor, commission, child_ids, giver_as=giver_as, how=rules.How.WRITTEN, witness="")


@action
def record_spoken_commission(
    actor: Actor,
    commission: Commission,
    *,
    child_ids: Sequence[uuid.UUID] = (),
    witness: str,
    how: str = rules.How.SPOKEN.value,
) -> Commission:
    """Writes down a yes that was spoken before a witness, or that stands on paper; everybody sees who wrote it down.

    The coordinator does so for anybody; a commissioning person only for a young person of the own family.

    Args:
        witness: who heard it, or where the paper is kept.

    Raises:
        RuleBroken: the witness is missing, or one parent would answer for another.
    """
    actor.must(Can.ASK_COMMISSION, commission)
    is_coordinator = Role.COORDINATOR.value in actor.role_in(commission.family_id).split(",")
    rules.must_be_recordable(commission.giver_as, is_coordinator=is_coordinator)
    given_how = rules.must_be_elsewhere(how)
    heard = texts.plain(witness, field="witness", most=120)
    return _say_yes(actor, commission, child_ids, giver_as="", how=given_how, witness=heard)


def _say_yes(
    actor: Actor, commission: Commission, child_ids: Sequence[uuid.UUID], *, giver_as: str, how: rules.How, witness: str
) -> Commission:
    family, commission = _asked(commission)
    if giver_as and commission.giver_as != rules.Giver.YOUNG:
        commission.giver_as = rules.must_decide(giver_as)
    named = _children(family, child_ids)
    children = _children(family, [commission.child_id]) if commission.child_id else named
    if not children and commission.giver_as != rules.Giver.ADULT:
        raise RuleBroken(_("Choose at least one child."), code="required", field="child_ids")
    commission.answer, commission.how, commission.witness = rules.Yes.YES, how, witness
    commission.on_behalf_by = None if commission.giver_id == getattr(actor.user, "pk", None) else actor.user
    commission.text_version, commission.answered_at = rules.COMMISSION_TEXT, timezone.now()
    commission.save()
    commission.children.exclude(child__in=children).delete()
    CommissionedChild.objects.bulk_create(
        [CommissionedChild(family=family, commission=commission, child=child) for child in children],
        ignore_conflicts=True,
    )
    _holds_the_say(family, commission)
    say_who_decides(actor, family)
    audit.record(actor, audit.Act.ANSWER, commission, ground=how.value)
    queue.cancel(family.pk, reason="answered", subject_id=commission.pk)
    return commission


def _asked(commission: Commission) -> tuple[Family, Commission]:
    family = locked(commission.family_id)
    rules.must_be_open(family.stage)
    commission = Commission.objects.select_for_update(of=("self",)).select_related("giver").get(pk=commission.pk)
    rules.must_decide_still(commission.answer)
    return family, commission


def _holds_the_say(family: Family, commission: Commission) -> None:
    """With the yes of somebody who decides comes the say over the record."""
    role = Role.JOINT if family.is_for_children else Role.COMMISSIONER
    here = grants.standing(commission.giver_id, commission.family_id)
    if (commission.giver_as == rules.Giver.YOUNG and role is Role.COMMISSIONER) or role in here.roles:
        return
    person_id = next(iter(here.persons), None)
    grants.end(commission.family_id, roles=[Role.PARENT], user_id=commission.giver_id)
    grants.give(commission.giver, role, family, by=commission.giver, person_id=person_id)


@action
def refuse_commission(actor: Actor, commission: Commission) -> Commission:
    """Somebody who was asked says no. Beside the yes of another, what concerns the children stands still from now on.

    Raises:
        RuleBroken: the family ended.
    """
    actor.must(Can.COMMISSION, commission)
    family, commission = _asked(commission)
    commission.answer, commission.answered_at = rules.Yes.NO, timezone.now()
    commission.text_version, commission.how = rules.COMMISSION_TEXT, rules.How.WRITTEN
    commission.on_behalf_by, commission.witness = None, ""
    commission.save()
    grants.not_after_all(family.pk, commission.giver_id)
    say_who_decides(actor, family)
    audit.record(actor, audit.Act.ANSWER, commission)
    # Who began it keeps the say until somebody else said yes: there must be one who can stop it.
    if another_says_yes(family):
        no_longer_decides(actor, commission)
    queue.cancel(family.pk, reason="answered", subject_id=commission.pk)
    return commission
