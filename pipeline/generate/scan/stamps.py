"""Rubber stamps: the round red seal over the signature, and the frame with ĐẾN that a registry puts on what it receives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from pipeline.generate.paper.fonts import Face, drawn
from pipeline.generate.paper.look import Random
from pipeline.generate.scan.pen import Hand, Ink, figures
from pipeline.generate.sheet import Sheet

#: Where the place begins in the name of a body.
_PLACE = re.compile(r" (?=(?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn) )")


@dataclass(frozen=True, slots=True)
class Legend:
    """What a seal says: along its upper and lower rim, and in its middle."""

    above: str
    below: str
    middle: tuple[str, ...]


def legend_of(sheet: Sheet) -> Legend:
    """From the issuing body: "Sở Nội vụ tỉnh Hà Tĩnh" has its province on the rim."""
    name, _, place = _PLACE.sub("\n", sheet.gold["issuing_body"]["value"] or "", count=1).partition("\n")
    party = bool(sheet.head_right) and sheet.head_right[0].startswith("ĐẢNG")
    above = "ĐẢNG CỘNG SẢN VIỆT NAM" if party else "CỘNG HÒA X.H.C.N VIỆT NAM"
    return Legend(above, place.upper(), tuple(_in_lines(name.upper().split())))


def _in_lines(words: Sequence[str]) -> Iterator[str]:
    """Up to four lines of some ten letters."""
    widest = max(9, -(-sum(len(word) + 1 for word in words) // 4))
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > widest:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    if line:
        yield line


# --- the seal ---------------------------------------------------------------------------------------------------------


def seal(legend: Legend, dots: float, rng: Random, millimetres: float = 36.0) -> Ink:
    """Turned a little, inked unevenly; a square picture."""
    side = round(millimetres * dots / 25.4)
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    for radius, share in ((0.49, 0.016), (0.465, 0.006), (0.335, 0.007)):
        draw.ellipse(_square(side, radius), outline=255, width=max(round(side * share), 1))
    _along_the_rim(image, legend.above, side, True)
    _along_the_rim(image, legend.below, side, False)
    _stars(draw, side)
    _middle(draw, legend.middle, side)
    turned = np.asarray(image.rotate(float(rng.normal(0, 6)), Image.Resampling.BILINEAR), np.float32) / np.float32(255)
    return turned * _inking(turned.shape, rng)


def _square(side: int, radius: float) -> tuple[float, float, float, float]:
    return side * (0.5 - radius), side * (0.5 - radius), side * (0.5 + radius) - 1, side * (0.5 + radius) - 1


def _along_the_rim(image: Image.Image, text: str, side: int, above: bool) -> None:
    """Letters on a circle between the rings; the lower text reads from left to right too."""
    font = drawn("bold", max(round(side * 0.085), 6))
    widths = [font.getlength(letter) * 1.06 for letter in text]
    radius = side * 0.4
    turn = min(1.0, (3.5 if above else 1.9) / max(sum(widths) / radius, 1e-6))
    angle = -sum(widths) / radius / 2 * turn
    for letter, wide in zip(text, widths, strict=True):
        middle = angle + wide / radius / 2 * turn
        x, y = np.sin(middle) * radius, -np.cos(middle) * radius
        glyph = _letter(letter, side, -np.degrees(middle) * (1 if above else -1))
        place = round(side / 2 + x - glyph.width / 2), round(side / 2 + (y if above else -y) - glyph.height / 2)
        image.paste(255, place, glyph)
        angle += wide / radius * turn


def _letter(letter: str, side: int, degrees: float) -> Image.Image:
    size = max(round(side * 0.085), 6)
    glyph = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(glyph).text((size, size), letter, fill=255, font=drawn("bold", size), anchor="mm")
    return glyph.rotate(float(degrees), Image.Resampling.BILINEAR)


def _stars(draw: ImageDraw.ImageDraw, side: int) -> None:
    """Between the upper and the lower text."""
    for x in (-0.385, 0.385):
        middle = np.array([0.5 + x, 0.62]) * side
        angles = np.arange(10) * np.pi / 5 - np.pi / 2
        radii = np.where(np.arange(10) % 2, 0.013, 0.032) * side
        corners = middle + radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        draw.polygon([(float(a), float(b)) for a, b in corners], 255)


def _middle(draw: ImageDraw.ImageDraw, lines: Sequence[str], side: int) -> None:
    face: Face = "bold"
    size = max(round(side * (0.105 if len(lines) <= 2 else 0.085 if len(lines) == 3 else 0.07)), 6)
    widest = max((drawn(face, size).getlength(line) for line in lines), default=1.0)
    size = max(int(size * min(1.0, side * 0.58 / widest)), 5)
    for i, line in enumerate(lines):
        draw.text((side / 2, side / 2 + (i - (len(lines) - 1) / 2) * size * 1.2), line, fill=255, font=drawn(face, size), anchor="mm")


def _inking(shape: tuple[int, ...], rng: Random) -> Ink:
    """Fuller on one side, in blotches."""
    coarse = rng.normal(0.9, 0.12, (7, 7)).astype(np.float32)
    falls = np.linspace(rng.uniform(-0.2, 0.05), rng.uniform(-0.05, 0.1), 7, dtype=np.float32)
    return np.asarray(cv2.resize(coarse + falls[:, None], (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32).clip(0.35, 1)


# --- what a registry stamps -------------------------------------------------------------------------------------------


#: Of the frame, millimetres.
FRAME = (48.0, 23.0)


def received(body: str, dots: float, hand: Hand, rng: Random) -> Ink:
    """A frame with the receiving body, ĐẾN, and number and day by hand (Appendix IV of the decree)."""
    dot = dots / 25.4
    width, height = (round(side * dot) for side in FRAME)
    image = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(image)
    line = max(round(0.35 * dot), 1)
    draw.rectangle((0, 0, width - 1, height - 1), outline=255, width=line)
    draw.line((0, 6 * dot, width, 6 * dot), fill=255, width=line)
    small, large = drawn("bold", round(3.4 * dot)), drawn("bold", round(6 * dot))
    draw.text((width / 2, 3 * dot), body[:26], fill=255, font=small, anchor="mm")
    draw.text((9 * dot, 12 * dot), "ĐẾN", fill=255, font=large, anchor="mm")
    for x, y, text in ((19, 10, "Số: " + "." * 16), (19, 14.5, "Ngày: " + "." * 12), (2, 20, "Chuyển: " + "." * 29)):
        draw.text((x * dot, y * dot), text, fill=255, font=small, anchor="lm")
    ink = np.array(image, np.float32) / np.float32(255) * _inking((height, width), rng)
    _put(ink, figures(str(rng.integers(100, 9999)), hand, dots * 0.75, rng), round(28 * dot), round(11 * dot))
    _put(ink, figures(str(rng.integers(1, 29)), hand, dots * 0.75, rng), round(32 * dot), round(15.5 * dot))
    return ink


def _put(ink: Ink, figure: Ink, x: int, bottom: int) -> None:
    top = max(bottom - figure.shape[0], 0)
    part = ink[top:bottom, x : x + figure.shape[1]]
    np.maximum(part, figure[: part.shape[0], : part.shape[1]], out=part)
