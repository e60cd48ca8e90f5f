"""The own corner and the card with named readers, as everybody meets them."""

import json
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from fgc.accounts import tokens
from fgc.demo import people
from fgc.networks import links
from fgc.networks.models import ContactCard, NamedReader, Person, PrivateNote
from fgc.outbox.models import Message
from tests.access.house import STATES, told
from tests.entering import come_in, press
from tests.factories import PersonFactory, at_work_for

SECRET = "verliefd"


@pytest.fixture
def me(noor, marleen):
    """Noor as a person of the circle, with Marleen beside her."""
    person = Person.objects.get(account=noor)
    person.support_person = Person.objects.get(account=marleen)
    person.save()
    return person


@pytest.fixture
def corner(family):
    return reverse("circle:corner", args=[family.pk])


def test_before_somebody_writes_it_is_said_when_the_coordinator_must_speak(visit, noor, me, corner):
    page = visit(noor).get(corner).content.decode()

    assert "Alleen als jij of iemand anders in gevaar is, moet de coördinator iets doen." in page
    assert "Marleen, die naast je zit" in page
    assert "nog niemand, alleen ik" in page


def test_noor_writes_chooses_another_reader_and_takes_it_away(visit, noor, marleen, mirjam, me, family, corner):
    browser, aunt = visit(noor), visit(marleen)
    reader = me.support_person_id
    assert browser.post(corner, {"text": "", "reader": str(reader)}).status_code == 422
    assert browser.post(corner, {"text": f"Ik ben {SECRET}", "reader": str(reader)})["Location"] == corner
    note = PrivateNote.objects.get()
    here = reverse("circle:note", args=[family.pk, note.pk])
    assert SECRET in browser.get(corner).content.decode()
    assert "Noor" in aunt.get(corner).content.decode()
    assert SECRET in aunt.get(here).content.decode()
    assert aunt.post(here, {"reader": ""}).status_code == 404
    assert aunt.get(reverse("circle:remove_note", args=[family.pk, note.pk])).status_code == 404

    assert browser.post(here, {"reader": str(mirjam.pk)})["Location"] == here
    assert aunt.get(here).status_code == 404
    assert SECRET in visit(mirjam).get(here).content.decode()

    away = reverse("circle:remove_note", args=[family.pk, note.pk])
    assert browser.get(away).status_code == 200
    assert browser.post(away)["Location"] == corner
    assert browser.get(here).status_code == 404
    assert not PrivateNote.objects.exists()


def test_the_author_reads_who_looked_at_the_note_and_nobody_else_does(visit, noor, marleen, saskia, me, family, corner):
    visit(noor).post(corner, {"text": f"Ik ben {SECRET}", "reader": str(me.support_person_id)})
    visit(marleen).get(reverse("circle:note", args=[family.pk, PrivateNote.objects.get().pk]))
    seen = reverse("families:seen", args=[family.pk])

    hers, mothers = (visit(user).get(seen).content.decode() for user in (noor, saskia))

    assert "een briefje in de eigen hoek" in hers
    assert "Marleen" in hers
    for words in ("briefje", "eigen hoek", "Marleen</strong>"):
        assert words not in mothers


@pytest.mark.parametrize("who", ["marleen", "mirjam"])
def test_who_writes_no_notes_finds_nothing_to_write_in(who, visit, me, corner, request):
    browser = visit(request.getfixturevalue(who))
    assert "textarea" not in browser.get(corner).content.decode()
    assert browser.post(corner, {"text": "x"}).status_code == 404


def test_who_is_nobody_of_the_circle_yet_is_told_how_to_begin(visit, noor, corner):
    Person.objects.filter(account=noor).update(account=None)

    assert "Zeg eerst wie je bent in de kring" in visit(noor).get(corner).content.decode()


@pytest.mark.django_db
def test_no_trace_of_noors_note_reaches_her_parents(caplog):
    """A-c1: pages, list, search, messages, archive and programs of Saskia and Kemal, after Marleen read the note."""
    [plan_runs] = [state for state in STATES if state.name == "plan_runs"]
    with told(plan_runs) as stage:
        note = PrivateNote.objects.get(family=stage.family)
        reads = reverse("circle:note", args=[stage.family.pk, note.pk])
        assert SECRET in _in(stage.account(people.MARLEEN)).get(reads).content.decode()
        for parent in (people.SASKIA, people.KEMAL):
            account = stage.account(parent)
            for text in _everything_of(account, stage.family, note):
                for trace in (SECRET, "briefje", "privatenote", "circle:note", "circle:corner", str(note.pk)):
                    assert trace not in text, (parent.key, trace)
        assert not Message.objects.filter(subject_id=note.pk).exists()
        assert not Message.objects.filter(kind__contains="note").exists()


