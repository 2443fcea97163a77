"""Pages a CPU second on born-digital PDFs: this project's reader against text as pypdfium2, pdfplumber and kreuzberg give it.

    python benchmarks/pdf.py [--rounds 5] [FILE …]

Without files: the texts of `corpus/` set as PDFs, and the PDFs with a text layer kept beside the project, if they are there.
The peers give less: text in the order of the file, no columns, furniture or judgement of the text layer, and tables from one only.
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
    """Whether nothing of it has to be recognised from a picture."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(data)
    if not all(page.get_textpage().count_chars() for page in document):
        return False
    try:
        return read_pdf(data).reader == "pdf-text"
    except PipelineError:
        return False


def ours(data: bytes) -> None:
    read_pdf(data)


def plain_text(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def kreuzberg_text(data: bytes) -> None:
    import kreuzberg  # type: ignore[import-not-found,unused-ignore]

    config = kreuzberg.ExtractionConfig(use_cache=False, disable_ocr=True, enable_quality_processing=False)
    kreuzberg.extract_bytes_sync(data, "application/pdf", config)


def plumber_words(data: bytes) -> None:
    import pdfplumber  # type: ignore[import-not-found,unused-ignore]

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()


def plumber_tables(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_words()
            page.extract_tables()


#: Name -> the module it needs, and what it does with a PDF.
WORKS: dict[str, tuple[str, Callable[[bytes], None]]] = {
    "pipeline.read.pdf": ("pipeline", ours),
    "pypdfium2 get_text_range": ("pypdfium2", plain_text),
    "kreuzberg text": ("kreuzberg", kreuzberg_text),
    "pdfplumber words": ("pdfplumber", plumber_words),
    "pdfplumber words and tables": ("pdfplumber", plumber_tables),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args()
    files = given(chosen.files)
    pages = sum(len(read_pdf(data).pages) for data in files)
    works = {name: work for name, (module, work) in WORKS.items() if find_spec(module)}
    for work in works.values():  # once before, so that nobody's modules are loaded within its time
        work(files[0])
    speeds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(chosen.rounds):  # in turn, so that a drift of the machine meets all of them
        for name, work in works.items():
            start = time.process_time()
            for data in files:
                work(data)
            speeds[name].append(pages / (time.process_time() - start))
    print(f"{len(files)} files, {pages} pages, median of {chosen.rounds} rounds")
    print(f"{'':32}{'pages a CPU second':>18}{'ours times as quick':>22}")
    mine = speeds["pipeline.read.pdf"]
    for name in WORKS:
        if name in speeds:
            ratio = median(m / found for m, found in zip(mine, speeds[name], strict=True))
            print(f"{name:32}{median(speeds[name]):18.1f}{ratio:22.2f}")
        else:
            print(f"{name:32}  not installed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
