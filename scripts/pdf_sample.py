"""Born-digital PDFs for tests and measurements: a text of `corpus/` set as an office sets it, in two columns at head and foot.

    python scripts/pdf_sample.py corpus/giay_moi_hop_gop_y.txt /tmp/sample.pdf [--font /path/to/a.ttf]

Without a font none is embedded: words and boxes can be read from the file, but a viewer shows other letters.
"""

from __future__ import annotations

import argparse
import random
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

A4 = (595.0, 842.0)


# --- what stands on a page; points from the top left --------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    x: float
    y: float  #: of the baseline
    size: float
    text: str
    quarter: int = 0  #: clockwise quarter turns of the writing direction
    stretch: float = 0.0  #: points by which each space is wider


@dataclass(frozen=True)
class Stroke:
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Picture:
    """A grey rectangle as a picture: what a scanned page is."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Sheet:
    things: list[Text | Stroke | Picture] = field(default_factory=list)
    size: tuple[float, float] = A4
    rotate: int = 0  #: degrees, as a viewer turns it
    notes: list[Text] = field(default_factory=list)  #: set on the finished page as annotations


# --- fonts --------------------------------------------------------------------------------------------------------------


class Font:
    """Widths in thousandths of the size. Without a file: those of Times, roughly."""

    def __init__(self, data: bytes | None = None) -> None:
        self.data = data
        self.codes: dict[str, int] = {}  #: character -> code in the PDF (the glyph's number, where there is a file)

    def code(self, c: str) -> int:
        if c not in self.codes:
            self.codes[c] = self.glyphs.get(ord(c), 0) if self.data else len(self.codes) + 1
        return self.codes[c]

    def width(self, text: str) -> float:
        return sum(map(self._width, text))

    def _width(self, c: str) -> float:
        if self.data:
            advances, units = self.advances
            return advances[min(self.code(c), len(advances) - 1)] * 1000 / units
        return 0 if "\u0300" <= c <= "\u036f" else 250 if c in " .,;:ijlIíìịĩỉ()/" else 300 if c in "trf-" else 720 if c.isupper() else 490

    def _table(self, name: bytes) -> bytes:
        assert self.data
        for i in range(struct.unpack(">H", self.data[4:6])[0]):
            tag, _, at, length = struct.unpack(">4sIII", self.data[12 + 16 * i : 28 + 16 * i])
            if tag == name:
                return self.data[at : at + length]
        raise ValueError(f"the font has no table {name!r}")

    @cached_property
    def advances(self) -> tuple[list[int], int]:
        count = struct.unpack(">H", self._table(b"hhea")[34:36])[0]
        widths = struct.unpack(f">{2 * count}H", self._table(b"hmtx")[: 4 * count])[::2]
        return list(widths), struct.unpack(">H", self._table(b"head")[18:20])[0]

    @cached_property
    def glyphs(self) -> dict[int, int]:
        table = self._table(b"cmap")
        for i in range(struct.unpack(">H", table[2:4])[0]):
            platform, encoding, at = struct.unpack(">HHI", table[4 + 8 * i : 12 + 8 * i])
            if (platform, encoding) == (3, 1):
                return dict(_format4(table[at:]))
        raise ValueError("the font has no Unicode table")


def _format4(table: bytes) -> Iterable[tuple[int, int]]:
    n = struct.unpack(">H", table[6:8])[0] // 2
    ends, starts, deltas, offsets = (struct.unpack(f">{n}H", table[at : at + 2 * n]) for at in (14, 16 + 2 * n, 16 + 4 * n, 16 + 6 * n))
    for i in range(n):
        for code in range(starts[i], ends[i] + 1):
            glyph = code
            if offsets[i]:
                at = 16 + 6 * n + 2 * i + offsets[i] + 2 * (code - starts[i])
                glyph = struct.unpack(">H", table[at : at + 2])[0] if at + 2 <= len(table) else 0
            yield code, (glyph + deltas[i]) % 65536


# --- PDF ----------------------------------------------------------------------------------------------------------------


def write_pdf(sheets: Sequence[Sheet], font: Font | None = None) -> bytes:
    font = font or Font()
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(extra: str, data: bytes) -> int:
        packed = zlib.compress(data, 6)
        return add(f"<<{extra}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream")

    face, picture = add(b""), stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"\xc0")
    resources = f"/Resources<</Font<</F {face} 0 R>>/XObject<</P {picture} 0 R>>>>"
    kids: list[int] = []
    for sheet in sheets:
        width, height = sheet.size
        content = stream("", "\n".join(_drawn(thing, height, font) for thing in sheet.things).encode())
        shown = [
            stream(f"/Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]{resources}", _drawn(note, height, font).encode())
            for note in sheet.notes
        ]
        notes = [add(f"<</Type/Annot/Subtype/FreeText/F 4/Rect[0 0 {width} {height}]/AP<</N {n} 0 R>>>>".encode()) for n in shown]
        annots = f"/Annots[{' '.join(f'{n} 0 R' for n in notes)}]" if notes else ""
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Rotate {sheet.rotate}/Contents {content} 0 R{resources}{annots}>>"
        kids.append(add(page.encode()))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>".encode()
    objects[face - 1] = _face(font, add, stream)
    return _assembled(objects)


def _drawn(thing: Text | Stroke | Picture, height: float, font: Font) -> str:
    if isinstance(thing, Text):
        a, b = ((1, 0), (0, -1), (-1, 0), (0, 1))[thing.quarter]
        wider = f" {-thing.stretch * 1000 / thing.size:.1f} "
        codes = wider.join("<" + "".join(f"{font.code(c):04X}" for c in part) + ">" for part in re.findall(r"[^ ]* |[^ ]+$", thing.text))
        return f"BT /F {thing.size:g} Tf {a} {b} {-b} {a} {thing.x:.2f} {height - thing.y:.2f} Tm [{codes}] TJ ET"
    if isinstance(thing, Stroke):
        return f"0.5 w {thing.x0:.2f} {height - thing.y0:.2f} m {thing.x1:.2f} {height - thing.y1:.2f} l S"
    wide, high = thing.x1 - thing.x0, thing.y1 - thing.y0
    return f"q {wide:.2f} 0 0 {high:.2f} {thing.x0:.2f} {height - thing.y1:.2f} cm /P Do Q"


def _face(font: Font, add: object, stream: object) -> bytes:
    assert callable(add) and callable(stream)
    pairs = "\n".join(f"<{code:04X}> <{c.encode('utf-16-be').hex()}>" for c, code in sorted(font.codes.items(), key=lambda p: p[1]))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(font.codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    unicode = stream("", cmap.encode())
    widths = " ".join(f"{code} [{font.width(c):.0f}]" for c, code in font.codes.items())
    file = f"/FontFile2 {stream(f'/Length1 {len(font.data)}', font.data)} 0 R" if font.data else ""
    metrics = "/Flags 4/FontBBox[-200 -220 1200 960]/ItalicAngle 0/Ascent 890/Descent -216/CapHeight 660/StemV 80"
    descriptor = add(f"<</Type/FontDescriptor/FontName/Sample{metrics}{file}>>".encode())
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
    cid = add(f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Sample{system}/FontDescriptor {descriptor} 0 R/W[{widths}]>>".encode())
    names = "/Type/Font/Subtype/Type0/BaseFont/Sample/Encoding/Identity-H"
    return f"<<{names}/DescendantFonts[{cid} 0 R]/ToUnicode {unicode} 0 R>>".encode()


def _assembled(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for i, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{i} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{p:010d} 00000 n \n".encode() for p in places)
    return bytes(out + f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())


# --- setting a directive ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    size: float = 13.0
    leading: float = 1.3  #: of the size
    spacing: float = 6.0  #: points between paragraphs
    left: float = 85.0
    right: float = 42.0
    gutter: float = 10.0  #: between the columns of the head, at least
    lower: float = 0.0  #: how much lower the right column begins
    shuffled: int | None = None  #: seed for the order in which things stand in the file


_RIGHT = re.compile(r"(?:C[OỘ]NG H[OÒ][AÀ] XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập)|.{2,40}, ngày .{0,30} năm|.{2,40}, ngày \.")
_TITLE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|THÔNG BÁO|GIẤY MỜI|HƯỚNG DẪN|CHƯƠNG TRÌNH|PHÁT ĐỘNG|BÁO CÁO|TỜ TRÌNH|NGHỊ QUYẾT|CÔNG ĐIỆN)\b|Kính gửi"
)


def set_directive(text: str, style: Style = Style(), font: Font | None = None) -> list[Sheet]:
    """Pages with the text: its head and foot in two columns, its title centred, its paragraphs justified, numbers on later pages."""
    font = font or Font()
    blocks = [b.split("\n") for b in re.split(r"\n[ \t]*\n+", text.strip())]
    title = next((i for i, b in enumerate(blocks) if _TITLE.match(b[0])), 0)
    closing = next((i for i, b in enumerate(blocks) if re.search(r"\./\.?$", b[-1])), len(blocks) - 1)
    foot_end = _foot_end(blocks, closing + 1)
    page = _Setter(style, font)
    page.columns([line for b in blocks[:title] for line in b], small=False)
    for i, block in enumerate(blocks[title : closing + 1], start=title):
        subject = i == title + 1 and block[0].startswith(("Về việc", "V/v"))
        page.block(block, centred=(i == title and not block[0].startswith("Kính")) or subject or block[0].isupper())
    page.foot(blocks[closing + 1 : foot_end])
    if blocks[foot_end:]:
        page.turn()
    for block in blocks[foot_end:]:
        page.block(block, centred=block[0].isupper())
    return page.sheets()


def _foot_end(blocks: Sequence[Sequence[str]], start: int) -> int:
    end = start
    while end < len(blocks) and (blocks[end][0].startswith("Nơi nhận") or max(map(len, blocks[end])) < 60):
        if blocks[end][0].startswith(("PHỤ LỤC", "QUY CHẾ", "DANH SÁCH")):
            break
        end += 1
    return end


_BEGINS = re.compile(r"[-+•(]|[\dIVX]{1,4}[.)/](?=\s)|[a-zđ]\)|Điều \d|Kính gửi")


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines that a text file has broken, joined."""
    out: list[str] = []
    for above, line in zip(["", *lines], lines, strict=False):
        goes_on = line[0].islower() or (len(above) > 50 and above[-1] not in ".:;,")
        if out and goes_on and not _BEGINS.match(line):
            out[-1] += f" {line}"
        else:
            out.append(line)
    return out


