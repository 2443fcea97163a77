"""Body rows -> paragraphs (true continuations joined) -> the tree of sections.

Which lines go on is decided by structure first: a line with a label, a heading in capitals or a table row never continues
another; punctuation, case and the width of the print decide the rest. A break of page may stand in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline import lexicon
from pipeline.labels import Label, ReadLabel, parse_label
from pipeline.placing import Later, parent_at
from pipeline.rows import FURNITURE, TABLE, Row, ends_sentence, starts_lower
from pipeline.text import is_capitals


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Rows that make one paragraph; positions count the reading text."""

    rows: tuple[Row, ...]
    label: Label | None
    table: bool = False
    read: str | None = None  #: what stands where the label is, when a recogniser misread it and it was mended

    @property
    def start(self) -> int:
        return self.rows[0].start

    @property
    def end(self) -> int:
        return self.rows[-1].end

    @property
    def text_start(self) -> int:
        """Behind the label."""
        return self.start + (self.label.end if self.label else 0)


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled stretch of the body: its own paragraphs, then its children."""

    label: Label | None  #: None for the root
    paragraphs: tuple[Paragraph, ...]
    children: tuple[Node, ...]

    @property
    def start(self) -> int:
        return self.paragraphs[0].start

    @property
    def end(self) -> int:
        return self.children[-1].end if self.children else self.paragraphs[-1].end


# --- paragraphs -------------------------------------------------------------------------------------------------------

#: A line this short (characters) after which a blank line follows is a heading or a list item, not a cut sentence.
_CUT_SENTENCE = 60


def join_rows(rows: Sequence[Row], readings: Mapping[int, ReadLabel] | None = None) -> tuple[Paragraph, ...]:
    """Paragraphs of `rows` in order; furniture is left out and may stand between the lines of one paragraph.

    `readings` (of a scan, `label_reading.read_labels`) go before what the line itself says; keys are `Row.start`.
    """
    width = print_width(rows)
    readings = readings or {}
    groups: list[list[Row]] = []
    labels: list[Label | None] = []
    bridged = False
    for row in rows:
        if row.role == FURNITURE:
            bridged = True
            continue
        above = groups[-1][-1] if groups else None
        reading = readings.get(row.start)
        label = _label_of(row, above, reading)
        cut = above is not None and reading is None and _is_cut(above, row, label, width)
        if above and (cut or _goes_on(above, row, None if cut else label, labels[-1], width, bridged)):
            groups[-1].append(row)
        else:
            groups.append([row])
            labels.append(label)
        bridged = False
    return tuple(
        Paragraph(tuple(g), lab, g[0].role == TABLE, reading.read if (reading := readings.get(g[0].start)) else None)
        for g, lab in zip(groups, labels, strict=True)
    )


def _label_of(row: Row, above: Row | None, reading: ReadLabel | None) -> Label | None:
    if row.role == TABLE:
        return None
    label = reading.label if reading else parse_label(row.text)
    return None if above and label and label.kind == "bullet" and _in_brackets(above, row) else label


def _is_cut(above: Row, row: Row, label: Label | None, width: int) -> bool:
    """Whether the line end has cut a date or a name, whose rest only looks like a label."""
    return TABLE not in (above.role, row.role) and (_cuts_date(above, row, label, width) or _cuts_name(above, row, label, width))


def _in_brackets(above: Row, row: Row) -> bool:
    """A dash within a bracket that a line end has cut: "(qua Ban Thi đua / - Khen thưởng Trung ương)"."""
    return not row.gap and above.text.count("(") > above.text.count(")") and ")" in row.text


#: What a line may end with when the line end has cut a date, and what must follow then.
_BEFORE_NUMBER = re.compile(r"(?<!\w)(?:(?P<day>ngày)|(?P<month>(?:\d\s)?tháng)|(?P<quarter>qu[ýí]))$", re.IGNORECASE)
_NUMBERS = {
    "day": re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:\s?[/.-]\s?\d{1,2}(?!\d)|\s+(?:tháng|của|hằng|hàng))"),
    "month": re.compile(r"(?:0?[1-9]|1[0-2])(?:\s?[.,;)/]+(?:\s|\d|$)|\s+năm\s|$)"),
    "quarter": re.compile(r"(?:I{1,3}|IV|[1-4])(?:\s?[.,;)/]+(?:\s|\d|$)|\s+năm\s|$)"),
}
#: Where a number that stands there like a label can only be the month's.
_DAY_BEFORE = re.compile(r"ngày \d{1,2} tháng$")
_EVERY = re.compile(r"(?:h[ằà]ng|mỗi|từng|cả|các|\d) (?:tháng|quý|ngày)$")


def _cuts_date(above: Row, row: Row, label: Label | None, width: int) -> bool:
    """A date that a line end, or a page's, has cut: "trước ngày / 27/11/2022", "trong quý / II/2022.", "ngày 16 tháng / 12."."""
    if not above.text[-5:].lower().endswith(("ngày", "tháng", "quý", "quí")):
        return False
    m = _BEFORE_NUMBER.search(above.text, max(0, len(above.text) - 12))
    number = _NUMBERS[m.lastgroup].match(row.text) if m and m.lastgroup else None
    if number is None:
        return False
    if label is None:
        return True
    if _DAY_BEFORE.search(above.text):
        return row.text[number.end() :].strip() == "" or len(above.text) >= 0.72 * width
    return row.text[number.end() - 1].isdigit() and not _EVERY.search(above.text)


