"""Fields that stand once in a document: what the gold says and what was found, side by side.

The form of the gold is that of `corpus/gold`; results are the contract's. Both are plain dictionaries, and a key that is missing
stands for nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.modes import Kind

Json = dict[str, Any]

HEADER = (
    *("issuing_body", "parent_body", "number", "issued_date", "place"),
    *("doc_type", "subject", "signer_name", "signer_position", "period"),
)
#: Not counted into whole documents.
DETAILS = (
    *("urgency", "secrecy", "doc_type.code", "signer.authority", "signer.on_behalf_of", "period.start_event"),
    *("issuing_body.state", "number.state", "issued_date.state"),
)
#: Gold state of what is written by hand; the contract knows how surely it was read, not what it was written with.
HANDWRITTEN = "handwritten"


@dataclass(frozen=True, slots=True)
class Pair:
    """Of one field in one document; None stands for nothing there."""

    field: str
    kind: Kind
    gold: Any
    found: Any


def value_of(found: Json, field: str) -> Any:
    """The value of a field of a result; None also where the field is missing."""
    return (found.get(field) or {}).get("value")


def part(found: Json, field: str, key: str) -> Any:
    """One key of a field's value: `part(found, "number", "notation")`."""
    return (value_of(found, field) or {}).get(key)


def is_handwritten(gold: Json, field: str) -> bool:
    return bool(of(gold, field).get("state") == HANDWRITTEN)


def of(gold: Json, field: str) -> Json:
    """A field of the gold that is an object; empty where it is null or missing."""
    return gold.get(field) or {}


def header_pairs(gold: Json, found: Json) -> Iterator[Pair]:
    """The ten fields of `HEADER`, in order. Of a handwritten number or day only the printed half counts here."""
    yield Pair("issuing_body", "name", of(gold, "issuing_body").get("value"), part(found, "issuing_body", "name"))
    yield Pair("parent_body", "name", gold.get("parent_body"), part(found, "parent_body", "name"))
    yield Pair("number", "symbol", *_number(gold, found))
    yield Pair("issued_date", "exact", *_issued(gold, found))
    yield Pair("place", "text", gold.get("place"), value_of(found, "place"))
    yield Pair("doc_type", "text", of(gold, "doc_type").get("name"), part(found, "doc_type", "name"))
    yield Pair("subject", "name", gold.get("subject"), value_of(found, "subject"))
    yield Pair("signer_name", "text", of(gold, "signer").get("name"), part(found, "signer", "name"))
    yield Pair("signer_position", "text", of(gold, "signer").get("position"), part(found, "signer", "position"))
    yield Pair("period", "exact", _ends(gold.get("period")), _ends(value_of(found, "period")))


def _number(gold: Json, found: Json) -> tuple[str | None, str | None]:
    own, notation = of(gold, "number"), part(found, "number", "notation")
    if is_handwritten(gold, "number"):
        return own.get("notation"), notation
    return joined(own.get("value"), own.get("notation")), joined(part(found, "number", "number"), notation)


def joined(number: str | None, notation: str | None) -> str | None:
    """Số and ký hiệu as one symbol; None where there is neither."""
    return f"{number or ''}/{notation or ''}" if number or notation else None


def _issued(gold: Json, found: Json) -> tuple[str | None, str | None]:
    expected, actual = of(gold, "issued_date").get("value"), value_of(found, "issued_date")
    if is_handwritten(gold, "issued_date"):  # month and year are printed as a rule
        return (expected or "")[:7] or None, (actual or "")[:7] or None
    return expected, actual


def _ends(period: Json | None) -> list[str | None] | None:
    return [period.get("start"), period.get("end")] if period else None


def detail_pairs(gold: Json, found: Json) -> Iterator[Pair]:
    """What else the gold says about fields that stand once; a key that the gold does not have is left out."""
    for field in ("urgency", "secrecy"):
        if field in gold:
            yield Pair(field, "text", gold[field], value_of(found, field))
    parts: tuple[tuple[str, str, Kind], ...] = (
        ("doc_type", "code", "exact"),
        ("signer", "authority", "text"),
        ("signer", "on_behalf_of", "text"),
        ("period", "start_event", "text"),
    )
    for field, key, kind in parts:
        if key in of(gold, field):
            yield Pair(f"{field}.{key}", kind, of(gold, field)[key], part(found, field, key))
    for field in ("issuing_body", "number", "issued_date"):
        if "state" in of(gold, field) and not is_handwritten(gold, field):
            yield Pair(f"{field}.state", "exact", gold[field]["state"], (found.get(field) or {}).get("state"))
