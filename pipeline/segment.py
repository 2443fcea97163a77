"""Document -> its parts: head, section tree, foot, what stands behind; and the passages that content is read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.clean import clean_text
from pipeline.document import Document
from pipeline.foot import Foot, scan_foot
from pipeline.foot_rows import ANNEX
from pipeline.head import Head, scan_head
from pipeline.head_rows import is_national, title_of
from pipeline.labels import ReadLabel
from pipeline.outline import Node, Paragraph, build_tree, join_rows
from pipeline.repair import Change, Repaired
from pipeline.rows import FURNITURE, Row, read_rows
from pipeline.text import Edit, MappedText, Passage, Span, is_capitals


@dataclass(frozen=True, slots=True)
class Rest:
    """What stands in the file behind the document itself."""

    kind: str  #: "annex" or "forwarded"
    heading: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of the body as extractors see it, and where in the tree it stands."""

    passage: Passage
    section: str | None  #: "III > 3 > a": labels without their punctuation
    headings: tuple[str, ...]
    opens_list: str | None
    table: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything later stages need to know of where things stand. Row positions count `text`, the reading text."""

    document: Document
    text: MappedText
    flow: MappedText  #: the reading text with the lines of each paragraph joined into one
    struck: tuple[Span, ...]
    rows: tuple[Row, ...]
    head: Head
    tree: Node
    foot: Foot
    rest: tuple[Rest, ...]
    places: tuple[Place, ...]
    corrections: tuple[Change, ...] = ()  #: made in the source before reading
    doubts: tuple[Change, ...] = ()  #: suggested, not made

    def passage(self, rows: Sequence[Row]) -> Passage:
        """Neighbouring rows as one line."""
        return passage_of(self.text, [(r.start, r.end) for r in rows])

    def source(self, row: Row) -> Span:
        return self.text.to_source(row.start, row.end)


def segment(document: Document) -> Layout:
    """Never fails: a text without any structure is one paragraph of body."""
    mended = _mended(document)
    cleaned = clean_text(mended.text)
    text = mended.mapped.then(cleaned.text.edits)
    struck = tuple(mended.mapped.to_source(s.start, s.end) for s in cleaned.struck)
    rows = read_rows(document, text)
    head = scan_head(rows)
    foot = scan_foot(rows, head.end)
    body = rows[head.end : foot.start]
    paragraphs = join_rows(body, _readings(body, document, text))
    tree = build_tree(paragraphs)
    flow, inner = _flow(text, paragraphs)
    places = tuple(_places(tree, flow, inner))
    rest = _rest(rows, foot.end)
    return Layout(document, text, flow, struck, rows, head, tree, foot, rest, places, mended.corrections, mended.doubts)


#: What these readers give is what the author typed: his misprints stay.
_TYPED = ("docx", "html", "doc", "pdf-text")


def _mended(document: Document) -> Repaired:
    """The text with what a recogniser misread mended: of scans, and of plain text, which often is the output of one."""
    if document.reader in _TYPED:
        return Repaired((), (), MappedText.of(document.text))
    from pipeline.repair import repair_document

    return repair_document(document)


def _readings(body: Sequence[Row], document: Document, text: MappedText) -> Mapping[int, ReadLabel]:
    """What the labels of a scan are, by `Row.start`; the module is loaded for scans only."""
    if "ocr" not in document.reader:
        return {}
    from pipeline.label_reading import read_labels

    return read_labels(body, document, text)


# --- joined text ------------------------------------------------------------------------------------------------------

_SPACES = re.compile(r"[ \t]{2,}|\t")


def _joins(text: str, stretches: Iterable[tuple[int, int]]) -> list[Edit]:
    """Edits that put `stretches` of `text` on one line with single spaces."""
    edits: list[Edit] = []
    before: int | None = None
    for start, end in stretches:
        if before is not None and text[before:start] != " ":
            edits.append(Edit(before, start, " "))
        if "  " in text[start:end] or "\t" in text[start:end]:
            edits += (Edit(m.start(), m.end(), " ") for m in _SPACES.finditer(text, start, end))
        before = end
    return edits


def passage_of(text: MappedText, stretches: Sequence[tuple[int, int]]) -> Passage:
    """Stretches of the reading text, which may stand apart (other columns between them), as one line."""
    window, base, at = text.window(stretches[0][0], stretches[-1][1])
    local = [(start - at, end - at) for start, end in stretches]
    whole = window.then(_joins(window.text, local))
    # Nothing before the first stretch or behind the last one is edited: the passage keeps its distance from both ends.
    return Passage.of(whole, local[0][0], len(whole.text) - (len(window.text) - local[-1][1]), base)


def _flow(text: MappedText, paragraphs: Sequence[Paragraph]) -> tuple[MappedText, MappedText]:
    edits = [e for p in paragraphs for e in _joins(text.text, [(r.start, r.end) for r in p.rows])]
    return text.then(edits), MappedText.of(text.text, edits)


#: As much of a section's first paragraph as says what it is about (characters).
_HEADING = 300


def _places(tree: Node, flow: MappedText, inner: MappedText) -> Iterable[Place]:
    yield from _places_of(tree, flow, inner, (), (), None)


def _places_of(
    node: Node, flow: MappedText, inner: MappedText, path: tuple[str, ...], headings: tuple[str, ...], opener: str | None
) -> Iterable[Place]:
    if node.label and node.label.kind != "bullet":
        path = (*path, node.label.text.rstrip(" .):/-–—"))
    section = " > ".join(path) or None
    within, text = headings, ""
    for i, paragraph in enumerate(node.paragraphs):
        start = inner.from_source(paragraph.text_start)
        passage = Passage.of(flow, start, max(start, inner.from_source(paragraph.end - 1) + 1))
        yield Place(passage, section, within, opener, paragraph.table)
        text = passage.text
        if i == 0 and node.label:
            within = (*headings, text[:_HEADING])
    for child in node.children:
        yield from _places_of(child, flow, inner, path, within, text[-400:] or None)


# --- what stands behind -----------------------------------------------------------------------------------------------

#: Rows below which behind the foot nothing new begins: debris, a typist's mark, an address line.
_DEBRIS = 2


def _rest(rows: Sequence[Row], start: int) -> tuple[Rest, ...]:
    """Split at each new letterhead: what carries one is a forwarded document, the rest is an annex."""
    left = [r for r in rows[start:] if r.role != FURNITURE]
    if len(left) <= _DEBRIS and sum(len(r.text) for r in left) < 160:
        return ()
    cuts = sorted({0, *(_letterhead_start(left, i) for i, r in enumerate(left) if i and is_national(r.text))})
    parts = [left[a:b] for a, b in zip(cuts, [*cuts[1:], len(left)], strict=True) if a < b]
    return tuple(Rest(_rest_kind(p), _rest_heading(p), tuple(p)) for p in parts)


def _letterhead_start(rows: Sequence[Row], i: int) -> int:
    """The names of the bodies may stand up to three rows above the national title."""
    for _ in range(3):
        if i == 0 or rows[i].gap or not is_capitals(rows[i - 1].text) or len(rows[i - 1].text) >= 80:
            break
        i -= 1
    return i


def _rest_kind(rows: Sequence[Row]) -> str:
    return (
        "forwarded"
        if any(is_national(r.text) for r in rows[:6]) and not rows[0].text.upper().startswith(("PHỤ LỤC", "MẪU", "BIỂU"))
        else "annex"
    )


def _rest_heading(rows: Sequence[Row]) -> Row:
    if ANNEX.match(rows[0].text):
        return rows[0]
    return next((r for r in rows[:12] if title_of(r.text) and is_capitals(r.text)), rows[0])
