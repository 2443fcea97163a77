"""What stands at the beginning of a scanned line where a label may be, and what it costs to hold it for a given label."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline import label_print
from pipeline.label_confusion import cost_of
from pipeline.label_expected import WORD_KINDS, WORDED
from pipeline.label_print import Print
from pipeline.labels import Kind, Label
from pipeline.rows import Row
from pipeline.text import MappedText, bare

#: A closing mark misread or lost; a width that speaks against a reading, per em.
_CLOSER, _NO_CLOSER, _OFF, _OFF_MOST = 0.3, 0.8, 10.0, 4.0
#: To take what is a sound label for another one; for the first of a list, with which nothing before it agrees; for a letter of points.
_SOUND, _SOUND_FIRST, _SOUND_POINT = 0.5, 0.7, 0.7
#: What the recogniser weighed itself, or did not, and what the width confirms, is so much likelier.
_WEIGHED, _NOT_WEIGHED, _CONFIRMED = 0.6, 1.3, 0.5

DIRT_BEFORE = re.compile(r"(?:[^\w\s(“\"«\[§$&€¡¿!?]|_){1,4}\s*(?:[^\w\s(“\"«\[§$&€]{1,3}\s+)?")
#: A speck before a label's word, read as a mark of quotation that nothing closes.
LONE_QUOTE = re.compile(r"[“\"‘'](?=\S{3,6}\s\d{1,3}\s?[.:])")
CLOSING_QUOTE = re.compile(r"[”\"’]")
_SHAPE = re.compile(
    r"""(?P<word> (?:Ph.n|PH.N|Ch..ng|CH..NG|M.c|M.C|.i.u|.I.U)\s+ )?
    (?:\((?=[a-hđ][)\]}]))? (?P<body> [^\s.,:;)\-–—(]{1,4}(?=[\]}]\s) | [^\s.,:;)\-–—(]{1,5} (?:[.,][\dlIiOoSÌ]{1,2}(?![^\W\d_])){0,4} )
    (?P<closer> \s?[.,:;)/\]}]{1,2}(?=\s|[^\W\d_]|[“"(]) | \s?[-–—](?=\s) | )
    [\s_]*(?=(?P<rest>\S)|$)""",
    re.VERBOSE,
)
_WORDS: tuple[tuple[Kind, str], ...] = (("part", "phan"), ("chapter", "chuong"), ("section", "muc"), ("article", "dieu"))
DASH = re.compile(r"[~=.,'`_]{0,2}[-–—¬][-–—_=~.,'`]{0,2}(?:\s[_—]{1,2})?\s+(?=\w)")
#: A label without its full stop is a numeral in capitals, or a number. One in capitals alone is no word.
_BARE = re.compile(r"[IVXLHT1]{2,6}|[\dlIO][\dlIO.,]{0,8}")
BARE_NUMERAL = re.compile(r"[IVX]{1,5}[IVXL]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What may be a label: its parts as read, and what the print says."""

    at: int  #: in the row's text
    word: str
    kind: Kind | None  #: of the word before it
    body: str
    closer: str
    end: int  #: where the text behind it begins
    capital: bool  #: that text begins with one
    line: Print
    index: int | None  #: of the word on the page that holds it, and nothing else


def shape_at(row: Row, at: int, line: Print, text: MappedText) -> Shape | None:
    """What looks like a label at position `at` of the row, or None."""
    m = _SHAPE.match(row.text, at)
    if not m or not (m["rest"] or m["word"]):
        return None
    kind = next((k for k, word in _WORDS if m["word"] and _is_word(m["word"], word)), None)
    if (m["word"] and kind is None) or not (m["closer"] or kind or _BARE.fullmatch(m["body"])):
        return None
    begins = text.to_source(row.start + m.start("body"), row.start + m.start("body") + 1).start
    found = label_print.word_at(line, begins)
    alone = found and len(found[1].span) <= len(m["body"]) + len(m["closer"].strip()) + 1
    capital = not m["rest"] or m["rest"].isupper() or not m["rest"].isalpha()
    return Shape(at, m["word"] or "", kind, m["body"], m["closer"], m.end(), capital, line, found[0] if found and alone else None)


def _is_word(read: str, word: str) -> bool:
    return bare(read).strip().lower().replace("0", "d").replace("l", "i")[-len(word) + 1 :] == word[1:]


# --- what a reading costs ---------------------------------------------------------------------------------------------


def reading_cost(shape: Shape, expected: Label, source: str) -> float | None:
    """Of holding the shape for the expected label; None where they are not alike."""
    worded = expected.kind in WORD_KINDS
    if worded != (shape.kind is not None) or (worded and shape.kind != expected.kind):
        return None
    if not shape.capital and expected.kind != "point":
        return None
    m = WORDED.fullmatch(expected.text) if worded else PLAIN.fullmatch(expected.text)
    if not m:
        return None
    body, tail = (m[2], m[3]) if worded else (m[1], m[2])
    cost = cost_of(shape.body, body)
    if cost > 2.5:
        return None
    ends = _closing_cost(shape, tail, expected.kind)
    if ends is None:
        return None
    if cost and shape.index is not None:
        cost *= {True: _WEIGHED, False: _NOT_WEIGHED, None: 1.0}[label_print.weighed(shape.line.words[shape.index], body)]
    if cost:
        cost = cost * _CONFIRMED if _confirmed(shape, body, source) else cost + width_cost(shape, body, source)
    return cost + ends


PLAIN = re.compile(r"(.+?)([.:)/\-–—\s]*)")


def against(literal: Label | None, shape: Shape, label: Label) -> float:
    """What speaks against mending a label that is one as it was read."""
    if literal is None or shape.at:
        return 0.0
    changed = literal.kind != label.kind and "point" in (literal.kind, label.kind) and literal.text[-1:] == ")"
    return _SOUND + (_SOUND_FIRST if label.ordinal[-1] == 1 else 0.0) + (_SOUND_POINT if changed else 0.0)


_BRACKETS = {ord("]"): ")", ord("}"): ")"}


def _closing_cost(shape: Shape, tail: str, kind: Kind) -> float | None:
    read, tail = shape.closer.strip().translate(_BRACKETS), tail.strip()
    if read == tail:
        return 0.0 if read == shape.closer.strip() else _CLOSER
    if not read and shape.body[-1] == "L" and kind == "roman":
        return _CLOSER  # the last stroke and the full stop in one
    if not read:
        bold = BARE_NUMERAL.fullmatch(shape.body) or kind == "decimal" or kind in WORD_KINDS
        return _NO_CLOSER if bold else 2 * _NO_CLOSER
    if kind == "point" and tail == ")" and read != ")":
        return 1.0
    return _CLOSER if ")" not in (read, tail) else 1.0


def width_cost(shape: Shape, numeral: str, source: str) -> float:
    """What it costs that the print is wider or narrower than `numeral` would be; 0.0 where that cannot be measured."""
    off = label_print.strokes_off(shape.line, shape.index, source, numeral) if shape.index is not None else None
    return min(_OFF * off, _OFF_MOST) if off else 0.0


def _confirmed(shape: Shape, numeral: str, source: str) -> bool:
    """The width is that of `numeral`, and not of what was read."""
    if shape.index is None or label_print.strokes_off(shape.line, shape.index, source, numeral) != 0.0:
        return False
    return bool(label_print.strokes_off(shape.line, shape.index, source, shape.body)) or not set(shape.body) <= set("IVX")


class Costs:
    """Of the readings of one line, each counted once."""

    def __init__(self, shapes: list[Shape], source: str) -> None:
        self.shapes, self.source = shapes, source
        self.known: dict[tuple[int, str], float | None] = {}

    def of(self, shape: Shape, expected: Label) -> float | None:
        key = shape.at, expected.text
        if key not in self.known:
            self.known[key] = reading_cost(shape, expected, self.source)
        return self.known[key]


def as_printed(shape: Shape, expected: Label) -> str:
    """The expected label with the closing mark that was read, where that is one."""
    m = PLAIN.fullmatch(expected.text)
    if not m or expected.kind in WORD_KINDS:
        return expected.text
    read = shape.closer.strip().translate(_BRACKETS)
    return m[1] + (read if read in (".", ")", ":", "/", "-") else m[2] or read)
