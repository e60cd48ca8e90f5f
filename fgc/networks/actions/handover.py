"""What a coordinator hands over to a next one, and the family that has the last word about it."""

from django.utils import timezone

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks.actions.ground import hold_family
from fgc.networks.models import HandOver
from fgc.networks.rules import handover as rules


@action
def write_hand_over(
    actor: Actor, family: Family, *, agreed: str = "", open_questions: str = "", practical: str = ""
) -> HandOver:
    """The coordinator writes what a next one must know; the family reads it at once. Writing again takes its place.

    Args:
        agreed: what was agreed by word.
        open_questions: what waits for an answer.
        practical: what is good to know.

    Raises:
        NotAllowed: the actor does not coordinate here, or waits outside.
        RuleBroken: the family has ended, nothing is said, or a text is too long.
    """
    actor.must(Can.HAND_OVER, family)
    family = hold_family(family.pk)
    typed = {"agreed": agreed, "open_questions": open_questions, "practical": practical}
    said = {
        field: texts.plain(words, field=field, most=rules.WORDS_LENGTH, required=False)
        for field, words in typed.items()
    }
    rules.must_say_something(said.values())
    written, is_new = HandOver.objects.update_or_create(
        family=family, author=actor.user, defaults={**said, "written_at": timezone.now()}
    )
    audit.record(actor, audit.Act.CREATE if is_new else audit.Act.CHANGE, written)
    return written


@action
def take_back_hand_over(actor: Actor, written: HandOver) -> None:
    """The family does not want this to go to a next coordinator: it is gone.

    Raises:
        NotAllowed: the actor does not decide here, or it is gone already.
    """
    actor.must(Can.CHOOSE_COORDINATOR, written)
    hold_family(written.family_id, must_be_open=False)
    held = HandOver.objects.select_for_update(of=("self",)).filter(pk=written.pk).first()
    if held is None:
        raise NotAllowed
    audit.record(actor, audit.Act.REMOVE, held)
    held.delete()
