"""The rows of a signing block at the upper edge of a seal: an authority ("KT. GIÁM ĐỐC") and the signer's position ("PHÓ GIÁM ĐỐC").

The position is stamped close below the typed row, or into it, and the seal is set over both: Tesseract takes them for one row, or for
a picture. Print has more strokes beside one another than pen and rings; where they are most, a row is cut out and read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.persons import AUTHORITY, damaged_office, is_position
from pipeline.read import ink
from pipeline.read.line_again import EDGE, Band, placed
from pipeline.read.picture import Gray
from pipeline.read.seals import Seal
from pipeline.read.second_look import is_print, on_one_line
from pipeline.read.tesseract import Recognised
from pipeline.slack import letters_of

#: Where rows are looked for, from the seal's middle (inches): its top and bottom; the ends of what is counted, and of what is read.
_ABOVE, _DOWN_TO, _COUNTED, _READ = 1.35, 0.4, (-0.1, 1.3), (-0.75, 2.2)
#: Height of capitals (inches), and how close rows stand at most.
_CAPITAL, _APART = 0.1, 0.115
#: Edges of ink across a row of print: five letters have more.
_EDGES = 13
#: Words that are surer than this are not read again.
_SURE = 0.85


def rows_to_read(bare: Gray, seal: Seal, words: Sequence[Recognised], dots: float) -> list[list[Band]]:
    """Rows of print at the upper edge of a seal that are no text and not read yet, each cut out in some ways.

    `bare` is the page without rings; its seal and words are in its pixels.
    """
    left, right = (max(round(seal.x + n * dots), 0) for n in _READ)
    out = []
    for y in _rows(bare, seal, dots):
        here = [w for w in words if _covers(w, seal, y, dots)]
        if not any(is_print(w) and w.text.islower() for w in here) and not _is_read(here):
            out.append([_cut(bare[:, left:right], y + by * dots, tall * dots, left) for by, tall in _CUTS])
    return out


#: Where a row is cut out, and how high (inches): it is not known what of the rows above and below reaches into it.
_CUTS = (0.0, 0.17), (0.025, 0.2), (-0.025, 0.2)


def _cut(strip: Gray, middle: float, tall: float, left: int) -> Band:
    top = max(round(middle - tall / 2), 0)
    cut = strip[top : round(middle + tall / 2)]
    framed = cv2.copyMakeBorder(cut, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT, value=255)
    return Band(np.asarray(framed, np.uint8), np.array([[1.0, 0.0, left - EDGE], [0.0, 1.0, top - EDGE]]))


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


def _covers(word: Recognised, seal: Seal, y: int, dots: float) -> bool:
    """Whether a word stands in the counted part of row `y`."""
    left, right = (seal.x + n * dots for n in _COUNTED)
    return word.box[0] < right and word.box[2] > left and abs((word.box[1] + word.box[3]) / 2 - y) < 0.5 * _CAPITAL * dots


def _is_read(words: Sequence[Recognised]) -> bool:
    return len(words) > 1 and all(is_print(w) and w.confidence > _SURE for w in words)


# --- choosing ---------------------------------------------------------------------------------------------------------

#: A word that makes up a known position is no debris, however badly it was read.
_PRINT = 0.3


def with_office(
    words: Sequence[Recognised], cuts: Sequence[Band], readings: Sequence[Sequence[Recognised]], dots: float
) -> tuple[Recognised, ...]:
    """The words with the known position that was read in a row in the place of what was made of the row before.

    Of several the longest one: what is covered of a position leaves another one ("PHÓ GIÁM ĐỐC").
    """
    found = [(*_office(reading), cut) for cut, reading in zip(cuts, readings, strict=True)]
    meant, office, cut = max(found, key=lambda f: (len(f[0]), sum(w.confidence for w in f[1]) / max(len(f[1]), 1)))
    if not meant:
        return tuple(words)
    middle = cuts[0].back[1, 2] + cuts[0].picture.shape[0] / 2
    top, bottom = round(middle - 0.7 * _CAPITAL * dots), round(middle + 0.7 * _CAPITAL * dots)
    there = [placed(w, cut) for w in office]
    new = [replace(w, box=(w.box[0], top, w.box[2], bottom), confidence=max(w.confidence, _PRINT)) for w in there]
    old = [w for w in words if _stood_there(w, new, dots)]
    if AUTHORITY.match(" ".join(w.text for w in new)) and _print(old) > _print(new):
        return tuple(words)  # the body that an authority names may be any
    return (*(w for w in words if not any(w is o for o in old)), *on_one_line(new, words))


def _print(words: Sequence[Recognised]) -> float:
    return sum(w.confidence * len(w.text) for w in words if is_print(w))


def _office(reading: Sequence[Recognised]) -> tuple[str, list[Recognised]]:
    """The letters of the longest known position that a row ends with, and its words, with an authority before it."""
    end = max((i for i, w in enumerate(reading, 1) if any(c.isalpha() for c in w.text)), default=0)
    found: tuple[str, list[Recognised]] = ("", [])
    for first in range(end):
        rest = list(reading[first:end])
        if not any(c.isalpha() for c in rest[0].text):
            continue
        for lead in (rest[0], _freed(rest[0])):
            text = " ".join(w.text for w in (lead, *rest[1:]))
            damaged = damaged_office(text)
            meant = letters_of(damaged.position if damaged else text if is_position(text) else "")
            if len(meant) > len(found[0]):
                found = meant, [lead, *rest[1:]]
    return found


_GLUED = re.compile(r".*[^\w\s](?=[^\W\d_]{3,}$)")


def _freed(word: Recognised) -> Recognised:
    """A word without what is glued to its front by a mark: "xic,PHÓ"."""
    return replace(word, text=_GLUED.sub("", word.text))


def _stood_there(word: Recognised, row: Sequence[Recognised], dots: float) -> bool:
    """Whether a word has its middle in the row, or goes through it, as one that was read of two rows does."""
    x0, y0, x1, y1 = word.box
    if x1 < row[0].box[0] - 0.1 * dots or x0 > row[-1].box[2] + 0.1 * dots:
        return False
    top, bottom = row[0].box[1], row[0].box[3]
    return top < (y0 + y1) / 2 < bottom or (y0 <= top and y1 >= bottom and y1 - y0 > 1.5 * (bottom - top))
