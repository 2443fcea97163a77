"""Source text -> the same text as a person reads it: marks, odd characters and encodings of letters taken away.

Nothing is corrected here: what changes is how a character is written down (NFD or NFC, `Ð` U+00D0 for `Đ`, CRLF), or is
no part of the document at all (markdown marks, zero-width characters). Every change is an edit with its way back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import Edit, MappedText, Span

_COMBINING = "\u0300-\u036f"
#: What never prints: zero-width characters, direction marks, soft hyphens, byte order marks, other control characters.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f"
_ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

#: What may have to change, "_" only where there are two; nearly all text is passed over by this one look. It begins with a set of
#: characters, for which `re` has a fast search.
_SUSPECT = re.compile(rf"[\r\f\v\x85\u2028\u2029{_INVISIBLE}{_ODD_SPACE}{_COMBINING}Ðð#~*<>\\_](?:(?<!_)|_)")
#: What it is, at the place where the look stopped.
_CHANGES = re.compile(
    rf"""
      (?P<newline> \r\n? | [\f\v\x85\u2028\u2029] | <br\s{{0,3}}/?> )
    | (?P<invisible> [{_INVISIBLE}]+ )
    | (?P<space> [{_ODD_SPACE}] )
    | (?P<compose> (?<=\w)[{_COMBINING}]+ )
    | (?P<eth> [Ðð] )
    | (?P<heading> (?:(?<=\n)|(?<![\s\S])|(?<=\n\ )|(?<=\n\ \ ))\#{{1,6}}(?=[ \t*_]) [ \t]* )
    | (?P<strike> ~~ )
    | (?P<runs> (?<=[^\s|(])\*{{1,3}}\x20\*{{1,3}}(?=[^\s*]) )
    | (?P<stars> \*{{2,3}} | (?<=[^\s(*\\])\*(?![\w*]) | (?<!\w)\*(?=[^\s*)]) )
    | (?P<bold> (?<![_\w])__(?=[^\s_]) | (?<=[^\s_])__(?![_\w]) )
    | (?P<link> <(?=https?://) | (?<=[\w/])> )
    | (?P<escape> \\(?=[-*_\#.()\[\]+!|~`>]) )
    """,
    re.VERBOSE,
)
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,200}?)(?<=\S)~~")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A reading text, and what was struck through in its source."""

    text: MappedText
    struck: tuple[Span, ...]  #: what the source strikes through, in the source: "~~100~~"


@lru_cache(maxsize=1)  # asked for before mending and behind it, which leaves most texts as they were
def clean_text(source: str) -> Cleaned:
    """The reading text of `source`; lines end in "\\n", letters are NFC. Cleaning a cleaned text changes nothing.

    >>> clean_text("### **I. MỤC TIÊU**\\r\\n").text.text
    'I. MỤC TIÊU\\n'
    """
    if not _SUSPECT.search(source):
        return Cleaned(MappedText.of(source), ())
    struck = tuple(Span(m.start(1), m.end(1)) for m in _STRUCK.finditer(source)) if "~~" in source else ()
    marks = frozenset(at for s in struck for at in (s.start - 2, s.end))
    text = MappedText.of(source, _changes(source, marks))
    # Taking marks away can bring a letter and its combining mark together, or leave another mark: until nothing changes.
    for _ in range(8):
        again = _changes(text.text)
        if not again:
            break
        text = text.then(again)
    return Cleaned(text, struck)


def _changes(text: str, struck: frozenset[int] = frozenset()) -> list[Edit]:
    """Edits of one pass; `struck` are the places of the "~~" that belong together."""
    edits: list[Edit] = []
    done = 0
    for at in _SUSPECT.finditer(text):
        m = _CHANGES.match(text, at.start()) if at.start() >= done else None
        if m is None or (m.lastgroup == "strike" and m.start() not in struck):
            continue
        start = m.start() - 1 if m.lastgroup == "compose" else m.start()
        after = _between_runs(text, start) if m.lastgroup == "runs" else _written(m.lastgroup, text[start : m.end()])
        if start >= done and after != text[start : m.end()]:
            edits.append(Edit(start, m.end(), after))
            done = m.end()
    return edits


def _between_runs(text: str, at: int) -> str:
    """What stands between two runs of marked text: in a row of a table, where each was a line of its cell, a gap as between columns."""
    line = text.rfind("\n", 0, at) + 1
    return "   " if text.startswith("|", line) else " "


def _written(kind: str | None, text: str) -> str:
    match kind:
        case "newline":
            return "\n"
        case "space":
            return " "
        case "compose":
            return unicodedata.normalize("NFC", text)
        case "eth":
            return "Đ" if text == "Ð" else "đ"
        case _:
            return ""
