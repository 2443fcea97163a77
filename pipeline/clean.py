"""Source text -> the same text as a person reads it: marks, odd characters and encodings of letters taken away.

Nothing is corrected here: what changes is how a character is written down (NFD or NFC, `Ð` U+00D0 for `Đ`, CRLF), or is
no part of the document at all (markdown marks, zero-width characters). Every change is an edit with its way back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.text import Edit, MappedText, Span

_COMBINING = "\u0300-\u036f"
#: What never prints: zero-width characters, direction marks, soft hyphens, byte order marks, other control characters.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f"
_ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_CHANGES = re.compile(
    rf"""
      (?P<newline> \r\n? | [\f\v\x85\u2028\u2029] | <br\s{{0,3}}/?> )
    | (?P<invisible> [{_INVISIBLE}]+ )
    | (?P<space> [{_ODD_SPACE}] )
    | (?P<compose> \w[{_COMBINING}]+ )
    | (?P<eth> [Ðð] )
    | (?P<heading> ^[ ]{{0,3}}\#{{1,6}}(?=[ \t*_]) [ \t]* )
    | (?P<strike> ~~ )
    | (?P<stars> \*{{2,3}} | (?<![\s(*\\])\*(?![\w*]) | (?<!\w)\*(?=[^\s*)]) )
    | (?P<link> <(?=https?://) | (?<=[\w/])> )
    | (?P<escape> \\(?=[-*_\#.()\[\]+!|~`>]) )
    """,
    re.VERBOSE | re.MULTILINE,
)
#: A quick look that tells the many clean texts from those that need the pattern above.
_SUSPECT = re.compile(rf"[\r\f\v\x85\u2028\u2029{_INVISIBLE}{_ODD_SPACE}{_COMBINING}Ðð#~*<\\]")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,200}?)(?<=\S)~~")


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: MappedText
    struck: tuple[Span, ...]  #: what the source strikes through, in the source: "~~100~~"


def clean_text(source: str) -> Cleaned:
    """The reading text of `source`; lines end in "\\n", letters are NFC. Cleaning a cleaned text changes nothing.

    >>> clean_text("### **I. MỤC TIÊU**\\r\\n").text.text
    'I. MỤC TIÊU\\n'
    """
    if not _SUSPECT.search(source):
        return Cleaned(MappedText.of(source), ())
    struck = tuple(Span(m.start(1), m.end(1)) for m in _STRUCK.finditer(source)) if "~~" in source else ()
    marks = {at for s in struck for at in (s.start - 2, s.end)}
    edits: list[Edit] = []
    for m in _CHANGES.finditer(source):
        kind = m.lastgroup
        if kind == "strike" and m.start() not in marks:
            continue
        edits.append(Edit(m.start(), m.end(), _written(kind, m[0])))
    once = MappedText.of(source, edits)
    # Taking marks away can bring a letter and its combining mark together, or leave another mark: clean until nothing changes.
    for _ in range(8):
        again = [Edit(m.start(), m.end(), _written(m.lastgroup, m[0])) for m in _CHANGES.finditer(once.text) if m.lastgroup != "strike"]
        again = [e for e in again if once.text[e.start : e.end] != e.after]
        if not again:
            break
        once = once.then(again)
    return Cleaned(once, struck)


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
