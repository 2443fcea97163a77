"""Draw what the reader made of a PDF over its pages: words, lines with their order, furniture and tables.

    python scripts/draw_layout.py FILE.pdf OUT_FOLDER [--dpi 80]

Grey: words. Blue: lines, with their number in reading order. Green: table rows. Red: furniture. A blue bar at the left of a line:
a new block begins. Needs Pillow (pip install pillow).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pypdfium2

from pipeline.document import Box, Document, Line
from pipeline.read import read_document

COLOURS = {None: "blue", "table": "green", "furniture": "red"}


def draw(document: Document, path: Path, folder: Path, dpi: int) -> list[Path]:
    from PIL import ImageDraw

    folder.mkdir(parents=True, exist_ok=True)
    out: list[Path] = []
    scale = dpi / 72
    with pypdfium2.PdfDocument(path) as pdf:
        pdf.init_forms()
        for page in document.pages:
            image = pdf[page.number - 1].render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
            pen = ImageDraw.Draw(image)
            for number, line in enumerate((line for line in document.lines if line.page == page.number), start=1):
                draw_line(pen, document, line, number, scale)
            out.append(folder / f"{path.stem}-{page.number}.png")
            image.save(out[-1])
    return out


def draw_line(pen: object, document: Document, line: Line, number: int, scale: float) -> None:
    colour = COLOURS[line.role]
    rectangle, text = pen.rectangle, pen.text  # type: ignore[attr-defined]
    for word in line.words:
        rectangle(scaled(word.box, scale), outline="silver")
    if line.box:
        x0, y0, x1, y1 = scaled(line.box, scale)
        rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), outline=colour)
        text((x1 + 3, y0), str(number), fill=colour)
        if document.text[max(line.span.start - 2, 0) : line.span.start] == "\n\n":
            rectangle((x0 - 7, y0, x0 - 4, y1), fill=colour)


def scaled(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dpi", type=int, default=80)
    chosen = parser.parse_args()
    for path in draw(read_document(chosen.file), chosen.file, chosen.folder, chosen.dpi):
        print(path)


if __name__ == "__main__":
    main()
