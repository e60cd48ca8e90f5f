"""How somebody may be reached when a message did not arrive. Plain values in, an answer out."""

from fgc.networks.rules import Way


def other_ways(*, failed: str, phone: str, email: str, address: str, can_text: bool) -> tuple[Way, ...]:
    """The ways that are left, the best one first: a voice, then what is there at once, then paper; a visit always.

    Args:
        failed: the way that did not work; to the same address or number it is not tried again.
        can_text: whether a text message can go to this number, and is wanted.
    """
    known = {Way.PHONE: bool(phone), Way.MAIL: bool(email), Way.SMS: can_text, Way.LETTER: bool(address)}
    return (*(way for way, is_known in known.items() if is_known and way != failed), Way.VISIT)
