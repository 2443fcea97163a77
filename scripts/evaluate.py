#!/usr/bin/env python3
"""Scores the pipeline against gold annotations and compares with the last scores kept in docs/scores.json.

    python scripts/evaluate.py [--errors] [--write]

Documents: corpus/ with corpus/gold/ and, where it is present, the text documents of ../shared/dev. A scalar is right when
equal after case, punctuation and white space are folded; free text also from a Levenshtein similarity of 0.90. Dates,
numbers, codes and comparators must be equal. Lists are matched one to one, best pairs first. A value left out counts as
missed, a wrong one as missed and as extra. Exit code 1 when a document got worse than in docs/scores.json.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parents[1]
SCORES = ROOT / "docs" / "scores.json"
#: name of the set -> folder of the documents, folder of the gold
SETS = {
    "corpus": (ROOT / "corpus", ROOT / "corpus" / "gold"),
    "dev": (ROOT.parent / "shared" / "dev" / "docs", ROOT.parent / "shared" / "dev" / "gold"),
}
HEADER = (
    *("issuing_body", "parent_body", "number", "issued_date", "place"),
    *("doc_type", "subject", "signer_name", "signer_position", "period"),
)
LISTS = ("addressees", "targets", "award_quotas", "deadlines", "references", "recipients", "sections")

Json = dict[str, Any]
#: right, extra, missed
Counts = tuple[int, int, int]


# --- when two values are the same -------------------------------------------------------------------------------------

_SPELLINGS = str.maketrans({"–": "-"})
_TONES = (("uỷ", "ủy"), ("hoà", "hòa"), ("hoá", "hóa"), ("thuỷ", "thủy"), ("toà", "tòa"), ("khoá", "khóa"), ("quí", "quý"), ("qui", "quy"))


def folded(text: object) -> str:
    """Case, punctuation, white space, the two ways to place a tone mark, UBND and HĐND written out or not: all alike."""
    out = unicodedata.normalize("NFC", str(text or "")).lower().translate(_SPELLINGS)
    for old, new in _TONES:
        out = out.replace(old, new)
    out = re.sub(r"\bubnd\b", "ủy ban nhân dân", out)
    out = re.sub(r"\bhđnd\b", "hội đồng nhân dân", out)
    return re.sub(r"[\W_]+", " ", out).strip()


def alike(gold: object, found: object, bar: float = 0.90) -> bool:
    a, b = folded(gold), folded(found)
    return a == b or (bool(a) and bool(b) and Levenshtein.normalized_similarity(a, b) >= bar)


def same_text(gold: object, found: object) -> bool:
    return folded(gold) == folded(found)


def number_key(text: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", str(text or ""))).upper().lstrip("0")


def same_number(gold: object, found: object) -> bool:
    return number_key(gold) == number_key(found)


# --- fields that stand once -------------------------------------------------------------------------------------------


def _value(found: Json, field: str) -> Any:
    return (found.get(field) or {}).get("value")


def _part(found: Json, field: str, key: str) -> Any:
    return (_value(found, field) or {}).get(key)


def _joined(number: str | None, notation: str | None) -> str | None:
    return f"{number or ''}/{notation or ''}" if number or notation else None


def scalars(gold: Json, found: Json) -> Iterator[tuple[str, Any, Any, bool]]:
    """(field, gold value, found value, same). Of a handwritten number or day only the printed half counts."""
    by_hand = gold["number"]["state"] == "handwritten"
    number = (gold["number"]["notation"], _part(found, "number", "notation"))
    if not by_hand:
        number = (_joined(gold["number"]["value"], number[0]), _joined(_part(found, "number", "number"), number[1]))
    date = (gold["issued_date"]["value"], _value(found, "issued_date"))
    if gold["issued_date"]["state"] == "handwritten":
        date = ((date[0] or "")[:7] or None, (date[1] or "")[:7] or None)
    period, own = gold.get("period"), _value(found, "period")

    pairs: tuple[tuple[str, Any, Any, Callable[[object, object], bool]], ...] = (
        ("issuing_body", gold["issuing_body"]["value"], _part(found, "issuing_body", "name"), alike),
        ("parent_body", gold.get("parent_body"), _part(found, "parent_body", "name"), alike),
        ("number", *number, same_number),
        ("issued_date", *date, lambda g, f: g == f),
        ("place", gold.get("place"), _value(found, "place"), same_text),
        ("doc_type", gold["doc_type"]["name"], _part(found, "doc_type", "name"), same_text),
        ("subject", gold.get("subject"), _value(found, "subject"), alike),
        ("signer_name", gold["signer"]["name"], _part(found, "signer", "name"), same_text),
        ("signer_position", gold["signer"]["position"], _part(found, "signer", "position"), same_text),
        ("period", period and [period["start"], period["end"]], own and [own["start"], own["end"]], lambda g, f: g == f),
    )
    for field, expected, actual, same in pairs:
        yield field, expected, actual, same(expected, actual)


# --- lists ------------------------------------------------------------------------------------------------------------


def numbered(sections: list[Json], depth: int = 1) -> Iterator[Json]:
    """The numbered sections of a tree, in order, as the gold lists them: bullets are left out, their children rise."""
    for node in sections:
        bullet = not re.search(r"\w", node["label"] or "")
        if not bullet:
            yield {"label": node["label"], "depth": depth, "heading": node["heading"] or ""}
        yield from numbered(node["children"], depth if bullet else depth + 1)


def _name(item: Json | str) -> str:
    return item if isinstance(item, str) else item["name"]


def _rule(text: str | None) -> list[str]:
    return sorted(filter(None, (text or "").upper().removeprefix("RRULE:").split(";")))


def _same_name(gold: Json | str, found: Json) -> float:
    score = Levenshtein.normalized_similarity(folded(_name(gold)), folded(_name(found)))
    return score if score >= 0.85 else 0.0


def _same_target(gold: Json, found: Json) -> float:
    kind = (gold["unit"] == "%") == (found["unit"] == "%") and gold["comparator"] == found["comparator"]
    return float(kind and gold["value"] == found["value"] and gold.get("value_max") == found.get("value_max"))


def _same_quota(gold: Json, found: Json) -> float:
    same = gold["comparator"] == found["comparator"] and gold["value"] == found["value"]
    return float(same and alike(gold["award"], found["award"], 0.8))


def _same_deadline(gold: Json, found: Json) -> float:
    same = gold["relation"] == found["relation"] and gold["date"] == found["date"]
    return float(same and _rule(gold["rrule"]) == _rule(found["rrule"]))


def _same_section(gold: Json, found: Json) -> float:
    if folded(gold["label"]) != folded(found["label"]) or gold["depth"] != found["depth"]:
        return 0.0
    a, b = (" ".join(folded(s["heading"]).split()[:8]) for s in (gold, found))
    size = min(len(a), len(b))
    score = 1.0 if not a else Levenshtein.normalized_similarity(a[:size], b[:size]) if size else 0.0
    return score if score >= 0.75 else 0.0


SAME: dict[str, Callable[[Any, Json], float]] = {
    "addressees": _same_name,
    "recipients": _same_name,
    "targets": _same_target,
    "award_quotas": _same_quota,
    "deadlines": _same_deadline,
    "references": lambda gold, found: float(same_number(gold["number"], found["number"])),
    "sections": _same_section,
}


def found_items(field: str, found: Json) -> list[Json]:
    items: list[Json] = list(numbered(found["sections"])) if field == "sections" else list(found[field])
    if field == "deadlines":  # the gold holds dated and recurring ones only
        items = [item for item in items if item["relation"] != "within"]
    return items


def unmatched(field: str, gold: list[Any], found: list[Json]) -> tuple[list[Any], list[Json]]:
    """What is left of both sides after matching one to one, best pairs first, near positions before far ones."""
    scores = ((SAME[field](g, f), -abs(i - j), i, j) for i, g in enumerate(gold) for j, f in enumerate(found))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for _, _, i, j in sorted((s for s in scores if s[0] > 0), reverse=True):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
    return [g for i, g in enumerate(gold) if i not in taken_gold], [f for j, f in enumerate(found) if j not in taken_found]


# --- documents --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Of one document: the counts of each field in which something stands or was found, and what is wrong, in words."""

    counts: dict[str, Counts]
    errors: tuple[str, ...]


