"""Lines of the list that are past their term are taken away by the clock, and a line of the chain says up to where.

What is left is proven as before: it follows the hash of the last line that went, which stands in `Start` and in that
line of the chain. Whoever takes lines away in another way has no such line. The term is the database's own: five years,
the least that NEN 7513 asks for; no program can make it shorter.
"""

from base64 import b64encode

from django.db import connection

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_with_old_lines
from fgc.audit import record as audit
from fgc.audit.models import Start


@action
def shorten_lists(actor: SystemActor) -> int:
    """Takes the lines away that are past their term; returns of how many families. Source: table of terms 2.7.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_shorten(SystemActor(actor.job, family_id)) for family_id in families_with_old_lines(actor))


@action
def _shorten(actor: SystemActor) -> bool:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, chain FROM wall.shorten()")
        last = cursor.fetchone()
    if last is None:
        return False
    number, chain = last[0], bytes(last[1])
    start = Start(family_id=actor.family_id, number=number, chain=chain)
    audit.record(actor, audit.Act.ERASE, start, ground=in_words(number, chain))
    return True


def in_words(number: int, chain: bytes) -> str:
    """Up to which line a list was shortened, and the hash of that line, as a line of the chain says it."""
    return f"{number}:{b64encode(chain).decode()}"
