"""tantivy's fields, and a record as a document of them.

Every document's words stand twice, in positions that phrases can use: `accented` with their marks and `folded` without. Words of the
title and of names stand again in fields of their own, which weigh more. Terms that are compared whole are kept without marks.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from pipeline.index.days import LAST, Days, days_of
from pipeline.index.numbers import number_key, number_keys
from pipeline.index.records import Record, reading_text
from pipeline.index.wording import spell, term
from pipeline.provinces import province_of
from pipeline.tables import find

#: Words in positions; without marks but for the first.
POSITIONS = ("accented", "folded", "title", "issuer", "signer", "recipient", "award")
#: Compared whole.
TERMS = ("key", "sha256", "type", "province", "province_issued", "province_now", "number", "numbered", "cites", "cited", "status")
#: What documents are counted by, as shown.
FACETS = ("type", "issuer", "province", "province_now", "year", "status")
DAYS = ("issued_first", "issued_last", "deadline", "period_first", "period_last")


def schema() -> tantivy.Schema:
    """The fields of the index: words with positions, terms, facets, days, and what a hit shows."""
    builder = tantivy.SchemaBuilder()
    for name in POSITIONS:
        builder.add_text_field(name, tokenizer_name=analyzer_name(name))
    for name in TERMS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(f"facet_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in DAYS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def analyzer_name(field: str) -> str:
    """Of the two analysers the one for a field."""
    return "accented" if field == "accented" else "folded"


def register(index: tantivy.Index) -> None:
    """The analyzers of `schema`; text is given to them spelled by `wording.spell`."""
    index.register_tokenizer("accented", _splitting().build())
    index.register_tokenizer("folded", _splitting().filter(tantivy.Filter.ascii_fold()).build())


def _splitting() -> tantivy.TextAnalyzerBuilder:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(60))


# --- terms that are compared whole -----------------------------------------------------------------------------------------


def type_terms(name: str | None, code: str | None = None) -> tuple[str, ...]:
    """The name and the abbreviation of a type of document; a công văn is also CV, which the decree does not give it.

    >>> type_terms("Kế hoạch", "KH"), type_terms("Công văn")
    (('ke hoach', 'kh'), ('cong van', 'cv'))
    """
    known = [term(entry.extra["code"]) for entry in find("doc_types", name or "") if entry.extra["code"]]
    own = [term(text) for text in (name, code) if text]
    return tuple(dict.fromkeys([*own, *known[:1], *(["cv"] if own[:1] == ["cong van"] else [])]))


def province_terms(names: Iterable[str]) -> tuple[str, ...]:
    """One term for the ways of writing a province: "TP.HCM", "Bắc Cạn".

    >>> province_terms(["Bắc Cạn", "tỉnh Bắc Kạn"])
    ('bac kan',)
    """
    return tuple(dict.fromkeys(term(found.name if (found := province_of(name)) else name) for name in names))


# --- documents -------------------------------------------------------------------------------------------------------------


def document(record: Record) -> tantivy.Document:
    """A record as tantivy takes it."""
    made = tantivy.Document()
    for field, spelled in _words(record).items():
        for value in spelled:
            made.add_text(field, value)
    for field, terms in _terms(record).items():
        for one in terms:
            made.add_text(field, one)
    for field, name in _facets(record).items():
        if name:
            made.add_text(f"facet_{field}", name)
    for field, days in _days(record).items():
        for day in days:
            made.add_integer(field, day)
    made.add_bytes("shown", pack(record))
    return made


def _words(record: Record) -> Mapping[str, list[str]]:
    """Spelled; each field's words in one row a value, so that phrases do not run from one value into the next."""
    title = _spelled(record.type, record.number, record.subject)
    bodies, signer = _spelled(*record.bodies), _spelled(record.signer)
    every = [*_spelled(reading_text(record.text, record.mended).text), *title, *bodies, *signer, *_spelled(*record.current_provinces)]
    return {
        "accented": every,
        "folded": every,
        "title": title,
        "issuer": [*bodies, *_spelled(*record.provinces)],
        "signer": [*signer, *_spelled(record.position)],
        "recipient": _spelled(*record.recipients),
        "award": _spelled(*record.awards),
    }


def _spelled(*values: str | None) -> list[str]:
    return [spell(value) for value in values if value]


def _terms(record: Record) -> Mapping[str, Iterable[str]]:
    issued, now = province_terms(record.provinces), province_terms(record.current_provinces)
    return {
        "key": (record.key,),
        "sha256": (record.sha256,),
        "type": type_terms(record.type, record.type_code),
        "province": dict.fromkeys((*issued, *now)),
        "province_issued": issued,
        "province_now": now,
        "number": (*number_keys(record.number or ""), *filter(None, [number_key(record.notation or "")])),
        "numbered": (number_key(record.number or ""),),
        "cites": dict.fromkeys(key for cited in record.cites for key in number_keys(cited)),
        "cited": dict.fromkeys(number_key(cited) for cited in record.cites),
        "status": (record.status,),
    }


def _facets(record: Record) -> Mapping[str, str | None]:
    return {
        "type": record.type,
        "issuer": record.issuer,
        "province": record.province,
        "province_now": record.current_province,
        "year": record.issued and record.issued[:4],
        "status": record.status,
    }


def _days(record: Record) -> Mapping[str, Iterable[int]]:
    out: dict[str, Iterable[int]] = {name: () for name in DAYS}
    if record.issued:
        issued = days_of(record.issued)
        out |= {"issued_first": (issued.first,), "issued_last": (issued.last,)}
    if period := period_of(record):
        out |= {"period_first": (period.first,), "period_last": (period.last,)}
    # Every day of each date: with first and last days apart, two deadlines would seem to span the time between them.
    out["deadline"] = sorted({day for text in record.deadlines for day in range(days_of(text).first, days_of(text).last + 1)})
    return out


def period_of(record: Record) -> Days | None:
    """The document's own period. An open end never ends; an open start is the day of issue, and where that is unknown the end alone."""
    start = record.start or record.issued or record.end
    if not start or not (record.start or record.end):
        return None
    first, last = days_of(start).first, days_of(record.end).last if record.end else LAST
    return Days(min(first, last), last)


# --- what a hit shows ----------------------------------------------------------------------------------------------------------

SHOWN = ("key", "path", "sha256", "number", "type", "subject", "issuer", "province", "current_province", "issued", "signer", "status")


def pack(record: Record) -> bytes:
    """What a hit shows, and its text, compressed; `unpack` reads it."""
    shown = {name: getattr(record, name) for name in SHOWN} | {"text": record.text}
    if record.mended:
        shown["mended"] = [(edit.start, edit.end, edit.after) for edit in record.mended]
    return zlib.compress(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(data: bytes) -> dict[str, Any]:
    return dict(json.loads(zlib.decompress(data)))
