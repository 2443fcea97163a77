"""The language model's file: hashes of n-grams, the table they stand in, the rows of bits, and how all of it is written."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.repair.bulk import marks_of, places
from pipeline.repair.ngrams import BACK_LOW, BACK_STEP, BITS, MAGIC, ORDER, PROB_STEP, row_bytes

Reals = npt.NDArray[np.float64]

#: How full the table may be; beyond 0.9 cuckoo hashing with three places finds no end.
LOAD = 0.85
_TURNS = 2000
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def hashes_of(symbols: int) -> npt.NDArray[np.int64]:
    """For each place in an n-gram, the last one first, a random number of 60 bits for each symbol; an n-gram's hash is their XOR."""
    x = np.arange(1, ORDER * symbols + 1, dtype=np.uint64) * np.uint64(_MIX[0])  # SplitMix64
    x = (x ^ (x >> np.uint64(30))) * np.uint64(_MIX[1])
    x = (x ^ (x >> np.uint64(27))) * np.uint64(_MIX[2])
    x = (x ^ (x >> np.uint64(31))) >> np.uint64(4)
    return x.astype(np.int64).reshape(ORDER, symbols)


def hashed(hashes: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64], n: int) -> npt.NDArray[np.int64]:
    """The hash of each n-gram; `keys` hold its symbols in `BITS` each, the last one lowest."""
    h = np.zeros(len(keys), np.int64)
    for back in range(n):
        h ^= hashes[back][((keys >> np.uint64(BITS * back)) & np.uint64((1 << BITS) - 1)).astype(np.int64)]
    return h


def fill_table(h: npt.NDArray[np.int64], values: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """Marks and values of n-grams, each at one of the three places of its hash."""
    size = 1 << max(int(np.ceil(np.log2(len(h) / LOAD))), 4)
    while (owner := _placed(h, size)) is None:
        size *= 2
    taken = np.nonzero(owner >= 0)[0]
    marks, stored = np.zeros(size, np.uint16), np.zeros(size, np.uint16)
    marks[taken], stored[taken] = marks_of(h[owner[taken]]), values[owner[taken]]
    return marks, stored


def _placed(h: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64] | None:
    """Cuckoo hashing: who comes later takes the place, who was there tries the next of its three; None where that finds no end.

    A place once taken is never empty again, so that whoever finds one of its places empty need not look further.
    """
    owner, turn, left = np.full(size, -1, np.int64), np.zeros(len(h), np.int64), np.arange(len(h))
    for _ in range(_TURNS):
        at = places(h[left], turn[left], size)
        before = owner[at]
        owner[at] = left
        won = owner[at] == left
        out = np.unique(before[won])
        left = np.concatenate((left[~won], out[out >= 0]))
        if not len(left):
            return owner
        turn[left] = (turn[left] + 1) % 3
    return None


def steps_of(prob: Reals, back: Reals) -> npt.NDArray[np.uint16]:
    """Steps of the probability in the low byte, of the back-off weight in the high one."""
    first = np.clip(np.round(-np.log(prob) / PROB_STEP), 0, 255).astype(np.uint16)
    second = np.clip(np.round((back - BACK_LOW) / BACK_STEP), 0, 255).astype(np.uint16)
    return first | (second << np.uint16(8))


def rows_of(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64], symbols: int) -> npt.NDArray[np.uint8]:
    """A row of bits for each symbol: which ones stand to its right."""
    seen = np.zeros((symbols, row_bytes(symbols) * 8), bool)
    seen[left, right] = True
    return np.packbits(seen, axis=1, bitorder="little")


def save_model(path: Path, meta: Mapping[str, Any], words: list[str], shown: list[str], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """A line that names the format, one of JSON, then the arrays, each at a multiple of 64 bytes."""
    blob = b""
    entries = {}
    for name, array in arrays.items():
        blob += b"\0" * (-len(blob) % 64)
        entries[name] = [len(blob), array.dtype.char if array.dtype.itemsize < 8 else "q", array.nbytes]
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
