"""Answers that are remembered: what the same few words ask for again and again costs a look into a dictionary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """A dictionary that finds what it does not hold yet; holding `most` answers, it forgets them all.

    >>> lengths = Remembered(len, most=1000)
    >>> lengths["tỉnh"], list(lengths)
    (4, ['tỉnh'])
    """

    __slots__ = ("_find", "_most")

    def __init__(self, find: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._find(key)
        return found
