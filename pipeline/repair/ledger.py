"""What a repair gives back: changes and doubts in source offsets, and the mended text with the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.text import Edit, MappedText


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """`source[start:end]`, which reads `before`, is to read `after`; the same fields as `directive.Correction`."""

    start: int
    end: int
    before: str
    after: str
    rule: str  #: "lm.marks", "lm.letters", "lm.space", "names.…", "numeric.…"
    confidence: float  #: 0..1


@dataclass(frozen=True, slots=True)
class Repaired:
    corrections: tuple[Change, ...]  #: sorted; they do not overlap
    doubts: tuple[Change, ...]  #: not made: what a person should look at
    mapped: MappedText  #: from the source to the mended text

    @property
    def text(self) -> str:
        """The mended text."""
        return self.mapped.text


def repaired(source: str, changes: Iterable[Change], doubts: Iterable[Change] = ()) -> Repaired:
    """Of changes that overlap the one that stands first in the list is made."""
    made: list[Change] = []
    taken = bytearray(len(source) + 1)
    for change in changes:
        if change.before != change.after and not any(taken[change.start : max(change.end, change.start + 1)]):
            taken[change.start : change.end] = b"\1" * (change.end - change.start)
            made.append(change)
    made.sort()
    left = sorted(d for d in doubts if not any(taken[d.start : d.end]))
    return Repaired(tuple(made), tuple(left), MappedText.of(source, [Edit(c.start, c.end, c.after) for c in made]))
