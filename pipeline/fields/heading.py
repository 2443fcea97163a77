"""Number and symbol, place and date, type, subject, urgency and secrecy (Decree 30/2020/NĐ-CP, Article 8, points c-đ, k)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import lexicon
from pipeline.fields.notation import DIGITS, normalise_number, parse_number, symbol_pattern
from pipeline.found import Found
from pipeline.head import ABOUT, NUMBER_ROW, DateLine, date_line, title_of
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.text import UPPER, Passage, Span
from pipeline.values import DocType, Number


def _spans(layout: Layout, row: Row, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    stop = len(row.text) if end is None else end
    return layout.text.pieces(row.start + start, row.start + max(stop, start))


# --- số, ký hiệu ------------------------------------------------------------------------------------------------------

_BLANK = re.compile(r"[\s.…_]*(?P<separator>[/–-])\s*")
_BARE_DIGITS = re.compile(rf"\s*(?P<number>{DIGITS})\s*[/-]?\s*$")
#: How far into the row a symbol may begin behind digits that cannot be read: handwriting that OCR made letters of.
_INK = 26


def extract_number(layout: Layout) -> Found[Number | None] | None:
    """The document's own number and symbol; None when no number line stands in the text."""
    row = layout.head.number
    passage = layout.passage([row]) if row else None
    m = NUMBER_ROW.match(passage.text) if passage else None
    if passage is None or m is None:
        return None
    at, rest = (m.start("rest"), m["rest"]) if m["rest"] else (m.end(), "")
    whole = passage.at(0, len(passage.text))
    if not rest.strip(" .…_"):
        return Found(None, whole, "number.blank", state="blank")
    number = parse_number(rest) or _with_tail(rest)
    if number:
        digits = _digits_span(passage, at, rest)
        if any(s.start <= d.start and d.end <= s.end for s in layout.struck for d in digits):
            # Struck through in the source: cancelled, or written by hand across the dotted line. A person must look.
            return Found(number, whole, "number.struck_through", state="illegible", confidence=0.4)
        return Found(number, whole, "number.line")
    if (blank := _BLANK.match(rest)) and (symbol := symbol_pattern().match(rest, blank.end())):
        return Found(Number(None, normalise_number(symbol[0])), whole, "number.blank", state="blank")
    if bare := _BARE_DIGITS.match(rest):
        return Found(Number(bare["number"], None), whole, "number.digits_only", state="partial")
    for slash in re.finditer(r"/\s*", rest[:_INK]):
        if symbol := symbol_pattern().match(rest, slash.end()):
            return Found(Number(None, normalise_number(symbol[0])), whole, "number.unread", state="illegible", confidence=0.3)
    return Found(None, whole, "number.unread", state="illegible", confidence=0.0)


def _digits_span(passage: Passage, at: int, rest: str) -> tuple[Span, ...]:
    m = re.search(r"\d+", rest)
    return passage.at(at + m.start(), at + m.end()) if m else ()


#: A company's name set apart within its symbol: "125/TB-EVN HANOI".
_TAIL = re.compile(rf"\s(?P<tail>[{UPPER}]{{2,12}})\s*$")


def _with_tail(rest: str) -> Number | None:
    tail = _TAIL.search(rest)
    number = parse_number(rest[: tail.start()]) if tail else None
    return Number(number.number, f"{number.notation} {tail['tail']}") if number and tail else None


# --- địa danh và thời gian --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceAndDate:
    place: Found[str] | None
    date: Found[str | None] | None


def extract_place_and_date(layout: Layout) -> PlaceAndDate:
    """Both from the date line of the head, else of the foot (minutes and reports of companies have it there)."""
    row = layout.head.date or layout.foot.date
    line = date_line(row.text) if row else None
    if row is None or line is None:
        return PlaceAndDate(None, None)
    place = Found(line.place, _spans(layout, row, line.start, line.start + len(line.place)), "place.date_line") if line.place else None
    return PlaceAndDate(place, _date(layout, row, line))


