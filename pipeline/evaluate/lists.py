"""Fields that are lists: items are matched one to one, best pairs first, near positions before far ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from pipeline.evaluate.modes import LEVENSHTEIN_BAR, STANDARD, Kind, Mode, folded, near, same, text_similarity
from pipeline.evaluate.scalars import Json, Pair

CONTENT = ("targets", "award_quotas", "deadlines", "references")
LISTS = ("addressees", *CONTENT, "recipients", "sections")
#: Of items that were matched: what else they say.
_DETAILS: dict[str, tuple[tuple[str, Kind], ...]] = {
    "targets": (("unit", "text"),),
    "award_quotas": (("granted_by", "text"), ("recipient", "text"), ("unit", "text")),
    "references": (("type", "text"), ("date", "exact")),
    "recipients": (("note", "text"),),
}
ITEM_DETAILS = tuple(f"{field}.{key}" for field, parts in _DETAILS.items() for key, _ in parts)
#: Similarity of two items, 0..1; 0.0 where they are none.
Measure: TypeAlias = Callable[[Any, Json, Mode], float]

#: From what similarity on names of lists, awards and headings are the same in `standard`.
_LIST_NAME_BAR, _AWARD_BAR, _HEADING_BAR = 0.85, LEVENSHTEIN_BAR, 0.75
#: Words of a heading that the gold holds at most, and that `standard` looks at.
_GOLD_WORDS, _STANDARD_WORDS = 12, 8


def numbered(sections: list[Json], depth: int = 1) -> Iterator[Json]:
    """The numbered sections of a tree, in order, as the gold lists them: bullets are left out, their children rise."""
    for node in sections:
        bullet = not re.search(r"\w", node.get("label") or "")
        if not bullet:
            yield {**node, "depth": depth, "heading": node.get("heading") or "", "children": []}
        yield from numbered(node.get("children") or [], depth if bullet else depth + 1)


def found_items(field: str, found: Json) -> list[Json]:
    """What a result lists, as far as the gold can hold it: numbered sections, dated and recurring deadlines."""
    items: list[Json] = found.get(field) or []
    if field == "sections":
        return list(numbered(items))
    if field == "deadlines":
        return [item for item in items if item.get("relation") != "within"]
    return list(items)


# --- when two items are the same ----------------------------------------------------------------------------------------


def name_of(item: Json | str) -> str:
    """Addressees stand in the gold as bare names."""
    return item if isinstance(item, str) else item.get("name") or ""


def _same_name(gold: Json | str, found: Json, mode: Mode) -> float:
    a, b = name_of(gold), name_of(found)
    return near(a, b, _LIST_NAME_BAR) if mode == STANDARD else text_similarity(a, b, mode)


def _same_target(gold: Json, found: Json, mode: Mode) -> float:
    """In `standard` a unit is a percentage or none; in the other modes the noun that is counted is compared as well."""
    percent = [item.get("unit") == "%" for item in (gold, found)]
    if percent[0] != percent[1] or not _equal(gold, found, "comparator", "value", "value_max"):
        return 0.0
    return 1.0 if mode == STANDARD else text_similarity(gold.get("unit") or "", found.get("unit") or "", mode)


def _same_quota(gold: Json, found: Json, mode: Mode) -> float:
    if not _equal(gold, found, "comparator", "value"):
        return 0.0
    a, b = gold.get("award"), found.get("award")
    return float(near(a, b, _AWARD_BAR) > 0) if mode == STANDARD else text_similarity(a or "", b or "", mode)


def _same_deadline(gold: Json, found: Json, mode: Mode) -> float:
    return float(_equal(gold, found, "relation", "date") and _rule(gold.get("rrule")) == _rule(found.get("rrule")))


def _rule(text: str | None) -> list[str]:
    return sorted(filter(None, (text or "").upper().removeprefix("RRULE:").split(";")))


def _equal(gold: Json, found: Json, *keys: str) -> bool:
    return all(gold.get(key) == found.get(key) for key in keys)


def _same_reference(gold: Json, found: Json, mode: Mode) -> float:
    return float(same("symbol", gold.get("number") or "", found.get("number") or "", mode))


def _same_section(gold: Json, found: Json, mode: Mode) -> float:
    if gold.get("depth") != found.get("depth") or folded(gold.get("label")) != folded(found.get("label")):
        return 0.0
    if mode == STANDARD:
        return _same_start(gold.get("heading") or "", found.get("heading") or "")
    labels = text_similarity(gold.get("label") or "", found.get("label") or "", mode)
    return labels and text_similarity(_as_in_gold(gold.get("heading") or ""), _as_in_gold(found.get("heading") or ""), mode)


def _as_in_gold(heading: str) -> str:
    """The gold holds a heading's first twelve words, without punctuation at the end."""
    return " ".join(heading.split()[:_GOLD_WORDS]).rstrip(" .,:;")


def _same_start(gold: str, found: str) -> float:
    """Of two headings the first words, and of these as many letters as both have."""
    a, b = (" ".join(folded(heading).split()[:_STANDARD_WORDS]) for heading in (gold, found))
    size = min(len(a), len(b))
    return 1.0 if not a else near(a[:size], b[:size], _HEADING_BAR) if size else 0.0


_MEASURES: dict[str, Measure] = {
    "addressees": _same_name,
    "recipients": _same_name,
    "targets": _same_target,
    "award_quotas": _same_quota,
    "deadlines": _same_deadline,
    "references": _same_reference,
    "sections": _same_section,
}


# --- matching -----------------------------------------------------------------------------------------------------------


def match(field: str, gold: list[Any], found: list[Json], mode: Mode = STANDARD) -> list[tuple[int, int]]:
    """Pairs of places, (in the gold, in what was found), one to one: the most alike first, then the nearest."""
    measure = _MEASURES[field]
    scores = [(measure(g, f, mode), -abs(i - j), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    taken: dict[int, int] = {}
    used: set[int] = set()
    for score, _, i, j in sorted(scores, key=lambda s: s[:2], reverse=True):
        if score > 0 and i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return sorted(taken.items())


def item_details(field: str, gold: Any, found: Json) -> Iterator[Pair]:
    """What else two matched items say; a key that the gold does not have is left out."""
    for key, kind in _DETAILS.get(field, ()):
        if isinstance(gold, dict) and key in gold:
            yield Pair(f"{field}.{key}", kind, gold[key], found.get(key))
