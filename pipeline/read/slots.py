"""What is written in the slots of a letterhead on a scan: its number, day and month, often by hand.

Of each it is decided whether it is blank, printed (read surely by Tesseract, and as even as print), or handwritten, and then read.
Dotted lines, rules, and what crosses from other lines are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.document import Slot
from pipeline.read.digits import read_ink
from pipeline.read.picture import Gray
from pipeline.read.print_marks import ink_of, levels_of, pieces
from pipeline.read.slot_places import Kind, Place, find_places
from pipeline.read.tesseract import PixelBox, Recognised

Decision = Literal["printed", "blank", "handwritten"]
Ink = NDArray[np.float32]  #: height x width, 0 paper to 1 ink


@dataclass(frozen=True, slots=True)
class SlotPicture:
    kind: Kind
    box: PixelBox
    decided: Decision
    ink: Ink  #: what is written, without what crosses from elsewhere; nothing where blank
    sure: bool = True  #: as in `Place`


def read_slots(gray: Gray, whole: Gray, words: Sequence[Recognised], dots: float) -> list[Slot]:
    """Of one upright page, from the top, with readings of what is handwritten; boxes in points of `gray`, pages not yet numbered."""
    scale = 72.0 / dots
    found = []
    for cut in find_slots(gray, whole, words):
        x0, y0, x1, y1 = cut.box
        readings = read_ink(cut.ink, cut.kind) if cut.decided == "handwritten" else ()
        if not cut.sure:
            readings = tuple((text, round(p * CUT_OFF, 4)) for text, p in readings)
        found.append(Slot(cut.kind, 0, (x0 * scale, y0 * scale, x1 * scale, y1 * scale), cut.decided, readings))
    return found


#: What is left of a reading's probability where figures may have been cut off.
CUT_OFF = 0.5


def find_slots(gray: Gray, whole: Gray, words: Sequence[Recognised]) -> list[SlotPicture]:
    """`gray` is the page without what is red, `whole` with it: a red number is looked for only where there is no other."""
    found = []
    for place in find_places(gray, words):
        cut = _cut(gray, place, words)
        found.append(_cut(whole, place, words) if cut.decided == "blank" and whole is not gray else cut)
    return found


# --- ink --------------------------------------------------------------------------------------------------------------

#: How far handwriting reaches over and under the base line (sizes of the print).
_OVER, _UNDER = 1.35, 0.6
#: Smaller ink is dirt, or a dot of a dotted line.
_DOT = 0.17
#: Handwriting is higher than this.
_LOWEST = 0.3


def _cut(page: Gray, place: Place, words: Sequence[Recognised]) -> SlotPicture:
    em = place.em
    x0, x1 = max(round(place.left - em), 0), min(round(place.right + em), page.shape[1])
    y0, y1 = max(round(place.base - _OVER * em), 0), min(round(place.base + _UNDER * em), page.shape[0])
    region = page[y0:y1, x0:x1]
    inside = _between(region.shape, place.left - x0, place.right - x0, place.base - y0, place.slope)
    kept = _written(ink_of(region), inside, place.base - y0, em)
    rows, columns = np.nonzero(kept)
    if rows.size == 0 or np.ptp(rows) < _LOWEST * em:
        return SlotPicture(place.kind, (round(place.left), y0, round(place.right), y1), "blank", np.zeros((0, 0), np.float32))
    box = x0 + int(columns.min()), y0 + int(rows.min()), x0 + int(columns.max()) + 1, y0 + int(rows.max()) + 1
    decided: Decision = "printed" if _is_printed(kept, place, y0, box, words) else "handwritten"
    paper, dark = levels_of(region)
    ink = np.clip((paper - region.astype(np.float32)) / (paper - dark), 0, 1)
    ink[cv2.dilate(kept, np.ones((3, 3), np.uint8)) == 0] = 0
    return SlotPicture(place.kind, box, decided, ink[box[1] - y0 : box[3] - y0, box[0] - x0 : box[2] - x0], place.sure)


def _between(shape: tuple[int, ...], left: float, right: float, base: float, slope: float) -> NDArray[np.bool_]:
    """Where a pixel lies between the words; the right word's edge leans by `slope` above the base line."""
    rows, columns = np.indices(shape, sparse=True)
    return np.asarray((columns >= left) & (columns < right + slope * np.maximum(base - rows, 0)))


def _written(mask: Gray, inside: NDArray[np.bool_], base: float, em: float) -> Gray:
    """The ink between the words without dots, rules, and what only reaches in."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    shares = np.bincount(labels[inside], minlength=count)
    out = np.zeros_like(mask)
    for k in range(1, count):
        _, y, w, h, area = stats[k].tolist()
        if shares[k] == 0 or (h < _DOT * em and not _DOT * em < w < 0.8 * em):
            continue
        own = inside & (labels == k)
        if shares[k] < 0.5 * area and np.ptp(np.flatnonzero(own.any(axis=0))) < 0.2 * em:
            continue
        if y + h < base - 0.75 * em or y > base + 0.1 * em or (y == 0 and h < 0.5 * em):
            continue
        out[own] = 255
    return out


def _is_printed(kept: Gray, place: Place, top: int, box: PixelBox, words: Sequence[Recognised]) -> bool:
    """Whether Tesseract read figures there surely, alone or in one word with their symbol, and they stand as even as print."""
    level = [w for w in words if abs(w.box[1] + w.box[3] - box[1] - box[3]) < 1.2 * place.em]
    over = [w for w in level if _lies_in(w.box, box)]
    alone = re.fullmatch(r"\d{1,5}[a-zA-Z]?", "".join(w.text for w in over)) and min(w.confidence for w in over) >= _SURE
    near = (w for w in level if w.box[0] < box[2] and box[0] < w.box[2])
    whole = next((m for w in near if w.confidence >= _SURE_WHOLE and (m := _WHOLE.fullmatch(w.text))), None)
    letters = sorted(b for b in pieces(kept) if b[3] > 0.4 * place.em)
    if whole and not place.sure:  # the slash was not seen and may be among the figures
        letters = letters[: len(whole["figures"])]
    uneven = (_EVEN_IN_WORD if whole else _EVEN) * place.em
    return bool((alone or whole) and letters) and all(
        abs(b[3] - place.tall) < uneven and abs(top + b[1] + b[3] - place.base) < uneven for b in letters
    )


#: So surely print is read, and so even it stands (sizes of the print).
_SURE, _EVEN = 0.8, 0.08
#: A number in one word with its symbol; so surely such a word is read only where it is printed (of 56 scans 0.29 at most by hand),
#: and print of few dots stands less even.
_WHOLE = re.compile(r"(?:[Ss]\w\s?[:;.])?(?P<figures>\d{1,5}[a-zA-Z]?)[/⁄∕-][A-ZĐÐ]{2}\S*")
_SURE_WHOLE, _EVEN_IN_WORD = 0.6, 0.15


def _lies_in(inner: PixelBox, outer: PixelBox) -> bool:
    """Whether most of its width lies in the other's."""
    return min(inner[2], outer[2]) - max(inner[0], outer[0]) > 0.5 * (inner[2] - inner[0])
