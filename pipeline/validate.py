"""Candidates -> Directive: choose, cross-check, measure confidence, and say what a person should look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline import directive as contract
from pipeline.confidence import confidence_of
from pipeline.document import Box, Document
from pipeline.evidence import evidence_of
from pipeline.fields.heading import PlaceAndDate
from pipeline.fields.issuer import Issuers
from pipeline.found import Found
from pipeline.sections import mended_labels, section_tree
from pipeline.segment import Layout
from pipeline.text import Span
from pipeline.values import AwardQuota, Deadline, DocType, Number, Period, Recipient, Reference, Signer, Target


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything the extractors found in one document."""

    issuers: Issuers
    number: Found[Number | None] | None
    place_and_date: PlaceAndDate
    doc_type: Found[DocType] | None
    subject: Found[str] | None
    urgency: Found[str] | None
    secrecy: Found[str] | None
    addressees: Sequence[Found[str]]
    period: Found[Period] | None
    targets: Sequence[Found[Target]]
    award_quotas: Sequence[Found[AwardQuota]]
    deadlines: Sequence[Found[Deadline]]
    references: Sequence[Found[Reference]]
    signer: Found[Signer] | None
    recipients: Sequence[Found[Recipient]]


def make_directive(layout: Layout, found: Candidates) -> contract.Directive:
    """The contract's form. Never fails: what nobody found is `absent`.

    Plain dictionaries, checked as one: a model of each part would have to be compiled, and checked, by itself.
    """
    return contract.Directive.model_validate(_as_said(layout, found))


#: A part of the contract before it is checked.
Plain: TypeAlias = dict[str, Any]


def _as_said(layout: Layout, found: Candidates) -> Plain:
    document = layout.document
    issues = list(_issues(layout, found))
    place, date = found.place_and_date.place, found.place_and_date.date

    def field(one: Found[Any] | None) -> Plain:
        return _field(document, one)

    return dict(
        schema_version="1.0",
        source=_source(document),
        text=document.text,
        issuing_body=field(found.issuers.issuing),
        parent_body=field(found.issuers.parent),
        joint_issuers=_items(document, found.issuers.joint),
        number=field(found.number),
        place=field(place),
        issued_date=field(date),
        doc_type=field(found.doc_type),
        subject=field(found.subject),
        urgency=field(found.urgency),
        secrecy=field(found.secrecy),
        addressees=[{"name": f.value, **_witness(document, f)} for f in found.addressees],
        period=field(found.period),
        targets=_items(document, found.targets, sectioned=True),
        award_quotas=_items(document, found.award_quotas, sectioned=True),
        deadlines=_items(document, found.deadlines, sectioned=True),
        references=_items(document, found.references),
        signer=field(found.signer),
        recipients=_items(document, found.recipients),
        attachments=_attachments(layout),
        sections=section_tree(layout),
        corrections=[_plain(change) for change in layout.corrections],
        issues=issues,
        status="review" if any(i["severity"] != "info" for i in issues) else "valid",
    )


def _source(document: Document) -> Plain:
    return dict(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        reader=document.reader,
        pages=len(document.pages),
        characters=len(document.text),
        signatures=[_plain(s) for s in document.signatures],
    )


def _plain(value: Any) -> Plain:
    """The fields of a flat value; `dataclasses.asdict` copies deeply, which none of them needs."""
    return {name: getattr(value, name) for name in value.__slots__}


def _field(document: Document, found: Found[Any] | None) -> Plain:
    if found is None:
        return {"value": None, "state": "absent", "confidence": 0.0, "rule": None, "evidence": ()}
    value = found.value
    if value is not None and not isinstance(value, str):
        value = _plain(value)
    return {"value": value, "state": found.state, **_witness(document, found)}


def _witness(document: Document, found: Found[Any]) -> Plain:
    confidence = confidence_of(found.rule)
    if found.confidence is not None:
        confidence = min(confidence, found.confidence)
    return {"confidence": confidence, "rule": found.rule, "evidence": evidence_of(document, found.spans, found.box)}


def _items(document: Document, found: Iterable[Found[Any]], sectioned: bool = False) -> list[Plain]:
    return [{**_plain(f.value), **({"section": f.section} if sectioned else {}), **_witness(document, f)} for f in found]


def _attachments(layout: Layout) -> list[Plain]:
    out = []
    for rest in layout.rest:
        span = layout.text.to_source(rest.rows[0].start, rest.rows[-1].end)
        out.append(
            dict(kind="forwarded" if rest.kind == "forwarded" else "annex", heading=rest.heading.text[:300], start=span.start, end=span.end)
        )
    return out


