"""The one place where evidence is made: it copies the characters itself, so that it cannot quote what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.document import Box, Document
from pipeline.text import Span

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")


def evidence_of(document: Document, spans: Iterable[Span], box: Box | None = None) -> list[dict[str, Any]]:
    """The fields of `directive.Evidence`, one a stretch and line: broken at line ends, without white space at the ends, empty ones dropped.

    `box` is where to look when the picture says more than the text: handwriting, of which the text is what OCR made of it.
    """
    return [_evidence(document, start, end, box) for span in spans for start, end in _lines(document.text, span)]


def _lines(text: str, span: Span) -> Iterable[tuple[int, int]]:
    for m in _LINE.finditer(text, span.start, span.end):
        line = m[0]
        start = m.start() + len(line) - len(line.lstrip())
        end = m.start() + len(line.rstrip())
        if start < end:
            yield start, end


def _evidence(document: Document, start: int, end: int, box: Box | None) -> dict[str, Any]:
    bbox = box or (document.box_of(Span(start, end)) if document.has_boxes else None)
    return {"start": start, "end": end, "text": document.text[start:end], "page": document.page_of(start), "bbox": bbox}
