"""Tesseract as a program: a page image in, words with boxes, confidences and the readings it weighed out.

One thread (`OMP_THREAD_LIMIT=1`: 1.3 instead of 8.4 CPU seconds a page), images through standard input.
hOCR is the one output that carries the alternatives of `lstm_choice_mode=2`; they cost about a tenth more time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from xml.etree import ElementTree

from pipeline.errors import MissingDependency

LANGUAGE = "vie"
INSTALL = "install them: apt-get install tesseract-ocr tesseract-ocr-vie"


PixelBox = tuple[int, int, int, int]  #: x0, y0, x1, y1 from the top left of the image


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word as Tesseract read it."""

    text: str
    box: PixelBox
    confidence: float  #: 0..1, Tesseract's own; it says little (a wrong word had 0.96)
    #: for each character of `text` the readings weighed, best first, with scores 0..1; () where Tesseract gave none
    alternatives: tuple[tuple[tuple[str, float], ...], ...]
    line: int = 0  #: Tesseract's line on the page, counted from 1
    baseline: float | None = None  #: y of the line on which the word stands, in pixels


class PageTimeout(Exception):
    """The engine did not finish a page within its time."""


@cache
def version() -> str:
    """ "5.3.0". Raises MissingDependency where the program or its Vietnamese data are not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise MissingDependency("Tesseract is not installed", "reading scans", INSTALL)
    languages = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    if LANGUAGE not in languages:
        raise MissingDependency("Tesseract has no Vietnamese data", "reading scans", INSTALL)
    first = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split("\n", 1)[0]
    found = re.search(r"\d+(?:\.\d+)+", first)
    return found[0] if found else "unknown"


def recognise(images: bytes, dots_per_inch: int, seconds: float = 60.0, mode: int = 3) -> tuple[tuple[Recognised, ...], ...]:
    """Words of each page of an image (PNG, PGM, JPEG, or TIFF of several pages) in Tesseract's order.

    Several pages in one call save the program's start, a tenth of a page's time. Raises PageTimeout after `seconds`; of an image that
    Tesseract cannot read no page comes back.
    """
    version()
    command = ["tesseract", "-", "-", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(dots_per_inch), *_SETTINGS]
    try:
        done = subprocess.run(command, input=images, capture_output=True, timeout=seconds, env=_environment(), check=False)
    except subprocess.TimeoutExpired as stuck:
        raise PageTimeout(f"no result within {seconds:.0f} s") from stuck
    return tuple(tuple(page) for page in parse_hocr(done.stdout)) if done.returncode == 0 else ()


#: With alternatives (each of the four iterations costs 2 % of the time; of 53 words read wrong only in their marks, the right
#: ones are among the alternatives of 34 after one iteration, 43, 47, 49 after four, 50 after the usual five), and without a second
#: try in negative, which finds letters in specks (WER 3.78 % with it, 3.73 % without).
_SETTINGS = tuple(
    part
    for setting in ("lstm_choice_mode=2", "lstm_choice_iterations=4", "tessedit_create_hocr=1", "tessedit_do_invert=0")
    for part in ("-c", setting)
)


def _environment() -> dict[str, str]:
    return os.environ | {"OMP_THREAD_LIMIT": "1"}


def quarter_turns(image: bytes, dots_per_inch: int, seconds: float = 60.0) -> int | None:
    """How many quarters the image is to be turned clockwise for its print to stand upright; None where Tesseract cannot tell."""
    version()
    command = ["tesseract", "-", "-", "-l", "osd", "--psm", "0", "--dpi", str(dots_per_inch)]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=seconds, env=_environment(), check=False)
    except subprocess.TimeoutExpired:
        return None
    found = re.search(rb"^Rotate: (\d+)", done.stdout, re.MULTILINE)
    return int(found[1]) // 90 % 4 if found else None


_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SURENESS = re.compile(r"x_wconf (\d+)")
_SCORE = re.compile(r"x_confs ([\d.]+)")
#: XML 1.0 has no place for them, and Tesseract prints what it reads.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse_hocr(data: bytes) -> Iterator[list[Recognised]]:
    """The words of each page of an hOCR file; one that is no XML has no pages."""
    try:
        root = ElementTree.fromstring(_NOT_XML.sub(b"", data))
    except ElementTree.ParseError:
        return
    for page in root.iter("{http://www.w3.org/1999/xhtml}div"):
        if page.get("class") == "ocr_page":
            yield list(_words(page))


def _words(page: ElementTree.Element) -> Iterator[Recognised]:
    line = 0
    title = ""
    for span in page.iter("{http://www.w3.org/1999/xhtml}span"):
        kind = span.get("class")
        if kind == "ocrx_word":
            if word := _word(span):
                yield replace(word, line=line, baseline=_baseline(title, word.box))
        elif kind != "ocrx_cinfo":  # ocr_line, ocr_header, ocr_caption, ocr_textfloat
            line += 1
            title = span.get("title") or ""


#: hOCR 1.2, "baseline": slope and offset, from the bottom left of the line's box.
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")


def _baseline(title: str, word: PixelBox) -> float | None:
    line, box = _BASELINE.search(title), _BOX.search(title)
    if line is None or box is None:
        return None
    return int(box[4]) + float(line[2]) + float(line[1]) * ((word[0] + word[2]) / 2 - int(box[1]))


def _word(span: ElementTree.Element) -> Recognised | None:
    title = span.get("title") or ""
    box, sure = _BOX.search(title), _SURENESS.search(title)
    choices = [_readings(c) for c in span if c.get("class") == "ocrx_cinfo"]
    text = (span.text or "").strip() or "".join((c.text or "") for c in span if c.get("class") != "ocrx_cinfo").strip()
    if not text or box is None:
        return None
    x0, y0, x1, y1 = (int(v) for v in box.groups())
    return Recognised(text, (x0, y0, x1, y1), int(sure[1]) / 100 if sure else 0.0, _aligned(text, choices))


def _readings(choice: ElementTree.Element) -> tuple[tuple[str, float], ...]:
    found = []
    for reading in choice:
        score = _SCORE.search(reading.get("title") or "")
        if reading.text and score:
            found.append((reading.text, float(score[1]) / 100))
    return tuple(sorted(found, key=lambda r: -r[1]))


def _aligned(text: str, choices: list[tuple[tuple[str, float], ...]]) -> tuple[tuple[tuple[str, float], ...], ...]:
    """One entry a character of `text`: Tesseract lists its time steps, of which some hold no character of the word."""
    out: list[tuple[tuple[str, float], ...]] = []
    left = iter(choices)
    for character in text:
        match = next((c for c in left if any(reading == character for reading, _ in c)), None)
        if match is None:
            return ()
        out.append(match)
    return tuple(out)