# --- what a person should look at -------------------------------------------------------------------------------------


def _issues(layout: Layout, found: Candidates) -> Iterable[Plain]:
    document = layout.document

    def issue(code: str, severity: Any, message: str, spans: Iterable[Span] = (), box: Box | None = None) -> Plain:
        return {"code": code, "severity": severity, "message": message, "evidence": evidence_of(document, spans, box)}

    for code, message in document.notes:
        yield issue(code, "warning", message)
    yield from _missing(found, issue)
    number, date, doc_type = found.number, found.place_and_date.date, found.doc_type
    if number and number.rule == "number.struck_through":
        yield issue(
            "number.struck_through",
            "warning",
            "The number is struck through in the source: cancelled, or written by hand on the line.",
            number.spans,
        )
    elif number and number.state == "illegible":
        message = "Something stands where the number should be that cannot be read surely."
        yield issue("number.illegible", "warning", message, number.spans, number.box)
    elif number and number.state == "blank":
        yield issue("number.blank", "info", "The number was left empty on the original.", number.spans, number.box)
    if date and date.state in ("partial", "blank"):
        yield issue("issued_date.blank", "info", "Part of the date was left empty on the original.", date.spans, date.box)
    elif date and date.state == "illegible":
        message = "Part of the date cannot be read surely, or does not exist."
        yield issue("issued_date.illegible", "warning", message, date.spans, date.box)
    if found.issuers.issuing and found.issuers.issuing.state == "inferred":
        yield issue(
            "issuing_body.inferred",
            "info",
            "There is no letterhead; the issuing body is concluded from the evidence.",
            found.issuers.issuing.spans,
        )
    if doc_type and doc_type.value.code and number and number.value and number.value.notation and doc_type.state == "stated":
        first = number.value.notation.replace("/", "-").split("-")
        if doc_type.value.code not in first and any(g in _CODES for g in first[:1]):
            yield issue(
                "doc_type.contradicts_symbol",
                "warning",
                f"The title says {doc_type.value.name}, the symbol {number.value.notation}.",
                (*doc_type.spans, *number.spans),
            )
    if date and date.value and date.state == "stated":
        for reference in found.references:
            if reference.value.date and len(reference.value.date) == 10 and reference.value.date > date.value:
                yield issue(
                    "reference.later_than_issue",
                    "warning",
                    f"{reference.value.number} is dated {reference.value.date}, after this document.",
                    reference.spans[:1],
                )
    for deadline in found.deadlines:
        if date and date.value and deadline.value.date and deadline.value.date < date.value[: len(deadline.value.date)]:
            yield issue(
                "deadline.before_issue", "warning", f"A deadline of {deadline.value.date} lies before the date of issue.", deadline.spans
            )
    yield from _of_mending(layout, issue)
    for read, taken, span in mended_labels(layout):
        yield issue("section.label_mended", "info", f'The label read "{read}" is taken for "{taken}".', (span,))
    for rest in layout.rest:
        yield issue(
            "attachment",
            "info",
            f"Behind the document stands something else ({rest.kind}); no field is read from it.",
            (layout.source(rest.heading),),
        )


def _of_mending(layout: Layout, issue: Callable[..., Plain]) -> Iterator[Plain]:
    """Every number that was changed, and what was only doubted."""
    for c in layout.corrections:
        if c.rule.startswith("numeric."):
            yield issue("correction.number", "warning", f'"{c.before}" was read as "{c.after}".', (Span(c.start, c.end),))
    for c in layout.doubts:
        yield issue("correction.doubt", "info", f'"{c.before}" may stand for "{c.after}"; it was left.', (Span(c.start, c.end),))


_CODES = frozenset(["NQ", "QĐ", "CT", "QC", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ", "GM", "GGT"])


def _missing(found: Candidates, issue: Any) -> Iterable[Plain]:
    if not any((found.issuers.issuing, found.number, found.place_and_date.date, found.doc_type, found.signer, found.subject)):
        yield issue("document.unrecognised", "error", "Nothing that a directive has was found in this text.")
        return
    for name, value, what in (
        ("issuing_body", found.issuers.issuing, "issuing body"),
        ("number", found.number, "number"),
        ("issued_date", found.place_and_date.date, "date of issue"),
        ("doc_type", found.doc_type, "type"),
        ("signer", found.signer, "signer"),
    ):
        if value is None:
            yield issue(f"{name}.absent", "warning", f"No {what} was found.")
