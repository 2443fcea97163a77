"""The foot of a document: recipients (Nơi nhận) and signature, and where what stands behind the document begins.

Decree 30/2020/NĐ-CP, Appendix I: recipients at the left, the signing block at the right. A text has them one after the
other in either order, or side by side read straight across.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.date_line import is_date_line
from pipeline.foot_below import LONGEST, filed_below, goes_on_below, names_signing_body, short_below
from pipeline.foot_rows import (
    ANNEX,
    BULLET,
    RECIPIENTS,
    SIGNED,
    ends_office,
    heads_recipients,
    is_copy_mark,
    is_filing,
    is_office,
    may_be_office,
    split_across,
)
from pipeline.head_rows import SO, is_body_name, is_national, title_of
from pipeline.labels import parse_label
from pipeline.persons import (
    AUTHORITY,
    damaged_office,
    is_name,
    is_position,
    is_unknown_name,
    looks_like_office,
    mended_name,
    two_names,
    two_offices,
)
from pipeline.rows import FURNITURE, TABLE, Row, cells, ends_sentence
from pipeline.specks import is_debris
from pipeline.text import fold, is_capitals


@dataclass(frozen=True, slots=True)
class Foot:
    start: int  #: index of the first row of the foot; len(rows) where there is none
    recipients: tuple[Row, ...] = ()
    signature: tuple[Row, ...] = ()
    date: Row | None = None  #: a date line above the signature, where the head has none
    end: int = 0  #: index of the first row behind it


#: What may be left of it; then a list must follow that ends with "Lưu". ("Ghi nhận:" is a heading.)
_RECIPIENTS_DAMAGED = re.compile(r"\W{0,3}(?:(?!ghi)[a-z]{0,2}i\s?)?nh[a-z]{1,2}[nm]\W*")
#: The first item of most lists: "- Như trên;", "- Như Điều 3;".
_AS_ABOVE = re.compile(r"[^\w\n]{1,4}Như\s+(?:trên|[Đđ]iều|kính)\b")

# --- the scan ---------------------------------------------------------------------------------------------------------


def scan_foot(rows: Sequence[Row], start: int) -> Foot:
    """The first foot at or behind row `start`; a document ends at its first foot, whatever follows in the file."""
    for i in range(start, len(rows)):
        row = rows[i]
        if row.role == TABLE and _closes_in_table(row):
            return _read_foot(rows, i)
        if row.role is not None or len(row.text) > LONGEST:
            continue
        if _opens_recipients(rows, i):
            return _read_foot(rows, i)
        if not row.text[0].isalnum() and is_filing(row.text) and BULLET.match(row.text):  # the line above the list is lost
            return _read_foot(rows, _list_start(rows, i, start), listing=True)
        if is_date_line(row.text) and i > start and i + 1 < len(rows) and _opens_signature(rows, i + 1, start):
            return _read_foot(rows, i)
        if _opens_signature(rows, i, start) or _opens_with_body(rows, i, start):
            return _read_foot(rows, i)
        if i > start + 2 and (_opens_annex(rows, i) or is_national(row.text)):
            return Foot(start=i, end=i)
    return _trailing_name(rows, start)


def _closes_in_table(row: Row) -> bool:
    """A foot that a converter made a table of: "| Nơi nhận: … | KT. GIÁM ĐỐC … |"."""
    parts = [c.text for c in cells(row)]
    two = len(parts) <= 2 or RECIPIENTS.match(fold(parts[0]))  # the signer's lines may be apart
    return bool(two) and any(RECIPIENTS.match(fold(p)) for p in parts) and (len(parts) == 1 or is_position(parts[1]))


def _opens_recipients(rows: Sequence[Row], i: int, signed: bool = False) -> bool:
    """Whether row `i` is "Nơi nhận:", or what OCR left of it above a list that ends with "Lưu"; `signed` behind a signature."""
    if "nh" not in rows[i].text[:16].lower():
        return False
    if heads_recipients(rows[i].text):
        return True
    if not _RECIPIENTS_DAMAGED.fullmatch(fold(cells(rows[i])[0].text)) or _ends_sentence_above(rows, i):
        return False
    below = short_below(rows, i, 20)
    if signed and below and BULLET.match(below[0].text):
        return True
    return any(is_filing(row.text) for row in below) or bool(below and _AS_ABOVE.match(below[0].text))


def _ends_sentence_above(rows: Sequence[Row], i: int) -> bool:
    """Whether row `i` is the last word of the sentence above it: "… và 05 cá / nhân."."""
    above = next((rows[k].text for k in range(i - 1, -1, -1) if rows[k].role is None), "")
    return rows[i].text[0].islower() and ":" not in rows[i].text and above[-1:].isalpha()


def _list_start(rows: Sequence[Row], i: int, start: int) -> int:
    """The first row of the list that ends with row `i`: bullets, short and not closed by a full stop."""
    while i > start and rows[i - 1].page == rows[i].page and len(rows[i - 1].text) <= 80:
        above = rows[i - 1]
        if above.role is None and (not BULLET.match(above.text) or above.text.endswith(".")):
            break
        i -= 1
    return i


def _opens_signature(rows: Sequence[Row], i: int, start: int) -> bool:
    text = rows[i].text
    known = text[0].isupper() and is_position(text)
    if not known and not looks_like_office(text):
        return False
    above = next((rows[k] for k in range(i - 1, start - 1, -1) if rows[k].role is None), None)
    if above is not None and not (ends_sentence(above.text) or is_date_line(above.text) or rows[i].gap):
        return False
    if known and AUTHORITY.match(text):
        return True
    below = [r for r in rows[i + 1 : i + 9] if r.role is None]
    closes = not below or any(is_name(r.text) or RECIPIENTS.match(fold(r.text)) or SIGNED.match(r.text) for r in below)
    return closes and (known or damaged_office(text) is not None)


def _opens_with_body(rows: Sequence[Row], i: int, start: int) -> bool:
    """Whether the body that signs stands set apart above the first row of its signature: "SỞ Y TẾ / KT. GIÁM ĐỐC"."""
    if i == start or not rows[i].gap or not names_signing_body(rows, i, rows[i].text):
        return False
    below = next(k for k in range(i + 1, len(rows)) if rows[k].role is None)
    return _opens_signature(rows, below, below)


def _opens_annex(rows: Sequence[Row], i: int) -> bool:
    row = rows[i]
    above = next((rows[k] for k in range(i - 1, -1, -1) if rows[k].role is None), None)
    if not ANNEX.match(row.text) or len(row.text) > 120 or above is None or not above.text.endswith(("./.", "./", ".")):
        return False
    return row.text.startswith(("PHỤ LỤC", "Phụ lục")) and (bool(row.gap) or row.page > above.page) and len(row.text) <= 60


def _trailing_name(rows: Sequence[Row], start: int) -> Foot:
    """No foot was found: a name alone on the last line is the signer's."""
    last = next((i for i in range(len(rows) - 1, start, -1) if rows[i].role is None), None)
    if last is not None and is_name(rows[last].text):
        return Foot(start=last, signature=(rows[last],), end=len(rows))
    return Foot(start=len(rows), end=len(rows))


