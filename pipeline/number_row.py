"""The number line by its symbol: whatever OCR made of "Số:" and of a number written by hand, "/KH-UBND" at its end stays.

Only symbols that begin with a type's code or a body of the lexicon count, and only in a row that holds no other words.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline import lexicon
from pipeline.text import LOWER, UPPER


@cache
def type_codes() -> frozenset[str]:
    """Codes of types: KH, QĐ, CTr (Decree 30/2020/NĐ-CP, Appendix III, and the Party's)."""
    return frozenset(e.extra["code"] for e in lexicon.entries("doc_types") if e.extra.get("code"))


def is_code(group: str) -> bool:
    """Whether a group of a symbol is the code of a type or stands for a body of the lexicon: "KH", "UBND"; no single letter."""
    return len(group) > 1 and (group in type_codes() or bool(lexicon.bodies_of_symbol(group)))


@cache
def any_code() -> str:
    """A pattern of `type_codes` of two letters and more, the longest first."""
    return "|".join(sorted((code for code in type_codes() if len(code) > 1), key=len, reverse=True))


#: "/KH-UBND", "-TB/TU", "/UBND-KT" at the end of a row.
_AT_END = re.compile(
    rf"[/⁄∕–—-]\s{{0,2}}(?P<first>[{UPPER}][{UPPER}a-zđ]{{1,6}})(?:\s?[-–/]\s?[{UPPER}][{UPPER}&a-z\d]{{0,11}}){{1,5}}[\s.,;:_'`–—-]{{0,4}}$"
)
#: The same with the code misread in small letters: "/c-UBND", "/q-SYT".
_CODE_LOST = re.compile(rf"[/⁄∕]\s?[a-zđ]{{1,2}}[-–](?P<body>[{UPPER}][{UPPER}&]{{1,11}})[\s.,;:_'`–—-]{{0,4}}$")
#: "Số", and what OCR makes of it: "sẽ:", "số]", "5ố".
_LEAD = re.compile(r"[\W_]{0,3}(?:[Ss5Šš$§][^\W_]{0,2}(?![^\W\d_])\s?[\W_]?|[^\W_]{1,2}\s?:)\s{0,20}")
#: Characters before the symbol: "Số: " and a number with its blanks, or what was made of them.
_LONGEST_LEAD = 30
_WORD = re.compile(rf"[{LOWER}{UPPER}]{{4}}")


def damaged_number(text: str, led: bool = False) -> int | None:
    """Where in a row that ends in a symbol the number begins, or None; with `led`, something like "Số" must stand before it.

    >>> damaged_number("sẽ: 3   Ö-TB/TU"), damaged_number("theo Công văn số 12/UBND-KT")
    (4, None)
    """
    symbol = _AT_END.search(text) if len(text) <= 80 else None
    if (symbol is None or not is_code(symbol["first"])) and (symbol := body_behind(text)) is None:
        return None
    led = led or "first" not in symbol.groupdict()
    if symbol.start() > _LONGEST_LEAD or _WORD.search(text, 0, symbol.start()):
        return None
    lead = _LEAD.match(text, 0, symbol.start() + 1)
    if lead is None or lead.end() > symbol.start():
        return None if led else 0
    return lead.end()


def body_behind(text: str) -> re.Match[str] | None:
    """The known body (group `body`) at the end of a number line whose code was misread in small letters: "107/c-UBND"."""
    found = _CODE_LOST.search(text) if len(text) <= 80 else None
    return found if found and lexicon.bodies_of_symbol(found["body"]) else None


@cache
def blank_number() -> re.Pattern[str]:
    """A number line in which a blank or handwriting is a gap as wide as between columns: "Số;   /KH-TTYT", "sẽ: 3   Ö-TB/TU"."""
    return re.compile(
        rf"(?<![{UPPER}{LOWER}])[Ss][oốôóòơồổỗộõỏọ06eếêéẻẽẹễ]\s?[:;.,\]]?[^\n{LOWER}]{{1,30}}?[/⁄∕–—-]\s{{0,2}}(?:{any_code()}|UBND)[-–/][{UPPER}]"
    )
