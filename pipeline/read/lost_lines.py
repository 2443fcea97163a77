"""Print that Tesseract lost though nothing lies over it: each stretch is cut out and read again as one line.

Some lines it does not see. It takes what stands half a line apart in two columns for one line ("Số: …" beside the date), or a line
with dirt for a slanted one; the words of such a stretch are unsure one and all. Alone it is read as well as any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

import cv2
import numpy as np

from pipeline.read.line_again import EDGE, Band, placed
from pipeline.read.picture import Gray
from pipeline.read.second_look import is_print, on_one_line, overlap
from pipeline.read.tesseract import PixelBox, Recognised

#: Words that are less sure, taken together by their letters, are lost; those that are put in their place are at least so sure.
_LOST, _FOUND = 0.35, 0.65
#: Of what was read anew: a word with digits is taken only when it is so sure.
_FIGURES = 0.8
#: A gap so wide (heights of print) parts stretches; and how high and wide a stretch of print can be.
_APART, _LOW, _HIGH, _WIDE = 2.5, 0.6, 2.5, 3.0
#: What was read anew covers so much of the stretch.
_COVERED = 0.6
#: Round a stretch, in pixels: up and down, and to either side. With none or with more, fewer are read.
_ROUND, _ASIDE = 4, 8
#: A page has no more of interest.
_MOST = 6


def lost_stretches(words: Sequence[Recognised], places: Sequence[PixelBox]) -> list[list[Recognised]]:
    """Stretches of the page's lines, from the top, that are as high and wide as print and were not read; none in `places`."""
    usual = median([w.box[3] - w.box[1] for w in words if len(w.text) > 1] or [1])
    found = [s for s in _stretches(words, usual) if _is_lost(s, usual) and not any(overlap(box_of(s), place) > 0.5 for place in places)]
    return sorted(found, key=lambda s: box_of(s)[1])[:_MOST]


def _stretches(words: Sequence[Recognised], usual: float) -> Iterator[list[Recognised]]:
    lines: dict[int, list[Recognised]] = {}
    for word in words:
        if word.line > 0:
            lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        line.sort(key=lambda w: w.box[0])
        at = 0
        for i in range(1, len(line) + 1):
            if i == len(line) or line[i].box[0] - line[i - 1].box[2] > _APART * usual:
                yield line[at:i]
                at = i


def box_of(words: Sequence[Recognised]) -> PixelBox:
    return _round([w.box for w in words])


def _is_lost(stretch: Sequence[Recognised], usual: float) -> bool:
    x0, y0, x1, y1 = box_of(stretch)
    return _sure(stretch) < _LOST and _LOW * usual < y1 - y0 < _HIGH * usual and x1 - x0 > _WIDE * usual


def _sure(words: Sequence[Recognised]) -> float:
    return _worth(words) / max(sum(len(w.text) for w in words), 1)


# --- rows without words -----------------------------------------------------------------------------------------------

#: A page has no more rows of interest that no word stands on; each has at least so many pieces (words).
_ROWS, _PIECES = 4, 2


def unread_rows(pieces: Iterable[tuple[int, int, int, int]], words: Sequence[Recognised], places: Sequence[PixelBox]) -> list[PixelBox]:
    """Rows, from the top, of pieces of ink `(x, y, width, height)` as high as print that no word of the page touches; none in `places`."""
    usual = median([w.box[3] - w.box[1] for w in words if len(w.text) > 1] or [0])
    boxes = [(x, y, x + w, y + h) for x, y, w, h in pieces if _LOW * usual < h < 2 * usual and w > usual]
    taken = [w.box for w in words] + list(places)
    rows: list[list[PixelBox]] = []
    for box in sorted(box for box in boxes if not any(overlap(box, other) > 0 for other in taken)):
        near = next((row for row in rows if _goes_on(row[-1], box, usual)), None)
        if near is None:
            rows.append([box])
        else:
            near.append(box)
    found = [_level(row) for row in rows if len(row) >= _PIECES]
    return sorted((b for b in found if b[2] - b[0] > _WIDE * usual and b[3] - b[1] < _HIGH * usual), key=lambda b: b[1])[:_ROWS]


def _goes_on(a: PixelBox, b: PixelBox, usual: float) -> bool:
    return min(a[3], b[3]) - max(a[1], b[1]) > 0.5 * min(a[3] - a[1], b[3] - b[1]) and b[0] - a[2] < usual


def _level(row: Sequence[PixelBox]) -> PixelBox:
    """Round a row, as high as most of its pieces: a streak makes some higher."""
    x0, _, x1, _ = _round(row)
    return x0, round(median(b[1] for b in row)), x1, round(median(b[3] for b in row))


def _round(boxes: Sequence[PixelBox]) -> PixelBox:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


# --- reading ----------------------------------------------------------------------------------------------------------


def cut_out(page: Gray, box: PixelBox) -> Band:
    """The stretch by itself, with a little round it."""
    x0, y0, x1, y1 = box
    left, top = max(x0 - _ASIDE, 0), max(y0 - _ROUND, 0)
    cut = np.ascontiguousarray(page[top : y1 + _ROUND, left : x1 + _ASIDE])
    framed = cv2.copyMakeBorder(cut, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT, value=255)
    return Band(np.asarray(framed, np.uint8), np.array([[1.0, 0.0, left - EDGE], [0.0, 1.0, top - EDGE]]))


def with_found(box: PixelBox, cut: Band, words: Sequence[Recognised], readings: Sequence[Sequence[Recognised]]) -> tuple[Recognised, ...]:
    """The words with what was read anew in `box` in the place of those there, where that is print."""
    new = [placed(w, cut) for reading in readings for w in reading]
    if not new or not _is_found(new, box):
        return tuple(words)
    old = [w for w in words if _lies_in(w.box, box) or any(overlap(w.box, n.box) > 0.5 for n in new)]
    if _worth(new) <= _worth(old):
        return tuple(words)
    kept = [w for w in words if not any(w is o for o in old)]
    return (*kept, *on_one_line(new, kept))


def _worth(words: Iterable[Recognised]) -> float:
    return sum(w.confidence * len(w.text) for w in words)


def _lies_in(inner: PixelBox, box: PixelBox) -> bool:
    return box[0] <= inner[0] and inner[2] <= box[2] and box[1] <= inner[1] and inner[3] <= box[3]


def _is_found(new: Sequence[Recognised], box: PixelBox) -> bool:
    a, b = box_of(new), box
    figures = all(w.confidence >= _FIGURES for w in new if any(c.isdigit() for c in w.text))
    return figures and _sure(new) >= _FOUND and any(map(is_print, new)) and a[2] - a[0] > _COVERED * (b[2] - b[0])
