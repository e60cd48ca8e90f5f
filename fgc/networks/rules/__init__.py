"""The rules of the circle: who stands where, how somebody is reached, when a link works."""

import re
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from fgc.errors import RuleBroken


class CircleRole(TextChoices):
    """Who somebody is for this family. Source: data elements 4.2."""

    MAIN_PERSON = "main_person", _("whom it is about")
    PARENT = "parent", _("parent")
    SIBLING = "sibling", _("brother or sister")
    GRANDPARENT = "grandparent", _("grandparent")
    OTHER_FAMILY = "other_family", _("other family")
    CHOSEN_FAMILY = "chosen_family", _("chosen family")
    FRIEND = "friend", _("friend")
    NEIGHBOUR = "neighbour", _("neighbour")
    SCHOOL = "school", _("from school")
    WORK = "work", _("from work")
    CLUB = "club", _("from a club")
    FAITH = "faith", _("from church, mosque or another faith")
    FORMER_CARER = "former_carer", _("cared for us earlier")
    FOSTER = "foster", _("foster family")
    BUDDY = "buddy", _("buddy or volunteer")
    PROFESSIONAL = "professional", _("here for work")
    INTERPRETER = "interpreter", _("interpreter")


CHILDREN = (CircleRole.MAIN_PERSON, CircleRole.SIBLING)
OUTSIDERS = (CircleRole.PROFESSIONAL, CircleRole.INTERPRETER)

# What stays of somebody who left and wants to be forgotten: a word in the place of the name.
FORGOTTEN = {
    CircleRole.PARENT: _("a parent"),
    CircleRole.SIBLING: _("a brother or sister"),
    CircleRole.GRANDPARENT: _("a grandparent"),
    CircleRole.OTHER_FAMILY: _("somebody of the family"),
    CircleRole.FRIEND: _("a friend"),
    CircleRole.NEIGHBOUR: _("a neighbour"),
    CircleRole.PROFESSIONAL: _("a professional"),
}
FORGOTTEN_OTHERWISE = _("somebody of the circle")


class Side(TextChoices):
    """Through whom somebody belongs to the family."""

    MOTHER = "mother", _("mother's side")
    FATHER = "father", _("father's side")
    BOTH = "both", _("both sides")
    CHILD = "child", _("the child's own people")
    OTHER = "other", _("another side")


class LifeStage(TextChoices):
    """Age in bands; a date of birth is kept only of a child whom it is about."""

    BABY = "0-3", _("0 to 3")
    CHILD = "4-11", _("4 to 11")
    TEEN = "12-15", _("12 to 15")
    YOUNG = "16-17", _("16 or 17")
    YOUNG_ADULT = "18-25", _("18 to 25")
    ADULT = "26-64", _("26 to 64")
    OLDER = "65+", _("65 or older")
    UNKNOWN = "unknown", _("not said")


class Ring(TextChoices):
    """How near somebody is, as the family draws it."""

    NEAR = "1", _("very near")
    CLOSE = "2", _("near")
    WIDER = "3", _("further away")


VERY_NEAR = (CircleRole.MAIN_PERSON, CircleRole.PARENT, CircleRole.SIBLING)
FURTHER_AWAY = (CircleRole.SCHOOL, CircleRole.WORK, CircleRole.CLUB, CircleRole.FORMER_CARER, *OUTSIDERS)


def ring_for(role: str) -> Ring:
    """Where somebody is drawn when nobody said it: the family moves whom it wants."""
    if role in VERY_NEAR:
        return Ring.NEAR
    return Ring.WIDER if role in FURTHER_AWAY else Ring.CLOSE


class Language(TextChoices):
    """The languages in which people of a circle are spoken with, each by its own name."""

    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"
    TURKISH = "tr", "Türkçe"
    ARABIC = "ar", "العربية"
    POLISH = "pl", "Polski"
    UKRAINIAN = "uk", "Українська"
    TIGRINYA = "ti", "ትግርኛ"
    SOMALI = "so", "Soomaali"
    FRENCH = "fr", "Français"
    GERMAN = "de", "Deutsch"
    SPANISH = "es", "Español"
    ITALIAN = "it", "Italiano"
    PERSIAN = "fa", "فارسی"
    PAPIAMENTO = "pap", "Papiamentu"
    FRISIAN = "fy", "Frysk"


class Standing(TextChoices):
    """Where somebody stands in the circle."""

    MAPPED = "mapped", _("in the circle")
    NOT_INVITED = "not_invited", _("not invited")
    LEFT = "left", _("does not take part any more")


class Way(TextChoices):
    """How somebody wants to be reached; paper and telephone are equals of the screen."""

    MAIL = "mail", _("e-mail")
    SMS = "sms", _("a text message")
    LETTER = "letter", _("a letter on paper")
    PHONE = "phone", _("a telephone call")
    VISIT = "visit", _("a visit")
    NONE = "none", _("not reached yet")


BY_HAND = (Way.LETTER, Way.PHONE, Way.VISIT)


def must_be_reachable(way: str, *, email: str, phone: str) -> None:
    """Mail needs an address, a call or a text message a number; a letter and a visit can do without either.

    Raises:
        RuleBroken: the way that was chosen can't work.
    """
    if way == Way.MAIL and not email:
        raise RuleBroken(_("Fill in an e-mail address, or choose another way."), code="required", field="email")
    if way in (Way.PHONE, Way.SMS) and not phone:
        raise RuleBroken(_("Fill in a telephone number, or choose another way."), code="required", field="phone")


