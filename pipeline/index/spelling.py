"""What a word that stands in no document was probably meant to be.

In this order: typed in Telex or VNI with the keyboard switched off ("thuees", "thue61"), one slip of the fingers ("phcụ"), two words
without their space ("tiêmchủng"), two slips in a long word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.index.compile import Fixes, Target, count_together, units_of
from pipeline.index.query import Query
from pipeline.index.wording import plain

_CANDIDATES = 3
_LONG = 7  #: letters of a word that may hold two slips
_TELEX_HORN = re.compile(r"(?<=[auo])w")
_TELEX_DOUBLE = re.compile(r"([aeod])\1")
_TELEX_TONE = re.compile(r"(?<=[aeiouy])[sfrxj](?=[a-z]{0,3}$)|(?<=[cghmnpt])[sfrxj]$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the documents without marks, and in how many documents each stands."""

    counts: Mapping[str, int]

    def near(self, word: str, slips: int) -> tuple[str, ...]:
        """At most three known words so many slips away: a letter too many, too few or wrong, two letters swapped."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extract(word, self.counts.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        ranked = sorted(found, key=lambda hit: (hit[1], -self.counts[hit[0]], hit[0]))
        return tuple(name for name, _, _ in ranked[:_CANDIDATES])


def vocabulary(target: Target) -> Vocabulary:
    return Vocabulary({word: count for word, count in target.searcher.terms_with_prefix("folded", "") if word.isalpha()})


def fixes_for(query: Query, target: Target, known: Vocabulary) -> Fixes:
    """For each word without marks that stands in no document, what to look for in its place, the likeliest first."""
    out: dict[str, tuple[str, ...]] = {}
    for unit in units_of(query, target):
        for word in () if unit.phrase or unit.number else unit.words:
            if not word.isdigit() and not target.count("folded", plain(word)) and (meant := _meant(word, target, known)):
                out[plain(word)] = meant
    return out


def _meant(word: str, target: Target, known: Vocabulary) -> tuple[str, ...]:
    bare = plain(word)
    blind = without_keys(word)
    if blind != bare and blind in known.counts:
        return (blind,)
    if not bare.isalpha():
        return ()
    return known.near(bare, 1) or _split(bare, target, known) or (known.near(bare, 2) if len(bare) >= _LONG else ())


def without_keys(word: str) -> str:
    """What a word typed in Telex or VNI without a keyboard driver stands for, without marks.

    >>> [without_keys(word) for word in ("nguwowfi", "ddua", "thuees", "khen", "thu7o73ng")]
    ['nguoi', 'dua', 'thue', 'khen', 'thuong']
    """
    if not word.isascii():
        return plain(word)
    if not word.isalpha():
        return re.sub(r"(?<=[a-z])\d{1,2}", "", word) if word[:1].isalpha() else word
    return _TELEX_TONE.sub("", _TELEX_DOUBLE.sub(r"\1", _TELEX_HORN.sub("", word)), count=1)


def _split(word: str, target: Target, known: Vocabulary) -> tuple[str, ...]:
    """The two known words that stand side by side in the most documents."""
    pairs = [(word[:at], word[at:]) for at in range(1, len(word)) if word[:at] in known.counts and word[at:] in known.counts]
    counted = [(count_together(pair, target), " ".join(pair)) for pair in pairs]
    best = max(counted, default=(0, ""))
    return (best[1],) if best[0] else ()
