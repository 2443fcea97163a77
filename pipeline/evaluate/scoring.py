"""One document against its gold: the counts of each field, and what is wrong, in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from pipeline.evaluate.lists import LISTS, found_items, item_details, match
from pipeline.evaluate.modes import STANDARD, Mode, same
from pipeline.evaluate.scalars import Json, Pair, detail_pairs, header_pairs

Wrong: TypeAlias = Literal["wrong", "missed", "extra"]


class Counts(NamedTuple):
    """A value left out counts as missed; a wrong one as missed and as extra."""

    right: int
    extra: int
    missed: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """One value that differs, is missed or is extra."""

    field: str
    kind: Wrong
    gold: Any  #: None for an extra one
    found: Any  #: None for a missed one

    def __str__(self) -> str:
        if self.kind == "wrong":
            return f"{self.field}: expected {self.gold!r}, found {self.found!r}"
        return f"{self.field}: {self.kind} {shown(self.found if self.kind == 'extra' else self.gold)}"


@dataclass(frozen=True, slots=True)
class Score:
    """Of one document in one mode. Only fields in which something stands or was found have counts."""

    counts: dict[str, Counts]
    details: dict[str, Counts]  #: beside the fields: not counted into whole documents
    mistakes: tuple[Mistake, ...]

    @property
    def errors(self) -> tuple[str, ...]:
        """The mistakes of `counts`, a line each, beginning with the field and a colon."""
        return tuple(map(str, self.mistakes))


def score(gold: Json, found: Json, mode: Mode = STANDARD) -> Score:
    """Compare a result (the contract's JSON; `{}` for none at all) with the gold of the same document."""
    counts: dict[str, Counts] = {}
    details: Counter[tuple[str, str]] = Counter()
    mistakes: list[Mistake] = []
    for pair in header_pairs(gold, found):
        if pair.gold is None and pair.found is None:
            continue
        counts[pair.field] = _counted(pair, mode)
        if counts[pair.field].right == 0:
            kind: Wrong = "missed" if pair.found is None else "extra" if pair.gold is None else "wrong"
            mistakes.append(Mistake(pair.field, kind, pair.gold, pair.found))
    _add(details, detail_pairs(gold, found), mode)
    for field in LISTS:
        expected, actual = gold.get(field) or [], found_items(field, found)
        pairs = match(field, expected, actual, mode)
        if expected or actual:
            counts[field] = Counts(len(pairs), len(actual) - len(pairs), len(expected) - len(pairs))
        mistakes += _unmatched(field, expected, actual, pairs)
        _add(details, (d for i, j in pairs for d in item_details(field, expected[i], actual[j])), mode)
    names = dict.fromkeys(field for field, _ in details)
    return Score(counts, {f: Counts(*(details[f, part] for part in Counts._fields)) for f in names}, tuple(mistakes))


def _counted(pair: Pair, mode: Mode) -> Counts:
    if same(pair.kind, pair.gold, pair.found, mode):
        return Counts(1, 0, 0)
    return Counts(0, int(pair.found is not None), int(pair.gold is not None))


def _add(details: Counter[tuple[str, str]], pairs: Iterable[Pair], mode: Mode) -> None:
    for pair in pairs:
        if pair.gold is None and pair.found is None:
            continue
        for part, count in _counted(pair, mode)._asdict().items():
            details[pair.field, part] += count


def _unmatched(field: str, gold: list[Any], found: list[Json], pairs: list[tuple[int, int]]) -> Iterator[Mistake]:
    matched, used = {i for i, _ in pairs}, {j for _, j in pairs}
    yield from (Mistake(field, "missed", item, None) for i, item in enumerate(gold) if i not in matched)
    yield from (Mistake(field, "extra", None, item) for j, item in enumerate(found) if j not in used)


#: Keys of an item that do not say what it is.
_ASIDE = ("evidence", "confidence", "rule", "section", "children", "start", "end", "kind")


def shown(item: Any, limit: int = 200) -> str:
    """An item in one short line of JSON, without evidence and what is null."""
    if isinstance(item, dict):
        item = {key: value for key, value in item.items() if key not in _ASIDE and value is not None}
    text = json.dumps(item, ensure_ascii=False)
    return text if len(text) <= limit else text[: limit - 1] + "…"
