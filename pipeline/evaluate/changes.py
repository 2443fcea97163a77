"""Gains and losses against earlier scores, and the file that keeps scores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import InputMissing
from pipeline.evaluate.gold import MalformedGold, read_json
from pipeline.evaluate.lists import LISTS
from pipeline.evaluate.scalars import HEADER

#: set -> document -> field -> right, extra, missed (mode `standard`)
Kept: TypeAlias = dict[str, dict[str, dict[str, tuple[int, int, int]]]]


@dataclass(frozen=True, slots=True)
class Change:
    """More or fewer mistakes (extra and missed values) in one field of one document."""

    set: str
    document: str
    field: str
    before: int
    now: int

    @property
    def loss(self) -> bool:
        return self.now > self.before

    def __str__(self) -> str:
        return f"{'LOSS' if self.loss else 'gain'}  {self.document}  {self.field}: {self.before} -> {self.now} mistakes"


def read_scores(path: Path) -> Kept:
    """Scores from a file that `--write` wrote, or from a whole JSON report. Raises InputMissing, MalformedGold."""
    if not path.is_file():
        raise InputMissing("there is no such file", str(path), "name scores that --write or --json wrote")
    data = read_json(path)
    try:
        sets = {name: one["scores"] for name, one in data["sets"].items()} if "sets" in data else data
        return {
            name: {document: {field: _triple(*counts) for field, counts in fields.items()} for document, fields in documents.items()}
            for name, documents in sets.items()
        }
    except (AttributeError, KeyError, TypeError, ValueError):
        raise MalformedGold("it holds no scores", str(path), "name scores that --write or --json wrote") from None


def narrowed(kept: Kept, fields: Iterable[str]) -> Kept:
    """Of kept scores these fields alone."""
    wanted = set(fields)
    return {
        name: {document: {field: counts for field, counts in own.items() if field in wanted} for document, own in documents.items()}
        for name, documents in kept.items()
    }


def _triple(right: Any, extra: Any, missed: Any) -> tuple[int, int, int]:
    return int(right), int(extra), int(missed)


def changes(before: Kept, now: Mapping[str, Mapping[str, Mapping[str, tuple[int, int, int]]]]) -> list[Change]:
    """Every field of every document that both sides hold and in which the number of mistakes is another one."""
    out = []
    for name, documents in now.items():
        old = _same_set(name, before, now)
        for document, fields in documents.items():
            for field in HEADER + LISTS if document in old else ():
                mistakes = [sum(side.get(field, (0, 0, 0))[1:]) for side in (old[document], fields)]
                if mistakes[0] != mistakes[1]:
                    out.append(Change(name, document, field, *mistakes))
    return out


def without_scores(before: Kept, now: Mapping[str, Mapping[str, object]]) -> list[str]:
    """ "set: document" of all that have no earlier scores."""
    return [f"{name}: {document}" for name, own in now.items() for document in own if document not in _same_set(name, before, now)]


def _same_set(name: str, before: Kept, now: Mapping[str, object]) -> Mapping[str, Mapping[str, tuple[int, int, int]]]:
    """The earlier scores of a set; where each side has one set alone, its name does not matter."""
    if name not in before and len(before) == len(now) == 1:
        return next(iter(before.values()))
    return before.get(name, {})


def scores_json(now: Mapping[str, Mapping[str, Mapping[str, tuple[int, int, int]]]], before: Kept, partial: bool = False) -> str:
    """One document a line, so that a change reads well. Sets that were not scored keep what they had; `partial`: documents too."""
    sets = []
    for name in sorted(before.keys() | now.keys()):
        old = before.get(name, {}) if partial or name not in now else {}
        documents = {**old, **now.get(name, {})}
        lines = [f"  {json.dumps(stem, ensure_ascii=False)}: {json.dumps(counts)}" for stem, counts in sorted(documents.items())]
        sets.append(f" {json.dumps(name, ensure_ascii=False)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(sets) + "\n}\n"
