"""What the print of a scan says of the labels in it: how wide they are, what else the recogniser weighed, and where they stand.

All of it needs word boxes; without them every question is answered "unknown" and the order of the labels decides alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Document, Line, Word
from pipeline.rows import FURNITURE, TABLE, Row, ends_sentence
from pipeline.text import MappedText, bare

#: Widths in ems of the face that the decree prescribes (Times New Roman, in bold as a rule). Measured on 27 scans, the size taken
#: from the rest of the line as below: I. 0.50-0.58, II. 0.80-0.96, III. 1.27-1.35, IV. 1.20-1.27, VII. 1.68.
_ADVANCE = {"I": 0.385, "V": 0.76, "X": 0.76}
_FULL_STOP, _BEARINGS = 0.25, 0.11
_LETTER, _CAPITAL, _NARROW, _WIDE = 0.48, 0.70, 0.30, 0.78
#: Fewer letters tell no size (characters), and so much a measured width may be off (ems).
_ENOUGH, _SLACK = 8, 0.14


@dataclass(frozen=True, slots=True)
class Print:
    """The line of a row as it stands on the page; all None or empty for text without boxes."""

    words: tuple[Word, ...] = ()
    left: float | None = None  #: points
    right: float | None = None
    scanned: bool = True  #: read by a recogniser, not from a text layer


def prints_of(rows: Sequence[Row], document: Document, text: MappedText) -> list[Print]:
    """One for each row."""
    starts = [line.span.start for line in document.lines]
    return [_print_of(row, document.lines, starts, text) for row in rows]


def _print_of(row: Row, lines: Sequence[Line], starts: Sequence[int], text: MappedText) -> Print:
    span = text.to_source(row.start, row.end)
    line = lines[max(bisect_right(starts, span.start) - 1, 0)] if lines else None
    words = tuple(w for w in line.words if span.start < w.span.end and w.span.start < span.end) if line else ()
    if not words:
        return Print()
    return Print(
        words, min(w.box[0] for w in words), max(w.box[2] for w in words), any(w.confidence is not None or w.alternatives for w in words)
    )


# --- the label's own print --------------------------------------------------------------------------------------------


def word_at(line: Print, at: int) -> tuple[int, Word] | None:
    """The word in which source position `at` stands, and its index."""
    return next(((i, w) for i, w in enumerate(line.words) if w.span.start <= at < w.span.end), None)


def strokes_off(line: Print, index: int, source: str, numeral: str) -> float | None:
    """By how many ems beyond the usual slack the word is wider or narrower than the Roman `numeral` is in this print; None: unknown."""
    word = line.words[index]
    if not set(numeral) <= _ADVANCE.keys() or len(source[word.span.start : word.span.end]) > 8:
        return None
    em = _em(line.words[index + 1 :], source)
    if em is None:
        return None
    stop = source[word.span.end - 1] in ".,:)"
    expected = sum(_ADVANCE[c] for c in numeral) + (_FULL_STOP if stop else 0.0) - _BEARINGS
    width = (word.box[2] - word.box[0]) / em
    off = abs(width - expected)
    if not stop:  # the full stop may be in the box though it was not read
        off = min(off, abs(width - expected - _FULL_STOP))
    return max(off - _SLACK, 0.0)


def _em(words: Sequence[Word], source: str) -> float | None:
    """The size of print, from words of which each letter is about so wide."""
    width = units = 0.0
    letters = 0
    for word in words[:12]:
        text = source[word.span.start : word.span.end]
        width += word.box[2] - word.box[0]
        letters += len(text)
        units += sum(_width(c) for c in bare(text))
    return width / units if letters >= _ENOUGH and width > 0 else None


def _width(c: str) -> float:
    return _NARROW if not c.isalnum() or c in "ijltfrI" else _WIDE if c in "mM" else _CAPITAL if c.isupper() else _LETTER


def weighed(word: Word, printed: str) -> bool | None:
    """Whether the recogniser itself weighed every character of `printed` somewhere in the word; None: it gave no second readings."""
    seen = {reading for character in word.alternatives for reading, score in character if score >= 0.1}
    return set(printed) <= seen if seen else None


# --- where it stands --------------------------------------------------------------------------------------------------

#: So far (points) a continued line stands left of its paragraph's first one; and as far apart are edges that are the same.
_OUTDENT, _EDGE = 8.0, 5.0


def goes_on_above(rows: Sequence[Row], prints: Sequence[Print], i: int) -> bool:
    """Whether row `i` stands where a sentence goes on: the one above is full and unfinished, and further right begins its paragraph."""
    above = next((k for k in range(i - 1, -1, -1) if rows[k].role != FURNITURE), None)
    left = prints[i].left
    if above is None or left is None or rows[above].role == TABLE or ends_sentence(rows[above].text) or rows[i].gap:
        return False
    if rows[above].page != rows[i].page:
        return False
    for k in range(above, max(above - 40, -1), -1):
        edge = prints[k].left
        if edge is None or rows[k].page != rows[i].page or rows[k].role == TABLE:
            return False
        if edge > left + _OUTDENT:
            return edge < left + 80 and _is_full(prints, above, i)
        if edge < left - _EDGE:
            return False
    return False


def _is_full(prints: Sequence[Print], above: int, i: int) -> bool:
    right = prints[above].right or 0.0
    edge = max((p.right for p in prints[max(above - 20, 0) : i + 20] if p.right is not None), default=0.0)
    return right > edge - 60


# --- tables without rules -----------------------------------------------------------------------------------------------

_NUMBERED = re.compile(r"\W{0,3}(\d{1,2})(?:\s?[.,)]|\s*\||\t|\s(?=\W))")
#: So wide a gap (points) before a column that begins at the same place in so many rows.
_GAP, _ROWS, _SHARE = 9.0, 3, 0.5
#: Lines between two of the rows, not counting those that begin so far (points) to the right: they are other columns.
_BETWEEN, _COLUMN = 3, 90.0


def columns_of_numbers(rows: Sequence[Row], prints: Sequence[Print]) -> frozenset[int]:
    """Indices of numbered rows that are rows of a table: the reader has seen part of it, or a further column stands below itself."""
    out: set[int] = set()
    for run in _runs(rows, prints):
        if any(rows[i].role == TABLE for i in run) or _has_column(prints, run):
            out.update(i for i in run if rows[i].role != TABLE)
    return frozenset(out)


def _runs(rows: Sequence[Row], prints: Sequence[Print]) -> Iterator[list[int]]:
    """Rows whose numbers rise, at one left edge, with few others between them."""
    run: list[int] = []
    last = 0
    for i, row in enumerate(rows):
        m = _NUMBERED.match(row.text) if row.role != FURNITURE and prints[i].left is not None else None
        if not m:
            continue
        n, joined = int(m[1]), False
        if run:
            both_table = row.role == TABLE == rows[run[-1]].role
            edges = abs((prints[i].left or 0) - (prints[run[-1]].left or 0)) <= _EDGE
            between = sum((p.left or 0) < (prints[i].left or 0) + _COLUMN for p in prints[run[-1] + 1 : i])
            joined = edges and (last < n <= last + 2 or (both_table and n == last)) and between <= _BETWEEN
        if not joined:
            if len(run) >= _ROWS:
                yield run
            run = []
        run.append(i)
        last = n
    if len(run) >= _ROWS:
        yield run


def _has_column(prints: Sequence[Print], run: Sequence[int]) -> bool:
    """Whether something begins at one place right of most of the run's numbers: behind a gap, or read as a line of its own."""
    begins = [
        [*_behind_gaps(prints[i]), *_further_right(prints[i], prints[i + 1 : j])] for i, j in zip(run, [*run[1:], run[-1] + 1], strict=True)
    ]
    needed = max(_ROWS, _SHARE * len(run))
    return any(sum(any(abs(x - y) <= _EDGE for y in other) for other in begins) >= needed for row in begins for x in row)


def _behind_gaps(line: Print) -> list[float]:
    return [b.box[0] for a, b in zip(line.words[1:], line.words[2:], strict=False) if b.box[0] - a.box[2] >= _GAP]


def _further_right(line: Print, below: Sequence[Print]) -> list[float]:
    return [p.left for p in below if p.left is not None and p.left > (line.left or 0.0) + _COLUMN]
