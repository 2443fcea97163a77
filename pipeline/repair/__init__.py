"""Mending what a recogniser misread: the text as it stands, and every change to it, which can be undone.

`repair_document` uses the recogniser's own doubts where the document has them, `repair_text` needs nothing but the text.
The parts: `tokens` and `spelling` (what is one word), `ngrams` and `train` (the language model), `channel` (what may have been
printed), `decode` (what fits), `spaces`, `names` and `numeric` (rules of their own), `protect` (what stays), `ledger` (what came of it).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.repair.ledger import Change, Repaired

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.document import Document
    from pipeline.repair.decode import Decoder

__all__ = ["Change", "Repaired", "repair_document", "repair_text"]


@cache
def _decoder(path: Path | None = None) -> Decoder:
    from pipeline.repair.decode import Decoder
    from pipeline.repair.ngrams import load_model, read_model

    return Decoder(read_model(path) if path else load_model())


def repair_text(text: str, model: Path | None = None) -> Repaired:
    """Mend plain text, with the language model of the package or another one. Raises MissingDependency where there is none.

    >>> repair_text("đúng thảm quyền, đúng pháp luật; các nhân tố mới").text
    'đúng thẩm quyền, đúng pháp luật; các nhân tố mới'
    """
    from pipeline.repair.mend import mend

    return mend(_decoder(model), text)


def repair_document(document: Document, model: Path | None = None) -> Repaired:
    """Mend a document's text with the recogniser's other readings; positions count `document.text`.

    Page furniture is left alone. Raises MissingDependency where there is no language model.
    """
    from pipeline.repair.mend import mend

    alternatives = {w.span.start: w.alternatives for line in document.lines for w in line.words if w.alternatives}
    furniture = [line.span for line in document.lines if line.role == "furniture"]
    return mend(_decoder(model), document.text, alternatives, furniture)