def score(gold: Json, found: Json) -> Score:
    counts: dict[str, Counts] = {}
    errors: list[str] = []
    for field, expected, actual, same in scalars(gold, found):
        if expected is None and actual is None:
            continue
        counts[field] = (1, 0, 0) if same else (0, int(actual is not None), int(expected is not None))
        if not same:
            errors.append(f"{field}: expected {expected!r}, found {actual!r}")
    for field in LISTS:
        expected, actual = gold.get(field) or [], found_items(field, found)
        missed, extra = unmatched(field, expected, actual)
        if expected or actual:
            counts[field] = (len(expected) - len(missed), len(extra), len(missed))
        errors += [f"{field}: missed {_short(item)}" for item in missed]
        errors += [f"{field}: extra {_short(item)}" for item in extra]
    return Score(counts, tuple(errors))


def _short(item: Any) -> str:
    if isinstance(item, dict):
        item = {k: v for k, v in item.items() if k not in ("evidence", "confidence", "section") and v is not None}
    return json.dumps(item, ensure_ascii=False)[:200]


def score_set(name: str) -> dict[str, Score]:
    """The scores of a set's text documents that have gold, by file name; empty where the set is not there."""
    from pipeline import extract

    documents, gold = SETS[name]
    scores = {}
    for path in sorted(documents.glob("*.txt")):
        annotation = gold / f"{path.stem}.json"
        if annotation.exists():
            expected = json.loads(annotation.read_text(encoding="utf-8"))
            scores[path.stem] = score(expected, extract(path).model_dump(mode="json"))
    return scores


