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


# --- dirt -------------------------------------------------------------------------------------------------------------

#: A blot that touches the picture's edge, and is so large (inches), is the scanner's bed; a speck has at most so many pixels at 200 dpi.
_BED, _SPECK = 0.5, 3


def cleaned(gray: Gray, ink: Gray, dots: float) -> Gray:
    """The picture without the black of the scanner's bed at its edges and without specks."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = gray.shape
    x, y, w, h, area = (stats[:, k] for k in range(5))
    at_edge = (x == 0) | (y == 0) | (x + w == width) | (y + h == height)
    bed = at_edge & (area > 0.25 * w * h) & ((w > _BED * dots) | (h > _BED * dots))
    specks = area <= max(round(_SPECK * (dots / 200) ** 2), 1)
    drop = bed | specks
    drop[0] = False  # the paper
    if not drop.any():
        return gray
    out = gray.copy()
    out[drop[labels]] = 255
    return out


# --- ruled lines ------------------------------------------------------------------------------------------------------


def ruled_lines(ink: Gray, dots: float) -> tuple[list[Rule], list[Rule]]:
    """Straight lines across and down, in points: borders of tables, underlines. Lines of print are never so long and thin."""
    scale = 72.0 / dots
    return (
        [Rule((y + h / 2) * scale, x * scale, (x + w) * scale) for x, y, w, h in _straight(ink, dots, across=True)],
        [Rule((x + w / 2) * scale, y * scale, (y + h) * scale) for x, y, w, h in _straight(ink, dots, across=False)],
    )


def _straight(ink: Gray, dots: float, across: bool) -> Iterator[tuple[int, int, int, int]]:
    length, thick = round(0.35 * dots), max(round(0.03 * dots), 2)
    kernel = np.ones((1, length) if across else (length, 1), np.uint8)
    bridge = np.ones((1, thick) if across else (thick, 1), np.uint8)  # breaks of a scan
    lines = cv2.morphologyEx(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for x, y, w, h, _ in stats[1:count]:
        if (h if across else w) <= 3 * thick:
            yield int(x), int(y), int(w), int(h)
