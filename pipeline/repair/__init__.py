"""Mending what a recogniser misread: the text as it stands, and every change to it, which can be undone.

`repair_document` uses the recogniser's own doubts where the document has them, `repair_text` needs nothing but the text.
The parts: `tokens` and `spelling` (what is one word), `ngrams` (the language model), `channel` (what may have been printed),
`state` (a text while it is mended), `weigh` and `pairs` (what fits for one word, for two neighbours), `decode` (in which order),
`compounds`, `spaces`, `names`, `shapes` and `numeric` (rules of their own), `protect` (what stays), `ledger` (what came of it),
`remembered` (answers that are asked for again and again).
For training and measuring alone, and the only ones that need numpy: `train`, `misprints`, `store`, `bulk`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.repair.ledger import Change, Repaired

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.document import Document
    from pipeline.repair.channel import Channel

__all__ = ["Change", "Repaired", "repair_document", "repair_text"]


@cache
def _channel(path: Path | None = None) -> Channel:
    from pipeline.repair.channel import Channel
    from pipeline.repair.ngrams import load_model, read_model

    return Channel(read_model(path) if path else load_model())


def repair_text(text: str, model: Path | None = None) -> Repaired:
    """Mend plain text, with the language model of the package or another one. Raises MissingDependency where there is none.

    >>> repair_text("đúng thảm quyền, đúng pháp luật; các nhân tố mới").text
    'đúng thẩm quyền, đúng pháp luật; các nhân tố mới'
    """
    from pipeline.repair.mend import mend

    return mend(_channel(model), text)


def repair_document(document: Document, model: Path | None = None) -> Repaired:
    """Mend a document's text with the recogniser's other readings; positions count `document.text`.

    Page furniture is left alone. Raises MissingDependency where there is no language model.
    """
    from pipeline.repair.mend import mend

    alternatives = {w.span.start: w.alternatives for line in document.lines for w in line.words if w.alternatives}
    furniture = [line.span for line in document.lines if line.role == "furniture"]
    return mend(_channel(model), document.text, alternatives, furniture)
