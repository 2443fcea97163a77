"""Lines of pages in reading order -> the text of a `Document` with its pages, lines and words, whose spans are exact.

Lines end with "\\n"; an empty line stands before a new block; a form feed ends every page but the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.document import Line, Page, Slot, Word
from pipeline.read.lines import LaidLine
from pipeline.text import Span


@dataclass(frozen=True, slots=True)
class LaidPage:
    width: float  #: PDF points
    height: float
    lines: Sequence[LaidLine]
    slots: Sequence[Slot] = ()  #: their pages not yet numbered


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    slots: tuple[Slot, ...] = ()


def compose(laid: Iterable[LaidPage]) -> Composed:
    """Takes one page at a time, so that `laid` can be a generator over a long file."""
    parts: list[str] = []
    pages: list[Page] = []
    lines: list[Line] = []
    slots: list[Slot] = []
    at = start = 0
    for number, page in enumerate(laid, start=1):
        if pages:  # only now is it known that the page before is not the last
            parts.append("\f")
            at += 1
            pages[-1] = Page(pages[-1].number, Span(pages[-1].span.start, at), pages[-1].width, pages[-1].height)
        start = at
        for i, laid_line in enumerate(page.lines):
            if laid_line.apart and i:
                parts.append("\n")
                at += 1
            line = _placed(laid_line, at, number)
            parts += (laid_line.text, "\n")
            at = line.span.end + 1
            lines.append(line)
        pages.append(Page(number, Span(start, at), page.width, page.height))
        slots += (replace(slot, page=number, box=_rounded(slot.box)) for slot in page.slots)
    return Composed("".join(parts), tuple(pages), tuple(lines), tuple(slots))


def _placed(line: LaidLine, at: int, page: int) -> Line:
    words: list[Word] = []
    start = at
    for space, word in zip(line.spaces, line.words, strict=True):
        at += len(space)
        words.append(Word(Span(at, at + len(word.text)), _rounded(word.box), word.confidence, word.alternatives))
        at += len(word.text)
    return Line(Span(start, at), page, _rounded(line.box), tuple(words), line.role)


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