def _in(account):
    browser = Client()
    come_in(browser, account)
    return browser


def _everything_of(account, family, note):
    """What a parent can get out of the program about who did what, and of what there is."""
    browser, ids = _in(account), {"family_id": family.pk}
    program = Client(headers={"Authorization": f"Bearer {tokens.make_token(account, name='x')}"})
    for name in ("families:home", "families:seen", "circle:circle", "plan:plan", "conference:conference"):
        answer = browser.get(reverse(name, kwargs=ids))
        yield answer.content.decode()
    yield browser.get(reverse("circle:person", args=[family.pk, note.author_id])).content.decode()
    archive = browser.post(reverse("follow_up:take_along", kwargs=ids))
    with zipfile.ZipFile(BytesIO(archive.content)) as kept:
        for name in kept.namelist():
            yield kept.read(name).decode(errors="replace")
    for path in ("access-log", "persons", "names", "notes"):
        answer = program.get(f"/api/v1/families/{family.pk}/{path}")
        assert answer.status_code == 200, path
        yield json.dumps(answer.json())
    # Last, since the own look at the own corner stands in the own list.
    yield browser.get(reverse("circle:corner", kwargs=ids)).content.decode()
    assert browser.get(reverse("circle:note", args=[family.pk, note.pk])).status_code == 404


def test_a_circle_member_who_was_named_finds_the_number_and_the_owner_reads_it(visit, cem, saskia, noor, family):
    owner, reader = (Person.objects.get(account=user) for user in (noor, cem))
    ContactCard.objects.filter(person=owner).update(phone="+31612345678")
    browser = visit(noor)
    page = reverse("circle:card_readers", args=[family.pk, owner.pk])
    card = reverse("circle:card", args=[family.pk, owner.pk])
    assert visit(cem).get(card).status_code == 404
    assert browser.post(page, {"readers": ["no-id"]}).status_code == 422

    assert browser.post(page, {"readers": [str(reader.pk)]}).status_code == 302

    assert card in visit(cem).get(reverse("circle:circle", args=[family.pk])).content.decode()
    assert "06 12345678" in visit(cem).get(card).content.decode()
    assert visit(saskia).get(card).status_code == 404
    assert "Cem" in browser.get(reverse("circle:contact", args=[family.pk, owner.pk])).content.decode()
    seen = reverse("families:seen", args=[family.pk])
    assert "hoe iemand te bereiken is" in browser.get(seen).content.decode()
    assert "hoe iemand te bereiken is" not in visit(saskia).get(seen).content.decode()

    browser.post(page, {})
    assert visit(cem).get(card).status_code == 404


def test_a_masked_card_is_seen_by_the_coordinator_after_a_tap_that_is_written_down(visit, mirjam, truus, family):
    ContactCard.objects.filter(person=truus).update(is_masked=True, phone="+31612345678")
    person, card = (reverse(f"circle:{name}", args=[family.pk, truus.pk]) for name in ("person", "card"))

    before = visit(mirjam).get(person).content.decode()
    after = visit(mirjam).get(card).content.decode()

    assert "06 12345678" not in before
    assert card in before
    assert "06 12345678" in after


def test_by_a_link_one_takes_back_what_was_told_to_the_coordinator_and_names_nobody(
    truus, fatma, cem, visit, mirjam, family
):
    uncle = Person.objects.get(account=cem)
    told = {"readers": [str(fatma.pk), str(uncle.pk)]}
    visit(mirjam).post(reverse("circle:card_readers", args=[family.pk, truus.pk]), told)
    browser = visit()
    press(browser, links.open_for(at_work_for(truus), truus, via="mail"))
    page = reverse("links:readers")
    assert "Fatma, Cem" in browser.get(reverse("links:contact")).content.decode()

    assert browser.post(page, {"readers": [str(PersonFactory(family=family).pk)]}).status_code == 422
    assert browser.post(page, {"readers": [str(uncle.pk)]})["Location"] == reverse("links:contact")

    assert [row.called for row in NamedReader.objects.all()] == ["Cem"]
    browser.post(page, {})
    assert not NamedReader.objects.exists()
    assert "vertel het de" in browser.get(page).content.decode().lower()
