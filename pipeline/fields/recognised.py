"""How surely OCR read a stretch of the source, from the recogniser's own measure of each word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.segment import Layout
from pipeline.text import Span

#: Digits read less surely are not taken for what they seem to be. Measured on 27 scanned letters: printed digits of dates had
#: 0.91 and more, handwritten ones that were read wrongly up to 0.69 (one of 40 more).
LEAST_OF_DIGITS = 0.8
#: The same of a word in which a symbol stands with the digits ("15/KH-UBND"): such words are in no dictionary of the engine.
LEAST_OF_SYMBOL = 0.6


def recognised(layout: Layout, spans: Sequence[Span]) -> float | None:
    """The least confidence, 0..1, of the words that `spans` touch; None where no word was recognised (text, HTML, Word)."""
    if not layout.document.has_boxes:
        return None
    lines = layout.document.lines
    found: list[float] = []
    for span in spans:
        for i in range(max(bisect_right(lines, span.start, key=lambda line: line.span.start) - 1, 0), len(lines)):
            if lines[i].span.start >= span.end:
                break
            words = lines[i].words
            found += (w.confidence for w in words if w.confidence is not None and w.span.start < span.end and span.start < w.span.end)
    return min(found, default=None)
