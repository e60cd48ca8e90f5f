"""Somebody does not take part any more."""

import pytest

from fgc.access import grants
from fgc.access.roles import Role
from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions, links, queries
from fgc.networks.models import ContactCard, Tie
from fgc.networks.rules import CircleRole, Standing
from fgc.outbox import queue
from fgc.outbox.models import Message, State
from tests.conftest import acting
from tests.factories import by_link
from tests.networks.test_persons import ended


def test_who_leaves_is_left_in_peace_at_once(mirjam, noor, truus, family):
    me = queries.me_in(acting(noor), family)
    actions.choose_support_person(acting(noor), me, supporter=truus.pk)
    actions.make_contact_person(acting(noor), truus)
    links.code_for(acting(mirjam), truus)
    queue.to_person(truus.pk, queue.Kind.REMIND_PROMISE, truus)

    actions.leave_circle(by_link(truus), truus)

    truus.refresh_from_db()
    me.refresh_from_db()
    assert (truus.standing, truus.call_name, truus.is_contact_person) == (Standing.LEFT, "Truus", False)
    assert truus.left_at
    assert me.support_person is None
    assert not truus.links.filter(revoked_at=None).exists()
    assert Message.objects.get().state == State.SKIPPED
    assert ContactCard.objects.get(person=truus).email == ""
    assert truus not in queries.people_of(family)


def test_who_has_an_account_loses_the_rights_and_the_messages_with_it(marleen, cem, family):
    me = queries.me_in(acting(marleen), family)
    for user in (marleen, cem):
        queue.to_user(user, queue.Kind.REMIND_PROMISE, me)

    actions.leave_circle(acting(marleen), me)

    assert grants.standing(marleen.pk, family.pk).roles == frozenset()
    assert grants.standing(cem.pk, family.pk).roles == {Role.MEMBER}
    assert Message.objects.get(to_user=marleen).state == State.SKIPPED
    assert Message.objects.get(to_user=cem).state == State.PENDING


def test_who_wants_to_be_forgotten_stays_as_a_word(mirjam, saskia, truus, fatma, family):
    actions.tie(acting(saskia), family, a=truus.pk, b=fatma.pk)
    truus.role = CircleRole.NEIGHBOUR
    truus.save()

    gone = actions.leave_circle(acting(mirjam), truus, quietly=True, erase=True)

    assert (gone.call_name, gone.tie_label, gone.left_quietly) == ("een buur", "", True)
    assert Tie.objects.count() == 0
    line = Line.objects.latest("at")
    assert (line.act, line.on_behalf_of) == (Act.ERASE, truus.pk)


def test_leaving_twice_changes_nothing_and_forgetting_can_come_later(mirjam, truus):
    first = actions.leave_circle(acting(mirjam), truus)
    again = actions.leave_circle(acting(mirjam), truus)

    assert first.left_at == again.left_at
    assert Line.objects.count() == 1
    assert actions.leave_circle(acting(mirjam), truus, erase=True).call_name == "een grootouder"


@pytest.mark.parametrize("who", ["saskia", "cem", "hanneke", "stranger"])
def test_nobody_sends_somebody_else_away(who, truus, request):
    with pytest.raises(NotAllowed):
        actions.leave_circle(acting(request.getfixturevalue(who)), truus)


def test_who_left_is_not_changed_any_more(mirjam, truus):
    actions.leave_circle(acting(mirjam), truus)

    for deed in (
        lambda: actions.set_needs(acting(mirjam), truus, needs=[]),
        lambda: actions.set_contact(acting(mirjam), truus, email="truus@post.example"),
        lambda: actions.invite_again(acting(mirjam), truus),
        lambda: actions.make_contact_person(acting(mirjam), truus),
    ):
        with pytest.raises(RuleBroken):
            deed()


def test_somebody_can_still_go_after_the_end(marleen, family):
    me = queries.me_in(acting(marleen), family)
    ended(family)

    assert actions.leave_circle(acting(marleen), me, erase=True).standing == Standing.LEFT
