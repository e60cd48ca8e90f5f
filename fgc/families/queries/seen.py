"""Who may see what, who looked, and what was done: the family's own list, in plain words."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fgc.access import grants
from fgc.access.actors import Actor, Channel
from fgc.access.models import FamilyGrant
from fgc.access.roles import DECIDES, GRANTED, Role
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.families.models import Commission, Family
from fgc.families.rules import Because

# What a line is about: the area of the page or of the row.
SUBJECTS = {
    "audit.start": gettext_lazy("lines of this list that are older than five years"),
    "families.child": gettext_lazy("the children"),
    "families.commission": gettext_lazy("the yes to the circle"),
    "families.coordinatoroffer": gettext_lazy("the choice of a coordinator"),
    "families.mainquestion": gettext_lazy("the question"),
    "families:question": gettext_lazy("the question"),
    "families:child_question": gettext_lazy("the question"),
    "families:coordinator": gettext_lazy("the choice of a coordinator"),
    "families:wishes": gettext_lazy("the choice of a coordinator"),
    "families:matching": gettext_lazy("the choice of a coordinator"),
    "families:match": gettext_lazy("the choice of a coordinator"),
    "families:offer": gettext_lazy("the choice of a coordinator"),
    "families:children": gettext_lazy("the children"),
    "families:deciders": gettext_lazy("the yes to the circle"),
    "families:commission": gettext_lazy("the yes to the circle"),
    "families:seen": gettext_lazy("who sees what"),
    "families:sent": gettext_lazy("what was sent"),
    "links:sent": gettext_lazy("what was sent"),
    "families:ages": gettext_lazy("the children"),
    "families:emergency": gettext_lazy("how people are reached, in an emergency"),
    "networks.emergency": gettext_lazy("emergency access"),
    "families:seen_as_account": gettext_lazy("what somebody else sees"),
    "families:seen_as_person": gettext_lazy("what somebody else sees"),
    "families:seen_as_reader": gettext_lazy("what somebody else sees"),
    "families": gettext_lazy("the first page"),
    "circle:corner": gettext_lazy("the own corner"),
    "circle:note": gettext_lazy("a note in the own corner"),
    "circle:remove_note": gettext_lazy("a note in the own corner"),
    "networks.privatenote": gettext_lazy("a note in the own corner"),
    "networks.handover": gettext_lazy("what is handed over to a next coordinator"),
    "families:hand_over": gettext_lazy("what is handed over to a next coordinator"),
    "networks.safetysheet": gettext_lazy("the coordinator's sheet about safety"),
    "conferences.arrival": gettext_lazy("at what time somebody comes to the meeting"),
    "conference:arrivals": gettext_lazy("at what time somebody comes to the meeting"),
    "conference:arrival": gettext_lazy("at what time somebody comes to the meeting"),
    "conference:take_back_arrival": gettext_lazy("at what time somebody comes to the meeting"),
    "networks.safetypart": gettext_lazy("what was told about safety"),
    "safety:own": gettext_lazy("what was told about safety"),
    "safety": gettext_lazy("the coordinator's sheet about safety"),
    "circle:card": gettext_lazy("how to reach somebody"),
    "circle:card_readers": gettext_lazy("how to reach somebody"),
    "networks.contactcard": gettext_lazy("how to reach somebody"),
    "networks.accesslink": gettext_lazy("a personal link or letter that does not work any more"),
    "circle": gettext_lazy("the circle"),
    "networks": gettext_lazy("the circle"),
    "conference": gettext_lazy("the meeting"),
    "conferences": gettext_lazy("the meeting"),
    "plan:parents": gettext_lazy("the own corner"),
    "plan:parents_told": gettext_lazy("what a young person lets the parents read"),
    "plan:verdict": gettext_lazy("the lines that belong to the bottom line"),
    "plan:work_promise": gettext_lazy("the own task"),
    "plan:work_amendment": gettext_lazy("the own task"),
    "plans.bottomlineverdict": gettext_lazy("the bottom line"),
    "conferences.bottomline": gettext_lazy("the bottom line"),
    "conferences.informationsheet": gettext_lazy("the own page with information"),
    "conference:asked": gettext_lazy("the own page with information"),
    "conference:bottom_line": gettext_lazy("the bottom line"),
    "plan": gettext_lazy("the plan"),
    "plans": gettext_lazy("the plan"),
    "follow_up": gettext_lazy("how the plan runs"),
    "released": gettext_lazy("what a professional may read"),
    "desk": gettext_lazy("the list of work of the coordinator"),
    "links": gettext_lazy("a personal page"),
}


# By which way somebody came, where it was another one than a page; the clock is said to be who did it.
CHANNELS: Mapping[str, Any] = {
    Channel.API: gettext_lazy("through a program"),
    Channel.LINK: gettext_lazy("with a personal link"),
}


@dataclass(frozen=True)
class Seat:
    """One account that may come in, and why."""

    user_id: uuid.UUID
    name: str
    role: Role
    since: datetime
    until: datetime | None
    because: Because
    given_by: str
    may_end: bool


def who_may_see(family: Family) -> list[Seat]:
    """Everybody who may come in today, in the order of the roles (three queries)."""
    order = {role.value: place for place, role in enumerate(GRANTED)}
    rows = sorted(grants.in_family(family.pk), key=lambda row: order[row.permission.codename])
    names = grants.names_in(family.pk)
    answers = dict(Commission.objects.filter(family=family).order_by("created_at").values_list("giver", "answer"))
    return [_seat(row, names, answers.get(row.user_id, Because.ASKED)) for row in rows]


def who_could_see(family: Family) -> list[Seat]:
    """Everybody who could come in and can't any more, the last ended first (three queries)."""
    rows = grants.ended_in_family(family.pk)
    names = grants.names_in(family.pk)
    answers = dict(Commission.objects.filter(family=family).order_by("created_at").values_list("giver", "answer"))
    return [_seat(row, names, answers.get(row.user_id, Because.ASKED)) for row in rows]


