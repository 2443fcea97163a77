"""Pictures of pages -> words with boxes -> lines in reading order, by Tesseract.

Pages are recognised by some at a time, one process a core, and given out in order; what is in memory does not grow with the file.
A page is straightened before and, when what was read is no language, turned; every box is that of the page as it is shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

import numpy as np

from pipeline.document import Box
from pipeline.read import ink, second_look
from pipeline.read.compose import LaidPage
from pipeline.read.debris import split_debris
from pipeline.read.legible import judge
from pipeline.read.lines import BoxedWord, LaidLine
from pipeline.read.lost_lines import unread_rows
from pipeline.read.page import lay_out
from pipeline.read.pdf_words import turned
from pipeline.read.picture import Gray, Picture
from pipeline.read.second_pass import Sheet, looked_again
from pipeline.read.slots import SlotPicture, find_slots, read_slots
from pipeline.read.tesseract import PageTimeout, PixelBox, Recognised, quarter_turns, recognise

#: Seconds that one page may take (a usual one takes one, the densest tables ten), and each more page of a call.
PAGE_SECONDS, MORE_SECONDS = 60.0, 10.0
#: Pages of one call of Tesseract.
_TOGETHER = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scanned:
    laid: LaidPage
    problem: str | None = None  #: code of the note that the page needs: "page_timeout", "page_failed", "page_turned", "page_illegible"


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_scans(pages: Iterable[T | Picture], jobs: int | None = None) -> Iterator[T | Scanned]:
    """`pages` in order, every picture among them recognised; `jobs` processes at a time (None: one a core)."""
    workers = jobs or cores()
    waiting: list[T | Picture] = []
    with ThreadPoolExecutor(workers) as pool:
        for page in pages:
            waiting.append(page)
            if sum(isinstance(p, Picture) for p in waiting) == workers * _TOGETHER:
                yield from _recognised(waiting, pool, workers)
                waiting = []
        yield from _recognised(waiting, pool, workers)


def _recognised(pages: Sequence[T | Picture], pool: ThreadPoolExecutor, workers: int) -> Iterator[T | Scanned]:
    pictures = [p for p in pages if isinstance(p, Picture)]
    size = min(-(-len(pictures) // workers), _TOGETHER) or 1
    chunks = [pictures[i : i + size] for i in range(0, len(pictures), size)]
    done = iter([page for chunk in pool.map(_scan, chunks) for page in chunk])
    for page in pages:
        yield next(done) if isinstance(page, Picture) else page


def cut_slots(picture: Picture) -> tuple[Gray, list[SlotPicture]]:
    """The page upright, and the slots of its letterhead: to train with, and to look at; no slots where the engine gives no words."""
    page = _made_upright(picture, 0)
    words = _words_alone(page)
    return page.whole, find_slots(page.gray, page.whole, () if isinstance(words, str) else words)


# --- one call ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Upright:
    """A picture made ready: turned by `turns` clockwise quarters, then by `skew` degrees counter-clockwise, and cleaned."""

    picture: Picture
    gray: Gray
    mask: Gray  #: its ink
    red: Gray | None
    whole: Gray  #: with what is red
    turns: int
    skew: float


def _scan(pictures: Sequence[Picture]) -> list[Scanned]:
    ready = [_made_upright(p, 0) for p in pictures]
    read = [_judged(page, words) for page, words in zip(ready, _words_of(ready), strict=True)]
    return [_laid(r) for r in _looked_again(read)]


def _made_upright(picture: Picture, turns: int) -> _Upright:
    gray, red = (np.ascontiguousarray(np.rot90(p, -turns)) if turns and p is not None else p for p in (picture.gray, picture.red))
    assert gray is not None
    gray = ink.without_streaks(ink.evened(gray, picture.dots))
    mask = ink.dark(gray)
    skew = ink.skew_of(mask)
    if abs(skew) >= ink.LEAST_SKEW:
        gray = ink.turned_by(gray, skew)
        red = None if red is None else ink.turned_by(red, skew)
        mask = ink.dark(gray)
    else:
        skew = 0.0
    gray = ink.cleaned(gray, mask, picture.dots)
    return _Upright(picture, gray, mask, red, gray if red is None else np.minimum(gray, red), turns, skew)


#: The words of a page, or the code of the note that says why there are none.
_Words = tuple[Recognised, ...] | str


def _words_of(pages: Sequence[_Upright]) -> list[_Words]:
    dots = round(pages[0].picture.dots)
    if len(pages) > 1 and all(round(p.picture.dots) == dots for p in pages):
        try:
            found = recognise([p.gray for p in pages], dots, PAGE_SECONDS + MORE_SECONDS * len(pages))
        except PageTimeout:
            found = ()
        if len(found) == len(pages):
            return list(found)
    return [_words_alone(p) for p in pages]


def _words_alone(page: _Upright) -> _Words:
    try:
        found = recognise([page.gray], round(page.picture.dots), PAGE_SECONDS)
    except PageTimeout:
        return "page_timeout"
    return found[0] if found else "page_failed"


# --- one page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """A page with its words, the note that it needs, and where it is to be looked at again."""

    page: _Upright
    words: tuple[Recognised, ...] | None  #: None where the engine gave none
    problem: str | None = None
    places: Sequence[PixelBox] = ()
    unread: Sequence[PixelBox] = ()  #: rows of ink that may be print, and no words


def _judged(page: _Upright, words: _Words) -> _Read:
    if isinstance(words, str):
        return _Read(page, None, words)
    problem = None
    if not page.turns and (judge(w.text for w in words) == "garbage" or _sideways(words)):
        page, words = _best_turned(page, words)
        problem = "page_turned" if page.turns else "page_illegible" if judge(w.text for w in words) == "garbage" else None
    mask, dots = page.mask if page.red is None else ink.dark(page.whole), page.picture.dots
    joined, pieces = second_look.open_ink(mask, words, dots)
    places = second_look.places(joined, pieces, words, dots)
    return _Read(page, words, problem, places, unread_rows(pieces, words, places))


def _laid(read: _Read) -> Scanned:
    page, words = read.page, read.words
    if words is None:
        return Scanned(LaidPage(page.picture.width, page.picture.height, ()), read.problem)
    lines = _lines(page, words, read.places)
    place = _placing(page)
    lines = [replace(line, words=tuple(replace(w, box=place(w.box)) for w in line.words)) for line in lines]
    slots = [replace(slot, box=place(slot.box)) for slot in read_slots(page.gray, page.whole, words, page.picture.dots)]
    return Scanned(LaidPage(page.picture.width, page.picture.height, lines, slots), read.problem)


def _best_turned(page: _Upright, words: tuple[Recognised, ...]) -> tuple[_Upright, tuple[Recognised, ...]]:
    """The page turned so that it is Vietnamese, as Tesseract's orientation detection has it, else by trial; itself if none is."""
    guess = quarter_turns(page.gray, round(page.picture.dots))
    for turns in dict.fromkeys((guess or 2, 2, 1, 3)):
        upright = _made_upright(page.picture, turns)
        found = _words_alone(upright)
        if not isinstance(found, str) and judge(w.text for w in found) == "vietnamese" and not _sideways(found):
            return upright, found
    return page, words


