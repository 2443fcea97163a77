"""Lines of the reading text, told apart by what they are: text, page furniture, table rows, blank rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Document
from pipeline.esigned import Stamps, may_hold
from pipeline.text import MappedText, fold

FURNITURE = "furniture"
TABLE = "table"


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or one column's part of a line, of the reading text; positions count the reading text."""

    start: int
    end: int
    text: str  #: without white space at the ends
    gap: int  #: blank lines above it
    page: int
    role: str | None = None  #: FURNITURE, TABLE or None

    def of_role(self, role: str) -> Row:
        return Row(self.start, self.end, self.text, self.gap, self.page, role)

    def part(self, start: int, end: int) -> Row:
        """The row of `text[start:end]`, stripped."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        at = self.start + start + lead
        return Row(at, at + len(text), text, self.gap, self.page, self.role)


_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_WIDE_GAP = re.compile(r"\t[ \t]*| {3,}|\s*\|\s*")

#: Page numbers, rules, running heads of the official gazette (seen in congbao.chinhphu.vn prints).
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[-–—]?", re.IGNORECASE)
#: Nothing but punctuation: rules, the debris of a scan.
_RULE = re.compile(r"[\W_]+")
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\s*/\s*Số\b.*", re.DOTALL)
_TABLE_ROW = re.compile(r"\|.*\|")


def read_rows(document: Document, text: MappedText) -> tuple[Row, ...]:
    """The lines of `text` that hold anything, with furniture and table rows marked by `role`."""
    rows: list[Row] = []
    whole = text.text
    done = 0
    roles = {line.span.start: line.role for line in document.lines if line.role}
    line_starts = [line.span.start for line in document.lines] if roles else []
    many_pages = len(document.pages) > 1
    for m in _LINE.finditer(whole):
        start, end = m.span()
        gap = max(whole.count("\n", done, start) - 1, 0) if rows else 0
        page, role = 1, None
        if many_pages or roles:
            at = text.to_source(start, start + 1).start
            page = document.page_of(at)
            role = roles.get(line_starts[max(bisect_right(line_starts, at) - 1, 0)]) if roles else None
        rows.append(Row(start, end, m[0], gap, page, role))
        done = end
    return tuple(_mark_furniture(_without_stamps(rows) if may_hold(whole) else rows, many_pages))


def _mark_furniture(rows: list[Row], many_pages: bool) -> list[Row]:
    heads = _running_heads(rows) if many_pages else frozenset()
    out: list[Row] = []
    above = ""
    for row in rows:
        text = row.text
        if row.role is None:
            if len(text) <= 120 and (_is_furniture(text, above) or (heads and _shape(text) in heads)):
                row = row.of_role(FURNITURE)
            elif text[0] == "|" and _TABLE_ROW.fullmatch(text):
                row = row.of_role(TABLE)
            elif text[0] == "|" or text[-1] == "|":  # a table row that a line break within a cell has cut
                row = row.part(len(text) - len(text.lstrip("| \t")), len(text.rstrip("| \t")))
        above = row.text if row.role != FURNITURE else above
        out.append(row)
    return out


def _without_stamps(rows: list[Row]) -> list[Row]:
    """The rows with electronic signatures marked, and apart from what stands beside them."""
    stamps = Stamps()
    out: list[Row] = []
    for row, below in zip(rows, [*(r.text for r in rows[1:]), ""], strict=True):
        if row.role is not None:
            out.append(row)
            continue
        for start, end, is_stamp in stamps.parts(row.text, below):
            part = row.part(start, end) if end - start < len(row.text) else row
            if part.text:
                out.append(part.of_role(FURNITURE) if is_stamp else part)
    return out


_YEAR = re.compile(r"(?:19|20)\d\d")
#: Words behind which a line end can part a year: "… trên địa bàn tỉnh năm", "… nhiệm kỳ 2020 -".
_BEFORE_YEAR = re.compile(r"(?:\bnăm(?: học)?|(?:19|20)\d\d\s?[-–])$", re.IGNORECASE)


def _is_year_of(above: str, text: str) -> bool:
    """Whether a number alone is the year with which the line above goes on, and no page's."""
    span = text.lstrip("-– ")
    if span != text:  # "… giai đoạn 2023 / - 2025"
        return bool(_YEAR.fullmatch(span) and _YEAR.fullmatch(above[-4:]))
    return bool(_YEAR.fullmatch(text) and _BEFORE_YEAR.search(above[-12:]))


def _is_furniture(text: str, above: str) -> bool:
    if text[0].isalpha() and text[0] not in "tTC":  # of "trang", "CÔNG BÁO"
        return False
    number = _PAGE_NUMBER.fullmatch(text) and not _is_year_of(above, text)
    return bool(_RULE.fullmatch(text) or number or _GAZETTE.fullmatch(text))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", fold(text))


def _running_heads(rows: list[Row]) -> frozenset[str]:
    """Shapes of lines that open at least three pages: running heads of a printed periodical."""
    first: Counter[str] = Counter()
    seen = 0
    for row in rows:
        if row.page != seen:
            seen = row.page
            first[_shape(row.text[:120])] += 1
    return frozenset(shape for shape, n in first.items() if n >= 3)


def cells(row: Row, whole: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
    """The columns of a line that was read straight across: parted by a tab, a bar, or three spaces and more.

    Stretches of `whole` stay in one piece: a blank to be filled in is a wide gap too ("Số:       /KH-SYT").
    """
    if not ("\t" in row.text or "|" in row.text or "   " in row.text):
        return (row,) if row.text else ()
    out: list[Row] = []
    done = 0
    for m in _WIDE_GAP.finditer(row.text):
        if any(a < m.start() and m.end() < b for a, b in whole):
            continue
        out.append(row.part(done, m.start()))
        done = m.end()
    return tuple(c for c in (*out, row.part(done, len(row.text))) if c.text)


_FULL_STOP = re.compile(r"(?:[.:;?!…]|\./\.?|[.;:][”\"’»)])\s*$")


def ends_sentence(text: str) -> bool:
    return bool(_FULL_STOP.search(text[-4:]))


def starts_lower(text: str) -> bool:
    return text[:1].islower()
