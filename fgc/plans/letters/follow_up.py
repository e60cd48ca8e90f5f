"""The messages of follow-up; each asks at delivery whether it is still wanted."""

from django.urls import reverse
from django.utils import timezone

from fgc.access.roles import DECIDES
from fgc.families.letters import has_role, to_account
from fgc.networks.letters import to_person
from fgc.networks.models import Person
from fgc.networks.queries import contact_person_of
from fgc.outbox.letters import Letter, Skip, letter
from fgc.outbox.models import Kind, Message
from fgc.plans.letters.asking import deliver
from fgc.plans.models import Agreement, Commitment, Look
from fgc.plans.queries.follow_up import MADE, free_since
from fgc.plans.queries.ladder import rungs
from fgc.plans.queries.looks import calls_to_make
from fgc.plans.queries.occasions import UNANSWERED
from fgc.plans.rules import STALLS, PlanState, Promise


def _promise(message: Message) -> Commitment | None:
    """The promise that it is about, as long as its line is in a plan that runs."""
    found = Commitment.objects.filter(
        pk=message.subject_id,
        family=message.family,
        agreement__dropped_in=None,
        agreement__plan__state=PlanState.RUNNING,
    )
    return found.select_related("family", "agreement__watcher", "agreement__plan__work_hears").first()


@letter(Kind.REMIND_PROMISE)
def remind_promise(message: Message) -> Letter | Skip:
    """Tomorrow it is due; not for who does not do it any more."""
    promise = _promise(message)
    if promise is None or promise.state not in MADE:
        return Skip("not_promised")
    if promise.is_quiet:
        return Skip("unsubscribed")
    return to_person(message)


@letter(Kind.ASK_PROGRESS)
def ask_progress(message: Message) -> Letter | Skip:
    """Did it work? Not for who said so already."""
    promise = _promise(message)
    if promise is None or promise.state not in MADE:
        return Skip("not_promised")
    if promise.is_quiet:
        return Skip("unsubscribed")
    if promise.reports.filter(about_on__gte=message.occurrence).exists():
        return Skip("answered")
    return to_person(message)


@letter(Kind.REMIND_ANSWER)
def remind_answer(message: Message) -> Letter | Skip:
    """Once more: do you want to do this? Not for who answered."""
    promise = _promise(message)
    if promise is None or promise.state != Promise.ASKED:
        return Skip("answered")
    return to_person(message)


@letter(Kind.STALLED)
def stalled(message: Message) -> Letter | Skip:
    """To who is on the ladder: something does not run, or nobody answered; not when that, or the ladder, changed."""
    promise = _promise(message)
    if promise is None:
        return Skip("not_promised")
    if message.occurrence.startswith(UNANSWERED):
        if promise.state != Promise.ASKED:
            return Skip("answered")
    elif promise.last_run not in STALLS or promise.state in {Promise.LAPSED, Promise.DECLINED}:
        return Skip("runs_again")
    ladder = rungs(promise, contact_person_of(promise.family))
    hears = next((one for one in ladder if _is_to(message, one)), None)
    if message.to_person_id:
        return to_person(message) if hears else Skip("not_on_ladder")
    if hears is None or has_role(message, *DECIDES):
        return _to_family(message)
    home = reverse("families:home", args=[message.family_id])
    return to_account(message, reverse("released:work") if hears.is_outsider else home)


def _is_to(message: Message, person: Person) -> bool:
    if message.to_person_id:
        return message.to_person_id == person.pk
    return message.to_user_id == person.account_id


@letter(Kind.WATCHES)
def watches(message: Message) -> Letter | Skip:
    """Somebody watches over an agreement from now on; not when it is somebody else by now, or the line is gone."""
    line = Agreement.objects.now_there().filter(pk=message.subject_id, family=message.family).select_related("watcher")
    found = line.filter(plan__state=PlanState.RUNNING).first()
    if found is None or found.watcher is None or not _is_to(message, found.watcher):
        return Skip("replaced")
    return deliver(message, reverse("families:home", args=[message.family_id]))


@letter(Kind.FOUR_WEEK_CALL)
def four_week_call(message: Message) -> Letter | Skip:
    """To the coordinator: today is the day to call; not when it was done or moved, or makes no sense any more."""
    look = _look(message)
    if look is None or not calls_to_make().filter(pk=look.pk).exists():
        return Skip("moved")
    return to_account(message, reverse("follow_up:call", args=[message.family_id]))


@letter(Kind.REVIEW_COMING)
def review_coming(message: Message) -> Letter | Skip:
    """In a week you look back; not when it was held or moved."""
    look = _look(message)
    if look is None or look.due_on < timezone.localdate():
        return Skip("moved")
    return _to_family(message)


@letter(Kind.TASK_FREE)
def task_free(message: Message) -> Letter | Skip:
    """A task is free again; not when somebody took it over, or all of them were dropped."""
    person = Person.objects.filter(pk=message.subject_id, family=message.family).first()
    if person is None or not free_since(person):
        return Skip("taken_over")
    return to_account(message, reverse("follow_up:follow_up", args=[message.family_id]))


def _look(message: Message) -> Look | None:
    looks = Look.objects.filter(pk=message.subject_id, family=message.family, held_on=None)
    return looks.filter(due_on=message.occurrence).first()


def _to_family(message: Message) -> Letter | Skip:
    if message.to_person_id:
        return to_person(message)
    if not has_role(message, *DECIDES):
        return Skip("access_ended")
    return to_account(message, reverse("follow_up:follow_up", args=[message.family_id]))
