"""The model's look-ups for many n-grams at once, and how well it foretells a text. In numpy: for training and for measuring."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from pipeline.repair.ngrams import BACK_LOW, BACK_STEP, MARK_SHIFT, ORDER, PLACE_BITS, PROB_STEP, Model
from pipeline.repair.tokens import BORDER

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def places(h: Ints, turn: int | Ints, size: int) -> Ints:
    """The place in a table of `size` (a power of two) that a hash tries in its turn: 0, 1 or 2."""
    first, second = h & (size - 1), (h >> PLACE_BITS) & (size - 1)
    return np.where(np.equal(turn, 0), first, np.where(np.equal(turn, 1), second, first ^ second))


def marks_of(h: Ints) -> npt.NDArray[np.uint16]:
    """16 bits that are not 0, which marks an empty place."""
    marks: npt.NDArray[np.uint16] = np.maximum(h >> MARK_SHIFT, 1).astype(np.uint16)
    return marks


class Table:
    """A model as arrays, views of its file."""

    def __init__(self, model: Model) -> None:
        self.prob, self.back = np.array(model.prob), np.array(model.back)
        self.hashes = np.array(model.hashes, np.int64)
        self.marks = np.frombuffer(model.marks, np.uint16)
        self.values = np.frombuffer(model.values, np.uint16)

    def find(self, *grams: Ints) -> Ints:
        """The place of each n-gram, given as columns, oldest first; -1 where there is none."""
        h = np.zeros(len(grams[0]), np.int64)
        for back, symbols in enumerate(reversed(grams)):
            h ^= self.hashes[back][symbols]
        out, marks = np.full(len(h), -1, np.int64), marks_of(h)
        for turn in range(3):
            at = places(h, turn, len(self.marks))
            out = np.where((out < 0) & (self.marks[at] == marks), at, out)
        return out

    def log_probs(self, *grams: Ints) -> tuple[Floats, Ints]:
        """ln p(last | the others) of `ORDER` columns, oldest first, as `Model.log_prob`; and the length of the longest known n-gram."""
        out = self.prob[grams[-1]] + self.back[grams[-2]]
        level = np.ones(len(out), np.int64)
        context = known = np.ones(len(out), bool)
        for n in range(2, ORDER + 1):
            if n > 2:
                history = self.find(*grams[-n:-1])
                context = context & (history >= 0)
                out = out + np.where(context, (self.values[history] >> 8) * BACK_STEP + BACK_LOW, 0.0)
            found = self.find(*grams[-n:])
            known = known & context & (found >= 0)
            out = np.where(known, (self.values[found] & 255) * -PROB_STEP, out)
            level[known] = n
        return out, level


def perplexity(model: Model, lines: Iterable[str]) -> tuple[float, int, list[float]]:
    """How well the model foretells paragraphs, one a line: their perplexity (e to the mean negative log probability of a symbol),
    how many symbols they have, and the shares of symbols (0 to 1) whose longest known n-gram has 1, 2, 3 and 4 symbols.

    Borders of paragraphs are foretold at their ends and not at their beginnings. There has to be a line that is not blank.
    """
    stream: list[int] = []
    for line in lines:
        if line.strip():
            stream += [BORDER] * (ORDER - 1) + model.symbols(line) + [BORDER]
    symbols = np.array(stream, np.int64)
    columns = [symbols[k : len(symbols) - ORDER + 1 + k] for k in range(ORDER)]
    inner = ~((columns[-1] == BORDER) & (columns[-2] == BORDER))  # not the borders that open a paragraph
    scores, level = Table(model).log_probs(*(c[inner] for c in columns))
    shares = [float((level == n).mean()) for n in range(1, ORDER + 1)]
    return float(np.exp(-scores.mean())), len(scores), shares
