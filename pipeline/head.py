"""The head of a document: which row is which element of Decree 30/2020/NĐ-CP, Article 8.

Rows may be columns that were read straight across ("SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), in any order, or missing:
many texts have lost their letterhead. Nothing is interpreted here; `fields.heading` and `fields.issuer` do that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.addressee_rows import ITEM, is_addressee, lists_addressees
from pipeline.date_line import date_line, is_date_line
from pipeline.head_rows import (
    ABOUT,
    ADDRESSED,
    NUMBER_ROW,
    OPENS_BODY,
    OPENS_SENTENCE,
    is_body_name,
    is_national_row,
    is_title,
    kind_of,
    looks_small,
    opens_body,
    split_columns,
    title_of,
)
from pipeline.labels import parse_label
from pipeline.persons import is_position
from pipeline.rows import FURNITURE, TABLE, Row, ends_sentence, starts_lower
from pipeline.specks import is_debris
from pipeline.text import UPPER, fold, is_capitals


@dataclass(frozen=True, slots=True)
class Head:
    """Rows of the head by element; `end` is the index of the first row behind it."""

    organisations: tuple[Row, ...] = ()
    national: tuple[Row, ...] = ()  #: Quốc hiệu, Tiêu ngữ, "ĐẢNG CỘNG SẢN VIỆT NAM"
    number: Row | None = None
    date: Row | None = None
    about: tuple[Row, ...] = ()  #: "V/v …" of a công văn
    title: Row | None = None
    subject: tuple[Row, ...] = ()
    authority: tuple[Row, ...] = ()  #: "BỘ TRƯỞNG BỘ Y TẾ" above the legal basis
    addressees: tuple[Row, ...] = ()
    stamps: tuple[Row, ...] = ()  #: urgency and secrecy
    end: int = 0


# --- the scan ---------------------------------------------------------------------------------------------------------

#: How far down a head can reach, in rows; heads of joint issuers with long subjects have been seen with 25.
_DEEPEST = 60


def scan_head(rows: Sequence[Row]) -> Head:
    """Read the rows from the top until the body begins. Without any element of a head, `end` is 0."""
    seen: dict[str, list[Row]] = {k: [] for k in ("organisations", "national", "about", "stamps")}
    number = date = None
    done = 0
    for i, row in enumerate(rows[:_DEEPEST]):
        if row.role == FURNITURE or i < done:
            continue
        row = _out_of_table(row)
        if date is None and (wrapped := _wrapped_date(rows, i)):
            row, done = wrapped, i + 2
        anchored = bool(number or date or seen["national"] or seen["organisations"] or seen["about"])
        if ADDRESSED.match(fold(row.text)):
            return _with_addressees(_head(seen, number, date), rows, i)
        parts = list(split_columns(row))
        kinds = [kind_of(p, seen["about"]) for p in parts]
        if kinds == ["organisations"] and seen["organisations"] and not seen["national"] and _heads_the_right(rows, i):
            kinds = ["national"]
        title = _title_in(row, parts, kinds, anchored, bool(number or date))
        if title and (anchored or _has_more(rows, i)):
            return _with_title(_head(seen, number, date), rows, i, title)
        if not any(kinds):
            if row.role == TABLE:
                break
            if seen["about"] and lists_addressees(rows, i):
                return _with_addressees(_head(seen, number, date), rows, i)
            if (opens_body(row) or parse_label(row.text)) and not _head_goes_on(rows, i, number is not None):
                return replace(_head(seen, number, date), end=i) if anchored else Head(end=0)
            continue
        for part, kind in zip(parts, kinds, strict=True):
            if kind == "number" and number is None:
                number = part
            elif kind == "date" and date is None:
                date = part
            elif kind in seen:
                seen[kind].append(part)
    found = _head(seen, number, date)
    return replace(found, end=_behind(rows, found)) if (number or date or found.organisations or found.about) else Head(end=0)


#: On folded text: what papers of the Youth Union have in the place of the national title.
_UNION = re.compile(r"doan (?:tncs|thanh nien cong san) ho chi minh\W{0,3}")


def _heads_the_right(rows: Sequence[Row], i: int) -> bool:
    """Whether row `i` is the Youth Union's name above the date line; elsewhere it is a body's name."""
    below = next((row.text for row in rows[i + 1 : i + 4] if row.role is None), "")
    return bool(_UNION.fullmatch(fold(rows[i].text))) and is_date_line(below)


def _wrapped_date(rows: Sequence[Row], i: int) -> Row | None:
    """Rows `i` and `i + 1` as one, where the date line goes on in the second: "Kiên Giang, ngày   tháng 11" / "năm 2017"."""
    row = rows[i]
    if i + 1 == len(rows) or len(row.text) > 120 or "ng" not in row.text or len(rows[i + 1].text) > 40:
        return None
    line = date_line(row.text)
    if line and line.year:
        return None
    below = rows[i + 1]
    if below.role and not _YEAR.fullmatch(below.text):  # a year alone looks like a page number
        return None
    text = row.text + " " * (below.start - row.end) + below.text
    whole = date_line(text)
    if whole is None or not whole.year or whole.at > len(row.text) or _LETTERS.search(text, whole.end):
        return None
    return replace(row, end=below.end, text=text)


def _out_of_table(row: Row) -> Row:
    """A row of the letterhead that was read in columns: "Độc lập - Tự	do - Hạnh phúc"."""
    text = row.text.replace("\t", " ")
    if row.role != TABLE or len(text) > 60 or kind_of(plain := replace(row, text=text, role=None), []) not in ("national", "date"):
        return row
    return plain


_YEAR = re.compile(r"[12]\d{3}")
_LETTERS = re.compile(r"[^\W_]{2}")
_EDGES = " :._-–—*~`´'ˆ°·|"


def _title_in(row: Row, parts: list[Row], kinds: list[str | None], anchored: bool, outside_list: bool) -> Row | None:
    """The title, alone in its row or beside a stamp ("HỎA TỐC   KẾ HOẠCH"), without what stands round it."""
    for part in [row] if len(parts) == 1 else parts:
        if len(parts) == 1 and kinds not in ([None], ["organisations"]):
            return None
        lead = len(part.text) - len(part.text.lstrip(_EDGES))
        part = part.part(lead, max(lead, len(part.text.rstrip(_EDGES))))
        if part.text and is_title(part.text, anchored, outside_list and len(parts) == 1):
            return part
    return None


def _head_goes_on(rows: Sequence[Row], i: int, numbered: bool) -> bool:
    """Debris of a scan can look like a list: go on where a surer element of a head stands in the next rows."""
    if numbered or len(rows[i].text) >= 100:
        return False
    for row in rows[i + 1 : i + 12]:
        folded = fold(row.text)
        if is_national_row(row.text) or is_date_line(row.text) or ADDRESSED.match(folded):
            return True
        if len(row.text) >= 100 or OPENS_BODY.match(row.text):
            return False
    return False


def _head(seen: dict[str, list[Row]], number: Row | None, date: Row | None) -> Head:
    return Head(tuple(seen["organisations"]), tuple(seen["national"]), number, date, tuple(seen["about"]), stamps=tuple(seen["stamps"]))


def _behind(rows: Sequence[Row], head: Head) -> int:
    last = max((r.end for r in (*head.organisations, *head.national, head.number, head.date, *head.about) if r), default=0)
    return next((i for i, r in enumerate(rows) if r.start >= last), len(rows))


def _has_more(rows: Sequence[Row], i: int) -> bool:
    return any(r.role is None for r in rows[i + 1 : i + 40])


# --- title, subject, authority ----------------------------------------------------------------------------------------


def _with_title(head: Head, rows: Sequence[Row], at: int, row: Row) -> Head:
    cut = _title_end(row.text)
    title, rest = row.part(0, cut), row.part(cut, len(row.text))
    by_whom = rest.text.lstrip().startswith("CỦA ") and at + 1 < len(rows) and ABOUT.match(rows[at + 1].text)
    subject: list[Row] = [rest] if len(rest.text.strip(" :.")) > 1 and not by_whom else []  # "CHỈ THỊ CỦA GIÁM ĐỐC / V/v …"
    i = at + 1
    while i < len(rows) and i < at + 25:
        row = rows[i]
        if row.role == FURNITURE or (len(row.text) <= 6 and is_debris(row.text)):
            i += 1
            continue
        if row.role == TABLE or ADDRESSED.match(fold(row.text)) or not _is_subject(rows, i, subject):
            break
        if not _is_aside(row.text) and not (not subject and is_capitals(row.text) and row.text.startswith("CỦA ")):
            subject.append(row)
        i += 1
    head = replace(head, title=title, subject=tuple(subject), end=i)
    head = _with_authority(head, rows, i)
    following = next((k for k in range(head.end, min(head.end + 6, len(rows))) if rows[k].role is None), None)
    if following is not None and ADDRESSED.match(fold(rows[following].text)):
        return _with_addressees(head, rows, following)
    return head


def _title_end(text: str) -> int:
    """Where the title ends in its row: behind the type, or behind the words in capitals."""
    known = title_of(text)
    capitals = re.match(rf"(?:[{UPPER}\d&/,.–-]+(?:\s+|$))+", text)
    end = len(text[: capitals.end()].rstrip()) if capitals and not is_capitals(text) else len(text)
    return known[1] if known else end


def _is_aside(text: str) -> bool:
    """A remark in brackets below the title: "(Ban hành kèm theo Quyết định số …)"."""
    return text.startswith("(") and text.endswith((")", ").", ")./."))


def _is_subject(rows: Sequence[Row], i: int, subject: list[Row]) -> bool:
    row = rows[i]
    if OPENS_BODY.match(row.text) or NUMBER_ROW.match(row.text) or is_date_line(row.text):
        return bool(not subject and ABOUT.match(row.text))
    label = parse_label(row.text)
    if label and label.kind != "bullet":
        return False
    if not subject:
        return not _is_paragraph(rows, i) and not (_is_authority(row) and _before_basis(rows, i))
    if is_capitals(row.text) and not is_capitals(subject[-1].text):
        return looks_small(row) and not ends_sentence(subject[-1].text)
    if is_capitals(row.text) and _is_authority(row) and (row.gap or _before_basis(rows, i)):
        return False
    if row.gap:
        return starts_lower(row.text) and not ends_sentence(subject[-1].text) and not _is_paragraph(rows, i)
    if ends_sentence(subject[-1].text) and not starts_lower(row.text):
        return False
    return not (OPENS_SENTENCE.match(row.text) and not subject[-1].text.endswith(",")) and not _is_paragraph(rows, i)


def _is_paragraph(rows: Sequence[Row], i: int) -> bool:
    """Whether the rows from `i` to the next gap are running text: long, and closed like a sentence."""
    block = [rows[i]]
    for row in rows[i + 1 : i + 12]:
        if row.gap or row.role is not None:
            break
        block.append(row)
    text = " ".join(r.text for r in block)
    if len(block) == 1:
        return len(text) > 330 or (len(text) > 110 and ends_sentence(text) and not text.endswith("…"))
    return bool(OPENS_SENTENCE.match(text)) and len(text) > 200 and len(block[0].text) > 60


def _is_authority(row: Row) -> bool:
    return is_capitals(row.text) and (is_position(row.text) or is_body_name(row.text))


def _before_basis(rows: Sequence[Row], i: int) -> bool:
    following = [r for r in rows[i + 1 : i + 6] if r.role is None and not is_capitals(r.text)]
    return bool(following) and bool(OPENS_BODY.match(following[0].text.lstrip("-–+ ")))


def _with_authority(head: Head, rows: Sequence[Row], i: int) -> Head:
    found: list[Row] = []
    while (
        i < len(rows)
        and not ADDRESSED.match(fold(rows[i].text))
        and (rows[i].role == FURNITURE or (_is_authority(rows[i]) if not found else is_capitals(rows[i].text) and not rows[i].gap))
    ):
        if rows[i].role is None:
            found.append(rows[i])
        i += 1
    return replace(head, authority=tuple(found), end=i) if found else head


# --- addressees -------------------------------------------------------------------------------------------------------


def _with_addressees(head: Head, rows: Sequence[Row], at: int) -> Head:
    """The rows of "Kính gửi"; what stands between them of the letterhead's other column goes where it belongs."""
    m = ADDRESSED.match(fold(rows[at].text))
    first = rows[at].part(m.end() if m else 0, len(rows[at].text))
    found: list[Row] = [first] if first.text and not (len(first.text) <= 3 and is_debris(first.text)) else []
    i = at + 1
    while i < len(rows) and len(found) < 60:
        row = rows[i]
        if row.role == FURNITURE or is_debris(row.text):
            i += 1
            continue
        if other := _of_letterhead(row):
            head = _added(head, other)
            i += 1
            continue
        if row.role == TABLE or not is_addressee(
            found[-1] if found else None, row, listed=bool(found) and bool(ITEM.match(found[-1].text))
        ):
            break
        found.append(row)
        i += 1
    return replace(head, addressees=tuple(found), end=i)


def _of_letterhead(row: Row) -> list[tuple[str, Row]]:
    """The parts of a row that is nothing but national title, motto, date line or number line."""
    if len(row.text) > 120:
        return []
    parts = list(split_columns(row))
    kinds = [kind_of(part, []) for part in parts]
    return [(k, p) for k, p in zip(kinds, parts, strict=True) if k] if all(k in ("national", "date", "number") for k in kinds) else []


def _added(head: Head, parts: list[tuple[str, Row]]) -> Head:
    for kind, part in parts:
        if kind == "national":
            head = replace(head, national=(*head.national, part))
        elif kind == "date":
            head = replace(head, date=head.date or part)
        else:
            head = replace(head, number=head.number or part)
    return head