def others_who_see(family: Family) -> list[Seat]:
    """Who may come in today and does not decide: through whose eyes the family may look (three queries)."""
    return [seat for seat in who_may_see(family) if seat.role not in DECIDES]


def who_decides(family: Family) -> set[uuid.UUID]:
    """The accounts that decide today (three queries)."""
    return {seat.user_id for seat in who_may_see(family) if seat.role in DECIDES}


def account_of(seat: Seat) -> User:
    """The account that has this seat."""
    return User.objects.get(pk=seat.user_id)


# Who sits on one of these chairs was put there by the family; all others were asked for a yes.
PUT_THERE = {Role.COORDINATOR: Because.CHOSEN, Role.MEMBER: Because.LET_IN, Role.SUPPORTER: Because.LET_IN}


def _seat(row: FamilyGrant, names: Mapping[uuid.UUID, str], answer: str) -> Seat:
    role = Role(row.permission.codename)
    return Seat(
        user_id=row.user_id,
        name=row.called,
        role=role,
        since=row.starts_at,
        until=row.ends_at,
        because=PUT_THERE.get(role, Because(answer)),
        given_by=names.get(row.granted_by_id, "") if row.granted_by_id else "",
        may_end=role in {Role.MEMBER, Role.SUPPORTER, Role.COORDINATOR},
    )


@dataclass(frozen=True)
class SeenLine:
    """One line of the list, equal lines of one day together."""

    day: date
    who: str
    role: str
    act: str
    subject: str
    for_whom: str
    channel: str
    times: int

    @property
    def often(self) -> str:
        """How often, in words; nothing when it was once."""
        if self.times == 1:
            return ""
        return ngettext("%(times)d time", "%(times)d times", self.times) % {"times": self.times}


def seen_lines(
    actor: Actor,
    family: Family,
    *,
    others: Mapping[str, str] | None = None,
    persons: Mapping[uuid.UUID, str] | None = None,
    own_only: bool = False,
    own_things: Collection[uuid.UUID] = (),
    by_name: bool = True,
    but: Collection[uuid.UUID] = (),
) -> list[SeenLine]:
    """What was looked at and done, newest first, with today's names.

    Args:
        others: who came by which personal link, or is here for work: their names live above this app.
        persons: the names of the persons of the circle, for "on behalf of".
        own_only: only what this actor did, and what was done with what is the own.
        own_things: what is the own beside the person: promises.
        by_name: false for who sees no names of the circle; then a line says in which part somebody did it.
        but: things that this actor does not read: lines of a plan live above this app.
    """
    lines = audit.lines_of(actor, family.pk, own_only=own_only, own_things=own_things, but=but)
    names = _names(family, lines) | dict(others or {}) if by_name else _parts(actor, lines)
    said = _merged(_once(line, names, persons or {}) for line in lines)
    return said if by_name else [replace(line, role="") for line in said]


def _names(family: Family, lines: Iterable[audit.Line]) -> dict[str, str]:
    """As the family calls them, where it does; an account that came from outside says its own name."""
    called = {str(pk): name for pk, name in grants.names_in(family.pk).items()}
    ids = {line.actor_id for line in lines if line.actor_kind == "user"} - called.keys()
    accounts = User.objects.filter(pk__in=ids).values_list("pk", "name", "function")
    return called | {str(pk): f"{name}, {function}" if function else name for pk, name, function in accounts}


def _parts(actor: Actor, lines: Iterable[audit.Line]) -> dict[str, str]:
    """In which part each of them did it, in the place of the name; of oneself that it was oneself."""
    return {line.actor_id: _role(line) for line in lines if line.role} | {actor.ident: _("you")}


def reads_of(actor: Actor) -> list[SeenLine]:
    """What this account looked at itself, in whatever family, newest first; equal lines of one day together."""
    return _merged(_once(line, {actor.ident: _("you")}, {}) for line in audit.reads_of(actor))


def _merged(lines: Iterable[SeenLine]) -> list[SeenLine]:
    return [replace(line, times=times) for line, times in Counter(lines).items()]


def _once(line: audit.Line, names: Mapping[str, str], persons: Mapping[uuid.UUID, str]) -> SeenLine:
    return SeenLine(
        day=timezone.localdate(line.at),
        who=_who(line, names),
        role=_role(line),
        act=str(audit.Act(line.act).label),
        subject=_subject(line.object_type),
        for_whom=persons.get(line.on_behalf_of, "") if line.on_behalf_of else "",
        channel=str(CHANNELS.get(line.channel, "")),
        times=1,
    )


def _who(line: audit.Line, names: Mapping[str, str]) -> str:
    unnamed = {
        "user": _("somebody whose account is gone"),
        "link": _("somebody of the circle, by a personal link"),
        "system": _("the system itself"),
        "visitor": _("somebody without an account"),
    }
    return names.get(line.actor_id) or unnamed.get(line.actor_kind, line.actor_kind)


def _role(line: audit.Line) -> str:
    known = {role.value: role.words for role in Role}
    return ", ".join(known[code] for code in line.role.split(",") if code in known)


def _subject(object_type: str) -> str:
    area = object_type.replace(":", ".").split(".")[0]
    return str(SUBJECTS.get(object_type) or SUBJECTS.get(area) or _("other pages"))
