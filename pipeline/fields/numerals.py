"""Numbers as Vietnamese documents write them: "1.234,5", "5.000", "95,5", "03", "hai mươi", "năm mươi lăm"."""

from __future__ import annotations

import re
from functools import lru_cache

#: A number in digits: groups of three behind points, a comma before decimals; "3.5" is read as a decimal all the same.
DIGITS = r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?"

_ONES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_BIG = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SKIPPED = {"linh", "lẻ"}

_WORD = "|".join(sorted({*_ONES, *_BIG, *_SKIPPED, "mươi", "trăm"}, key=len, reverse=True))
#: A number in words, at most eight of them.
WORDS = rf"(?:{_WORD})(?:\s(?:{_WORD}|rưỡi)){{0,7}}"

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ROUND_THOUSANDS = re.compile(r"\d{1,3}(?:,000)+")


@lru_cache(maxsize=1024)
def parse_number(text: str) -> float | None:
    """The value of a number in digits or words, or None when `text` is none.

    A comma before three noughts ("5,000") parts thousands: nobody writes five with three decimals.

    >>> [parse_number(t) for t in ("1.234,5", "5.000", "95,5", "03", "3.5", "5,000", "hai mươi lăm", "một trăm linh ba")]
    [1234.5, 5000.0, 95.5, 3.0, 3.5, 5000.0, 25.0, 103.0]
    """
    text = text.strip().lower()
    if not text or not (text[0].isascii() and text[0].isdigit()):
        return _parse_words(text.split())
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    elif _ROUND_THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        return float(text.replace(",", ".")) if text.isascii() else None
    except ValueError:
        return None


def _parse_words(words: list[str]) -> float | None:
    total, part, last = 0.0, 0.0, 1.0
    if not words or len(words) > 12:
        return None
    for word in words:
        if word in _ONES:
            part += _ONES[word]
            last = 1
        elif word == "mươi":
            part, last = part - part % 10 + (part % 10) * 10, 10
        elif word == "trăm":
            part, last = (part or 1) * 100, 100
        elif word in _BIG:
            total, part, last = total + (part or 1) * _BIG[word], 0.0, _BIG[word]
        elif word == "rưỡi":
            part += last / 2
        elif word not in _SKIPPED:
            return None
    return total + part


def is_hundreds(text: str) -> bool:
    """Whether words count hundreds or thousands: "một nghìn", "hai trăm năm mươi"; the "nghìn" of "hàng nghìn" does not.

    >>> [is_hundreds(t) for t in ("một nghìn", "hai trăm năm mươi", "nghìn", "năm")]
    [True, True, False, False]
    """
    words = text.lower().split()
    return words[0] in _ONES and words[0] != "không" and any(word in ("trăm", "nghìn", "ngàn") for word in words)
