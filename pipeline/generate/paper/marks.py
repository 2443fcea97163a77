"""What stands on a page and where: points (1/72 inch) from the top left of A4; a text's `y` is its baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

from pipeline.generate.paper.fonts import Face, width


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face in one line; `space` is added to each blank."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line to the right of (x, y)."""

    x: float
    y: float
    length: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Round a mark of urgency or secrecy; `y` is its upper edge."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where people write or stamp once the page is printed; `y` is its lower edge for figures, its middle for a signature."""

    kind: Literal["number", "day", "month", "sign", "end"]
    x: float
    y: float
    width: float
    text: str


Mark: TypeAlias = Run | Rule | Frame | Spot


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that stay together, `y` counted from the block's top; `keep`: with the next block on one page."""

    height: float
    marks: tuple[Mark, ...]
    keep: bool = False


Word: TypeAlias = tuple[str, Face]


def lowered(marks: Iterable[Mark], by: float) -> Iterator[Mark]:
    return (replace(mark, y=mark.y + by) for mark in marks)


def right_end(run: Run) -> float:
    return run.x + width(run.text, run.face, run.size) + run.space * run.text.count(" ")


def words_of(text: str, face: Face) -> list[Word]:
    return [(word, face) for word in text.split()]


def broken(words: Sequence[Word], size: float, room: float, first: float) -> Iterator[list[Word]]:
    """The words in lines of `room` points, the first line of `first`; a word that is wider stands alone."""
    line: list[Word] = []
    left = first
    for word, face in words:
        needed = width(word, face, size)
        if line and needed > left:
            yield line
            line, left = [], room
        line.append((word, face))
        left -= needed + width(" ", face, size)
    if line:
        yield line


def natural(words: Sequence[Word], size: float) -> float:
    """The width of a line that is not stretched."""
    return sum(width(word, face, size) for word, face in words) + sum(width(" ", face, size) for _, face in words[:-1])


def line_of(words: Sequence[Word], x: float, y: float, size: float, space: float = 0.0) -> Iterator[Run]:
    """A line from `x` on, a run a face."""
    for face, group in groupby(words, key=lambda word: word[1]):
        text = " ".join(word for word, _ in group)
        yield Run(x, y, text, face, size, space)
        x += width(text + " ", face, size) + space * (text.count(" ") + 1)


def justified(words: Sequence[Word], x: float, y: float, size: float, room: float) -> Iterator[Run]:
    """A line stretched to `room`."""
    space = (room - natural(words, size)) / (len(words) - 1) if len(words) > 1 else 0.0
    return line_of(words, x, y, size, space)


def centred(words: Sequence[Word], middle: float, y: float, size: float) -> Iterator[Run]:
    return line_of(words, middle - natural(words, size) / 2, y, size)
