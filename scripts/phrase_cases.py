#!/usr/bin/env python3
"""Scores single sentences with known targets, quotas, deadlines and periods, and look-alikes that hold none.

    python scripts/phrase_cases.py CASES.json [--errors]

CASES.json: a list of {"text", "expect": {"targets", "award_quotas", "deadlines", "period"}, "kind"?, "doubt"?}; "kind" names a
look-alike, "doubt" a debatable case, which is counted apart. Items are matched one to one: targets by comparator, value, range
and whether a percentage; quotas by comparator, value and award; deadlines by relation, date, recurrence, duration and working
days; periods by start and end.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.evaluate.modes import alike

Item = dict[str, Any]


def _rule(text: str | None) -> list[str]:
    return sorted(filter(None, (text or "").upper().split(";")))


def same_target(g: Item, f: Item) -> bool:
    keys = ("comparator", "value", "value_max")
    return [g[k] for k in keys] == [f[k] for k in keys] and (g["unit"] == "%") == (f["unit"] == "%")


def same_quota(g: Item, f: Item) -> bool:
    return (g["comparator"], g["value"]) == (f["comparator"], f["value"]) and alike(g["award"], f["award"], 0.8)


def same_deadline(g: Item, f: Item) -> bool:
    timing = (g["relation"], g["date"], _rule(g["rrule"]), g.get("duration"), bool(g.get("business")))
    return timing == (f["relation"], f["date"], _rule(f["rrule"]), f["duration"], f["business_days"])


def same_period(g: Item, f: Item) -> bool:
    return (g["start"], g["end"]) == (f["start"], f["end"])


SAME: dict[str, Callable[[Item, Item], bool]] = {
    "targets": same_target,
    "award_quotas": same_quota,
    "deadlines": same_deadline,
    "period": same_period,
}


def answers(text: str) -> dict[str, list[Item]]:
    from pipeline.fields.deadlines import extract_deadlines
    from pipeline.fields.period import extract_periods
    from pipeline.fields.period_choice import choose_period
    from pipeline.fields.quotas import extract_award_quotas
    from pipeline.fields.targets import extract_targets
    from pipeline.found import Context
    from pipeline.text import Passage

    passage, context = Passage.of(text), Context()
    period = choose_period(extract_periods(passage, context))
    return {
        "targets": [asdict(f.value) for f in extract_targets(passage, context)],
        "award_quotas": [asdict(f.value) for f in extract_award_quotas(passage, context)],
        "deadlines": [asdict(f.value) for f in extract_deadlines(passage, context)],
        "period": [asdict(period.value)] if period else [],
    }


def matched(gold: list[Item], found: list[Item], same: Callable[[Item, Item], bool]) -> int:
    left = list(found)
    for item in gold:
        hit = next((f for f in left if same(item, f)), None)
        if hit is not None:
            left.remove(hit)
    return len(found) - len(left)


def main() -> None:
    parser = argparse.ArgumentParser(description="Score single sentences.")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every sentence that is not wholly right")
    args = parser.parse_args()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    lookalikes = answered = 0
    for case in json.loads(args.cases.read_text(encoding="utf-8")):
        found, expect = answers(case["text"]), case["expect"]
        gold = {**{k: expect[k] for k in SAME if k != "period"}, "period": [expect["period"]] if expect["period"] else []}
        wrong = False
        for kind, same in SAME.items():
            right = matched(gold[kind], found[kind], same)
            row = counts[f"{kind} (debatable)" if case.get("doubt") else kind]
            row[0], row[1], row[2] = row[0] + right, row[1] + len(found[kind]) - right, row[2] + len(gold[kind]) - right
            wrong = wrong or right != len(gold[kind]) or right != len(found[kind])
        if "kind" in case and not case.get("doubt"):
            lookalikes += 1
            answered += any(found.values())
        if wrong and args.errors:
            print(case["text"][:160], {k: v for k, v in found.items() if v}, sep="\n    ")
    for kind in sorted(counts):
        right, extra, missed = counts[kind]
        f1 = 2 * right / (2 * right + extra + missed) if right + extra + missed else 1.0
        print(f"{kind:26} n {right + missed:4}  right {right:4}  extra {extra:3}  missed {missed:3}  F1 {f1:.3f}")
    print(f"look-alikes answered: {answered} of {lookalikes}")


if __name__ == "__main__":
    main()
