"""What the first pass of OCR loses round a seal or a signature: the place is recognised again, with and without the large ink.

Tesseract takes a seal with a signature across it for a picture, and the signer's name below or under it with them. Large ink that
no word covers shows where that happened. There the page is read again as scattered lines, once as it is and once without what is
larger than letters, and with what is red where a stamp has colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from pipeline.read import ink
from pipeline.read.picture import Gray
from pipeline.read.seals import Seal
from pipeline.read.syllables import is_syllable
from pipeline.read.tesseract import PixelBox, Recognised

#: Ink without a word is looked at when it is so wide and high (inches): smaller than any seal (Decree 30: 3 cm and more).
_WIDE, _HIGH = 0.6, 0.35
#: So much round it is read again (inches): a name stands up to 1.5 cm below, a position above, both wider than the seal.
_ROUND = (0.9, 0.35, 0.9, 0.7)
#: Where so many words were read surely within the ink's box, it is a table, or a stroke across the text.
_FEW = 8
#: What touches the edge of the page and is wider or higher than this share of it is dirt; less of it is a stroke that runs out of it.
_SHARE = 0.5
#: A page has no more such places.
_MOST = 3
#: Ink higher than this (inches) is no letter of 14 point print.
_LETTER = 0.22
#: Words that are surer than this are kept.
_SURE = 0.5


def open_ink(mask: Gray, words: Iterable[Recognised], dots: float) -> tuple[Gray, list[tuple[int, int, int, int]]]:
    """The ink that no word read surely covers and that is no rule, letters joined, and the boxes `(x, y, width, height)` of its pieces."""
    ink_left = _without_rules(mask, dots)
    for word in _surely_read(words):
        x0, y0, x1, y1 = word.box
        ink_left[y0:y1, x0:x1] = 0
    joined = np.asarray(cv2.morphologyEx(ink_left, cv2.MORPH_CLOSE, np.ones((round(0.04 * dots),) * 2, np.uint8)), np.uint8)
    return joined, ink.outlines(joined)


def _surely_read(words: Iterable[Recognised]) -> list[Recognised]:
    return [word for word in words if word.confidence > _SURE and len(word.text) > 1]


def places(joined: Gray, pieces: Iterable[tuple[int, int, int, int]], words: Iterable[Recognised], dots: float) -> list[PixelBox]:
    """Boxes of the page, in pixels, in which print may have been lost to a seal or a signature; from the top. Of `open_ink`."""
    height, width = joined.shape
    sure = _surely_read(words)
    found: list[PixelBox] = []
    for area, (x, y, w_, h) in sorted(_large(joined, pieces, dots), reverse=True):
        at_edge = x == 0 or y == 0 or x + w_ == width or y + h == height
        if area > 0.7 * w_ * h or (at_edge and (w_ > _SHARE * width or h > _SHARE * height)):
            continue
        if sum(overlap(w.box, (x, y, x + w_, y + h)) > 0.5 for w in sure) > _FEW:
            continue
        left, above, right, below = (round(n * dots) for n in _ROUND)
        found.append((max(x - left, 0), max(y - above, 0), min(x + w_ + right, width), min(y + h + below, height)))
        if len(found) == _MOST:
            break
    return sorted(_joined(found), key=lambda b: b[1])


def _large(mask: Gray, pieces: Iterable[tuple[int, int, int, int]], dots: float) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """Pixels and box of what hangs together and is wide and high enough."""
    for x, y, w, h in pieces:
        if w >= _WIDE * dots and h >= _HIGH * dots:
            stats = cv2.connectedComponentsWithStats(mask[y : y + h, x : x + w], connectivity=8)[2][1:]
            yield int(stats[(stats[:, 2] == w) & (stats[:, 3] == h), 4].max()), (x, y, w, h)


def _without_rules(mask: Gray, dots: float) -> Gray:
    rules = cv2.dilate(cv2.bitwise_or(*ink.runs(mask, round(1.2 * dots))), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.subtract(mask, np.multiply(rules, 255, dtype=np.uint8)), np.uint8)


def _joined(boxes: Sequence[PixelBox]) -> list[PixelBox]:
    out: list[PixelBox] = []
    for box in boxes:
        for i, other in enumerate(out):
            if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]:
                out[i] = min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
                break
        else:
            out.append(box)
    return out


def variants(whole: Gray, gray: Gray | None, bare: Gray, dots: float) -> list[Gray]:
    """The pictures of one place that are to be recognised: as it is, without large ink, and without what is red.

    `gray` is the place without what is red, None where the page has no colour; `bare` without the rings of seals.
    """
    return [*([] if gray is None else [gray]), whole, without_large(bare, dots)]


def without_large(gray: Gray, dots: float) -> Gray:
    """The picture without connected ink that is larger than letters: rings, strokes of a pen, and what touches them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.dark(gray), connectivity=8)
    large = (stats[:, 3] > _LETTER * dots) | (stats[:, 2] > 2.5 * _LETTER * dots)
    large[0] = False
    out = gray.copy()
    out[large[labels]] = 255
    return np.asarray(out, np.uint8)


