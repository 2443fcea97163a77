"""Patterns written as the words they match: a blank is any short white space, alternatives stand apart by " | "."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

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


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Wording:
    """A pattern that is compiled when first used, and not used where none of the words it begins with stand.

    There are a hundred of them, and most documents need few: compiling all would take longer than a whole extraction.
    """

    __slots__ = ("_compiled", "_needles", "_text", "listed", "whole")

    def __init__(self, text: str, whole: bool, listed: bool) -> None:
        self._text = text
        self.whole = whole
        self.listed = listed
        self._compiled: re.Pattern[str] | None = None
        self._needles: tuple[str, ...] | None = None

    @property
    def source(self) -> str:
        return rf"(?<!\w)(?:{pattern_of(self._text.strip())})(?!\w)" if self.whole else pattern_of(self._text)

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.source, re.IGNORECASE)
        return self._compiled

    def may_match(self, text: str) -> bool:
        """A quick look: whether one of the alternatives may begin anywhere."""
        if self._needles is None:
            self._needles = _needles(self._text) if self.listed else ("",)
        return any(map(_plain(text).__contains__, self._needles))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        if self.listed and not self.may_match(text[start:end] if start or end < len(text) else text):
            return None
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        if self.listed and not self.may_match(text[start:end]):
            return iter(())
        return self.compiled.finditer(text, start, end)

    def sub(self, by: str, text: str) -> str:
        return self.compiled.sub(by, text)


def wording(text: str, *, whole: bool = True, listed: bool | None = None) -> Wording:
    """What `text` stands for; letters of any case. `whole`: only whole words; `listed`: bars outside brackets part its alternatives.

    >>> bool(wording("vốn điều lệ | cổ phần").search("100% Vốn  điều lệ")), bool(wording("ước").search("được"))
    (True, False)
    """
    return Wording(text, whole, whole if listed is None else listed)


# --- the quick look ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    return " ".join(text.lower().split())


_SPECIAL = re.compile(r"[\\()\[\]?+*{}.^$]")
_LOOKBEHIND = re.compile(r"(?:\(\?<!?[^()]*\))+")
_CHOICE = re.compile(r"\(\?:([^()\\\[\]?+*{}]*)\)(?!\?)|\[(\w+)\](?![?*{])")


def _needles(text: str) -> tuple[str, ...]:
    """What each alternative begins with, as far as it is plain words; ("",) where one begins otherwise."""
    found = {needle for alternative in _alternatives(_BREAK.sub("", text)) for needle in _heads(alternative.strip())}
    return tuple(sorted(n for n in found if not any(m != n and m in n for m in found))) if "" not in found else ("",)


def _alternatives(text: str) -> Iterator[str]:
    depth = start = 0
    for m in re.finditer(r"[()|]", text):
        if m.group() == "|":
            if depth == 0:
                yield text[start : m.start()]
                start = m.end()
        else:
            depth += 1 if m.group() == "(" else -1
    yield text[start:]


def _heads(alternative: str) -> Iterator[str]:
    skipped = _LOOKBEHIND.match(alternative)
    alternative = alternative[skipped.end() :] if skipped else alternative
    special = _SPECIAL.search(alternative)
    if special is None:
        yield alternative.lower()
        return
    head = alternative[: special.start()].lower()
    choice = _CHOICE.match(alternative, special.start())
    if choice:
        options = choice[1].split("|") if choice[1] is not None else list(choice[2])
        yield from ((head + option.lower()).strip() for option in options)
        return
    if special.group() in "?*{":  # the letter before it may be missing
        head = head[:-1]
    yield head.strip()
