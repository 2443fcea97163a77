"""Directives as tables, one row an item: the columns, and the rows of one directive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "integer", "flag"]
Row = tuple[Any, ...]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of results, as columns."""

    name: str
    source: str  #: the directive's list that it shows; "" for the directive itself
    columns: tuple[tuple[str, Kind], ...]


#: Column of `documents` -> where it stands in a directive.
_DOCUMENT = {
    "sha256": "source.sha256",
    "path": "source.path",
    "media_type": "source.media_type",
    "reader": "source.reader",
    "pages": "source.pages",
    "characters": "source.characters",
    "status": "status",
    "issuing_body": "issuing_body.value.name",
    "issuing_body_state": "issuing_body.state",
    "issuing_body_confidence": "issuing_body.confidence",
    "province": "issuing_body.value.province",
    "province_code": "issuing_body.value.province_code",
    "current_province": "issuing_body.value.current_province",
    "parent_body": "parent_body.value.name",
    "joint_issuers": "joint_issuers",
    "number": "number.value.number",
    "notation": "number.value.notation",
    "number_state": "number.state",
    "number_confidence": "number.confidence",
    "place": "place.value",
    "issued_date": "issued_date.value",
    "issued_date_state": "issued_date.state",
    "issued_date_confidence": "issued_date.confidence",
    "doc_type": "doc_type.value.name",
    "doc_type_code": "doc_type.value.code",
    "subject": "subject.value",
    "urgency": "urgency.value",
    "secrecy": "secrecy.value",
    "addressees": "addressees",
    "period_start": "period.value.start",
    "period_end": "period.value.end",
    "period_start_event": "period.value.start_event",
    "signer": "signer.value.name",
    "signer_state": "signer.state",
    "signer_confidence": "signer.confidence",
    "signer_position": "signer.value.position",
    "signer_authority": "signer.value.authority",
    "signer_on_behalf_of": "signer.value.on_behalf_of",
}
#: What of a list is counted in `documents`.
_COUNTED = ("targets", "award_quotas", "deadlines", "references", "recipients", "corrections", "issues")
#: Columns of `documents` that join the names of a list.
_JOINED = ("joint_issuers", "addressees")
#: Columns that every table of items begins and ends with.
_KEYS = ("sha256", "path", "item")
_WITNESS = ("text", "start", "end", "page")
#: Table -> the directive's list, and the keys of its items in the contract's order.
_ITEMS = {
    "targets": ("targets", "comparator value value_max unit population outcome part_of section"),
    "deadlines": (
        "deadlines",
        "date relation rrule duration business_days from_event action responsible submit_to section",
    ),
    "quotas": ("award_quotas", "award granted_by recipient comparator value unit section"),
    "references": ("references", "type number date issuer title"),
    "recipients": ("recipients", "name note"),
}
_INTEGERS = {"pages", "characters", "part_of", "item", "start", "end", "page", *_COUNTED}


def _kind(column: str) -> Kind:
    if column.endswith("confidence") or column in ("value", "value_max"):
        return "number"
    if column == "business_days":
        return "flag"
    return "integer" if column in _INTEGERS else "text"


def _table(name: str, source: str, columns: tuple[str, ...]) -> Table:
    return Table(name, source, tuple((column, _kind(column)) for column in columns))


TABLES = (
    _table("documents", "", (*_DOCUMENT, *_COUNTED)),
    *(_table(name, source, (*_KEYS, *keys.split(), "confidence", "rule", *_WITNESS)) for name, (source, keys) in _ITEMS.items()),
)


def rows(table: Table, directive: Json) -> Iterator[Row]:
    """The rows that a directive (its JSON as a dictionary) has in a table; values stand as the columns do, None where there is none."""
    if not table.source:
        yield _document(directive)
        return
    source = directive["source"]
    keys = [column for column, _ in table.columns[len(_KEYS) : -len(_WITNESS)]]
    for index, item in enumerate(directive[table.source]):
        yield (source["sha256"], source["path"], index, *(item[key] for key in keys), *_witness(item["evidence"]))


def _document(directive: Json) -> Row:
    values = (_joined(directive[name]) if name in _JOINED else _at(directive, where) for name, where in _DOCUMENT.items())
    return (*values, *(len(directive[name]) for name in _COUNTED))


def _at(value: Any, where: str) -> Any:
    for step in where.split("."):
        value = None if value is None else value[step]
    return value


def _joined(items: list[Json]) -> str | None:
    return "; ".join(item["name"] for item in items) or None


def _witness(evidence: list[Json]) -> Row:
    """The words that say it, from the first character to the last, and the page they begin on."""
    text = " … ".join(part["text"] for part in evidence)
    return text, evidence[0]["start"], evidence[-1]["end"], evidence[0]["page"]
