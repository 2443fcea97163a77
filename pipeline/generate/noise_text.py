"""Errors such as recognisers make, put into a text: single letters confused as often as they really are."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from pipeline.generate.chance import Chance
from pipeline.tables import entries

#: Share of the words that are damaged.
RATES = {"none": 0.0, "light": 0.004, "medium": 0.012, "text-ocr": 0.02, "heavy": 0.045}
#: Left alone: what holds a digit or a sign (numbers, dates, symbols), labels, words of one letter, notations in capitals.
_WORD = re.compile(r"(?<![\w/.&-])[^\W\d_]{2,}(?![\w/&-])")
_LABEL = re.compile(r"[IVX]+|Số|số|ngày|tháng|năm")


@cache
def _confusions() -> dict[str, tuple[tuple[str, ...], tuple[float, ...]]]:
    """Letter -> what is read for it, with the counts summed up."""
    table: dict[str, list[tuple[str, float]]] = {}
    for entry in entries("confusions"):
        for read in entry.variants:
            table.setdefault(entry.canonical, []).append((read, float(entry.extra["count"])))
    return {letter: (tuple(r for r, _ in pairs), tuple(accumulate(n for _, n in pairs))) for letter, pairs in table.items()}


def spoil(text: str, rate: float, chance: Chance) -> tuple[str, list[dict[str, str]]]:
    """`text` with about `rate` of its words misread, and each misread word beside the true one, in order."""
    out, done, corrections = [], 0, []
    for word in _WORD.finditer(text):
        if not chance.maybe(rate) or _LABEL.fullmatch(word[0]):
            continue
        raw = _misread(word[0], chance)
        if raw != word[0]:
            out += [text[done : word.start()], raw]
            done = word.end()
            corrections.append({"raw": raw, "true": word[0]})
    return "".join([*out, text[done:]]), corrections


def _misread(word: str, chance: Chance) -> str:
    places = [i for i, letter in enumerate(word) if letter in _confusions()]
    if not places:
        return word
    at = chance.pick(places)
    return word[:at] + chance.weighed(*_confusions()[word[at]]) + word[at + 1 :]