@cache
def _halves() -> frozenset[tuple[str, str]]:
    """Last word before and first word behind the dash in the names of bodies: "Lao động - Thương binh và Xã hội"."""
    names = (name.lower().split() for e in lexicon.entries("bodies") for name in (e.canonical, *e.variants) if " - " in name)
    return frozenset((" ".join(w[i - 2 : i]), " ".join(w[i + 1 : i + 3])) for w in names for i in range(2, len(w)) if w[i] == "-")


def _cuts_name(above: Row, row: Row, label: Label | None, width: int) -> bool:
    """The dash in the name of a body at the beginning of a line: "Sở Lao động / - Thương binh và Xã hội"."""
    if label is None or label.kind != "bullet" or row.gap or row.text[0] not in "-–" or len(above.text) < 0.72 * width:
        return False
    return (" ".join(above.text.lower().split()[-2:]), " ".join(re.findall(r"\w+", row.text.lower())[:2])) in _halves()


def print_width(rows: Sequence[Row]) -> int:
    """Characters in a full line: the length that nine in ten lines of the body do not pass."""
    lengths = sorted(len(r.text) for r in rows if r.role is None)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _goes_on(above: Row, row: Row, label: Label | None, above_label: Label | None, width: int, bridged: bool) -> bool:
    if label or TABLE in (above.role, row.role):
        return False
    if is_capitals(above.text) or is_capitals(row.text):
        return is_capitals(above.text) and is_capitals(row.text) and not row.gap and not ends_sentence(above.text)
    if ends_sentence(above.text):
        return False
    if above_label and not above.text[above_label.end :].strip():
        return False
    if starts_lower(row.text) or above.text.endswith(","):
        return True
    apart = bool(row.gap) or bridged
    if width > 160:  # a paragraph a line: only a page break can have cut one
        return apart and len(above.text) >= _CUT_SENTENCE
    return len(above.text) >= (_CUT_SENTENCE if apart else 0.72 * width)


# --- the tree ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    label: Label | None
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)
    heading_inside: bool = False  #: an unlabelled heading stood after its text
    opener_inside: bool = False  #: the last of its text is an unlabelled paragraph that opens a list ("Buổi chiều:")

    def closed(self) -> Node:
        return Node(self.label, tuple(self.paragraphs), tuple(c.closed() for c in self.children))


def build_tree(paragraphs: Sequence[Paragraph]) -> Node:
    """The root, with what stands before the first label as its paragraphs."""
    root = _Open(None)
    stack = [root]
    labels = [p.label for p in paragraphs]
    for i, paragraph in enumerate(paragraphs):
        if paragraph.label is None:
            top = stack[-1]
            # Text after a list stands behind its last item; the item keeps it, as a reader of the page would see it.
            top.paragraphs.append(paragraph)
            top.heading_inside = top.heading_inside or _is_heading(paragraph)
            top.opener_inside = not paragraph.table and paragraph.rows[-1].text.endswith(":")
            continue
        del stack[parent_at(stack, paragraph.label, Later(labels, i + 1)) + 1 :]
        node = _Open(paragraph.label, [paragraph])
        stack[-1].children.append(node)
        stack.append(node)
        if len(stack) > 40:  # hostile nesting: no real document goes beyond nine levels
            del stack[40:]
    return root.closed()


def _is_heading(paragraph: Paragraph) -> bool:
    return len(paragraph.rows) <= 3 and is_capitals(paragraph.rows[0].text)


def walk(node: Node, above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Every node in document order with the nodes above it, outermost first; the root is not among them."""
    yield node, above
    for child in node.children:
        yield from walk(child, (*above, node) if node.label else above)
