"""Asks for a conference as visitors do, until it is refused: `python -m tests.faults.asks MOST`. Says how many it made.

After the number comes the class of what stood in the way, if anything did.
"""

import sys
import uuid

import django

django.setup()

from django.db import Error  # noqa: E402  # settings are there only now

from fgc.access.actors import Visitor  # noqa: E402
from fgc.families import actions  # noqa: E402


def main(most: int) -> None:
    """Each request is a family, an account, its seat, a line in the list, and a message."""
    for made in range(most):
        try:
            actions.start_request(Visitor(), name="Somebody", email=f"{uuid.uuid4().hex}@post.example")
        except Error as error:
            sys.stdout.write(f"{made} {type(error.__cause__ or error).__name__}\n")
            return
    sys.stdout.write(f"{most}\n")


main(int(sys.argv[1]))
