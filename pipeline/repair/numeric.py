"""The only rules that touch digits: a letter for a digit, a space within a date. The result must make sense, and the recogniser
must have seen the digit too; without its word the change is only suggested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.repair.channel import Readings
from pipeline.repair.ledger import Change

#: Years in which a Vietnamese document may be dated (the Democratic Republic was founded in 1945).
FIRST_YEAR, LAST_YEAR = 1945, 2100
_AS_DIGIT = {"l": "1", "I": "1", "i": "1", "|": "1", "O": "0", "o": "0"}

#: "03/1 1/2017", "0 3/11/2017": from the slash on, and back.
_SLASHES = re.compile(r"/(\d ?\d?)/((?:19|20)\d\d)(?![\d/])")
_DAY = re.compile(r"(?<![\d/.-])\d ?\d?$")
#: "ngày I1 tháng", "tháng l2 năm 2017", "năm 2O17", with the least and the greatest that it can be.
_IN_WORDS = (
    (re.compile(r"ngày ([\dlIoO]{1,2})(?= tháng)"), 1, 31),
    (re.compile(r"tháng ([\dlIO]{1,2})(?= năm (?:19|20)\d\d)"), 1, 12),
    (re.compile(r"năm ([12][\dlIoO]{3})(?![\w/])"), FIRST_YEAR, LAST_YEAR),
)
#: Confidence with and without the recogniser's word for it.
LISTED, UNLISTED = 0.95, 0.6


def mend_numbers(text: str, readings: Mapping[int, Readings]) -> Iterator[tuple[Change, bool]]:
    """Changes, each with whether it may be made or only be suggested."""
    for m in _SLASHES.finditer(text):
        found = _DAY.search(text, max(m.start() - 4, 0), m.start())
        if found and (" " in m[1] or " " in found[0]):
            day, month = found[0].replace(" ", ""), m[1].replace(" ", "")
            if _is_date(day, month, m[2]):
                before = text[found.start() : m.end()]
                yield Change(found.start(), m.end(), before, f"{day}/{month}/{m[2]}", "numeric.space", LISTED), True
    for pattern, least, greatest in _IN_WORDS:
        for m in pattern.finditer(text):
            after = "".join(_AS_DIGIT.get(c, c) for c in m[1])
            if after != m[1] and any(c.isdigit() for c in m[1]) and least <= int(after) <= greatest:
                sure = _listed(m.start(1), m[1], after, readings)
                yield Change(m.start(1), m.end(1), m[1], after, "numeric.letter", LISTED if sure else UNLISTED), sure


def _is_date(day: str, month: str, year: str) -> bool:
    try:
        return FIRST_YEAR <= date(int(year), int(month), int(day)).year <= LAST_YEAR
    except ValueError:
        return False


def _listed(start: int, before: str, after: str, readings: Mapping[int, Readings]) -> bool:
    """Whether the recogniser weighed each digit that the rule puts in."""
    at = readings.get(start, ())
    return len(at) == len(before) and all(
        b == a or any(reading == a for reading, _ in at[k]) for k, (b, a) in enumerate(zip(before, after, strict=True))
    )
