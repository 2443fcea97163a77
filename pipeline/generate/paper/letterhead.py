"""The letterhead (Appendix I, II.1-4): issuing body and number on the left, motto, place and date on the right."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from pipeline.generate.paper.fonts import Face, width
from pipeline.generate.paper.look import WIDTH, Look
from pipeline.generate.paper.marks import Block, Frame, Mark, Rule, Run, Spot, centred, words_of
from pipeline.generate.sheet import Sheet, Slot

_NUMBER = re.compile(r"\s*Số\b")
_DATE = re.compile(r"\bngày\b|\btháng\b")
_MARKS = frozenset(("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN", "MẬT", "TỐI MẬT", "TUYỆT MẬT"))
#: Between the columns, and how far they reach over the margins, points.
_GUTTER, _OVER = 14.0, 14.0


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line of a column."""

    text: str
    face: Face
    size: float
    at: float  #: its baseline from the top
    slots: tuple[Slot, ...] = ()
    ruled: float = 0.0  #: share of its width that is underlined


def set_head(sheet: Sheet, look: Look, by_hand: Collection[Slot] = ()) -> Block:
    """Both columns; the slots of `by_hand` are left open, as spots. Lines too wide for their column are set smaller."""
    size = look.head
    left, right = _rows(sheet, size)
    while size > 8 and _widest(left, by_hand) + _widest(right, by_hand) + _GUTTER > _room(look):
        size -= 0.5
        left, right = _rows(sheet, size)
    spare = _room(look) - _widest(left, by_hand) - _widest(right, by_hand)
    edge = look.left - _OVER
    middles = (edge + spare * 0.4 + _widest(left, by_hand) / 2, WIDTH - look.right + _OVER - spare * 0.25 - _widest(right, by_hand) / 2)
    marks = [mark for rows, middle in zip((left, right), middles, strict=True) for row in rows for mark in _row(row, middle, by_hand)]
    height = max((row.at for row in (*left, *right)), default=0.0)
    return Block(height + size if marks else 0.0, tuple(marks), keep=True)


def _rows(sheet: Sheet, size: float) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    left, right = columns(sheet, size)
    return (*left.upper, *left.lower), (*right.upper, *right.lower)


def _room(look: Look) -> float:
    return WIDTH - look.left - look.right + 2 * _OVER


@dataclass(frozen=True, slots=True)
class Column:
    upper: tuple[Row, ...]  #: bodies, or the motto
    lower: tuple[Row, ...]  #: from the number, or the date, on


def columns(sheet: Sheet, size: float) -> tuple[Column, Column]:
    """The left and the right one; number and date stand in one row."""
    number = next((i for i, line in enumerate(sheet.head_left) if _NUMBER.match(line)), len(sheet.head_left))
    date = next((i for i, line in reversed(list(enumerate(sheet.head_right))) if _DATE.search(line)), len(sheet.head_right))
    step = 1.22 * size
    below = (max(number, date) + 1.5) * step
    left = tuple(
        Row(
            line,
            "bold" if line in _MARKS else "regular",
            size - 0.5 * (i > number),
            below + (i - number) * step + 5 * (line in _MARKS),
            _slots(sheet, "left", i),
        )
        for i, line in list(enumerate(sheet.head_left))[number:]
    )
    right = tuple(
        Row(line, "italic", size + 0.5, below + (i - date) * step, _slots(sheet, "right", i))
        for i, line in list(enumerate(sheet.head_right))[date:]
    )
    names, mottos = _names(sheet, sheet.head_left[:number], size, step), _mottos(sheet.head_right[:date], size, step)
    return Column(tuple(names), left), Column(tuple(mottos), right)


def _slots(sheet: Sheet, side: Literal["left", "right"], line: int) -> tuple[Slot, ...]:
    return tuple(sorted((s for s in sheet.slots if s.side == side and s.line == line), key=lambda s: s.start))


def _names(sheet: Sheet, lines: Sequence[str], size: float, step: float) -> Iterator[Row]:
    """The superior body in regular letters, the issuing one bold and underlined in its middle."""
    above = _of_parent(lines, sheet.gold.get("parent_body"))
    last = max((i for i, line in enumerate(lines) if line.strip("* ")), default=-1)
    for i, line in enumerate(lines):
        bold = i >= above and bool(line.strip("* "))
        ruled = 0.42 if i == last == len(lines) - 1 else 0.0
        yield Row(line, "bold" if bold else "regular", size, (i + 1) * step, (), ruled)


def _of_parent(lines: Sequence[str], parent: str | None) -> int:
    """How many lines from the top name the superior body."""
    if not parent:
        return 0
    names = [" ".join(lines[:k]).lower().replace("ubnd", "ủy ban nhân dân") for k in range(len(lines))]
    return max(range(len(lines)), key=lambda k: fuzz.ratio(names[k], parent.lower()), default=0)


def _mottos(lines: Sequence[str], size: float, step: float) -> Iterator[Row]:
    for i, line in enumerate(lines):
        yield Row(line, "bold", size if i == 0 else size + 0.5, (i + 1) * step, (), 1.0 if i == len(lines) - 1 else 0.0)


# --- one row ----------------------------------------------------------------------------------------------------------


def _widest(rows: Sequence[Row], by_hand: Collection[Slot]) -> float:
    return max((sum(length for _, length, _ in _parts(row, by_hand)) for row in rows), default=0.0)


def _parts(row: Row, by_hand: Collection[Slot]) -> Iterator[tuple[str, float, bool]]:
    """(characters, points wide, whether left open) along the row."""
    at = 0
    for slot in (slot for slot in row.slots if slot in by_hand):
        printed, written = row.text[at : slot.start].rstrip(), row.text[slot.start : slot.end]
        yield printed, width(printed, row.face, row.size), False
        yield written, len(written.strip()) * 0.72 * row.size + 12, True
        at = slot.end
    rest = row.text[at:].lstrip() if at else row.text
    yield rest, width(rest, row.face, row.size), False


def _row(row: Row, middle: float, by_hand: Collection[Slot]) -> Iterator[Mark]:
    parts = list(_parts(row, by_hand))
    whole = sum(length for _, length, _ in parts)
    x = middle - whole / 2
    before = ""
    for text, length, is_open in parts:
        if is_open:
            yield Spot(_kind(before), x, row.at, length, text.strip())
        elif text:
            yield Run(x, row.at, text, row.face, row.size)
        before, x = text, x + length
    if row.ruled:
        yield Rule(middle - whole * row.ruled / 2, row.at + 0.32 * row.size, whole * row.ruled)
    if row.text in _MARKS:
        yield Frame(middle - whole / 2 - 6, row.at - row.size, whole + 12, row.size * 1.35)


def _kind(before: str) -> Literal["number", "day", "month"]:
    return "day" if before.endswith("ngày") else "month" if before.endswith("tháng") else "number"


def set_number_of_page(number: int, look: Look) -> Iterator[Mark]:
    """In the middle above the text, from the second page on."""
    return centred(words_of(str(number), "regular"), WIDTH / 2, look.top * 0.62, look.size)