def _sideways(words: Sequence[Recognised]) -> bool:
    """Tesseract reads lines that run up or down the page, word for word, but not as lines of one page."""
    long = [w.box for w in words if len(w.text) > 3]
    return len(long) > 5 and sum(y1 - y0 > x1 - x0 for x0, y0, x1, y1 in long) > len(long) / 2


def _looked_again(reads: Sequence[_Read]) -> list[_Read]:
    sheets = [
        Sheet(r.page.whole, r.page.gray, r.page.red is not None, r.page.picture.dots, r.words or (), r.places, r.unread) for r in reads
    ]
    again = looked_again(sheets, PAGE_SECONDS)
    return [read if read.words is None else replace(read, words=w) for read, w in zip(reads, again, strict=True)]


def _lines(page: _Upright, words: Sequence[Recognised], places: Sequence[PixelBox]) -> list[LaidLine]:
    """Boxes in points of the upright page."""
    scale = 72.0 / page.picture.dots
    height, width = (n * scale for n in page.gray.shape)
    printed = list(page.picture.printed) if not page.turns and not page.skew else []
    kept, debris = split_debris(_not_printed(words, printed, scale), places)
    across, down = ink.ruled_lines(page.mask, page.picture.dots)
    levelled = _levelled(kept, scale)
    own = {id(w): _scaled(r.box, scale) for w, r in zip(levelled, kept, strict=True)}
    lines = lay_out(levelled + printed, width, height, across, down, [[_boxed(w, scale) for w in line] for line in debris])
    return [replace(line, words=tuple(replace(w, box=own.get(id(w), w.box)) for w in line.words)) for line in lines]