# --- reports ----------------------------------------------------------------------------------------------------------


def total(scores: dict[str, Score], fields: tuple[str, ...]) -> Counts:
    rows = [s.counts[f] for s in scores.values() for f in fields if f in s.counts]
    return sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows)


def table(name: str, scores: dict[str, Score]) -> str:
    lines = [f"{name}: {len(scores)} documents", f"{'field':18}{'n':>6}{'P':>8}{'R':>8}{'F1':>8}"]
    rows: list[tuple[str, tuple[str, ...]]] = [(field, (field,)) for field in HEADER + LISTS]
    rows += [("header together", HEADER), ("content together", LISTS[1:5]), ("lists together", LISTS)]
    for label, fields in rows:
        right, extra, missed = total(scores, fields)
        found, wanted = right + extra, right + missed
        if found + wanted == 0:
            continue
        values = (right / found if found else 1.0, right / wanted if wanted else 1.0, 2 * right / (found + wanted))
        lines.append(f"{label:18}{wanted:6d}" + "".join(f"{v:8.3f}" for v in values))
    lines.append(f"whole documents right: {sum(not s.errors for s in scores.values())} of {len(scores)}")
    return "\n".join(lines)


def changes(name: str, scores: dict[str, Score], before: Json) -> list[tuple[str, bool]]:
    """(line, whether it is a loss) for each field of each document that has more or fewer mistakes than before."""
    out = []
    for stem, result in scores.items():
        old = before.get(name, {}).get(stem)
        if old is None:
            continue
        for field in HEADER + LISTS:
            mistakes = [sum(tuple(counts.get(field, (0, 0, 0)))[1:]) for counts in (old, result.counts)]
            if mistakes[0] != mistakes[1]:
                loss = mistakes[1] > mistakes[0]
                out.append((f"{'LOSS' if loss else 'gain'}  {stem}  {field}: {mistakes[0]} -> {mistakes[1]} mistakes", loss))
    return out


def write(path: Path, scores: dict[str, dict[str, Score]], before: Json) -> None:
    """One document a line, so that a change of the scores reads well; sets that are not there keep their last scores."""
    kept = before | {name: {stem: s.counts for stem, s in of_set.items()} for name, of_set in scores.items() if of_set}
    sets = []
    for name in sorted(kept):
        lines = [f"  {json.dumps(stem)}: {json.dumps(counts)}" for stem, counts in sorted(kept[name].items())]
        sets.append(f' "{name}": {{\n' + ",\n".join(lines) + "\n }")
    path.write_text("{\n" + ",\n".join(sets) + "\n}\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the pipeline against gold annotations.")
    parser.add_argument("--errors", action="store_true", help="list every mistake")
    parser.add_argument("--write", action="store_true", help="keep the scores in docs/scores.json")
    args = parser.parse_args()
    before: Json = json.loads(SCORES.read_text(encoding="utf-8")) if SCORES.exists() else {}
    scores = {name: score_set(name) for name in SETS}
    for name, of_set in scores.items():
        if not of_set:
            print(f"{name}: not there, left out\n")
            continue
        print(table(name, of_set), end="\n\n")
        if args.errors:
            print(*(f"{stem}  {e}" for stem, s in of_set.items() for e in s.errors), sep="\n", end="\n\n")
    changed = [change for name, of_set in scores.items() for change in changes(name, of_set, before)]
    print(*([line for line, _ in changed] or ["no change against docs/scores.json"]), sep="\n")
    if args.write:
        write(SCORES, scores, before)
    return int(any(loss for _, loss in changed) and not args.write)


if __name__ == "__main__":
    sys.exit(main())
