"""Asking people to come, and their answers."""

from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.conferences import actions, queries
from fgc.conferences.models import Conference, Invitation
from fgc.conferences.rules import Coming, Sent
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.queries import Question
from fgc.networks.rules import Standing
from fgc.outbox import queue
from fgc.outbox.models import Channel, Kind, Message, State
from tests import factories
from tests.conferences.conftest import at
from tests.conferences.test_dates import by_link
from tests.conftest import acting


def test_the_family_says_whom_to_ask(dated: Conference, truus: Person, fatma: Person, saskia: User) -> None:
    invitations = actions.invite(acting(saskia), dated, person_ids=[truus.pk, fatma.pk])
    again = actions.invite(acting(saskia), dated, person_ids=[truus.pk])

    assert again[0] in invitations
    assert [one.person.call_name for one in queries.invitations_of(dated)] == ["Fatma", "Truus"]
    assert not Message.objects.filter(kind=Kind.INVITATION).exists()
    assert [person.call_name for person in queries.not_invited_of(dated)] == ["Saskia"]


def test_nobody_of_another_family_or_marked_as_not_invited_is_asked(dated: Conference, mirjam: User) -> None:
    other = factories.PersonFactory()
    unwanted = factories.PersonFactory(family=dated.family, standing=Standing.NOT_INVITED)

    for person in (other, unwanted):
        with pytest.raises(RuleBroken) as no:
            actions.invite(acting(mirjam), dated, person_ids=[person.pk])
        assert (no.value.code, no.value.field) == ("not_here", "person_ids")


def test_a_circle_member_invites_nobody(dated: Conference, truus: Person, cem: User) -> None:
    with pytest.raises(NotAllowed):
        actions.invite(acting(cem), dated, person_ids=[truus.pk])


def test_an_invitation_goes_out_by_mail_once(invited: Invitation, mirjam: User) -> None:
    actions.send_invitation(acting(mirjam), invited)

    assert invited.sent == Sent.SENT
    message = Message.objects.get(kind=Kind.INVITATION)
    assert (message.channel, message.not_after) == (Channel.MAIL, at(21, 11))
    assert queries.open_questions(invited.person) == [Question("invitation", invited.pk)]


def test_a_letter_waits_for_the_printer(dated: Conference, mirjam: User) -> None:
    lies = factories.PersonFactory(family=dated.family, call_name="Truus", way="letter")
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[lies.pk])

    assert actions.send_invitation(acting(mirjam), invitation).sent == Sent.DRAFT
    assert Message.objects.get(kind=Kind.INVITATION).channel == Channel.PAPER

    assert actions.printed(acting(mirjam), invitation).sent == Sent.PRINTED
    assert Message.objects.get(kind=Kind.INVITATION).state == State.SKIPPED


def test_one_press_sends_whatever_goes_by_mail_and_only_that(
    dated: Conference, truus: Person, fatma: Person, mirjam: User
) -> None:
    wendy = factories.PersonFactory(family=dated.family, call_name="Wendy")
    actions.invite(acting(mirjam), dated, person_ids=[truus.pk, fatma.pk, wendy.pk])
    actions.mark_told(acting(mirjam), Invitation.objects.get(person=wendy))

    sent = actions.send_waiting(acting(mirjam), dated)

    assert [one.person for one in sent] == [truus]
    assert [message.to_person_id for message in Message.objects.filter(kind=Kind.INVITATION)] == [truus.pk]
    assert actions.send_waiting(acting(mirjam), dated) == []


def test_one_whom_the_family_does_not_invite_any_more_stops_nobody_elses_mail(
    dated: Conference, truus: Person, mirjam: User
) -> None:
    wendy = factories.PersonFactory(family=dated.family, call_name="Wendy")
    actions.invite(acting(mirjam), dated, person_ids=[truus.pk, wendy.pk])
    Person.objects.filter(pk=wendy.pk).update(standing=Standing.NOT_INVITED)

    assert [one.person for one in actions.send_waiting(acting(mirjam), dated)] == [truus]


@pytest.mark.parametrize("who", ["cem", "hanneke", "stranger", "erik"])
def test_who_does_not_invite_sends_nothing(dated: Conference, who: str, request: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.send_waiting(acting(request.getfixturevalue(who)), dated)


def test_before_there_is_a_date_nothing_goes_by_mail(conference: Conference, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.send_waiting(acting(mirjam), conference)
    assert no.value.code == "no_date"


def test_who_was_told_of_the_invitation_is_not_called_again_for_the_day(
    dated: Conference, fatma: Person, truus: Person, mirjam: User
) -> None:
    for person in (fatma, truus):
        queue.to_person(person.pk, Kind.DATE_CHOSEN, dated, channel=Channel.CALL)
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[fatma.pk])

    actions.mark_told(acting(mirjam), invitation)

    assert Message.objects.get(to_person_id=fatma.pk).state == State.SKIPPED
    assert Message.objects.get(to_person_id=truus.pk).state != State.SKIPPED


def test_telling_somebody_is_inviting(dated: Conference, fatma: Person, mirjam: User) -> None:
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[fatma.pk])

    assert actions.mark_told(acting(mirjam), invitation).sent == Sent.TOLD


