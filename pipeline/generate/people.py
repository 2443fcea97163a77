"""Names of persons and places."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

from pipeline.generate.chance import Chance
from pipeline.generate.stock import table
from pipeline.provinces import Province, province_of
from pipeline.tables import entries


@cache
def _names(kind: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    rows = [row for row in table("persons") if row["kind"] == kind]
    return tuple(row["name"] for row in rows), tuple(accumulate(float(row["weight"]) for row in rows))


def person(chance: Chance) -> str:
    """A full name: surname, middle name, given name; now and then one of a people of the highlands."""
    if chance.maybe(0.04):
        return chance.weighed(*_names("whole"))
    woman = chance.maybe(0.3)
    middle, given = ("middle_f", "given_f") if woman else ("middle_m", "given_m")
    parts = [chance.weighed(*_names("surname")), chance.weighed(*_names(middle)), chance.weighed(*_names(given))]
    if chance.maybe(0.12):
        del parts[1]
    elif chance.maybe(0.12):
        parts.insert(2, chance.weighed(*_names("middle_2")))
    return " ".join(parts)


@cache
def provinces_on(day: str) -> tuple[Province, ...]:
    """The provinces of a day: 63 until 30 June 2025, 34 since."""
    names = (entry.canonical for entry in entries("provinces") if entry.valid(day))
    return tuple(p for p in (province_of(name, day) for name in names) if p)


@cache
def districts() -> dict[str, tuple[tuple[str, str], ...]]:
    """Province -> (kind, name) of its districts, as they were until 30 June 2025."""
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in table("districts"):
        out[row["province"]] = (*out.get(row["province"], ()), (row["kind"], row["name"]))
    return out


@cache
def communes() -> tuple[tuple[str, str], ...]:
    return tuple((row["kind"], row["name"]) for row in table("communes"))
