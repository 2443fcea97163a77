"""Chance that repeats itself: the same seed and index draw the same things, in any process and whatever else is composed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chance:
    """Choices drawn from one source, so that a document depends on its seed alone."""

    random: Callable[[], float]  #: 0 <= x < 1; the one source of everything below

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def weighed(self, items: Sequence[T], upto: Sequence[float]) -> T:
        """One of `items`, whose weights are given summed up: `upto[i]` is the sum of the first i + 1."""
        return items[bisect(upto, self.random() * upto[-1])]

    def between(self, low: int, high: int) -> int:
        """`low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def maybe(self, share: float) -> bool:
        """Yes in `share` (0 to 1) of the cases."""
        return self.random() < share

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different ones in their order in `items`; all of them where there are fewer."""
        left, out = count, []
        for i, item in enumerate(items):
            if self.random() * (len(items) - i) < left:
                out.append(item)
                left -= 1
        return out

    def mixed(self, items: Sequence[T]) -> list[T]:
        """All of them in another order (Fisher and Yates)."""
        out = list(items)
        for i in range(len(out) - 1, 0, -1):
            j = int(self.random() * (i + 1))
            out[i], out[j] = out[j], out[i]
        return out


def chance_of(*names: object) -> Chance:
    """Chance that depends on these names alone: strings seed by a hash that does not vary between processes."""
    return Chance(Random("/".join(map(str, names))).random)