def _not_printed(words: Sequence[Recognised], printed: Sequence[BoxedWord], scale: float) -> list[Recognised]:
    """The words without those that stand where the file itself says what is printed."""
    boxes = [(round(x0 / scale), round(y0 / scale), round(x1 / scale), round(y1 / scale)) for x0, y0, x1, y1 in (w.box for w in printed)]
    return [w for w in words if not any(second_look.overlap(w.box, box) > 0.5 for box in boxes)]


def _boxed(word: Recognised, scale: float) -> BoxedWord:
    return BoxedWord(word.text, _scaled(word.box, scale), word.confidence, word.alternatives)


#: A word whose middle is farther from that of its line, in heights of the line, stands on another.
_OFF_LINE = 0.6
#: So much of the height of print is below the line on which it stands.
_DESCENT = 0.2
#: Capitals are at least so wide, in heights of their boxes; most have 0.7 and more.
_NARROW = 0.4
#: Boxes of OCR are as high as the letters in them: those of one print differ by so much of its height.
_ONE_PRINT = 0.35


def _levelled(words: Sequence[Recognised], scale: float) -> list[BoxedWord]:
    """The words with the height of the page's print, set on their baseline.

    So lines of one print stand evenly, whatever letters are in them, and no stroke that was read with a word joins two lines.
    """
    lines: dict[int, list[Recognised]] = {}
    for word in words:
        if len(word.text) > 1 and word.line:
            lines.setdefault(word.line, []).append(word)
    usual = median([w.box[3] - w.box[1] for line in lines.values() for w in line] or [1])
    levels = {n: level for n, line in lines.items() if (level := _level(line, usual))}
    return [_set_on(word, levels.get(word.line), scale) for word in words]


def _level(line: Sequence[Recognised], usual: float) -> tuple[float, float] | None:
    """Top and bottom of a line of print in pixels; None where Tesseract gives no baseline."""
    height = float(sorted(w.box[3] - w.box[1] for w in line)[len(line) // 4])  # strokes make boxes higher, never lower
    height = usual if abs(height - usual) < _ONE_PRINT * usual or _is_stretched(line, height) else height
    bases = [w.baseline for w in line if w.baseline is not None]
    return (median(bases) - (1 - _DESCENT) * height, median(bases) + _DESCENT * height) if bases else None


def _is_stretched(line: Sequence[Recognised], height: float) -> bool:
    """Whether capitals are much too narrow for the height of their boxes: a rule below them was read with them."""
    wide = sum(w.box[2] - w.box[0] for w in line)
    return all(w.text.isupper() for w in line) and wide < _NARROW * height * sum(len(w.text) for w in line)


def _set_on(word: Recognised, level: tuple[float, float] | None, scale: float) -> BoxedWord:
    boxed = _boxed(word, scale)
    if level is None:
        return boxed
    top, bottom = level
    if abs((word.box[1] + word.box[3]) - (top + bottom)) / 2 > _OFF_LINE * (bottom - top):
        return boxed
    return replace(boxed, box=(boxed.box[0], top * scale, boxed.box[2], bottom * scale))


def _scaled(box: tuple[int, int, int, int], scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _placing(page: _Upright) -> Callable[[Box], Box]:
    """How boxes of the upright page become boxes of the page as it is shown."""
    scale = 72.0 / page.picture.dots
    height, width = (n * scale for n in page.gray.shape)
    shown = page.picture.width, page.picture.height
    stretch = shown[0] / (height if page.turns % 2 else width), shown[1] / (width if page.turns % 2 else height)
    angle = np.radians(page.skew)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))

    def place(box: Box) -> Box:
        if page.skew:
            x, y = (box[0] + box[2] - width) / 2, (box[1] + box[3] - height) / 2
            x, y = width / 2 + x * cos - y * sin, height / 2 + x * sin + y * cos
            w, h = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
            h += abs(w * sin)
            box = x - w, y - h, x + w, y + h
        box = turned(box, -page.turns, width, height)
        return box[0] * stretch[0], box[1] * stretch[1], box[2] * stretch[0], box[3] * stretch[1]

    return place
