"""The fingerprint of a version of the plan, and what somebody types from paper to have it checked."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fgc.errors import RuleBroken

DIGITS = 64


def fingerprint(header: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over exactly these words of one version; other words, another order or another moment give another one.

    Args:
        header: which plan, which version, and when the family said yes to it.
        lines: the lines in their order.
    """
    whole = {**header, "lines": list(lines)}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def typed_fingerprint(typed: str) -> str:
    """A fingerprint as it was typed from paper, with or without spaces.

    Raises:
        RuleBroken: it has another length, or another sign in it.
    """
    kept = re.sub(r"\s+", "", typed).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", kept):
        sentence = _("A fingerprint has %(many)s signs: figures, and letters from a to f.")
        raise RuleBroken(sentence % {"many": DIGITS}, code="invalid", field="fingerprint")
    return kept


def typed_numbers(typed: str) -> list[int]:
    """The numbers of lines as they stand on the paper: "1, 2, 4"; nothing typed gives none.

    Raises:
        RuleBroken: something in it is no number.
    """
    parts = re.split(r"[\s,;]+", typed.strip()) if typed.strip() else []
    if any(not re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        raise RuleBroken(
            _("Type numbers with a comma between them, for example: 1, 2, 4."), code="invalid", field="lines"
        )
    return sorted({int(part) for part in parts})
