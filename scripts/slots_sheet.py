"""Draws all slots for number, day and month on the first pages of scans, each with what was decided and read, on one PNG.

python scripts/slots_sheet.py OUT.png FILE.pdf ...
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

from pipeline.fields.handwritten import SURE
from pipeline.read.digits import read_ink
from pipeline.read.pdf_picture import read_picture
from pipeline.read.scan import cut_slots

TALL, WIDE, LABEL, MARGIN = 44, 330, 13, 24
COLUMNS = ("number", "day", "month")


def main(out: str, *files: str) -> None:
    sheet = Image.new("RGB", (170 + WIDE * len(COLUMNS), (TALL + LABEL + 6) * len(files)), "white")
    draw = ImageDraw.Draw(sheet)
    for row, file in enumerate(files):
        top = row * (TALL + LABEL + 6)
        draw.text((4, top + 20), Path(file).stem[:26], fill="black")
        for kind, (crop, label) in _slots(file).items():
            left = 170 + COLUMNS.index(kind) * WIDE
            sheet.paste(crop.resize((min(round(crop.width * TALL / crop.height), WIDE - 8), TALL)), (left, top))
            draw.text((left, top + TALL), label, fill="red" if "?" in label else "darkgreen")
    sheet.save(out)


def _slots(file: str) -> dict[str, tuple[Image.Image, str]]:
    """Of each kind the first: its surroundings on the page, and what to write beneath."""
    first = pypdfium2.PdfDocument(file)[0]
    page, cuts = cut_slots(read_picture(first.raw))
    found: dict[str, tuple[Image.Image, str]] = {}
    for cut in cuts:
        x0, y0, x1, y1 = cut.box
        crop = Image.fromarray(np.ascontiguousarray(page[max(y0 - 6, 0) : y1 + 6, max(x0 - MARGIN, 0) : x1 + MARGIN]))
        readings = read_ink(cut.ink, cut.kind) if cut.decided == "handwritten" else ()
        found.setdefault(cut.kind, (crop, _label(cut.decided, readings)))
    return found


def _label(decided: str, readings: tuple[tuple[str, float], ...]) -> str:
    read = ", ".join(f"{text} {p:.2f}" for text, p in readings[:3])
    doubt = "?" if decided == "handwritten" and (not readings or readings[0][1] < SURE) else ""
    return f"{decided} {read}{doubt}"


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
