#!/usr/bin/env python3
"""Pages of Vietnamese text as scanners and fax machines give them, with the exact truth, and what the scan reader makes of them.

    python scripts/render_pages.py FOLDER [--pages 65] [--words 350] [--seed 1] [--corpus FOLDER] [--fresh]

Writes FOLDER/NNN_kind.png, .txt (what is printed) and .json.gz (the Document read, with the recogniser's alternatives). The same seed
gives the same pages; what was read is kept until its picture changes, or with --fresh read again. The text is that of `held_out`.

Needs fonts with Vietnamese letters: apt-get install fonts-croscore (Tinos, cut like Times; Arimo, like Arial), fonts-dejavu.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pydantic import TypeAdapter

from pipeline.document import Document
from scripts.held_out import CORPORA, held_out_lines

Gray = NDArray[np.uint8]
Dirt = np.random.Generator

#: Dots per inch at which a page is set, before it is scanned.
PRINT = 300
A4_INCHES = (8.27, 11.69)
FONTS = Path("/usr/share/fonts/truetype")
#: Regular and bold; the first is what the decree asks for (Times New Roman), so it comes most often.
FACES = {
    "tinos": ("croscore/Tinos-Regular.ttf", "croscore/Tinos-Bold.ttf"),
    "arimo": ("croscore/Arimo-Regular.ttf", "croscore/Arimo-Bold.ttf"),
    "dejavu": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
}
_HEADING = re.compile(r"(?:Điều \d+[a-z]?\.|Chương [IVXLC\d]+|Mục [IVX\d]+|PHẦN |[IVX]{1,5}\. )")
#: In points: margins as Decree 30/2020/NĐ-CP, Appendix I, has them (left 30-35 mm, right 15-20 mm, top and bottom 20-25 mm).
_LEFT, _RIGHT, _TOP, _BOTTOM, _INDENT = 85.0, 48.0, 62.0, 60.0, 28.0


# --- setting ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    face: str
    size: float  #: points
    leading: float  #: of the size


Face = tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]


def fonts(look: Look) -> Face:
    regular, bold = (ImageFont.truetype(str(FONTS / name), look.size * PRINT / 72) for name in FACES[look.face])
    return regular, bold


def set_page(paragraphs: Sequence[str], look: Look) -> tuple[Gray, str]:
    """The page as printed, and what stands on it, a line of text for each line of print; what finds no place is left out."""
    dot = PRINT / 72
    width, height = (round(n * PRINT) for n in A4_INCHES)
    image = Image.new("L", (width, height), 255)
    draw, face = ImageDraw.Draw(image), fonts(look)
    y = _TOP * dot
    printed: list[str] = []
    for paragraph in paragraphs:
        bold, centred = bool(_HEADING.match(paragraph)) and len(paragraph) < 160, paragraph.isupper() and len(paragraph) < 160
        font = face[bold or centred]
        indent = 0.0 if centred else _INDENT * dot
        lines = list(_broken(paragraph.split(), font, width - (_LEFT + _RIGHT) * dot, indent))
        for i, words in enumerate(lines):
            if y > height - _BOTTOM * dot:
                return np.asarray(image), "\n".join(printed)
            _draw(draw, words, font, (_LEFT * dot, width - _RIGHT * dot), y, indent if i == 0 else 0.0, centred, i == len(lines) - 1)
            printed.append(" ".join(words))
            y += look.size * look.leading * dot
        y += 6 * dot
    return np.asarray(image), "\n".join(printed)


def _broken(words: Sequence[str], font: ImageFont.FreeTypeFont, width: float, indent: float) -> Iterator[list[str]]:
    line: list[str] = []
    room = width - indent
    for word in words:
        if line and font.getlength(" ".join([*line, word])) > room:
            yield line
            line, room = [], width
        line.append(word)
    if line:
        yield line


def _draw(
    draw: ImageDraw.ImageDraw,
    words: Sequence[str],
    font: ImageFont.FreeTypeFont,
    edges: tuple[float, float],
    y: float,
    indent: float,
    centred: bool,
    last: bool,
) -> None:
    own = sum(font.getlength(word) for word in words)
    space = font.getlength(" ")
    spare = edges[1] - edges[0] - indent - own - space * (len(words) - 1)
    x = edges[0] + (spare / 2 if centred else indent)
    if not (centred or last):
        space += spare / max(len(words) - 1, 1)
    for word in words:
        draw.text((x, y), word, font=font, fill=0)
        x += font.getlength(word) + space


# --- scanning -----------------------------------------------------------------------------------------------------------


def at(page: Gray, dots: float, down: float | None = None) -> Gray:
    size = round(page.shape[1] * dots / PRINT), round(page.shape[0] * (down or dots) / PRINT)
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)


def noisy(page: Gray, dirt: Dirt, strength: float = 10.0) -> Gray:
    """A sensor's grain, grey paper, light that falls off to one side, and the lens."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.6).astype(np.float32)
    falls = np.linspace(dirt.uniform(-18, 0), dirt.uniform(0, 18), page.shape[1], dtype=np.float32)
    return _clipped(30 + soft * 0.8 + falls + dirt.normal(0, strength, page.shape).astype(np.float32))


