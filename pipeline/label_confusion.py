"""How readily a recogniser reads one label for another: "H" for "II", "l" for "1", "h" for "b".

Which characters are taken for which is data (`data/label_confusions.csv`). A digit is never taken for another digit: both are
legible, and numbers are not corrected.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from pipeline.tables import entries
from pipeline.text import bare

#: A stroke of a Roman numeral lost or found beside another one: "II" for "III".
STROKE_LOST, STROKE_FOUND = 1.0, 1.3
_STROKES = frozenset("IVXl1HTLÌÍỊUi")
_MARK, _CASE, _DOT_LOST = 0.5, 0.7, 1.2


@cache
def _confusions() -> dict[tuple[str, str], float]:
    """(printed, read) -> cost."""
    rows = reversed(entries("label_confusions"))  # the first of two rows holds
    return {(row.canonical, variant): float(row.extra["cost"]) for row in rows for variant in row.variants}


@lru_cache(maxsize=65536)
def cost_of(read: str, printed: str) -> float:
    """What it costs to hold that `printed` stands where `read` was read: 0 the same, about 1 an easy slip, infinite no likeness.

    >>> cost_of("II", "II"), cost_of("H", "II") < 1, cost_of("3", "8")
    (0.0, True, inf)
    """
    if read == printed:
        return 0.0
    if not read or len(read) > 12 or len(printed) > 12:
        return math.inf
    best = {(0, 0): 0.0}
    for i in range(len(read) + 1):
        for j in range(len(printed) + 1):
            so_far = best.get((i, j))
            if so_far is None:
                continue
            for a, b, cost in _steps(read, printed, i, j):
                if so_far + cost < best.get((a, b), math.inf):
                    best[a, b] = so_far + cost
    return round(best.get((len(read), len(printed)), math.inf), 3)


def _steps(read: str, printed: str, i: int, j: int) -> list[tuple[int, int, float]]:
    table = _confusions()
    out: list[tuple[int, int, float]] = []
    for a in range(i + 1, min(i + 3, len(read)) + 1):
        for b in range(j + 1, min(j + 4, len(printed)) + 1):
            cost = _single(read[i:a], printed[j:b]) if a == i + 1 and b == j + 1 else table.get((printed[j:b], read[i:a]))
            if cost is not None:
                out.append((a, b, cost))
    if printed[j : j + 1] == "I" and (set(read[max(i - 1, 0) : i + 1]) & _STROKES):
        out.append((i, j + 1, STROKE_LOST))
    if read[i : i + 1] == "I" and "I" in printed[max(j - 1, 0) : j + 1]:
        out.append((i + 1, j, STROKE_FOUND))
    if printed[j : j + 1] == "." and 0 < j < len(printed) - 1:  # within "1.2"
        out.append((i, j + 1, _DOT_LOST))
        if read[i : i + 1] == ",":
            out.append((i + 1, j + 1, 0.3))
    return out


def _single(read: str, printed: str) -> float | None:
    if read == printed:
        return 0.0
    found = _confusions().get((printed, read))
    if found is None and not (read.isdigit() and printed.isdigit()):
        if bare(read) == printed:
            found = _MARK
        elif bare(read).upper() == printed:
            found = _CASE
    return found
