"""Patterns written as the words they match: a blank is any short white space, alternatives stand apart by " | "."""

from __future__ import annotations

import re

_BREAK = re.compile(r"\n\s*")
_BAR = re.compile(r"\s*\|\s*")
_BLANK = re.compile(r"\s+")


def wording(text: str, *, whole: bool = True) -> re.Pattern[str]:
    """Compile `text`, a regular expression in which a blank stands for one to three white spaces; letters of any case.

    A line break with the indentation behind it stands for nothing. `whole`: only whole words. White space is bounded because a hostile line may hold
    nothing else. In a lookbehind write `\\s`.

    >>> bool(wording("vốn điều lệ | cổ phần").search("100% Vốn  điều lệ")), bool(wording("ước").search("được"))
    (True, False)
    """
    body = _BLANK.sub(r"\\s{1,3}", _BAR.sub("|", _BREAK.sub("", text.strip() if whole else text)))
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if whole else body, re.IGNORECASE)
