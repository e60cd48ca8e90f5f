"""Why a message did not arrive, in plain words: about the message, never about the person."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.outbox.queue import Channel, State

if TYPE_CHECKING:
    from fgc.outbox.models import Message

BY_REASON: dict[tuple[str, str], Promise] = {
    ("address_refused", Channel.MAIL): _("The e-mail address does not work."),
    ("address_refused", Channel.SMS): _("No text message can go to this number."),
    ("came_back", Channel.MAIL): _("The e-mail came back: nobody lives at this address."),
    ("came_back", Channel.SMS): _("The text message did not reach the telephone."),
    ("unwanted", Channel.MAIL): _("The reader said that this mail is not wanted. No more goes there. Call first."),
    ("bad_address", Channel.MAIL): _("Earlier e-mail to this address came back, so no more goes there."),
    ("bad_address", Channel.SMS): _("Earlier text messages did not reach this telephone, so no more go there."),
    ("try_later", Channel.MAIL): _("The mail server of the other side took no message for hours."),
    ("try_later", Channel.SMS): _("The telephone company took no message for hours."),
}
BY_STATE: dict[str, Promise] = {
    State.FAILED: _("It could not be delivered."),
    State.UNCERTAIN: _("We do not know whether it arrived. Ask."),
    State.EXPIRED: _("It could not go out in time."),
    State.DEAD: _("It did not go out: something is wrong on our side."),
}


def in_words(message: "Message") -> str:
    """Why it did not arrive."""
    return str(BY_REASON.get((message.reason, message.channel)) or BY_STATE[message.state])
