"""What may have been printed where a word was read, and what each reading costs (nats: minus the logarithm of its probability).

Two witnesses: the recogniser's own other readings of each character, and a table of characters taken for one another
(`data/confusions.csv`). Either may be silent: Tesseract is sometimes sure of a wrong mark.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.repair.ngrams import Model
from pipeline.repair.tokens import CLASSES
from pipeline.tables import entries
from pipeline.text import LOWER
from pipeline.text import bare as _bare

bare = lru_cache(65_536)(_bare)

#: For each character of a word its readings with their scores, best first, as `document.Word.alternatives`.
Readings = Sequence[tuple[tuple[str, float], ...]]

#: A mark taken for another one: the dearest and the cheapest pair.
MARK_MOST, MARK_LEAST = 7.5, 2.5
#: A letter lost, gained, or taken for another one of no known likeness.
LETTER = 9.0
#: Where the recogniser lists other readings: a likeness of scores is worth this much, and a reading it does not list costs more.
SCORE, LISTED, UNLISTED = 1.5, 2.0, 2.5
#: A word cut in two or two words run together.
SPACE = 6.0
#: Two words that authors take for one another: "hàng năm", "hằng năm".
_VARIANTS = {"hàng", "hằng"}
#: Without the recogniser's word shorter ones are not changed in their letters: "giấy dó", "hạng DE".
SHORTEST = 3
#: No syllable has more than seven letters ("nghiêng").
LONGEST = 9
#: Beyond this no reading is considered.
MOST = 18.0


@cache
def _confusions() -> Mapping[tuple[str, str], float]:
    """(read, printed) -> cost."""
    return {
        (variant, row.canonical): -math.log(float(row.extra["count"]) / max(float(row.extra["of"]), 1.0))
        for row in entries("confusions")
        for variant in row.variants
    }


@lru_cache(maxsize=16_384)
def character_cost(read: str, printed: str) -> float:
    """What it costs that `printed` was read as `read`, one lower-case letter each."""
    if read == printed:
        return 0.0
    known = _confusions().get((read, printed))
    if bare(read) == bare(printed):
        return MARK_MOST if known is None else min(max(known, MARK_LEAST), MARK_MOST)
    return LETTER if known is None else min(max(known, 5.0), LETTER)


def word_cost(read: str, printed: str) -> float:
    """What it costs that `printed` was read as `read`, both lower case; infinite beyond two letters of difference."""
    if len(read) == len(printed):
        return sum(character_cost(r, p) for r, p in zip(read, printed, strict=True))
    return _uneven(read, printed)


@lru_cache(4_096)
def _scores(listed: tuple[tuple[str, float], ...]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for reading, score in listed:
        scores.setdefault(reading.lower(), score)
    return scores


def _one(read: str, printed: str, listed: tuple[tuple[str, float], ...]) -> float:
    cost = character_cost(read, printed)
    if not listed:
        return cost
    scores = _scores(listed)
    if printed in scores:
        best = max(scores.get(read, 0.0), 0.05)
        return min(cost, LISTED + SCORE * max(math.log(best / max(scores[printed], 0.01)), 0.0))
    return cost + UNLISTED


def _uneven(read: str, printed: str) -> float:
    """One letter more or less, the others alike but for their marks."""
    shorter, longer = (read, printed) if len(read) < len(printed) else (printed, read)
    if len(longer) - len(shorter) != 1:
        return math.inf
    best = math.inf
    for i in range(len(longer)):
        rest = longer[:i] + longer[i + 1 :]
        cost = LETTER
        for a, b in zip(shorter, rest, strict=True):
            if a != b:
                cost += character_cost(a, b) if len(read) < len(printed) else character_cost(b, a)
                if cost >= best:
                    break
        best = min(best, cost)
    return best


# --- candidates ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Options:
    """What may have been printed for one word: symbols of the model, how each is written in lower case, and costs."""

    numbers: npt.NDArray[np.int64]
    shown: tuple[str, ...]
    costs: npt.NDArray[np.float32]


#: Number, spelling, cost without readings; of a word as long as what was read the letters that differ: place, read, printed.
Candidate = tuple[int, str, float, list[tuple[int, str, str]]]


class Channel:
    """Candidates out of one model's vocabulary; remembers what it was asked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._groups: dict[str, list[int]] = {}
        for i, word in enumerate(model.words):
            if i >= len(CLASSES) and word.islower():
                self._groups.setdefault(bare(word), []).append(i)
        self._asked: dict[tuple[str, bool], Options] = {}
        self._edited: dict[str, list[str]] = {}
        self._members: dict[tuple[str, str], list[Candidate]] = {}

    def options(self, word: str, hard: bool, readings: Readings = ()) -> Options:
        """Words with the same letters under other marks, and where `hard` also those with one letter more, less, or another one.

        `word` is lower case.
        """
        if readings:
            return self._options(word, hard, readings)
        found = self._asked.get((word, hard))
        if found is None:
            if len(self._asked) > 50_000:
                self._asked.clear()
            found = self._asked[word, hard] = self._options(word, hard, ())
        return found

    def _options(self, word: str, hard: bool, readings: Readings) -> Options:
        found = list(self._candidates(word, hard, readings)) if 1 < len(word) <= LONGEST and is_letters(word) else []
        return Options(
            np.array([n for n, _, _ in found], np.int64),
            tuple(shown for _, shown, _ in found),
            np.array([c for _, _, c in found], np.float32),
        )

    def _candidates(self, word: str, hard: bool, readings: Readings) -> Iterator[tuple[int, str, float]]:
        letters = bare(word)
        near = [letters]
        if hard:
            near += self._neighbours(letters)
        elif readings:
            near += sorted({n for n in _listed(letters, readings) if n in self._groups} - {letters})
        table: dict[tuple[int, str, str], float] = {}  # candidates share most of their letters
        for group in near:
            for number, shown, plain, differing in self._members_of(word, group):
                short = group != letters and not readings and min(len(word), len(shown)) < SHORTEST
                cost = plain
                if readings and differing:
                    cost = 0.0
                    for letter in differing:
                        paid = table.get(letter)
                        if paid is None:
                            paid = table[letter] = _one(letter[1], letter[2], readings[letter[0]])
                        cost += paid
                if not short and cost < MOST:
                    yield number, shown, cost

    def _neighbours(self, letters: str) -> list[str]:
        """Groups whose letters are one away."""
        found = self._edited.get(letters)
        if found is None:
            if len(self._edited) > 20_000:
                self._edited.clear()
            found = self._edited[letters] = sorted({n for n in _edits(letters) if n in self._groups} - {letters})
        return found

    def _members_of(self, word: str, group: str) -> list[Candidate]:
        """What may have been read as `word`, of one group, with its cost where the recogniser says nothing."""
        found = self._members.get((word, group))
        if found is None:
            if len(self._members) > 100_000:
                self._members.clear()
            found = self._members[word, group] = list(self._compared(word, group))
        return found

    def _compared(self, word: str, group: str) -> Iterator[Candidate]:
        for number in self._groups.get(group, ()):
            shown = as_spelled(word, self.model.words[number], self.model.shown[number])
            if shown != word and {word, shown} != _VARIANTS:
                even = len(word) == len(shown)
                differing = [(i, r, p) for i, (r, p) in enumerate(zip(word, shown, strict=True)) if r != p] if even else []
                yield number, shown, word_cost(word, shown), differing


