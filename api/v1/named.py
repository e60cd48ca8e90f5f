"""What has named readers: a contact card, and the notes of the own corner. For anybody else there is no note."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Id, Input, Output, Text, ids, page_of
from api.v1.persons import PersonEndpoint
from fgc.access.can import Can
from fgc.networks import actions, queries

if TYPE_CHECKING:
    from fgc.networks.models import PrivateNote


class CardReaderOut(Output):
    """Somebody who may read a contact card."""

    person_id = serializers.UUIDField()
    called = serializers.CharField()


class CardReadersOut(Output):
    """Everybody who may read a contact card by name."""

    readers = CardReaderOut(many=True)


class CardReadersIn(Input):
    """The people who may read a contact card; who is left out reads no more."""

    readers = ids()


class CardReaders(PersonEndpoint):
    """Who may read the contact card of a person, beside the person and the coordinator."""

    own = True
    quiet = True
    rights = {"GET": Can.SEE_CONTACT, "PUT": Can.CHANGE_OWN_CONTACT}
    takes = {"PUT": CardReadersIn}
    gives = {"GET": CardReadersOut, "PUT": CardReadersOut}

    def look_up(self) -> None:
        """The person, when it is oneself or the actor coordinates."""
        super().look_up()
        self.actor.must_see(Can.SEE_CONTACT, self.person)

    def get(self, request: Request, **ids: Any) -> Response:
        """Who may read it, in the order in which they were chosen."""
        return self.answer({"readers": queries.card_readers(self.person)})

    def put(self, request: Request, **ids: Any) -> Response:
        """Chooses who may read it; taking back works at once."""
        return self.answer({"readers": actions.choose_card_readers(self.actor, self.person, **self.said())})


class NoteOut(Output):
    """A note that you wrote, or that was written for you."""

    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    author_id = serializers.UUIDField()
    text = serializers.CharField()


class NoteIn(Input):
    """A note, and who may read it; nobody when that is left out."""

    text = Text()
    reader = Id(allow_null=True, required=False)


class Notes(FamilyEndpoint):
    """The own corner."""

    area = "circle:corner"
    own = True
    quiet = True
    rights = {"GET": Can.OWN_CORNER, "POST": Can.WRITE_NOTES}
    takes = {"POST": NoteIn}
    gives = {"GET": page_of(NoteOut), "POST": NoteOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """What you wrote, and what was written for you; the author reads in the own list that you did."""
        for_me = queries.notes_for(self.actor, self.family)
        for note in for_me:
            self.note_read(note, Can.OWN_CORNER, only_for=note.author_id)
        return self.listed([*queries.own_notes(self.actor, self.family), *for_me])

    def post(self, request: Request, **ids: Any) -> Response:
        """Writes a note. Nobody is told, and nobody else sees that it is there."""
        me = found(queries.me_in(self.actor, self.family))
        return self.answer(actions.write_note(self.actor, me, **self.said()))


class NoteReadersOut(Output):
    """Who may be chosen to read a note."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_coordinator = serializers.BooleanField()


class NoteReaders(FamilyEndpoint):
    """Who may be chosen to read a note."""

    area = "circle:corner"
    own = True
    quiet = True
    rights = {"GET": Can.WRITE_NOTES}
    gives = {"GET": page_of(NoteReadersOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who sits beside you, and who coordinates."""
        return self.listed(queries.note_readers(found(queries.me_in(self.actor, self.family))))


class NoteEndpoint(FamilyEndpoint):
    """One note, of oneself or for oneself."""

    area = "circle:note"
    own = True
    quiet = True
    note: "PrivateNote"

    def look_up(self) -> None:
        """The note, for its author and its reader."""
        self.note = found(queries.note_for(self.actor, self.family, self.kwargs["note_id"]))


class OneNote(NoteEndpoint):
    """One note."""

    rights = {"GET": Can.OWN_CORNER, "DELETE": Can.OWN_CORNER}
    gives = {"GET": NoteOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """One note; its author reads in the own list that you looked."""
        self.note_read(self.note, Can.OWN_CORNER, only_for=self.note.author_id)
        return self.answer(self.note)

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes an own note away: it is gone."""
        actions.remove_note(self.actor, self.note)
        return self.done()


class NoteReaderIn(Input):
    """Who may read it from now on; null for nobody."""

    reader = Id(allow_null=True)


class NoteReader(NoteEndpoint):
    """Who may read a note."""

    rights = {"PUT": Can.OWN_CORNER}
    takes = {"PUT": NoteReaderIn}
    gives = {"PUT": NoteOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Chooses who may read an own note; who could until now reads no more."""
        return self.answer(actions.choose_note_reader(self.actor, self.note, **self.said()))
