"""Vietnamese administrative directives as structured, checkable data, every value with its place in the source.

    file ─read─▶ Document ─segment─▶ Layout ─extract─▶ Candidates ─validate─▶ Directive

>>> from pipeline import extract                                        # doctest: +SKIP
>>> directive = extract("ke-hoach.txt")                                 # doctest: +SKIP
>>> directive.number.value, directive.number.evidence[0].text           # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.directive import Directive
    from pipeline.document import Document

__version__ = "0.1.0"
__all__ = ["extract", "extract_document"]


def extract(path: str | Path) -> Directive:
    """Read one file and extract everything the contract names. Raises `errors.PipelineError` when it cannot be read."""
    from pipeline.read import read_document

    return extract_document(read_document(path))


def extract_document(document: Document) -> Directive:
    """Never fails: a text in which nothing is recognised gives a Directive with issues and status `review`."""
    from pipeline.candidates import find_candidates
    from pipeline.segment import segment
    from pipeline.validate import make_directive

    layout = segment(document)
    return make_directive(layout, find_candidates(layout))