def _listed(letters: str, readings: Readings) -> Iterator[str]:
    """The word's letters with one of them as the recogniser also read it."""
    for i, listed in enumerate(readings):
        for reading, _ in listed:
            other = bare(reading.lower())
            if len(reading) == 1 and other != letters[i]:
                yield letters[:i] + other + letters[i + 1 :]


_ALPHABET = "abcdeghiklmnopqrstuvxy"


def _edits(word: str) -> Iterator[str]:
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
        for letter in _ALPHABET:
            yield word[:i] + letter + word[i + 1 :]
    for i in range(len(word) + 1):
        for letter in _ALPHABET:
            yield word[:i] + letter + word[i:]


def as_spelled(read: str, key: str, shown: str) -> str:
    """Of the spellings of one key the one whose letters are those that were read: "ky" is mended to "kỹ", "ki" to "kĩ"."""
    if bare(shown) == bare(read):
        return shown
    if bare(key) == bare(read):
        return key
    other = key[:-1] + key[-1:].translate(_Y_AS_I)
    return other if bare(other) == bare(read) else shown


_Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def in_case_of(read: str, shown: str) -> str:
    """`shown` in the capitals of `read`."""
    if read.islower():
        return shown
    if read.isupper() and len(read) > 1:
        return shown.upper()
    if len(read) == len(shown):
        return "".join(s.upper() if r.isupper() else s for r, s in zip(read, shown, strict=True))
    return shown[:1].upper() + shown[1:] if read[:1].isupper() else shown


def is_letters(word: str) -> bool:
    """Whether the word consists of Vietnamese letters, and the four foreign ones."""
    return all(c in LOWER for c in word) and unicodedata.is_normalized("NFC", word)
