"""Print that Tesseract read as no words though nothing lies over it: each stretch is cut out and read again as one line.

It takes what stands half a line apart in two columns for one line ("Số: …" beside the date), or a line with dirt for a slanted one;
the words of such a stretch are unsure one and all. Alone it is read as well as any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
#: Round a stretch, in heights of print: up and down, and to either side.
_ROUND, _ASIDE = 0.15, 0.3
#: A page has no more of interest.
_MOST = 6


def lost_stretches(words: Sequence[Recognised], places: Sequence[PixelBox]) -> list[list[Recognised]]:
    """Stretches of the page's lines, from the top, that are as high and wide as print and were not read; none in `places`."""
    usual = median([w.box[3] - w.box[1] for w in words if len(w.text) > 1] or [1])
    found = [s for s in _stretches(words, usual) if _is_lost(s, usual) and not any(overlap(_box(s), place) > 0.5 for place in places)]
    return sorted(found, key=lambda s: _box(s)[1])[:_MOST]


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


def _box(words: Sequence[Recognised]) -> PixelBox:
    x0, y0, x1, y1 = zip(*(w.box for w in words), strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _is_lost(stretch: Sequence[Recognised], usual: float) -> bool:
    x0, y0, x1, y1 = _box(stretch)
    return _sure(stretch) < _LOST and _LOW * usual < y1 - y0 < _HIGH * usual and x1 - x0 > _WIDE * usual


def _sure(words: Sequence[Recognised]) -> float:
    return sum(w.confidence * len(w.text) for w in words) / max(sum(len(w.text) for w in words), 1)


def cut_out(page: Gray, stretch: Sequence[Recognised]) -> Band:
    """The stretch by itself, with a little round it."""
    x0, y0, x1, y1 = _box(stretch)
    height = y1 - y0
    left, top = max(x0 - round(_ASIDE * height), 0), max(y0 - round(_ROUND * height), 0)
    cut = np.ascontiguousarray(page[top : y1 + round(_ROUND * height), left : x1 + round(_ASIDE * height)])
    framed = cv2.copyMakeBorder(cut, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT, value=255)
    return Band(np.asarray(framed, np.uint8), np.array([[1.0, 0.0, left - EDGE], [0.0, 1.0, top - EDGE]]))


def with_found(
    stretch: Sequence[Recognised], cut: Band, words: Sequence[Recognised], readings: Sequence[Sequence[Recognised]]
) -> tuple[Recognised, ...]:
    """The words with what was read anew in the place of `stretch`, where that is print."""
    new = [placed(w, cut) for reading in readings for w in reading]
    if not new or not _is_found(new, stretch):
        return tuple(words)
    kept = [w for w in words if not any(w is old for old in stretch) and not any(overlap(w.box, n.box) > 0.5 for n in new)]
    return (*kept, *on_one_line(new, kept))


def _is_found(new: Sequence[Recognised], stretch: Sequence[Recognised]) -> bool:
    a, b = _box(new), _box(stretch)
    figures = all(w.confidence >= _FIGURES for w in new if any(c.isdigit() for c in w.text))
    return figures and _sure(new) >= _FOUND and any(map(is_print, new)) and a[2] - a[0] > _COVERED * (b[2] - b[0])
