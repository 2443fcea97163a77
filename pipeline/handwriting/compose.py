"""Strings as they stand in slots of scans, composed from single figures: the material the network is trained on."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.handwriting.draw import TALL, cropped, drawn, styles
from pipeline.read.digits import Strip, strip_of

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Sample:
    """A slot of a real scan with its true text."""

    document: str
    ink: Strip
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """What strings are composed from."""

    figures: NDArray[np.uint8]  #: n x 28 x 28, white on black, and what each is
    labels: NDArray[np.uint8]
    faces: Sequence[Path] = ()  #: of print
    samples: Sequence[Sample] = ()  #: used as they are, and cut into figures
    cuts: Mapping[str, Sequence[Strip]] = field(default_factory=dict)  #: figures cut from samples


def read_figures(folder: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The pictures and labels of `folder` in the form of MNIST (IDX files, packed)."""
    pictures = gzip.decompress((folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((folder / "t10k-labels-idx1-ubyte.gz").read_bytes())
    return np.frombuffer(pictures, np.uint8, offset=16).reshape(-1, 28, 28), np.frombuffer(labels, np.uint8, offset=8)


def cut_figures(samples: Sequence[Sample]) -> dict[str, list[Strip]]:
    """Single figures of the samples whose figures stand apart; those that touch are left out."""
    found: dict[str, list[Strip]] = {}
    for sample in samples:
        columns = (sample.ink > 0.4).any(axis=0)
        _, labels, stats, _ = cv2.connectedComponentsWithStats((sample.ink > 0.4).astype(np.uint8), connectivity=8)
        groups: list[list[int]] = []  # of pieces one above the other
        for k in sorted(range(1, len(stats)), key=lambda k: int(stats[k][0])):
            x, w = int(stats[k][0]), int(stats[k][2])
            if stats[k][4] < 6:
                continue
            if groups and x + w / 2 < max(int(stats[j][0] + stats[j][2]) for j in groups[-1]):
                groups[-1].append(k)
            else:
                groups.append([k])
        if len(groups) == len(sample.text) and columns.any():
            for letter, group in zip(sample.text, groups, strict=True):
                mask = cv2.dilate(np.isin(labels, group).astype(np.uint8), np.ones((3, 3), np.uint8))
                found.setdefault(letter, []).append(cropped(sample.ink * mask))
    return found


# --- one string -------------------------------------------------------------------------------------------------------


def random_text(rng: Random) -> str:
    """A day, a month, or a number of one to five figures, some with a letter behind them and some with "#" for ink that is none."""
    kind = rng.random()
    if kind < 0.30:
        day = int(rng.integers(1, 32))
        return f"{day:02d}" if rng.random() < 0.5 else str(day)
    if kind < 0.38:
        month = int(rng.integers(1, 13))
        return f"{month:02d}" if rng.random() < 0.5 else str(month)
    text = "".join(str(n) for n in rng.integers(0, 10, int(rng.choice([1, 2, 3, 4, 5], p=[0.06, 0.16, 0.28, 0.45, 0.05]))))
    if kind < 0.46:
        text += str(rng.choice(list("abcAB"), p=[0.25, 0.25, 0.15, 0.1, 0.25]))
    elif kind < 0.56:  # ink that is none of them
        at = int(rng.integers(0, len(text) + 1))
        text = text[:at] + "#" + text[at + int(rng.random() < 0.5) :]
    elif kind < 0.58:
        text = "#" * int(rng.integers(1, 4))
    return text


def random_strip(material: Material, rng: Random) -> tuple[Strip, str]:
    """A strip for the network and what it says."""
    if material.samples and rng.random() < 0.12:
        sample = material.samples[int(rng.integers(len(material.samples)))]
        return strip_of(_worn(np.pad(sample.ink, 6), rng, gentle=True)), sample.text
    text = random_text(rng)
    if material.faces and rng.random() < 0.06 and "#" not in text:
        return strip_of(_worn(_printed(text, material.faces, rng), rng)), text
    return strip_of(_worn(_written(text, material, rng), rng)), text


def _written(text: str, material: Material, rng: Random) -> Strip:
    """Figures of one hand side by side, some touching, some of unlike size, not quite on one line."""
    pen = float(np.clip(rng.normal(3.0, 0.9), 1.4, 6))
    source = rng.choice(3, p=[0.30, 0.62, 0.08] if not material.cuts else [0.20, 0.40, 0.40])
    ways = {letter: int(rng.integers(len(styles()[letter]))) for letter in set(text)}
    gap, uneven = rng.normal(3, 4), rng.uniform(0.02, 0.15)
    height, at = 2 * TALL, 12.0
    canvas = np.zeros((height, 70 * len(text) + 60), np.float32)
    for letter in text:
        glyph = _figure(letter, int(source), ways[letter], pen, material, rng)
        scale = float(np.clip(rng.normal(1, uneven), 0.6, 1.4)) * 0.9
        if source == 0:
            scale *= TALL / max(glyph.shape[0], 1)
        width, tall = max(round(glyph.shape[1] * scale), 2), min(max(round(glyph.shape[0] * scale), 4), height - 12)
        glyph = np.asarray(cv2.resize(glyph, (width, tall), interpolation=cv2.INTER_AREA), np.float32)
        top = int(np.clip(round(height * 0.75 - tall + rng.normal(0, 3)), 0, height - tall))
        left = int(np.clip(round(at), 2, canvas.shape[1] - width - 2))
        part = canvas[top : top + tall, left : left + width]
        np.maximum(part, glyph, out=part)
        at = left + width + max(gap + rng.normal(0, 2.5), -0.3 * width)
    return canvas


def _figure(letter: str, source: int, way: int, pen: float, material: Material, rng: Random) -> Strip:
    if source == 0 and letter.isdigit():
        own = np.flatnonzero(material.labels == int(letter))
        return _thinned(material.figures[int(rng.choice(own))], pen)
    cuts = material.cuts.get(letter, ())
    if source == 2 and cuts:
        glyph = cuts[int(rng.integers(len(cuts)))]
        return np.asarray(cv2.resize(glyph, None, fx=float(rng.uniform(0.85, 1.15)), fy=1.0), np.float32)
    return drawn(letter, way if rng.random() < 0.8 else int(rng.integers(9)), pen, rng)


def _thinned(figure: NDArray[np.uint8], pen: float) -> Strip:
    """A figure of MNIST with lines about as thin as the pen's, at the height of the others."""
    large = cv2.GaussianBlur(cv2.resize(figure, (112, 112), interpolation=cv2.INTER_CUBIC), (7, 7), 0)
    ink = np.asarray(large > 110, np.uint8)
    distance = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    half = float(np.percentile(distance[distance > 0], 85)) if ink.any() else 0.0
    less = min(half - pen * 80 / TALL / 2, 0.55 * half)
    if less > 0.5:
        ink = np.asarray(distance > less, np.uint8)
        ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    return cropped(ink.astype(np.float32))


def _printed(text: str, faces: Sequence[Path], rng: Random) -> Strip:
    font = ImageFont.truetype(str(faces[int(rng.integers(len(faces)))]), 60)
    image = Image.new("L", (60 * len(text) + 40, 96), 0)
    ImageDraw.Draw(image).text((20, 12), text, font=font, fill=255)
    return np.asarray(image, np.float32) / np.float32(255)


# --- paper and scanner ------------------------------------------------------------------------------------------------


def _worn(ink: Strip, rng: Random, gentle: bool = False) -> Strip:
    """The ink leaning, shaken, with what print leaves round it, scanned well or badly; cropped as slots are."""
    ink = _bent(ink, rng, gentle)
    if not gentle:
        ink = cropped(ink)
        ink = _with_remains(ink, rng)
    small = cv2.resize(ink, None, fx=(f := float(rng.uniform(0.45, 0.95))), fy=f, interpolation=cv2.INTER_AREA) if not gentle else ink
    if rng.random() < 0.5:
        small = cv2.GaussianBlur(small, (3, 3), float(rng.uniform(0.3, 1.0)))
    small = small + rng.normal(0, rng.uniform(0, 0.15), small.shape).astype(np.float32) * (small > 0.02)
    if rng.random() < 0.55:  # a scanner of black and white
        small = (small > rng.uniform(0.25, 0.6)).astype(np.float32)
    else:
        small = np.clip(small * rng.uniform(0.8, 1.6), 0, 1).astype(np.float32)
    out = cropped(np.asarray(small, np.float32))
    return out if out.size > 8 else cropped(ink)


def _bent(ink: Strip, rng: Random, gentle: bool) -> Strip:
    height, width = ink.shape
    strength = 0.4 if gentle else 1.0
    lean = rng.normal(0.12 * strength if not gentle else 0.0, 0.18 * strength)
    turn = rng.normal(0, 0.04 * strength)
    stretch = float(np.exp(rng.normal(0, 0.14 * strength)))
    room = int(0.6 * height)
    matrix = np.array([[stretch, -lean, room + lean * height / 2], [turn, 1.0, room / 2 - turn * width / 2]], np.float32)
    size = int(width * stretch) + 2 * room, height + room
    y, x = np.indices((size[1], size[0]), dtype=np.float32)
    inverse = cv2.invertAffineTransform(matrix)
    source_x = inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2]
    source_y = inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2]
    grid = rng.normal(0, 1.6 * strength, (2, 5, max(size[0] // 24, 4))).astype(np.float32)
    source_x += cv2.resize(grid[0], size, interpolation=cv2.INTER_CUBIC)
    source_y += cv2.resize(grid[1], size, interpolation=cv2.INTER_CUBIC)
    out = cv2.remap(ink, source_x.astype(np.float32), source_y.astype(np.float32), cv2.INTER_LINEAR)
    pen = rng.random()
    if pen < 0.12:
        out = cv2.dilate(out, np.ones((2, 2), np.uint8))
    elif pen < 0.2 and not gentle:
        thin = cv2.erode(out, np.ones((2, 2), np.uint8))
        out = thin if thin.sum() > 0.45 * out.sum() else out
    return np.asarray(out, np.float32)


def _with_remains(ink: Strip, rng: Random) -> Strip:
    """With a part of the slash, of a "t" or a "y", dots of the line, or a stroke across, which are nothing to be read."""
    height = ink.shape[0]
    if rng.random() < 0.15:  # foot or top of the slash, or of another letter, at an end
        ink = np.pad(ink, ((0, 0), (0, 10)))
        x = ink.shape[1] - int(rng.integers(3, 7))
        a = int(rng.integers(int(0.5 * height), int(0.9 * height) + 1))
        cv2.line(ink, (x - 2, a), (x + 2, a - int(rng.uniform(0.08, 0.3) * height)), 1.0, int(rng.integers(1, 4)), cv2.LINE_AA)
    if rng.random() < 0.06:
        ink = np.pad(ink, ((0, 0), (8, 0)))
        cv2.circle(ink, (3, int(height * rng.uniform(0.4, 0.95))), int(rng.integers(1, 4)), 1.0, -1)
    if rng.random() < 0.12:  # dots that touch
        step, y = int(rng.integers(5, 11)), int(height * rng.uniform(0.85, 0.98))
        for x in range(int(rng.integers(0, 8)), ink.shape[1], step):
            if rng.random() < 0.8 and ink[max(y - 4, 0) : y + 4, max(x - 4, 0) : x + 4].any():
                cv2.circle(ink, (x, y), 1, 1.0, -1)
    if rng.random() < 0.05:  # a rule, or a stroke from another line
        y = int(height * rng.uniform(0, 1))
        cv2.line(ink, (0, y), (ink.shape[1], y + int(rng.normal(0, 4))), 1.0, 1, cv2.LINE_AA)
    return ink