def _clipped(values: NDArray[Any]) -> Gray:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def skewed(page: Gray, degrees: float) -> Gray:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    return np.asarray(turned, np.uint8)


def compressed(page: Gray, quality: int) -> Gray:
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE), np.uint8)


def blurred(page: Gray, radius: float) -> Gray:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), radius), np.uint8)


def speckled(page: Gray, dirt: Dirt, share: float = 0.0006) -> Gray:
    """Dots of one to three pixels, black on the paper and white in the print."""
    out = page.copy()
    for ink, part in ((0, share), (255, share * 4)):
        seeds = np.asarray(dirt.random(page.shape) < part, np.uint8)
        grown = np.asarray(cv2.dilate(seeds, np.ones((2, 2), np.uint8)), np.uint8)
        out[(seeds > 0) | ((grown > 0) & (dirt.random(page.shape) < 0.7))] = ink
    return out


def faint(page: Gray, dirt: Dirt) -> Gray:
    """An empty cartridge: light grey, in blotches, the thin strokes broken."""
    blotches = np.asarray(cv2.GaussianBlur(dirt.normal(0, 1, page.shape), (0, 0), 9))
    ink = np.clip(dirt.uniform(0.55, 0.85) + 0.12 * blotches / blotches.std(), 0.1, 1)
    return noisy(_clipped(255 - (255 - cv2.dilate(page, np.ones((2, 1), np.uint8))) * ink), dirt, 7)


def thick(page: Gray, pixels: int = 3) -> Gray:
    """A copy of a copy: ink has run, bowls are filled."""
    return _two_tones(blurred(np.asarray(cv2.erode(page, np.ones((pixels, pixels), np.uint8)), np.uint8), 1.2), 150)


def _two_tones(page: Gray, edge: int) -> Gray:
    return np.asarray(np.where(page < edge, 0, 255), np.uint8)


def fax(page: Gray, dirt: Dirt) -> Gray:
    """Two tones, 204 dots across and 98 down (ITU-T T.4, standard resolution), with the line's noise."""
    low = at(page, 204, 98).astype(np.float32)
    return _two_tones(_clipped(low + dirt.normal(0, 14, low.shape)), 160)


def fine_fax(page: Gray, dirt: Dirt) -> Gray:
    low = at(page, 204, 196).astype(np.float32)
    return _two_tones(_clipped(low + dirt.normal(0, 14, low.shape)), 160)


Scan = Callable[[Gray, Dirt], Gray]
#: kind -> dots per inch across and down, how the printed page becomes the scanned one
KINDS: Mapping[str, tuple[tuple[int, int], Scan]] = {
    "clean300": ((300, 300), lambda page, dirt: page),
    "scanner200": ((200, 200), lambda page, dirt: noisy(at(page, 200), dirt, dirt.uniform(6, 16))),
    "fax": ((204, 98), fax),
    "finefax": ((204, 196), fine_fax),
    "skew": ((200, 200), lambda page, dirt: noisy(skewed(at(page, 200), dirt.uniform(0.4, 2) * dirt.choice((-1, 1))), dirt, 6)),
    "low100": ((100, 100), lambda page, dirt: noisy(at(page, 100), dirt, 4)),
    "low150": ((150, 150), lambda page, dirt: noisy(at(page, 150), dirt, 8)),
    "jpeg30": ((150, 150), lambda page, dirt: compressed(noisy(at(page, 150), dirt, 4), 30)),
    "blur": ((200, 200), lambda page, dirt: noisy(blurred(at(page, 200), dirt.uniform(1, 1.6)), dirt, 4)),
    "speckle": ((200, 200), lambda page, dirt: speckled(at(page, 200), dirt, dirt.uniform(0.0001, 0.0006))),
    "faint": ((200, 200), lambda page, dirt: faint(at(page, 200), dirt)),
    "thick": ((200, 200), lambda page, dirt: at(thick(page), 200)),
    "copy": ((120, 120), lambda page, dirt: compressed(noisy(skewed(at(thick(page, 2), 120), dirt.uniform(-1, 1)), dirt, 5), 35)),
}


