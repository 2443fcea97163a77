"""Round seals of black and white scans: their rings are found and taken away, and what they cross is left.

A seal is set across the signer's name and position, and its rings join their letters to one blot. A ring is found as a circle of the
size that seals have; looked at from its middle it is a straight line, and is taken out as the lines of a staff are taken out of notes
of music: where the ink along a radius is no longer than the ring is thick.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read import ink
from pipeline.read.picture import Gray

#: Radii of the outer ring in inches: seals are 3.2 to 4.2 cm across (Circular 07/2010/TT-BCA), older ones less.
_LEAST, _MOST = 0.55, 0.9
#: Circles are looked for at so many dots per inch; in one place there are no more seals.
_COARSE, _SEALS = 50.0, 2
#: The inner ring stands at this part of the radius.
_OWN = 0.7
#: Ink stands on a ring at so large a share of its round, and on its ragged edges at the lower one.
_ROUND, _EDGE = 0.55, 0.25
#: A ring stands within so many inches of where its circle was found; rings nearer to the middle than the other are of a coat of arms.
_SLACK, _INNER = 0.06, 0.35


@dataclass(frozen=True, slots=True)
class Seal:
    x: float  #: of its middle, in pixels
    y: float
    radius: float

    def holds(self, box: tuple[int, int, int, int]) -> bool:
        """Whether a word's box lies within its inner ring: the name of the body whose seal it is."""
        x, y = (box[0] + box[2]) / 2 - self.x, (box[1] + box[3]) / 2 - self.y
        return bool(np.hypot(x, y) < _OWN * self.radius)


def find_seals(gray: Gray, dots: float) -> tuple[list[Seal], Gray]:
    """The seals of a picture, and the picture without their rings (itself where it has none)."""
    mask = ink.dark(gray)
    found: list[Seal] = []
    out = gray
    for seal in _circles(mask, dots):
        rings = _rings(mask, seal, dots)
        if rings is not None:
            found.append(seal)
            out = np.where(rings > 0, np.uint8(255), out)
    return found, np.ascontiguousarray(out, np.uint8)


def _circles(mask: Gray, dots: float) -> Iterator[Seal]:
    """Outer rings as they are seen at low resolution, surest first."""
    scale = _COARSE / dots
    small = cv2.GaussianBlur(cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (3, 3), 0)
    if min(small.shape) < 2 * _LEAST * _COARSE:
        return
    least, most = round(_LEAST * _COARSE), round(_MOST * _COARSE)
    found = cv2.HoughCircles(small, cv2.HOUGH_GRADIENT, 1, 0.8 * _COARSE, param1=150, param2=18, minRadius=least, maxRadius=most)
    for x, y, r in [] if found is None else np.reshape(found, (-1, 3))[:_SEALS].tolist():
        yield Seal((x + 0.5) / scale, (y + 0.5) / scale, r / scale)


def _rings(mask: Gray, seal: Seal, dots: float) -> Gray | None:
    """255 on the ink of all rings round the seal's middle; None where there is none at its radius."""
    reach, angles = round(seal.radius + 2 * _SLACK * dots), round(2 * np.pi * seal.radius)
    middle = seal.x, seal.y
    polar = np.asarray(cv2.warpPolar(mask, (reach, angles), middle, reach, cv2.WARP_POLAR_LINEAR), np.uint8) > 127
    bend = _bend(polar, seal.radius, _SLACK * dots)
    zones = [] if bend is None else _zones(_shifted(polar, bend), round(_INNER * dots))
    if bend is None or not zones:
        return None
    back = _shifted(_thin(_shifted(polar, bend), zones), -bend).astype(np.uint8) * 255
    flags = cv2.WARP_POLAR_LINEAR | cv2.WARP_INVERSE_MAP
    rings = np.asarray(cv2.warpPolar(back, (mask.shape[1], mask.shape[0]), middle, reach, flags), np.uint8)
    disc = cv2.circle(np.zeros_like(mask), (round(seal.x), round(seal.y)), reach - 1, 255, -1)
    return np.asarray(cv2.dilate(((rings > 60) & (disc > 0)).astype(np.uint8) * 255, np.ones((3, 3), np.uint8)), np.uint8)


def _bend(polar: NDArray[np.bool_], radius: float, slack: float) -> NDArray[np.int_] | None:
    """By how many pixels the ring near `radius` stands farther out at each angle than a circle round the middle would.

    The ring is an ellipse whose middle is not quite the one that was found: both are fitted to its ink, more closely every time.
    """
    theta = np.arange(len(polar)) * 2 * np.pi / len(polar)
    base = np.stack([np.ones_like(theta), np.cos(theta), np.sin(theta), np.cos(2 * theta), np.sin(2 * theta)], axis=1)
    fitted = np.full(len(polar), radius)
    for width in (1.5 * slack, slack, slack / 2, slack / 3, slack / 4):
        at = np.rint(fitted - width).astype(int)[:, None] + np.arange(round(2 * width) + 1)
        at = np.clip(at, 0, polar.shape[1] - 1)
        inside = np.take_along_axis(polar, at, axis=1)
        count = inside.sum(axis=1)
        inked = count > 0
        if inked.mean() < _ROUND:
            return None
        fitted = base @ np.linalg.lstsq(base[inked], ((at * inside).sum(axis=1) / np.maximum(count, 1))[inked], rcond=None)[0]
    return np.asarray(np.rint(fitted - fitted.mean()), int)


def _shifted(rows: NDArray[np.bool_], by: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Each row moved to the left by its number of pixels."""
    at = np.arange(rows.shape[1])[None, :] + by[:, None]
    inside = (at >= 0) & (at < rows.shape[1])
    return np.asarray(np.take_along_axis(rows, np.clip(at, 0, rows.shape[1] - 1), axis=1) & inside, np.bool_)


def _zones(straight: NDArray[np.bool_], inner: int) -> list[tuple[int, int]]:
    """Columns `[a, b)` in which a ring stands."""
    share = straight.mean(axis=0)
    out: list[tuple[int, int]] = []
    at = inner
    while at < len(share):
        if share[at] < _ROUND:
            at += 1
            continue
        a = b = at
        while a > inner and share[a - 1] > _EDGE:
            a -= 1
        while b < len(share) and share[b] > _EDGE:
            b += 1
        out.append((a, b))
        at = b
    return out


#: Ink is followed so many pixels beyond a ring; it is the ring's alone when it is no longer than that and the other.
_BEYOND, _MORE = 12, 3


def _thin(straight: NDArray[np.bool_], zones: list[tuple[int, int]]) -> NDArray[np.bool_]:
    """The ink of the rings where nothing crosses them."""
    out = np.zeros_like(straight)
    for a, b in zones:
        before = np.cumprod(straight[:, max(a - _BEYOND, 0) : a][:, ::-1], axis=1).sum(axis=1)
        behind = np.cumprod(straight[:, b : b + _BEYOND], axis=1).sum(axis=1)
        alone = straight[:, a:b].sum(axis=1) + before + behind <= b - a + _MORE
        ring = slice(max(a - 1, 0), b + 1)
        out[:, ring] |= straight[:, ring] & alone[:, None]
    return out
