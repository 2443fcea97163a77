"""Lines of the reading text, told apart by what they are: text, page furniture, table rows, blank rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Document
from pipeline.text import UPPER, MappedText, fold

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

    def part(self, start: int, end: int) -> Row:
        """The row of `text[start:end]`, stripped."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        at = self.start + start + lead
        return replace(self, start=at, end=at + len(text), text=text)


_LINE = re.compile(r"[^\n]+")
_WIDE_GAP = re.compile(r"\t[ \t]*| {3,}|\s*\|\s*")

#: Page numbers, rules, running heads of the official gazette (seen in congbao.chinhphu.vn prints).
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[-–—]?", re.IGNORECASE)
#: Nothing but punctuation: rules, the debris of a scan.
_RULE = re.compile(r"[\W_]+")
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\s*/\s*Số\b.*", re.DOTALL)
#: Blocks that electronic signing and receiving print on the page: "Ký bởi:", "Thời gian ký: 14.04.2020 07:37".
_STAMP_OPENS = re.compile(r"(?:ký bởi|người ký|ký điện tử bởi|signature not verified|digitally signed)\b", re.IGNORECASE)
_STAMP_GOES_ON = re.compile(
    r"(?:email|cơ quan|tổ chức|thời gian ký|ngày ký|date|ký ngày|giờ ký|múi giờ|địa điểm|lý do|reason|location)\s*:", re.IGNORECASE
)
_TABLE_ROW = re.compile(r"\|.*\|")


def read_rows(document: Document, text: MappedText) -> tuple[Row, ...]:
    """The lines of `text` that hold anything, with furniture and table rows marked by `role`."""
    rows: list[Row] = []
    done = 0
    known = _known_roles(document)
    for m in _LINE.finditer(text.text):
        line = m[0]
        stripped = line.strip()
        if not stripped:
            continue
        start = m.start() + (len(line) - len(line.lstrip()))
        gap = max(text.text.count("\n", done, start) - 1, 0) if rows else 0
        at = text.to_source(start, start + 1).start
        rows.append(
            Row(start, start + len(stripped), stripped, gap, document.page_of(at), known.get(_line_at(document, at)) if known else None)
        )
        done = start + len(stripped)
    return tuple(_mark_furniture(rows))


def _known_roles(document: Document) -> dict[int, str]:
    return {line.span.start: line.role for line in document.lines if line.role}


def _line_at(document: Document, at: int) -> int:
    starts = document._line_starts
    i = bisect_right(starts, at) - 1
    return starts[i] if i >= 0 else -1


def _mark_furniture(rows: list[Row]) -> list[Row]:
    heads = _running_heads(rows)
    stamp = False
    out: list[Row] = []
    for row in rows:
        stamp = bool(_STAMP_OPENS.match(row.text)) or (stamp and bool(_STAMP_GOES_ON.match(row.text)))
        if row.role is None:
            if (
                stamp
                or _RULE.fullmatch(row.text)
                or _PAGE_NUMBER.fullmatch(row.text)
                or _GAZETTE.fullmatch(row.text)
                or _shape(row.text) in heads
            ):
                row = replace(row, role=FURNITURE)
            elif _TABLE_ROW.fullmatch(row.text):
                row = replace(row, role=TABLE)
        out.append(row)
    return out


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", fold(text)) if len(text) <= 120 else text


def _running_heads(rows: list[Row]) -> frozenset[str]:
    """Shapes of lines that open at least three pages: running heads of a printed periodical."""
    first: Counter[str] = Counter()
    seen = 0
    for row in rows:
        if row.page != seen:
            seen = row.page
            first[_shape(row.text)] += 1
    return frozenset(shape for shape, n in first.items() if n >= 3)


def cells(row: Row, whole: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
    """The columns of a line that was read straight across: parted by a tab, a bar, or three spaces and more.

    Stretches of `whole` stay in one piece: a blank to be filled in is a wide gap too ("Số:       /KH-SYT").
    """
    out: list[Row] = []
    done = 0
    for m in _WIDE_GAP.finditer(row.text):
        if any(a < m.start() and m.end() < b for a, b in whole):
            continue
        out.append(row.part(done, m.start()))
        done = m.end()
    return tuple(c for c in (*out, row.part(done, len(row.text))) if c.text)


_FULL_STOP = re.compile(r"(?:[.:;?!…]|\./\.?|[.;:][”\"’»)])\s*$")
_LOWER_START = re.compile(r"[^\W\d_]")


def ends_sentence(text: str) -> bool:
    return bool(_FULL_STOP.search(text[-4:]))


def starts_lower(text: str) -> bool:
    m = _LOWER_START.match(text)
    return bool(m) and m[0] not in UPPER and m[0].islower() if m else False
