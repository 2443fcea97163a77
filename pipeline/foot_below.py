"""What stands below a row of a document's foot: whether the list goes on, the signature follows, or a body signs."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.foot_rows import ANNEX, BULLET, SIGNED, heads_recipients, is_filing, is_office, split_across
from pipeline.head_rows import is_body_name, is_national
from pipeline.persons import is_name, is_position, mended_name
from pipeline.rows import FURNITURE, TABLE, Row
from pipeline.text import is_capitals

#: No row of a foot's own is longer: the name of an office, a position with its body.
LONGEST = 120


def short_below(rows: Sequence[Row], i: int, most: int) -> list[Row]:
    """The rows of text below row `i` on its page, up to the first long one."""
    out: list[Row] = []
    for row in rows[i + 1 : i + 1 + most]:
        if len(row.text) > LONGEST or row.page != rows[i].page or row.role == TABLE:
            break
        if row.role is None:
            out.append(row)
    return out


def _signed_below(rows: Sequence[Row], i: int, signature: list[Row]) -> bool:
    """Whether what is no part of a foot stands above the signature, not behind the document: a number of registry, debris."""
    if signature and is_name(signature[-1].text):
        return False
    return any(is_office(row.text) or is_name(row.text) or mended_name(row.text) for row in short_below(rows, i, 6))


def _listed_below(rows: Sequence[Row], i: int) -> bool:
    """Whether the recipients stand below a row that is no part of a foot: a name or a seal that OCR misread."""
    return any(heads_recipients(row.text) for row in short_below(rows, i, 6))


def goes_on_below(rows: Sequence[Row], i: int, signature: list[Row], listing: bool) -> bool:
    """Whether the foot goes on below row `i`, which is none of its own."""
    return _signed_below(rows, i, signature) or (not listing and _listed_below(rows, i))


#: Rows of a list of recipients that may stand below the signer's name.
_REST_OF_LIST = 24


def filed_below(rows: Sequence[Row], i: int) -> bool:
    """Whether nothing but items, and rows of the signature, stands between row `i` and "Lưu"."""
    for row in rows[i + 1 : i + 1 + _REST_OF_LIST]:
        text = split_across(row)[0].text
        if row.role == FURNITURE:
            continue
        if row.role == TABLE or is_national(text) or ANNEX.match(text) or len(text) > LONGEST:
            return False
        if is_filing(text):
            return bool(BULLET.match(text)) or row.gap == 0
        if row.gap and not (BULLET.match(text) or text[0].islower() or is_office(text) or is_name(text) or SIGNED.match(text)):
            return False
    return False


def names_signing_body(rows: Sequence[Row], i: int, text: str) -> bool:
    """Whether row `i` names the body for which the next one signs: "SỞ Y TẾ / KT. GIÁM ĐỐC"; below a letterhead's stands no position."""
    if not (is_capitals(text) and is_body_name(text)):
        return False
    below = short_below(rows, i, 4)
    return bool(below) and is_position(below[0].text) and not any(is_national(row.text) for row in below)
