"""Figures drawn from strokes: `strokes.toml` -> pictures of single figures as a thin pen writes them."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.digits import Strip

#: Height of a figure before it is put into a string, pixels; figures on scans of 200 dpi have some 40.
TALL = 48
#: Everything is drawn so many times as large, then reduced.
_FINE = 2

Stroke = tuple[tuple[float, float, bool], ...]  #: x, y, and whether the line turns sharply there


@cache
def styles() -> dict[str, list[list[Stroke]]]:
    """For each letter the ways to write it."""
    data = tomllib.loads((Path(__file__).parent / "strokes.toml").read_text(encoding="utf-8"))
    return {letter: [[_stroke(part) for part in style.split("|")] for style in ways] for letter, ways in data.items()}


def _stroke(text: str) -> Stroke:
    points = []
    for word in text.split():
        x, y = word.lstrip("<").split(",")
        points.append((float(x), float(y), word.startswith("<")))
    return tuple(points)


def drawn(letter: str, style: int, pen: float, rng: np.random.Generator) -> Strip:
    """The letter in one of its styles with an unsteady hand; `pen` is the width of the line in pixels. Cropped to its ink."""
    strokes = styles()[letter][style % len(styles()[letter])]
    wide = rng.uniform(0.75, 1.25)
    lean = rng.normal(0, 0.06)
    scale = TALL * _FINE
    size = int(scale * 2.2)
    canvas = np.zeros((size, size), np.uint8)
    for stroke in strokes:
        points = np.array([(x * wide + lean * (1 - y), y) for x, y, _ in stroke]) + rng.normal(0, 0.025, (len(stroke), 2))
        points = points * scale + scale * 0.5
        line = smooth(points, [corner for _, _, corner in stroke])
        cv2.polylines(canvas, [np.rint(line * 16).astype(np.int32)], False, 255, max(round(pen * _FINE), 1), cv2.LINE_AA, 4)
    small = cv2.resize(canvas, None, fx=1 / _FINE, fy=1 / _FINE, interpolation=cv2.INTER_AREA)
    return cropped(np.asarray(small, np.float32) / np.float32(255))


def smooth(points: NDArray[np.float64], corners: list[bool]) -> NDArray[np.float64]:
    """A line through the points, smooth but at corners (Catmull and Rom, 1974)."""
    ends = [0, *(i for i, corner in enumerate(corners) if corner and 0 < i < len(points) - 1), len(points) - 1]
    parts = [_spline(points[a : b + 1]) for a, b in pairwise(ends) if b > a]
    return np.concatenate(parts)


def _spline(points: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(points) < 3:
        return points
    padded = np.concatenate([points[:1] * 2 - points[1:2], points, points[-1:] * 2 - points[-2:-1]])
    t = np.linspace(0, 1, 9)[:, None]
    parts = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3))
    return np.concatenate(parts)


def cropped(ink: Strip) -> Strip:
    """Without paper round it; at least one pixel."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.3), np.flatnonzero(ink.max(axis=0) > 0.3)
    if rows.size == 0 or columns.size == 0:
        return ink[:1, :1]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