#: Paragraphs of a page.
_MOST_LINES = 28

# --- pages --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rendered:
    name: str  #: "003_fax"
    picture: Gray
    dots: tuple[int, int]
    truth: str


def render(pages: int, words: int, seed: int, folder: Path = CORPORA) -> Iterator[Rendered]:
    """The kinds in turn; three pages of four in Times, some are nearly the words asked for (a page holds what it holds)."""
    texts = held_out_lines(folder)
    for number in range(pages):
        dirt = np.random.default_rng((seed, number))
        kind = list(KINDS)[number % len(KINDS)]
        dots, scan = KINDS[kind]
        face, size = str(dirt.choice(list(FACES), p=(0.76, 0.12, 0.12))), float(dirt.choice((13.0, 13.5, 14.0)))
        look = Look(face, size if face == "tinos" else size - 2, float(dirt.uniform(1.15, 1.4)))  # the others are wider
        page, truth = set_page(list(_some(texts[number % len(texts)], words, dirt)), look)
        yield Rendered(f"{number:03}_{kind}", scan(page, dirt), dots, truth)


def _some(lines: Sequence[str], words: int, dirt: Dirt) -> Iterator[str]:
    """Lines that follow one another from anywhere on, the last one cut, until there are enough words; no mere list of short ones."""
    first, left = 0, words
    for _ in range(20):
        first = int(dirt.integers(0, max(len(lines) - words, 1)))
        if sum(len(line.split()) for line in lines[first : first + _MOST_LINES]) >= words:
            break
    for line in lines[first:]:
        part = line.split()[:left]
        yield " ".join(part)
        left -= len(part)
        if left <= 0:
            return


def write(page: Rendered, folder: Path) -> Path:
    path = folder / f"{page.name}.png"
    two_tones = bool(np.isin(page.picture, (0, 255)).all())
    image = Image.fromarray(page.picture)
    out = io.BytesIO()
    (image.convert("1") if two_tones else image).save(out, "PNG", dpi=page.dots, compress_level=3)
    path.write_bytes(out.getvalue())
    path.with_suffix(".txt").write_text(page.truth + "\n", encoding="utf-8")
    return path


# --- what was read ------------------------------------------------------------------------------------------------------


def read_cached(path: Path, folder: Path, fresh: bool = False) -> Document:
    """The Document of a file, kept in `folder` by the file's content: recognising takes a second a page, loading milliseconds."""
    from pipeline.read import read_document

    data = path.read_bytes()
    kept = folder / f"{path.stem}.json.gz"
    if kept.exists() and not fresh:
        stored = _stored().validate_json(gzip.decompress(kept.read_bytes()))
        if stored.sha256 == hashlib.sha256(data).hexdigest():
            return stored
    document = read_document(path.name, data)
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(gzip.compress(_stored().dump_json(document), 5, mtime=0))
    return document


@cache
def _stored() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=65)
    parser.add_argument("--words", type=int, default=350, help="on a page, about (default 350)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=CORPORA, help="folder of .xz files, one text each")
    parser.add_argument("--fresh", action="store_true", help="recognise again what was recognised before")
    chosen = parser.parse_args()
    missing = [FONTS / name for names in FACES.values() for name in names if not (FONTS / name).exists()]
    if missing:
        sys.exit(f"no font {missing[0]}: apt-get install fonts-croscore fonts-dejavu")
    if not any(chosen.corpus.glob("*.xz")):
        sys.exit(f"no corpus (*.xz) in {chosen.corpus}: name a folder with --corpus")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for page in render(chosen.pages, chosen.words, chosen.seed, chosen.corpus):
        path = write(page, chosen.folder)
        document = read_cached(path, chosen.folder, chosen.fresh)
        print(f"{page.name:18}{len(page.truth.split()):5} words printed{len(document.text.split()):5} read")
    return 0


if __name__ == "__main__":
    sys.exit(main())
