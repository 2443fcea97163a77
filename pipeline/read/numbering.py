"""The numbers and bullets of lists in a docx, which its text does not hold: numbering.xml -> labels.

ECMA-376 Part 1, 17.9: a paragraph names a list (numId) and a level; the list names its abstract list, whose levels say
how the label is written ("%1.%2.") and in what numbers. Lists that share an abstract list go on counting together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.text import POINT_LETTERS

_LEVELS = 9
#: Fonts of symbols show letters and private characters as bullets.
_BULLETS = {"\uf02d": "-", "\uf02b": "+", "\uf0a7": "▪", "\uf0d8": "Ø", "o": "◦", "§": "▪"}
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Level:
    format: str = "decimal"
    text: str = ""  #: "%1.%2."
    start: int = 1
    space: str = " "  #: what stands between the label and the text
    restart: int | None = None  #: the level (from 1) after which it begins again; 0: never; None: any above
    decimal: bool = False  #: all numbers in it are decimal (isLgl)
    letters: str = ""  #: of a custom format: "a, b, c, d, đ, ..."


@dataclass(frozen=True, slots=True)
class List_:
    abstract: str
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, List_]
    abstracts: Mapping[str, Mapping[int, Level]]
    links: Mapping[str, str] = field(default_factory=dict)  #: abstract list -> the style that holds its levels
    level_of_style: Mapping[tuple[str, str], int] = field(default_factory=dict)  #: (abstract list, style) -> level
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """The label of the next paragraph of a list at `depth` (from 0), with the space after it; "" when there is none."""
        lst = self.lists.get(list_id)
        if lst is None or not 0 <= depth < _LEVELS:
            return ""
        levels = {**self.abstracts.get(lst.abstract, {}), **lst.levels}
        counts = self._counts.setdefault(lst.abstract, [None] * _LEVELS)
        self._count(list_id, lst, levels, counts, depth)
        level = levels.get(depth)
        if level is None:
            return ""
        if level.format == "bullet":
            label = _bullet(level.text)
        else:
            label = re.sub(r"%([1-9])", lambda m: _number(levels, counts, int(m[1]) - 1, level.decimal), level.text)
        return label + level.space if label.strip() else ""

    def _count(self, list_id: str, lst: List_, levels: Mapping[int, Level], counts: list[int | None], depth: int) -> None:
        start = lst.starts.get(depth)
        before = counts[depth]
        if start is not None and (list_id, depth) not in self._started:
            counts[depth] = start
        else:
            counts[depth] = levels.get(depth, Level()).start if before is None else before + 1
        self._started.add((list_id, depth))
        for below in range(depth + 1, _LEVELS):
            restart = levels.get(below, Level()).restart
            if restart is None or depth < restart:
                counts[below] = None


def _number(levels: Mapping[int, Level], counts: list[int | None], depth: int, decimal: bool) -> str:
    level = levels.get(depth, Level())
    n = counts[depth]
    return write_number(level.start if n is None else n, "decimal" if decimal else level.format, level.letters)


def _bullet(text: str) -> str:
    return _BULLETS.get(text) or _PRIVATE.sub("•", text)


# --- numbers ----------------------------------------------------------------------------------------------------------


def write_number(n: int, format_: str, letters: str = "") -> str:
    """`n` as ECMA-376 17.18.59 (ST_NumberFormat) has it; decimal where the format is another script's.

    >>> [write_number(5, f) for f in ("decimalZero", "upperRoman", "lowerLetter", "vietnameseCounting")]
    ['05', 'V', 'e', 'năm']
    >>> write_number(5, "custom", "a, b, c, ...")
    'đ'
    """
    if format_ == "custom":
        return _custom(n, letters)
    write = _FORMATS.get(format_)
    return write(n) if write and 0 < n < 4000 else "" if format_ == "none" else str(n)


def _roman(n: int) -> str:
    out = ""
    values = (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX")
    for value, letters in (*values, (5, "V"), (4, "IV"), (1, "I")):
        out += letters * (n // value)
        n %= value
    return out


def _letter(n: int) -> str:
    """a … z, aa, bb …: the letter repeated."""
    return chr(97 + (n - 1) % 26) * ((n - 1) // 26 + 1)


_DIGITS = "một hai ba bốn năm sáu bảy tám chín mười"


def _words(n: int) -> str:
    """Up to 99, as headings are counted: "mười lăm", "hai mươi mốt"."""
    words = _DIGITS.split()
    if n > 99:
        return str(n)
    if n <= 10:
        return words[n - 1]
    tens, ones = divmod(n, 10)
    head = "mười" if tens == 1 else words[tens - 1] + " mươi"
    tail = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, words[ones - 1] if ones else "")
    return f"{head} {tail}".strip()


def _custom(n: int, letters: str) -> str:
    """A format that lists its first labels: "a, b, c, d, đ, ..." or "001, 002, 003, ..."."""
    first = [label for part in letters.split(",") if (label := part.strip()) and set(label) != {"."} and label != "…"]
    if 0 < n <= len(first):
        return first[n - 1]
    if first and all(label.isdecimal() for label in first):
        return str(n).zfill(len(first[0]))
    lower = "".join(first).lower()
    if lower and POINT_LETTERS.startswith(lower) and n <= len(POINT_LETTERS):
        return POINT_LETTERS[n - 1].upper() if first[0].isupper() else POINT_LETTERS[n - 1]
    return str(n)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: str(n).zfill(2),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerLetter": _letter,
    "vietnameseCounting": _words,
    "none": lambda n: "",
}


# --- numbering.xml ----------------------------------------------------------------------------------------------------


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def children(element: Any, name: str) -> Iterator[Any]:
    """Children by their local name."""
    return (child for child in element if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name)


def child_value(element: Any, name: str) -> str | None:
    """The `val` of the first child of that name."""
    for child in children(element, name):
        return attribute(child, "val")
    return None


def whole(text: str | None, otherwise: int) -> int:
    """A small whole number from a file that may hold anything."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,5}", text) else otherwise


