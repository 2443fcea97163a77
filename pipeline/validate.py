"""Candidates -> Directive: the contract's form, with the evidence and the measured confidence of every value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline import directive as contract
from pipeline.candidates import Candidates
from pipeline.confidence import confidence_of
from pipeline.document import Document
from pipeline.evidence import evidence_of
from pipeline.found import Found
from pipeline.issues import Plain, issues_of
from pipeline.sections import section_tree
from pipeline.segment import Layout


def make_directive(layout: Layout, found: Candidates) -> contract.Directive:
    """The contract's form. Never fails: what nobody found is `absent`.

    Plain dictionaries, checked as one: a model of each part would have to be compiled, and checked, by itself.
    """
    return contract.Directive.model_validate(_as_said(layout, found))


def _as_said(layout: Layout, found: Candidates) -> Plain:
    document = layout.document
    issues = issues_of(layout, found)
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
