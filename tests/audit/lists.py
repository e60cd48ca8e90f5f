"""Lists of who looked, what is done to them, and what the verifier says of it."""

from typing import Any

from django.db import connection, transaction

from fgc.access.actors import SystemActor
from fgc.audit import record as audit
from fgc.audit.chain import Verification
from fgc.audit.models import Act
from fgc.families.models import Family

NOBODY = SystemActor("test")


def written(family: Family, many: int = 5) -> Family:
    """A family with so many lines in its list."""
    for _ in range(many):
        audit.record(NOBODY, Act.SEND, family)
    return family


def faults(**asked: Any) -> list[str]:
    """What the verifier says: at which line, and what."""
    return [f"{fault.number} {fault.words}" for fault in Verification(**asked).faults()]


def changed(question: str, *values: Any) -> None:
    """What somebody with rights on the database does, past the trigger as well."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fgc_wall")
        cursor.execute("GRANT EXECUTE ON FUNCTION wall.chained TO SESSION_USER")
        cursor.execute("RESET ROLE")
        cursor.execute("ALTER TABLE audit_line DISABLE TRIGGER lengthen_chain")
        cursor.execute(question, values)
        cursor.execute("ALTER TABLE audit_line ENABLE TRIGGER lengthen_chain")
