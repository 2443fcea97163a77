"""The one place where evidence is made: it copies the characters itself, so that it cannot quote what is not there."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.directive import Evidence
from pipeline.document import Document
from pipeline.text import Span

_BREAKS = "\n\r\f\v\x85\u2028\u2029"


def evidence_of(document: Document, spans: Iterable[Span]) -> tuple[Evidence, ...]:
    """One evidence a stretch and line: broken at line ends, white space at the ends left out, empty ones dropped."""
    return tuple(_evidence(document, part) for span in spans for part in _lines(document.text, span))


def _lines(text: str, span: Span) -> Iterable[Span]:
    start = span.start
    for at in range(span.start, span.end + 1):
        if at == span.end or text[at] in _BREAKS:
            lead = text[start:at]
            left = start + len(lead) - len(lead.lstrip())
            right = start + len(lead.rstrip())
            if left < right:
                yield Span(left, right)
            start = at + 1


def _evidence(document: Document, span: Span) -> Evidence:
    return Evidence(
        start=span.start,
        end=span.end,
        text=document.text[span.start : span.end],
        page=document.page_of(span.start),
        bbox=document.box_of(span),
    )
