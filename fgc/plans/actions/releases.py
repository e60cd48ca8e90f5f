"""Letting somebody read, and taking it back. Nothing leaves the circle in another way."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting, action
from fgc.accounts.models import User
from fgc.accounts.working import ask_to_work
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import rules as family_rules
from fgc.families.contact import email_of
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.plans import queries
from fgc.plans.actions.yeses import hear, settle
from fgc.plans.models import Plan, Release
from fgc.plans.queries import Preview, Reader


@action
def release(
    actor: Actor, plan: Plan, *, reader: Reader, purpose: str, until: date, parts: Iterable[str], preview_hash: str
) -> Release:
    """Lets one named professional read a frozen copy of chosen parts, until a day, for a purpose.

    Where a young person from 12 is concerned it waits for that yes too, and exists for its reader from the last yes on.

    Args:
        reader: somebody whom the family knows here, or a name with a work address.
        parts: keys of `queries.parts_of`.
        preview_hash: the fingerprint of what was shown before; it must still be the same.

    Returns:
        The release; pressing twice gives the same one.

    Raises:
        NotAllowed: the actor may not release.
        RuleBroken: what was shown is no longer the same, or the day, the purpose or the reader is not right.
    """
    actor.must(Can.RELEASE, plan)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("family").get(pk=plan.pk)
    family_rules.must_be_open(plan.family.stage)
    family_rules.must_be_agreed(is_disputed=plan.family.is_disputed)
    _must_end_in_time(until, timezone.localdate(), most=plan.family.works_by.release_days_at_most)
    purpose = texts.plain(purpose, field="purpose")
    preview = queries.release_preview(plan.family, parts=parts, closed=queries.closed_to(actor, plan.family))
    _must_be_what_was_shown(preview.hash, preview_hash)
    row = _for(plan, _recipient(plan.family, reader), preview, purpose=purpose, until=until)
    if row._state.adding:
        row.released_by = actor.user
        row.save()
        audit.record(actor, audit.Act.RELEASE, row, ground=Can.RELEASE.value)
        hear(actor, row, preview.own_of)
    elif row.agreed_at is None:
        settle(row)
    return row


def _for(plan: Plan, named: tuple[User, Reader], preview: Preview, *, purpose: str, until: date) -> Release:
    """The same release if it is there already, or a new one that is not kept yet."""
    recipient, reader = named
    same = {"plan": plan, "recipient": recipient, "content_hash": preview.hash, "until": until, "purpose": purpose}
    return Release.objects.filter(**same, revoked_at=None).first() or Release(
        **same,
        family_id=plan.family_id,
        version=plan.version,
        content=preview.content,
        recipient_name=reader.name,
        recipient_function=reader.function,
        recipient_employer=reader.employer,
    )


def _must_end_in_time(until: date, today: date, *, most: int) -> None:
    if until < today:
        raise RuleBroken(_("This day is over. Choose a day from today."), code="past", field="until")
    if until > today + timedelta(days=most):
        sentence = _("At most %(days)s days. You can release it again later.")
        raise RuleBroken(sentence % {"days": most}, code="too_far", field="until")


def _must_be_what_was_shown(now: str, shown: str) -> None:
    if now != shown:
        sentence = _("The plan changed since you looked. Look again at what this person would read.")
        raise RuleBroken(sentence, code="stale", field="preview_hash")


def _recipient(family: Family, reader: Reader) -> tuple[User, Reader]:
    """The account of the reader, and how the reader is called on the release."""
    if not reader.recipient_id:
        return _by_address(family, reader)
    for known in queries.known_readers(family):
        if known.recipient_id == reader.recipient_id:
            return User.objects.get(pk=known.recipient_id), known
    raise RuleBroken(_("Choose somebody from the list, or fill in a name."), code="unknown", field="recipient_id")


def _by_address(family: Family, reader: Reader) -> tuple[User, Reader]:
    """The account of a work address, made now if there is none; the answer never says which of the two it was."""
    address = email_of(reader.email, required=True)
    named = Reader(
        name=texts.plain(reader.name, field="name", most=120),
        email=address,
        function=texts.plain(reader.function, field="function", most=120),
        employer=texts.plain(reader.employer, field="employer", most=120),
    )
    _must_not_be_of_the_circle(family, address)
    words = {"name": named.name, "function": named.function, "employer": named.employer}
    known = User.objects.with_email(address)
    if known:
        ask_to_work(known, named_by=family.pk)
    if known is None:
        known = User.objects.open_named(email=address, language=family.language, named_by=family.pk, **words)
    return known, named


def _must_not_be_of_the_circle(family: Family, address: str) -> None:
    if Person.objects.filter(family=family, account__email=address).of_the_circle().exists():
        sentence = _("This is the address of somebody of your own circle. Ask for the address at work.")
        raise RuleBroken(sentence, code="own_circle", field="email")


@action
def revoke_release(actor: Actor, release: Release) -> Release:
    """Takes a release back: from this moment on it does not exist for its reader. Works at any time, also twice.

    Raises:
        NotAllowed: the actor may not release.
    """
    actor.must(Can.RELEASE, release)
    release = queries.release_of(actor, release.family, release.pk)
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if row.revoked_at:
        return row
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    audit.record(actor, audit.Act.TAKE_BACK, row, ground=Can.RELEASE.value)
    queue.cancel(row.family_id, reason="taken_back", subject_id=row.pk)
    return row


@action
def give_up_release(actor: Actor, release: Release) -> Release:
    """The reader does not work there any more: it ends for this reader, and nobody takes the place. Twice is once.

    Raises:
        NotAllowed: only the one who is named in it, as long as it may be read.
    """
    actor.must(Can.READ_RELEASE, release)
    with acting(actor, for_all_of=release.family_id):
        row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
        # The end comes last: after it this reader has nothing to do with the family any more.
        audit.record(actor, audit.Act.END, row, ground=Can.READ_RELEASE.value)
        queue.cancel(row.family_id, reason="given_up", subject_id=row.pk)
        row.revoked_at, row.is_given_up = timezone.now(), True
        row.save(update_fields=["revoked_at", "is_given_up"])
    return row
