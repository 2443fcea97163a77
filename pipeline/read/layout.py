"""Layout: words with boxes -> lines in reading order. Where the words come from (a text layer, OCR) does not matter here.

The order of the words in the file is never used. Words on one level make a row; rows are cut into segments at wide gaps; a gap
that several rows share is a gutter, and what stands left of it is read before what stands right of it: the letterhead (issuing
body | national title) and the foot (recipients | signature) of Decree 30/2020/NĐ-CP, Appendix I. All other lines are read from
top to bottom. Lengths are PDF points, or any unit: every threshold is a multiple of the height of the print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Box
from pipeline.read.columns import GUTTER, Block, bottom_of, find_blocks, free_part, levels_of, sides, top_of
from pipeline.read.lines import CELL, TABLE, Band, BoxedWord, Gap, LaidLine, around, height_of_print, levels, line_of, segments
from pipeline.read.signers import both_sign, is_office
from pipeline.text import fold

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
    while end < len(rows) and top_of(rows[end]) - bottom_of(rows[end - 1]) < 2 * height:
        cut = [c for g in gutters if (c := free_part(g, rows[end], GUTTER * height))]
        if len(cut) < _TABLE_CELLS - 1 or len(rows[end]) < 2:
            break
        gutters = cut
        end += 1
    full = sum(len(row) >= _TABLE_CELLS for row in rows[start:end])
    return end if full >= _TABLE_ROWS else start


def _is_two_column_table(rows: Sequence[Band], block: Block) -> bool:
    """Four rows and more, every one of two cells on one level, and none of a letter's elements among them."""
    part = rows[block.start : block.end]
    if len(part) < 4 or any(len(row) != 2 for row in part):
        return False
    return not any(_LETTER.search(fold(s.text)) for row in part for s in row) and not both_sign(part, sum(block.gutter) / 2)


_FILING = re.compile(r"[-–—~+*•\s]{0,4}luu\b")

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
    blocks = {b.start: b for b in find_blocks(rows, width)}
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
            yield from _columns(rows[at:end], block.gutter, height, width)
        at = end
    if running:
        yield running


def _columns(rows: Sequence[Band], gutter: Gap, height: float, width: float) -> Iterator[list[LaidLine]]:
    left, right = ([segments(row) for row in levels_of(side)] for side in sides(rows, sum(gutter) / 2))
    cut = len(left) if _inner(left, width) else _end_of_recipients(left, height)
    for part in (left[:cut], right, left[cut:]):
        if part:
            yield from _column(part, height, width)


def _column(rows: Sequence[Band], height: float, width: float) -> Iterator[list[LaidLine]]:
    """One column; two where two sign beside the recipients."""
    inner = _inner(rows, width)
    if inner is None:
        yield [_line(row) for row in rows]
        return
    if inner.start:
        yield [_line(row) for row in rows[: inner.start]]
    yield from _columns(rows[inner.start : inner.end], inner.gutter, height, width)
    if inner.end < len(rows):
        yield from _column(rows[inner.end :], height, width)


def _line(row: Band) -> LaidLine:
    return line_of([[w for s in row for w in s.words]])


def _inner(rows: Sequence[Band], width: float) -> Block | None:
    if all(len(row) == 1 for row in rows):
        return None
    return next((b for b in find_blocks(rows, width) if _signs(rows, b)), None)


def _signs(rows: Sequence[Band], block: Block) -> bool:
    """Whether both columns of a block are a foot's: of two signers, or recipients and a signer."""
    part, middle = rows[block.start : block.end], sum(block.gutter) / 2
    return both_sign(part, middle) or (_holds_letter(rows, block) and any(is_office(s.text) for row in part for s in row))


def _end_of_recipients(rows: Sequence[Band], height: float) -> int:
    """Behind the filing line ("- Lưu: VT, …") and what goes on from it: numbers of e-office systems and the like stand below."""
    filed = False
    for i, row in enumerate(rows):
        if filed and top_of(row) - bottom_of(rows[i - 1]) > 0.4 * height:
            return i
        filed = filed or bool(_FILING.match(fold(row[0].text)))
    return len(rows)


def _holds_letter(rows: Sequence[Band], block: Block) -> bool:
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
    """Whether `above` stands in the middle of the column, and `line` is a paragraph's first: indented, and full."""
    height = height_of_print(line.words)
    left, right = above.box[0] - column[0], column[2] - above.box[2]
    if min(left, right) < 0.4 * height or abs(left - right) > 0.6 * height:
        return False
    return line.box[0] - column[0] > 0.8 * height and column[2] - line.box[2] < 2 * height
