"""A pause: the family sleeps for a while. Nobody else reads, nothing goes out, and only the family goes on."""

from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import rules
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks import links
from fgc.outbox import queue

OTHERS = (Role.PARENT, Role.MEMBER, Role.SUPPORTER, Role.COORDINATOR)


@action
def pause_family(actor: Actor, family: Family) -> Family:
    """The family has a pause: closed for everybody who does not decide, until it goes on. Twice is once.

    Raises:
        RuleBroken: the family ended, did not begin yet, or has its private time.
    """
    actor.must(Can.PAUSE, family)
    family = Family.objects.select_for_update(of=("self",), no_key=True).get(pk=family.pk)
    if family.stage == Stage.PAUSED:
        return family
    rules.must_be_commissioned(family.stage)
    if family.private_since:
        raise RuleBroken(_("First end your private time."), code="wrong_moment")
    family.stage_before, family.stage = family.stage, Stage.PAUSED
    family.save(update_fields=["stage", "stage_before"])
    audit.record(actor, audit.Act.END, family, ground=Can.PAUSE.value)
    grants.put_to_sleep(family.pk, roles=OTHERS)
    links.revoke_all(family.pk)
    queue.cancel(family.pk, reason="paused")
    return family


@action
def go_on(actor: Actor, family: Family) -> Family:
    """The pause is over: whoever could look in can again, and what follows from the plan is asked again. Twice is once.

    Raises:
        RuleBroken: the family ended.
    """
    actor.must(Can.PAUSE, family)
    family = Family.objects.select_for_update(of=("self",), no_key=True).get(pk=family.pk)
    if family.stage != Stage.PAUSED:
        rules.must_be_open(family.stage)
        return family
    family.stage, family.stage_before = Stage(family.stage_before), ""
    family.save(update_fields=["stage", "stage_before"])
    grants.wake_up(family.pk)
    audit.record(actor, audit.Act.CHANGE, family, ground=Can.PAUSE.value)
    return family
