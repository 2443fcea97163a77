"""What is on a page's picture: its colours told apart, the scanner's dirt, skew, and ruled lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.grid import Rule
from pipeline.read.picture import Gray

#: By so much the red of a pixel is stronger than its green and blue: ink of stamps and seals.
_REDNESS = 48
#: So large a share of the page is red where a stamp is: one of 10 x 3 mm on A4.
_RED_SHARE = 0.0005


def split_red(rgb: NDArray[np.uint8]) -> tuple[Gray, Gray | None]:
    """The page without what is red, and what is red alone; `rgb` is height x width x 3.

    In the red channel red ink is as light as paper, and black and blue ink stay dark, also below a stamp.
    """
    red = np.ascontiguousarray(rgb[:, :, 0])
    others = cv2.max(rgb[:, :, 1], rgb[:, :, 2])
    more = cv2.subtract(red, others)
    if np.count_nonzero(more > _REDNESS) < _RED_SHARE * red.size:
        return red, None
    return red, np.asarray(255 - np.minimum(more, 127) * 2, np.uint8)


def dark(gray: Gray) -> Gray:
    """255 where there is ink, 0 on paper (Otsu, 1979)."""
    return np.asarray(cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], np.uint8)


# --- skew -------------------------------------------------------------------------------------------------------------

#: Looked for up to so many degrees, in coarse steps and then fine ones; Tesseract loses words from one degree on (WER 3.7 % straight,
#: 4.2 % at 1 degree, 5.0 % at 2, 26 % at 5).
STEEPEST, _COARSE, _FINE = 6.0, 0.5, 0.1
#: Below this nothing is turned.
LEAST_SKEW = 0.25
_STRIPS = 24


def skew_of(ink: Gray) -> float:
    """Degrees by which lines of print fall to the right (clockwise); 0.0 where there are no lines to be seen.

    The rows of narrow vertical strips are counted once; a skew shifts the strips against one another, and the right one makes
    the sum of their profiles sharpest (Postl, 1986).
    """
    if min(ink.shape) < 200:
        return 0.0
    small = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    width = small.shape[1]
    edges = np.linspace(0, width, _STRIPS + 1).astype(int)
    profiles = np.stack([small[:, a:b].mean(axis=1, dtype=np.float32) for a, b in pairwise(edges)])
    profiles[profiles > 180] = 0  # black borders, and pictures
    slopes = ((edges[:-1] + edges[1:]) / 2 - width / 2) * np.pi / 180
    coarse = np.arange(-STEEPEST, STEEPEST + _COARSE / 2, _COARSE)
    scores = [_sharpness(profiles, slopes * angle) for angle in coarse]
    near = float(coarse[int(np.argmax(scores))])
    fine = near + np.arange(-_COARSE, _COARSE + _FINE / 2, _FINE)
    best = max((float(angle) for angle in fine), key=lambda angle: _sharpness(profiles, slopes * angle))
    if abs(best) >= STEEPEST or _sharpness(profiles, slopes * best) < 1.1 * float(np.median(scores)):
        return 0.0
    return round(best, 2)


def _sharpness(profiles: NDArray[np.float32], shifts: NDArray[np.float64]) -> float:
    """Of the sum of the strips, each moved up by its shift in rows (to a whole one); rows that come in are paper."""
    height = profiles.shape[1]
    total = np.zeros(height, np.float32)
    for profile, shift in zip(profiles, np.rint(shifts).astype(int).tolist(), strict=True):
        if shift >= 0:
            total[: height - shift] += profile[shift:]
        else:
            total[-shift:] += profile[:shift]
    steps = np.diff(total)
    return float(steps @ steps)


def turned_by(gray: Gray, degrees: float) -> Gray:
    """The picture turned counter-clockwise round its middle; what comes in from outside is paper."""
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    return np.asarray(turned, np.uint8)


# --- light --------------------------------------------------------------------------------------------------------------

#: The paper is taken to be uneven where its darkest parts are so much darker than its lightest (shares of the gray value).
_UNEVEN = 0.85
#: The gray value that paper has afterwards.
_PAPER = 245
#: Paper is what is left when strokes so thick are closed (inches): larger than letters, smaller than shadows.
_STROKE = 0.6


def evened(gray: Gray, dots: float) -> Gray:
    """The picture with its paper equally light everywhere; itself where it is so already.

    One threshold for the page takes the dark half of a page under a shadow for ink. The paper's gray is what a closing leaves of a
    small copy, smoothed; each pixel is divided by it.
    """
    step = max(round(dots / 25), 1)
    if min(gray.shape) < 20 * step:
        return gray
    small = cv2.resize(gray, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    size = max(round(_STROKE * dots / step), 3)
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)), (0, 0), size / 2.5)
    darkest, lightest = np.percentile(paper, (2, 98))
    if darkest > _UNEVEN * lightest or darkest < _BLACK:
        return gray
    whole = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, whole, scale=_PAPER), np.uint8)


#: Paper in the deepest shadow is lighter than this; what is darker is the scanner's bed, or a picture.
_BLACK = 60


# --- dirt -------------------------------------------------------------------------------------------------------------

#: A streak of a dirty glass is so much darker than what is beside it, along so much of the page, and a page has few columns of it.
_DARKER, _ALONG, _MOST_STREAKS = 12, 0.6, 12


def without_streaks(gray: Gray) -> Gray:
    """The picture without the lines that a speck on a feeder's glass draws from top to bottom; Tesseract takes them for column borders.

    A column of pixels is one when it is darker than its surroundings along most of the page, which no border of a table is. It gets
    the darker one of its neighbours, so that letters it crosses are kept.
    """
    if min(gray.shape) < 50:
        return gray
    local = cv2.subtract(cv2.blur(gray, (15, 1)), gray)
    share = cv2.reduce(cv2.threshold(local, _DARKER, 1, cv2.THRESH_BINARY)[1], 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[0] / gray.shape[0]
    columns = np.flatnonzero(share > _ALONG)
    if not 0 < columns.size <= _MOST_STREAKS:
        return gray
    out = gray.copy()
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        left, right = max(run[0] - 2, 0), min(run[-1] + 2, gray.shape[1] - 1)
        beside = np.minimum(gray[:, left], gray[:, right])
        out[:, left + 1 : right] = np.maximum(beside[:, None], gray[:, left + 1 : right])
    return out


#: A blot that touches the picture's edge, and is so large (inches), is the scanner's bed; a speck has at most so many pixels at 200 dpi.
_BED, _SPECK = 0.5, 3


def cleaned(gray: Gray, ink: Gray, dots: float) -> Gray:
    """The picture without the black of the scanner's bed at its edges and without specks."""
    count, found = cv2.connectedComponents(ink, connectivity=8)  # with statistics it takes six times as long
    labels = np.asarray(found, np.int32)
    inked = np.flatnonzero(ink != 0)
    blots = labels.ravel()[inked]
    area = np.bincount(blots, minlength=count)
    drop = area <= max(round(_SPECK * (dots / 200) ** 2), 1)
    drop[list(_beds(labels, area, dots))] = True
    out = gray.copy()
    out.ravel()[inked[drop[blots]]] = 255
    return out


