"""Who comes in with a text message to a number."""

from fgc.accounts.models import User, Work


def accounts_with(number: str) -> list[User]:
    """The accounts that come in with a text message to this number, the oldest first.

    More than one where a household shares a telephone. Who has an address for mail comes in with that, and who works
    here never with a text message.
    """
    if not number:
        return []
    here = User.objects.filter(phone=number, email=None, work=Work.NONE, is_active=True)
    return list(here.order_by("joined_at", "pk"))
