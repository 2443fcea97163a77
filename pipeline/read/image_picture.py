"""A frame of a picture file -> the page's picture, at the resolution at which it is recognised.

Pixels are made plain (8 bits, gray or RGB, on white) and reduced strip by strip, so that of a large picture only the decoded
form itself stands in memory.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

from pipeline.read.compose import LaidPage
from pipeline.read.ink import split_red
from pipeline.read.picture import A4_WIDTH, Picture, scaled

Pixels = NDArray[np.uint8]  #: height x width, or height x width x 3 (red, green, blue)
Size = tuple[int, int]  #: width, height

#: A page that is wider than high lies on its side (points).
A4_HEIGHT = 842.0
#: A file's resolution (dots per inch) is believed from here to here: 72 and 96 are what programs write that know none.
_LEAST_SAID, _MOST_SAID = 100.0, 1200.0
#: Fax has 204 dots across and 98 down; further apart the two never are.
_MOST_APART = 2.2
#: Nor is it believed where the longer side of the page would be so short or so long (points: A6 has 420, A2 1,684).
_SHORTEST, _LONGEST = 250.0, 1800.0
#: Below this resolution, or in so few rows or columns of pixels, no letter has a shape; only strips come so low.
_COARSEST, _NARROWEST = 40.0, 16
#: Tesseract takes no picture with a side of 32,767 pixels.
_LONGEST_SIDE = 32_000
#: Pixels of a strip.
_STRIP = 8_000_000
#: Tags of TIFF: width and height of a tile.
_TILE = 322, 323
#: EXIF's tag, and what of its values shows the page with its sides swapped.
_ORIENTATION, _QUARTERS = 0x0112, (5, 6, 7, 8)


def read_picture(image: ImageFile.ImageFile) -> tuple[Picture | LaidPage, bool]:
    """The picture of the frame that `image` stands at, as a viewer shows it, an empty page where there can be no letters on it;
    and whether all of it could be decoded.

    Raises whatever Pillow raises where nothing can be decoded.
    """
    size, dots = image.size, _said_dots(image)
    if isinstance(image, JpegImageFile):  # reduced while it is decoded
        image.draft(None, _target(size, _page(size, dots, _orientation(image)), _orientation(image))[0])
    whole = _loaded(image)
    orientation = _orientation(image)
    page = _page(size, dots, orientation)
    target, resolution = _target(size, page, orientation)
    if resolution < _COARSEST or min(target) < _NARROWEST:
        return LaidPage(*page, ()), whole
    pixels = _resized(_reduced(image, target), target)
    pixels = _upright(pixels if whole else _without_missing(pixels), orientation)
    gray, red = split_red(pixels) if pixels.ndim == 3 else (pixels, None)
    return Picture(gray, resolution, red, *page), whole


def bytes_to_decode(image: ImageFile.ImageFile) -> int:
    """Memory that decoding the frame takes."""
    width, height = image.size
    pixel = 1 if image.mode in ("1", "L", "P") else 2 if image.mode.startswith("I;16") else 4
    if image.format == "WEBP":  # two canvases, their copy, and Pillow's
        pixel *= 4
    if isinstance(image, TiffImageFile):  # a tile can be larger than the frame
        return pixel * max(width * height, int(image.tag_v2.get(_TILE[0], 0)) * int(image.tag_v2.get(_TILE[1], 0)))
    if not isinstance(image, JpegImageFile):
        return pixel * width * height
    target = _target(image.size, _page(image.size, _said_dots(image), _orientation(image)), _orientation(image))[0]
    scale = next((s for s in (8, 4, 2) if width >= s * target[0] and height >= s * target[1]), 1)
    coefficients = 2 * width * height * len(image.getbands()) if _in_several_scans(image) else 0
    return width * height * pixel // scale**2 + coefficients


#: Start of a scan that holds one or two components: never inside of coded data, where 0xFF stands before 0 or a restart.
_PARTIAL_SCAN = re.compile(rb"\xff\xda\x00(?:\x08\x01|\x0a\x02)")


def _in_several_scans(image: JpegImageFile) -> bool:
    """Then the decoder keeps all coefficients until the last."""
    if "progressive" in image.info:
        return True
    data = getattr(image.fp, "getvalue", bytes)()
    return len(image.getbands()) > 1 and bool(_PARTIAL_SCAN.search(data))


# --- size -------------------------------------------------------------------------------------------------------------


def _said_dots(image: Image.Image) -> tuple[float, float] | None:
    """Dots per inch across and down as the file says, whether they can be or not."""
    try:
        across, down = (float(v) for v in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    return (across, down) if isfinite(across) and isfinite(down) else None


def _page(size: Size, dots: tuple[float, float] | None, orientation: int) -> tuple[float, float]:
    """Width and height of the page as shown, in points: as the file says if that can be, else as wide as A4."""
    turned = orientation in _QUARTERS
    across, down = size[::-1] if turned else size
    if dots and max(dots) >= _LEAST_SAID and max(dots) <= min(_MOST_SAID, _MOST_APART * min(dots)):
        x, y = dots[::-1] if turned else dots
        page = across * 72 / x, down * 72 / y
        if _SHORTEST <= max(page) <= _LONGEST:
            return round(page[0], 2), round(page[1], 2)
    width = A4_WIDTH if across <= down else A4_HEIGHT
    return width, round(width * down / max(across, 1), 2)


def _target(size: Size, page: tuple[float, float], orientation: int) -> tuple[Size, float]:
    """Pixels of the picture to be made, not yet turned, and their dots per inch, the same across and down."""
    across, down = size[::-1] if orientation in _QUARTERS else size
    dots = max(across * 72 / page[0], down * 72 / page[1])
    dots = min(scaled(dots, page[0] * dots / 72, page[1] * dots / 72), _LONGEST_SIDE * 72 / max(page))
    shown = max(round(page[0] * dots / 72), 1), max(round(page[1] * dots / 72), 1)
    return shown[::-1] if orientation in _QUARTERS else shown, dots


def _orientation(image: Image.Image) -> int:
    """EXIF's: 1 upright … 8; Pillow turns frames of TIFF itself while it decodes them."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged EXIF: anything
        return 1
    return value if value in range(1, 9) else 1


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    if orientation in _QUARTERS:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


