"""A set page -> the picture a scanner makes of it, once it is signed, sealed and numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.generate.paper.look import MM, Random
from pipeline.generate.paper.marks import Frame, Mark, Run, Spot, right_end
from pipeline.generate.paper.pdf import to_pdf
from pipeline.generate.paper.setting import Page
from pipeline.generate.scan.levels import Level, Tones
from pipeline.generate.scan.pen import Colour, Hand, choose_hand, figures, initials, signature
from pipeline.generate.scan.stamps import FRAME, legend_of, received, seal
from pipeline.generate.scan.wear import (
    Picture,
    blurred,
    edged,
    faxed,
    grainy,
    grey,
    lit,
    punched,
    shone_through,
    skewed,
    specked,
    stamped,
    streaked,
    thick,
    two_tones,
)
from pipeline.generate.sheet import Sheet

_REDS: tuple[Colour, ...] = ((205, 30, 45), (220, 55, 70), (185, 25, 60), (215, 45, 95))
_VIOLET: Colour = (70, 50, 130)


@dataclass(frozen=True, slots=True)
class Scanner:
    """What one document is scanned with."""

    dots: int
    down: int  #: lines to the inch, fewer than `dots` on a fax
    tones: Tones
    quality: int


def choose_scanner(level: Level, rng: Random) -> Scanner:
    """Resolution, tones and JPEG quality within what the level of noise allows."""
    dots, tones = int(rng.choice(level.dots)), level.tones[int(rng.integers(len(level.tones)))]
    if tones == "two":
        dots = max(dots, 200)
    down = int(rng.choice((98, 196, 196))) if dots == 204 else dots
    return Scanner(dots, down, tones, int(rng.integers(*level.quality, endpoint=True)))


def pictures(sheet: Sheet, pages: Sequence[Page], level: Level, scanner: Scanner, rng: Random) -> Iterator[Picture]:
    """Of each page, in the scanner's tones: 0 and 255 alone, grey, or colour."""
    clean = list(_printed(pages, scanner.dots))
    hands = choose_hand(rng, scanner.tones == "two"), choose_hand(rng, scanner.tones == "two")
    copied = bool(rng.random() < level.copied)
    for i, (page, marks) in enumerate(zip(clean, pages, strict=True)):
        if not level.signed:
            yield page
            continue
        paper = np.asarray(cv2.cvtColor(thick(page) if copied else page, cv2.COLOR_GRAY2RGB), np.uint8)
        _write(paper, sheet, marks, hands, scanner.dots, rng)
        if i == 0 and rng.random() < level.dirt:
            _receive(paper, marks, hands[0], scanner.dots, rng)
        other = clean[i ^ 1] if rng.random() < level.dirt and len(clean) > (i ^ 1) else None
        yield _scanned(paper, other, level, scanner, rng)


def _printed(pages: Sequence[Page], dots: int) -> Iterator[Picture]:
    """Grey, by the same program that shows PDF files."""
    import pypdfium2  # type: ignore[import-untyped]

    for page in pypdfium2.PdfDocument(to_pdf(pages)):
        yield np.array(page.render(scale=dots / 72, grayscale=True).to_numpy().squeeze(), np.uint8)


# --- by people --------------------------------------------------------------------------------------------------------


def _write(paper: Picture, sheet: Sheet, marks: Sequence[Mark], hands: tuple[Hand, Hand], dots: int, rng: Random) -> None:
    """Number and day by the clerk, the signature and initials by others, the seal last."""
    clerk, signer = hands
    for frame in (mark for mark in marks if isinstance(mark, Frame)):
        _redden(paper, frame, dots, rng)
    for spot in (mark for mark in marks if isinstance(mark, Spot)):
        x, y = spot.x * dots / 72, spot.y * dots / 72
        if spot.kind == "sign":
            _sign(paper, sheet, spot, signer, dots, rng)
        elif spot.kind == "end":
            stamped(paper, initials(signer, dots, rng), signer.colour, x, y - dots / 30, float(rng.normal(8, 6)))
        else:
            _fill(paper, spot, clerk, dots, rng)


