"""Tesseract as a program: a page image in, words with boxes, confidences and the readings it weighed out.

One thread (`OMP_THREAD_LIMIT=1`: 1.3 instead of 8.4 CPU seconds a page), images from memory.
hOCR is the one output that carries the alternatives of `lstm_choice_mode=2`; they cost about a tenth more time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape

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


#: Tesseract's page segmentation mode for a whole page in its order.
PAGE = 3


def recognise(images: bytes, dots_per_inch: int, seconds: float = 60.0, mode: int = PAGE) -> tuple[tuple[Recognised, ...], ...]:
    """Words of each page of an image (PNG, PGM, JPEG, or TIFF of several pages) in Tesseract's order.

    Several pages in one call save the program's start, a tenth of a page's time. Raises PageTimeout after `seconds`; of an image that
    Tesseract cannot read no page comes back.
    """
    version()
    try:
        settings = _SETTINGS if mode == PAGE else (*_SETTINGS, *_NO_CHOICES)
        done = _run(images, ["-l", LANGUAGE, "--psm", str(mode), "--dpi", str(dots_per_inch), *settings], seconds)
    except subprocess.TimeoutExpired as stuck:
        raise PageTimeout(f"no result within {seconds:.0f} s") from stuck
    return tuple(tuple(page) for page in parse_hocr(done.stdout)) if done.returncode == 0 else ()


#: With alternatives (each of the four iterations costs 2 % of the time; of 53 words read wrong only in their marks, the right
#: ones are among the alternatives of 34 after one iteration, 43, 47, 49 after four, 50 after the usual five), without a second
#: try in negative, which finds letters in specks (WER 3.78 % with it, 3.73 % without), and with all print taken for proportional:
#: the search for columns of equal letters costs 3 % of the time and changes no word.
_SETTINGS = tuple(
    part
    for setting in (
        "lstm_choice_mode=2",
        "lstm_choice_iterations=4",
        "tessedit_create_hocr=1",
        "tessedit_do_invert=0",
        "textord_all_prop=1",
    )
    for part in ("-c", setting)
)
#: What is no whole page is a second reading of names and positions, chosen whole: its alternatives are not looked at.
_NO_CHOICES = ("-c", "lstm_choice_mode=0")


def _run(images: bytes, options: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Tesseract reads its standard input byte by byte, a tenth of a page's time; so it gets a file, which is in memory only."""
    with open(os.memfd_create("page"), "wb") as file:
        file.write(images)
        file.flush()
        command = ["tesseract", f"/dev/fd/{file.fileno()}", "-", *options]
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=[file.fileno()],
            timeout=seconds,
            env=environment,
            check=False,
        )


def quarter_turns(image: bytes, dots_per_inch: int, seconds: float = 60.0) -> int | None:
    """How many quarters the image is to be turned clockwise for its print to stand upright; None where Tesseract cannot tell."""
    version()
    try:
        done = _run(image, ["-l", "osd", "--psm", "0", "--dpi", str(dots_per_inch)], seconds)
    except subprocess.TimeoutExpired:
        return None
    found = re.search(rb"^Rotate: (\d+)", done.stdout, re.MULTILINE)
    return int(found[1]) // 90 % 4 if found else None


#: Of a line its box, and slope and offset of its baseline from the bottom left of the box (hOCR 1.2, "baseline").
_LINE = re.compile(r"bbox (\d+) \d+ \d+ (\d+); baseline (-?[\d.]+) (-?[\d.]+)")
#: Of a word what stands before its readings: box, sureness, text.
_WORD = re.compile(r"[^>]*?bbox (\d+) (\d+) (\d+) (\d+)(?:; x_wconf (\d+))?[^>]*>((?:[^<]|</?(?:strong|em)>)*)")
_MARKUP = re.compile(r"<[^>]*>")
_READING = re.compile(r"x_confs ([\d.]+)'>([^<]+)<")


def parse_hocr(data: bytes) -> Iterator[list[Recognised]]:
    """The words of each page of an hOCR file as Tesseract writes it; what is none has no pages.

    A page has half a megabyte, nearly all of it readings. Cut at the marks that Tesseract writes alike everywhere, it takes a third
    of the time that an XML parser takes.
    """
    for page in data.decode("utf-8", "replace").split("<div class='ocr_page'")[1:]:
        yield list(_words(page))


def _words(page: str) -> Iterator[Recognised]:
    for number, line in enumerate(page.split("<span class='ocr_")):  # ocr_line, ocr_header, ocr_caption, ocr_textfloat
        title, *words = line.split("<span class='ocrx_word'")
        for part in words:
            if word := _word(part):
                yield replace(word, line=number, baseline=_baseline(title, word.box))


def _baseline(title: str, word: PixelBox) -> float | None:
    found = _LINE.search(title)
    if found is None:
        return None
    left, bottom, slope, offset = (float(v) for v in found.groups())
    return bottom + offset + slope * ((word[0] + word[2]) / 2 - left)


def _word(part: str) -> Recognised | None:
    head, *choices = part.split("<span class='ocrx_cinfo' id='lstm_choices")
    found = _WORD.match(head)
    if found is None or not (text := unescape(_MARKUP.sub("", found[6])).strip()):
        return None
    x0, y0, x1, y1 = (int(v) for v in found.groups()[:4])
    return Recognised(text, (x0, y0, x1, y1), int(found[5] or 0) / 100, _aligned(text, [_readings(c) for c in choices]))


def _readings(choice: str) -> tuple[tuple[str, float], ...]:
    found = [(unescape(reading), float(score) / 100) for score, reading in _READING.findall(choice)]
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
