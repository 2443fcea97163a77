"""The faces that pages are set in: those installed on the machine, cut like Times, as the decree asks (Appendix I, I.4)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import MissingDependency

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Face = Literal["regular", "bold", "italic", "bold italic"]
FACES: tuple[Face, ...] = ("regular", "bold", "italic", "bold italic")

#: Families with all Vietnamese letters, the best first; the first two have the widths of Times New Roman.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf"),
)


@cache
def files() -> Mapping[Face, Path]:
    """The file of each face. Raises MissingDependency when no family is installed whole."""
    found = {path.name: path for folder in reversed(_folders()) for path in _truetype(folder)}
    for family in _FAMILIES:
        if all(name in found for name in family):
            return {face: found[name] for face, name in zip(FACES, family, strict=True)}
    raise MissingDependency("no font with Vietnamese letters is installed", "setting pages", "apt-get install fonts-croscore")


def _folders() -> list[Path]:
    home = Path.home()
    folders = [home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    folders += [home / "Library/Fonts", Path("/Library/Fonts")] if sys.platform == "darwin" else []
    return [*folders, Path(os.environ["WINDIR"]) / "Fonts"] if "WINDIR" in os.environ else folders


def _truetype(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (Path(root, name) for name in sorted(names) if name.endswith(".ttf"))


# --- widths -----------------------------------------------------------------------------------------------------------


@cache
def metrics(face: Face) -> Any:
    """reportlab's font, registered under its face's name. Raises MissingDependency without reportlab."""
    try:
        from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
        from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
    except ImportError as missing:
        raise MissingDependency("reportlab is not installed", "setting pages", "pip install 'vanban[generate]'") from missing
    font = TTFont(face, str(files()[face]))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(100_000)
def _thousandths(text: str, face: Face) -> float:
    widths, default = metrics(face).face.charWidths, metrics(face).face.defaultWidth
    return float(sum(widths.get(ord(letter), default) for letter in text))


def width(text: str, face: Face, size: float) -> float:
    """Of a text set in one line, in points."""
    return _thousandths(text, face) * size / 1000


@lru_cache(64)
def drawn(face: Face, pixels: int) -> FreeTypeFont:
    """The face for drawing into pictures, `pixels` high."""
    from PIL import ImageFont

    return ImageFont.truetype(str(files()[face]), pixels)
