"""Text files -> the language model: counts, modified Kneser-Ney, pruning. All in numpy, one process."""

from __future__ import annotations

import lzma
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from pipeline.repair.misprints import without_misprints
from pipeline.repair.ngrams import BITS, ORDER, PLACE_BITS
from pipeline.repair.store import LOAD, fill_table, hashed, hashes_of, rows_of, save_model, steps_of
from pipeline.repair.tokens import BORDER, CLASSES, class_of, find_tokens, kind_of, word_key

Keys = npt.NDArray[np.uint64]
Reals = npt.NDArray[np.float64]

#: Words seen less often are counted by their class.
LEAST_SYLLABLE, LEAST_OTHER = 3, 20
#: Weighted difference (nats of the training text) below which an n-gram is left out, by length.
THRESHOLDS = {2: 0.6, 3: 2.0, 4: 5.0}


def read_lines(path: Path, first: float = 0.0, last: float = 1.0) -> list[str]:
    """The paragraphs of a text file (.xz or plain) from share `first` to share `last` of its lines."""
    data = path.read_bytes()
    lines = normalize("NFC", (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")).split("\n")
    return lines[int(len(lines) * first) : int(len(lines) * last)]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A stream of symbols: every paragraph preceded by `ORDER - 1` borders and closed by one."""

    stream: npt.NDArray[np.uint16]
    words: list[str]
    shown: list[str]


def read_corpus(lines: Iterable[str]) -> Corpus:
    """Paragraphs as symbols; words that are too rare are counted by their class."""
    numbers: dict[str, int] = {}
    names: list[str] = []
    stream = array("i")
    for line in lines:
        if not line.strip():
            continue
        stream.extend([-1] * (ORDER - 1))
        for token in find_tokens(line):
            text, kind = token[0], kind_of(token)
            if kind != "word":
                stream.append(-1 - class_of(kind, text))
                continue
            at = numbers.get(text)
            if at is None:
                at = numbers[text] = len(names)
                names.append(text)
            stream.append(at)
        stream.append(-1)
    raw = np.frombuffer(stream, np.int32)
    counts = np.bincount(raw[raw >= 0], minlength=len(names))
    return _numbered(raw, names, counts)


def _numbered(raw: npt.NDArray[np.int32], names: list[str], counts: npt.NDArray[np.int64]) -> Corpus:
    keys = [word_key(name) for name in names]
    total: Counter[tuple[str, int]] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, key, n in zip(names, keys, counts.tolist(), strict=True):
        total[key] += n
        forms[key[0]][name if name.isupper() and key[0].isupper() else name.lower()] += n
    often = [k for (k, kind), n in total.most_common() if n >= (LEAST_SYLLABLE if CLASSES[kind] == "<syllable>" else LEAST_OTHER)]
    kept = list(dict.fromkeys(often))[: (1 << BITS) - len(CLASSES)]
    place = {key: i + len(CLASSES) for i, key in enumerate(kept)}
    number = np.array([place.get(key, kind) for key, kind in keys], np.uint16)
    stream = np.where(raw < 0, -1 - raw, number[np.maximum(raw, 0)]).astype(np.uint16)
    return Corpus(stream, kept, [forms[k].most_common(1)[0][0] for k in kept])


# --- counting -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of one length, sorted."""

    keys: Keys
    raw: Reals  #: how often they occur
    prob: Reals  #: interpolated, of the last symbol after the others
    weight: Reals  #: of backing off from the history of each


def _windows(stream: npt.NDArray[np.uint16], n: int) -> Keys:
    """N-grams that end in something to predict: not in the borders that open a paragraph."""
    end = len(stream) - n + 1
    key = np.zeros(end, np.uint64)
    for i in range(n):
        key = (key << np.uint64(BITS)) | stream[i : i + end].astype(np.uint64)
    last, before = stream[n - 1 :], np.concatenate(([1], stream[:-1]))[n - 1 :]
    kept: Keys = key[~((last == BORDER) & (before == BORDER))]
    return kept


def _tail(keys: Keys, n: int) -> Keys:
    """The last `n` symbols of each n-gram."""
    tails: Keys = keys & np.uint64((1 << (BITS * n)) - 1)
    return tails


def _smooth(keys: Keys, counts: Reals, n: int, lower: Grams | None, types: int) -> tuple[Reals, Reals]:
    """Interpolated modified Kneser-Ney of one length: probability of each n-gram and weight of its history."""
    n1, n2, n3, n4 = (max(int((counts == i).sum()), 1) for i in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    discount = np.array([0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    discount = np.clip(discount, [0.0, 0.1, 0.1, 0.5], [0.0, 0.95, 1.8, 2.8])  # of a small text the estimate may be absurd
    cut = discount[np.minimum(counts, 3).astype(np.int64)]
    starts = np.concatenate(([0], np.nonzero(np.diff(keys >> np.uint64(BITS)))[0] + 1))
    sizes = np.diff(np.concatenate((starts, [len(keys)])))
    total = np.repeat(np.add.reduceat(counts, starts), sizes)
    weight = np.repeat(np.add.reduceat(cut, starts), sizes) / total
    under = np.full(len(keys), 1 / types) if lower is None else lower.prob[_find(lower.keys, _tail(keys, n - 1))]
    return (counts - cut) / total + weight * under, weight


def _find(keys: Keys, wanted: Keys) -> npt.NDArray[np.int64]:
    return np.searchsorted(keys, wanted)


def count_grams(stream: npt.NDArray[np.uint16], types: int) -> dict[int, Grams]:
    """Lengths 1 to ORDER; shorter ones are counted by how many different symbols stand before them (Kneser-Ney)."""
    found = {n: np.unique(_windows(stream, n), return_counts=True) for n in range(1, ORDER + 1)}
    out: dict[int, Grams] = {}
    for n in range(1, ORDER + 1):
        keys, raw = found[n][0], found[n][1].astype(np.float64)
        counts = raw
        if n < ORDER:
            longer = _tail(found[n + 1][0], n)
            inner, before = np.unique(longer, return_counts=True)
            counts = raw.copy()
            counts[_find(keys, inner)] = before
            opens = (keys >> np.uint64(BITS * (n - 1))) == BORDER
            counts[opens] = raw[opens]
        prob, weight = _smooth(keys, counts, n, out.get(n - 1), types)
        out[n] = Grams(keys, raw, prob, weight)
    return out


# --- pruning ------------------------------------------------------------------------------------------------------------


def prune(grams: Mapping[int, Grams], thresholds: Mapping[int, float]) -> dict[int, npt.NDArray[np.bool_]]:
    """Which n-grams stay: those worth their place, and what longer ones need (their first and their last symbols)."""
    keep = {1: np.ones(len(grams[1].keys), bool)}
    for n in range(ORDER, 1, -1):
        own, lower = grams[n], grams[n - 1]
        under = lower.prob[_find(lower.keys, _tail(own.keys, n - 1))]
        worth = own.raw * (np.log(own.prob) - np.log(own.weight * under))
        stay = worth > thresholds[n]
        if n in keep:
            stay |= keep[n]
        keep[n] = stay
        if n > 2:
            needed = np.zeros(len(lower.keys), bool)
            needed[_known(lower.keys, own.keys[stay] >> np.uint64(BITS))] = True
            needed[_find(lower.keys, _tail(own.keys[stay], n - 1))] = True
            keep[n - 1] = needed
    return keep


def _known(keys: Keys, wanted: Keys) -> npt.NDArray[np.int64]:
    """Places of the wanted keys that are there: histories of nothing but borders are not."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there: npt.NDArray[np.int64] = at[keys[at] == wanted]
    return there


def _back_offs(grams: Mapping[int, Grams], keep: Mapping[int, npt.NDArray[np.bool_]], n: int) -> Reals:
    """ln of the back-off weight of each n-gram of length `n` as a history, so that probabilities add up to one."""
    longer, own = grams[n + 1], grams[n]
    stay = keep[n + 1]
    keys = longer.keys[stay]
    history = keys >> np.uint64(BITS)
    lower = grams[n].prob[_find(own.keys, _tail(keys, n))]
    at = np.minimum(np.searchsorted(own.keys, history), len(own.keys) - 1)
    there = own.keys[at] == history
    seen, under = np.zeros(len(own.keys)), np.zeros(len(own.keys))
    np.add.at(seen, at[there], longer.prob[stay][there])
    np.add.at(under, at[there], lower[there])
    weights: Reals = np.log(np.maximum(1 - seen, 1e-5) / np.maximum(1 - under, 1e-5))
    return weights


# --- the whole ----------------------------------------------------------------------------------------------------------


def train(lines: Iterable[str], out: Path, names: Sequence[str] = (), thresholds: Mapping[int, float] = THRESHOLDS) -> dict[str, Any]:
    """Train on paragraphs and write the model. Returns what its card says."""
    corpus = read_corpus(lines)
    types = len(CLASSES) + len(corpus.words)
    grams = count_grams(without_misprints(corpus.stream, corpus.words), types)
    keep = _fitting(grams, thresholds)
    arrays = _arrays(grams, keep, types)
    meta = {
        "order": ORDER,
        "date": date.today().isoformat(),
        "files": list(names),
        "symbols": len(corpus.stream),
        "words": len(corpus.words),
        "counted": {str(n): len(grams[n].keys) for n in grams},
        "kept": {str(n): int(keep[n].sum()) for n in keep},
    }
    save_model(out, meta, corpus.words, corpus.shown, arrays)
    return meta


def _fitting(grams: Mapping[int, Grams], thresholds: Mapping[int, float]) -> dict[int, npt.NDArray[np.bool_]]:
    """What the thresholds keep; of more than the largest table holds only what stricter ones do."""
    keep = prune(grams, thresholds)
    while sum(int(keep[n].sum()) for n in range(2, ORDER + 1)) > LOAD * (1 << PLACE_BITS):
        thresholds = {n: 1.5 * least for n, least in thresholds.items()}
        keep = prune(grams, thresholds)
    return keep


def _arrays(grams: Mapping[int, Grams], keep: Mapping[int, npt.NDArray[np.bool_]], types: int) -> dict[str, npt.NDArray[Any]]:
    """Everything that the file holds beside its words."""
    prob, back = np.full(types, np.log(1e-9), np.float32), np.zeros(types, np.float32)
    prob[grams[1].keys.astype(np.int64)] = np.log(grams[1].prob)
    back[grams[1].keys.astype(np.int64)] = _back_offs(grams, keep, 1)
    hashes, h, values = hashes_of(types), [], []
    for n in range(2, ORDER + 1):
        weights = _back_offs(grams, keep, n) if n < ORDER else np.zeros(len(grams[n].keys))
        stay = keep[n]
        h.append(hashed(hashes, grams[n].keys[stay], n))
        values.append(steps_of(grams[n].prob[stay], weights[stay]))
    marks, stored = fill_table(np.concatenate(h), np.concatenate(values))
    pairs = grams[2].keys[keep[2]].astype(np.int64)
    left, right = pairs >> BITS, pairs & ((1 << BITS) - 1)
    after, before = rows_of(left, right, types), rows_of(right, left, types)
    return {"prob": prob, "back": back, "hashes": hashes, "marks": marks, "values": stored, "after": after, "before": before}


def train_model(paths: Sequence[Path], out: Path, first: float = 0.0, last: float = 0.95) -> dict[str, Any]:
    """Train on the lines of text files, from share `first` to share `last` of each; the rest is kept for tests."""

    def lines() -> Iterator[str]:
        for path in paths:
            yield from read_lines(path, first, last)

    return train(lines(), out, [path.name for path in paths])
