"""The own corner: private notes, for one chosen reader or nobody yet. Only the author says what happens with them."""

import uuid

from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import queries, rules
from fgc.networks.actions.ground import hold_person
from fgc.networks.models import NamedReader, Person, PrivateNote


@action
def write_note(actor: Actor, author: Person, *, text: str, reader: uuid.UUID | None = None) -> PrivateNote:
    """Somebody writes in the own corner. Nobody is told, and nobody else sees that something is there. The same words
    sent twice are one note.

    Args:
        author: the person of the circle whom the actor is.
        reader: who may read it, of `queries.note_readers`; None for nobody yet.

    Raises:
        NotAllowed: the actor is not this person, or writes no notes.
        RuleBroken: the family has ended, the text is empty or too long, or the reader can't be chosen.
    """
    actor.must(Can.WRITE_NOTES, author)
    author = hold_person(author)
    rules.must_take_part(author.standing)
    words = texts.plain(text, field="text", most=texts.PARAGRAPH)
    note, is_new = PrivateNote.objects.get_or_create(family=author.family, author=author, text=words)
    if is_new:
        _give(note, author, reader)
        audit.record(actor, audit.Act.CREATE, note, only_for=author.pk)
    return note


@action
def choose_note_reader(actor: Actor, note: PrivateNote, *, reader: uuid.UUID | None) -> PrivateNote:
    """The author chooses another reader, or nobody: who read until now reads no more, from this moment.

    Raises:
        NotAllowed: it is not the actor's own note, or it is gone.
        RuleBroken: the reader can't be chosen.
    """
    actor.must(Can.OWN_CORNER, note)
    author = hold_person(note.author, must_be_open=reader is not None)
    note = _held(note)
    NamedReader.objects.filter(note=note).delete()
    _give(note, author, reader)
    audit.record(actor, audit.Act.RELEASE if reader else audit.Act.TAKE_BACK, note, only_for=author.pk)
    return note


@action
def remove_note(actor: Actor, note: PrivateNote) -> None:
    """The author takes a note away: it is gone.

    Raises:
        NotAllowed: it is not the actor's own note, or it is gone already.
    """
    actor.must(Can.OWN_CORNER, note)
    hold_person(note.author, must_be_open=False)
    note = _held(note)
    audit.record(actor, audit.Act.REMOVE, note, only_for=note.author_id)
    note.delete()


def _held(note: PrivateNote) -> PrivateNote:
    held = PrivateNote.objects.select_for_update(of=("self",)).filter(pk=note.pk).first()
    if held is None:
        raise NotAllowed
    return held


def _give(note: PrivateNote, author: Person, reader: uuid.UUID | None) -> None:
    if reader is None:
        return
    chosen = next((one for one in queries.note_readers(author) if one.id == reader), None)
    if chosen is None:
        sentence = _("Choose somebody of the list, or nobody yet.")
        raise RuleBroken(sentence, code="not_a_choice", field="reader")
    by_name = {"account_id": reader} if chosen.is_coordinator else {"person_id": reader}
    NamedReader.objects.create(family=author.family, owner=author, note=note, called=chosen.name, **by_name)
