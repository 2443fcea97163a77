"""Picture files (PNG, JPEG, TIFF, GIF, WebP, BMP): bytes -> `Document`, every page recognised from its picture.

Only frames of a TIFF are pages. Further pictures of the others are none: an animation, or what a camera keeps beside its picture.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import PIL
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from pipeline.document import Document
from pipeline.errors import FormatUnsupported, TooLarge
from pipeline.read import tesseract
from pipeline.read.compose import LaidPage, compose
from pipeline.read.furniture import mark_running
from pipeline.read.image_picture import A4_HEIGHT, bytes_to_decode, read_picture
from pipeline.read.lines import FURNITURE
from pipeline.read.page_notes import page_notes
from pipeline.read.picture import A4_WIDTH, Picture
from pipeline.read.scan import Scanned, read_scans

#: A longer file is several documents, or none.
MAX_PAGES = 5_000
#: Memory that one frame may take: 16,384 x 16,384 pixels in colour, 32,768 x 32,768 in gray.
MOST_BYTES = 2**30


class _Kind(NamedTuple):
    magic: bytes  #: a file's first bytes
    noun: str  #: for the user
    media_type: str
    reader: type[ImageFile.ImageFile]


#: Pillow's own `Image.open` would read far more formats, and its watch over sizes is a setting of the whole process.
_KINDS = (
    _Kind(b"\x89PNG", "a PNG picture", "image/png", PngImageFile),
    _Kind(b"\xff\xd8\xff", "a JPEG picture", "image/jpeg", JpegImageFile),
    _Kind(b"II", "a TIFF picture", "image/tiff", TiffImageFile),
    _Kind(b"MM", "a TIFF picture", "image/tiff", TiffImageFile),
    _Kind(b"GIF8", "a GIF picture", "image/gif", GifImageFile),
    _Kind(b"RIFF", "a WebP picture", "image/webp", WebPImageFile),
    _Kind(b"BM", "a BMP picture", "image/bmp", BmpImageFile),
)
#: Tag of TIFF, and what of its bits says that a frame is no page: a smaller copy of another, a mask.
_SUBFILE, _NO_PAGE = 254, 0b101

_MESSAGES = {"page_cut_off": "{pages}: cut off or damaged; what could be decoded was read."}


def pictures_of(data: bytes, numbers: Sequence[int], where: str) -> Iterator[tuple[int, Picture]]:
    """Number and picture of each of the pages (counted from 1) that can be decoded, as `read_image` sees them; none of what is no picture.

    Raises FormatUnsupported and TooLarge as `read_image` does.
    """
    kind = _kind_of(data)
    if kind is None:
        return
    image = _opened(data, kind, where)
    frames = _pages_of(image, where)
    there = [n for n in numbers if n <= len(frames)]
    notes: dict[str, list[int]] = defaultdict(list)  # the Document has them
    for number, picture in zip(there, _pictures(image, [frames[n - 1] for n in there], notes, where), strict=True):
        if isinstance(picture, Picture):
            yield number, picture


def _kind_of(data: bytes) -> _Kind | None:
    return next((k for k in _KINDS if data.startswith(k.magic)), None)


def read_image(data: bytes, path: str | None = None, where: str = "standard input", jobs: int | None = None) -> Document:
    """Boxes are in points from the top left of the page as it is shown; `jobs` pages are recognised at a time (None: one a core).

    A page is as large as the file's resolution makes it, or as wide as A4 where that says nothing. Raises FormatUnsupported (no
    picture that can be decoded, or nothing on it that can be read), TooLarge (more than `MAX_PAGES` pages, or more than
    `MOST_BYTES` for one) and MissingDependency (Tesseract is not installed).
    """
    kind = _kind_of(data)
    if kind is None:
        raise FormatUnsupported("it is no picture of a kind that can be read", where, "save it as PNG or PDF")
    image = _opened(data, kind, where)
    frames = _pages_of(image, where)
    engines = {"pillow": PIL.__version__, "tesseract": tesseract.version()}
    seen: dict[str, list[int]] = defaultdict(list)
    composed = compose(_recognised(_pictures(image, frames, seen, where), seen, jobs))
    if not any(line.role != FURNITURE for line in composed.lines):
        raise _nothing_to_read(seen, kind, where)
    return Document(
        text=composed.text,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=kind.media_type,
        reader="ocr",
        pages=composed.pages,
        lines=tuple(mark_running(composed.text, composed.pages, composed.lines)),
        slots=composed.slots,
        notes=tuple(page_notes(seen, _MESSAGES)),
        details=engines,
    )


def _nothing_to_read(seen: dict[str, list[int]], kind: _Kind, where: str) -> FormatUnsupported:
    if "page_timeout" in seen:
        return FormatUnsupported(f"it is {kind.noun}, and recognising its text takes too long", where, "scan it again, at 200 to 300 dpi")
    if "page_failed" in seen:
        return FormatUnsupported(f"it is {kind.noun} on which the recogniser breaks down", where, "scan it again, at 200 to 300 dpi")
    if "page_unreadable" in seen or "page_cut_off" in seen:
        return _damaged(kind, where)
    return FormatUnsupported(f"it is {kind.noun} without any text on it", where, "check that it is the file you meant")


def _damaged(kind: _Kind, where: str) -> FormatUnsupported:
    return FormatUnsupported(f"it is {kind.noun} so damaged that nothing of it can be decoded", where, "get the file again")


# --- frames -----------------------------------------------------------------------------------------------------------


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow's warnings (damaged tags and the like) are nothing to the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _opened(data: bytes, kind: _Kind, where: str) -> ImageFile.ImageFile:
    try:
        with _quiet():
            return kind.reader(io.BytesIO(data))
    except Image.DecompressionBombError:
        raise TooLarge("it is too large to be decoded", where, _SMALLER) from None
    except Exception:  # of a damaged file Pillow raises anything
        raise _damaged(kind, where) from None


_SMALLER = "save it with fewer pixels: 200 to 300 dpi are enough"


def _pages_of(image: ImageFile.ImageFile, where: str) -> list[int]:
    """Numbers of the frames that are pages, from 0."""
    frames = list(_frames(image, where))
    return [n for n, is_page in frames if is_page] or [n for n, _ in frames]


def _frames(image: ImageFile.ImageFile, where: str) -> Iterator[tuple[int, bool]]:
    """Every frame, and whether it is a page. Looks at tags only."""
    for number in range(MAX_PAGES + 1):
        try:
            with _quiet():
                image.seek(number)
                is_page = not _is_copy(image)
                _check_size(image, where)
        except EOFError:
            return
        except TooLarge:
            raise
        except Exception:  # damaged tags, or a kind of pixels that Pillow does not know
            if image.tell() != number:  # where the next is cannot be known
                return
            is_page = True
        yield number, is_page
        if not isinstance(image, TiffImageFile):
            return
    raise TooLarge(f"it has more than {MAX_PAGES:,} pages", where, "split it")


def _is_copy(image: ImageFile.ImageFile) -> bool:
    bits = image.tag_v2.get(_SUBFILE, 0) if isinstance(image, TiffImageFile) else 0
    return isinstance(bits, int) and bool(bits & _NO_PAGE)


def _check_size(image: ImageFile.ImageFile, where: str) -> None:
    width, height = image.size
    if bytes_to_decode(image) > MOST_BYTES:
        raise TooLarge(f"a picture of {width:,} x {height:,} pixels is too large to be decoded", where, _SMALLER)


# --- pages ------------------------------------------------------------------------------------------------------------


def _pictures(image: ImageFile.ImageFile, frames: Sequence[int], seen: dict[str, list[int]], where: str) -> Iterator[Picture | LaidPage]:
    """One frame after the other, so that only one is decoded at a time. Fills `seen`."""
    for page, frame in enumerate(frames, start=1):
        try:
            with _quiet():
                image.seek(frame)
                picture, whole = read_picture(image)
        except (Image.DecompressionBombError, MemoryError):
            raise TooLarge(f"the picture on page {page} is too large to be decoded", where, _SMALLER) from None
        except Exception:  # of a damaged file Pillow raises anything
            seen["page_unreadable"].append(page)
            yield LaidPage(A4_WIDTH, A4_HEIGHT, ())
            continue
        if not whole:
            seen["page_cut_off"].append(page)
        yield picture


def _recognised(pages: Iterable[Picture | LaidPage], seen: dict[str, list[int]], jobs: int | None) -> Iterator[LaidPage]:
    """Fills `seen`."""
    for number, page in enumerate(read_scans(pages, jobs), start=1):
        if isinstance(page, Scanned):
            if page.problem:
                seen[page.problem].append(number)
            page = page.laid
        yield page
