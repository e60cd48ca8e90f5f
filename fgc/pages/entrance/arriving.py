"""Does a code arrive where it is asked for? What providers said decides it, and whoever asks never hears it.

To an address at which nothing arrives a code goes once a day: a mailbox that was full may work again, and somebody
waits for it. Who types that code has proven that it does arrive.
"""

from typing import Any

from fgc.limits import Limit
from fgc.outbox import returned
from fgc.outbox.queue import Channel

ONCE_A_DAY = Limit("code-to-dead", most=1, seconds=24 * 60 * 60)


def look(request: Any, channel: Channel, address: str) -> None:
    """Asks it of every address that is typed, so that one that we know takes no longer than one that we do not."""
    request.code_goes = goes(channel, address)


def goes(channel: Channel, address: str) -> bool:
    """Does a code go there now?"""
    is_dead = bool(returned.dead_among(channel, [address]))
    return not is_dead or ONCE_A_DAY.allows_one_more(f"{channel} {address.lower()}")


def goes_for(request: Any, channel: Channel, address: str) -> bool:
    """The same, as it was looked up for this visit; or now, for who is in already."""
    looked: bool | None = getattr(request, "code_goes", None)
    return goes(channel, address) if looked is None else looked


def prove(state: dict[str, Any]) -> None:
    """The code that went there was typed.

    Args:
        state: what the library keeps of somebody who is coming in.
    """
    for channel, name in ((Channel.MAIL, "email"), (Channel.SMS, "phone")):
        if address := state.get(name):
            returned.prove(channel, str(address))
