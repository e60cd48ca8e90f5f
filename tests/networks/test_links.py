"""Personal links and codes of letters: what they open, and when they stop."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.utils import timezone

from fgc.access.actors import LinkActor
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions, guesses, links, rules
from fgc.networks.models import AccessLink
from tests.conftest import acting
from tests.factories import PersonFactory, at_work_for
from tests.networks.test_persons import ended


def test_a_link_opens_one_persons_things_and_counts_its_uses(truus):
    token = links.open_for(at_work_for(truus), truus, via="mail")

    link = links.exchange(token)
    links.exchange(token)

    assert link.person == truus
    row = AccessLink.objects.get()
    assert (row.uses, row.first_used_at is not None) == (2, True)
    assert token not in f"{row.token_hash} {row.code_hash} {row.code_hint}"


def test_only_the_clock_and_the_coordinator_make_links(saskia, mirjam, cem, truus):
    assert links.open_for(acting(mirjam), truus, via="mail")
    for user in (saskia, cem):
        with pytest.raises(NotAllowed):
            links.open_for(acting(user), truus, via="mail")
        with pytest.raises(NotAllowed):
            links.code_for(acting(user), truus)


def unknown(_link):
    return "A" * 43


def expired(link):
    link.expires_at = timezone.now() - timedelta(seconds=1)


def revoked(link):
    link.revoked_at = timezone.now()


@pytest.mark.parametrize("spoil", [expired, revoked])
def test_an_old_link_and_one_that_was_taken_back_open_nothing(spoil, truus):
    token = links.open_for(at_work_for(truus), truus, via="mail")
    link = AccessLink.objects.get()
    spoil(link)
    link.save()

    assert links.exchange(token) is None
    assert links.exchange(unknown(link)) is None
    assert AccessLink.objects.get().uses == 0


def test_a_link_ends_with_the_person_and_with_the_family(mirjam, truus, fatma, family):
    hers, his = (links.open_for(at_work_for(person), person, via="mail") for person in (truus, fatma))
    code = links.code_for(acting(mirjam), fatma)

    actions.leave_circle(acting(mirjam), truus)
    ended(family)

    assert links.exchange(hers) is None
    assert links.exchange(his) is None
    assert links.exchange_code(code, place="here").link is None


def test_a_visit_ends_at_once_when_the_link_is_taken_back_or_after_half_an_hour(truus, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    token = links.open_for(at_work_for(truus), truus, via="mail")
    session = SessionStore()
    links.remember(session, links.exchange(token))

    actor, person = links.actor_of(session)
    assert (actor.own_person_id, person) == (truus.pk, truus)
    assert token not in str(dict(session))

    time_machine.shift(rules.LINK_SESSION + timedelta(seconds=1))
    assert links.actor_of(session) is None

    links.remember(session, links.exchange(token))
    links.revoke_all(truus.family_id, person=truus)
    assert links.actor_of(session) is None


def test_who_ends_the_own_visit_is_nobody_any_more(truus):
    session = SessionStore()
    links.remember(session, links.exchange(links.open_for(at_work_for(truus), truus, via="mail")))

    for _press in range(2):
        links.forget(session)

    assert links.actor_of(session) is None


def test_a_visit_by_a_link_that_is_gone_is_nobodys(truus):
    session = SessionStore()
    links.remember(session, links.exchange(links.open_for(at_work_for(truus), truus, via="mail")))
    AccessLink.objects.all().delete()

    assert links.actor_of(session) is None


def test_the_newest_link_that_works_is_found(truus):
    assert links.newest_of(truus) is None
    for _mail in range(2):
        links.open_for(at_work_for(truus), truus, via="mail")

    assert links.newest_of(truus) == AccessLink.objects.order_by("created_at").last()


def test_a_visit_of_somebody_who_left_ends_at_once(mirjam, truus):
    session = SessionStore()
    links.remember(session, links.exchange(links.open_for(at_work_for(truus), truus, via="mail")))

    actions.leave_circle(acting(mirjam), truus)

    assert links.actor_of(session) is None


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code[:4]}-{code[4:]} "])
def test_a_code_of_a_letter_may_be_typed_as_one_likes(typed, mirjam, truus):
    code = links.code_for(acting(mirjam), truus)

    assert links.exchange_code(typed(code), place="here").link.person == truus


def test_a_new_letter_ends_the_codes_of_earlier_ones_and_not_of_others(mirjam, truus, fatma):
    first = links.code_for(acting(mirjam), truus)
    other = links.code_for(acting(mirjam), fatma)
    second = links.code_for(acting(mirjam), truus)

    assert links.exchange_code(first, place="here").link is None
    assert links.exchange_code(second, place="here").link.person == truus
    assert links.exchange_code(other, place="here").link.person == fatma


def test_two_codes_with_the_same_beginning_open_each_their_own(mirjam, truus, fatma):
    links.code_for(acting(mirjam), truus)
    code = links.code_for(acting(mirjam), fatma)
    AccessLink.objects.update(code_hint=code[:4])

    assert links.exchange_code(code, place="here").link.person == fatma
    assert links.exchange_code(code[:4] + "AAAAAA", place="here").link is None


@pytest.mark.parametrize("code", ["", "SHORT", "A" * 10, "A" * 4000, "😀" * 10, "\x00" * 10, "١" * 10])
def test_what_is_no_code_opens_nothing(code, mirjam, truus):
    links.code_for(acting(mirjam), truus)

    assert links.exchange_code(code, place="here").link is None


def test_codes_can_not_be_guessed_at_leisure(mirjam, truus):
    code = links.code_for(acting(mirjam), truus)
    for _try in range(guesses.FROM_ONE_PLACE.most):
        links.exchange_code("WRONG", place="there")

    with pytest.raises(RuleBroken) as no:
        links.exchange_code(code, place="there")

    assert (no.value.code, no.value.field) == ("too_many_tries", "code")
    assert links.exchange_code(code, place="elsewhere").link.person == truus


def test_many_places_together_can_not_guess_either(mirjam, truus):
    code = links.code_for(acting(mirjam), truus)
    for place in range(guesses.TOGETHER.most):
        guesses.count_try(f"place {place}")

    with pytest.raises(RuleBroken):
        links.exchange_code(code, place="one more")


def test_without_a_counter_no_code_is_looked_at(mirjam, truus, settings):
    code = links.code_for(acting(mirjam), truus)
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }

    with pytest.raises(RuleBroken) as no:
        links.exchange_code(code, place="here")

    assert no.value.code == "unavailable"
    assert AccessLink.objects.get().uses == 0


def test_the_counter_does_not_hold_the_place_itself():
    guesses.count_try("192.0.2.7")

    assert not [key for key in cache._cache.get_client(None).keys("*") if b"192.0.2.7" in key]


def test_links_of_another_family_are_not_taken_back(truus):
    other = PersonFactory()
    links.open_for(at_work_for(other), other, via="mail")

    assert links.revoke_all(truus.family_id) == 0


def test_with_another_address_the_links_in_earlier_mails_stop(truus):
    old, now = (links.exchange(links.open_for(at_work_for(truus), truus, via="mail")) for _mail in range(2))
    here = LinkActor(link_id=now.pk, family_id=truus.family_id, own_person_id=truus.pk)

    actions.set_contact(here, truus, call_note="na acht uur")
    assert AccessLink.objects.filter(revoked_at=None).count() == 2
    actions.set_contact(here, truus, way="mail", email="nieuw@post.example")

    assert list(AccessLink.objects.filter(revoked_at=None)) == [now]
    assert AccessLink.objects.get(pk=old.pk).revoked_at


def test_who_looks_through_the_eyes_of_an_owner_remembers_what_that_browser_would(truus):
    links.open_for(at_work_for(truus), truus, via="mail")
    link = AccessLink.objects.get(person=truus)
    begun = SessionStore()

    links.remember(begun, link)

    assert links.visit_of(link)[links.KEY]["id"] == begun[links.KEY]["id"]
