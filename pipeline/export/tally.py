"""What an export holds, so that nothing is lost silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.export.mentions import Mention
from pipeline.export.tokens import Token, index_of


@dataclass(frozen=True, slots=True)
class Tally:
    """What an export has written, counted."""

    documents: int = 0
    tokens: int = 0
    evidence: int = 0  #: stretches of evidence in the results
    spans: int = 0  #: stretches written: neighbouring lines of one value are one, and so are values said by the same words
    entities: int = 0  #: of those, what is left where none may overlap
    cut: int = 0  #: borders inside of what the tokeniser's rule keeps whole
    misaligned: int = 0  #: evidence that does not fall on tokens: 0, or a bug

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __str__(self) -> str:
        counts = [(self.documents, "document"), (self.tokens, "token"), (self.evidence, "evidence"), (self.spans, "span")]
        said = ", ".join(f"{n:,} {noun}{'s' * (n != 1 and noun != 'evidence')}" for n, noun in counts)
        return f"{said}, {self.entities:,} without overlap; cut inside a word: {self.cut}, misaligned: {self.misaligned}"


def tally(tokens: Sequence[Token], rule: int, mentions: Sequence[Mention], entities: int) -> Tally:
    """Of one document; `rule` is the number of tokens that the rule alone gives."""
    lost = sum(m.pieces for m in mentions if index_of(tokens, m.start, m.end) is None)
    spans = {(m.start, m.end, m.label, m.clue) for m in mentions}
    return Tally(1, len(tokens), sum(m.pieces for m in mentions), len(spans), entities, len(tokens) - rule, lost)
