"""How much a rule is worth: its precision where its answers were counted against gold, (right + 1) / (answers + 2)."""

from __future__ import annotations

import json
from functools import cache

from pipeline.resources import models_path

#: A rule that nobody has counted yet: as likely wrong as right.
UNCOUNTED = 0.5


@cache
def _counts() -> dict[str, dict[str, int]]:
    path = models_path("rules.json")
    if not path.is_file():
        return {}
    rules: dict[str, dict[str, int]] = json.loads(path.read_text(encoding="utf-8"))["rules"]
    return rules


@cache
def confidence_of(rule: str) -> float:
    """Between 0 and 1, rounded to three digits; 0.5 for a rule that has not been counted."""
    counts = _counts().get(rule)
    return round((counts["right"] + 1) / (counts["answers"] + 2), 3) if counts else UNCOUNTED