class _Setter:
    def __init__(self, style: Style, font: Font) -> None:
        self.style, self.font = style, font
        self.pages: list[Sheet] = [Sheet()]
        self.y = 60.0

    @property
    def width(self) -> float:
        return A4[0] - self.style.left - self.style.right

    def length(self, text: str, size: float) -> float:
        return self.font.width(text) * size / 1000

    def put(self, x: float, y: float, size: float, text: str) -> None:
        self.pages[-1].things.append(Text(x, y, size, text))

    def turn(self) -> None:
        self.pages.append(Sheet())
        self.put(A4[0] / 2 - 4, 40, 12, str(len(self.pages)))
        self.y = 70.0

    def columns(self, lines: Iterable[str], small: bool) -> None:
        sides: tuple[list[str], list[str]] = [], []
        for line in lines:
            if not re.fullmatch(r"[-–_*]*", line):
                sides[bool(_RIGHT.match(line))].append(line)
        bottom = self.y
        edge = self.style.left - 20
        middle = edge + 0.42 * (A4[0] - edge - 30)
        second = (sides[1], middle + self.style.gutter, A4[0] - 30, self.y + self.style.lower)
        for side, x0, x1, y in ((sides[0], edge, middle, self.y), second):
            for line in side:
                size = 12.0
                for part in self.wrapped(line, size, x1 - x0):
                    self.put((x0 + x1 - self.length(part, size)) / 2, y, size, part)
                    y += size * 1.25
                y += 4
            bottom = max(bottom, y)
        self.y = bottom + 14

    def wrapped(self, text: str, size: float, width: float) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            if lines and self.length(f"{lines[-1]} {word}", size) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def block(self, lines: Sequence[str], centred: bool) -> None:
        size = self.style.size
        for line in lines if centred else _paragraphs(lines):
            parts = self.wrapped(line, size, self.width - (0 if centred else 28))
            for i, part in enumerate(parts):
                if self.y > A4[1] - 60:
                    self.turn()
                self.line(part, centred, first=i == 0, last=i == len(parts) - 1)
                self.y += size * self.style.leading
        self.y += self.style.spacing

    def line(self, part: str, centred: bool, first: bool, last: bool) -> None:
        size, left = self.style.size, self.style.left
        if centred:
            self.put(left + (self.width - self.length(part, size)) / 2, self.y, size, part)
            return
        x = left + (28 if first else 0)
        spare = left + self.width - x - self.length(part, size)
        self.pages[-1].things.append(Text(x, self.y, size, part, stretch=0.0 if last else spare / max(part.count(" "), 1)))

    def foot(self, blocks: Sequence[Sequence[str]]) -> None:
        if self.y + max(170, sum(60 + 17 * len(block) for block in blocks)) > A4[1] - 40:
            self.turn()
        self.y += 8
        y_left, y_right = self.y, self.y + self.style.lower
        x0 = self.style.left + 0.55 * self.width
        for block in blocks:
            if block[0].startswith("Nơi nhận"):
                for line in block:
                    for part in self.wrapped(line, 11, x0 - self.style.left - 14):
                        self.put(self.style.left, y_left, 11, part)
                        y_left += 13
                continue
            signed = len(block) == 1 and not block[0].isupper()
            y_right += 50 if signed else 0
            for line in block:
                for part in self.wrapped(line, 13, A4[0] - 30 - x0):
                    self.put((x0 + A4[0] - 30 - self.length(part, 13)) / 2, y_right, 13, part)
                    y_right += 16
        self.y = max(y_left, y_right)

    def sheets(self) -> list[Sheet]:
        if self.style.shuffled is not None:
            for i, page in enumerate(self.pages):
                random.Random(self.style.shuffled + i).shuffle(page.things)
        return self.pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--font", type=Path)
    parser.add_argument("--shuffled", type=int)
    chosen = parser.parse_args()
    font = Font(chosen.font.read_bytes() if chosen.font else None)
    style = replace(Style(), shuffled=chosen.shuffled)
    chosen.pdf.write_bytes(write_pdf(set_directive(chosen.text.read_text(encoding="utf-8"), style, font), font))


if __name__ == "__main__":
    main()
