"""Tesseract: pictures of pages in, words with boxes, confidences and the readings it weighed out.

The engine runs in processes of its own (`engine`), one a thread that asks, on one processor core each (`OMP_THREAD_LIMIT=1`: 1.3
instead of 8.4 CPU seconds a page). They stay for the next page; one that hangs or dies is replaced.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from glob import glob
from importlib.util import find_spec
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from pipeline.errors import MissingDependency
from pipeline.read import engine
from pipeline.read.picture import Gray

LANGUAGE = "vie"
INSTALL = "install them: apt-get install tesseract-ocr-vie tesseract-ocr-osd"
#: Where Debian, Fedora and others, and what was built by hand, keep Tesseract's data; `TESSDATA_PREFIX` goes before.
_FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")

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
    """ "5.5.4". Raises MissingDependency where the engine or its Vietnamese data are not installed."""
    if find_spec("tesserocr") is None:
        raise MissingDependency("Tesseract is not installed", "reading scans", "install it: pip install tesserocr")
    _data()
    found = _Engine()
    _idle.append(found)
    return found.version


def _data() -> str:
    """The folder of Tesseract's data."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    folders = [prefix] if prefix else [folder for pattern in _FOLDERS for folder in sorted(glob(pattern), reverse=True)]
    for folder in folders:
        if os.path.exists(os.path.join(folder, f"{LANGUAGE}.traineddata")):
            return folder
    raise MissingDependency("Tesseract has no Vietnamese data", "reading scans", INSTALL)


#: Tesseract's page segmentation modes: a whole page in its order; which way up it is.
PAGE, _TURNS = 3, 0


def recognise(pictures: Sequence[Gray], dots_per_inch: int, seconds: float = 60.0, mode: int = PAGE) -> tuple[tuple[Recognised, ...], ...]:
    """Words of each picture in Tesseract's order; fewer than `pictures` where the engine broke down.

    What is no whole page is a second reading of names and positions, chosen whole: its alternatives are not looked at.
    Raises PageTimeout after `seconds`, MissingDependency.
    """
    answers = _asked((mode, dots_per_inch, mode == PAGE), pictures, len(pictures), seconds)
    return tuple(tuple(map(_recognised, words)) for words in answers if words is not None)


def quarter_turns(picture: Gray, dots_per_inch: int, seconds: float = 60.0) -> int | None:
    """How many quarters the picture is to be turned clockwise for its print to stand upright; None where Tesseract cannot tell."""
    try:
        found = list(_asked((_TURNS, dots_per_inch, False), [picture], 1, seconds))
    except PageTimeout:
        return None
    return found[0][0] if found else None


def _recognised(word: engine.Word) -> Recognised:
    text, box, sure, baseline, line, weighed = word
    return Recognised(text, box, round(sure) / 100, _aligned(text, [_readings(w) for w in weighed]), line, baseline)


def _readings(weighed: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Badness as a score, as Tesseract's own hOCR has it: 0 is 1.0, and from 20 on nothing is left."""
    return tuple((reading, max(1.0 - bad / 20, 0.0)) for reading, bad in sorted(weighed, key=lambda r: r[1]))


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


# --- processes --------------------------------------------------------------------------------------------------------


class _Engine:
    """One recognising process, and the connection to it."""

    def __init__(self) -> None:
        ours, its = socket.socketpair()
        with its:
            self.process = subprocess.Popen(
                [sys.executable, engine.__file__, str(its.fileno()), _data()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[its.fileno()],
                env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            )
        self.connection = Connection(ours.detach())
        try:
            self.version = str(self.answer(monotonic() + 60))
        except (PageTimeout, OSError, EOFError) as broken:
            self.end()
            advice = "reinstall it: pip install --force-reinstall tesserocr"
            raise MissingDependency("Tesseract does not start", "reading scans", advice) from broken

    def answer(self, until: float) -> Any:
        """What it sends next. Raises PageTimeout, and EOFError or OSError where it has died."""
        if not self.connection.poll(max(until - monotonic(), 0)):
            raise PageTimeout("no result in time")
        return self.connection.recv()

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


#: Engines that wait for work; `append` and `pop` of a list are atomic.
_idle: list[_Engine] = []


def _asked(how: tuple[int, int, bool], pictures: Sequence[Gray], answers: int, seconds: float) -> Iterator[Any]:
    """The answers to one request; those that came until the engine broke down."""
    version()
    try:
        found = _idle.pop()
    except IndexError:
        found = _Engine()
    until = monotonic() + seconds
    try:
        found.connection.send((*how, [(p.shape[1], p.shape[0], p.tobytes()) for p in pictures]))
        out = [found.answer(until) for _ in range(answers)]
    except (EOFError, OSError):
        found.end()
        return iter(())
    except BaseException:
        found.end()
        raise
    _idle.append(found)
    return iter(out)


def processes() -> list[int]:
    """Process ids of the engines that wait, for whoever accounts for their time or memory."""
    return [waiting.process.pid for waiting in _idle]


def close() -> None:
    """End the engines that wait; the next picture starts new ones."""
    while _idle:
        _idle.pop().end()


def _forget() -> None:
    """After a fork the engines are the parent's, and are not to be spoken to by two."""
    for inherited in _idle:
        inherited.connection.close()
        inherited.process.returncode = 0  # not ours to wait for
    _idle.clear()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
