"""The shape of gold. Keys are those of a result (`directive`), values shorter; all stand in each file but `corrections`.

Texts are the true ones: what a recogniser misread is mended, NFC, single spaces. Null and [] say that the document says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field as Key
from pydantic import ValidationError
from pydantic_core import from_json

from pipeline.check import MalformedResult, Problem, shape_problems
from pipeline.directive import Amount, Comparator, Date, Model, Text

Said: TypeAlias = Annotated[Text | None, Key(description="Null where it is not said.")]
Quote: TypeAlias = Annotated[str, Key(min_length=1, description="The clause as it stands, on one line, marks left out.")]


class GoldBody(Model):
    """Cơ quan ban hành: spelled out, in sentence case, with its province."""

    value: Text | None
    state: Literal["stated", "inferred", "absent"]


class GoldNumber(Model):
    """Số, ký hiệu. `handwritten`: all or part of the number is written by hand, or struck through."""

    value: Text | None
    notation: Text | None
    state: Literal["stated", "handwritten", "blank", "absent"]


class GoldDate(Model):
    value: Date | None
    state: Literal["stated", "handwritten", "partial", "blank", "absent"]


class GoldType(Model):
    name: Text | None
    code: Text | None


class GoldPeriod(Model):
    """As `Period` in the contract, with its quote."""

    quote: Quote
    start: Date | None
    end: Date | None
    start_event: Text | None


class GoldTarget(Model):
    """As `Target` in the contract, with its quote and without its place."""

    quote: Quote
    comparator: Comparator
    value: Amount
    value_max: Amount | None
    unit: Text


class GoldQuota(Model):
    """As `AwardQuota` in the contract, with its quote."""

    quote: Quote
    award: Text
    granted_by: Said
    recipient: Said
    comparator: Comparator
    value: Amount
    unit: Said


class GoldDeadline(Model):
    """Dated or recurring; lengths of time ("trong 05 ngày làm việc") are left out of gold."""

    quote: Quote
    date: Date | None
    relation: Literal["before", "by"]
    rrule: Text | None


class GoldReference(Model):
    """As `Reference` in the contract, with its quote."""

    type: Text
    number: Text
    date: Date | None
    quote: Quote


class GoldSigner(Model):
    name: Text | None
    position: Text | None
    authority: Text | None
    on_behalf_of: Text | None


class GoldRecipient(Model):
    name: Text
    note: Text | None


class GoldSection(Model):
    """A numbered heading or paragraph; `heading` is its first words. Flat, in the order of the document."""

    label: Text
    depth: Annotated[int, Key(ge=1)]
    heading: str


class GoldMend(Model):
    """What was misread in the text that the annotator had, and what the page says."""

    raw: Text
    true: Text


class Gold(Model):
    """One document, annotated."""

    doc: Annotated[str, Key(min_length=1, description="Name of the file, without its folder.")]
    annotated_pages: Annotated[tuple[Annotated[int, Key(ge=1)], ...], Key(min_length=1)]
    issuing_body: GoldBody
    parent_body: Text | None
    number: GoldNumber
    issued_date: GoldDate
    place: Text | None
    doc_type: GoldType
    subject: Text | None
    urgency: Literal["Hỏa tốc", "Thượng khẩn", "Khẩn"] | None
    secrecy: Literal["Tuyệt mật", "Tối mật", "Mật"] | None
    addressees: tuple[Text, ...]
    period: GoldPeriod | None
    targets: tuple[GoldTarget, ...]
    award_quotas: tuple[GoldQuota, ...]
    deadlines: tuple[GoldDeadline, ...]
    references: tuple[GoldReference, ...]
    signer: GoldSigner
    recipients: tuple[GoldRecipient, ...]
    sections: tuple[GoldSection, ...]
    corrections: tuple[GoldMend, ...] | None = None
    uncertain: Annotated[tuple[Text, ...], Key(description='"path: reason" of what another reader might see otherwise.')]


# --- JSON ---------------------------------------------------------------------------------------------------------------


def is_gold(raw: bytes) -> bool:
    """Whether a JSON text is gold rather than a result, by its keys; False for what is no JSON."""
    if b'"doc"' not in raw and b'"annotated_pages"' not in raw:  # most results need not be read twice
        return False
    try:
        data = from_json(raw)
    except ValueError:
        return False
    return isinstance(data, dict) and "schema_version" not in data and ("doc" in data or "annotated_pages" in data)


def parse_gold(raw: bytes, where: str) -> tuple[Gold | None, list[Problem]]:
    """The gold, or what is wrong with its shape. Raises MalformedResult when it is no JSON."""
    try:
        return Gold.model_validate_json(raw, strict=True), []
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise MalformedResult(" ".join(first["msg"].split()), where, "mend it there; `annotate` writes a new one") from None
        return None, shape_problems(error, "see docs/annotation.md")


def gold_json(gold: Gold) -> str:
    """As people edit it: a line for each key, and for each item of a list. Ends with a line break."""
    data = gold.model_dump(exclude=None if gold.corrections is not None else {"corrections"})
    return "{\n" + ",\n".join(f" {_text(key)}: {_value(value)}" for key, value in data.items()) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)) and value and not isinstance(value[0], int):
        return "[\n" + ",\n".join(f"  {line}" for line in _lines(value)) + "\n ]"
    return _text(value)


def _lines(items: Any) -> Iterator[str]:
    return (_text(item) for item in items)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
