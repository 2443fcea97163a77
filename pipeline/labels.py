"""Labels of headings, articles, clauses and points: "Phần I", "Chương II", "Điều 1.", "I.", "1.", "1.1.", "a)", "-", "+".

Forms A and B of Decree 30/2020/NĐ-CP, Appendix I, and what is customary beside them. Letters follow the Vietnamese
alphabet. Labels lie in practice (they skip, repeat and change punctuation), so a label says its kind and its ordinal and
nothing about its parent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from pipeline.text import POINT_LETTERS, bare

Kind = Literal["part", "chapter", "section", "subsection", "article", "letter_heading", "roman", "clause", "decimal", "point", "bullet"]
#: Smaller stands above greater where two kinds meet for the first time.
RANK: dict[Kind, int] = {kind: rank for rank, kind in enumerate(get_args(Kind))}


#: In the order of the alphabet, as far as headings go.
LETTER_HEADINGS = "ABCDĐEGH"


@dataclass(frozen=True, slots=True)
class Label:
    """A section label that was read, "II.", "1.1.", "a)", "Điều 3."."""

    text: str  #: as printed: "2.1.", "đ)", "Điều 4"
    kind: Kind
    ordinal: tuple[int, ...]  #: (4,) for "4.", (2, 1) for "2.1."; () for a bullet
    end: int  #: where the text after it begins in the line


@dataclass(frozen=True, slots=True)
class ReadLabel:
    """The label of a line that a recogniser read, judged by the labels round it and by the print."""

    label: Label | None  #: None: the line bears none, whatever it begins with
    read: str | None = None  #: what stands there, where `label` is mended


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_WORD_ORDINALS = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

#: On bare text (`text.bare`): letters without marks, so that "[A-Z]" is every capital. What the words were is checked behind.
_LABEL = re.compile(
    rf"""
      (?P<part> (?:Phan|PHAN)\s+(?:thu\s+|THU\s+)? (?P<part_n>{_ROMAN}|\d{{1,2}}|[A-H]|[A-Za-z]{{2,5}}) \s*[.:–-]? (?=\s|$) )
    | (?P<chapter> (?:Chuong|CHUONG)\s+ (?P<chapter_n>{_ROMAN}|\d{{1,2}}) \s*[.:–-]? (?=\s|$) )
    | (?P<section> (?:Muc|MUC)\s+ (?P<section_n>{_ROMAN}|\d{{1,2}}) \s*[.:–-]? (?=\s|$) )
    | (?P<subsection> (?:Tieu\ muc|TIEU\ MUC)\s+ (?P<subsection_n>{_ROMAN}|\d{{1,2}}) \s*[.:–-]? (?=\s|$) )
    | (?P<article> (?:Dieu|DIEU)\s+ (?P<article_n>\d{{1,3}}) (?P<article_s>[a-z])? \s*(?:[.:–-]|(?=\s[A-Z])|$) )
    | (?P<roman> (?!V/[vV]\b) (?P<roman_n>{_ROMAN}) (?:\s?[.):/]\s?-?|\s*[-–—](?=\s)) (?![A-Z]\.) (?=\s*[A-Z\d“"'(]|\s*$) )
    | (?P<letter_heading> (?P<letter_n>[A-H]) \s?[.):/-] (?=\s+[A-Z]) )
    | (?P<decimal> (?P<decimal_n>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}) (?:\s?[.):/-](?=\s|[A-Z]|$)|(?=\s+(?:[A-Z]|\d+\s?%))) )
    | (?P<clause> (?P<clause_n>\d{{1,2}}) (?:\s?[.)](?=\s|[A-Z“"]|$)|\s?[:/](?=\s|[A-Z][a-z]|$)
        |\s?[-–—](?=\s*[A-Z][a-z]|\s+[A-Z])|-(?=\s+100\s?%)) )
    | (?P<point> (?P<point_n>[a-z]) (?P<point_s>\d)? (?:\s?[)](?=\s|[A-Za-z“"]|$)|\s?[./](?=\s+[A-Z])) )
    | (?P<bullet> [-–—+•●▪■◦*§Ø][ \t]* (?=[A-Za-z\d“"‘'(\[]) )
    """,
    re.VERBOSE,
)
_WORDS = {
    "part": ("Phần", "PHẦN"),
    "chapter": ("Chương", "CHƯƠNG"),
    "section": ("Mục", "MỤC"),
    "subsection": ("Tiểu mục", "TIỂU MỤC"),
    "article": ("Điều", "ĐIỀU"),
}
#: What a label may begin with that goes on with a letter: a word, a Roman numeral, a bullet.
_BEFORE_LETTERS = frozenset("PCMTDIVXØ")
#: No label is longer (characters).
_LONGEST = 60
#: "1. 1. Nội dung" and "1/ 2" never happen; "5. 000" and "10. 6. 2021" do, in columns of figures.
_FIGURES = re.compile(r"\s*[\d.,%]+\s*$")


def parse_label(text: str) -> Label | None:
    """The label with which the line `text` begins, or None.

    >>> parse_label("đ) Hồ sơ gồm"), parse_label("2021-2025 là năm")
    (Label(text='đ)', kind='point', ordinal=(5,), end=3), None)
    """
    head = bare(text[:_LONGEST])
    if head[:2].isalpha() and head[0] not in _BEFORE_LETTERS:
        return None
    m = _LABEL.match(head)
    if not m or not m.lastgroup:
        return None
    kind = cast(Kind, m.lastgroup)  # of groups within one another the outer one
    if kind in _WORDS and not text.startswith(_WORDS[kind]):
        return None
    if kind != "bullet" and _FIGURES.match(text, m.end()):
        return None
    ordinal = _ordinal(kind, m, text)
    if ordinal is None:
        return None
    rest = _TEXT.search(text, m.end())
    return Label(text[: m.end()].rstrip(), kind, ordinal, rest.start() if rest else len(text))


_TEXT = re.compile(r"\S")


def _ordinal(kind: str, m: re.Match[str], text: str) -> tuple[int, ...] | None:
    def printed(name: str) -> str:
        return text[m.start(name) : m.end(name)]

    match kind:
        case "bullet":
            return ()
        case "decimal":
            return tuple(map(int, m["decimal_n"].split(".")))
        case "point":
            at = POINT_LETTERS.find(printed("point_n"))
            return (at + 1, *([int(m["point_s"])] if m["point_s"] else [])) if at >= 0 else None
        case "letter_heading":
            return (LETTER_HEADINGS.find(printed("letter_n")) + 1,)
        case "article":
            return (int(m["article_n"]), *([POINT_LETTERS.find(printed("article_s")) + 1] if m["article_s"] else []))
        case _:
            n = _number(printed(f"{kind}_n"))
            return None if n is None else (n,)


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if re.fullmatch(_ROMAN, text):
        return _roman(text)
    return LETTER_HEADINGS.find(text) + 1 if len(text) == 1 else _WORD_ORDINALS.get(text.lower())


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in text]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def roman_numeral(n: int) -> str:
    """
    >>> roman_numeral(4), roman_numeral(19), roman_numeral(28)
    ('IV', 'XIX', 'XXVIII')
    """
    return "X" * (n // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[n % 10]
