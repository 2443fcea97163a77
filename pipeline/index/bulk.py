"""Records for OpenSearch and Elasticsearch: the documents, their mapping, and the lines of a `_bulk` request.

The analyser keeps each word as it is spelled and adds it without marks, đ as d; it spells words as `wording.spell` does. Dates are ranges
of days, so that partial ones match what they touch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.index.days import days_of, iso
from pipeline.index.numbers import number_key, number_keys
from pipeline.index.records import Record, reading_text
from pipeline.index.schema import period_of, province_terms, type_terms
from pipeline.index.wording import tone_places

_TERM = {"type": "keyword", "ignore_above": 512}
_TEXT = {"type": "text", "analyzer": "vietnamese"}
_NAME = {**_TEXT, "fields": {"exact": _TERM}}
_DAYS = {"type": "date_range", "format": "strict_date"}

MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **dict.fromkeys(("sha256", "path", "status", "type_terms", "number_keys", "cites", "cites_keys", "issued", "deadlines"), _TERM),
        **dict.fromkeys(("province", "provinces", "current_province", "current_provinces", "province_terms"), _TERM),
        **dict.fromkeys(("number", "type", "issuer", "bodies", "signer", "position", "recipients", "awards"), _NAME),
        **dict.fromkeys(("subject", "text"), _TEXT),
        **dict.fromkeys(("issued_days", "period_days", "deadline_days"), _DAYS),
    },
}


def template(name: str, shards: int = 1, replicas: int = 1) -> dict[str, Any]:
    """The body of `PUT _index_template/NAME`, for the indices NAME-000001 and so on."""
    return {
        "index_patterns": [f"{name}-*"],
        "priority": 200,
        "template": {
            "settings": {"index": {"number_of_shards": shards, "number_of_replicas": replicas}, "analysis": _analysis()},
            "mappings": MAPPING,
        },
    }


def _analysis() -> dict[str, Any]:
    # "sỹ" as "sĩ": one filter a letter, since a replacement cannot choose.
    final_y = {
        f"y_{number}": {"type": "pattern_replace", "pattern": f"^([hklmstv]|qu){y}$", "replacement": f"$1{i}"}
        for number, (y, i) in enumerate(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
    }
    mappings = [f"{one} => {other}" for one, other in (*tone_places(), ("Ð", "Đ"), ("ð", "đ"))]
    return {
        "char_filter": {"tone_places": {"type": "mapping", "mappings": mappings}},
        "tokenizer": {"words": {"type": "char_group", "tokenize_on_chars": ["whitespace", "punctuation", "symbol"]}},
        "filter": {**final_y, "and_without_marks": {"type": "asciifolding", "preserve_original": True}},
        "analyzer": {
            "vietnamese": {
                "type": "custom",
                "char_filter": ["tone_places"],
                "tokenizer": "words",
                "filter": ["lowercase", *final_y, "and_without_marks"],
            }
        },
    }


def source(record: Record) -> dict[str, Any]:
    """The document that is sent; `None` and empty lists are left out."""
    issued = days_of(record.issued) if record.issued else None
    period = period_of(record)
    made = {name: getattr(record, name) for name in MAPPING["properties"] if hasattr(record, name)} | {
        "text": reading_text(record.text, record.mended).text,
        "type_terms": type_terms(record.type, record.type_code),
        "number_keys": [*number_keys(record.number or ""), *filter(None, [number_key(record.notation or "")])],
        "cites_keys": list(dict.fromkeys(key for cited in record.cites for key in number_keys(cited))),
        "province_terms": province_terms((*record.provinces, *record.current_provinces)),
        "issued_days": issued and {"gte": iso(issued.first), "lte": iso(issued.last)},
        "period_days": period and {"gte": iso(period.first), "lte": iso(period.last)},
        "deadline_days": [{"gte": iso(one.first), "lte": iso(one.last)} for one in map(days_of, record.deadlines)],
    }
    return {name: value for name, value in made.items() if value}


def bulk_lines(records: Iterable[Record], delete: Iterable[str] = ()) -> Iterator[str]:
    """The lines of `POST INDEX/_bulk`, each with its break; a document is replaced by its key."""
    for key in delete:
        yield _line({"delete": {"_id": key}})
    for record in records:
        yield _line({"index": {"_id": record.key}})
        yield _line(source(record))


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
