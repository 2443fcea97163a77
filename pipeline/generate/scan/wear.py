"""What paper, scanners, copiers and fax machines do to a page. Pictures are uint8: height x width, or x 3 (red, green, blue)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.generate.paper.look import Random
from pipeline.generate.scan.pen import Colour, Ink

Picture = NDArray[np.uint8]


def stamped(page: Picture, ink: Ink, colour: Colour, x: float, y: float, degrees: float = 0.0) -> None:
    """Puts ink on a page in colour, its middle at (x, y) in pixels; what falls off the page is lost."""
    ink = _turned(ink, degrees) if degrees else ink
    top, left = round(y - ink.shape[0] / 2), round(x - ink.shape[1] / 2)
    up, before = max(-top, 0), max(-left, 0)
    part = page[top + up : top + ink.shape[0], left + before : left + ink.shape[1]]
    if part.size:
        share = ink[up : up + part.shape[0], before : before + part.shape[1], None]
        part[:] = (part * (1 - share * (1 - np.array(colour, np.float32) / 255))).astype(np.uint8)


def _turned(ink: Ink, degrees: float) -> Ink:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    more_x, more_y = abs(matrix[0, 1]) * height, abs(matrix[0, 1]) * width
    matrix[:, 2] += more_x / 2, more_y / 2
    return np.asarray(cv2.warpAffine(ink, matrix, (round(width + more_x), round(height + more_y))), np.float32)


# --- paper and glass --------------------------------------------------------------------------------------------------


def skewed(page: Picture, degrees: float, bed: int = 255) -> Picture:
    """Turned about its middle; `bed` is the grey of what lies behind the page."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(bed,) * 3)
    return np.asarray(turned, np.uint8)


def blurred(page: Picture, radius: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), radius), np.uint8)


def thick(page: Picture, pixels: int = 2) -> Picture:
    """A copy of a copy: ink has run, bowls are filled."""
    return blurred(np.asarray(cv2.erode(page, np.ones((pixels, pixels), np.uint8)), np.uint8), 0.8)


def shone_through(page: Picture, back: Picture, share: float) -> Picture:
    """The print of the other side, mirrored."""
    other = cv2.GaussianBlur(cv2.flip(back, 1), (0, 0), 1.5)
    return np.asarray(cv2.subtract(page, cv2.convertScaleAbs(cv2.bitwise_not(other), alpha=share)), np.uint8)


