"""The labels that can come next in a document whose open sections are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.labels import LETTER_HEADINGS, Kind, Label, roman_numeral
from pipeline.text import POINT_LETTERS

#: Kinds whose label is a word and a number, and the parts of one.
WORD_KINDS = frozenset({"part", "chapter", "section", "subsection", "article"})
WORDED = re.compile(r"(\D+?\s+)(\d+|[IVX]+|[A-HĐ])(\W*)")


@dataclass(frozen=True, slots=True)
class Level:
    label: Label | None
    heading_inside: bool = False
    opener_inside: bool = False


Stack = tuple[Level, ...]
_ALONE: tuple[tuple[str, Kind], ...] = (("I.", "roman"), ("A.", "letter_heading"), ("1.", "clause"), ("1)", "clause"), ("a)", "point"))


@lru_cache(maxsize=4096)
def expected_labels(stack: Stack, article: Label | None) -> tuple[Label, ...]:
    """The labels that can come next: siblings of what is open, one of which may be missing, and the first of a new list.

    `article` is the last one seen: articles are counted through all chapters.
    """
    out: dict[str, Label] = {}
    for label in (*(level.label for level in reversed(stack[1:])), article):
        if label is None or label.kind == "bullet":
            continue
        for ordinal in _next_ordinals(label):
            made = _made(label, ordinal)
            if made:
                out.setdefault(made.text, made)
        if label.kind in ("clause", "decimal", "roman") and len(label.ordinal) < 4:
            first = (*label.ordinal, 1)
            for tail in ("", "."):
                made = Label(".".join(map(str, first)) + tail, "decimal", first, 0)
                out.setdefault(made.text, made)
    for text, kind in _ALONE:
        out.setdefault(text, Label(text, kind, (1,), 0))
    for n in (2, 3):  # the first of the list was not seen
        out.setdefault(roman_numeral(n) + ".", Label(roman_numeral(n) + ".", "roman", (n,), 0))
    out.setdefault("Điều 1.", Label("Điều 1.", "article", (1,), 0))
    return tuple(out.values())


def _next_ordinals(label: Label) -> Iterator[tuple[int, ...]]:
    *above, last = label.ordinal
    yield (*above, last + 1)
    yield (*above, last + 2)


def _made(label: Label, ordinal: tuple[int, ...]) -> Label | None:
    """A label in the style of `label`."""
    n = ordinal[-1]
    number = label.text
    match label.kind:
        case "roman":
            body, old = roman_numeral(n), roman_numeral(label.ordinal[-1])
        case "clause":
            body, old = str(n), str(label.ordinal[-1])
        case "decimal":
            body, old = ".".join(map(str, ordinal)), ".".join(map(str, label.ordinal))
        case "point":
            if n > len(POINT_LETTERS) or len(ordinal) > 1:
                return None
            body, old = POINT_LETTERS[n - 1], POINT_LETTERS[label.ordinal[-1] - 1]
        case "letter_heading":
            if n > len(LETTER_HEADINGS):
                return None
            body, old = LETTER_HEADINGS[n - 1], LETTER_HEADINGS[label.ordinal[-1] - 1]
        case "part" | "chapter" | "section" | "article" | "subsection":
            return _worded(label, n)
        case _:
            return None
    if not number.startswith(old):
        return None
    return Label(body + number[len(old) :], label.kind, ordinal, 0)


def _worded(label: Label, n: int) -> Label | None:
    m = WORDED.fullmatch(label.text)
    if not m or len(label.ordinal) > 1:
        return None
    if m[2].isdigit():
        body = str(n)
    elif label.kind == "part" and m[2] == LETTER_HEADINGS[label.ordinal[0] - 1 : label.ordinal[0]]:
        body = LETTER_HEADINGS[n - 1 : n]
    else:
        body = roman_numeral(n)
    return Label(m[1] + body + m[3], label.kind, (n,), 0) if body else None
