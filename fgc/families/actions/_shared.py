"""What several actions of the family do in the same way."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel
from django.utils import timezone
from phonenumber_field.phonenumber import PhoneNumber

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.roles import DECIDES, HOLDS_THE_SAY, Role
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.families import rules
from fgc.families.actions.birthdays import move_with_birthdays
from fgc.families.models import Child, Commission, CommissionedChild, Family
from fgc.families.queries.commission import saying_yes

# Whom an ending shuts out: everybody but those who decided on it.
OTHERS = (Role.PARENT, Role.MEMBER, Role.SUPPORTER, Role.COORDINATOR)


def locked(family_id: uuid.UUID) -> Family:
    """The family, held until the end of the transaction."""
    return Family.objects.select_for_update(of=("self",), no_key=True).get(pk=family_id)


def account_for(*, name: str, email: str, phone: PhoneNumber | None, language: str) -> User:
    """The account of this address, or a new one; nobody learns which of the two it was."""
    found = User.objects.with_email(email) if email else None
    if found is None:
        try:
            with transaction.atomic():
                found = User.objects.open(name=name, email=email or None, phone=phone or "", language=language)
        except IntegrityError:
            found = User.objects.get(email=email)
    # Two presses at the same moment wait for each other here.
    return User.objects.select_for_update(of=("self",)).get(pk=found.pk)


def accounts_named_by(family: Family) -> set[uuid.UUID]:
    """Every account that a row of this family names, in any table, so that a new one can't be forgotten here."""
    found: set[uuid.UUID | None] = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not Family:
            of_a_family = {"family", "content_object"} & {one.name for one in relation.related_model._meta.fields}
            for column in of_a_family:
                rows = relation.related_model._default_manager.filter(**{column: family.pk})
                found.update(rows.order_by().values_list(relation.field.attname, flat=True))
    return {user_id for user_id in found if user_id}


def say_who_decides(actor: Actor, family: Family) -> Family:
    """Works out from all answers whether the commission is given, and whether it is disputed."""
    with acting(actor, for_all_of=family.pk):
        move_with_birthdays(family)
        return _weigh(family)


def _weigh(family: Family) -> Family:
    said = [
        rules.Said(rules.Giver(row.giver_as), rules.Yes(row.answer), row.child_id)
        for row in Commission.objects.filter(family=family).exclude(answer__in=rules.DECIDES_NO_LONGER)
    ]
    births = dict(
        Child.objects.filter(
            pk__in=CommissionedChild.objects.filter(family=family, commission__answer=rules.Yes.YES).values("child_id")
        ).values_list("pk", "birth_date")
    )
    given = rules.commission_of(said, births=births, day=timezone.localdate(), terms=family.works_by)
    family.is_disputed = given is rules.Given.DISPUTED
    if given is rules.Given.GIVEN and family.stage == rules.Stage.REQUESTED:
        family.stage = rules.Stage.COMMISSIONED
        family.commissioned_at = timezone.now()
    family.save(update_fields=["is_disputed", "stage", "commissioned_at"])
    return family


def another_says_yes(family: Family) -> bool:
    """Does the yes of somebody who decides stand, beside the one that was taken back?"""
    return saying_yes(family).exists()


def no_longer_decides(actor: Actor, commission: Commission) -> None:
    """With the yes goes the say: what is left is the place of a parent who was asked, and what is the own.

    A young person stays one: it is about him or her, and who grows up gets no say without a yes.
    """
    with acting(actor, for_all_of=commission.family_id):
        here = grants.standing(commission.giver_id, commission.family_id)
        grants.not_after_all(commission.family_id, commission.giver_id)
        if not here.roles & HOLDS_THE_SAY:
            return
        grants.end(commission.family_id, roles=HOLDS_THE_SAY, user_id=commission.giver_id)
        if Role.YOUNG not in here.roles:
            person_id = next(iter(here.persons), None)
            grants.give(commission.giver, Role.PARENT, commission.family, by=actor.user, person_id=person_id)


def who_keeps(family_id: uuid.UUID) -> list[User]:
    """Who can keep what would be erased: who decides, and after the end who took back the own yes."""
    return grants.holders(family_id, *DECIDES, Role.PARENT)


def deciders(family_id: uuid.UUID, *, but: Actor | None = None) -> list[User]:
    """Who decides for this family: the commissioning persons and the young person; without the one who acts."""
    found = grants.holders(family_id, *DECIDES)
    return [user for user in found if but is None or but.user is None or user.pk != but.user.pk]
