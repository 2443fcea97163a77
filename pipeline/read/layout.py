"""Layout: words with boxes -> lines in reading order. Where the words come from (a text layer, OCR) does not matter here.

The order of the words in the file is never used. Words on one level make a row; rows are cut into segments at wide gaps; a gap
that several rows share is a gutter, and what stands left of it is read before what stands right of it: the letterhead (issuing
body | national title) and the foot (recipients | signature) of Decree 30/2020/NĐ-CP, Appendix I. All other lines are read from
top to bottom. Lengths are PDF points, or any unit: every threshold is a multiple of the height of the print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.document import Box
from pipeline.text import fold

FURNITURE = "furniture"
TABLE = "table"
#: Between cells of a table row.
CELL = "\t"
#: In place of a gap too wide for a space: a blank to be filled in, a tabulator.
WIDE = "   "


@dataclass(frozen=True, slots=True)
class BoxedWord:
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
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


# --- rows and segments ------------------------------------------------------------------------------------------------

#: Words whose heights overlap by this share of the lower one stand on one level.
_SAME_LEVEL = 0.5
#: A gap can part columns from this many heights of the print on, if it is also this many times the row's spaces.
_GAP, _OUTSTANDS = 0.9, 1.8
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
        if gap < _GAP * height:
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


# --- blocks of columns ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    gutter: Gap


#: A gutter keeps at least this many heights of print over all its rows.
_GUTTER = 0.5
#: Its middle stands in this part of the page's width, and either column is at least so wide: no list with its labels.
_MIDDLE, _COLUMN = (0.2, 0.8), 0.12
#: Lines of two columns that overlap by this share of the lower one stand beside one another.
_HALF_LINE = 0.2
_RECIPIENTS = re.compile(r"n[o0]i\s?nh[a-z]{1,2}n\b")
_FILING = re.compile(r"[-–—~+*•\s]{0,4}luu\b")
#: A block goes on to the next row when that is no farther off, in heights of print: the place for a stamp is left above the signer.
_FAR = 9.0


def _cut(gap: Gap, row: Band, least: float) -> Gap | None:
    """The widest part of `gap` that no segment of the row touches."""
    a, b = gap
    best: Gap | None = None
    at = a
    for segment in row:
        x0, x1 = segment.box[0], segment.box[2]
        if x1 <= a or x0 >= b:
            continue
        if x0 - at >= least and (best is None or x0 - at > best[1] - best[0]):
            best = at, x0
        at = max(at, x1)
    if b - at >= least and (best is None or b - at > best[1] - best[0]):
        best = at, b
    return best


def _blocks(rows: Sequence[Band], width: float) -> Iterator[_Block]:
    height = height_of_print(w for row in rows for s in row for w in s.words)
    at = done = 0
    while at < len(rows):
        block = next((b for gap in _seeds(rows, at, height) if (b := _grow(rows, at, gap, height, width))), None)
        if block is None:
            at += 1
            continue
        block = replace(block, start=_with_right_rows_above(rows, block, done, height))
        yield block
        at = done = block.end


def _seeds(rows: Sequence[Band], i: int, height: float) -> list[Gap]:
    """Gaps of row `i`, or between it and a next row that stands half a line lower beside it; the widest first."""
    gaps = [(a.box[2], b.box[0]) for a, b in pairwise(rows[i])]
    if len(rows[i]) == 1 and i + 1 < len(rows) and len(rows[i + 1]) == 1:
        a, b = sorted((rows[i][0].box, rows[i + 1][0].box))
        if b[0] - a[2] >= _GAP * height and min(a[3], b[3]) - max(a[1], b[1]) > _HALF_LINE * height:
            gaps.append((a[2], b[0]))
    return sorted(gaps, key=lambda g: g[0] - g[1])


def _grow(rows: Sequence[Band], start: int, gap: Gap, height: float, width: float) -> _Block | None:
    """The block of rows from `start` on that leave a common gutter, if there is good evidence of two columns."""
    end, kept = start, gap
    while end < len(rows):
        far = end > start and _top(rows[end]) - max(_bottom(r) for r in rows[start:end]) > _FAR * height
        cut = None if far else _cut(kept, rows[end], _GUTTER * height)
        if cut is None:
            break
        kept = cut
        end += 1
    middle = (kept[0] + kept[1]) / 2
    whole = rows[start:end]
    end = _last_of_block(rows, start, end, middle, height)
    left, right = _sides(rows[start:end], middle)
    if not (left and right and _MIDDLE[0] * width <= middle <= _MIDDLE[1] * width):
        return None
    foot = _is_foot(left)
    if not foot and min(_wide(left), _wide(right)) < _COLUMN * width:
        return None
    if len(_levels_of(left)) < 2 or len(_levels_of(_sides(whole, middle)[1])) < 2 or not (foot or _beside(left, right)):
        return None
    return _Block(start, end, kept) if end - start > 1 or foot else None


def _wide(side: Sequence[Segment]) -> float:
    return max(s.box[2] for s in side) - min(s.box[0] for s in side)


def _beside(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    return any(_overlap(s, t) > _HALF_LINE for s in left for t in right)


def _is_foot(left: Iterable[Segment]) -> bool:
    return any(_RECIPIENTS.match(fold(s.text)) for s in left)


def _levels_of(side: Sequence[Segment]) -> list[list[BoxedWord]]:
    return levels(w for s in side for w in s.words)


def _last_of_block(rows: Sequence[Band], start: int, end: int, middle: float, height: float) -> int:
    """Behind the last row with both columns; then only rows that go on with the left column closely, and in line with it.

    Recipients may leave gaps, and the signer's name can stand below the last of them.
    """
    last = start + 1
    for i in range(start, end):
        left, right = _sides(rows[i : i + 1], middle)
        if (left and right) or (i > start and _half_line_beside(rows[i - 1], rows[i], middle)):
            last = i + 1
    left = _sides(rows[start:last], middle)[0]
    if not left:
        return last
    foot = _is_foot(left)
    box = around(s.box for s in left)
    for i in range(last, end):
        lefts = _sides(rows[i : i + 1], middle)[0]
        if lefts:
            more = around(s.box for s in lefts)
            if more[1] - box[3] > (3 if foot else 1.1) * height or not (foot or _in_line(more, box, height)):
                break
            box = around((box, more))
        elif not foot:
            continue
        last = i + 1
    return last


def _half_line_beside(above: Band, row: Band, middle: float) -> bool:
    return any(_overlap(s, t) > _HALF_LINE for s in row for t in above if (s.box[0] < middle) != (t.box[0] < middle))


def _in_line(box: Box, column: Box, height: float) -> bool:
    """Whether `box` is flush with the column, centred in it, or within it."""
    flush = abs(box[0] - column[0]) <= 1.5 * height or abs(box[0] + box[2] - column[0] - column[2]) <= 3 * height
    return flush or (column[0] <= box[0] and box[2] <= column[2])


def _with_right_rows_above(rows: Sequence[Band], block: _Block, least: int, height: float) -> int:
    """A signature can begin higher than the recipients beside it; its first rows stand alone in the right column."""
    start = block.start
    middle = (block.gutter[0] + block.gutter[1]) / 2
    x0 = min((s.box[0] for row in rows[block.start : block.end] for s in row if s.box[0] >= middle), default=0.0)
    while start > least and all(s.box[0] >= x0 - 2 * height for s in rows[start - 1]):
        if _top(rows[start]) - _bottom(rows[start - 1]) > height:
            break
        start -= 1
    return start


def _sides(rows: Sequence[Band], middle: float) -> tuple[list[Segment], list[Segment]]:
    left = [s for row in rows for s in row if s.box[0] + s.box[2] < 2 * middle]
    right = [s for row in rows for s in row if s.box[0] + s.box[2] >= 2 * middle]
    return left, right


def _overlap(a: Segment, b: Segment) -> float:
    low = min(a.box[3] - a.box[1], b.box[3] - b.box[1]) or 1.0
    return (min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])) / low


def _top(row: Band) -> float:
    return min(s.box[1] for s in row)


def _bottom(row: Band) -> float:
    return max(s.box[3] for s in row)


# --- tables without rules ---------------------------------------------------------------------------------------------

#: Rows of so many cells one below the other, with common gutters, are a table.
_TABLE_ROWS, _TABLE_CELLS = 3, 3
#: What no table of two columns holds: a letterhead or the recipients.
_LETTER = re.compile(r"c[o0]ng h[o0]a xa hoi|d[o0]c lap\W{1,5}tu d[o0]|dang cong san viet nam|n[o0]i nhan|kinh gui")


def _table_end(rows: Sequence[Band], start: int, height: float) -> int:
    """Behind the last row of the table that begins at `start`; `start` itself if none does."""
    if len(rows[start]) < _TABLE_CELLS:
        return start
    gutters: list[Gap] = [(a.box[2], b.box[0]) for a, b in pairwise(rows[start])]
    end = start + 1
    while end < len(rows) and _top(rows[end]) - _bottom(rows[end - 1]) < 2 * height:
        cut = [c for g in gutters if (c := _cut(g, rows[end], _GUTTER * height))]
        if len(cut) < _TABLE_CELLS - 1 or len(rows[end]) < 2:
            break
        gutters = cut
        end += 1
    full = sum(len(row) >= _TABLE_CELLS for row in rows[start:end])
    return end if full >= _TABLE_ROWS else start


def _is_two_column_table(rows: Sequence[Band], block: _Block) -> bool:
    """Four rows and more, every one of two cells on one level, and none of a letter's elements among them."""
    part = rows[block.start : block.end]
    return len(part) >= 4 and all(len(row) == 2 for row in part) and not any(_LETTER.search(fold(s.text)) for row in part for s in row)


