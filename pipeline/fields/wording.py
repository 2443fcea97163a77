"""Patterns written as the words they match: a blank is any short white space, alternatives stand apart by " | "."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

_BREAK = re.compile(r"\n\s*")
_BAR = re.compile(r"\s*\|\s*")
_BLANK = re.compile(r"\s+")


def pattern_of(text: str) -> str:
    r"""The regular expression that `text` stands for: a blank is one to three white spaces, those beside a bar are none.

    A line break with the indentation behind it stands for nothing. White space is bounded because a hostile line may hold
    nothing else. In a lookbehind, and where a blank must stand beside a bar, write `\s`.

    >>> pattern_of("vốn điều lệ | cổ phần")
    'vốn\\s{1,3}điều\\s{1,3}lệ|cổ\\s{1,3}phần'
    """
    return _BLANK.sub(r"\\s{1,3}", _BAR.sub("|", _BREAK.sub("", text)))


class Wording:
    """A pattern that is compiled when first used: there are some seventy of them, and most documents need few."""

    __slots__ = ("_compiled", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.source, re.IGNORECASE)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, start, end)

    def sub(self, by: str, text: str) -> str:
        return self.compiled.sub(by, text)


def wording(text: str, *, whole: bool = True) -> Wording:
    """What `text` stands for; letters of any case. `whole`: only whole words.

    >>> bool(wording("vốn điều lệ | cổ phần").search("100% Vốn  điều lệ")), bool(wording("ước").search("được"))
    (True, False)
    """
    return Wording(rf"(?<!\w)(?:{pattern_of(text.strip())})(?!\w)" if whole else pattern_of(text))
