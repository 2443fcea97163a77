"""Misprints of the training text itself: "kế hoạch chỉ tiết" among hundreds of "kế hoạch chi tiết" is one, and teaches nothing.

A word between two others gives way to one with the same letters under other marks that stands between the same two far more often.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.repair.ngrams import BITS
from pipeline.repair.tokens import CLASSES
from pipeline.text import bare

#: So many times as often.
FAR_MORE = 50

Ints = npt.NDArray[np.int64]


def without_misprints(stream: npt.NDArray[np.uint16], words: Sequence[str], far_more: int = FAR_MORE) -> npt.NDArray[np.uint16]:
    """The stream of symbols with its misprints mended; `words[i]` is symbol `len(CLASSES) + i`."""
    left, own, right = (part.astype(np.int64) for part in (stream[:-2], stream[1:-1], stream[2:]))
    between = np.nonzero((left >= len(CLASSES)) & (right >= len(CLASSES)))[0]
    types, inverse, counts = np.unique(
        (left[between] << 2 * BITS) | (right[between] << BITS) | own[between], return_inverse=True, return_counts=True
    )
    middle = types & ((1 << BITS) - 1)
    places = (types - middle) | _groups(words)[middle]
    order = np.lexsort((-counts, places))
    first = np.nonzero(np.diff(places[order], prepend=-1))[0]
    best = np.empty(len(types), np.int64)
    best[order] = np.repeat(order[first], np.diff(np.append(first, len(types))))
    instead = np.where(counts * far_more <= counts[best], middle[best], middle)
    out = stream.copy()
    out[between + 1] = instead[inverse]
    return out


def _groups(words: Sequence[str]) -> Ints:
    """A number for each symbol, the same for words with the same letters under other marks."""
    seen: dict[str, int] = {}
    own = [seen.setdefault(bare(word) if word.islower() else word, len(CLASSES) + len(seen)) for word in words]
    return np.array([*range(len(CLASSES)), *own], np.int64)
