"""Words with boxes, and what they stand in: levels, segments between wide gaps, lines. Lengths are points from the top left.

Every threshold is a multiple of the height of the print, so that the unit does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.document import Box

FURNITURE = "furniture"
TABLE = "table"
#: Between cells of a table row.
CELL = "\t"
#: In place of a gap too wide for a space: a blank to be filled in, a tabulator.
WIDE = "   "


@dataclass(frozen=True, slots=True)
class BoxedWord:
    """A word with its place, before it has one in the text."""

    text: str  #: no white space
    box: Box
    confidence: float | None = None  #: as in `document.Word`
    alternatives: tuple[tuple[tuple[str, float], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One printed line of one column, or one row of a table; `spaces[i]` stands before `words[i]` and `spaces[0]` is empty."""

    words: tuple[BoxedWord, ...]
    spaces: tuple[str, ...]
    role: str | None = None  #: FURNITURE, TABLE or None
    apart: bool = False  #: whether it begins a new block: the gap above it is wider than between lines

    @property
    def text(self) -> str:
        return "".join(part for pair in zip(self.spaces, (w.text for w in self.words), strict=True) for part in pair)

    @property
    def box(self) -> Box:
        return around(w.box for w in self.words)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one level without a wide gap between them."""

    words: tuple[BoxedWord, ...]
    box: Box

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


Band = tuple[Segment, ...]  #: the segments of one row, from left to right
Gap = tuple[float, float]


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box round all."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


# --- rows and segments ------------------------------------------------------------------------------------------------

#: Words whose heights overlap by this share of the lower one stand on one level.
_SAME_LEVEL = 0.5
#: A gap can part columns from this many heights of the print on, if it is also this many times the row's spaces.
GAP, _OUTSTANDS = 0.9, 1.8
#: From here on a gap inside one line is written as `WIDE`.
_BLANK = 2.0


def height_of_print(words: Iterable[BoxedWord]) -> float:
    """The median height of words of at least two letters."""
    return median([w.box[3] - w.box[1] for w in words if len(w.text) > 1] or [12.0]) or 12.0


def levels(words: Iterable[BoxedWord]) -> list[list[BoxedWord]]:
    """Words on one level together, from top to bottom, and from left to right in each."""
    rows: list[list[BoxedWord]] = []
    tops: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w.box[1] + w.box[3], w.box[0])):
        y0, y1 = word.box[1], word.box[3]
        for k in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            a, b = tops[k]
            if min(b, y1) - max(a, y0) >= _SAME_LEVEL * min(b - a, y1 - y0):
                rows[k].append(word)
                if y1 - y0 > (b - a) * 1.05 and len(word.text) > 1:
                    tops[k] = y0, y1
                break
        else:
            rows.append([word])
            tops.append((y0, y1))
    for row in rows:
        row.sort(key=lambda w: w.box[0])
    return rows


def segments(row: Sequence[BoxedWord]) -> Band:
    """A row from left to right, cut at its wide gaps."""
    gaps = [max(b.box[0] - a.box[2], 0.0) for a, b in pairwise(row)]
    out: list[Segment] = []
    start = 0
    height = height_of_print(row)
    least = sorted(gap for gap in gaps if gap > 0.1 * height) or [0.0]
    for i, gap in enumerate(gaps, start=1):
        if gap < GAP * height:
            continue
        if gap >= _OUTSTANDS * _usual(least) or gap >= 4 * height or len(gaps) == 1:
            out.append(_segment(row[start:i]))
            start = i
    return (*out, _segment(row[start:]))


def _usual(gaps: Sequence[float]) -> float:
    """The width of a space, of gaps in order: in a justified line nearly all are as wide, in a row of cells only some."""
    return gaps[len(gaps) // 4]


def _segment(words: Sequence[BoxedWord]) -> Segment:
    return Segment(tuple(words), around(w.box for w in words))


def line_of(parts: Iterable[Sequence[BoxedWord]], between: str = " ", role: str | None = None) -> LaidLine:
    """`parts` one after the other with `between` them."""
    words: list[BoxedWord] = []
    spaces: list[str] = []
    for part in parts:
        for i, word in enumerate(part):
            spaces.append("" if not words else _space(words[-1], word) if i or between == " " else between)
            words.append(word)
    return LaidLine(tuple(words), tuple(spaces), role)


def _space(a: BoxedWord, b: BoxedWord) -> str:
    height = min(a.box[3] - a.box[1], b.box[3] - b.box[1])
    same_level = min(a.box[3], b.box[3]) > max(a.box[1], b.box[1])
    return WIDE if same_level and b.box[0] - a.box[2] > _BLANK * max(height, 6.0) else " "
