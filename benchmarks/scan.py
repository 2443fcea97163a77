#!/usr/bin/env python3
"""CPU seconds a page on scans: the whole of `extract`, bytes of a PDF to JSON, against engines that give bare text.

    python benchmarks/scan.py [--rounds 3] [--pages 24] [--cold] [FILE …]

CPU seconds are those of this process and of all that it starts; wall time would depend on the number of cores. The works take turns
file by file, so that a drift of the machine meets all of them. Ratios are medians over the rounds.

Without files: PDFs without a text layer kept beside the project, if they are there, else texts of `corpus/` set, rendered with a
little noise and put into a PDF as pictures.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from pipeline import extract_document
from pipeline.directive import to_json
from pipeline.read import read_document, tesseract
from pipeline.read.pdf_picture import read_picture
from scripts.pdf_sample import Font, Style, set_directive, write_pdf
from scripts.samples import BESIDE, CORPUS, ROOT

ENVIRONMENT = os.environ | {"OMP_THREAD_LIMIT": "1"}
BARE = "tesseract"


# --- files ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scan:
    pdf: Path
    pictures: tuple[Path, ...]  #: PNG of every page, at the resolution at which this project has it recognised


def prepare(paths: Sequence[Path], most: int, folder: Path) -> Iterator[Scan]:
    """The files, copied to `folder` and cut so that they have `most` pages together."""
    left = most
    for i, data in enumerate(path.read_bytes() for path in paths) if paths else enumerate(found()):
        document = pypdfium2.PdfDocument(data)
        name = folder / f"{i}.pdf"
        if len(document) > left:
            cut = pypdfium2.PdfDocument.new()
            cut.import_pages(document, list(range(left)))
            cut.save(name)
        else:
            name.write_bytes(data)
        scan = Scan(name, tuple(pictures(name)))
        yield scan
        left -= len(scan.pictures)
        if left <= 0:
            return


def found() -> Iterator[bytes]:
    beside = [data for path in sorted(BESIDE.glob("*.pdf")) if not has_text(data := path.read_bytes())]
    yield from beside or map(scanned, sorted(CORPUS.glob("*.txt")))


def has_text(data: bytes) -> bool:
    document = pypdfium2.PdfDocument(data)
    return any(page.get_textpage().count_chars() for page in document)


def scanned(path: Path, dots: int = 200) -> bytes:
    """A text set as an office sets it, as a scanner gives it: gray pictures, a little blurred and dirty."""
    font = Font(font_file().read_bytes())
    document = pypdfium2.PdfDocument(write_pdf(set_directive(path.read_text(encoding="utf-8"), Style(size=12.0), font), font))
    dirt = np.random.default_rng(len(path.name))
    pages = []
    for page in document:
        sharp = np.asarray(page.render(scale=dots / 72).to_pil().convert("L"), np.float32)
        pages.append(Image.fromarray(np.clip(sharp * 0.9 + 12 + dirt.normal(0, 6, sharp.shape), 0, 255).astype(np.uint8)))
    with tempfile.TemporaryFile() as out:
        pages[0].save(out, "PDF", resolution=dots, save_all=True, append_images=pages[1:])
        out.seek(0)
        return out.read()


def font_file() -> Path:
    listed = subprocess.run(["fc-list", ":lang=vi:fontformat=TrueType", "file"], capture_output=True, text=True, check=False).stdout
    files = sorted(line.split(":")[0] for line in listed.splitlines() if line.split(":")[0].endswith(".ttf"))
    if not files:
        sys.exit("no TrueType font with Vietnamese letters: apt-get install fonts-dejavu, or name scans")
    return Path(next((f for f in files if f.endswith("Serif.ttf")), files[0]))


def pictures(pdf: Path) -> Iterator[Path]:
    for i, page in enumerate(pypdfium2.PdfDocument(pdf)):
        picture = read_picture(page.raw)
        name = pdf.with_suffix(f".{i}.png")
        Image.fromarray(picture.gray).save(name, dpi=(picture.dots, picture.dots))
        yield name


# --- works ----------------------------------------------------------------------------------------------------------------


def ours(scan: Scan) -> None:
    """The recognising processes stay from file to file, as in a batch; with --cold each file starts its own."""
    to_json(extract_document(read_document(data=scan.pdf.read_bytes())))


def ours_cold(scan: Scan) -> None:
    run([sys.executable, "-m", "pipeline", "extract", str(scan.pdf)])


def bare(scan: Scan) -> None:
    for picture in scan.pictures:
        run([BARE, str(picture), "-", "-l", "vie"])


def ocrmypdf(scan: Scan) -> None:
    command = [*OCRMYPDF, "--sidecar", str(scan.pdf.with_suffix(".txt"))]
    options = ["-l", "vie", "--jobs", "1", "--output-type", "pdf", "--force-ocr", "--quiet"]
    run([*command, *options, str(scan.pdf), str(scan.pdf.with_suffix(".out.pdf"))])


#: As a module of this Python, for a virtual environment that was not activated.
OCRMYPDF = [sys.executable, "-m", "ocrmypdf"] if find_spec("ocrmypdf") else ["ocrmypdf"]


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=ENVIRONMENT, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])} failed ({done.returncode}): {done.stderr.decode(errors='replace')[-500:]}")


def works(cold: bool) -> dict[str, Callable[[Scan], None] | str]:
    """Name -> work, or why there is none."""
    if not shutil.which(BARE):
        sys.exit("Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie")
    peer: Callable[[Scan], None] | str = ocrmypdf
    if not find_spec("ocrmypdf") and not shutil.which("ocrmypdf"):
        peer = "not installed"
    elif not shutil.which("gs"):
        peer = "not installed: it needs Ghostscript"
    return {"python -m pipeline extract" if cold else "extract": ours_cold if cold else ours, BARE: bare, "ocrmypdf": peer}


# --- measuring ------------------------------------------------------------------------------------------------------------


def cpu_seconds() -> float:
    """Of this process, of those that it waited for, and of the recognising processes that wait for the next page, so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used) + sum(map(_alive, tesseract.processes()))


