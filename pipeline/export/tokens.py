"""Tokens on whose borders every evidence falls: words and numbers, each punctuation mark by itself, white space.

spaCy's own rules keep "53/KH-UBND" and "15/8/2022" whole; evidence begins and ends inside of such. Here "53", "/", "KH", "-", "UBND"
are tokens, so that a model that tokenises by the same rule can find them. Joined, tokens and their spaces give the text back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: A letter with its combining marks is one; an underscore is a mark.
_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|\s+|[\W_]")


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]`, and whether one blank follows that belongs to no token."""

    start: int
    end: int
    space: bool


def tokenize(text: str, borders: Sequence[int] = ()) -> tuple[Token, ...]:
    """The tokens of `text`, by the rule alone, but cut at `borders` (sorted offsets) where one lies inside of a token.

    >>> [("Số: 53/KH-UBND"[t.start : t.end], t.space) for t in tokenize("Số: 53/KH-UBND")][:4]
    [('Số', False), (':', True), ('53', False), ('/', False)]
    """
    out: list[Token] = []
    done = 0
    for m in _TOKEN.finditer(text):
        start, end = max(m.start(), done), m.end()
        if start == end:  # a single blank, taken by the token before it
            continue
        blank = text[end : end + 1] == " " and not text[start].isspace()
        done = end + blank
        cuts = [start, *_between(borders, start, end), end]
        out += (Token(a, b, blank and b == end) for a, b in pairwise(cuts))
    return tuple(out)


def _between(borders: Sequence[int], start: int, end: int) -> Iterator[int]:
    at = bisect_left(borders, start + 1)
    while at < len(borders) and borders[at] < end:
        yield borders[at]
        at += 1


def index_of(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """First token and the one behind the last of `text[start:end]`; None where an end lies inside of a token."""
    first = bisect_left(tokens, start, key=lambda t: t.start)
    last = bisect_left(tokens, end, key=lambda t: t.end)
    if first >= len(tokens) or last >= len(tokens) or tokens[first].start != start or tokens[last].end != end:
        return None
    return first, last + 1
