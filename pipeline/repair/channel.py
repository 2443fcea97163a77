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

from pipeline.repair.ngrams import Model
from pipeline.repair.remembered import Remembered
from pipeline.repair.spelling import spelling_key
from pipeline.repair.tokens import CLASSES
from pipeline.tables import entries
from pipeline.text import LOWER
from pipeline.text import bare as _bare

bare = lru_cache(65_536)(_bare)

#: For each character of a word its readings with their scores, best first, as `document.Word.alternatives`.
Readings = Sequence[tuple[tuple[str, float], ...]]
#: … of one character: reading -> score.
Scores = Mapping[str, float]

#: A mark taken for another one: the dearest and the cheapest pair.
MARK_MOST, MARK_LEAST = 7.5, 2.5
#: A letter lost, gained, or taken for another one of no known likeness.
LETTER = 9.0
#: Where the recogniser lists other readings: a likeness of scores is worth this much, and a reading it does not list costs more.
SCORE, LISTED, UNLISTED = 1.5, 2.0, 2.5
#: The last consonants of a syllable gained or lost by who typed it: "các nhân" for "cá nhân".
FINAL = 7.0
#: … where one frequent word is taken for another one, each must be one (ln p of the word alone).
FREQUENT = -8.5
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
_Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


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


def scores_of(readings: Readings) -> list[Scores]:
    """For each character of a word the scores of its readings, in lower case."""
    return [{reading.lower(): score for reading, score in reversed(listed)} for listed in readings]


_FINALS = ("c", "ch", "m", "n", "ng", "nh", "p", "t")


def differ_at_end(one: str, other: str) -> bool:
    """Whether one word is the other with last consonants added."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in _FINALS


def _uneven(read: str, printed: str) -> float:
    """What it costs that `printed` was read as `read`, of another length: one letter more or less, the others alike but for their marks;
    or the last consonants alone. Infinite where they differ more."""
    if differ_at_end(read, printed):
        return FINAL
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
class Candidate:
    """A word that may have been printed for another one."""

    number: int  #: its symbol
    shown: str  #: how it is written, in lower case
    plain: float  #: its cost where the recogniser says nothing else
    differing: tuple[tuple[int, str, str, float], ...]  #: where it is as long as what was read: place, read, printed, plain cost
    silent: bool  #: whether it is thought of where the recogniser says nothing else

    def cost(self, readings: Sequence[Scores]) -> float:
        """Less where the recogniser thought of it too, more where it did not."""
        if not readings:
            return self.plain
        if not self.differing:
            return max(self.plain, LETTER)  # a slip of the hand is no slip of the eye
        total = 0.0
        for at, read, printed, plain in self.differing:
            scores = readings[at]
            if printed in scores:
                best = max(scores.get(read, 0.0), 0.05)
                total += min(plain, LISTED + SCORE * max(math.log(best / max(scores[printed], 0.01)), 0.0))
            else:
                total += plain + UNLISTED if scores else plain
        return total


class Channel:
    """Candidates out of one model's vocabulary; remembers what it was asked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._groups: dict[str, int] = {}  #: of words with the same letters under other marks a bit for each
        for i, (word, shown) in enumerate(zip(model.words, model.shown, strict=True)):
            if i >= len(CLASSES) and word.islower():
                for letters in {bare(word), bare(shown), bare(_with_i(word))}:
                    self._groups[letters] = self._groups.get(letters, 0) | 1 << i
        #: By a word (lower case) a bit for each symbol that has the same letters under other marks, not for the word itself.
        self.marks: Remembered[str, int] = Remembered(lambda word: self._mask(word, hard=False), 20_000)
        self._wide: Remembered[str, int] = Remembered(lambda word: self._mask(word, hard=True), 20_000)
        #: By a frequent word's symbol a bit for each frequent word that has the last consonants more or less.
        self.finals: Remembered[int, int] = Remembered(self._with_other_finals, len(model.words))
        #: By a word and a symbol what that is beside it; None where it is the same word, or one that authors take for it.
        self.candidates: Remembered[tuple[str, int], Candidate | None] = Remembered(lambda key: self._compared(*key), 50_000)

    def mask(self, word: str, hard: bool, thought_of: int = 0) -> int:
        """A bit for each symbol that may have been printed for `word` (lower case), not the word itself: the same letters under other
        marks; where `hard`, those with one letter more, less, or another one; and those that the recogniser thought of."""
        found = self._wide[word] if hard else self.marks[word]
        return found if hard and found else found | thought_of  # a word with foreign letters has no other candidates

    def thought_of(self, word: str, readings: Readings) -> int:
        """A bit for each symbol that has the letters of `word` (lower case) but for one, which it has as the recogniser also read it."""
        found = 0
        if 1 < len(word) <= LONGEST:
            for other in _listed(bare(word), readings):
                found |= self._groups.get(other, 0)
        return found

    def _mask(self, word: str, hard: bool) -> int:
        if not 1 < len(word) <= LONGEST or not is_letters(word):
            return 0
        letters = bare(word)
        found = self._groups.get(letters, 0)
        for other in self._groups.keys() & _edits(letters) if hard else ():
            found |= self._groups[other]
        own = self.model.numbers.get(spelling_key(word))
        return found if own is None else found & ~(1 << own)

    def _with_other_finals(self, symbol: int) -> int:
        word, prob = self.model.words[symbol], self.model.prob
        if prob[symbol] <= FREQUENT:
            return 0
        others = [word + final for final in _FINALS] + [word.removesuffix(final) for final in _FINALS]
        numbers = {self.model.numbers.get(other, symbol) for other in others} - {symbol}
        return sum(1 << n for n in numbers if prob[n] > FREQUENT)

    def longer(self, symbol: int) -> int:
        """A bit for each word that has last consonants more."""
        word, numbers = self.model.words[symbol], self.model.numbers
        return sum(1 << numbers[word + final] for final in _FINALS if word + final in numbers)

    def _compared(self, word: str, number: int) -> Candidate | None:
        shown = as_spelled(word, self.model.words[number], self.model.shown[number])
        if shown == word or {word, shown} == _VARIANTS:
            return None
        pairs = enumerate(zip(word, shown, strict=True)) if len(word) == len(shown) else ()
        differing = tuple([(i, r, p, character_cost(r, p)) for i, (r, p) in pairs if r != p])
        plain = sum([cost for _, _, _, cost in differing]) if differing else _uneven(word, shown)
        return Candidate(number, shown, plain, differing, plain < MOST and _may_be_silent(word, shown))


