"""The foot of a document: recipients (Nơi nhận) and signature, and where what stands behind the document begins.

Decree 30/2020/NĐ-CP, Appendix I: recipients at the left, the signing block at the right. A text has them one after the
other in either order, or side by side read straight across.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.head import SO, is_body_name, is_date_line, is_national, title_of
from pipeline.labels import parse_label
from pipeline.persons import AUTHORITY, is_name, is_position, is_unknown_name
from pipeline.rows import FURNITURE, TABLE, Row, cells, ends_sentence
from pipeline.text import UPPER, fold, is_capitals


@dataclass(frozen=True, slots=True)
class Foot:
    start: int  #: index of the first row of the foot; len(rows) where there is none
    recipients: tuple[Row, ...] = ()
    signature: tuple[Row, ...] = ()
    date: Row | None = None  #: a date line above the signature, where the head has none
    end: int = 0  #: index of the first row behind it


#: On folded text; OCR reads the N of "Nơi nhận" as M or H.
RECIPIENTS = re.compile(r"n[o0]i\s?nh[a-z]{1,2}n\s*[:;.]*|[mh][o0]i\s?nh[a-z]{1,2}n\s*:+")
FILING = re.compile(r"[-–—~+*•\s]{0,4}l[uư]+\b(?!\s+(?:trữ|ý|hành))", re.IGNORECASE)
_BULLET = re.compile(r"[-–—~+•*]\s*")
SIGNED = re.compile(
    r"[(\[]?\s*(?:đã\s?k[ýí]|daky|da ky|ký tên|ký, ghi rõ họ tên|signed|ký, đóng dấu)(?:[^)\]:]{0,40}[)\]]|[.:,]?\s*$|\s*:\s*(?=\S))",
    re.IGNORECASE,
)
ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|BIỂU MẪU|Biểu mẫu|MẪU SỐ|Mẫu số|MẪU|BIỂU SỐ|Biểu số|DANH SÁCH|DANH MỤC|BẢNG|TÀI LIỆU|THUYẾT MINH"
    r"|QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|PHIẾU|ĐỀ CƯƠNG|LỊCH|NỘI DUNG CHƯƠNG TRÌNH)\b"
)


def split_across(row: Row) -> tuple[Row, ...]:
    """Recipients and signature read straight across: "- Như trên;   KT. GIÁM ĐỐC" -> two rows."""
    parts = cells(row)
    if len(parts) > 1 or not (RECIPIENTS.match(fold(row.text)) or _BULLET.match(row.text)):
        return parts
    for m in re.finditer(rf"(?<=[;:.,)])\s+(?=[{UPPER}])", row.text[:200]):
        tail = row.text[m.end() :]
        if is_position(tail) or (is_name(tail) and len(tail.split()) >= 2):
            return row.part(0, m.start()), row.part(m.end(), len(row.text))
    return parts


#: No row of a foot's own is longer: the name of an office, a position with its body.
_LONGEST = 120

# --- the scan ---------------------------------------------------------------------------------------------------------


def scan_foot(rows: Sequence[Row], start: int) -> Foot:
    """The first foot at or behind row `start`; a document ends at its first foot, whatever follows in the file."""
    for i in range(start, len(rows)):
        row = rows[i]
        if row.role == TABLE and _closes_in_table(row):
            return _read_foot(rows, i)
        if row.role is not None or len(row.text) > _LONGEST:
            continue
        if row.text[0] in "NMHnmh" and RECIPIENTS.match(fold(row.text)):
            return _read_foot(rows, i)
        if is_date_line(row.text) and i > start and i + 1 < len(rows) and _opens_signature(rows, i + 1, start):
            return _read_foot(rows, i)
        if _opens_signature(rows, i, start):
            return _read_foot(rows, i)
        if i > start + 2 and (_opens_annex(rows, i) or is_national(row.text)):
            return Foot(start=i, end=i)
    return _trailing_name(rows, start)


def _closes_in_table(row: Row) -> bool:
    """A foot that a converter made a table of: "| Nơi nhận: … | KT. GIÁM ĐỐC … |"."""
    parts = [c.text for c in cells(row)]
    return len(parts) <= 2 and any(RECIPIENTS.match(fold(p)) for p in parts) and (len(parts) == 1 or is_position(parts[1]))


def _opens_signature(rows: Sequence[Row], i: int, start: int) -> bool:
    text = rows[i].text
    if not (text[0].isupper() and is_position(text)):
        return False
    above = next((rows[k] for k in range(i - 1, start - 1, -1) if rows[k].role is None), None)
    if above is not None and not (ends_sentence(above.text) or is_date_line(above.text) or rows[i].gap):
        return False
    below = [r for r in rows[i + 1 : i + 9] if r.role is None]
    if AUTHORITY.match(text):
        return True
    return not below or any(is_name(r.text) or RECIPIENTS.match(fold(r.text)) or SIGNED.match(r.text) for r in below)


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


def _read_foot(rows: Sequence[Row], start: int) -> Foot:
    recipients: list[Row] = []
    signature: list[Row] = []
    listing = filed = False
    date = None
    i = start
    while i < len(rows):
        row = rows[i]
        if row.role == FURNITURE:
            i += 1
            continue
        if (row.role == TABLE and i > start and not (listing and not filed)) or (
            i > start and _is_behind(rows, i, recipients, signature, filed)
        ):
            break
        for part in split_across(row):
            text = part.text
            if m := RECIPIENTS.match(fold(text)):
                listing = True
                if text[m.end() :].strip():
                    recipients.append(part.part(m.end(), len(text)))
            elif (m := SIGNED.match(text)) and (m.end() == len(text) or is_name(text[m.end() :])):
                signature.append(part.part(m.end(), len(text)) if m.end() < len(text) else part)
            elif is_date_line(text):
                date = date or part
            elif is_position(text) or (
                _is_signature(part, signature) and not _BULLET.match(text) and (signature or filed or not listing or part.gap)
            ):
                signature.append(part)
                filed = filed or (listing and bool(recipients) and is_name(text))
            elif listing and not filed and _is_recipient(part, recipients):
                recipients.append(part)
                filed = bool(FILING.match(text))
            elif filed and part.gap == 0 and _continues(recipients, part):
                recipients.append(part)
            elif signature and not is_name(signature[-1].text) and is_capitals(text) and len(text) < 80:
                signature.append(part)
            elif len(text) <= 3:
                continue
            else:
                return Foot(start, tuple(recipients), tuple(signature), date, i)
        i += 1
    return Foot(start, tuple(recipients), tuple(signature), date, i)


def _is_signature(part: Row, signature: list[Row]) -> bool:
    """A person's name; below a position also one whose family name the lexicon does not have."""
    above = next((r.text for r in reversed(signature) if not SIGNED.fullmatch(r.text)), "")
    return is_name(part.text) or (is_position(above) and is_unknown_name(part.text))


def _is_recipient(part: Row, recipients: list[Row]) -> bool:
    if len(part.text) > 220 or (is_name(part.text) and part.gap):
        return False
    if _BULLET.match(part.text) or FILING.match(part.text) or not recipients:
        return True
    return part.gap <= 1 and not parse_label(part.text)


def _continues(recipients: list[Row], part: Row) -> bool:
    return bool(recipients) and len(part.text) < 40 and (recipients[-1].text.endswith((",", "-")) or part.text[0].islower())


def _is_behind(rows: Sequence[Row], i: int, recipients: list[Row], signature: list[Row], filed: bool) -> bool:
    """Whether the row belongs to something behind the document: an annex, another letterhead, a new title."""
    row = rows[i]
    if is_national(row.text):
        return True
    if ANNEX.match(row.text) and (is_capitals(row.text.split("(")[0]) or row.gap) and not _BULLET.match(row.text):
        return bool(signature or filed) or not recipients
    signed = bool(signature) and is_name(signature[-1].text)
    if signed and row.gap and is_capitals(row.text) and is_body_name(row.text):
        return True
    return signed and filed and bool((title_of(row.text) and is_capitals(row.text)) or re.match(rf"{SO}\s?:", row.text))