def _beds(labels: NDArray[np.int32], area: NDArray[np.int_], dots: float) -> Iterator[int]:
    """Labels of the blots that are the scanner's bed."""
    edges = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    for blot in edges[(edges > 0) & (area[edges] > 0.25 * _BED * dots)].tolist():
        _, _, w, h = cv2.boundingRect((labels == blot).view(np.uint8))
        if max(w, h) > _BED * dots and area[blot] > 0.25 * w * h:
            yield blot


# --- ruled lines ------------------------------------------------------------------------------------------------------


def ruled_lines(ink: Gray, dots: float) -> tuple[list[Rule], list[Rule]]:
    """Straight lines across and down, in points: borders of tables, underlines. Lines of print are never so long and thin."""
    scale, thick = 72.0 / dots, max(round(0.03 * dots), 2)
    across, down = runs(ink, round(0.35 * dots), thick)
    return (
        [Rule((y + h / 2) * scale, x * scale, (x + w) * scale) for x, y, w, h in outlines(across) if h <= 3 * thick],
        [Rule((x + w / 2) * scale, y * scale, (y + h) * scale) for x, y, w, h in outlines(down) if w <= 3 * thick],
    )


def runs(mask: Gray, length: int, gap: int = 1) -> tuple[Gray, Gray]:
    """1 where the mask's ink stands in a run of at least `length` pixels, across and down; breaks shorter than `gap` are filled first.

    A closing and an opening with a line. The page is one long number, a bit a pixel, so that each step is one shift of all of it: a
    tenth of the time of the same morphology on bytes.
    """
    height, width = mask.shape
    right = gap + -(width + gap) % 8  # paper, for what is filled at the edges, and up to a whole byte
    bits = np.packbits(np.pad(mask, ((0, gap), (0, right))), axis=1)
    page, row = int.from_bytes(bits.tobytes(), "big"), 8 * bits.shape[1]

    def unpacked(number: int) -> Gray:
        found = np.frombuffer(number.to_bytes(bits.size, "big"), np.uint8).reshape(bits.shape)
        return np.unpackbits(found, axis=1)[:height, :width]

    return unpacked(_runs(page, length, gap, 1)), unpacked(_runs(page, length, gap, row))


def _runs(page: int, length: int, gap: int, step: int) -> int:
    """`step`: bits from a pixel to the next one of a run."""
    for by in _doubling(gap):
        page |= page >> by * step
    for by in _doubling(gap):
        page &= page << by * step
    for by in _doubling(length):
        page &= page >> by * step
    for by in _doubling(length):
        page |= page << by * step
    return page


def _doubling(length: int) -> Iterator[int]:
    """Shifts that together make one pixel `length` long: 1, 2, 4, … and what is left."""
    done = 1
    while done < length:
        by = min(done, length - done)
        yield by
        done += by


def outlines(mask: Gray) -> list[tuple[int, int, int, int]]:
    """Boxes `(x, y, width, height)` of what hangs together, from the top; quicker than statistics of connected components."""
    found, kin = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [cv2.boundingRect(c) for c, (*_, around) in zip(found, kin[0] if found else (), strict=True) if around < 0]  # no holes
    return sorted(((int(x), int(y), int(w), int(h)) for x, y, w, h in outer), key=lambda box: (box[1], box[0]))
