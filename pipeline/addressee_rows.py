"""Rows of the list of addressees: what goes on with "Kính gửi", and the list itself where these words were lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.head_rows import ABOUT, OPENS_BODY, OPENS_SENTENCE
from pipeline.rows import FURNITURE, Row, starts_lower
from pipeline.specks import is_debris
from pipeline.text import fold, is_capitals

#: Bullets, and what OCR makes of them ("-_", "~", "¬").
ITEM = re.compile(r"(?:[-–—+•*~¬]|[-–—][\s_]{1,3})\s*[^\W_]")


def lists_addressees(rows: Sequence[Row], at: int) -> bool:
    """Whether a list stands where "Kính gửi:" was lost, between "V/v …" and the text.

    Its items are bodies, each closed by a semicolon and the last by a full stop; below it running text begins.
    """
    items = 0
    above = ""
    for row in rows[at : at + 40]:
        if row.role == FURNITURE or is_debris(row.text):
            continue
        if not ITEM.match(row.text) and (not above or above.endswith((";", ".")) or row.gap):
            return items > 0 and above.endswith(".") and len(row.text) > 60
        if ITEM.match(row.text):
            if (above and not above.endswith(";")) or not _names_reader(row.text) or len(row.text) > 120:
                return False
            items += 1
        above = row.text.rstrip(" '`ˆ_-")
    return False


_READER = re.compile(
    r"[\W_]+(?:cac|uy ban|ubnd|van phong|so|thu truong|chu tich|giam doc|hieu truong|truong|ban|bo|don vi|phong|cong an|hoi|doan"
    r"|lien doan)\b"
)


def _names_reader(text: str) -> bool:
    """Whether an item begins like who is written to."""
    return bool(_READER.match(fold(text))) and not OPENS_SENTENCE.match(text.lstrip("-–—+•*~¬_ "))


def is_addressee(above: Row | None, row: Row, listed: bool) -> bool:
    if above is None:
        return len(row.text) <= 200 and not OPENS_BODY.match(row.text)
    if above.text.endswith((".", "./.", ":")) and not above.text.endswith(("TP.", "Q.", "P.", "...")):
        return False
    if ITEM.match(row.text):
        return (listed or not above.text.endswith(".")) and len(row.text) <= 250
    if OPENS_SENTENCE.match(row.text) or len(row.text) > 160 or is_capitals(row.text) or ABOUT.match(row.text):
        return False
    if row.gap:
        return above.text.endswith((";", ",")) and len(row.text) <= 100
    return above.text.endswith((";", ",")) or starts_lower(row.text) or len(above.text) >= 40
