"""What the permissions of a family cost: each measured beside its baseline, in one run, told as a ratio."""

import statistics
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import get_objects_for_user

from bench.access_data import fill, somebody, unforced
from bench.measuring import by_turns, judged, medians, say
from fgc.access import walls
from fgc.access.actors import UserActor
from fgc.access.can import Can
from fgc.access.walls import nobody_acting, only_reads, tell_database
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.demo import people
from fgc.demo.telling import tell_noor
from fgc.families import queries
from fgc.families.models import Family
from fgc.ids import new_id

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FEW, MANY = 1_000, 100_000
PAIRS = 500
LIST = """
SELECT f.* FROM families_family f
 WHERE f.id IN (SELECT g.content_object_id FROM access_familygrant g JOIN auth_permission p ON p.id = g.permission_id
                 WHERE g.user_id = %s AND p.codename = ANY (%s) AND g.starts_at <= now()
                   AND (g.ends_at IS NULL OR g.ends_at > now()))
 ORDER BY f.name, f.id LIMIT 25
"""
MAY = """
SELECT EXISTS (SELECT FROM access_familygrant g JOIN auth_permission p ON p.id = g.permission_id
                WHERE g.user_id = %s AND g.content_object_id = %s AND p.codename = 'act_coordinator'
                  AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
"""
HOLD = ["act_commissioner", "act_young_person", "act_parent", "act_member", "act_supporter", "act_coordinator"]


def main() -> int:
    """Everything of it; 1 when a bound is not kept."""
    call_command("migrate", verbosity=0)
    with unforced():
        began = time.perf_counter()
        tell_noor()
        fill(FEW)
        say(f"{Family.objects.count()} families after {time.perf_counter() - began:.0f} s")
        kept = [*_pages(), *_not_for_you()]
        before = {kind: _listing(kind) for kind in ("coordinator", "member")}
        fill(MANY)
        say(f"{Family.objects.count()} families after {time.perf_counter() - began:.0f} s")
        kept += [_lists(kind, with_few) for kind, with_few in before.items()]
        kept += _may_i()
    return 0 if all(kept) else 1


def _visit(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def _without_the_wall(ask: Callable[[], Any]) -> Callable[[], Any]:
    def bare() -> Any:
        with mock.patch.object(walls, "_tell"), mock.patch.object(audit, "record_reads"):
            return ask()

    return bare


def _pages() -> list[bool]:
    """A page with the database's wall and the line of who looked, beside the same page without both."""
    account = User.objects.get(email=people.SASKIA.email)
    family = queries.my_families(UserActor(account))[0]
    browser, kept = _visit(account), []
    for name in ("families:home", "circle:circle", "plan:plan"):
        address = reverse(name, args=[family.pk])
        assert browser.get(address).status_code == 200, name
        walled, bare = medians(120, lambda: browser.get(address), _without_the_wall(lambda: browser.get(address)))  # noqa: B023
        say(f"{name}: {walled:.1f} ms with wall and list, {bare:.1f} ms without")
        kept.append(judged(f"{name}, wall and list", walled / bare, 1.15))
    return kept


def _not_for_you() -> list[bool]:
    """A family of others beside one that does not exist: the time must not tell them apart."""
    browser = _visit(somebody("member", 3))
    families = Family.objects.exclude(pk__in=[one.pk for one in queries.my_families(UserActor(somebody("member", 3)))])
    of_others = [reverse("plan:plan", args=[pk]) for pk in families.values_list("pk", flat=True)[:PAIRS]]
    of_nobody = [reverse("plan:plan", args=[new_id()]) for _one in of_others]
    assert browser.get(of_others[0]).status_code == browser.get(of_nobody[0]).status_code == 404
    one, other = iter(of_others), iter(of_nobody)
    theirs, nobodys = by_turns(PAIRS, lambda: browser.get(next(one)), lambda: browser.get(next(other)))
    slower = sum(this > that for this, that in zip(theirs, nobodys, strict=True))
    # In 500 fair throws of a coin 44 more or fewer than the half come up in one of ten thousand runs.
    say(
        f"not for you: {statistics.median(theirs):.2f} ms, does not exist: {statistics.median(nobodys):.2f} ms; "
        f"slower in {slower} of {PAIRS} pairs"
    )
    return [judged("not for you, away from the half of the pairs", abs(slower - PAIRS / 2), 44)]


def _listing(kind: str) -> float:
    """A page of somebody's families, as so many times a question that does not know how many there are.

    Filling takes a minute, and the machine is not as fast after it as before: the plain question was asked by turns.
    """
    account = somebody(kind, 1)
    ours, plain = medians(120, lambda: _page_of(account), _plain)
    return ours / plain


def _plain() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute("SELECT 1")


def _page_of(account: User) -> list[Family]:
    with nobody_acting():
        only_reads()  # as every page that is read
        tell_database(UserActor(account))
        return list(Family.objects.on_which(account, Can.SEE_FAMILY).order_by("name", "pk")[:25])


def _by_hand(account: User) -> list[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIST, [account.pk, HOLD])
        return cursor.fetchall()


def _lists(kind: str, with_few: float) -> bool:
    """One page of somebody's families among all others, beside the same in SQL written by hand."""
    account = somebody(kind, 1)
    assert [family.pk for family in _page_of(account)] == [row[0] for row in _by_hand(account)]
    ours, by_hand, guardians = medians(
        60, lambda: _page_of(account), lambda: _by_hand(account), lambda: _with_guardian(account)
    )
    say(f"{kind}: {ours:.2f} ms, by hand {by_hand:.2f} ms, guardian's get_objects_for_user {guardians:.2f} ms")
    return all(
        [
            judged(f"{kind}, beside SQL by hand", ours / by_hand, 3),
            judged(f"{kind}, {MANY} families beside {FEW}", _listing(kind) / with_few, 1.2),
        ]
    )


def _with_guardian(account: User) -> list[Any]:
    found = get_objects_for_user(
        account, HOLD, Family, use_groups=False, any_perm=True, with_superuser=False, accept_global_perms=False
    )
    return list(found.order_by("name", "pk")[:25])


def _may_i() -> list[bool]:
    """May I? beside a bare EXISTS."""
    account = somebody("coordinator", 1)
    [family, *_others] = _page_of(account)

    def asked() -> None:
        assert UserActor(account).may(Can.SEE_PLAN, family)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(MAY, [account.pk, family.pk])
            assert cursor.fetchone() == (True,)

    def guardian() -> None:
        assert User.objects.get(pk=account.pk).has_perm("families.act_coordinator", family)

    ours, by_hand, guardians = medians(200, asked, bare, guardian)
    say(f"may I: {ours:.3f} ms, a bare EXISTS {by_hand:.3f} ms, guardian's has_perm {guardians:.3f} ms")
    return [judged("may I, beside a bare EXISTS", ours / by_hand, 3)]
