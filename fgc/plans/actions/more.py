"""A professional asks for more than was released, and the family says yes or no."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import DECIDES
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import rules as family_rules
from fgc.outbox import queue
from fgc.plans import queries
from fgc.plans.models import AskedForMore, Release
from fgc.plans.rules.releases import is_answered, must_not_press


@action
def ask_for_more(actor: Actor, release: Release, *, words: str) -> AskedForMore:
    """The reader of a release asks the family for more, in plain words; no answer in time is a no.

    Args:
        words: what would help, and what for. The family reads it as it stands here.

    Returns:
        The question; the same one when it was sent twice.

    Raises:
        NotAllowed: only the one who is named in the release, as long as it may be read.
        RuleBroken: the words are at fault, or this family was asked not long ago.
    """
    actor.must(Can.READ_RELEASE, release)
    kept = texts.plain(words, field="words")
    with acting(actor, for_all_of=release.family_id):
        row = Release.objects.select_for_update(of=("self",)).select_related("family__organisation").get(pk=release.pk)
        before = AskedForMore.objects.filter(release__recipient=row.recipient_id, family=row.family)
        last = before.order_by("-asked_at").first()
        if last is not None and last.words == kept and last.release_id == row.pk and last.said_yes is None:
            return last
        terms, now = row.family.works_by, timezone.now()
        must_not_press(last.asked_at if last else None, now=now, terms=terms)
        asked = AskedForMore.objects.create(family_id=row.family_id, release=row, words=kept)
        audit.record(actor, audit.Act.CREATE, asked, ground=Can.READ_RELEASE.value)
        for user in grants.holders(row.family_id, *DECIDES):
            if row.pk not in queries.closed_to(UserActor(user), row.family).releases:
                queue.to_user(user, queue.Kind.ASK_MORE, asked)
        # Heard at the end of the term as well: then it is a no.
        queue.to_user(
            row.recipient, queue.Kind.MORE_ANSWERED, asked, due_at=now + timedelta(days=terms.unanswered_days)
        )
    return asked


@action
def answer_for_more(actor: Actor, question: AskedForMore, *, said_yes: bool) -> AskedForMore:
    """The family says yes, and then chooses itself what else may be read; or no, and need not say why.

    Raises:
        NotAllowed: only who may release, and reads the release that it is about.
        RuleBroken: it was answered already (with no answer in time it is a no), or the family ended or is divided.
    """
    actor.must(Can.RELEASE, question)
    locked = AskedForMore.objects.select_for_update(of=("self",)).select_related("family__organisation", "release")
    row = locked.get(pk=question.pk)
    queries.release_of(actor, row.family, row.release_id)
    if row.said_yes is not None and row.said_yes == said_yes:
        return row
    family_rules.must_be_open(row.family.stage)
    now = timezone.now()
    if is_answered(said_yes=row.said_yes, asked_at=row.asked_at, now=now, terms=row.family.works_by) is not None:
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment")
    if said_yes:
        family_rules.must_be_agreed(is_disputed=row.family.is_disputed)
    row.said_yes, row.answered_at, row.answered_by = said_yes, now, actor.user
    row.save(update_fields=["said_yes", "answered_at", "answered_by"])
    audit.record(actor, audit.Act.ANSWER, row, ground="yes" if said_yes else "no")
    queue.cancel(row.family_id, reason="answered", subject_id=row.pk)
    queue.to_user(row.release.recipient, queue.Kind.MORE_ANSWERED, row, occurrence="answered")
    return row
