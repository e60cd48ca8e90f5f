"""How somebody of the circle is written to: neutral, with a link of his or her own, or not at all."""

import pytest
from django.urls import reverse

from fgc.networks import actions, links
from fgc.networks.letters import to_person
from fgc.networks.models import AccessLink, ContactCard, Person
from fgc.outbox.letters import Letter, Skip
from fgc.outbox.models import Channel, Kind, Message
from tests.conftest import acting
from tests.factories import at_work_for
from tests.networks.test_persons import ended


def message_to(person, **more):
    return Message(family_id=person.family_id, kind=Kind.ASK_DATE, to_person_id=person.pk, **more)


def test_a_mail_names_nobody_and_holds_a_link_that_works_once_made(truus, family):
    letter = to_person(message_to(truus))

    address = next(word for word in letter.text.split() if "/l/" in word)
    token = address.rsplit("/", maxsplit=1)[-1]
    assert letter.to == truus.card.email
    assert address.endswith(reverse("links:open", args=[token]))
    assert links.exchange(token).person == truus
    for word in ("Truus", "Noor", "oma", family.organisation.name):
        assert word not in letter.text + letter.subject


def test_two_mails_hold_two_links_so_that_the_first_still_works(truus):
    to_person(message_to(truus))
    to_person(message_to(truus))

    assert AccessLink.objects.filter(person=truus, revoked_at=None).count() == 2


@pytest.mark.parametrize("channel", [Channel.PAPER, Channel.CALL])
def test_paper_and_calls_have_no_text_and_make_no_link(channel, fatma):
    assert to_person(message_to(fatma, channel=channel)) == Letter(to="", subject="", text="")
    assert AccessLink.objects.count() == 0


def test_who_left_is_not_written_to(mirjam, truus):
    actions.leave_circle(acting(mirjam), truus)

    assert to_person(message_to(truus)) == Skip("left")


def test_nobody_is_written_to_after_the_end(truus, family):
    ended(family)

    assert to_person(message_to(truus)) == Skip("ended")


@pytest.mark.parametrize(("no_messages", "email"), [(True, "truus@post.example"), (False, "")])
def test_who_wants_no_messages_any_more_gets_none_that_was_already_on_its_way(no_messages, email, truus):
    Person.objects.filter(pk=truus.pk).update(no_messages=no_messages)
    ContactCard.objects.filter(person=truus).update(email=email)

    assert to_person(message_to(truus)) == Skip("no_messages")
    with pytest.raises(AccessLink.DoesNotExist):
        AccessLink.objects.get(person=truus)


def test_only_the_clock_sends(truus):
    assert links.open_for(at_work_for(truus), truus, via="mail")