def _fill(paper: Picture, spot: Spot, hand: Hand, dots: int, rng: Random) -> None:
    """Figures in the room that the print left open, made smaller where they would not fit."""
    room = spot.width * dots / 72
    ink = figures(spot.text, hand, dots, rng)
    if (share := room * 0.98 / ink.shape[1]) < 1:
        ink = np.asarray(cv2.resize(ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.float32)
    middle = spot.x * dots / 72 + room / 2 + rng.normal(0, 0.01) * dots
    stamped(paper, ink, hand.colour, middle, spot.y * dots / 72 - ink.shape[0] * 0.42, float(rng.normal(1, 2)))


def _redden(paper: Picture, frame: Frame, dots: int, rng: Random) -> None:
    """A mark of urgency or secrecy is stamped as often as printed: red where the page has colour."""
    if rng.random() < 0.6:
        top, left = int((frame.y - 2) * dots / 72), int((frame.x - 2) * dots / 72)
        part = paper[top : top + round((frame.height + 4) * dots / 72), left : left + round((frame.width + 4) * dots / 72)]
        part[:] = 255 - ((255 - part) * (1 - np.array(_REDS[0], np.float32) / 255)).astype(np.uint8)


def _sign(paper: Picture, sheet: Sheet, spot: Spot, hand: Hand, dots: int, rng: Random) -> None:
    """The seal covers the signature's left third (Decree 30/2020/NĐ-CP, Article 33)."""
    x, y = spot.x * dots / 72, spot.y * dots / 72
    ink = signature(spot.width * rng.uniform(1.0, 1.45), hand, dots, rng)
    share = min(1.0, 62 * dots / 72 / ink.shape[0])
    ink = np.asarray(cv2.resize(ink, None, fx=1, fy=share, interpolation=cv2.INTER_AREA), np.float32)
    stamped(paper, ink, hand.colour, x + rng.uniform(0.1, 0.4) * dots, y + rng.normal(-0.08, 0.08) * dots, float(rng.normal(4, 5)))
    red = _REDS[int(rng.integers(len(_REDS)))]
    stamped(paper, seal(legend_of(sheet), dots, rng), red, x - rng.uniform(0.65, 1.05) * dots, y + rng.normal(-0.08, 0.1) * dots)


def _receive(paper: Picture, marks: Sequence[Mark], hand: Hand, dots: int, rng: Random) -> None:
    """The stamp of the body that got it, where the page is empty below the letterhead or at its lower edge; else nowhere."""
    wide, tall = (side * MM for side in FRAME)
    for x, y in ((28 * MM, 60 * MM), (28 * MM, 70 * MM), (150 * MM, 271 * MM), (35 * MM, 271 * MM)):
        if not any(_covers(mark, x, y, wide, tall) for mark in marks):
            colour = _REDS[0] if rng.random() < 0.5 else _VIOLET
            ink = received("VĂN PHÒNG", dots, hand, rng)
            stamped(paper, ink, colour, (x + wide / 2) * dots / 72, (y + tall / 2) * dots / 72, float(rng.normal(0, 4)))
            return


def _covers(mark: Mark, x: float, y: float, wide: float, tall: float) -> bool:
    if isinstance(mark, Run):
        return mark.x < x + wide and right_end(mark) > x and y < mark.y + 8 and mark.y - mark.size < y + tall + 8
    return isinstance(mark, Spot) and mark.kind == "sign" and abs(mark.y - y) < 110 and x + wide > mark.x - 110


# --- by machines ------------------------------------------------------------------------------------------------------


def _scanned(paper: Picture, back: Picture | None, level: Level, scanner: Scanner, rng: Random) -> Picture:
    if back is not None:
        paper = shone_through(paper, np.asarray(cv2.cvtColor(back, cv2.COLOR_GRAY2RGB), np.uint8), float(rng.uniform(0.03, 0.12)))
    page = paper if scanner.tones == "colour" else grey(paper)
    bright, warm = int(rng.integers(246, 256)), int(rng.integers(0, 12))
    page = lit(page, rng, level.light, (bright, bright - warm // 3, bright - warm))
    bed = int(rng.choice((255, 235, 40)))
    if rng.random() < level.dirt:
        punched(page, scanner.dots, bed if bed < 100 else 215)
    if level.skew:
        page = skewed(page, float(np.clip(rng.normal(0, level.skew / 2), -level.skew, level.skew)), bed if bed > 100 else 255)
    if (radius := float(rng.uniform(*level.blur)) * scanner.dots / 200) > 0.3:
        page = blurred(page, radius)
    _soil(page, level, scanner, rng)
    return _developed(page, level, scanner, rng)


def _soil(page: Picture, level: Level, scanner: Scanner, rng: Random) -> None:
    specked(page, rng, int(rng.integers(level.specks // 3, level.specks + 1)), scanner.dots / 110)
    if rng.random() < level.dirt:
        edged(page, rng, scanner.dots)
    if rng.random() < level.dirt:
        streaked(page, rng)


def _developed(page: Picture, level: Level, scanner: Scanner, rng: Random) -> Picture:
    if scanner.down != scanner.dots or scanner.dots == 204:
        return faxed(page, rng, scanner.down > 100)
    if level.grain:
        page = grainy(page, rng, float(rng.uniform(0.4, 1)) * level.grain)
    if scanner.tones != "two":
        return page
    paper = float(np.median(page[::16, ::16]))
    return two_tones(page, paper * float(rng.uniform(0.62, 0.78)))
