"""Pictures of pages -> a file as scanners save it: PDF of pictures alone, TIFF, PNG or JPEG. The same pictures give the same bytes."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from PIL import Image

from pipeline.generate.paper.look import Random
from pipeline.generate.scan.picture import Scanner
from pipeline.generate.scan.wear import Picture

Kind: TypeAlias = Literal["pdf", "tif", "png", "jpg"]

#: A date for files that want one.
_THEN = time.struct_time((2020, 3, 5, 0, 0, 0, 3, 65, 0))
_FORMATS = {"pdf": "PDF", "tif": "TIFF", "png": "PNG", "jpg": "JPEG"}


def choose_kind(pages: int, scanner: Scanner, rng: Random) -> Kind:
    """PDF most often; several pages only as PDF or TIFF, two tones never as JPEG."""
    if scanner.tones == "two":
        kinds: tuple[Kind, ...] = ("pdf", "pdf", "tif", "tif", "png")
    else:
        kinds = ("pdf", "pdf", "pdf", "jpg", "png") if scanner.quality >= 90 else ("pdf", "pdf", "pdf", "jpg")
    kind = kinds[int(rng.integers(len(kinds)))]
    return kind if pages == 1 or kind in ("pdf", "tif") else "pdf"


def saved(pages: Sequence[Picture], kind: Kind, scanner: Scanner) -> bytes:
    """Two tones are packed as faxes are (ITU-T T.6), others as JPEG; PNG and TIFF of others without loss."""
    images = [_image(page, scanner) for page in pages]
    out = io.BytesIO()
    images[0].save(out, _FORMATS[kind], **_how(kind, scanner), **({"save_all": True, "append_images": images[1:]} if images[1:] else {}))
    return out.getvalue()


def _image(page: Picture, scanner: Scanner) -> Image.Image:
    image = Image.fromarray(page)
    return image.convert("1", dither=Image.Dither.NONE) if scanner.tones == "two" else image


def _how(kind: Kind, scanner: Scanner) -> dict[str, Any]:
    how: dict[str, Any] = {"dpi": (scanner.dots, scanner.down)}
    if kind == "pdf":
        dated = how | {"creationDate": _THEN, "modDate": _THEN, "producer": "scanner"}
        return dated if scanner.tones == "two" else dated | {"quality": scanner.quality}
    if kind == "tif":
        return how | {"compression": "group4" if scanner.tones == "two" else "tiff_lzw"}
    return how | ({"quality": scanner.quality} if kind == "jpg" else {"compress_level": 6 if scanner.tones == "two" else 2})