# --- the page ---------------------------------------------------------------------------------------------------------


def arrange(words: Iterable[BoxedWord], width: float) -> list[LaidLine]:
    """Lines of a page (or of a part of it) in reading order. `width` is the page's; words must lie within it.

    Furniture and ruled tables are taken out before, by `furniture.split_furniture` and `grid.read_grid`.
    """
    rows = [segments(row) for row in levels(words)]
    return [line for part in _parts(rows, width) for line in set_apart(part)]


def _parts(rows: Sequence[Band], width: float) -> Iterator[list[LaidLine]]:
    """Columns, tables and the running text between them, in reading order."""
    height = height_of_print(w for row in rows for s in row for w in s.words)
    blocks = {b.start: b for b in _blocks(rows, width)}
    running: list[LaidLine] = []
    at = 0
    while at < len(rows):
        block = blocks.get(at)
        end = 0 if block and _holds_letter(rows, block) else _table_end(rows, at, height)
        if block and end <= at and _is_two_column_table(rows, block):
            end = block.end
        if end <= at and not block:
            running.append(line_of([s.words for s in rows[at]]))
            at += 1
            continue
        if running:
            yield running
            running = []
        if end > at:
            yield [line_of([s.words for s in row], CELL, TABLE) for row in rows[at:end]]
        elif block:
            end = block.end
            yield from _columns(rows[at:end], block.gutter, height)
        at = end
    if running:
        yield running