def _read_foot(rows: Sequence[Row], start: int, listing: bool = False) -> Foot:
    recipients: list[Row] = []
    signature: list[Row] = []
    filed = False  # the list may be over
    closed = False  # "Lưu" was read: it is over
    beside = False  # the name stands beside an item
    date = None
    for i in range(start, len(rows)):
        row = rows[i]
        if row.role == FURNITURE:
            continue
        if (row.role == TABLE and i > start and not (listing and not filed)) or (
            i > start and _is_behind(rows, i, recipients, signature, filed)
        ):
            return Foot(start, tuple(recipients), tuple(signature), date, i)
        for nth, part in enumerate(map(_cleaned, split_across(row))):
            text = part.text
            if m := _header(rows, i, text, bool(signature)):
                listing = True
                if _FIRST_ITEM.match(text, m.end()) and not is_debris(text[m.end() :]):
                    recipients.append(part.part(m.end(), len(text)))
            elif (m := SIGNED.match(text)) and (m.end() == len(text) or is_name(text[m.end() :])):
                signature.append(part.part(m.end(), len(text)) if m.end() < len(text) else part)
            elif is_date_line(text):
                date = date or part
            elif is_office(text) or (
                _is_signature(part, signature, filed) and not BULLET.match(text) and (signature or filed or not listing or part.gap)
            ):
                signature.append(part)
                filed = filed or (listing and bool(recipients) and is_name(text))
                beside = bool(nth) and is_name(text)
            elif (nth and signature and AUTHORITY.match(signature[-1].text) and may_be_office(text)) or names_signing_body(rows, i, text):
                signature.append(part)
            elif nth and listing and not (BULLET.match(text) and _FIRST_ITEM.match(text)):
                continue  # beside the list: a brace with a remark, the edge of a seal
            elif (
                (listing and not closed)
                and (not filed or _list_goes_on(rows, i, part, recipients, beside))
                and _is_recipient(part, recipients)
            ):
                if "./." not in text and (BULLET.match(text) or not is_debris(text)):
                    recipients.append(part)
                closed = is_filing(text)
                filed = filed or closed
            elif filed and part.gap == 0 and _continues(recipients, part) and not _between(recipients[-1], signature, row):
                recipients.append(part)
            elif signature and not is_name(signature[-1].text) and ends_office(part, signature[-1]):
                signature.append(part)
            elif len(text) > 3 and not is_debris(text) and not goes_on_below(rows, i, signature, listing):
                return Foot(start, tuple(recipients), tuple(signature), date, i)
    return Foot(start, tuple(recipients), tuple(signature), date, len(rows))


