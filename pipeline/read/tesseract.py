"""Tesseract as a program: a page image in, words with boxes, confidences and the readings it weighed out.

One page a call, one thread (`OMP_THREAD_LIMIT=1`: 1.3 instead of 8.4 CPU seconds a page), the image through standard input.
hOCR is the one output that carries the alternatives of `lstm_choice_mode=2`; they cost about a tenth more time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from pipeline.errors import MissingDependency

LANGUAGE = "vie"
INSTALL = "install them: apt-get install tesseract-ocr tesseract-ocr-vie"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word as Tesseract read it; the box in pixels of the image, `(x0, y0, x1, y1)` from the top left."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float  #: 0..1, Tesseract's own; it says little (a wrong word had 0.96)
    #: for each character of `text` the readings weighed, best first, with scores 0..1; () where Tesseract gave none
    alternatives: tuple[tuple[tuple[str, float], ...], ...]


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


def recognise(image: bytes, dots_per_inch: int, seconds: float = 60.0, mode: int = 3) -> tuple[Recognised, ...]:
    """Words of a page image (PNG, PGM, TIFF, JPEG bytes) in Tesseract's order.

    Raises PageTimeout after `seconds`; an image that Tesseract cannot read gives no words.
    """
    version()
    command = ["tesseract", "-", "-", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(dots_per_inch)]
    command += ["-c", "lstm_choice_mode=2", "-c", "tessedit_create_hocr=1"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=seconds, env=environment, check=False)
    except subprocess.TimeoutExpired as stuck:
        raise PageTimeout(f"no result within {seconds:.0f} s") from stuck
    return tuple(parse_hocr(done.stdout)) if done.returncode == 0 else ()


_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SURENESS = re.compile(r"x_wconf (\d+)")
_SCORE = re.compile(r"x_confs ([\d.]+)")
#: XML 1.0 has no place for them, and Tesseract prints what it reads.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse_hocr(data: bytes) -> Iterator[Recognised]:
    """The words of an hOCR page; a page that is no XML gives none."""
    try:
        root = ElementTree.fromstring(_NOT_XML.sub(b"", data))
    except ElementTree.ParseError:
        return
    for span in root.iter("{http://www.w3.org/1999/xhtml}span"):
        if span.get("class") != "ocrx_word":
            continue
        word = _word(span)
        if word:
            yield word


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
