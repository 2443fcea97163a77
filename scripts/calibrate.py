#!/usr/bin/env python3
"""Counts how often each rule was right on the gold annotations and writes models/rules.json.

    python scripts/calibrate.py [--gold DOCS GOLD]…

Without --gold: the sets of scripts/evaluate.py that are there. Rules were mended with these documents in view, so that counting
there flatters them: where models/first_sight.json has a rule's counts on documents it had never seen, they are taken instead.
A rule's confidence is (right + 1) / (answers + 2): one that was never counted gets 0.5, one that was right ten times out of
ten 0.92. Nothing but counts is kept.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluate import LISTS, ROOT, SETS, found_items, scalars, unmatched

RULES = ROOT / "models" / "rules.json"
FIRST_SIGHT = ROOT / "models" / "first_sight.json"
#: fields of the score that are parts of one field of the contract
_PART_OF = {"signer_name": "signer", "signer_position": "signer"}


def verdicts(gold: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """(rule, whether it was right) for every answer in one document."""
    right: dict[str, bool] = {}
    for field, _, _, same in scalars(gold, found):
        name = _PART_OF.get(field, field)
        right[name] = right.get(name, True) and same
    for name, same in right.items():
        if found[name]["value"] is not None:
            yield found[name]["rule"], same
    for field in LISTS:
        if field == "sections":
            continue
        items = found_items(field, found)
        _, extra = unmatched(field, gold.get(field) or [], items)
        wrong = {id(item) for item in extra}
        for item in items:
            yield item["rule"], id(item) not in wrong


def count(sets: list[tuple[Path, Path]]) -> dict[str, dict[str, int]]:
    from pipeline import extract

    answers: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for documents, golds in sets:
        for path in sorted(documents.glob("*.txt")):
            annotation = golds / f"{path.stem}.json"
            if not annotation.exists():
                continue
            gold = json.loads(annotation.read_text(encoding="utf-8"))
            for rule, same in verdicts(gold, extract(path).model_dump(mode="json")):
                answers[rule] += 1
                right[rule] += same
    return {rule: {"answers": answers[rule], "right": right[rule]} for rule in sorted(answers)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Count how often each rule is right.")
    parser.add_argument("--gold", nargs=2, type=Path, action="append", metavar=("DOCS", "GOLD"), help="a further set")
    args = parser.parse_args()
    sets = [*(s for s in SETS.values() if s[0].is_dir()), *(tuple(pair) for pair in args.gold or [])]
    first = json.loads(FIRST_SIGHT.read_text(encoding="utf-8"))["rules"] if FIRST_SIGHT.exists() else {}
    counted = count(sets)
    rules = {rule: first.get(rule, counted.get(rule)) for rule in sorted(counted.keys() | first.keys())}  # scans are not counted here
    lines = ",\n".join(f"  {json.dumps(rule)}: {json.dumps(counts)}" for rule, counts in rules.items())
    RULES.write_text('{\n "rules": {\n' + lines + "\n }\n}\n", encoding="utf-8")
    print(f"{len(rules)} rules, {sum(c['answers'] for c in rules.values())} answers -> {RULES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