def test_without_a_date_nothing_goes_out(conference: Conference, truus: Person, mirjam: User) -> None:
    [invitation] = actions.invite(acting(mirjam), conference, person_ids=[truus.pk])

    for send in (actions.send_invitation, actions.mark_told, actions.printed):
        with pytest.raises(RuleBroken) as no:
            send(acting(mirjam), invitation)
        assert no.value.code == "no_date"


def test_somebody_who_left_gets_no_invitation(dated: Conference, truus: Person, mirjam: User) -> None:
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[truus.pk])
    Person.objects.filter(pk=truus.pk).update(standing=Standing.LEFT, left_at=at(5))

    with pytest.raises(RuleBroken):
        actions.send_invitation(acting(mirjam), invitation)
    assert queries.invitations_of(dated) == []


@pytest.mark.parametrize("coming", ["in_person", "video", "not"])
def test_somebody_answers_by_link_and_may_change_it(invited: Invitation, truus: Person, coming: str) -> None:
    actions.answer_invitation(by_link(truus), invited, coming="in_person")
    answered = actions.answer_invitation(by_link(truus), invited, coming=coming)

    assert (answered.coming, answered.on_behalf_by) == (coming, None)
    assert queries.open_questions(truus) == []


def test_a_message_to_be_read_out_is_kept_as_written(invited: Invitation, truus: Person) -> None:
    words = "سلام 🐕 <b>Noor</b>"

    answered = actions.answer_invitation(by_link(truus), invited, coming="message", message=words)

    answered.refresh_from_db()
    assert answered.message == words


@pytest.mark.parametrize(
    ("coming", "message", "field"),
    [
        ("", "", "coming"),
        ("perhaps", "", "coming"),
        ("not_answered", "", "coming"),
        ("message", "  ", "message"),
        ("message", "x" * 2001, "message"),
        ("in_person", "mijn nummer is 111222333", "message"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    invited: Invitation, truus: Person, coming: str, message: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.answer_invitation(by_link(truus), invited, coming=coming, message=message)

    assert no.value.field == field


def test_the_coordinator_writes_a_spoken_answer_down(dated: Conference, fatma: Person, mirjam: User) -> None:
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[fatma.pk])

    answered = actions.answer_invitation(acting(mirjam), invitation, coming="in_person")

    assert (answered.on_behalf_by, answered.sent) == (mirjam, Sent.TOLD)
    assert Line.objects.filter(act="answer", on_behalf_of=fatma.pk).exists()


def test_nobody_else_answers(invited: Invitation, fatma: Person, cem: User, stranger: User) -> None:
    for actor in (by_link(fatma), acting(cem), acting(stranger)):
        with pytest.raises(NotAllowed):
            actions.answer_invitation(actor, invited, coming="in_person")


def test_an_invitation_that_did_not_go_out_cannot_be_guessed(dated: Conference, truus: Person, mirjam: User) -> None:
    [draft] = actions.invite(acting(mirjam), dated, person_ids=[truus.pk])

    with pytest.raises(NotAllowed):
        actions.answer_invitation(by_link(truus), draft, coming="in_person")
    assert queries.invitation_for(truus, draft.pk) is None
    assert queries.invitation_for(truus, draft.pk, even_unsent=True) == draft


def test_a_professional_answers_by_the_own_account(
    dated: Conference, outsider: Person, hanneke: User, petra: User, mirjam: User
) -> None:
    [invitation] = actions.invite(acting(mirjam), dated, person_ids=[outsider.pk])
    actions.mark_told(acting(mirjam), invitation)

    assert actions.answer_invitation(acting(hanneke), invitation, coming="in_person").coming == Coming.IN_PERSON
    with pytest.raises(NotAllowed):
        actions.answer_invitation(acting(petra), invitation, coming="not")


def test_once_the_day_began_the_answers_stand(informing: Conference, talked: Invitation, truus: Person) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.answer_invitation(by_link(truus), talked, coming="not")

    assert no.value.code == "wrong_moment"
    assert queries.invitation_of(informing, frozenset({truus.pk})) == talked


def test_no_invitation_goes_out_once_the_day_began(informing: Conference, fatma: Person, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.invite(acting(mirjam), informing, person_ids=[fatma.pk])

    assert no.value.code == "wrong_moment"


def test_after_the_end_nobody_answers(invited: Invitation, truus: Person) -> None:
    Family.objects.update(stage="stopped")

    with pytest.raises((RuleBroken, NotAllowed)):
        actions.answer_invitation(by_link(truus), invited, coming="in_person")


def test_who_comes_is_listed_with_as_many_queries_for_many(dated: Conference, django_assert_num_queries: Any) -> None:
    for number in range(15):
        factories.InvitationFactory(conference=dated, person__call_name=f"Neef {number}")

    with django_assert_num_queries(1):
        assert all(one.person.way for one in queries.invitations_of(dated))


def test_a_message_is_for_the_circle_and_the_coordinator_leaves_it(
    invited: Invitation, truus: Person, mirjam: User, cem: User
) -> None:
    actions.answer_invitation(by_link(truus), invited, coming="message", message="Ik denk aan jullie.")

    actions.answer_invitation(acting(mirjam), invited, coming="in_person")

    [one] = queries.messages_of(acting(cem), invited.conference)
    assert (one.message, one.coming) == ("Ik denk aan jullie.", "in_person")
    with pytest.raises(NotAllowed):
        queries.messages_of(acting(mirjam), invited.conference)