# --- pixels -----------------------------------------------------------------------------------------------------------


def _loaded(image: ImageFile.ImageFile) -> bool:
    """Decode the frame. False where it is cut off or damaged; what was decoded until then is there."""
    if image.tile:
        image.im = None  # type: ignore[assignment]  # else what cannot be decoded would show the frame before
    try:
        image.load()
    except (Image.DecompressionBombError, MemoryError):
        raise
    except Exception:  # of a damaged file Pillow raises anything
        image.tile = []  # as ImageFile.LOAD_TRUNCATED_IMAGES has it, which holds for the whole process
        image.load()
        if image.im.size != image.size:
            raise
        return False
    return True


def _reduced(image: Image.Image, target: Size) -> Pixels:
    """Plain pixels, by a whole factor fewer where more than twice `target` are there."""
    width, height = image.size
    factor = max(min(width // target[0], height // target[1]), 1)
    rows = factor * max(_STRIP // (width * factor), 1)
    white = _white(image)
    parts = []
    for top in range(0, height, rows):
        strip = _plain(image.crop((0, top, width, min(top + rows, height))), white)
        if left := strip.shape[0] // factor:
            parts.append(_resized(strip, (width // factor, left)))
    return np.concatenate(parts)


def _resized(pixels: Pixels, size: Size) -> Pixels:
    if pixels.shape[1::-1] == size:
        return pixels
    way = cv2.INTER_AREA if pixels.shape[1] >= size[0] and pixels.shape[0] >= size[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)


def _white(image: Image.Image) -> float:
    """The value of white where pixels are larger numbers than bytes: files hold 10 or 12 bits in 16, and fractions of 1."""
    if image.mode[0] not in "IF":
        return 255.0
    extremes: Any = image.getextrema()
    if image.mode == "F":
        return next((v for v in (1.0, 255.0) if extremes[1] <= v), float(extremes[1]))
    return float((1 << max(int(extremes[1]).bit_length(), 8)) - 1)


def _plain(strip: Image.Image, white: float) -> Pixels:
    """8 bits, gray or RGB; what can be seen through is white."""
    if strip.mode[0] in "IF":
        values = np.nan_to_num(np.asarray(strip).astype(np.float32)) * (255.0 / white)
        return np.asarray(np.clip(values, 0, 255), np.uint8)
    if strip.has_transparency_data:
        strip = strip.convert("RGBA")
        strip = Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip)
    if strip.mode == "LAB":
        strip = strip.getchannel("L")
    return np.asarray(strip.convert("L" if strip.mode in ("1", "L") else "RGB"), np.uint8)


def _without_missing(pixels: Pixels) -> Pixels:
    """The same with white below, from where the file was cut off: rows that were not decoded are all of one value."""
    flat = pixels.reshape(len(pixels), -1, 3) if pixels.ndim == 3 else pixels[:, :, None]
    other = np.flatnonzero((flat != flat[-1, -1]).any(axis=(1, 2)))
    if not other.size:
        raise OSError("nothing of the picture could be decoded")
    out = pixels.copy()
    out[other[-1] + 1 :] = 255
    return out
