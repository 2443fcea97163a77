"""Pictures of a directive's pages, and of the places on them that are doubted; drawn anew from the file that was read.

Only that very file is drawn, known by its SHA-256: boxes of another would mark the wrong words. One page is open at a time.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.directive import Directive, Source
from pipeline.document import Box
from pipeline.errors import PipelineError
from pipeline.view.items import Mark

if TYPE_CHECKING:
    from PIL.Image import Image

#: Dots per inch at which a page is drawn (crops keep them), and pixels that it may have.
_DRAWN, _MOST_PIXELS = 200, 12_000_000
#: Resolution and quality (WebP) of a page in the file, the best first: a scanned page takes 120, 90, 70, 50 kB.
_LADDER = ((150, 45), (120, 45), (100, 40), (84, 35))
_METHOD = 2  #: WebP's effort: half the time of the usual 4, 3 % larger
_CROP_QUALITY = 60
#: Points of paper around a doubted place, and how wide and high a crop is at least.
_MARGIN, _CROP_WIDTH, _CROP_HEIGHT = 6.0, 190.0, 34.0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page drawn for the browser."""

    page: int  #: counted from 1
    width: float  #: points
    height: float
    webp: bytes


@dataclass(frozen=True, slots=True)
class Crop:
    """The place of a doubt, drawn larger."""

    box: Box  #: what it shows, points from the page's top left
    webp: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pictures of one document."""

    pages: tuple[PagePicture, ...] = ()
    crops: tuple[tuple[Mark, Crop], ...] = ()
    note: str | None = None  #: key of `labels.NOTES`: why there is no picture


def has_pages(source: Source) -> bool:
    """Whether the file is one whose pages can be drawn."""
    return source.media_type == "application/pdf" or source.media_type.startswith("image/")


def pages_to_draw(directive: Directive, marked: Sequence[int], most: int) -> tuple[int, ...]:
    """The first `most` pages, and further ones where something stands (`marked`)."""
    if not has_pages(directive.source):
        return ()
    return tuple(n for n in range(1, directive.source.pages + 1) if n <= most or n in marked)


def draw(directive: Directive, folders: Sequence[Path], numbers: Sequence[int], places: Sequence[Mark], share: int) -> Drawn:
    """The pages `numbers`, none over `share` bytes, and crops of `places`. Never fails: see `Drawn.note`.

    The file is looked for at `source.path`, then in `folders`, by that path and by its name.
    """
    data = _source_bytes(directive.source, folders)
    if isinstance(data, str):
        return Drawn(note=data)
    pages: list[PagePicture] = []
    crops: list[tuple[Mark, Crop]] = []
    try:
        for number, size, image in _images(data, directive.source, numbers):
            if webp := _page(image, size, share):
                pages.append(PagePicture(number, *size, webp))
            crops += [(m, crop) for m in places if m.page == number and m.bbox and (crop := _crop(image, size, m.bbox))]
            image.close()
    except (PipelineError, RuntimeError, MemoryError, OSError, ValueError):
        return Drawn(note="source_unreadable")
    return Drawn(tuple(pages), tuple(crops)) if pages or crops else Drawn(note="source_unreadable")


# --- the file ---------------------------------------------------------------------------------------------------------


def _source_bytes(source: Source, folders: Sequence[Path]) -> bytes | str:
    """The file's bytes, or the note that says why there are none."""
    from pipeline.read import read_bytes

    if source.path is None:
        return "source_stdin"
    note = "source_missing"
    for path in (Path(source.path), *(folder / part for folder in folders for part in (source.path, Path(source.path).name))):
        try:
            if not path.is_file():  # a named pipe would wait for ever
                continue
            data = read_bytes(path)
        except (PipelineError, ValueError, OSError):
            continue
        if hashlib.sha256(data).hexdigest() == source.sha256:
            return data
        note = "source_changed"
    return note


def _images(data: bytes, source: Source, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[float, float], Image]]:
    """Number, size in points and picture of each page as it is shown; a page that cannot be drawn is left out."""
    return _of_pdf(data, numbers) if source.media_type == "application/pdf" else _of_picture(data, numbers)


def _of_pdf(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[float, float], Image]]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(data)
    try:
        for number in (n for n in numbers if n <= len(document)):
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_DRAWN / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            if min(width, height) * scale >= 1:
                yield number, (width, height), page.render(scale=scale, rev_byteorder=True).to_pil()
            page.close()
    finally:
        document.close()


def _of_picture(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[float, float], Image]]:
    """By the reader's own code, so that pages, their size and their orientation are those of its boxes."""
    from pipeline.read.image import pictures_of

    for number, picture in pictures_of(data, numbers, "the source"):
        yield number, (picture.width, picture.height), _coloured(picture)


def _coloured(picture: Any) -> Image:
    """Black on white, and red what the reader has put aside as red ink."""
    import numpy as np
    from PIL import Image

    if picture.red is None:
        return Image.fromarray(picture.gray)
    rest = np.minimum(picture.gray, picture.red)
    return Image.fromarray(np.stack([picture.gray, rest, rest], axis=-1))


# --- pictures ---------------------------------------------------------------------------------------------------------


def _page(image: Image, size: tuple[float, float], share: int) -> bytes | None:
    """The page at the best resolution that keeps to `share` bytes; None where even the coarsest does not."""
    for dots, quality in _LADDER:
        webp = _webp(_reduced(image, size, dots), quality)
        if len(webp) <= share:
            return webp
    return None


def _reduced(image: Image, size: tuple[float, float], dots: int) -> Image:
    from PIL.Image import Resampling

    width, height = (max(round(points * dots / 72), 1) for points in size)
    if width >= image.width:
        return image
    return image.resize((width, height), Resampling.LANCZOS, reducing_gap=2.0)


def _crop(image: Image, size: tuple[float, float], bbox: Box) -> Crop | None:
    x0, y0, x1, y1 = bbox
    across, down = max(_MARGIN, (_CROP_WIDTH - (x1 - x0)) / 2), max(_MARGIN, (_CROP_HEIGHT - (y1 - y0)) / 2)
    box = max(x0 - across, 0.0), max(y0 - down, 0.0), min(x1 + across, size[0]), min(y1 + down, size[1])
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        return None
    by = image.width / size[0], image.height / size[1]
    pixels = round(box[0] * by[0]), round(box[1] * by[1]), round(box[2] * by[0]), round(box[3] * by[1])
    return Crop(box, _webp(image.crop(pixels), _CROP_QUALITY))


def _webp(image: Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=_METHOD)
    return out.getvalue()
