"""The code with which a professional whom a family named comes in the first time: told by who knows this person."""

import uuid

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.accounts import second_step
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.errors import NotAllowed
from fgc.families import rules
from fgc.families.models import Family
from fgc.plans.queries.readers import who_waits_for_a_code


@action
def code_for_reader(actor: Actor, family: Family, *, user_id: uuid.UUID) -> str:
    """Makes a code that is told by telephone or in person; without it the mailbox of this person opens nothing.

    An earlier code stops working. It is shown once.

    Raises:
        NotAllowed: the actor names no professionals here, or this is none of them.
        RuleBroken: the family ended.
    """
    actor.must(Can.DRAW_CIRCLE, family)
    family = Family.objects.select_for_update(of=("self",), no_key=True).get(pk=family.pk)
    rules.must_be_open(family.stage)
    if user_id not in {reader.recipient_id for reader in who_waits_for_a_code(family)}:
        raise NotAllowed("nobody waits for a code here by this id")
    code = second_step.new_enrolment_code(User.objects.select_for_update(of=("self",)).get(pk=user_id))
    audit.record(actor, audit.Act.SEND, family, ground="code_for_reader")
    return code
