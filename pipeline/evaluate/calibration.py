"""How often each rule was right -> `models/rules.json`, from which `confidence_of` makes (right + 1) / (answers + 2).

Rules are mended with their development documents in view, so that counting there flatters them: where `models/first_sight.json` has a
rule's counts on documents it had never seen, these are taken. Nothing but counts is kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipeline.evaluate.reliability import Answer
from pipeline.resources import models_path

Rules: TypeAlias = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Calibration:
    rules: Rules  #: to be written, by name
    before: Rules  #: what stood there
    kept: tuple[str, ...]  #: rules without an answer here, with the counts they had


def counted(given: Iterable[Answer]) -> Rules:
    """Answers and right ones of each rule."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for answer in given:
        asked[answer.rule] += 1
        right[answer.rule] += answer.right
    return {rule: {"answers": asked[rule], "right": right[rule]} for rule in sorted(asked)}


def calibrate(given: Iterable[Answer], unseen: bool = False) -> Calibration:
    """New counts for the rules of the package.

    `unseen`: no rule was ever mended against these documents, so that their answers are added to those at first sight. A rule
    that gave no answer keeps the counts it has.
    """
    before, first, now = read_rules(models_path("rules.json")), read_rules(models_path("first_sight.json")), counted(given)
    rules: Rules = {}
    for rule in sorted(before.keys() | first.keys() | now.keys()):
        if unseen and rule in now:
            rules[rule] = _sum(now[rule], first.get(rule, {}))
        else:
            rules[rule] = first.get(rule) or now.get(rule) or before[rule]
    return Calibration(rules, before, tuple(rule for rule in rules if rule not in now and rule not in first))


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one[key] + other.get(key, 0) for key in ("answers", "right")}


def read_rules(path: Path) -> Rules:
    """Counts by rule; empty where there is no file."""
    if not path.is_file():
        return {}
    rules: Rules = json.loads(path.read_text(encoding="utf-8"))["rules"]
    return rules


def rules_json(rules: Rules) -> str:
    """One rule a line, so that a change reads well."""
    lines = ",\n".join(f"  {json.dumps(rule)}: {json.dumps(counts)}" for rule, counts in rules.items())
    return '{\n "rules": {\n' + lines + "\n }\n}\n"


def confidence(counts: Mapping[str, int]) -> float:
    """(right + 1) / (answers + 2): Laplace's rule of succession."""
    return round((counts["right"] + 1) / (counts["answers"] + 2), 3)


def moved(calibration: Calibration) -> list[tuple[str, float | None, float]]:
    """(rule, confidence before, or None for a new rule, and now) of each rule whose confidence is another one."""
    out = []
    for rule, counts in calibration.rules.items():
        old = confidence(calibration.before[rule]) if rule in calibration.before else None
        if old != confidence(counts):
            out.append((rule, old, confidence(counts)))
    return out
