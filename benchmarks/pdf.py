"""Pages a CPU second on born-digital PDFs: this project's reader against pdfplumber's words and pypdfium2's plain text.

    python benchmarks/pdf.py [--rounds 5] [FILE …]

Without files: the texts of `corpus/` set as PDFs, and the PDFs with a text layer kept beside the project, if they are there.
The peers give less: text in the order of the file, no columns, tables, furniture or judgement of the text layer.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from pipeline.errors import PipelineError
from pipeline.read.pdf import read_pdf
from scripts.pdf_sample import set_directive, write_pdf
from scripts.samples import BESIDE, CORPUS


def given(paths: Sequence[Path]) -> list[bytes]:
    if paths:
        return [path.read_bytes() for path in paths]
    made = [write_pdf(set_directive(path.read_text(encoding="utf-8"))) for path in sorted(CORPUS.glob("*.txt"))]
    return made + [data for path in sorted(BESIDE.glob("*.pdf")) if (data := path.read_bytes()) and has_text(data)]


def has_text(data: bytes) -> bool:
    try:
        read_pdf(data)
    except PipelineError:
        return False
    return True


def ours(data: bytes) -> int:
    return len(read_pdf(data).pages)


def plain_text(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    count = len(document)
    document.close()
    return count


def plumber_words(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()
        return len(document.pages)


def plumber_tables(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()
            page.extract_tables()
        return len(document.pages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args()
    files = given(chosen.files)
    works: dict[str, Callable[[bytes], int]] = {"pipeline.read.pdf": ours, "pypdfium2 get_text_range": plain_text}
    if find_spec("pdfplumber"):
        works |= {"pdfplumber words": plumber_words, "pdfplumber words and tables": plumber_tables}
    else:
        print("pdfplumber is not installed (pip install pdfplumber): left out", file=sys.stderr)
    speeds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(chosen.rounds):  # in turn, so that a drift of the machine meets all of them
        for name, work in works.items():
            start = time.process_time()
            pages = sum(map(work, files))
            speeds[name].append(pages / (time.process_time() - start))
    print(f"{len(files)} files, {pages} pages, median of {chosen.rounds} rounds\n{'':32}pages a CPU second")
    for name, found in speeds.items():
        print(f"{name:32}{median(found):8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
