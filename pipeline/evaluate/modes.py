"""When two values are the same: four common measures for text, and `standard`, in which each field has the measure made for it.

strict        the same characters (NFC)
soft          case, punctuation and white space folded; so are the two ways to place a tone mark, and UBND and HĐND written out
levenshtein   folded, and from 0.80 of Levenshtein's similarity, with the same figures
ratcliff      folded, and from 0.95 of Ratcliff and Obershelp's, with the same figures
standard      names of bodies and subjects from 0.90 of Levenshtein's, other text as in `soft`

Dates, numbers, codes and comparators are never measured as text: "2021-03-01" is near "2021-08-01" and quite another day. They have
to be equal in every mode, and so do figures within a text ("năm 2022") in the two that measure nearness; a số ký hiệu may differ in
spaces, case and leading zeros outside of `strict`.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

Mode: TypeAlias = Literal["standard", "strict", "soft", "levenshtein", "ratcliff"]
#: text and names are measured as text; symbols (số ký hiệu) and exact values (dates, numbers, codes) are not
Kind: TypeAlias = Literal["text", "name", "symbol", "exact"]

STANDARD: Mode = "standard"
MODES: tuple[Mode, ...] = ("standard", "strict", "soft", "levenshtein", "ratcliff")
#: From what similarity on two names or subjects are the same in `standard`.
NAME_BAR = 0.90
LEVENSHTEIN_BAR, RATCLIFF_BAR = 0.80, 0.95

_TONES = (("uỷ", "ủy"), ("hoà", "hòa"), ("hoá", "hóa"), ("thuỷ", "thủy"), ("toà", "tòa"), ("khoá", "khóa"), ("quí", "quý"), ("qui", "quy"))


def folded(text: object) -> str:
    """Case, punctuation, white space, the two ways to place a tone mark, UBND and HĐND written out or not: all alike.

    >>> folded("UBND  tỉnh Thanh Hoá;")
    'ủy ban nhân dân tỉnh thanh hóa'
    """
    return _folded(str(text or ""))


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    out = unicodedata.normalize("NFC", text).lower()
    for old, new in _TONES:
        out = out.replace(old, new)
    out = re.sub(r"\bubnd\b", "ủy ban nhân dân", out)
    out = re.sub(r"\bhđnd\b", "hội đồng nhân dân", out)
    return re.sub(r"[\W_]+", " ", out).strip()


def number_key(text: object) -> str:
    """A số ký hiệu without what clerks vary: spaces, case, leading zeros."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", str(text or ""))).upper().lstrip("0")


def near(gold: object, found: object, bar: float = NAME_BAR) -> float:
    """Levenshtein's similarity of the folded texts, 0..1; 0.0 below `bar`, and 0.0 where only one side has letters."""
    a, b = folded(gold), folded(found)
    if a == b:
        return 1.0
    return _passing(Levenshtein.normalized_similarity(a, b), bar) if a and b else 0.0


def alike(gold: object, found: object, bar: float = NAME_BAR) -> bool:
    """Whether `near` sees any likeness."""
    return near(gold, found, bar) > 0


def text_similarity(gold: object, found: object, mode: Mode) -> float:
    """How alike two texts are, 0..1, and 0.0 where `mode` (one of the four for text) takes them for different."""
    if mode == "strict":
        return float(unicodedata.normalize("NFC", str(gold)) == unicodedata.normalize("NFC", str(found)))
    a, b = folded(gold), folded(found)
    if a == b:
        return 1.0
    if mode == "soft" or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return 0.0
    return near(a, b, LEVENSHTEIN_BAR) if mode == "levenshtein" else _ratcliff(a, b)


def _ratcliff(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < RATCLIFF_BAR or matcher.quick_ratio() < RATCLIFF_BAR:  # upper bounds, much cheaper
        return 0.0
    return _passing(matcher.ratio(), RATCLIFF_BAR)


def _passing(similarity: float, bar: float) -> float:
    return similarity if similarity >= bar else 0.0


def same(kind: Kind, gold: object, found: object, mode: Mode = STANDARD) -> bool:
    """Whether two values of a field are the same. A value that is missing on one side (None) never is."""
    if gold is None or found is None:
        return gold is found
    if kind == "exact":
        return gold == found
    if kind == "symbol":
        return gold == found if mode == "strict" else number_key(gold) == number_key(found)
    if mode == STANDARD:
        return alike(gold, found) if kind == "name" else folded(gold) == folded(found)
    return text_similarity(gold, found, mode) > 0
