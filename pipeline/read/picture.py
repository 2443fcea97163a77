"""A page as a picture: what is rendered from a PDF or stored in a PNG, JPEG or TIFF, as gray values, ready to be recognised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.read.lines import BoxedWord

Gray = NDArray[np.uint8]  #: height x width, 0 black to 255 paper

#: What is recognised has at most so many pixels: A3 at 300 dpi has 17 million.
MOST_PIXELS = 20_000_000
#: Where nothing says how large a page is, it is as wide as A4 (points).
A4_WIDTH = 595.0
#: Resolutions (dots per inch) at which pages are recognised: finer pictures are reduced (a page of 300 takes a fifth longer and gives
#: the same words), coarser ones enlarged.
COARSEST, FINEST, USUAL = 150.0, 240.0, 200.0


@dataclass(frozen=True, slots=True)
class Picture:
    gray: Gray  #: without what is red: stamps and seals
    dots: float  #: dots per inch
    red: Gray | None = None  #: what is red, dark on white; None where the page has no colour
    #: of the page that the picture shows, points; the picture covers all of it
    width: float = A4_WIDTH
    height: float = 842.0
    printed: tuple[BoxedWord, ...] = ()  #: words on it that need not be recognised: text set over a scan


def scaled(dots: float, width: float, height: float) -> float:
    """The resolution at which a page of `width` x `height` pixels at `dots` is recognised."""
    best = min(max(dots, COARSEST), FINEST) if dots >= COARSEST else USUAL
    most: float = (MOST_PIXELS / max(width * height, 1.0)) ** 0.5 * dots
    return min(best, most)
