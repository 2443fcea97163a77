"""The rows of a signing block at the upper edge of a seal: an authority ("KT. GIÁM ĐỐC") and the signer's position ("PHÓ GIÁM ĐỐC").

The position is stamped close below the typed row, or into it, and the seal is set over both: Tesseract takes them for one row, or for
a picture. Print has more strokes beside one another than pen and rings; where they are most, a row is cut out and read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.persons import damaged_office, is_position
from pipeline.read import ink
from pipeline.read.line_again import EDGE, Band, placed
from pipeline.read.picture import Gray
from pipeline.read.seals import Seal
from pipeline.read.second_look import is_print, on_one_line
from pipeline.read.tesseract import Recognised

#: Where rows are looked for, from the seal's middle (inches): above, down to below; left and right end of what is counted and of what is read.
_ABOVE, _DOWN_TO, _COUNTED, _READ = 1.35, 0.4, (-0.1, 1.3), (-0.75, 1.7)
#: Height of capitals, and of a row that is cut out (inches); rows stand no closer than the last.
_CAPITAL, _ROW, _APART = 0.1, 0.2, 0.115
#: Edges of ink across a row of print: five letters have more.
_EDGES = 13
#: Words that are surer than this are not read again.
_SURE = 0.85


def rows_to_read(bare: Gray, seal: Seal, words: Sequence[Recognised], dots: float) -> list[Band]:
    """Rows of print at the upper edge of a seal that are no text and not read yet; `bare` is the page without rings, as are `words`."""
    left, right = (round(seal.x + n * dots) for n in _READ)
    left = max(left, 0)
    out = []
    for y in _rows(bare, seal, dots):
        here = [w for w in words if _covers(w, y, dots) and w.box[0] < right and w.box[2] > left]
        if any(is_print(w) and w.text.islower() for w in here) or _is_read(here):
            continue
        cut = bare[max(y - round(_ROW / 2 * dots), 0) : y + round(_ROW / 2 * dots), left:right]
        framed = cv2.copyMakeBorder(cut, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT, value=255)
        back = np.array([[1.0, 0.0, left - EDGE], [0.0, 1.0, y - framed.shape[0] / 2]])
        out.append(Band(np.asarray(framed, np.uint8), back))
    return out


def _rows(bare: Gray, seal: Seal, dots: float) -> Iterator[int]:
    """The middle of each row of print, from the top."""
    top, bottom = (max(round(seal.y - n * dots), 0) for n in (_ABOVE, _DOWN_TO))
    left, right = (max(round(seal.x + n * dots), 0) for n in _COUNTED)
    mask = ink.dark(np.ascontiguousarray(bare[top:bottom, left:right]))
    edges = np.count_nonzero(np.diff(mask, axis=1), axis=1).astype(np.float64)
    tall = round(_CAPITAL * dots)
    score = np.convolve(edges, np.ones(tall) / tall, "same") if len(edges) > tall else edges[:0]
    apart = round(_APART * dots)
    found = []
    while score.size and score.max() >= _EDGES:
        at = int(score.argmax())
        found.append(top + at)
        score[max(at - apart, 0) : at + apart] = 0
    yield from sorted(found)


def _covers(word: Recognised, y: int, dots: float) -> bool:
    return abs((word.box[1] + word.box[3]) / 2 - y) < 0.5 * _CAPITAL * dots


def _is_read(words: Sequence[Recognised]) -> bool:
    return all(w.confidence > _SURE for w in words) and is_position(" ".join(w.text for w in sorted(words, key=lambda w: w.box[0])))


# --- choosing ---------------------------------------------------------------------------------------------------------


def with_office(words: Sequence[Recognised], cut: Band, reading: Sequence[Recognised], dots: float) -> tuple[Recognised, ...]:
    """The words with what is a known position in `reading` in the place of what was made of its row before."""
    office = _office(reading)
    if not office:
        return tuple(words)
    middle = cut.back[1, 2] + cut.picture.shape[0] / 2
    half = round(0.7 * _CAPITAL * dots)
    new = [placed(w, cut) for w in office]
    new = [replace(w, box=(w.box[0], round(middle) - half, w.box[2], round(middle) + half)) for w in new]
    return (*(w for w in words if not _stood_there(w, new, dots)), *on_one_line(new, words))


def _office(reading: Sequence[Recognised]) -> list[Recognised]:
    """The longest part of a row that is a known position, with an authority before it."""
    end = max((i for i, w in enumerate(reading, 1) if any(c.isalpha() for c in w.text)), default=0)
    for first in range(end):
        text = " ".join(w.text for w in reading[first:end])
        if is_position(text) or damaged_office(text):
            return list(reading[first:end])
    return []


def _stood_there(word: Recognised, row: Sequence[Recognised], dots: float) -> bool:
    """Whether a word has its middle in the row, or goes through it, as one that was read of two rows does."""
    x0, y0, x1, y1 = word.box
    if x1 < row[0].box[0] - 0.1 * dots or x0 > row[-1].box[2] + 0.1 * dots:
        return False
    top, bottom = row[0].box[1], row[0].box[3]
    return top < (y0 + y1) / 2 < bottom or (y0 <= top and y1 >= bottom and y1 - y0 > 1.5 * (bottom - top))


