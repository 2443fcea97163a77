"""The section tree of a layout in the form of the contract, with positions in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.directive import Section
from pipeline.outline import Node, Paragraph, walk
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.text import Span

#: A heading shorter than this (words) is given whole; longer ones are cut as in the annotation guidelines.
_WHOLE, _CUT = 25, 12
_SENTENCE_END = re.compile(r"[.;:!?]\s")


def sections_of(layout: Layout) -> tuple[Section, ...]:
    """Every labelled part of the body and every bullet, in document order."""
    return tuple(map(Section.model_validate, section_tree(layout)))


def section_tree(layout: Layout) -> list[dict[str, Any]]:
    """The same as plain dictionaries with the fields of `Section`."""
    return [_section(layout, node, 1) for node in layout.tree.children]


def mended_labels(layout: Layout) -> Iterator[tuple[str, str, Span]]:
    """What was read, the label it is taken for, and where in the source it stands; of scans only."""
    for node, _ in walk(layout.tree):
        first = node.paragraphs[0] if node.paragraphs else None
        if first and first.label and first.read is not None:
            yield first.read, first.label.text, layout.text.to_source(first.start, first.start + len(first.read))


def _section(layout: Layout, node: Node, depth: int) -> dict[str, Any]:
    span = layout.text.to_source(node.start, node.end)
    label = node.label
    if label is None:
        raise ValueError("only the root has no label")
    return dict(
        label=label.text,
        kind=label.kind,
        depth=depth,
        heading=_heading(layout, node.paragraphs) or None,
        start=span.start,
        end=span.end,
        children=[_section(layout, child, depth + 1) for child in node.children],
    )


def _heading(layout: Layout, paragraphs: tuple[Paragraph, ...]) -> str:
    first = paragraphs[0]
    text = _text(layout, first.rows, first.label.end if first.label else 0)
    if not text and len(paragraphs) > 1:  # "Điều 1" on a line of its own
        text = _text(layout, paragraphs[1].rows, 0)
    words = text.split()
    if len(words) > _WHOLE or _SENTENCE_END.search(text):
        words = words[:_CUT]
    return " ".join(words).rstrip(" .;:,")


def _text(layout: Layout, rows: tuple[Row, ...], start: int) -> str:
    """At most as much of the rows' text as a heading can need."""
    stretches = [(r.start + (start if i == 0 else 0), r.end) for i, r in enumerate(rows[:6])]
    if stretches[0][0] >= stretches[0][1]:
        stretches = stretches[1:]
    return " ".join(
        " ".join(layout.text.text[a:b].split()[: _WHOLE + 1]) if b - a < 2000 else " ".join(layout.text.text[a : a + 2000].split())
        for a, b in stretches
    )
