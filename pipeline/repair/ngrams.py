"""The language model: log-probabilities of syllables after their two or three predecessors, in one memory-mapped file.

Interpolated modified Kneser-Ney (Chen and Goodman 1998), pruned, in back-off form. Probabilities and back-off weights take a
byte each. N-grams stand in a cuckoo table by 60 bits of hash, of which 16 are kept: nothing longer than two words can be read back.
A chance hit (1 in 20,000 look-ups) counts only where the shorter n-grams that every kept one brings along are there too.
Which two words were seen side by side is also kept in rows of bits: one operation says which of many words fit beside another.

Look-ups here are of one n-gram, in plain Python: of a page only a few dozen words are ever in doubt, and a clean text is told
from a misread one before numpy could be imported. `bulk` has the same look-ups for arrays.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import MissingDependency
from pipeline.repair.remembered import Remembered
from pipeline.repair.tokens import CLASSES, class_of, find_tokens, kind_of, word_key
from pipeline.resources import models_path

MAGIC = b"vanban-lm 2\n"
FILE = "lm.bin"
_MAKE = "make it: python -m pipeline train-lm CORPUS… -o models/lm.bin"
ORDER = 4
#: Borders before and behind a text.
PAD = ORDER - 1
#: Flags of a token beside its symbol.
WORD, UNKNOWN, SYMBOL_BITS = 1 << 20, 1 << 21, (1 << 20) - 1
BITS = 14  #: of a word's number: 16,384 words at most
#: Of a hash: two places in the table, and the mark that stands there (0 is an empty place).
PLACE_BITS, MARK_SHIFT = 22, 44
#: Steps of the stored bytes, in nats.
PROB_STEP, BACK_STEP, BACK_LOW = 0.08, 0.0625, -12.0

_PROB = tuple(-PROB_STEP * i for i in range(256))
_BACK = tuple(BACK_LOW + BACK_STEP * i for i in range(256))


#: Answers that are remembered at a time, some 100 bytes each.
REMEMBERED = 100_000


@dataclass(frozen=True)
class Model:
    """`words[i]` is symbol `i`; the tables are views of the file."""

    words: tuple[str, ...]
    shown: tuple[str, ...]  #: how a key is mostly written: "quy", "kỹ"
    prob: Sequence[float]  #: ln p of single symbols
    back: Sequence[float]
    hashes: tuple[list[int], list[int], list[int], list[int]]  #: of each symbol as the last of an n-gram, as the last but one, …
    marks: memoryview
    values: memoryview  #: steps of probability in the low byte, of back-off weight in the high one
    rows: mmap.mmap
    after_at: int  #: where the rows of bits begin: which symbols were seen behind each one
    before_at: int  #: … and before each one
    meta: Mapping[str, Any]
    _codes: dict[str, int] = field(default_factory=dict)
    _kept: dict[int, bool] = field(default_factory=dict)  #: hashes of trigrams that were asked for

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def _row(self) -> int:
        """Bytes of one row of bits."""
        return row_bytes(len(self.words))

    def code(self, token: re.Match[str]) -> int:
        """The symbol of a token in the low bits, with WORD and UNKNOWN."""
        kind, text = kind_of(token), token[0]
        if kind != "word":
            return class_of(kind, text)
        at = None if text.isupper() else self.numbers.get(text.lower())  # most words are their own key
        if at is not None:
            return at | WORD
        key, group = word_key(text)
        at = self.numbers.get(key)
        return group | WORD | UNKNOWN if at is None else at | WORD

    def codes(self, tokens: Sequence[re.Match[str]], texts: Sequence[str]) -> list[int]:
        """`code` of each, remembered by text: the same words come again and again."""
        known = self._codes
        new = set(texts).difference(known)
        if new:
            if len(known) > 100_000:
                known.clear()
                new = set(texts)
            known.update((m[0], self.code(m)) for m in tokens if m[0] in new)
        return [known[text] for text in texts]

    def symbols(self, text: str) -> list[int]:
        """All symbols of a text, as training sees them."""
        tokens = list(find_tokens(text))
        return [code & SYMBOL_BITS for code in self.codes(tokens, [token[0] for token in tokens])]

    # --- look-ups -----------------------------------------------------------------------------------------------------

    @cached_property
    def stored(self) -> Remembered[int, int]:
        """By the hash of an n-gram what is kept of it, a step of probability in the low byte and one of back-off weight in the high one;
        -1 where it is not kept. Of a new directive half is what others, or it itself, have said before."""
        return Remembered(self._stored, REMEMBERED)

    def _stored(self, h: int) -> int:
        """A hash has three places in the table, and stands at the first of them that it could have."""
        marks = self.marks
        size = len(marks) - 1
        mark = h >> MARK_SHIFT or 1
        first = h & size
        found = marks[first]
        if found == mark:
            return self.values[first]
        if not found:
            return -1
        second = (h >> PLACE_BITS) & size
        found = marks[second]
        if found == mark:
            return self.values[second]
        if not found:
            return -1
        third = first ^ second
        return self.values[third] if marks[third] == mark else -1

    def log_prob(self, a: int, b: int, c: int, d: int) -> float:
        """ln p(d | a b c)."""
        last, one, two, three = self.hashes
        stored = self.stored
        own, history = last[d] ^ one[c], last[c] ^ one[b]
        known = stored[own]
        out = _PROB[known & 255] if known >= 0 else self.prob[d] + self.back[c]
        before = stored[history]
        if before < 0:
            return out
        out += _BACK[before >> 8]
        if known >= 0:
            own ^= two[b]
            known = stored[own]
            if known >= 0:
                out = _PROB[known & 255]
        before = stored[history ^ two[a]]
        if before < 0:
            return out
        out += _BACK[before >> 8]
        if known >= 0:
            known = stored[own ^ three[a]]
            if known >= 0:
                out = _PROB[known & 255]
        return out

    def log_pair(self, a: int, b: int) -> float | None:
        """ln p(b | a) where the two were seen side by side often enough to be kept."""
        known = self.stored[self.hashes[0][b] ^ self.hashes[1][a]]
        return _PROB[known & 255] if known >= 0 else None

    def following(self, a: int, b: int, c: int) -> Callable[[int], float]:
        """`log_prob` of any word behind these three: what is the same for all of them is looked up once."""
        last, one, two, three = self.hashes
        stored, prob, back = self.stored, self.prob, self.back[c]
        pair, history = one[c], last[c] ^ one[b]
        short, before = 0.0, stored[history]
        long = before >= 0
        if long:
            short = _BACK[before >> 8]
            before = stored[history ^ two[a]]
        longest = before >= 0
        whole = short + _BACK[before >> 8] if longest else short
        triple, four = two[b], three[a]

        def of(d: int) -> float:
            own = last[d] ^ pair
            known = stored[own]
            if known < 0:
                return prob[d] + back + whole
            if long:
                own ^= triple
                longer = stored[own]
                if longer >= 0:
                    if longest and (found := stored[own ^ four]) >= 0:
                        return _PROB[found & 255]
                    return _PROB[longer & 255] + (whole - short)
            return _PROB[known & 255] + whole

        return of

    def gaps(self, symbols: Sequence[int]) -> list[int]:
        """Where three neighbours stand that were not kept: the places of the first ones."""
        last, one, two, _ = self.hashes
        hashes = [last[c] ^ one[b] ^ two[a] for a, b, c in zip(symbols, symbols[1:], symbols[2:], strict=False)]
        kept, marks, size = self._kept, self.marks, len(self.marks) - 1
        if len(kept) > REMEMBERED:
            kept.clear()
        out = []
        for at, known in enumerate(map(kept.get, hashes)):
            if known is None:  # as in `_stored`, whose call would cost as much again
                h = hashes[at]
                mark, first, second = h >> MARK_SHIFT or 1, h & size, (h >> PLACE_BITS) & size
                known = kept[h] = marks[first] == mark or marks[second] == mark or marks[first ^ second] == mark
            if not known:
                out.append(at)
        return out

    def are_known(self, a: int, b: int, c: int) -> bool:
        """Whether three words were seen side by side, often enough to be kept."""
        last, one, two, _ = self.hashes
        return self.stored[last[c] ^ one[b] ^ two[a]] >= 0

    @cached_property
    def after(self) -> Remembered[int, int]:
        """For each symbol a bit for each one that was seen behind it."""
        return Remembered(lambda symbol: self._bits(self.after_at, symbol), len(self.words))

    @cached_property
    def before(self) -> Remembered[int, int]:
        """For each symbol a bit for each one that was seen before it."""
        return Remembered(lambda symbol: self._bits(self.before_at, symbol), len(self.words))

    def _bits(self, rows_at: int, symbol: int) -> int:
        at = rows_at + symbol * self._row
        return int.from_bytes(self.rows[at : at + self._row], "little")

    def is_pair(self, left: int, right: int) -> bool:
        """Whether two symbols were seen side by side."""
        return bool(self.rows[self.after_at + left * self._row + (right >> 3)] >> (right & 7) & 1)


def row_bytes(symbols: int) -> int:
    return (symbols + 7) // 8


# --- the file -----------------------------------------------------------------------------------------------------------


def read_model(path: Path) -> Model:
    """Raises MissingDependency where the file is not there or is no model of this version."""
    if not path.is_file():
        raise MissingDependency(f"the language model {path.name} is missing", "repairing text", _MAKE)
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if data[: len(MAGIC)] != MAGIC:
        raise MissingDependency(f"{path.name} is no language model of this version", "repairing text", _MAKE)
    end = data.find(b"\n", len(MAGIC))
    head = json.loads(data[len(MAGIC) : end])
    base = (end + 64) // 64 * 64

    def array(name: str) -> memoryview:
        at, kind, size = head["arrays"][name]
        return memoryview(data)[base + at : base + at + size].cast(kind)

    words = tuple(CLASSES) + tuple(head["words"].split(" "))
    shown = tuple(CLASSES) + tuple(head["shown"].split(" "))
    hashes, n = array("hashes").tolist(), len(words)
    return Model(
        words,
        shown,
        array("prob").tolist(),
        array("back").tolist(),
        (hashes[:n], hashes[n : 2 * n], hashes[2 * n : 3 * n], hashes[3 * n :]),
        array("marks"),
        array("values"),
        data,
        base + head["arrays"]["after"][0],
        base + head["arrays"]["before"][0],
        head["meta"],
    )


@cache
def load_model() -> Model:
    """The model that comes with the package."""
    return read_model(models_path(FILE))
