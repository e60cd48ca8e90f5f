"""How it begins: a family asks, or a professional asks whether the family wants it."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from phonenumber_field.phonenumber import PhoneNumber

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting, action
from fgc.accounts.models import Organisation, User
from fgc.audit import record as audit
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.families import contact, rules
from fgc.families.actions._shared import account_for
from fgc.families.models import Commission, Family
from fgc.limits import Limit
from fgc.outbox import queue

# A library or a neighbourhood house is one place, and helps several families in an hour.
FROM_ONE_PLACE = Limit("ask-from", most=20, seconds=60 * 60)
TO_ONE_PERSON = Limit("ask-to", most=5, seconds=24 * 60 * 60)


@action
def start_request(  # noqa: PLR0913  # the fields of a request, and where it comes from
    actor: Actor,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    region: str = "",
    family_name: str = "",
    language: str = "nl",
    organisation: Organisation | None = None,
    place: str = "",
) -> Family:
    """Somebody of the family asks for it, without any professional; whoever asks holds the say over the own request.

    Args:
        name: what we call the person who asks.
        email: for a code to come in with; may be empty where there is a telephone number, then we call.
        family_name: what the family calls itself here; made from the name when left out.
        organisation: who will look for a coordinator; the one that serves this site when left out.
        place: where a visitor without account asks from, see `limits.place_of`.

    Returns:
        The family; the same one when somebody pressed twice.

    Raises:
        RuleBroken: the name or every way to reach somebody is missing or wrong, or it was asked too often.
    """
    actor.must(Can.START_REQUEST)
    _must_be_asked_now_and_then(place, contact.email_of(email) or str(contact.phone_of(phone) or ""))
    return begin(
        actor,
        asked_by=rules.AskedBy.SELF,
        name=name,
        email=email,
        phone=phone,
        region=region,
        family_name=family_name,
        language=language,
        organisation=organisation,
    )


def _must_be_asked_now_and_then(place: str, reached_at: str) -> None:
    """Every request writes to somebody, or has somebody called; nobody can let that rain.

    Raises:
        RuleBroken: there were too many from one place, or for one address or number; or nobody can count now.
    """
    allowed = [
        limit.allows_one_more(key) for limit, key in ((FROM_ONE_PLACE, place), (TO_ONE_PERSON, reached_at)) if key
    ]
    if not all(allowed):
        raise RuleBroken(_("That was asked often today. Wait a while, then try again."), code=TOO_OFTEN)


def begin(  # noqa: PLR0913  # the same fields as the form of a request
    actor: Actor,
    *,
    asked_by: rules.AskedBy,
    name: str,
    email: str,
    phone: str,
    region: str,
    language: str,
    family_name: str = "",
    organisation: Organisation | None = None,
) -> Family:
    """What a request and an accepted proposal have in common; the rest is as in `start_request`."""
    actor.must(Can.START_REQUEST)
    called = texts.plain(name, field="name", most=texts.SHORT)
    tongue = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    family = Family(
        name=texts.plain(family_name, field="family_name", most=texts.SHORT, required=False),
        region=texts.plain(region, field="region", most=texts.SHORT, required=False),
        language=tongue,
        asked_by=asked_by,
    )
    asker = _asker(actor, called, email, phone, tongue)
    # It is the asker's own from here on, also while nobody has logged in.
    with acting(UserActor(asker)):
        before = _asked_before(asker, family.name)
        if before is None:
            family.name = family.name or name_for(called, tongue)
            family.organisation = organisation or who_serves()
            open_family(actor, asker, family, called)
        if asker.email:
            queue.to_user(asker, queue.Kind.LET_IN, before or family, occurrence=timezone.localdate().isoformat())
    return before or family


def _asker(actor: Actor, name: str, email: str, phone: str, language: str) -> User:
    address, number = contact.email_of(email), contact.phone_of(phone)
    if actor.user and address in {"", actor.user.email}:
        return actor.user
    contact.must_reach(email=address, phone=number)
    known = None if address else called_today(name, number)
    return known or account_for(name=name, email=address, phone=number, language=language)


def called_today(name: str, number: PhoneNumber | None) -> User | None:
    """Who left only this number today: there is no address by which two presses know each other."""
    return User.objects.filter(phone=number or "", email=None, name=name, joined_at__date=timezone.localdate()).first()


def _asked_before(asker: User, chosen: str) -> Family | None:
    """The request of today of this person: somebody pressed twice, or was not sure that it had worked."""
    asked = Family.objects.filter(
        pk__in=Commission.objects.filter(giver=asker).values("family_id"),
        stage=rules.Stage.REQUESTED,
        requested_at__date=timezone.localdate(),
    )
    return (asked.filter(name=chosen) if chosen else asked).order_by("pk").first()


def open_family(actor: Actor, asker: User, family: Family, called: str) -> None:
    """The family begins as the asker's own, with the question for the own yes."""
    family.save()
    grants.give(asker, Role.COMMISSIONER, family, called=called, by=asker)
    Commission.objects.create(family=family, giver=asker, giver_as=rules.Giver.PARENT)
    audit.record(actor, audit.Act.CREATE, family, ground=Can.START_REQUEST.value)


def name_for(name: str, language: str) -> str:
    """How a family is called that did not name itself."""
    with override(language):
        return (_("The circle of %(name)s") % {"name": name.split(" ", maxsplit=1)[0]})[: texts.SHORT]


def who_serves() -> Organisation:
    """The service that looks for a coordinator when nobody said which."""
    first = Organisation.objects.order_by("pk").first()
    return first or Organisation.objects.get_or_create(name="Mijn afspraken")[0]