def merged(
    words: Sequence[Recognised], box: PixelBox, readings: Iterable[Sequence[Recognised]], seals: Sequence[Seal] = ()
) -> tuple[Recognised, ...]:
    """The page's words with the lines of print that were read again in `box`; of two readings of one place the better one.

    What stands within the rings of a seal is the seal's own.
    """
    kept = list(words)
    for reading in readings:
        for line in _lines_of(reading):
            moved = [_moved(word, box) for word in line]
            if any(2 * sum(seal.holds(m.box) for m in moved) >= len(moved) for seal in seals):
                continue
            rivals = [w for w in kept if any(overlap(w.box, m.box) > 0.3 for m in moved)]
            well_read = sum(is_print(w) for w in rivals) > 0.5 * len(rivals)
            if not well_read and _worth(moved) > _worth(rivals) + _BETTER:
                kept = [*(w for w in kept if not any(w is r for r in rivals)), *on_one_line(moved, kept)]
    return tuple(kept)


def rows_in(box: PixelBox, readings: Iterable[Sequence[Recognised]]) -> list[list[Recognised]]:
    """All rows of all readings of a place, on the page."""
    return [[_moved(word, box) for word in row] for reading in readings for row in rows_of(reading)]


def on_one_line(line: Sequence[Recognised], words: Iterable[Recognised]) -> list[Recognised]:
    """The words of a line read again, as one line that none of `words` stands on, however aslant it is stamped."""
    number = min((w.line for w in words), default=0)
    middle = median((w.box[1] + w.box[3]) / 2 for w in line)
    height = sorted(w.box[3] - w.box[1] for w in line)[len(line) // 4]
    return [replace(w, line=min(number, 0) - 1, baseline=middle + _ABOVE_BASE * height) for w in line]


#: From the middle of print to the line on which it stands, in parts of its height.
_ABOVE_BASE = 0.3


#: A line read again must be better by so much than what stands there: half a word.
_BETTER = 0.4


def _lines_of(reading: Sequence[Recognised]) -> list[list[Recognised]]:
    """Lines of print: of at least two words, most of them Vietnamese and surely read, without debris at their ends."""
    out = []
    for line in rows_of(w for w in reading if w.confidence > _SURE or any(c.isalnum() for c in w.text)):
        while line and not is_print(line[-1]):
            line = line[:-1]
        while line and not is_print(line[0]) and not (line[0].text[:1].isupper() and len(line[0].text) > 1):
            line = line[1:]
        good = sum(is_print(w) for w in line)
        if good >= 2 and good >= 0.6 * len(line):
            out.append(line)
    return out


def rows_of(words: Iterable[Recognised]) -> list[list[Recognised]]:
    """Words beside one another, from left to right: scattered text has no lines of its own."""
    rows: list[list[Recognised]] = []
    for word in sorted(words, key=lambda w: w.box[0]):
        near = next((r for r in rows if _follows(r[-1].box, word.box)), None)
        if near is None:
            rows.append([word])
        else:
            near.append(word)
    return rows


def _follows(a: PixelBox, b: PixelBox) -> bool:
    height = min(a[3] - a[1], b[3] - b[1])
    return min(a[3], b[3]) - max(a[1], b[1]) > 0.5 * height and b[0] - a[2] < 1.2 * max(a[3] - a[1], b[3] - b[1])


def is_print(word: Recognised) -> bool:
    """Whether a word was read surely and is Vietnamese."""
    return word.confidence > _SURE and _is_word(word.text)


def _is_word(text: str) -> bool:
    """Letters of a Vietnamese syllable in one case, or first capital; or an abbreviation: "KT.", "PGS.TS."."""
    letters = text.strip(".,:;/()")
    one_case = letters.isupper() or letters[1:].islower()
    return len(letters) > 1 and letters.isalpha() and one_case and (is_syllable(letters.lower()) or (letters.isupper() and "." in text))


def _moved(word: Recognised, box: PixelBox) -> Recognised:
    x0, y0, x1, y1 = word.box
    return replace(word, box=(x0 + box[0], y0 + box[1], x1 + box[0], y1 + box[1]), line=0, baseline=None)


def _worth(words: Iterable[Recognised]) -> float:
    return sum(w.confidence if _is_word(w.text) else 0.2 * w.confidence for w in words if len(w.text) > 1)


def overlap(a: PixelBox, b: PixelBox) -> float:
    """Shared area in parts of the smaller box."""
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    small = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return w * h / small if small else 0.0
