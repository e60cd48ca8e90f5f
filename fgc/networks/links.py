"""Personal links: a way in for one person of the circle, without an account, to that person's own things only.

The token is 256 random bits and is kept only as a hash; it is made at delivery and lives in the message alone. Opening
a link changes nothing, since mail scanners open links too: the visit begins with a press on a button.
"""

import hashlib
import secrets
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor, LinkActor, SystemActor, Visitor
from fgc.access.can import Can
from fgc.access.walls import NOBODY, acting, action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families.models import Family
from fgc.families.rules import OPEN_STAGES
from fgc.limits import Limit
from fgc.networks import guesses, rules
from fgc.networks.models import AccessLink, Person
from fgc.networks.rules.for_a_while import is_over
from fgc.outbox.letters import Pile

KEY = "link"
IN_VAIN = Limit("link-in-vain", most=1, seconds=60 * 60)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def end_of(person: Person) -> datetime | None:
    """The end of the last day of who helps for a while; None for who is here without an end."""
    if person.here_until is None:
        return None
    return timezone.make_aware(datetime.combine(person.here_until + timedelta(days=1), time()))


def _last_moment(person: Person, lives: timedelta) -> datetime:
    """Until when a new link of this person opens.

    Raises:
        RuleBroken: this person helped for a while, and that is over.
    """
    last, end = timezone.now() + lives, end_of(person)
    if is_over(person.here_until, timezone.localdate()):
        raise RuleBroken(_("This person helped for a while, and that is over."), code="over")
    return min(last, end) if end else last


@action
def open_for(actor: Actor, person: Person, *, via: str, lives: timedelta = rules.LINK_LIVES) -> str:
    """Makes a link for this person and returns its token, which exists nowhere else."""
    return in_letter(actor, person, via=via, lives=lives)


def in_letter(
    actor: Actor, person: Person, *, via: str, lives: timedelta = rules.LINK_LIVES, pile: Pile | None = None
) -> str:
    """The same, inside the transaction in which a letter is written.

    Args:
        pile: the letters with which it is written; their links are stored together.
    """
    actor.must(Can.SEND_LINK, person)
    token = secrets.token_urlsafe(32)
    link = AccessLink(
        family_id=person.family_id,
        person=person,
        token_hash=_hash(token),
        sent_via=via,
        expires_at=_last_moment(person, lives),
    )
    if pile is None:
        link.save(force_insert=True)
    else:
        pile.keep(link)
    return token


@action
def code_for(actor: Actor, person: Person, *, lives: timedelta = rules.LINK_LIVES * 2) -> str:
    """Makes a link for paper: a code of ten signs, shown once, for a letter; this person's earlier letters stop."""
    actor.must(Can.SEND_LINK, person)
    letters = AccessLink.objects.filter(person=person, sent_via=rules.Way.LETTER, revoked_at=None)
    letters.update(revoked_at=timezone.now())
    # Whoever gets a new letter may have a new device: the coordinator knows to whom it goes.
    AccessLink.objects.filter(person=person).update(device_hash="", elsewhere_at=None)
    code = "".join(secrets.choice(rules.CODE_SIGNS) for _ in range(rules.CODE_LENGTH))
    AccessLink.objects.create(
        family_id=person.family_id,
        person=person,
        token_hash=_hash(secrets.token_urlsafe(32)),
        code_hash=make_password(code),
        code_hint=code[:4],
        sent_via=rules.Way.LETTER,
        expires_at=_last_moment(person, lives),
    )
    audit.record(actor, audit.Act.SEND, person, ground=Can.SEND_LINK.value)
    return code


@action
def number_to_tell(actor: Actor, person: Person) -> str:
    """The number without which the newest letter of this person opens nothing, where the family asks for extra care.

    It is told by telephone or at a visit, and never stands on the letter. Empty where no number is asked.
    """
    actor.must(Can.SEND_LINK, person)
    family = Family.objects.get(pk=person.family_id)
    letters = AccessLink.objects.filter(person=person, sent_via=rules.Way.LETTER, revoked_at=None)
    letter = letters.order_by("-created_at", "-pk").first() if family.always_code else None
    if letter is None:
        return ""
    number = "".join(secrets.choice("0123456789") for _sign in range(rules.TOLD_LENGTH))
    letter.told_hash = make_password(number)
    letter.save(update_fields=["told_hash"])
    return number


def newest_of(person: Person) -> AccessLink | None:
    """The newest link of this person that works today."""
    rows = AccessLink.objects.filter(person=person, is_calendar=False)
    rows = rows.filter(revoked_at=None, expires_at__gt=timezone.now())
    return rows.order_by("-created_at", "-pk").first()


def exchange(token: str) -> AccessLink | None:
    """The link of this token, if it works today; one use is counted. One that worked before stands in the list."""
    return next(iter(_used(link) for link in _shown(_hash(token))), None)


class Tried(NamedTuple):
    """What became of a code from a letter: the link that it opens, or that it was right once and ended meanwhile."""

    link: AccessLink | None = None
    has_ended: bool = False


