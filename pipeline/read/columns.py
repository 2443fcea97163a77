"""Two columns side by side: the letterhead (issuing body | national title) and the foot (recipients | signature).

A gap that several rows share is a gutter: Decree 30/2020/NĐ-CP, Appendix I, sets head and foot so. What is a gap in one row only
(a blank to be filled in) or parts labels from their text (a list) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.document import Box
from pipeline.read.lines import GAP, Band, BoxedWord, Gap, Segment, around, height_of_print, levels
from pipeline.read.signers import both_sign, end_of_names
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `start` to `end` (half-open) that a gutter parts into two columns."""

    start: int
    end: int
    gutter: Gap


#: A gutter keeps at least this many heights of print over all its rows.
GUTTER = 0.5
#: Its middle stands in this part of the page's width, and either column is at least so wide: no list with its labels.
_MIDDLE, _COLUMN = (0.2, 0.8), 0.12
#: Lines of two columns that overlap by this share of the lower one stand beside one another.
_HALF_LINE = 0.2
_RECIPIENTS = re.compile(r"n[o0]i\s?nh[a-z]{1,2}n\b")
#: Characters of a position, and of a body's name, at least.
_POSITION = 5
#: What stands below the letterhead, across both columns.
_ADDRESSED = re.compile(r"kinh\s?gui\b")
#: A block goes on to the next row when that is no farther off, in heights of print: the place for a stamp is left above the signer.
_FAR = 9.0
#: Where two sign, each position says that a name follows.
_ROOM_TO_SIGN = 16.0
#: A page of two columns has no more rows.
_LONGEST = 150


def free_part(gap: Gap, row: Band, least: float) -> Gap | None:
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


def find_blocks(rows: Sequence[Band], width: float) -> Iterator[Block]:
    """From top to bottom, without overlap; `width` is the page's, in the unit of the boxes."""
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
    """Gaps of row `i`, or between it and a next row that stands half a line lower beside it; the widest first.

    Behind the heading of the recipients the first, where two sign beside them.
    """
    gaps = [(a.box[2], b.box[0]) for a, b in pairwise(rows[i])]
    if len(rows[i]) == 1 and i + 1 < len(rows) and len(rows[i + 1]) == 1:
        a, b = sorted((rows[i][0].box, rows[i + 1][0].box))
        if b[0] - a[2] >= GAP * height and min(a[3], b[3]) - max(a[1], b[1]) > _HALF_LINE * height:
            gaps.append((a[2], b[0]))
    if len(rows[i]) == 3 and _is_foot(rows[i][:1]) and all(s.text.isupper() and len(s.text) >= _POSITION for s in rows[i][1:]):
        return gaps
    return sorted(gaps, key=lambda g: g[0] - g[1])


def _grow(rows: Sequence[Band], start: int, gap: Gap, height: float, width: float) -> Block | None:
    """The block of rows from `start` on that leave a common gutter, if there is good evidence of two columns."""
    end, kept = _common(rows, start, gap, height, _FAR)
    middle = (kept[0] + kept[1]) / 2
    whole = rows[start:end]
    signed = both_sign(whole, middle)
    end = _last_of_block(rows, start, end, middle, height)
    if signed:
        upto, kept = _common(rows, start, kept, height, _ROOM_TO_SIGN)
        middle = (kept[0] + kept[1]) / 2
        end = end_of_names(rows, end, upto, middle)
    left, right = sides(rows[start:end], middle)
    if not (left and right and _MIDDLE[0] * width <= middle <= _MIDDLE[1] * width):
        return None
    foot = _is_foot(left)
    if not (foot or signed) and min(_wide(left), _wide(right)) < _COLUMN * width:
        return None
    if len(levels_of(left)) < 2 or len(levels_of(sides(whole, middle)[1])) < 2 or not (foot or _beside(left, right)):
        return None
    return Block(start, end, kept) if end - start > 1 or foot else None


def _common(rows: Sequence[Band], start: int, gap: Gap, height: float, far: float) -> tuple[int, Gap]:
    """Behind the last row, none more than `far` heights below the one above it, that leaves part of the gap; and that part."""
    end, kept, foot_of = start, gap, top_of(rows[start])
    while end < min(len(rows), start + _LONGEST) and top_of(rows[end]) - foot_of <= far * height:
        cut = free_part(kept, rows[end], GUTTER * height)
        if cut is None or (end > start and _ADDRESSED.match(fold(rows[end][0].text))):
            break
        kept, foot_of = cut, max(foot_of, bottom_of(rows[end]))
        end += 1
    return end, kept


def _wide(side: Sequence[Segment]) -> float:
    return max(s.box[2] for s in side) - min(s.box[0] for s in side)


def _beside(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    return any(_overlap(s, t) > _HALF_LINE for s in left for t in right)


def _is_foot(left: Iterable[Segment]) -> bool:
    return any(_RECIPIENTS.match(fold(s.text)) for s in left)


def levels_of(side: Sequence[Segment]) -> list[list[BoxedWord]]:
    return levels(w for s in side for w in s.words)


def _last_of_block(rows: Sequence[Band], start: int, end: int, middle: float, height: float) -> int:
    """Behind the last row with both columns; then only rows that go on with the left column closely, and in line with it.

    Recipients may leave gaps, and the signer's name can stand below the last of them.
    """
    last = start + 1
    for i in range(start, end):
        left, right = sides(rows[i : i + 1], middle)
        if (left and right) or (i > start and _half_line_beside(rows[i - 1], rows[i], middle)):
            last = i + 1
    left = sides(rows[start:last], middle)[0]
    if not left:
        return last
    foot = _is_foot(left)
    box = around(s.box for s in left)
    for i in range(last, end):
        lefts = sides(rows[i : i + 1], middle)[0]
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


def _with_right_rows_above(rows: Sequence[Band], block: Block, least: int, height: float) -> int:
    """A signature can begin higher than the recipients beside it; its first rows stand alone in the right column."""
    start = block.start
    middle = (block.gutter[0] + block.gutter[1]) / 2
    x0 = min((s.box[0] for row in rows[block.start : block.end] for s in row if s.box[0] >= middle), default=0.0)
    while start > least and all(s.box[0] >= x0 - 2 * height for s in rows[start - 1]):
        if top_of(rows[start]) - bottom_of(rows[start - 1]) > height:
            break
        start -= 1
    return start


def sides(rows: Sequence[Band], middle: float) -> tuple[list[Segment], list[Segment]]:
    left = [s for row in rows for s in row if s.box[0] + s.box[2] < 2 * middle]
    right = [s for row in rows for s in row if s.box[0] + s.box[2] >= 2 * middle]
    return left, right


def _overlap(a: Segment, b: Segment) -> float:
    low = min(a.box[3] - a.box[1], b.box[3] - b.box[1]) or 1.0
    return (min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])) / low


def top_of(row: Band) -> float:
    return min(s.box[1] for s in row)


def bottom_of(row: Band) -> float:
    return max(s.box[3] for s in row)
