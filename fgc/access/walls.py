"""Who is asking, told to the database: for this transaction only, so that it can't survive on a pooled connection."""

from django.db import connection

from fgc.access.actors import Actor, LinkActor, SystemActor

# The policies of the database's own wall read these settings. No setting means nobody, and nobody sees no rows.
TELL = """
SELECT set_config('app.user_id', %s, true), set_config('app.link_id', %s, true), set_config('app.job', %s, true)
"""


def tell_database(actor: Actor) -> None:
    """Sets the actor of this transaction; exactly one of account, link and job is filled in."""
    user_id = str(actor.user.pk) if actor.user else ""
    link_id = str(actor.link_id) if isinstance(actor, LinkActor) else ""
    job = actor.job if isinstance(actor, SystemActor) else ""
    with connection.cursor() as cursor:
        cursor.execute(TELL, [user_id, link_id, job])
