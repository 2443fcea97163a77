"""Place and date, type, subject, urgency and secrecy (Decree 30/2020/NĐ-CP, Article 8, points d, đ, k)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline import lexicon
from pipeline.date_line import DateLine, date_line
from pipeline.fields.handwritten import earliest_signed, latest_cited, slot_at, written_date
from pipeline.fields.recognised import LEAST_OF_DIGITS, recognised
from pipeline.found import Found
from pipeline.head_rows import ABOUT, damaged_title, looks_small, title_of
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.slack import letters_of, nearest
from pipeline.text import Span, is_capitals
from pipeline.values import DocType, Number


def _spans(layout: Layout, row: Row, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    stop = len(row.text) if end is None else end
    return layout.text.pieces(row.start + start, row.start + max(stop, start))


# --- địa danh và thời gian --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceAndDate:
    place: Found[str] | None
    date: Found[str | None] | None


def extract_place_and_date(layout: Layout, cited: Iterable[str | None] = ()) -> PlaceAndDate:
    """Both from the date line of the head, else of the foot (minutes and reports of companies have it there).

    `cited` are dates (ISO 8601) of the documents that the text cites: a date written by hand is none before them.
    """
    row = layout.head.date or layout.foot.date
    line = date_line(row.text) if row else None
    if row is None or line is None:
        return PlaceAndDate(None, None)
    return PlaceAndDate(_place(layout, row, line), _date(layout, row, line, cited))


def _place(layout: Layout, row: Row, line: DateLine) -> Found[str] | None:
    """As printed; where specks or a small letter stand in it, or it misspells the letterhead's province, as it is meant."""
    if line.place is None:
        return None
    spans = _spans(layout, row, line.start, line.start + len(line.place))
    meant = line.known_place or _province_meant(layout, line.place)
    if meant and meant != line.place:
        return Found(meant, spans, "place.date_line", confidence=0.8)
    least = recognised(layout, spans)
    return Found(line.place, spans, "place.date_line", confidence=least if least is not None and least < LEAST_OF_DIGITS else None)


def _province_meant(layout: Layout, place: str) -> str | None:
    """The province in the letterhead, where the place differs from its name in marks or in one letter: "Kiên Glang"."""
    if lexicon.province_of(place) and place == lexicon.sentence_case(place.upper()):
        return None
    letters = letters_of(place)
    for row in layout.head.organisations:
        for _, _, province in lexicon.find_provinces_in(lexicon.sentence_case(row.text)):
            if recognised(layout, _spans(layout, row)) is not None and province.name.endswith(f" {place}"):
                return province.name  # its first word stands apart: "Trà" beside "Vinh, ngày"
            if lexicon.squeeze(place) != lexicon.squeeze(province.name) and nearest(letters, [letters_of(province.name)]):
                return province.name
    return None


def _date(layout: Layout, row: Row, line: DateLine, cited: Iterable[str | None]) -> Found[str | None]:
    spans = _spans(layout, row, line.at, line.end)
    parts = [part.strip(" .…_") for part in (line.day, line.month, line.year)]
    parts = [_blank_if_rule(layout, spans, part, kind) for part, kind in zip(parts, ("day", "month", "year"), strict=True)]
    sure = [not part or _is_sure(layout, row, at) for part, at in zip(parts, line.at_parts, strict=True)]
    if not any(parts):
        return Found(None, spans, "issued_date.blank", state="blank")
    day, month, year = (int(p) if p.isascii() and p.isdigit() and ok else None for p, ok in zip(parts, sure, strict=True))
    if year is None or not 1945 <= year <= 2100:
        return Found(None, spans, "issued_date.unread", state="illegible", confidence=0.0)
    after, before = latest_cited(cited, year), earliest_signed(s.signed_at for s in layout.document.signatures)
    if written := written_date(layout.document, spans, (day, month, year), after, before):
        return written
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
    if len(parts[0]) == 1 and recognised(layout, spans) is not None:
        # A day below 10 has its zero (Decree 30, Article 8): of one digit alone, written by hand, the other may be lost.
        return Found(f"{year:04d}-{month:02d}-{day:02d}", spans, "issued_date.line", confidence=0.6)
    return Found(f"{year:04d}-{month:02d}-{day:02d}", spans, "issued_date.line", confidence=0.8 if line.damaged else None)


def _blank_if_rule(layout: Layout, spans: Sequence[Span], part: str, kind: str) -> str:
    """Nothing for a dash where nothing is written: a piece of the rule to write on, "ngày — tháng 8"."""
    if not part or part.strip("-–—"):
        return part
    slot = slot_at(layout.document, kind, spans)
    return "" if (slot.decided == "blank" if slot else recognised(layout, spans) is None) else part


def _is_sure(layout: Layout, row: Row, at: tuple[int, int]) -> bool:
    """Whether nobody recognised these digits, or they were recognised surely: handwriting is not."""
    least = recognised(layout, _spans(layout, row, *at))
    return least is None or least >= LEAST_OF_DIGITS


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
    if known is None and (meant := damaged_title(row.text)):
        return Found(DocType(meant.canonical, meant.extra.get("code") or None), _spans(layout, row), "doc_type.title", confidence=0.8)
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


#: Specks and bullets; a quotation may open a subject.
_BEFORE_ABOUT = re.compile(r"(?:[^\w(\[“\"«]|[ˆ_]){1,4}")


def extract_subject(layout: Layout) -> Found[str] | None:
    """Trích yếu on one line, without a leading "Về việc" or "V/v"."""
    head = layout.head
    rows: Sequence[Row] = head.subject if head.title and head.subject else head.about
    if not rows:
        return None
    passage = layout.passage(rows)
    specks = _BEFORE_ABOUT.match(passage.text)
    opening = ABOUT.match(passage.text, specks.end() if specks else 0)
    start = opening.end() if opening else 0
    whole = _in_small_letters(passage.text, rows)
    text = whole[start:].rstrip(" .;:,")
    start += len(text) - len(text.lstrip(" :.-–"))
    text = text.strip(" :.-–")
    if not text:
        return None
    rule = "subject.below_title" if rows is head.subject else "subject.about"
    return Found(text, passage.at(start, start + len(text)), rule, confidence=None if whole == passage.text else 0.8)


def _in_small_letters(text: str, rows: Sequence[Row]) -> str:
    """`text` of `rows`, small where a row below small letters was read in capitals of the same shape: as long as before."""
    for above, row in pairwise(rows):
        if looks_small(row) and row.text.isupper() and not is_capitals(above.text):
            text = text.replace(f" {row.text}", f" {row.text.lower()}", 1)
    return text


def extract_stamp(layout: Layout, table: str) -> Found[str] | None:
    """`table` is "urgency" or "secrecy": the first stamp in the head that the lexicon knows."""
    for row in layout.head.stamps:
        if entries := lexicon.find(table, row.text):
            return Found(entries[0].canonical, _spans(layout, row), f"{table}.stamp")
    return None
