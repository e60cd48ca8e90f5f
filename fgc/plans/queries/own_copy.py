"""What is somebody's own in a family, to take along after leaving."""

from typing import Any

from django.utils import timezone

from fgc.access.actors import Actor
from fgc.conferences.models import DateReply, Invitation
from fgc.networks.models import Person
from fgc.plans.models import Commitment, OwnCopy
from fgc.plans.queries.promises import words_now


def own_content(person: Person) -> dict[str, Any]:
    """The own promises with how they went, the own answers about the meeting: words for people, no ids."""
    replies = DateReply.objects.filter(person=person)
    return {
        "name": person.call_name,
        "tie": person.tie_label,
        "promises": [_promise(one) for one in _promises(person)],
        "meetings": [
            {"coming": str(one.get_coming_display()), "answered_on": _day(one.answered_at)}
            for one in Invitation.objects.filter(person=person).order_by("created_at", "pk")
        ],
        "dates": [
            {"day": _day(one.option.starts_at), "answer": str(one.get_answer_display())}
            for one in replies.select_related("option").order_by("option__starts_at", "pk")
        ],
    }


def _promises(person: Person) -> list[Commitment]:
    rows = Commitment.objects.filter(family_id=person.family_id, person=person).select_related("agreement")
    return list(rows.prefetch_related("agreement__wordings", "reports").order_by("agreement__number", "pk"))


def _promise(one: Commitment) -> dict[str, Any]:
    reports = sorted(one.reports.all(), key=lambda report: report.about_on)
    return {
        "text": words_now(one.agreement).text,
        "answer": str(one.get_state_display()),
        "note": one.note,
        "answered_on": _day(one.answered_at),
        "went": [
            {"day": report.about_on.isoformat(), "runs": str(report.get_runs_display()), "note": report.note}
            for report in reports
        ],
    }


def _day(moment: Any) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""


def own_copies(actor: Actor) -> list[OwnCopy]:
    """What this actor may still take along of families that he or she left, the newest first."""
    mine = OwnCopy.objects.filter(until__gt=timezone.now())
    link_id = getattr(actor, "link_id", None)
    mine = mine.filter(account=actor.user) if actor.user else mine.filter(link_ids__contains=[link_id])
    return list(mine.order_by("-created_at", "-pk"))