def exchange_code(code: str, *, place: str) -> Tried:
    """The link of this code from a letter, if it works today; spaces, dashes and small letters do not matter.

    Args:
        place: where the try comes from, see `guesses.count_try`.

    Raises:
        RuleBroken: too many codes were tried.
    """
    guesses.count_try(place)
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(signs) != rules.CODE_LENGTH:
        return Tried()
    letters = _shown(signs[:4])
    for link in sorted(letters, key=lambda link: link.revoked_at is not None):
        if check_password(signs, link.code_hash):
            found = _used(link)
            return Tried(found, has_ended=found is None)
    if not letters:
        # As slow as a wrong code whose beginning exists, so that the clock tells nothing.
        make_password(signs)
    return Tried()


def _shown(sign: str) -> list[AccessLink]:
    """The bare rows that a sign opens: one for the hash of a token, a few for the hint of a code."""
    with acting(NOBODY, shown=sign):
        return list(AccessLink.objects.filter(Q(token_hash=sign) | Q(code_hint=sign), is_calendar=False))


def _actor(link: AccessLink) -> LinkActor:
    return LinkActor(link_id=link.pk, family_id=link.family_id, own_person_id=link.person_id)


def _working(link: AccessLink) -> AccessLink | None:
    """The link with its person and family, if it works: not taken back, of a family that goes on, not of who left."""
    rows = AccessLink.objects.select_related("person", "family").filter(pk=link.pk, revoked_at=None)
    found = rows.filter(family__stage__in=OPEN_STAGES).exclude(person__standing=rules.Standing.LEFT).first()
    if found and rules.link_works(now=timezone.now(), expires_at=found.expires_at, revoked_at=found.revoked_at):
        return found
    return None


def _used(link: AccessLink) -> AccessLink | None:
    with acting(_actor(link)):
        if found := _working(link):
            first = found.first_used_at or timezone.now()
            AccessLink.objects.filter(pk=found.pk).update(uses=F("uses") + 1, first_used_at=first)
    if found is None:
        _note_in_vain(link)
    return found


def _note_in_vain(link: AccessLink) -> None:
    """A link that was taken back or ran out is tried again: the family reads that, once an hour; not by whom."""
    if IN_VAIN.allows_one_more(str(link.pk)):
        with acting(NOBODY, shown=str(link.pk)):
            audit.record(Visitor(), audit.Act.REFUSE, link, on_behalf_of=link.person_id)


def remember(session: SessionBase, link: AccessLink) -> None:
    """Begins the visit: from here on the browser knows the link by its id, and the token is gone."""
    session.cycle_key()
    session[KEY] = {"id": str(link.pk), "at": timezone.now().isoformat()}


def visit_of(link: AccessLink) -> dict[str, Any]:
    """What a browser remembers during a visit by this link, for who looks through the eyes of its owner."""
    return {KEY: {"id": str(link.pk), "at": timezone.now().isoformat()}}


def forget(session: SessionBase) -> None:
    """Ends the visit."""
    session.pop(KEY, None)


def actor_of(session: SessionBase) -> tuple[Actor, Person] | None:
    """Who visits by a link, and as whom; None when the link stopped working or nothing was pressed for too long."""
    kept: dict[str, Any] | None = session.get(KEY)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > rules.LINK_SESSION:
        return None
    link = still_working(kept["id"])
    if link is None:
        return None
    session[KEY] = {"id": kept["id"], "at": timezone.now().isoformat()}
    return _actor(link), link.person


def still_working(link_id: str) -> AccessLink | None:
    """The link of this id, if it works today."""
    with acting(NOBODY, shown=link_id):
        row = AccessLink.objects.filter(pk=link_id, is_calendar=False).first()
    if row is None:
        return None
    with acting(_actor(row)):
        return _working(row)


def make_calendar(person: Person) -> str:
    """Makes the address of this person's calendar and returns its token, which exists nowhere else."""
    token = secrets.token_urlsafe(32)
    with acting(SystemActor("calendar", person.family_id)):
        AccessLink.objects.create(
            family_id=person.family_id,
            person=person,
            token_hash=_hash(token),
            sent_via=rules.Way.NONE,
            is_calendar=True,
            expires_at=timezone.now() + rules.CALENDAR_LIVES,
        )
    return token


def calendar_of(token: str) -> AccessLink | None:
    """The address of a calendar, if it works today; whether it was taken back, ran out or never was is all one."""
    sign = _hash(token)
    with acting(NOBODY, shown=sign):
        row = AccessLink.objects.filter(token_hash=sign, is_calendar=True).first()
    if row is None:
        return None
    with acting(_actor(row)):
        return _working(row)


def of_token(token: str) -> AccessLink | None:
    """The bare row of a token, whether it works or not; it opens nothing."""
    return next(iter(_shown(_hash(token))), None)


def of_id(link_id: str) -> AccessLink | None:
    """The bare row of a link, whether it works or not; it opens nothing."""
    with acting(NOBODY, shown=link_id):
        return AccessLink.objects.filter(pk=link_id).first()


def by(link: AccessLink) -> LinkActor:
    """Who visits by this link."""
    return _actor(link)


def revoke_all(family_id: Any, *, person: Person | None = None, but: Actor | None = None) -> int:
    """Ends every link of the family, or of one person, at once, but for the actor's own; returns how many."""
    alive = AccessLink.objects.filter(family_id=family_id, revoked_at=None)
    if isinstance(but, LinkActor):
        alive = alive.exclude(pk=but.link_id)
    if person:
        alive = alive.filter(person=person)
    return alive.update(revoked_at=timezone.now())
