"""Everything about the plan that one person is asked now."""

from fgc.networks.models import Person
from fgc.networks.queries import Question
from fgc.plans.queries.follow_up import open_progress
from fgc.plans.queries.promises import open_amendments, open_promises


def open_questions(person: Person) -> list[Question]:
    """What this person is asked about the plan: first the own promises, then changes, then how it goes."""
    return [*open_promises(person), *open_amendments(person), *open_progress(person)]
