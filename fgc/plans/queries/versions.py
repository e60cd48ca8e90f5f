"""What became different from one version of the plan to another, in plain lines."""

from dataclasses import dataclass, field

from fgc.access.actors import Actor
from fgc.plans.models import Amendment, Plan, Wording
from fgc.plans.queries.plan import LineView, lines_for
from fgc.plans.rules import AmendmentState


@dataclass(frozen=True)
class Yes:
    """Who said yes to a change, and who wrote that down if it was somebody else."""

    name: str
    written_by: str


@dataclass(frozen=True)
class ChangedLine:
    """One line that is not what it was: the old words, the new words, and who said yes to it."""

    number: int
    old: Wording | None
    new: Wording | None
    said_yes: list[Yes] = field(default_factory=list)
    new_person: str = ""
    reason: str = ""

    @property
    def words_changed(self) -> bool:
        """False when only the person is another one."""
        return self.old != self.new


@dataclass(frozen=True)
class Difference:
    """What one version has that another has not."""

    old: int
    new: int
    added: list[ChangedLine]
    changed: list[ChangedLine]
    dropped: list[ChangedLine]


def differences(actor: Actor, plan: Plan, *, old: int, new: int) -> Difference:
    """What is different between two versions, as far as the actor may read the lines.

    Args:
        old: a version.
        new: a later one.
    """
    before = {line.id: line for line in lines_for(actor, plan, old)}
    after = {line.id: line for line in lines_for(actor, plan, new)}
    changes = _changes(plan, old, new)
    both = [(line, after[key], changes.get(key, [])) for key, line in before.items() if key in after]
    return Difference(
        old=old,
        new=new,
        added=[ChangedLine(line.number, None, line.words) for key, line in after.items() if key not in before],
        changed=[_changed(*row) for row in both if row[2]],
        dropped=[_dropped(line, changes.get(key, [])) for key, line in before.items() if key not in after],
    )


def _changes(plan: Plan, old: int, new: int) -> dict[object, list[Amendment]]:
    """The changes that came into the plan after one version, up to another, by line."""
    found: dict[object, list[Amendment]] = {}
    accepted = Amendment.objects.filter(agreement__plan=plan, state=AmendmentState.ACCEPTED)
    rows = accepted.filter(accepted_in__gt=old, accepted_in__lte=new)
    for change in (
        rows.select_related("new_person")
        .prefetch_related("consents__person", "consents__on_behalf_by")
        .order_by("accepted_in")
    ):
        found.setdefault(change.agreement_id, []).append(change)
    return found


def _changed(before: LineView, after: LineView, changes: list[Amendment]) -> ChangedLine:
    last = changes[-1]
    newcomers = [change.new_person for change in changes if change.new_person]
    return ChangedLine(
        number=after.number,
        old=before.words,
        new=after.words,
        said_yes=[yes for change in changes for yes in _who_said_yes(change)],
        new_person=newcomers[-1].call_name if newcomers and not newcomers[-1].left_quietly else "",
        reason=last.why,
    )


def _dropped(line: LineView, changes: list[Amendment]) -> ChangedLine:
    return ChangedLine(line.number, line.words, None, reason=changes[-1].why if changes else "")


def _who_said_yes(change: Amendment) -> list[Yes]:
    return [
        Yes(row.person.call_name, row.on_behalf_by.first_name if row.on_behalf_by else "")
        for row in change.consents.all()
        if row.said_yes and not row.person.left_quietly
    ]