def _may_be_silent(word: str, shown: str) -> bool:
    """Without the recogniser's word short ones are not changed in their letters, but for the last consonants."""
    return min(len(word), len(shown)) >= SHORTEST or bare(word) == bare(shown) or differ_at_end(word, shown)


def _listed(letters: str, readings: Readings) -> Iterator[str]:
    """The word's letters with one of them as the recogniser also read it."""
    for i, listed in enumerate(readings):
        for reading, _ in listed:
            other = bare(reading.lower())
            if len(reading) == 1 and other != letters[i]:
                yield letters[:i] + other + letters[i + 1 :]


_ALPHABET = "abcdeghiklmnopqrstuvxy"


def _edits(word: str) -> set[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    others = {a + c + b[1:] for a, b in cuts[:-1] for c in _ALPHABET}
    others.update(a + c + b for a, b in cuts for c in _ALPHABET)
    others.update(a + b[1:] for a, b in cuts[:-1])
    return others


def as_spelled(read: str, key: str, shown: str) -> str:
    """Of the spellings of one key the one whose letters are those that were read: "ky" is mended to "kỹ", "ki" to "kĩ"."""
    if bare(shown) == bare(read):
        return shown
    if bare(key) == bare(read):
        return key
    other = _with_i(key)
    return other if bare(other) == bare(read) else shown


def _with_i(key: str) -> str:
    """The other spelling of a key that ends in y where one may as well write i: "kĩ" of "kỹ"; else the key."""
    other = key[:-1] + key[-1:].translate(_Y_AS_I)
    return other if other != key and spelling_key(other) == key else key


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