#: Specks at the beginning of a row of the foot, before its bullet or its print.
_SPECKS = re.compile(r"[\s.,:;ˆ`'^|_]+(?=[^\W_ˆ]|[-–—~+•*¬¡«°])")


def _cleaned(part: Row) -> Row:
    lead = _SPECKS.match(part.text)
    return part.part(lead.end(), len(part.text)) if lead else part


def _header(rows: Sequence[Row], i: int, text: str, signed: bool) -> re.Match[str] | None:
    """The match of "Nơi nhận:" at the beginning of `text`, a part of row `i`."""
    return heads_recipients(text) or (_RECIPIENTS_DAMAGED.fullmatch(fold(text)) if _opens_recipients(rows, i, signed) else None)


#: What can stand behind "Nơi nhận:" in its row: an item, not specks.
_FIRST_ITEM = re.compile(r"\s*(?:[-–—+•*]\s?)?[^\W_]")


def _is_signature(part: Row, signature: list[Row], filed: bool) -> bool:
    """A person's name; below a position also one whose family name the lexicon does not have."""
    above = next((r.text for r in reversed(signature) if not SIGNED.fullmatch(r.text)), "")
    if any(two_offices(r.text) for r in signature) and two_names(part.text):
        return True
    if is_name(part.text) or (filed and mended_name(part.text)):
        return True
    return is_office(above) and (is_unknown_name(part.text) or mended_name(part.text) is not None)


def _is_recipient(part: Row, recipients: list[Row]) -> bool:
    if len(part.text) > 220 or (is_name(part.text) and part.gap):
        return False
    if BULLET.match(part.text) or is_filing(part.text) or not recipients:
        return True
    return part.gap <= 1 and not parse_label(part.text) and part.page == recipients[-1].page


def _list_goes_on(rows: Sequence[Row], i: int, part: Row, recipients: list[Row], beside: bool) -> bool:
    """Whether the list goes on below the signer's name: "Lưu" stands below, or the name stood `beside` an item and one more follows."""
    bullet = bool(BULLET.match(part.text))
    if part.gap and not bullet:
        return False
    if is_filing(part.text) or filed_below(rows, i):
        return True
    return beside and bullet and not part.gap and bool(recipients) and recipients[-1].text.endswith((";", ","))


def _continues(recipients: list[Row], part: Row) -> bool:
    return bool(recipients) and len(part.text) < 40 and (recipients[-1].text.endswith((",", "-")) or part.text[0].islower())


def _between(item: Row, signature: list[Row], row: Row) -> bool:
    """Whether a row of the signature alone stands between the last item and `row`."""
    return any(item.end < s.start < row.start and s.gap for s in signature)


def _opens_copy(rows: Sequence[Row], i: int) -> bool:
    """Whether a block that certifies a copy begins: with its mark, or with the date line or the name of a body just above that."""
    text = rows[i].text
    if is_copy_mark(text):
        return True
    if not (is_date_line(text) or (is_capitals(text) and is_body_name(text))):
        return False
    return any(is_copy_mark(row.text) for row in short_below(rows, i, 2))


def _is_behind(rows: Sequence[Row], i: int, recipients: list[Row], signature: list[Row], filed: bool) -> bool:
    """Whether the row belongs to something behind the document: an annex, another letterhead, a new title."""
    row = rows[i]
    if is_national(row.text) or (signature and _opens_copy(rows, i)):
        return True
    if ANNEX.match(row.text) and (is_capitals(row.text.split("(")[0]) or row.gap) and not BULLET.match(row.text):
        return bool(signature or filed) or not recipients
    signed = bool(signature) and is_name(signature[-1].text)
    if signed and row.gap and is_capitals(row.text) and is_body_name(row.text) and not names_signing_body(rows, i, row.text):
        return True
    if signature and row.page > signature[-1].page and is_capitals(row.text) and not is_office(row.text) and not is_name(row.text):
        return True
    return signed and filed and bool((title_of(row.text) and is_capitals(row.text)) or re.match(rf"{SO}\s?:", row.text))