def must_keep_no_address(*, keep_no_address: bool, address: str) -> None:
    """Somebody who wants no address kept has none here.

    Raises:
        RuleBroken: an address was filled in all the same.
    """
    if keep_no_address and address:
        sentence = _("This person wants no address kept. Leave it empty.")
        raise RuleBroken(sentence, code="no_address", field="address")


NOTE_LENGTH = 4000


class Need(TextChoices):
    """What somebody needs to take part."""

    INTERPRETER = "interpreter", _("an interpreter")
    READING_HELP = "reading_help", _("help with reading")
    HEARING = "hearing", _("help with hearing")
    SIGHT = "sight", _("help with seeing")
    MOBILITY = "mobility", _("room for a wheelchair or walker")
    QUIET_ROOM = "quiet_room", _("a quiet room")
    CHILDCARE = "childcare", _("childcare")
    TRANSPORT = "transport", _("transport")
    FOOD = "food", _("special food")
    PRAYER = "prayer", _("time or place to pray")
    COSTS = "costs", _("help with costs")
    ONLINE = "online", _("help with video")


class Kin(TextChoices):
    """How two people are related. Source: data elements 4.3."""

    PARENT = "parent_child", _("parent of")
    STEP = "step", _("step-parent of")
    FOSTER = "foster", _("foster parent of")
    SIBLING = "sibling", _("brother or sister of")
    GRANDPARENT = "grandparent", _("grandparent of")
    AUNT_UNCLE = "aunt_uncle", _("aunt or uncle of")
    COUSIN = "cousin", _("cousin of")
    PARTNER = "partner", _("partner of")
    EX = "ex", _("former partner of")
    FRIEND = "friend", _("friend of")
    NEIGHBOUR = "neighbour", _("neighbour of")
    OTHER = "other", _("knows")


class Bond(TextChoices):
    """How strong a tie is. A violent tie is never drawn on a map that others see."""

    STRONG = "strong", _("strong")
    ORDINARY = "ordinary", _("ordinary")
    THIN = "thin", _("thin")
    STRESSFUL = "stressful", _("gives tension")
    BROKEN = "broken", _("broken off")
    HEALED = "healed", _("made good again")


# Said in both directions at once: drawn once, however it was told.
MUTUAL = (Kin.SIBLING, Kin.COUSIN, Kin.PARTNER, Kin.EX, Kin.FRIEND, Kin.NEIGHBOUR, Kin.OTHER)


def chosen(choices: type[TextChoices], value: str, *, field: str) -> str:
    """One of the answers that there are.

    Raises:
        RuleBroken: it is something else.
    """
    if value not in choices.values:
        raise RuleBroken(_("Choose one of the answers."), code="not_a_choice", field=field)
    return str(value)


def must_take_part(standing: str) -> None:
    """Who left is left in peace.

    Raises:
        RuleBroken: this person does not take part any more.
    """
    if standing == Standing.LEFT:
        raise RuleBroken(_("This person does not take part any more."), code="wrong_moment")


def must_be_of_ones_own(*, added_by: uuid.UUID | None, me: uuid.UUID | None, decide: Collection[uuid.UUID]) -> None:
    """Two parents who both decide have the same say, each over the people whom he or she put there (hard case 4).

    The coordinator and the young person are not bound by it: they are heard by both.

    Args:
        decide: the accounts that gave the commission.

    Raises:
        RuleBroken: the other one who decides put this person in the circle.
    """
    if me in decide and added_by in decide and added_by != me:
        sentence = _("The other one who decides put this person in the circle. Talk about it, or ask the coordinator.")
        raise RuleBroken(sentence, code="others_side")


def must_be_mapped(standing: str, *, field: str = "") -> None:
    """Only somebody who takes part can get a task in the circle.

    Raises:
        RuleBroken: this person left, or is not invited.
    """
    if standing != Standing.MAPPED:
        raise RuleBroken(_("This person does not take part now."), code="wrong_moment", field=field)


def must_be_of_the_circle(role: str, *, field: str = "") -> None:
    """Who is here for work does not sit beside a child, and is no contact person of the family.

    Raises:
        RuleBroken: this person is here for work.
    """
    if role in OUTSIDERS:
        raise RuleBroken(_("This person is here for work. Choose somebody of your own."), code="outsider", field=field)


def must_not_be_a_professional(role: str) -> None:
    """Who is here for work is added with a function and an account; an interpreter comes like anybody else.

    Raises:
        RuleBroken: this person is here for work.
    """
    if role == CircleRole.PROFESSIONAL:
        sentence = _("This person is here for work. Use the page for people who are here for work.")
        raise RuleBroken(sentence, code="outsider", field="role")


SMALL_CIRCLE = 6
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
LINK_LIVES = timedelta(days=14)
CALENDAR_LIVES = timedelta(days=365)
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike on paper
CODE_LENGTH = 10
TOLD_LENGTH = 6
LINK_SESSION = timedelta(minutes=30)


def link_works(*, now: datetime, expires_at: datetime, revoked_at: datetime | None) -> bool:
    """A link opens until its last day, unless it was taken back."""
    return revoked_at is None and now < expires_at