def lit(page: Picture, rng: Random, strength: float, tone: Colour = (255, 255, 255)) -> Picture:
    """Uneven light, in grey levels lost at the darkest place, on paper of a tone."""
    field = 1 - np.clip(rng.uniform(0, strength / 255, (4, 3)), 0, 1)
    field *= np.linspace(1, 1 - rng.uniform(0, strength / 255), 3)[None, :]
    smooth = cv2.resize(field.astype(np.float32), (48, 64), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    shade = cv2.resize((smooth * 255).astype(np.uint8), (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    if page.ndim == 2:
        return np.asarray(cv2.multiply(page, shade, scale=float(np.mean(tone)) / 255**2), np.uint8)
    parts = [cv2.multiply(part, shade, scale=part_tone / 255**2) for part, part_tone in zip(cv2.split(page), tone, strict=True)]
    return np.asarray(cv2.merge(parts), np.uint8)


def grainy(page: Picture, rng: Random, strength: float) -> Picture:
    """A sensor's noise: one tile of it repeated, each time mirrored another way, which the eye does not notice."""
    tile = (rng.standard_normal((397, 401), np.float32) * strength).round().astype(np.int8)
    whole = np.concatenate([np.concatenate([tile, tile[:, ::-1]], axis=1), np.concatenate([tile[::-1], tile[::-1, ::-1]], axis=1)])
    height, width = page.shape[:2]
    grain = np.tile(whole, (height // whole.shape[0] + 1, width // whole.shape[1] + 1))[:height, :width]
    return np.asarray(cv2.add(page, cv2.merge((grain,) * page.shape[2]) if page.ndim == 3 else grain, dtype=cv2.CV_8U), np.uint8)


def specked(page: Picture, rng: Random, count: int, largest: float) -> None:
    """Dark dots, half of them in clusters; `largest` in pixels."""
    height, width = page.shape[:2]
    for _ in range(count // 2):
        _dot(page, rng.uniform(0, width), rng.uniform(0, height), float(rng.uniform(0.3, largest)), rng)
    for _ in range(count // 16):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        for _ in range(8):
            _dot(page, x + rng.normal(0, 30), y + rng.normal(0, 12), float(rng.uniform(0.3, largest * 0.7)), rng)


def _dot(page: Picture, x: float, y: float, radius: float, rng: Random) -> None:
    shade = int(rng.integers(0, 90))
    axes = max(round(radius * 16), 4), max(round(radius * rng.uniform(0.5, 1) * 16), 4)
    cv2.ellipse(page, (round(x * 16), round(y * 16)), axes, float(rng.uniform(0, 180)), 0, 360, (shade,) * 3, -1, cv2.LINE_AA, 4)


def edged(page: Picture, rng: Random, dots: float) -> None:
    """The scanner's bed beside the paper, dark, on one or two sides; and a corner that is folded, at times."""
    height, width = page.shape[:2]
    for _ in range(int(rng.integers(1, 3))):
        deep = rng.uniform(0.01, 0.07) * dots
        slope = rng.normal(0, 0.03) * dots
        side = int(rng.integers(4))
        ends = [(0.0, 0.0), (1.0, 0.0), (1.0, deep + slope), (0.0, deep)]
        scale = np.array([width if side % 2 == 0 else height, 1])
        corners = np.array(ends) * scale
        if side % 2:
            corners = corners[:, ::-1]
        if side >= 2:
            corners = np.array([width, height]) - corners
        cv2.fillPoly(page, [corners.round().astype(np.int32)], (int(rng.integers(10, 60)),) * 3, cv2.LINE_AA)


def punched(page: Picture, dots: float, grey: int) -> None:
    """Two holes at the left edge, 80 mm apart, as the black bed shows through them."""
    for y in (-40, 40):
        middle = round(11 / 25.4 * dots), round(page.shape[0] / 2 + y / 25.4 * dots)
        cv2.circle(page, middle, round(2.8 / 25.4 * dots), (grey,) * 3, -1, cv2.LINE_AA)


def streaked(page: Picture, rng: Random) -> None:
    """Dirt on the glass of a feeder: a thin grey line from top to bottom."""
    x = int(rng.integers(0, page.shape[1] - 2))
    part = page[:, x : x + int(rng.integers(1, 3))]
    part[:] = (part * rng.uniform(0.5, 0.85)).astype(np.uint8)


# --- two tones --------------------------------------------------------------------------------------------------------


def grey(page: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8) if page.ndim == 3 else page


def two_tones(page: Picture, edge: float) -> Picture:
    return np.asarray(cv2.threshold(grey(page), edge, 255, cv2.THRESH_BINARY)[1], np.uint8)


def faxed(page: Picture, rng: Random, fine: bool) -> Picture:
    """A page of 204 dots an inch as received: 196 or 98 lines an inch (ITU-T T.4), lines lost and repeated."""
    height, width = page.shape[:2]
    lines = round(height * (196 if fine else 98) / 204)
    low = cv2.resize(grey(page), (width, lines), interpolation=cv2.INTER_AREA)
    out = two_tones(grainy(np.asarray(low, np.uint8), rng, 14), float(rng.uniform(145, 175)))
    for _ in range(int(rng.integers(2, 10))):
        y = int(rng.integers(1, lines - 3))
        if rng.random() < 0.5:  # a line that could not be decoded is the one above again
            out[y : y + int(rng.integers(1, 3))] = out[y - 1]
        else:
            start = int(rng.integers(0, width))
            out[y, start : start + int(rng.integers(40, 600))] = 255 * int(rng.random() < 0.8)
    return out
