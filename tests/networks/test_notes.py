"""The own corner: private notes for one chosen reader, of which nobody else learns that they are there."""

import uuid

import pytest

from fgc.access import grants
from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.audit.record import lines_of
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions, queries
from fgc.networks.models import NamedReader, Person, PrivateNote
from tests.conftest import acting
from tests.factories import PersonFactory, UserFactory, by_link
from tests.networks.test_persons import ended

WORDS = "Er is iets met Yara en mij."


def person_of(user):
    return Person.objects.get(account=user)


@pytest.fixture
def me(noor, marleen):
    """Noor as a person of the circle."""
    person = person_of(noor)
    person.support_person = person_of(marleen)
    person.save()
    return person


def test_a_note_is_read_by_its_author_and_the_reader_who_was_chosen(noor, me, marleen, saskia, mirjam, cem, family):
    note = actions.write_note(acting(noor), me, text=f" {WORDS} ", reader=person_of(marleen).pk)

    assert [one.text for one in queries.own_notes(acting(noor), family)] == [WORDS]
    assert queries.notes_for(acting(marleen), family) == [note]
    assert queries.note_for(acting(marleen), family, note.pk) == note
    for other in (saskia, mirjam, cem):
        assert queries.note_for(acting(other), family, note.pk) is None
        assert queries.own_notes(acting(other), family) == queries.notes_for(acting(other), family) == []
    assert queries.notes_for(by_link(me), family) == []


def test_the_coordinator_reads_what_was_written_for_the_coordinator(noor, me, mirjam, family):
    note = actions.write_note(acting(noor), me, text=WORDS, reader=mirjam.pk)
    assert queries.notes_for(acting(mirjam), family) == [note]

    grants.end(family.pk, roles=[Role.COORDINATOR])

    assert queries.note_for(acting(mirjam), family, note.pk) is None


def test_another_reader_takes_the_place_of_the_first_at_once_and_nobody_is_one_too(noor, me, marleen, mirjam, family):
    note = actions.write_note(acting(noor), me, text=WORDS, reader=person_of(marleen).pk)

    actions.choose_note_reader(acting(noor), note, reader=mirjam.pk)
    assert queries.note_for(acting(marleen), family, note.pk) is None
    assert queries.note_for(acting(mirjam), family, note.pk) == note

    actions.choose_note_reader(acting(noor), note, reader=None)
    assert queries.notes_for(acting(mirjam), family) == []
    assert queries.own_notes(acting(noor), family) == [note]


def test_what_is_taken_away_is_gone(noor, me, marleen, family):
    note = actions.write_note(acting(noor), me, text=WORDS, reader=person_of(marleen).pk)

    actions.remove_note(acting(noor), note)

    assert not PrivateNote.objects.exists()
    assert not NamedReader.objects.exists()
    with pytest.raises(NotAllowed):
        actions.remove_note(acting(noor), note)


def test_nobody_but_the_author_says_what_happens_with_a_note(noor, me, marleen, mirjam, saskia, family):
    note = actions.write_note(acting(noor), me, text=WORDS, reader=mirjam.pk)
    for other in (marleen, mirjam, saskia):
        with pytest.raises(NotAllowed):
            actions.remove_note(acting(other), note)
        with pytest.raises(NotAllowed):
            actions.choose_note_reader(acting(other), note, reader=None)
        with pytest.raises(NotAllowed):
            actions.write_note(acting(other), me, text="x")


def test_a_coordinator_and_a_support_person_write_none_and_a_link_reaches_none(mirjam, marleen, me):
    with pytest.raises(NotAllowed):
        actions.write_note(acting(marleen), person_of(marleen), text="x")
    with pytest.raises(NotAllowed):
        actions.write_note(by_link(me), me, text="x")
    with pytest.raises(NotAllowed):
        actions.write_note(acting(mirjam), me, text="x")


@pytest.mark.parametrize(("said", "field"), [({"text": " "}, "text"), ({"text": "x" * 4001}, "text")])
def test_a_note_of_nothing_or_of_too_much_is_refused(said, field, noor, me):
    with pytest.raises(RuleBroken) as no:
        actions.write_note(acting(noor), me, **said)

    assert no.value.field == field
    assert not PrivateNote.objects.exists()


def test_a_reader_is_somebody_of_the_list(noor, me, truus, saskia):
    for nobody in (truus.pk, saskia.pk, uuid.uuid4()):
        with pytest.raises(RuleBroken) as no:
            actions.write_note(acting(noor), me, text=WORDS, reader=nobody)
        assert (no.value.code, no.value.field) == ("not_a_choice", "reader")
    assert not PrivateNote.objects.exists()


def test_who_decides_is_never_the_reader_and_neither_is_who_has_no_account(family, me, saskia, mirjam, truus):
    named = [("coordinator", mirjam.pk)]
    stranger = PersonFactory(family=family, call_name="Cas", account=UserFactory())
    for supporter in (person_of(saskia), truus, stranger, None):
        me.support_person = supporter
        assert [("coordinator", one.id) for one in queries.note_readers(me) if one.is_coordinator] == named
        assert len(queries.note_readers(me)) == 1


def test_the_lines_about_a_note_are_for_the_author_and_who_did_it_alone(noor, me, marleen, saskia, mirjam, family):
    note = actions.write_note(acting(noor), me, text=WORDS, reader=person_of(marleen).pk)
    actions.choose_note_reader(acting(noor), note, reader=None)
    actions.remove_note(acting(noor), note)

    about = list(Line.objects.filter(object_type="networks.privatenote"))
    assert {line.only_for for line in about} == {me.pk}
    assert len(about) == 3
    assert set(lines_of(acting(noor), family.pk, own_only=True)) >= set(about)
    for other in (saskia, mirjam, marleen):
        assert not set(lines_of(acting(other), family.pk)) & set(about)


def test_after_the_end_nothing_is_written_and_everything_can_be_taken_away(noor, me, mirjam, family):
    note = actions.write_note(acting(noor), me, text=WORDS, reader=mirjam.pk)
    ended(family)

    for change in (
        lambda: actions.write_note(acting(noor), me, text="nog iets"),
        lambda: actions.choose_note_reader(acting(noor), note, reader=mirjam.pk),
    ):
        with pytest.raises(RuleBroken):
            change()
    actions.choose_note_reader(acting(noor), note, reader=None)
    actions.remove_note(acting(noor), note)
    assert not PrivateNote.objects.exists()


def test_whoever_leaves_takes_the_own_corner_along_whoever_writes_it_down(cem, mirjam):
    actions.write_note(acting(cem), person_of(cem), text="Alleen voor Mirjam", reader=mirjam.pk)

    actions.leave_circle(acting(mirjam), person_of(cem))

    assert not PrivateNote.objects.exists()
    assert not NamedReader.objects.exists()


def test_the_same_words_sent_twice_are_one_note(noor, me, family):
    first, second = (actions.write_note(acting(noor), me, text=WORDS, reader=None) for _press in range(2))

    assert first == second
    assert len(queries.own_notes(acting(noor), family)) == 1