def read_numbering(root: Any) -> Numbering:
    """From the root element of numbering.xml; an empty one (None) has no lists."""
    abstracts: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    of_style: dict[tuple[str, str], int] = {}
    lists: dict[str, List_] = {}
    for abstract in children(root, "abstractNum") if root is not None else ():
        key = attribute(abstract, "abstractNumId") or ""
        abstracts[key] = dict(map(_level, children(abstract, "lvl")))
        if style := child_value(abstract, "numStyleLink"):
            links[key] = style
        of_style |= {(key, s): _depth(lvl) for lvl in children(abstract, "lvl") if (s := child_value(lvl, "pStyle"))}
    for num in children(root, "num") if root is not None else ():
        overrides = list(children(num, "lvlOverride"))
        starts = {_depth(o): whole(value, 1) for o in overrides if (value := child_value(o, "startOverride"))}
        levels = dict(_level(lvl) for o in overrides for lvl in children(o, "lvl"))
        lists[attribute(num, "numId") or ""] = List_(child_value(num, "abstractNumId") or "", starts, levels)
    return Numbering(lists, abstracts, links, of_style)


def _depth(element: Any) -> int:
    return whole(attribute(element, "ilvl"), 0)


def _level(lvl: Any) -> tuple[int, Level]:
    format_ = next((e for e in lvl.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == "numFmt"), None)
    restart = child_value(lvl, "lvlRestart")
    return _depth(lvl), Level(
        format=(attribute(format_, "val") if format_ is not None else None) or "decimal",
        text=child_value(lvl, "lvlText") or "",
        start=whole(child_value(lvl, "start"), 0 if child_value(lvl, "start") is None else 1),
        space="" if child_value(lvl, "suff") == "nothing" else " ",
        restart=None if restart is None else whole(restart, 0),
        decimal=any(True for _ in children(lvl, "isLgl")),
        letters=(attribute(format_, "format") if format_ is not None else None) or "",
    )
