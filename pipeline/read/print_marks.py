"""Ink on a scan, and the single marks of print by which the ends of a number are known: colon, slash and hyphen.

Lengths are in pixels, or in sizes of the print (em).
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from pipeline.read.picture import Gray


def ink_of(gray: Gray) -> Gray:
    """255 where there is ink, by the darkness of this part of the page alone."""
    if gray.size == 0:
        return np.zeros((1, 1), np.uint8)
    paper, ink = levels_of(gray)
    return np.asarray((gray < (paper + ink) / 2) * 255, np.uint8)


def levels_of(gray: Gray) -> tuple[float, float]:
    paper = float(np.median(gray))
    return paper, min(float(np.percentile(gray, 3)), paper - 48.0)


def pieces(mask: Gray) -> list[list[int]]:
    """Connected ink: [x, y, width, height, area]."""
    stats: list[list[int]] = cv2.connectedComponentsWithStats(mask, connectivity=8)[2].tolist()
    return stats[1:]


#: Height of capitals and figures, in sizes of Times.
CAPITAL = 0.665


# --- marks --------------------------------------------------------------------------------------------------------------


def colon_near(page: Gray, near: float, base: float, em: float) -> float | None:
    """Where the colon near `near` ends: by its upper dot, for handwriting touches the lower one."""
    x0, y0 = max(round(near - 0.5 * em), 0), max(round(base - 0.6 * em), 0)
    found = pieces(ink_of(page[y0 : round(base + 0.12 * em), x0 : round(near + 0.4 * em)]))
    dots = [b for b in found if 0.05 * em < b[2] < 0.24 * em and 0.05 * em < b[3] < 0.24 * em]
    upper = [b for b in dots if 0.22 * em < base - y0 - b[1] - b[3] / 2 < 0.52 * em]
    best = min(upper, key=lambda b: abs(x0 + b[0] + b[2] - near), default=None)
    return None if best is None else float(x0 + best[0] + best[2])


def slash_near(page: Gray, near: float, base: float, em: float, reach: float) -> float | None:
    """Where the slash nearest to `near` begins: a straight stroke all the height of capitals that rises to the right."""
    x0, y0 = max(round(near - reach), 0), max(round(base - 0.8 * em), 0)
    mask = ink_of(page[y0 : round(base + 0.15 * em), x0 : round(near + reach + 0.5 * em)])
    found = [*_free_slashes(mask, em), *_joined_slashes(mask[round(base - CAPITAL * em) - y0 : round(base) - y0], em)]
    return min((x0 + x for x in found), key=lambda x: abs(x - near), default=None)


def dash_near(page: Gray, near: float, base: float, em: float, reach: float) -> float | None:
    """Where the hyphen of a Party number nearest to `near` begins: a short bar by itself at half the height of small letters."""
    x0, y0 = max(round(near - reach), 0), max(round(base - 0.45 * em), 0)
    found = pieces(ink_of(page[y0 : round(base - 0.05 * em), x0 : round(near + reach + 0.5 * em)]))
    bars = [b for b in found if 0.15 * em < b[2] < 0.5 * em and b[3] < 0.16 * em and b[1] > 0 and b[4] > 0.6 * b[2] * b[3]]
    return min((float(x0 + b[0]) for b in bars), key=lambda x: abs(x - near), default=None)


def _free_slashes(mask: Gray, em: float) -> Iterator[float]:
    """Thin straight pieces."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for k, (x, _, w, h, area) in enumerate(stats.tolist()):
        if k == 0 or h < 0.55 * em or not 0.12 * em < w < 0.5 * em or area > 0.2 * em * h:
            continue
        down, across = np.nonzero(labels == k)
        if np.corrcoef(down, across)[0, 1] < -0.93:
            yield float(x)


def _joined_slashes(mask: Gray, em: float) -> Iterator[float]:
    """Lines unbroken from the base line to the height of capitals, also where print or handwriting touches them."""
    height, width = mask.shape[0], mask.shape[1] - round(0.5 * em)
    if height < 2 or width < 1:
        return
    for slope in _SLOPES:
        shifts = np.rint(slope * (height - 1 - np.arange(height))).astype(int)
        straight = np.stack([row[k : k + width] for row, k in zip(mask > 0, shifts, strict=True)])
        full = straight.mean(axis=0) > _UNBROKEN
        yield from (float(x) for x in np.flatnonzero(full & ~np.roll(full, 1)))


#: Of slashes in common faces: how far they lean, and how much of such a line is ink.
_SLOPES, _UNBROKEN = (0.28, 0.33, 0.38, 0.43), 0.92
