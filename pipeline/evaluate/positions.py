"""Does the evidence stand where the gold says? Measured apart from the values, and only for values that are right.

The gold may place a value in two ways: by positions ("start" and "end" as whole numbers, "spans": [[start, end], …], or "evidence" as
in results; code points of the text that was read), or by a `quote`, which is looked for in that text by its letters and figures alone.
Marks, punctuation and line breaks do not matter, and misread letters only where nothing else fits. A quote that stands several times
may be meant anywhere: the place that fits best counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from pipeline.evaluate.lists import LISTS, found_items, match
from pipeline.evaluate.modes import same
from pipeline.evaluate.scalars import HEADER, Json, header_pairs

#: exact: the same letters; covering: all of the gold's and more; overlapping: some; elsewhere: none; unplaced: the quote is not in the text
Place: TypeAlias = Literal["exact", "covering", "overlapping", "elsewhere", "unplaced"]
PLACES: tuple[Place, ...] = ("exact", "covering", "overlapping", "elsewhere", "unplaced")
#: Half-open, over the letters of the text.
Stretch: TypeAlias = tuple[int, int]

#: A quote is found in misread text from this share of equal letters, 0..100.
_FUZZY_BAR = 80.0
#: So many places of one quote are looked at.
_MOST_PLACES = 200
_PART_OF = {"signer_name": "signer", "signer_position": "signer"}


@dataclass(frozen=True, slots=True)
class Position:
    """Where the evidence of a right value lies on the gold's place."""

    field: str
    place: Place


@dataclass(frozen=True, slots=True)
class Letters:
    """A text's letters and figures without marks, and where each stands in it."""

    text: str
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> Stretch:
        """The letters of the text's characters from `start` to `end`."""
        from bisect import bisect_left

        return bisect_left(self.starts, start), bisect_left(self.starts, end)


@lru_cache(maxsize=4)
def letters_of(text: str) -> Letters:
    """
    >>> letters_of("Số: 05/KH-SYT").text
    'so05khsyt'
    """
    kept = [(base, i) for i, char in enumerate(text) for base in _bases(char)]
    return Letters("".join(base for base, _ in kept), tuple(i for _, i in kept))


@lru_cache(maxsize=4096)
def _bases(char: str) -> str:
    plain = unicodedata.normalize("NFD", char.lower()).replace("đ", "d")
    return "".join(c for c in plain if c.isalnum())


# --- places -------------------------------------------------------------------------------------------------------------


def positions(gold: Json, found: Json) -> Iterator[Position]:
    """One for each value that is right and that the gold places."""
    letters = letters_of(found.get("text") or "")
    for field, own, answer in _right_ones(gold, found):
        candidates = gold_places(own, letters)
        if candidates is not None:
            yield Position(field, _place(candidates, stretches(answer_spans(answer), letters)))


def _right_ones(gold: Json, found: Json) -> Iterator[tuple[str, Any, Json]]:
    seen: dict[str, bool] = {}
    for pair in header_pairs(gold, found):
        field = _PART_OF.get(pair.field, pair.field)
        seen[field] = seen.get(field, True) and pair.gold is not None and same(pair.kind, pair.gold, pair.found)
    yield from ((field, gold.get(field), found[field]) for field, right in seen.items() if right)
    for field in LISTS:
        expected, actual = gold.get(field) or [], found_items(field, found)
        yield from ((field, expected[i], actual[j]) for i, j in match(field, expected, actual))


def answer_spans(answer: Json) -> list[tuple[int, int]]:
    """Where a result says it stands: its evidence, or its own start and end (sections)."""
    if evidence := answer.get("evidence"):
        return [(e["start"], e["end"]) for e in evidence]
    return _own_span(answer)


def _own_span(item: Json) -> list[tuple[int, int]]:
    start, end = item.get("start"), item.get("end")
    return [(start, end)] if type(start) is int and type(end) is int else []  # a period's are dates


def gold_places(item: Any, letters: Letters) -> list[list[Stretch]] | None:
    """Where a gold value may stand: each way a list of stretches, none where its quote is not in the text; None: it does not say."""
    if not isinstance(item, dict):
        return None
    quote = item.get("quote")
    if spans := item.get("spans") or answer_spans(item):
        own = stretches([(start, end) for start, end in spans], letters)
        if own and (not quote or "".join(letters.text[a:b] for a, b in own) == letters_of(quote).text):
            return [own]
        if not quote:
            return []
    return [[place] for place in quoted(quote, letters)] if quote else None


def stretches(spans: Sequence[tuple[int, int]], letters: Letters) -> list[Stretch]:
    """`spans` of the text as stretches of letters; those between which no letter stands are one."""
    out: list[Stretch] = []
    for start, end in sorted(letters.between(start, end) for start, end in spans):
        if start == end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def quoted(quote: str, letters: Letters) -> list[Stretch]:
    """Every place of the quote, else the one that is most alike where a recogniser misread it."""
    wanted = letters_of(quote).text
    places: list[Stretch] = []
    at = letters.text.find(wanted) if wanted else -1
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append((at, at + len(wanted)))
        at = letters.text.find(wanted, at + 1)
    return places or _misread(wanted, letters)


def _misread(wanted: str, letters: Letters) -> list[Stretch]:
    from rapidfuzz.fuzz import partial_ratio_alignment

    if not wanted or len(wanted) > len(letters.text):
        return []
    found = partial_ratio_alignment(wanted, letters.text, score_cutoff=_FUZZY_BAR)
    return [(found.dest_start, found.dest_end)] if found else []


def _place(candidates: list[list[Stretch]], evidence: list[Stretch]) -> Place:
    if not candidates:
        return "unplaced"
    places = [_compare(own, evidence) for own in candidates]
    return min(places, key=PLACES.index)


def _compare(gold: list[Stretch], evidence: list[Stretch]) -> Place:
    if all(stretch in evidence for stretch in gold):
        return "exact"
    if all(any(a <= start and end <= b for a, b in evidence) for start, end in gold):
        return "covering"
    if any(a < end and start < b for start, end in gold for a, b in evidence):
        return "overlapping"
    return "elsewhere"


PLACED_FIELDS = tuple(dict.fromkeys(_PART_OF.get(field, field) for field in HEADER)) + LISTS