def _columns(rows: Sequence[Band], gutter: Gap, height: float) -> Iterator[list[LaidLine]]:
    left, right = (_levels_of(side) for side in _sides(rows, sum(gutter) / 2))
    cut = _end_of_recipients(left, height)
    for part in (left[:cut], right, left[cut:]):
        if part:
            yield [line_of([row]) for row in part]


def _end_of_recipients(rows: Sequence[Sequence[BoxedWord]], height: float) -> int:
    """Behind the filing line ("- Lưu: VT, …") and what goes on from it: numbers of e-office systems and the like stand below."""
    filed = False
    for i, row in enumerate(rows):
        if filed and min(w.box[1] for w in row) - max(w.box[3] for w in rows[i - 1]) > 0.4 * height:
            return i
        filed = filed or bool(_FILING.match(fold(" ".join(w.text for w in row[:3]))))
    return len(rows)


def _holds_letter(rows: Sequence[Band], block: _Block) -> bool:
    return any(_LETTER.search(fold(s.text)) for row in rows[block.start : block.end] for s in row)


#: Lines stand this far apart, in heights of their print, where nothing parts them: the step that a quarter of the lines do not pass.
_STEPS, _QUARTER = (0.7, 2.5), 4
#: A step so much wider begins a new block ("spacing 6 pt" is seen most).
_NEW_BLOCK = 0.3


def set_apart(lines: Sequence[LaidLine]) -> list[LaidLine]:
    """Lines of one column, each marked `apart` where a new block begins: the first one, and what stands below a wider gap.

    A title set in the middle and the text below it are two blocks, however close they stand.
    """
    if not lines or lines[0].role == TABLE:
        return [replace(line, apart=i == 0) for i, line in enumerate(lines)]
    steps = [_step(a, b) for a, b in pairwise(lines)]
    usual = sorted(s for s in steps if _STEPS[0] < s < _STEPS[1])
    pitch = usual[len(usual) // _QUARTER] if usual else _STEPS[1]
    box = around(line.box for line in lines)
    new = [s - pitch > _NEW_BLOCK or _ends_title(a, b, box) for (a, b), s in zip(pairwise(lines), steps, strict=True)]
    return [replace(line, apart=apart) for line, apart in zip(lines, [True, *new], strict=True)]


def _step(above: LaidLine, line: LaidLine) -> float:
    """From the foot of one line to that of the next, in heights of the higher print."""
    return (line.box[3] - above.box[3]) / max(height_of_print(above.words), height_of_print(line.words))


def _ends_title(above: LaidLine, line: LaidLine, column: Box) -> bool:
    """Whether `above` stands in the middle of the column, and `line` begins or ends at its edge."""
    height = height_of_print(line.words)
    left, right = above.box[0] - column[0], column[2] - above.box[2]
    if min(left, right) < 0.4 * height or abs(left - right) > 0.6 * height:
        return False
    return line.box[0] - column[0] < 0.5 * height or column[2] - line.box[2] < 0.5 * height
