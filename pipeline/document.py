"""What was read, before any interpretation: the text as it stands, its pages and lines, and boxes where there are any."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipeline.text import Span

#: `(x0, y0, x1, y1)` in PDF points (1/72 inch) from the page's top left.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place on the page, as the recogniser or the PDF gives it."""

    span: Span
    box: Box
    confidence: float | None = None  #: 0..1, the recogniser's own
    #: for each character the readings the recogniser weighed, best first: ((("ẩ", 0.30), ("â", 0.95)), …)
    alternatives: tuple[tuple[tuple[str, float], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column; its span leaves out the line break."""

    span: Span
    page: int  #: counted from 1
    box: Box | None = None
    words: tuple[Word, ...] = ()
    role: str | None = None  #: what the reader knows of it by its place: "furniture", "table", …


@dataclass(frozen=True, slots=True)
class Page:
    """A page; sizes are None where the file has none (plain text, docx)."""

    number: int  #: counted from 1
    span: Span
    width: float | None = None  #: PDF points
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature found in the file."""

    signer: str | None
    signed_at: str | None  #: ISO 8601


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a scan where the number, the day or the month of a letterhead stands, or is to be written."""

    kind: Literal["number", "day", "month"]
    page: int  #: counted from 1
    box: Box
    decided: Literal["printed", "blank", "handwritten"]
    #: of handwriting: what it may say, best first, each with its probability 0..1; () where nothing could be read
    readings: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Document:
    """`text` is exactly what was read; every offset anywhere counts its code points."""

    text: str
    path: str | None
    sha256: str
    media_type: str
    reader: str
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    signatures: tuple[Signature, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()  #: (code, message) of what the reader had to do
    details: Mapping[str, str] = field(default_factory=dict)  #: versions of engines and the like
    slots: tuple[Slot, ...] = ()  #: of letterheads on scans

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.span.start for page in self.pages]

    @cached_property
    def has_boxes(self) -> bool:
        """Whether it is known where on a page anything stands; without boxes there are no words either."""
        return any(line.box or line.words for line in self.lines)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    def page_of(self, at: int) -> int:
        """The number of the page on which position `at` stands."""
        i = bisect_right(self._page_starts, at) - 1
        return self.pages[max(i, 0)].number if self.pages else 1

    def box_of(self, span: Span) -> Box | None:
        """The box round the words that `span` touches, or round its lines where words have none."""
        if not self.has_boxes:
            return None
        boxes: list[Box] = []
        for i in range(max(bisect_right(self._line_starts, span.start) - 1, 0), len(self.lines)):
            line = self.lines[i]
            if line.span.start >= span.end:
                break
            if line.span.end <= span.start:
                continue
            words = [w.box for w in line.words if w.span.start < span.end and span.start < w.span.end]
            boxes += words or ([line.box] if line.box else [])
        if not boxes:
            return None
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