def _alive(process: int) -> float:
    """CPU seconds of a process that runs (proc(5): utime and stime are the 14th and 15th field of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(scans: Sequence[Scan], doing: dict[str, Callable[[Scan], None]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each work for all files, a number for each round."""
    spent: dict[str, list[float]] = {name: [] for name in doing}
    for number in range(rounds):
        start = time.monotonic()
        sums = dict.fromkeys(doing, 0.0)
        for scan in scans:
            for name, work in doing.items():
                before = cpu_seconds()
                work(scan)
                sums[name] += cpu_seconds() - before
        for name, total in sums.items():
            spent[name].append(total)
        so_far = ", ".join(f"{name} {total:.1f}" for name, total in sums.items())
        print(f"round {number + 1} of {rounds} took {time.monotonic() - start:.0f} s; CPU seconds: {so_far}", file=sys.stderr)
    return spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=24, help="at most so many pages together (default 24)")
    parser.add_argument("--cold", action="store_true", help="our side as the command line, one process a file")
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args()
    named = works(chosen.cold)
    doing = {name: work for name, work in named.items() if not isinstance(work, str)}
    with tempfile.TemporaryDirectory() as folder:
        scans = list(prepare(chosen.files, chosen.pages, Path(folder)))
        pages = sum(len(scan.pictures) for scan in scans)
        print(f"{len(scans)} files, {pages} pages", file=sys.stderr)
        for work in doing.values():  # once before: modules, bytecode, the disk's cache
            work(scans[0])
        spent = measure(scans, doing, chosen.rounds)
    print(f"{len(scans)} files, {pages} pages, median of {chosen.rounds} rounds\n{'':28}{'CPU s a page':>14}{'ratio to ' + BARE:>22}")
    for name in named:
        if name not in spent:
            print(f"{name:28}  {named[name]}")
            continue
        ratios = [mine / peer for mine, peer in zip(spent[name], spent[BARE], strict=True)]
        print(f"{name:28}{median(spent[name]) / pages:14.3f}{median(ratios):22.3f}")
    print("The peers stop at text: no fields, sections or places in the source, no readings weighed out, no stamps or tables told apart.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
