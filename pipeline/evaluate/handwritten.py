"""Numbers and days written by hand: right, wrong, or abstained. A wrong reading that is stated costs more than none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.evaluate.modes import number_key
from pipeline.evaluate.scalars import Json, is_handwritten, of, part, value_of

Verdict: TypeAlias = Literal["right", "wrong", "abstained"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "abstained")
FIELDS = ("number", "issued_date")
#: Below this a reading is a guess that says so.
SURE = 0.5
_WHOLE_DATE = len("2021-01-31")


@dataclass(frozen=True, slots=True)
class Slot:
    """A number or a day written by hand, and how it was read."""

    field: str
    verdict: Verdict
    gold: str | None
    found: str | None  #: the best reading, also where it was not stated


def slots(gold: Json, found: Json) -> Iterator[Slot]:
    """The fields that the gold calls handwritten. No value, the state `illegible`, a confidence below 0.5 or a day left out: abstained."""
    for field in FIELDS:
        if not is_handwritten(gold, field):
            continue
        reading: str | None = part(found, field, "number") if field == "number" else value_of(found, field)
        expected = of(gold, field).get("value")
        yield Slot(field, _verdict(expected, reading, found.get(field) or {}, field), expected, reading)


def _verdict(expected: str | None, reading: str | None, answer: Json, field: str) -> Verdict:
    unsure = answer.get("state") == "illegible" or float(answer.get("confidence") or 0) < SURE
    if not reading or unsure or (field == "issued_date" and len(reading) < _WHOLE_DATE):
        return "abstained"
    return "right" if number_key(reading) == number_key(expected) else "wrong"
