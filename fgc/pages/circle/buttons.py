"""Which buttons stand on the page of a person: only those that work."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks.rules import Standing

if TYPE_CHECKING:
    from fgc.networks.models import Person


@dataclass(frozen=True)
class Press:
    """A button that does one thing at once."""

    href: str
    words: str


def buttons_for(rights: frozenset[Can], person: "Person", me: "Person | None") -> list[Press]:
    """What the actor can do with one press about this person.

    Args:
        rights: what the actor may do in this family.
        me: the person whom the actor is in this circle, if that was said.
    """
    if Can.DRAW_CIRCLE not in rights or person.standing == Standing.LEFT:
        return []
    if person.standing == Standing.NOT_INVITED:
        return [_press("invite_again", person, _("Invite after all"))]
    found = []
    # The coordinator is nobody of the circle.
    if me is None and person.account_id is None and not person.is_outsider and Can.SEND_LINK not in rights:
        found.append(_press("me", person, _("This is me")))
    if not person.is_contact_person and not person.is_outsider:
        found.append(_press("contact_person", person, _("Make contact person of the plan")))
    if not person.is_outsider:
        found.append(_press("take_back_links", person, _("Stop links and codes")))
    return [*found, _press("not_invite", person, _("Do not invite"))]


def _press(name: str, person: "Person", words: str) -> Press:
    return Press(reverse(f"circle:{name}", args=[person.family_id, person.pk]), words)
