"""The gold of a composed directive, in the form of `corpus/gold`: what its parts say of themselves, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.generate.said import Said

#: In the order of the guidelines.
KEYS = (
    *("doc", "annotated_pages", "issuing_body", "parent_body", "number", "issued_date", "place", "doc_type", "subject", "urgency"),
    *("secrecy", "addressees", "period", "targets", "award_quotas", "deadlines", "references", "signer", "recipients", "sections"),
    "uncertain",
)
_LISTS = ("targets", "award_quotas", "deadlines", "references")


def gold_of(name: str, said: Iterable[Said], period: Mapping[str, Any] | None, **parts: Any) -> dict[str, Any]:
    """`said` is all text that may hold facts, in order; `period` that of the subject, for want of one in the text."""
    lists: dict[str, list[dict[str, Any]]] = {kind: [] for kind in (*_LISTS, "period")}
    for text in said:
        for fact in text.facts:
            lists[fact.kind].append({"quote": text.text[fact.start : fact.end], **fact.values})
    spans = lists.pop("period")
    gold = {"doc": name, "annotated_pages": [1], "uncertain": []} | parts | lists
    gold["period"] = spans[0] if spans else period
    return {key: gold[key] for key in KEYS}
