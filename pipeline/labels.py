"""Labels of headings, articles, clauses and points: "Phần I", "Chương II", "Điều 1.", "I.", "1.", "1.1.", "a)", "-", "+".

Forms A and B of Decree 30/2020/NĐ-CP, Appendix I, and what is customary beside them. Letters follow the Vietnamese
alphabet. Labels lie in practice (they skip, repeat and change punctuation), so a label says its kind and its ordinal and
nothing about its parent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.text import LOWER, POINT_LETTERS, UPPER

Kind = Literal["part", "chapter", "section", "subsection", "article", "letter_heading", "roman", "clause", "decimal", "point", "bullet"]
#: Smaller stands above greater where two kinds meet for the first time.
RANK: dict[Kind, int] = {kind: rank for rank, kind in enumerate(get_args(Kind))}


@dataclass(frozen=True, slots=True)
class Label:
    text: str  #: as printed: "2.1.", "đ)", "Điều 4"
    kind: Kind
    ordinal: tuple[int, ...]  #: (4,) for "4.", (2, 1) for "2.1."; () for a bullet
    end: int  #: where the text after it begins in the line


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_WORD_ORDINALS = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

_LABEL = re.compile(
    rf"""
      (?P<part> (?:Phần|PHẦN)\s+(?:thứ\s+|THỨ\s+)? (?P<part_n>{_ROMAN}|\d{{1,2}}|[A-HĐ]|[{LOWER}{UPPER}]{{2,5}}) \s*[.:–-]? (?=\s|$) )
    | (?P<chapter> (?:Chương|CHƯƠNG)\s+ (?P<chapter_n>{_ROMAN}|\d{{1,2}}) \s*[.:–-]? (?=\s|$) )
    | (?P<section> (?:Mục|MỤC)\s+ (?P<section_n>{_ROMAN}|\d{{1,2}}) \s*[.:–-]? (?=\s|$) )
    | (?P<subsection> (?:Tiểu\ mục|TIỂU\ MỤC)\s+ (?P<subsection_n>{_ROMAN}|\d{{1,2}}) \s*[.:–-]? (?=\s|$) )
    | (?P<article> (?:Điều|ĐIỀU)\s+ (?P<article_n>\d{{1,3}}) (?P<article_s>[a-zđ])? \s*(?:[.:–-]|(?=\s[{UPPER}])|$) )
    | (?P<roman> (?!V/[vV]\b) (?P<roman_n>{_ROMAN}) (?:\s?[.):/]\s?-?|\s*[-–—](?=\s)) (?![{UPPER}]\.) (?=\s*[{UPPER}\d“"'(]|\s*$) )
    | (?P<letter_heading> (?P<letter_n>[A-HĐ]) \s?[.):/-] (?=\s+[{UPPER}]) )
    | (?P<decimal> (?P<decimal_n>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}) (?:\s?[.):/-](?=\s|[{UPPER}]|$)|(?=\s+(?:[{UPPER}]|\d+\s?%))) )
    | (?P<clause> (?P<clause_n>\d{{1,2}}) (?:\s?[.):/](?=\s|[{UPPER}“"]|$)|\s?[-–—](?=\s*[{UPPER}][{LOWER}]|\s+[{UPPER}])) )
    | (?P<point> (?P<point_n>[{POINT_LETTERS}]) (?P<point_s>\d)? (?:\s?[)](?=\s|[{UPPER}{LOWER}“"]|$)|\s?[./](?=\s+[{UPPER}])) )
    | (?P<bullet> (?: [-–—+•●▪■◦*§Ø][ \t]* (?=[{UPPER}{LOWER}\d“"‘'(\[]) ) )
    """,
    re.VERBOSE,
)
#: "1. 1. Nội dung" and "1/ 2" never happen; "5. 000" and "10. 6. 2021" do, in columns of figures.
_FIGURES = re.compile(r"\s*[\d.,%]+\s*$")


def parse_label(text: str) -> Label | None:
    """The label with which the line `text` begins, or None.

    >>> parse_label("đ) Hồ sơ gồm"), parse_label("2021-2025 là năm")
    (Label(text='đ)', kind='point', ordinal=(5,), end=3), None)
    """
    m = _LABEL.match(text)
    if not m or not m.lastgroup:
        return None
    kind = next(k for k in RANK if m[k] is not None)
    if kind != "bullet" and _FIGURES.match(text[m.end() :]) and text[m.end() :].strip():
        return None
    ordinal = _ordinal(kind, m)
    if ordinal is None:
        return None
    end = m.end() + (len(text) - m.end() - len(text[m.end() :].lstrip()))
    return Label(m[0].rstrip(), kind, ordinal, end)


def _ordinal(kind: str, m: re.Match[str]) -> tuple[int, ...] | None:
    match kind:
        case "bullet":
            return ()
        case "decimal":
            return tuple(map(int, m["decimal_n"].split(".")))
        case "point":
            return (POINT_LETTERS.index(m["point_n"]) + 1, *([int(m["point_s"])] if m["point_s"] else []))
        case "letter_heading":
            return ("ABCDĐEGH".find(m["letter_n"]) + 1,)
        case "article":
            return (int(m["article_n"]), *([POINT_LETTERS.find(m["article_s"]) + 1] if m["article_s"] else []))
        case _:
            n = _number(m[f"{kind}_n"])
            return None if n is None else (n,)


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if re.fullmatch(_ROMAN, text):
        return _roman(text)
    return "ABCDĐEGH".find(text) + 1 if len(text) == 1 else _WORD_ORDINALS.get(text.lower())


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in text]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
