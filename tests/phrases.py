"""Rules that read one phrase: the cases of `tests/cases/<kind>`, and the phrases of the development corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.found import Context, Found
from pipeline.text import Passage

HERE = Path(__file__).resolve().parent
PHRASES = HERE.parents[1] / "shared" / "dev" / "phrase_cases.json"


def load(kind: str, name: str) -> list[Any]:
    return json.loads((HERE / "cases" / kind / f"{name}.json").read_text(encoding="utf-8"))


def known_failures(kind: str) -> list[Any]:
    """To be run as usual; a mend that nobody meant fails the test."""
    return [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"])) for c in load(kind, "known_failures")]


def context_of(case: dict[str, Any]) -> Context:
    return Context(**{key: tuple(value) if isinstance(value, list) else value for key, value in case.get("context", {}).items()})


def assert_found(found: Sequence[Found[Any]], expected: Sequence[dict[str, Any]], **otherwise: object) -> None:
    """One item for each that is expected, in order; parts that an expectation leaves out are as in `otherwise`, or not looked at."""
    assert len(found) == len(expected), [item.value for item in found]
    for item, wanted in zip(found, expected, strict=True):
        for part, value in (otherwise | wanted).items():
            assert getattr(item if part in ("rule", "confidence") else item.value, part) == value, part


def assert_finds_phrases(
    field: str, extract: Callable[[Passage, Context], Iterable[Found[Any]]], same: Callable[[dict[str, Any], Any], bool]
) -> None:
    """F1 of at least 0.97 over the phrases of the development corpus, and nothing found in those made to mislead."""
    if not PHRASES.exists():
        pytest.skip(f"{PHRASES} is not there: the development corpus is kept beside the repository")
    right = extra = missed = misled = 0
    for case in json.loads(PHRASES.read_text(encoding="utf-8")):
        if case.get("doubt"):
            continue
        gold = list(case["expect"].get(field, []))
        for item in extract(Passage.of(case["text"]), Context()):
            match = next((g for g in gold if same(g, item.value)), None)
            if match:
                gold.remove(match)
            right, extra = right + bool(match), extra + (not match)
            misled += str(case.get("kind", "")).startswith("negative")
        missed += len(gold)
    assert 2 * right / (2 * right + extra + missed) >= 0.97
    assert misled == 0
