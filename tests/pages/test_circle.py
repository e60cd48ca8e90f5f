"""The pages of the circle, as each of the people who may or may not come in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.networks import actions, queries
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Standing
from fgc.outbox import queue
from fgc.outbox.models import Channel, Message, State
from tests.conftest import acting
from tests.factories import FamilyFactory, InvitationFactory, PersonFactory, UserFactory, let_in


def at(name, family, *rest):
    return reverse(f"circle:{name}", args=[family.pk, *rest])


def test_the_family_sees_its_circle_drawn_and_as_a_list(saskia, truus, fatma, outsider, family, visit):
    page = visit(saskia).get(at("circle", family)).content.decode()

    assert "<svg" in page
    assert 'aria-labelledby="drawing-title drawing-desc"' in page
    assert page.count("Truus") >= 2
    assert "leerplichtambtenaar" in page
    assert truus.card.email not in page


def test_one_line_adds_somebody_and_a_bad_line_is_kept(mirjam, family, visit):
    browser = visit(mirjam)

    done = browser.post(at("circle", family), {"line": "Ineke buurvrouw 06 12345678"}, follow=True)
    refused = browser.post(at("circle", family), {"line": "Ineke buurvrouw"})

    assert "Ineke" in done.content.decode()
    assert Person.objects.get().role == CircleRole.NEIGHBOUR
    assert refused.status_code == 422
    assert 'value="Ineke buurvrouw"' in refused.content.decode()


def test_a_circle_of_one_is_thought_along_with_and_a_large_one_is_not(saskia, family, visit):
    small = visit(saskia).get(at("circle", family)).content.decode()
    PersonFactory.create_batch(6, family=family)
    large = visit(saskia).get(at("circle", family)).content.decode()

    assert 'id="think"' in small
    assert 'id="think"' not in large


def test_a_circle_member_reads_the_names_and_nothing_more(cem, truus, family, visit):
    browser = visit(cem)

    page = browser.get(at("circle", family)).content.decode()

    assert "Truus" in page
    assert "<svg xmlns" not in page
    assert browser.get(at("person", family, truus.pk)).status_code == 404
    assert browser.get(at("person", family, queries.me_in(acting(cem), family).pk)).status_code == 200
    assert browser.post(at("circle", family), {"line": "Jan"}).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "hanneke", "erik"])
@pytest.mark.parametrize("name", ["person", "change", "contact", "needs", "supporter", "tie", "leave", "letter"])
def test_for_others_the_circle_does_not_exist(who, name, truus, family, visit, request):
    browser = visit(request.getfixturevalue(who))

    assert browser.get(at("circle", family)).status_code == 404
    assert browser.get(at(name, family, truus.pk)).status_code == 404


@pytest.mark.parametrize("name", ["person", "change", "contact", "needs", "supporter", "tie", "leave", "letter"])
def test_the_coordinator_opens_every_page_of_a_person_in_both_languages(name, mirjam, truus, fatma, family, visit):
    browser = visit(mirjam)

    dutch = browser.get(at(name, family, truus.pk))
    browser.cookies["django_language"] = "en"
    english = browser.get(at(name, family, truus.pk))

    assert (dutch.status_code, english.status_code) == (200, 200)
    assert dutch["Content-Language"] == "nl"
    assert dutch.content != english.content


@pytest.mark.parametrize("name", ["contact", "needs", "leave", "letter"])
def test_the_family_does_not_open_what_is_only_the_persons_own(name, saskia, truus, family, visit):
    assert visit(saskia).get(at(name, family, truus.pk)).status_code == 404


def test_a_contact_card_is_shown_to_the_coordinator_and_that_is_written_down(mirjam, saskia, truus, family, visit):
    hers = visit(mirjam).get(at("person", family, truus.pk)).content.decode()
    theirs = visit(saskia).get(at("person", family, truus.pk)).content.decode()

    assert truus.card.email in hers
    assert truus.card.email not in theirs
    assert Line.objects.filter(ground="see_contact", object_id=truus.pk).count() == 1


def test_a_person_of_another_family_is_not_found(mirjam, family, visit):
    elsewhere = PersonFactory(family=FamilyFactory())

    for name in ("person", "change", "contact", "leave", "letter"):
        assert visit(mirjam).get(at(name, family, elsewhere.pk)).status_code == 404
    assert visit(mirjam).post(at("not_invite", family, elsewhere.pk)).status_code == 404


def test_how_somebody_is_known_is_corrected_and_a_refusal_keeps_what_was_typed(saskia, truus, family, visit):
    said = {
        "call_name": "Truus V.",
        "tie_label": "oma",
        "role": "grandparent",
        "side": "mother",
        "ring": "1",
        "life_stage": "65+",
        "language": "nl",
    }
    browser = visit(saskia)

    refused = browser.post(at("change", family, truus.pk), {**said, "call_name": "111222333"})
    done = browser.post(at("change", family, truus.pk), said)

    truus.refresh_from_db()
    assert (refused.status_code, done.status_code) == (422, 302)
    assert 'value="111222333"' in refused.content.decode()
    assert (truus.call_name, truus.ring) == ("Truus V.", "1")


def test_the_coordinator_writes_down_how_to_reach_and_what_is_needed(mirjam, fatma, family, visit):
    browser = visit(mirjam)

    refused = browser.post(at("contact", family, fatma.pk), {"way": "mail", "email": ""})
    browser.post(at("contact", family, fatma.pk), {"way": "visit", "phone": "030 1234567"})
    hours = {"safe_from": "10:00", "safe_until": "12:30", "safe_word": "walnoot", "call_note": "Bel lang."}
    unclear = browser.post(at("hours", family, fatma.pk), {**hours, "safe_until": "25:00"})
    browser.post(at("hours", family, fatma.pk), hours)
    browser.post(at("needs", family, fatma.pk), {"needs": ["interpreter"], "needs_note": "Turks"})
    page = browser.get(at("person", family, fatma.pk)).content.decode()

    assert refused.status_code == 422
    assert unclear.status_code == 422
    assert "Dit is geen tijd" in unclear.content.decode()
    for words in ("Alleen veilig tussen 10:00 en 12:30", "walnoot", "Bel lang."):
        assert words in page
    assert "Turks" in page


def test_ties_are_drawn_and_taken_off(saskia, truus, fatma, family, visit):
    browser = visit(saskia)

    browser.post(at("tie", family, truus.pk), {"kin": "friend", "b": str(fatma.pk), "bond": "strong"})
    drawn = queries.map_of(family).ties[0]
    assert 'stroke-width="6"' in browser.get(at("circle", family)).content.decode()
    browser.post(at("untie", family, truus.pk, drawn.pk))

    assert queries.map_of(family).ties == []
    assert browser.post(at("untie", family, truus.pk, drawn.pk)).status_code == 404


def test_every_button_of_a_person_does_what_it_says(saskia, noor, truus, family, visit):
    browser = visit(saskia)
    me = queries.me_in(acting(noor), family)

    browser.post(at("supporter", family, me.pk), {"supporter": str(truus.pk)})
    browser.post(at("contact_person", family, truus.pk))
    browser.post(at("take_back_links", family, truus.pk))
    assert queries.contact_person_of(family) == truus
    browser.post(at("not_invite", family, truus.pk))
    page = browser.get(at("circle", family)).content.decode()
    browser.post(at("invite_again", family, truus.pk))

    truus.refresh_from_db()
    assert "<details>" in page
    assert truus.standing == Standing.MAPPED
    assert browser.get(at("not_invite", family, truus.pk)).status_code == 405


def test_of_a_person_for_work_only_a_few_words_are_changed(saskia, outsider, family, visit):
    browser = visit(saskia)

    page = browser.get(at("person", family, outsider.pk)).content.decode()
    browser.post(at("change", family, outsider.pk), {"call_name": "Hanneke B.", "tie_label": "", "language": "nl"})

    outsider.refresh_from_db()
    assert at("contact_person", family, outsider.pk) not in page
    assert (outsider.call_name, outsider.role) == ("Hanneke B.", CircleRole.PROFESSIONAL)


def test_of_somebody_who_left_nothing_can_be_changed_any_more(mirjam, truus, family, visit):
    actions.leave_circle(acting(mirjam), truus)

    page = visit(mirjam).get(at("person", family, truus.pk)).content.decode()

    assert 'method="post" action="/families' not in page
    assert at("change", family, truus.pk) not in page


def test_who_is_not_invited_can_be_invited_after_all(saskia, truus, family, visit):
    actions.mark_not_invited(acting(saskia), truus)

    assert at("invite_again", family, truus.pk) in visit(saskia).get(at("person", family, truus.pk)).content.decode()


def test_somebody_says_this_is_me(family, visit):
    kemal = let_in(UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family)
    person = PersonFactory(family=family, call_name="Kemal", way="visit")

    page = visit(kemal).get(at("person", family, person.pk)).content.decode()
    visit(kemal).post(at("me", family, person.pk))

    person.refresh_from_db()
    assert at("me", family, person.pk) in page
    assert person.account == kemal


def test_the_coordinator_says_which_account_is_which_person(mirjam, truus, family, visit):
    browser = visit(mirjam)
    nobody = browser.get(at("account", family, truus.pk)).content.decode()
    account = let_in(UserFactory(name="Truus Verhulst"), Role.MEMBER, family)

    refused = browser.post(at("account", family, truus.pk), {"account": str(mirjam.pk)})
    browser.post(at("account", family, truus.pk), {"account": str(account.pk)})

    truus.refresh_from_db()
    assert 'class="empty"' in nobody
    assert refused.status_code == 422
    assert truus.account == account


def test_a_professional_is_added_apart(saskia, family, visit):
    browser = visit(saskia)
    said = {"call_name": "Bas Okkers", "function": "mentor", "employer": "School", "email": "bas@school.example"}

    refused = browser.post(at("professional", family), {**said, "email": "nothing"})
    page = browser.post(at("professional", family), said, follow=True).content.decode()

    assert refused.status_code == 422
    assert "mentor" in page


def test_a_letter_shows_its_code_once_and_earlier_letters_stop(mirjam, truus, family, visit):
    browser = visit(mirjam)

    assert truus.links.count() == 0
    asked = browser.get(at("letter", family, truus.pk))
    page = browser.post(at("letter", family, truus.pk)).content.decode()
    browser.post(at("letter", family, truus.pk))

    assert asked.status_code == 200
    assert 'class="code"' in page
    assert "<svg" in page
    assert reverse("links:code") in page
    assert truus.links.filter(revoked_at=None).count() == 1


def test_what_waits_for_the_hand_says_what_to_ask_and_goes_off_the_list(mirjam, fatma, family, visit):
    queue.to_person(fatma.pk, queue.Kind.ASK_DATE, family, channel=Channel.CALL)
    queue.to_person(fatma.pk, queue.Kind.STALLED, family, channel=Channel.PAPER)
    Message.objects.update(state=State.BY_HAND)
    browser = visit(mirjam)

    page = browser.get(at("by_hand", family)).content.decode()
    message = Message.objects.get(kind="ask_date")
    browser.post(at("done_by_hand", family, message.pk))

    message.refresh_from_db()
    assert reverse("conference:person_date", args=[family.pk, fatma.pk, family.pk]) in page
    assert at("letter", family, fatma.pk) in page
    assert message.state == State.DONE_BY_HAND
    assert browser.post(at("done_by_hand", family, message.pk)).status_code == 404


def test_one_call_says_all_that_waits_for_somebody(mirjam, fatma, truus, family, visit):
    for person, kind, way in (
        (fatma, queue.Kind.ASK_DATE, Channel.CALL),
        (truus, queue.Kind.ASK_DATE, Channel.CALL),
        (fatma, queue.Kind.STALLED, Channel.CALL),
        (fatma, queue.Kind.TASK_FREE, Channel.PAPER),
    ):
        queue.to_person(person.pk, kind, family, channel=way)
    Message.objects.update(state=State.BY_HAND)

    page = visit(mirjam).get(at("by_hand", family)).content.decode()

    cards = page.split('<li class="card')[1:]
    assert [name in card for card, name in zip(cards, ("Fatma", "Truus", "Fatma"), strict=True)] == [True] * 3
    assert [card.count("/done/") for card in cards] == [2, 1, 1]
    # A button without it is refused in a browser.
    assert [card.count("csrfmiddlewaretoken") for card in cards] == [2, 1, 1]


def test_the_list_of_the_hand_is_not_for_the_family(saskia, family, visit):
    assert visit(saskia).get(at("by_hand", family)).status_code == 404


def test_somebody_with_an_account_stops(cem, family, visit):
    me = queries.me_in(acting(cem), family)
    browser = visit(cem)

    page = browser.get(at("leave", family, me.pk))
    browser.post(at("leave", family, me.pk), {"quietly": "on"})

    me.refresh_from_db()
    assert page.status_code == 200
    assert (me.standing, me.left_quietly) == (Standing.LEFT, True)
    assert browser.get(at("circle", family)).status_code == 404


def test_the_circle_takes_as_many_queries_with_three_as_with_thirty(mirjam, family, visit):
    browser = visit(mirjam)
    browser.get(at("circle", family))  # the first page writes down when somebody came in
    PersonFactory.create_batch(3, family=family)
    with CaptureQueriesContext(connection) as few:
        browser.get(at("circle", family))

    PersonFactory.create_batch(27, family=family)
    with CaptureQueriesContext(connection) as many:
        browser.get(at("circle", family))

    assert len(few) == len(many)


def test_an_invitation_that_was_told_by_telephone_also_stands_so_on_the_list_of_invitations(
    mirjam, fatma, family, visit
):
    invitation = InvitationFactory(
        conference__family=family,
        conference__moment="dated",
        conference__starts_at=now() + timedelta(days=9),
        person=fatma,
    )
    queue.to_person(fatma.pk, queue.Kind.INVITATION, invitation, channel=Channel.CALL)
    Message.objects.update(state=State.BY_HAND)

    visit(mirjam).post(at("done_by_hand", family, Message.objects.get().pk))

    invitation.refresh_from_db()
    assert invitation.sent == "told"


def test_what_did_not_arrive_says_why_and_how_to_reach_somebody_now(mirjam, truus, saskia, family, visit):
    truus.card.phone = "+31612345678"
    truus.card.save()
    queue.to_person(truus.pk, queue.Kind.ASK_DATE, family)
    queue.to_user(saskia, queue.Kind.ASK_CONFIRMATION, family)
    Message.objects.filter(to_user=None).update(state=State.FAILED, reason="address_refused")
    Message.objects.exclude(to_user=None).update(state=State.UNCERTAIN, reason="uncertain")
    Message.objects.update(settled_at=now())
    browser = visit(mirjam)

    page = browser.get(at("by_hand", family)).content.decode()
    desk = browser.get(reverse("desk:desk"), {"show": "by-hand"}).content.decode()
    circle = browser.get(at("circle", family)).content.decode()

    assert "Het e-mailadres werkt niet." in page
    assert "We weten niet of het aankwam. Vraag het na." in page
    assert "06 12345678" in page
    assert reverse("conference:person_date", args=[family.pk, truus.pk, family.pk]) in page
    assert at("contact", family, truus.pk) in page
    assert "2 berichten kwamen niet aan" in desk
    assert "2 berichten kwamen niet aan" in circle


def test_it_is_sent_again_or_done_by_hand_with_one_press(mirjam, saskia, truus, family, visit):
    queue.to_person(truus.pk, queue.Kind.ASK_DATE, family)
    Message.objects.update(state=State.FAILED, settled_at=now())
    message = Message.objects.get()
    browser = visit(mirjam)

    assert visit(saskia).post(at("send_again", family, message.pk)).status_code == 404
    assert browser.post(at("send_again", family, message.pk)).status_code == 302
    message.refresh_from_db()
    assert message.state == State.PENDING
    assert browser.post(at("send_again", family, message.pk)).status_code == 404

    Message.objects.update(state=State.DEAD, settled_at=now())
    browser.post(at("done_by_hand", family, message.pk))
    message.refresh_from_db()
    assert message.state == State.DONE_BY_HAND
