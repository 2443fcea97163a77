"""What people write on a printed page: figures, a signature, initials. All as ink: float32, 0 (paper) to 1."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.generate.paper.look import Random
from pipeline.handwriting.draw import TALL, cropped, drawn, smooth, styles

Ink = NDArray[np.float32]
Colour = tuple[int, int, int]  #: red, green, blue

#: Ball-pens and fountain pens of offices.
_PENS: tuple[Colour, ...] = ((28, 44, 140), (34, 62, 165), (20, 30, 110), (32, 32, 38), (15, 15, 20))
_DARKEST = 3


@dataclass(frozen=True, slots=True)
class Hand:
    """One clerk: how figures look, whatever they are."""

    colour: Colour
    pen: float  #: width of the line, points
    tall: float  #: height of a figure, points
    lean: float  #: to the right, of the height
    ways: tuple[int, ...]  #: of each figure 0 to 9, which style
    gap: float  #: between figures, of the height


def choose_hand(rng: Random, dark: bool = False) -> Hand:
    """A hand by chance; `dark` for scanners to which blue is no ink."""
    colours = _PENS[_DARKEST:] if dark else _PENS
    return Hand(
        colour=colours[int(rng.integers(len(colours)))],
        pen=float(rng.uniform(0.8, 1.35)),
        tall=float(rng.uniform(12, 16)),
        lean=float(rng.normal(0.15, 0.1)),
        ways=tuple(int(rng.choice(_clear_ways(figure))) for figure in "0123456789"),
        gap=float(rng.uniform(0.05, 0.2)),
    )


def _clear_ways(figure: str) -> list[int]:
    """The styles that nobody takes for another character: one 4 looks like a capital A."""
    return [way for way in range(len(styles()[figure])) if (figure, way) != ("4", 2)]


def can_write(text: str) -> bool:
    """Whether there are strokes for all characters of the text, and any at all."""
    return bool(text) and all(letter in styles() and letter != "#" for letter in text)


def figures(text: str, hand: Hand, dots: float, rng: Random) -> Ink:
    """A text of figures as the hand writes it, cropped; `dots` to the inch."""
    tall = hand.tall * dots / 72
    pen = hand.pen * dots / 72 * TALL / tall
    canvas = np.zeros((round(tall * 1.6), round(tall * 1.3 * len(text) + tall)), np.float32)
    at = tall * 0.3
    for letter in text:
        glyph = _glyph(letter, hand, pen, tall, rng)
        height, width = glyph.shape
        top = round(np.clip(tall * 1.35 - height + rng.normal(0, 0.03) * tall, 0, canvas.shape[0] - height))
        left = round(min(at, canvas.shape[1] - width))
        part = canvas[top : top + height, left : left + width]
        np.maximum(part, glyph, out=part)
        at += width + max(hand.gap + rng.normal(0, 0.05), -0.1) * tall
    return cropped(leaning(canvas, hand.lean))


def _glyph(letter: str, hand: Hand, pen: float, tall: float, rng: Random) -> Ink:
    way = hand.ways[int(letter)] if letter.isdigit() else int(rng.integers(9))
    glyph = drawn(letter, way, pen, rng)
    scale = tall / TALL * float(np.clip(rng.normal(1, 0.06), 0.85, 1.15))
    size = max(round(glyph.shape[1] * scale), 2), min(max(round(glyph.shape[0] * scale), 4), round(tall * 1.5))
    return np.asarray(cv2.resize(glyph, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.float32).clip(0, 1)


def leaning(ink: Ink, lean: float) -> Ink:
    """Sheared to the right; the picture grows by what leans."""
    height, width = ink.shape
    more = round(abs(lean) * height)
    matrix = np.array([[1, -lean, max(lean, 0) * height], [0, 1, 0]], np.float32)
    return np.asarray(cv2.warpAffine(ink, matrix, (width + more, height)), np.float32)


# --- signatures -------------------------------------------------------------------------------------------------------


def signature(length: float, hand: Hand, dots: float, rng: Random) -> Ink:
    """Loops that run on, now wide, now narrow, and a long stroke behind or below them; `length` in points."""
    path = np.concatenate([_loops(rng), _flourish(rng)])
    tall = max(float(np.ptp(path[:, 1])), 0.3)
    path[:, 1] *= min(1.0, 0.55 / tall)
    return _traced(path * length * dots / 72, hand.pen * rng.uniform(0.8, 1.3) * dots / 72)


def initials(hand: Hand, dots: float, rng: Random) -> Ink:
    """A wave of some letters, as behind "./."."""
    x = np.cumsum(rng.uniform(1.5, 4, 9))
    y = np.where(np.arange(9) % 2, -1, 1) * rng.uniform(1, 6, 9)
    return _traced(np.stack([x, y], axis=1) * dots / 72, hand.pen * 0.8 * dots / 72)


def _loops(rng: Random) -> NDArray[np.float64]:
    """A pen that circles while it moves to the right: a tall capital first, then letters that shrink."""
    turns = int(rng.integers(2, 7))
    t = np.linspace(0, turns, turns * 6 + 1)
    sizes = np.concatenate([rng.uniform(0.8, 1.3, 1), rng.uniform(0.15, 0.75, turns)]) * rng.uniform(0.16, 0.26)
    tall = np.interp(t, np.arange(turns + 1), sizes)
    wide = tall * np.interp(t, np.arange(turns + 1), rng.uniform(-0.1, 0.7, turns + 1))
    phase = rng.uniform(-0.6, 0.6)
    x = t / turns * rng.uniform(0.25, 0.6) + wide * np.sin(2 * np.pi * t + phase)
    y = -tall * np.cos(2 * np.pi * t) - t / turns * rng.uniform(-0.1, 0.15)
    return np.stack([x, y], axis=1)


def _flourish(rng: Random) -> NDArray[np.float64]:
    """Out to the right at once, or first back below the letters."""
    rise = rng.uniform(-0.25, 0.15)
    if rng.random() < 0.4:
        return np.array([(0.7, rng.uniform(-0.1, 0.1)), (0.85, rise * 0.7), (1.0, rise)])
    y = rng.uniform(0.1, 0.25)
    turn = (rng.uniform(0.55, 0.8), -rng.uniform(0.0, 0.25))
    return np.array([turn, (rng.uniform(0.35, 0.5), y), (rng.uniform(-0.05, 0.15), y + 0.03), (0.45, y - 0.02), (1.0, y + rise)])


def _traced(path: NDArray[np.float64], pen: float) -> Ink:
    """A smooth line through the points, thinner where the hand is quick."""
    margin = int(pen * 2) + 3
    path = path - path.min(axis=0) + margin
    line = smooth(path, [False] * len(path))
    width, height = (int(n) + margin for n in line.max(axis=0))
    canvas = np.zeros((max(height, 4), max(width, 4)), np.uint8)
    speed = np.linalg.norm(np.diff(line, axis=0), axis=1)
    thick = np.clip(pen * (1.35 - 0.5 * speed / (speed.mean() + 1e-6)), max(pen * 0.6, 1), pen * 1.4)
    fixed = np.rint(line * 16).astype(np.int32)
    for a, b, t in zip(fixed, fixed[1:], thick, strict=False):
        cv2.line(canvas, tuple(map(int, a)), tuple(map(int, b)), 255, max(round(float(t)), 1), cv2.LINE_AA, 4)
    return canvas.astype(np.float32) / np.float32(255)
