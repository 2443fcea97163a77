"""Is a confidence what it says? Every answer that the gold can judge, with the confidence it was given and whether it was right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from pipeline.evaluate.lists import LISTS, found_items, match
from pipeline.evaluate.modes import same
from pipeline.evaluate.scalars import Json, Pair, detail_pairs, header_pairs, is_handwritten, joined, of, part, value_of

#: Fields of the score that are parts of one field of the contract.
_PART_OF = {"signer_name": "signer", "signer_position": "signer"}
#: Marks that have a rule of their own; other details belong to the answer of their field.
_MARKS = ("urgency", "secrecy")
#: Most confidences are high: the upper bins are narrower. The last one includes 1.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that the gold can judge."""

    field: str
    rule: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with a confidence from `low` to below `high` (the last bin: to `high`). Means are None where there are none."""

    low: float
    high: float
    answers: int
    right: int
    confidence: float | None  #: mean
    share: float | None  #: of right answers


def answers(gold: Json, found: Json) -> Iterator[Answer]:
    """Every value that a rule gave in one document. What is written by hand has to be right as a whole here."""
    right: dict[str, bool] = {}
    for pair in (*header_pairs(gold, found), *(d for d in detail_pairs(gold, found) if d.field in _MARKS)):
        field = _PART_OF.get(pair.field, pair.field)
        pair = _as_a_whole(pair, gold, found)
        right[field] = right.get(field, True) and same(pair.kind, pair.gold, pair.found)
    for field, is_right in right.items():
        if value_of(found, field) is not None:
            yield _answer(field, found[field], is_right)
    for field in LISTS:
        if field == "sections":  # no rule, no confidence
            continue
        items = found_items(field, found)
        matched = {j for _, j in match(field, gold.get(field) or [], items)}
        yield from (_answer(field, item, j in matched) for j, item in enumerate(items))


def _as_a_whole(pair: Pair, gold: Json, found: Json) -> Pair:
    if pair.field == "number" and is_handwritten(gold, "number"):
        own, notation = of(gold, "number"), part(found, "number", "notation")
        number = part(found, "number", "number")
        if number:  # a slot that was left open is no wrong answer
            return Pair("number", "symbol", joined(own.get("value"), own.get("notation")), joined(number, notation))
    if pair.field == "issued_date" and is_handwritten(gold, "issued_date") and len(value_of(found, "issued_date") or "") == 10:
        return Pair("issued_date", "exact", of(gold, "issued_date").get("value"), value_of(found, "issued_date"))
    return pair


def _answer(field: str, value: Json, right: bool) -> Answer:
    confidence = float(value.get("confidence") or 0.0)
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence {confidence} of {field}")
    return Answer(field, str(value.get("rule") or "unknown"), confidence, right)


# --- tables -------------------------------------------------------------------------------------------------------------


def reliability(given: Sequence[Answer]) -> list[Bin]:
    """Stated confidence against the share that was right, bin by bin."""
    top = EDGES[-1]
    return [
        _bin(low, high, [a for a in given if low <= a.confidence < high or a.confidence == high == top]) for low, high in pairwise(EDGES)
    ]


def _bin(low: float, high: float, some: Sequence[Answer]) -> Bin:
    right, n = sum(a.right for a in some), len(some)
    return Bin(low, high, n, right, sum(a.confidence for a in some) / n if n else None, right / n if n else None)


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error, 0..1: the mean distance of confidence and share right, weighted by answers. None without answers."""
    total = sum(b.answers for b in bins)
    if not total:
        return None
    return sum(b.answers * abs(b.confidence - b.share) for b in bins if b.confidence is not None and b.share is not None) / total


def brier_score(given: Sequence[Answer]) -> float | None:
    """Mean squared distance of confidence and outcome, 0..1; less is better. None without answers."""
    return sum((a.confidence - a.right) ** 2 for a in given) / len(given) if given else None


def wilson(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson; (0, 1) for n = 0.

    >>> [round(end, 2) for end in wilson(9, 10)]
    [0.6, 0.98]
    """
    if n == 0:
        return 0.0, 1.0
    share, square = right / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
