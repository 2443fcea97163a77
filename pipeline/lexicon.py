"""What the names and abbreviations of Vietnamese administration mean, at a date: the one door to `pipeline/data`.

`entries`, `find` and `find_close` read any table; provinces, symbols and the writing of names have functions of their own.
A date `on` is ISO 8601, whole or partial ("2025", "2025-03"): an entry counts when it was valid on some day of it.
"""

from __future__ import annotations

from functools import cache

from pipeline.casing import position_case, sentence_case
from pipeline.provinces import Province, find_provinces_in, province_of, province_of_capital
from pipeline.tables import Entry, entries, find, find_close, index, squeeze

__all__ = [
    "Entry",
    "Province",
    "bodies_of_symbol",
    "entries",
    "find",
    "find_close",
    "find_provinces_in",
    "position_case",
    "province_of",
    "province_of_capital",
    "sentence_case",
    "squeeze",
]


@cache
def _symbols() -> dict[str, tuple[Entry, ...]]:
    return index((squeeze(form), entry) for entry in entries("bodies") for form in entry.variants if " " not in form)


def bodies_of_symbol(group: str, on: str | None = None) -> tuple[Entry, ...]:
    """The bodies that a group of a symbol may stand for: "SKHCN", "UBND", "TTg", "GD&ĐT", "UBTVQH15" (with its term).

    >>> [entry.canonical for entry in bodies_of_symbol("QH14")]
    ['Quốc hội']
    >>> [entry.canonical for entry in bodies_of_symbol("BKHĐT", "2025-06")]
    []
    """
    key = squeeze(group)
    found = _symbols().get(key) or _symbols().get(key.rstrip("0123456789"), ())
    return tuple(entry for entry in found if entry.valid(on))
