"""What a recogniser mistakes by its shape or size alone: "cấp Cơ SỞ" for "cấp cơ sở", "HI." for "III.", "ở)" for "đ)".

For recognised text only, and only where the recogniser thought of the other letter too, or no such label exists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from pipeline.repair.channel import Readings
from pipeline.repair.ledger import Change
from pipeline.text import POINT_LETTERS, bare

CONFIDENCE = 0.95

# --- capitals -----------------------------------------------------------------------------------------------------------

#: Letters whose capital differs in size alone, marks aside.
_SAME_SHAPE = frozenset("cosuvxz")
#: Words that open no name: within a sentence they have no capital.
_NO_NAMES = frozenset({"sau", "so", "sẽ", "và", "với", "vào", "vẫn", "cũng", "cùng", "của"})


def mend_capitals(tokens: Sequence[re.Match[str]], readings: Mapping[int, Readings]) -> Iterator[Change]:
    """Capitals behind a word in lower case that are small letters: a whole word, a word that opens no name, one that is small elsewhere."""
    seen = Counter((a[0], b[0]) for a, b in pairwise(tokens))
    inside = False  #: whether the word before is in lower case, or should be
    for before, token in pairwise(tokens):
        word, inside = token[0], inside or before[0].islower()
        if not inside or word.islower() or not _may_be_small(word, readings.get(token.start(), ())):
            inside = False
            continue
        small, titled = word.lower(), word[:1] + word[1:].lower()
        whole = word.isupper() and len(word) > 1 and bare(word) != word  # without marks it may be a symbol: CO
        inside = whole or small in _NO_NAMES or seen[before[0], small] > 0
        after = titled if seen[before[0], titled] > seen[before[0], small] and small not in _NO_NAMES else small
        if inside and after != word:
            yield Change(token.start(), token.end(), word, after, "case.shape", CONFIDENCE)


def _may_be_small(word: str, heard: Readings) -> bool:
    """Whether every capital is told from its small letter by size alone, and the recogniser thought of that one too."""
    return len(heard) == len(word) and all(
        c.islower() or (bare(c).lower() in _SAME_SHAPE and any(reading == c.lower() for reading, _ in listed))
        for c, listed in zip(word, heard, strict=True)
    )


# --- labels -------------------------------------------------------------------------------------------------------------

_POINT = re.compile(r"(?m)^[^\w\n]{0,3}(\S)\) ")
_ROMAN = re.compile(r"(?m)^[ \t]{0,8}([^\W\d_]{1,5})\. ")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
#: Letters that look like strokes of a Roman numeral.
_STROKES = str.maketrans({"H": "II", "l": "I", "i": "I", "T": "I"})


def mend_labels(text: str, readings: Mapping[int, Readings]) -> Iterator[Change]:
    """Points (a, b, c …) and Roman numerals that do not follow the one before them."""
    points, before = list(_POINT.finditer(text)), ""
    for here, behind in zip_longest(points, points[1:]):
        after = _next_point(before)
        if after and here[1] not in (after, "a") and _is_misread(here[1], after, behind, readings.get(here.start(1), ())):
            yield Change(here.start(1), here.end(1), here[1], after, "labels.point", CONFIDENCE)
            before = after
        else:
            before = here[1]
    last = 0  #: the numeral before, from 1 on
    for m in _ROMAN.finditer(text):
        if m[1] in _NUMERALS:
            last = _NUMERALS.index(m[1]) + 1
        elif 0 < last < len(_NUMERALS) and m[1].translate(_STROKES) == _NUMERALS[last]:
            yield Change(m.start(1), m.end(1), m[1], _NUMERALS[last], "labels.roman", CONFIDENCE)
            last += 1


def _next_point(letter: str) -> str | None:
    at = POINT_LETTERS.find(letter) if letter else -1
    return POINT_LETTERS[at + 1] if 0 <= at < len(POINT_LETTERS) - 1 else None


def _is_misread(read: str, after: str, behind: re.Match[str] | None, heard: Readings) -> bool:
    """Whether the recogniser thought of the letter that must follow, and the next point goes on from it; or what was read is no point."""
    goes_on = behind is not None and behind[1] == _next_point(after)
    thought = any(reading == after for listed in heard for reading, _ in listed)
    return (goes_on and (thought or read not in POINT_LETTERS)) or (thought and read not in POINT_LETTERS)
