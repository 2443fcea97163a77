"""A stretch of composed text with what it says: the facts that the gold will hold, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """What a stretch of text states, for the gold."""

    kind: str  #: the field of the gold: "targets", "award_quotas", "deadlines", "references", "period"
    start: int  #: of the quote within the text, half-open
    end: int
    values: Mapping[str, Any]  #: the gold entry without its quote
    whole: bool = False  #: whether the quote is a whole clause already


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the facts that it states."""

    text: str
    facts: tuple[Fact, ...] = ()

    def behind(self, prefix: str) -> Said:
        """The same with `prefix` put before it."""
        by = len(prefix)
        return Said(prefix + self.text, tuple(Fact(f.kind, f.start + by, f.end + by, f.values, f.whole) for f in self.facts))

    def ended(self, mark: str) -> Said:
        return Said(self.text + mark, self.facts)


def joined(parts: Iterable[Said], between: str = " ") -> Said:
    """The texts with `between` between them, the facts moved with them."""
    text = ""
    facts: list[Fact] = []
    for part in parts:
        if text:
            text += between
        facts += part.behind(text).facts
        text += part.text
    return Said(text, tuple(facts))


class Draft:
    """A text in the making: sentences are put together of so many pieces that copying them at each step would be the whole cost."""

    __slots__ = ("facts", "length", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.facts: list[Fact] = []

    def say(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def state(self, kind: str, text: str, values: Mapping[str, Any]) -> None:
        """Say `text` and record the fact that it states."""
        start = self.length
        self.say(text)
        self.facts.append(Fact(kind, start, self.length, values))

    def capital_from(self, part: int) -> None:
        """Make the first letter of the parts from number `part` on a capital."""
        for i in range(part, len(self.parts)):
            if self.parts[i]:
                self.parts[i] = self.parts[i][0].upper() + self.parts[i][1:]
                return

    def done(self) -> Said:
        return Said("".join(self.parts), tuple(self.facts))
