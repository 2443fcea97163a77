"""The passages of a document that answer a query, as positions in its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from pipeline.index.records import reading_text
from pipeline.index.wording import WORD, spell
from pipeline.text import Edit, MappedText, fold

Row: TypeAlias = tuple[str, ...]  #: words side by side, mostly one, spelled with their marks
_WIDTH = 220  #: characters of a passage, about two lines
_LEAD = 60  #: of them before the first word that is marked
_LOOKED_AT = 400  #: places of words, from the beginning; common ones may have thousands


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` is the source from `start` to `end`; `marks` are the matching words in it, in positions of the source."""

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    row: Row  #: what was wanted
    exact: bool  #: with just the marks that were typed


def snippets(
    text: str, mended: Sequence[Edit], wanted: Collection[Row], exact: Collection[Row] = (), count: int = 1
) -> tuple[Snippet, ...]:
    """At most `count` passages of `text` that hold the most of what is `wanted`; of that, `exact` only with just its marks."""
    if not wanted:
        return ()
    reading = reading_text(text, mended)
    found = _find(reading.text, wanted, exact)
    out: list[Snippet] = []
    while found and len(out) < count:
        start, end = _best(found)
        start, end = _at_words(reading.text, start, end)
        inside = [one for one in found if start <= one.start and one.end <= end]
        out.append(_snippet(reading, start, end, inside))
        found = [one for one in found if one.end <= start or one.start >= end]
    return tuple(out)


def _find(text: str, wanted: Collection[Row], strict: Collection[Row]) -> list[_Found]:
    spelled = spell(text)
    rows = _by_fold(wanted)
    out: list[_Found] = []
    for place in islice(_any_of(tuple(rows)).finditer(fold(spelled)), _LOOKED_AT):
        typed = tuple(WORD.findall(spelled[place.start() : place.end()]))
        meant = rows[tuple(map(fold, typed))]
        row = typed if typed in meant else next((one for one in meant if one not in strict), None)
        if row:
            out.append(_Found(place.start(), place.end(), row, row == typed))
    return out


def _by_fold(wanted: Collection[Row]) -> dict[Row, list[Row]]:
    """What is wanted by its words without marks, the longest rows first."""
    out: dict[Row, list[Row]] = {}
    for row in sorted(wanted, key=lambda row: (-len(row), row)):
        out.setdefault(tuple(map(fold, row)), []).append(row)
    return out


@lru_cache(maxsize=8)
def _any_of(rows: tuple[Row, ...]) -> re.Pattern[str]:
    """The rows in running text without marks, the first one that fits."""
    return re.compile(r"(?<![^\W_])(?:" + "|".join(r"[\W_]+".join(map(re.escape, row)) for row in rows) + r")(?![^\W_])")


def _best(found: Sequence[_Found]) -> tuple[int, int]:
    """The window with the most distinct words; of equals the one with more neighbours and marks, then the first."""
    best, chosen, end = 0.0, 0, 0
    inside: Counter[Row] = Counter()
    exact: Counter[Row] = Counter()
    close = 0
    for i, first in enumerate(found):
        while end < len(found) and found[end].start < first.start + _WIDTH - _LEAD:
            inside[found[end].row] += 1
            exact[found[end].row] += found[end].exact
            close += end > i and _neighbours(found[end - 1], found[end])
            end += 1
        score = sum(inside[row] > 0 for row in inside) + 0.2 * sum(exact[row] > 0 for row in exact) + 0.4 * min(close, 8)
        if score > best:
            best, chosen = score, i
        inside[first.row] -= 1
        exact[first.row] -= first.exact
        close -= i + 1 < end and _neighbours(first, found[i + 1])
    start = found[chosen].start
    return start - _LEAD, start - _LEAD + _WIDTH


def _neighbours(one: _Found, other: _Found) -> bool:
    return one.row != other.row and other.start - one.end <= 2


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Moved to where words begin and end; not over an empty line before the first word."""
    start, end = max(start, 0), min(end, len(text))
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _snippet(reading: MappedText, start: int, end: int, inside: Sequence[_Found]) -> Snippet:
    whole = reading.to_source(start, end)
    marks = [reading.to_source(one.start, one.end) for one in inside]
    return Snippet(reading.source[whole.start : whole.end], whole.start, whole.end, tuple((mark.start, mark.end) for mark in marks))


def marked(snippet: Snippet, before: str = "«", after: str = "»") -> str:
    """On one line, with marks around the matching words; words side by side share them."""
    joined: list[list[int]] = []
    for start, end in snippet.marks:
        if joined and not snippet.text[joined[-1][1] - snippet.start : start - snippet.start].strip():  # side by side, or overlapping
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    out, done = "", snippet.start
    for start, end in joined:
        out += snippet.text[done - snippet.start : start - snippet.start] + before
        out += snippet.text[start - snippet.start : end - snippet.start] + after
        done = end
    return " ".join((out + snippet.text[done - snippet.start :]).split())
