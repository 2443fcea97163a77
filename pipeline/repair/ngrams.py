"""The language model: log-probabilities of syllables after their two or three predecessors, in one memory-mapped file.

Interpolated modified Kneser-Ney (Chen and Goodman 1998), pruned, in back-off form. Probabilities and back-off weights take a
byte each. N-grams stand in a hash table of buckets of eight slots that keep 16 bits of the hash: no word sequence can be read
back. A chance hit (1 in 8,000 look-ups) counts only where the shorter n-grams that every kept one brings along are there too.
"""

from __future__ import annotations

import json
import mmap
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import MissingDependency
from pipeline.repair.tokens import CLASSES, class_of, find_tokens, kind_of, word_key
from pipeline.resources import models_path

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

MAGIC = b"vanban-lm 1\n"
FILE = "lm.bin"
_MAKE = "make it: python -m pipeline train-lm CORPUS… -o models/lm.bin"
SLOTS = 8
ROUNDS = 4
#: Flags of a token beside its symbol.
WORD, UNKNOWN, SYMBOL_BITS = 1 << 20, 1 << 21, (1 << 20) - 1
BITS = 14  #: of a word's number: 16,384 words, four of them in 56 bits
#: Steps of the stored bytes, in nats.
PROB_STEP, BACK_STEP, BACK_LOW = 0.08, 0.0625, -12.0
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def hashed(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """SplitMix64's finaliser."""
    x = keys + np.uint64(_MIX[0])
    x = (x ^ (x >> np.uint64(30))) * np.uint64(_MIX[1])
    x = (x ^ (x >> np.uint64(27))) * np.uint64(_MIX[2])
    return x ^ (x >> np.uint64(31))


def places(h: npt.NDArray[np.uint64], turn: int, buckets: int) -> Ints:
    """The bucket that a hash tries in its `turn`."""
    mixed = h * np.uint64(2 * turn + 1) + np.uint64(turn * _MIX[0] & 0xFFFFFFFFFFFFFFFF)
    return (((mixed >> np.uint64(32)) * np.uint64(buckets)) >> np.uint64(32)).astype(np.int64)


def fingerprints(h: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint16]:
    """16 bits that are not 0, which marks an empty slot."""
    low = (h & np.uint64(0xFFFF)).astype(np.uint16)
    return np.where(low == 0, np.uint16(1), low)


def keys_of(*words: Ints) -> npt.NDArray[np.uint64]:
    """One number for an n-gram, its length in the top bits."""
    key = np.zeros(len(words[0]), np.int64)
    for w in words:
        key = (key << BITS) | w
    return key.astype(np.uint64) | np.uint64(len(words) << 58)


@dataclass(frozen=True)
class Model:
    """`words[i]` is symbol `i`; arrays are views of the file."""

    words: tuple[str, ...]
    shown: tuple[str, ...]  #: how a key is mostly written: "quy", "kỹ"
    order: int
    prob: Floats  #: of single symbols
    back: Floats
    unseen: Floats  #: for each class, what one unknown member of it costs on top
    slots: npt.NDArray[np.uint16]
    values: npt.NDArray[np.uint8]
    meta: Mapping[str, Any]
    _codes: dict[str, int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    def code(self, token: re.Match[str]) -> int:
        """The symbol of a token in the low bits, with WORD and UNKNOWN."""
        kind, text = kind_of(token), token[0]
        if kind != "word":
            return class_of(kind, text)
        key, group = word_key(text)
        at = self.numbers.get(key)
        return group | WORD | UNKNOWN if at is None else at | WORD

    def codes(self, tokens: Sequence[re.Match[str]]) -> Ints:
        """`code` of each, remembered by text: the same words come again and again."""
        known = self._codes
        texts = [m[0] for m in tokens]
        if len(known) > 200_000:
            known.clear()
        for m, text in zip(tokens, texts, strict=True):
            if text not in known:
                known[text] = self.code(m)
        return np.array([known[text] for text in texts], np.int64)

    def symbols(self, text: str) -> list[int]:
        """All symbols of a text, as training sees them."""
        found: list[int] = (self.codes(list(find_tokens(text))) & SYMBOL_BITS).tolist()
        return found

    # --- look-ups -----------------------------------------------------------------------------------------------------

    def find(self, keys: npt.NDArray[np.uint64]) -> Ints:
        """Index into `values` for each key, -1 where there is none."""
        h = hashed(keys)
        print_ = fingerprints(h)
        out = np.full(len(keys), -1, np.int64)
        left = np.arange(len(keys))
        for turn in range(ROUNDS):
            at = places(h[left], turn, len(self.slots))
            rows = self.slots[at]
            same = rows == print_[left][:, None]
            hit = same.any(1)
            out[left[hit]] = at[hit] * SLOTS + same[hit].argmax(1)
            left = left[~hit & (rows[:, -1] != 0)]
            if not len(left):
                break
        return out

    def _prob(self, at: Ints) -> Floats:
        prob: Floats = self.values[at, 0].astype(np.float32) * np.float32(-PROB_STEP)
        return prob

    def _back(self, at: Ints) -> Floats:
        weight: Floats = self.values[at, 1].astype(np.float32) * np.float32(BACK_STEP) + np.float32(BACK_LOW)
        return weight

    def log_probs(self, *grams: Ints) -> tuple[Floats, Ints]:
        """ln p(last | the others) of n-grams given as `order` columns, oldest first; and the length of the longest known."""
        last, before = grams[-1], grams[-2]
        out = self.prob[last] + self.back[before]
        level = np.ones(len(last), np.int64)
        ahead = self.find(keys_of(before, last))
        hit = ahead >= 0
        out[hit] = self._prob(ahead[hit])
        level[hit] = 2
        known = hit  # whose shorter n-gram is known
        context = None
        for n in range(3, self.order + 1):
            # The history of n - 1 words: its back-off weight, and the condition for a longer n-gram.
            history = np.full(len(last), -1, np.int64)
            todo = np.arange(len(last)) if context is None else np.nonzero(context)[0]
            if not len(todo):
                break
            history[todo] = self.find(keys_of(*(g[todo] for g in grams[-n:-1])))
            context = history >= 0
            out[context] += self._back(history[context])
            todo = np.nonzero(context & known)[0]
            found = self.find(keys_of(*(g[todo] for g in grams[-n:]))) if len(todo) else todo
            sure = todo[found >= 0]
            out[sure] = self._prob(found[found >= 0])
            level[sure] = n
            known = np.zeros(len(last), bool)
            known[sure] = True
        return out, level

    def known(self, *grams: Ints) -> npt.NDArray[np.bool_]:
        """Whether an n-gram was kept."""
        return self.find(keys_of(*grams)) >= 0


# --- the file -----------------------------------------------------------------------------------------------------------


def save_model(path: Path, meta: Mapping[str, Any], words: list[str], shown: list[str], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """A line that names the format, one of JSON, then the arrays, each at a multiple of 64 bytes."""
    blob = b""
    entries = {}
    for name, array in arrays.items():
        blob += b"\0" * (-len(blob) % 64)
        entries[name] = [len(blob), str(array.dtype), list(array.shape)]
        blob += array.tobytes()
    head = json.dumps({"meta": meta, "words": " ".join(words), "shown": " ".join(shown), "arrays": entries}, ensure_ascii=False).encode()
    lead = MAGIC + head + b"\n"
    # Another process may have the old file mapped: it keeps it, and never sees half a new one.
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(lead + b"\0" * (-len(lead) % 64) + blob)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


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

    def array(name: str) -> npt.NDArray[Any]:
        at, kind, shape = head["arrays"][name]
        return np.frombuffer(data, kind, int(np.prod(shape)), base + at).reshape(shape)

    words = tuple(CLASSES) + tuple(head["words"].split(" "))
    shown = tuple(CLASSES) + tuple(head["shown"].split(" "))
    meta = head["meta"]
    return Model(words, shown, meta["order"], array("prob"), array("back"), array("unseen"), array("slots"), array("values"), meta)


@cache
def load_model() -> Model:
    """The model that comes with the package."""
    return read_model(models_path(FILE))
