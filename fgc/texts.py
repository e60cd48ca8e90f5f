"""What people type: kept as they typed it, within bounds, without numbers that should not be here."""

import re
import unicodedata

from django.utils.translation import gettext as _

from fgc.errors import RuleBroken

SHORT, LINE, PARAGRAPH = 80, 280, 4000

# Eight or nine digits in a row, or nine in the usual groups; not a part of a longer number such as a telephone number.
NUMBERS = re.compile(r"(?<!\d)(?<!\d[ .-])(\d{8,9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?![ .-]?\d)")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_citizen_number(digits: str) -> bool:
    """True when these eight or nine digits pass the check of a Dutch citizen service number (BSN, "elfproef")."""
    padded = digits.zfill(9)
    return padded != "0" * 9 and sum(w * int(d) for w, d in zip(WEIGHTS, padded, strict=True)) % 11 == 0


def has_citizen_number(text: str) -> bool:
    """True when a text holds a number that may be somebody's citizen service number."""
    return any(is_citizen_number(re.sub(r"\D", "", found)) for found in NUMBERS.findall(text))


def plain(value: str, *, field: str, most: int = LINE, required: bool = True, is_address: bool = False) -> str:
    """A text as it may be stored: trimmed, without invisible control signs, within its length.

    Args:
        field: the name of the input, for the message.
        most: the largest number of characters.
        is_address: somebody is reached by it as it is: eight digits in a mail address are mostly a birthday.

    Raises:
        RuleBroken: it is empty, too long, or holds what may be a citizen service number.
    """
    kept = "".join(sign for sign in value.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign) != "Cc")
    kept = kept.strip()
    if required and not kept:
        raise RuleBroken(_("Write something here."), code="required", field=field)
    if len(kept) > most:
        sentence = _("This is too long: at most %(most)d characters.") % {"most": most}
        raise RuleBroken(sentence, code="too_long", field=field)
    if not is_address and has_citizen_number(kept):
        sentence = _("This looks like a citizen service number (BSN). Leave it out: we never keep it.")
        raise RuleBroken(sentence, code="citizen_number", field=field)
    return kept
