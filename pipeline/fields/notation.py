"""Số, ký hiệu: the grammar of document numbers.

State documents write number/symbol ("53/KH-UBND"; Decree 30/2020/NĐ-CP, Article 8 and Appendix I), legal documents
number/year/symbol ("34/2016/NĐ-CP", "57/2014/QH13"), the Party number-type/body ("34-CT/TW"). What people really type
differs: spaces ("27 /KH-SKHCN", "NĐ - CP"), en dashes, both separators at once ("18-/CT-TTg"), a space for the hyphen
("1532 QĐ/HVCTQG"), Cyrillic capitals in the gazette ("NĐ-СР").
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.text import LOWER, UPPER, bare
from pipeline.values import Number

#: Capitals that look Latin and are not: Icelandic eth, and the Cyrillic ones seen in gazette text.
_LOOKALIKES = str.maketrans("ÐАВЕКМНОРСТХ", "ĐABEKMHOPCTX")
_PLAIN = _LOOKALIKES | str.maketrans("–—‐‑", "----")
_CAPITAL = UPPER + "ÐАВЕКМНОРСТХ"
#: Words that OCR and typing leave stuck to a symbol: "16/2017/TT-BYTngày".
_STUCK = r"(?=ngày|của|về|tỉnh)"
#: One group: capitals and digits with odd lower-case letters (TTr, QyĐ, TTg, BTNMTr, P2, GD&ĐT, BCĐTKNQ18).
_GROUP = rf"[{_CAPITAL}][{_CAPITAL}0-9&a-zđ]{{0,17}}(?:(?![{LOWER}{_CAPITAL}0-9])|{_STUCK})"
#: The National Assembly's term, often set apart: "43/2013/QH 13".
_TERM = r"(?:UBTVQH|QH|HĐNN)\s?\d{1,2}(?![\d/])"
_FIRST = rf"(?:{_TERM}|{_GROUP})"
#: Type codes after which a spaced hyphen goes on with the symbol: "QĐ - UBND".
_CODE = r"(?:NĐ|ND|TTLT|TTr|TT|QĐ|QD|NQ|CT|KH|TB|HD|BC|KL|CV|CTr|BB|GM|PL)"
#: After any other group, a spaced hyphen goes on only where the mention visibly ends behind it: "VNPT-HĐTV – NL ngày".
_ENDS = r"(?=\s*(?:ngày\b|của\b|về\b|[,;.)]|$))"

#: Ký hiệu: what stands after the slash ("KH-UBND", "CT-TTg") or round it ("CT/TW"), with the spaces people leave in it.
SYMBOL = (
    rf"(?:{_CODE}\s?[-–]\s?{_FIRST}|{_FIRST})"
    rf"(?:(?:[-–/]\s?|[.+](?=[{_CAPITAL}]{{2}})){_FIRST}|\s[-–]\s?{_GROUP}{_ENDS}){{0,7}}"
)
YEAR = r"(?:19[4-9]\d|20\d\d)"
#: Số: digits, now and then with a letter ("3176b"), a point of thousands ("1.234") or a number within a number
#: ("66.16/2026/NQ-CP"). It begins with one digit and nothing else so that `re` can skip to digits.
DIGITS = rf"\d(?:\d?\.\d{{3}}|\d{{0,2}}\.\d{{1,2}}(?=/{YEAR}/)|\d{{0,5}})[A-Za-zđĐ]?"
_REST = (
    rf"(?:(?P<state>\s?[-–]?/\s?)(?:(?P<year>{YEAR})\s?[-–/]\s?)?|(?P<party>\s?[-–]\s?)|(?P<spaced>\s)(?={_CODE}\s?[/-]))"
    rf"(?P<symbol>{SYMBOL})"
)
#: A whole document number (groups number, year, the separator as state, party or spaced, symbol), or bare digits that may be
#: a short mention: "Chỉ thị 05", "Nghị định 91/2017" (groups short, short_year).
NOTATION_OR_SHORT = rf"(?P<number>{DIGITS})(?:{_REST}|(?P<short>(?:/(?P<short_year>{YEAR}))?)(?![\w%]))"

_PREFIX = re.compile(r"\s*(?:[Ss][ốôóo]\s*[:.]?\s*)?")
_SUFFIX = re.compile(r"\s*[.,;]?\s*")


@cache
def number_pattern() -> re.Pattern[str]:
    """`NOTATION_OR_SHORT` compiled, once for all who look for numbers."""
    return re.compile(NOTATION_OR_SHORT)


@cache
def symbol_pattern() -> re.Pattern[str]:
    """`SYMBOL` compiled."""
    return re.compile(SYMBOL)


def normalise_number(text: str) -> str:
    """`text` as officially written: no spaces, plain hyphens, Vietnamese capitals for their look-alikes.

    Digits and letters are left alone; a doubled separator ("18-/CT-TTg") is read as the slash.

    >>> normalise_number("43/2013/QH 13"), normalise_number("131/QĐ-VNPT-HĐTV – NL")
    ('43/2013/QH13', '131/QĐ-VNPT-HĐTV-NL')
    """
    joined = "".join(text.split()).translate(_PLAIN)
    return re.sub(r"-+/", "/", joined) if "-/" in joined else joined


def is_symbol(text: str) -> bool:
    """Whether every group of a matched symbol could be one: two capitals, or a capital and digits; "Sở" is a word.

    >>> is_symbol("KH-SKHCN"), is_symbol("CTr/TU"), is_symbol("Ngay")
    (True, True, False)
    """
    groups = [g for g in re.split(r"[-–/.\s]+", text) if g]
    return bool(groups) and all(_is_group(g) for g in groups) and sum(c.isupper() for c in groups[0]) >= 2 - (len(groups) > 1)


def _is_group(group: str) -> bool:
    firm = sum(c.isupper() or c.isdigit() for c in group)
    return firm >= 2 and 2 * firm > len(group) - 1


def split_number(found: re.Match[str]) -> Number | None:
    """The number that a match of `NOTATION_OR_SHORT` holds, or None where its symbol is no symbol after all.

    The notation of a legal document keeps its year: "2016/NĐ-CP".
    """
    symbol = found["symbol"]
    if not symbol or not is_symbol(symbol):
        return None
    notation = normalise_number(symbol)
    return Number(found["number"], f"{found['year']}/{notation}" if found["year"] else notation)


def parse_number(text: str) -> Number | None:
    """Number and notation of a text that is nothing but a document number; "Số:" may stand before it.

    >>> parse_number("34-CT/TW")
    Number(number='34', notation='CT/TW')
    >>> parse_number("Số: 27 /KH-SKHCN")
    Number(number='27', notation='KH-SKHCN')
    >>> parse_number("18/5/2021") is None
    True
    """
    text = text[:200]
    prefix = _PREFIX.match(text)
    found = number_pattern().match(text, prefix.end() if prefix else 0)
    return split_number(found) if found and _SUFFIX.fullmatch(text, found.end()) else None


def number_key(number: str | None, notation: str | None) -> str:
    """The same for two ways to write one number: leading zeros, separators, case and the stroke of Đ do not count.

    >>> number_key("05", "NĐ-CP") == number_key("5", "ND - CP")
    True
    """
    groups = re.split(r"[^A-Za-z0-9&]+", bare((notation or "").translate(_LOOKALIKES)).upper())
    return "-".join([(number or "").lstrip("0").upper(), *filter(None, groups)])