def _date(layout: Layout, row: Row, line: DateLine) -> Found[str | None]:
    spans = _spans(layout, row, line.at, line.end)
    parts = [part.strip(" .…_") for part in (line.day, line.month, line.year)]
    if not any(parts):
        return Found(None, spans, "issued_date.blank", state="blank")
    day, month, year = (int(p) if p.isascii() and p.isdigit() else None for p in parts)
    if year is None or not 1945 <= year <= 2100:
        return Found(None, spans, "issued_date.unread", state="illegible", confidence=0.0)
    unread = any(p and n is None for p, n in zip(parts, (day, month, year), strict=True))
    doubt: dict[str, Any] = {"state": "illegible", "confidence": 0.4} if unread else {"state": "partial"}
    if month is None:
        return Found(f"{year:04d}", spans, "issued_date.line", **doubt)
    if not 1 <= month <= 12:
        return Found(f"{year:04d}", spans, "issued_date.impossible", state="illegible", confidence=0.3)
    if day is None:
        return Found(f"{year:04d}-{month:02d}", spans, "issued_date.line", **doubt)
    if not 1 <= day <= monthrange(year, month)[1]:
        return Found(f"{year:04d}-{month:02d}", spans, "issued_date.impossible", state="illegible", confidence=0.3)
    return Found(f"{year:04d}-{month:02d}-{day:02d}", spans, "issued_date.line")


# --- tên loại, trích yếu ----------------------------------------------------------------------------------------------


def extract_doc_type(layout: Layout, number: Number | None) -> Found[DocType] | None:
    """From the title; else a letter (công văn) by its "V/v" or "Kính gửi"; else from the symbol's first group."""
    head = layout.head
    if head.title:
        return _titled(layout, head.title, number)
    letter = DocType("Công văn", None)
    if head.about:
        return Found(letter, _spans(layout, head.about[0]), "doc_type.about", state="inferred")
    first = _code_of(number)
    if first is not None and head.number:
        return Found(first, _spans(layout, head.number), "doc_type.symbol", state="inferred")
    return Found(letter, _spans(layout, head.addressees[0]), "doc_type.addressed", state="inferred") if head.addressees else None


def _titled(layout: Layout, row: Row, number: Number | None) -> Found[DocType]:
    known = title_of(row.text)
    if known:
        entry, end = known
        name, code = entry.canonical, entry.extra.get("code") or None
        if entry.extra.get("system") == "custom" and lexicon.squeeze(row.text[:end]) != lexicon.squeeze(name):
            name, code = (
                row.text[:end].strip().capitalize(),
                _initials_code(row.text[:end], number),
            )  # as it is printed, not its fuller name
        return Found(DocType(name, code), _spans(layout, row), "doc_type.title")
    name = row.text.strip(" :.").capitalize()
    return Found(DocType(name, _initials_code(row.text, number)), _spans(layout, row), "doc_type.title_outside_list")


def _initials_code(title: str, number: Number | None) -> str | None:
    """A title outside the list has the code that the symbol gives it, when that is its initials: PĐTĐ."""
    groups = re.split(r"[-/]", number.notation) if number and number.notation else []
    initials = "".join(w[0] for w in title.split()).upper()
    return next((g for g in groups if len(g) >= 2 and g.upper() == initials), None)


def _code_of(number: Number | None) -> DocType | None:
    groups = re.split(r"[-/]", number.notation) if number and number.notation else []
    if len(groups) < 2:
        return None
    for entry in lexicon.entries("doc_types"):
        if entry.extra.get("code") == groups[0] and entry.extra.get("system") in ("state", "party"):
            return DocType(entry.canonical, groups[0])
    return None


def extract_subject(layout: Layout) -> Found[str] | None:
    """Trích yếu on one line, without a leading "Về việc" or "V/v"."""
    head = layout.head
    rows: Sequence[Row] = head.subject if head.title and head.subject else head.about
    if not rows:
        return None
    passage = layout.passage(rows)
    opening = ABOUT.match(passage.text)
    start = opening.end() if opening else 0
    text = passage.text[start:].rstrip(" .;:,")
    start += len(text) - len(text.lstrip(" :.-–"))
    text = text.strip(" :.-–")
    if not text:
        return None
    rule = "subject.below_title" if rows is head.subject else "subject.about"
    return Found(text, passage.at(start, start + len(text)), rule)


def extract_stamp(layout: Layout, table: str) -> Found[str] | None:
    """`table` is "urgency" or "secrecy": the first stamp in the head that the lexicon knows."""
    for row in layout.head.stamps:
        if entries := lexicon.find(table, row.text):
            return Found(entries[0].canonical, _spans(layout, row), f"{table}.stamp")
    return None
