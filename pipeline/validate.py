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
from pipeline.issues import issues_of
from pipeline.sections import sections_of
from pipeline.segment import Layout


def make_directive(layout: Layout, found: Candidates) -> contract.Directive:
    """The contract's form. Never fails: what nobody found is `absent`."""
    document = layout.document
    issues = issues_of(layout, found)
    field = _Fields(document)
    place, date = found.place_and_date.place, found.place_and_date.date
    return contract.Directive(
        schema_version="1.0",
        source=_source(document),
        text=document.text,
        issuing_body=field(found.issuers.issuing, contract.Organisation),
        parent_body=field(found.issuers.parent, contract.Organisation),
        joint_issuers=tuple(contract.JointIssuer(**_plain(f.value), **_witness(document, f)) for f in found.issuers.joint),
        number=field(found.number, contract.Number),
        place=field(place),
        issued_date=field(date),
        doc_type=field(found.doc_type, contract.DocType),
        subject=field(found.subject),
        urgency=field(found.urgency),
        secrecy=field(found.secrecy),
        addressees=tuple(contract.Addressee(name=f.value, **_witness(document, f)) for f in found.addressees),
        period=field(found.period, contract.Period),
        targets=_items(document, found.targets, contract.Target, sectioned=True),
        award_quotas=_items(document, found.award_quotas, contract.AwardQuota, sectioned=True),
        deadlines=_items(document, found.deadlines, contract.Deadline, sectioned=True),
        references=_items(document, found.references, contract.Reference),
        signer=field(found.signer, contract.Signer),
        recipients=_items(document, found.recipients, contract.Recipient),
        attachments=_attachments(layout),
        sections=sections_of(layout),
        corrections=tuple(contract.Correction(**_plain(change)) for change in layout.corrections),
        issues=issues,
        status="review" if any(i.severity != "info" for i in issues) else "valid",
    )


def _source(document: Document) -> contract.Source:
    return contract.Source(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        reader=document.reader,
        pages=len(document.pages),
        characters=len(document.text),
        signatures=tuple(contract.SourceSignature(signer=s.signer, signed_at=s.signed_at) for s in document.signatures),
    )


def _plain(value: Any) -> dict[str, Any]:
    """The fields of a flat value; `dataclasses.asdict` copies deeply, which none of them needs."""
    return {name: getattr(value, name) for name in value.__slots__}


class _Fields:
    """Makes the contract's `Field` of what was found, or of nothing."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __call__(self, found: Found[Any] | None, form: type[contract.Model] | None = None) -> Any:
        kind = contract.Field[form] if form else contract.Field[str]  # type: ignore[valid-type]
        if found is None:
            return kind(value=None, state="absent", confidence=0.0, rule=None, evidence=())
        value = found.value
        if value is not None and form is not None:
            value = form(**_plain(value))
        return kind(value=value, state=found.state, **_witness(self.document, found))


def _witness(document: Document, found: Found[Any]) -> dict[str, Any]:
    confidence = confidence_of(found.rule)
    if found.confidence is not None:
        confidence = min(confidence, found.confidence)
    return {"confidence": confidence, "rule": found.rule, "evidence": evidence_of(document, found.spans, found.box)}


def _items(document: Document, found: Iterable[Found[Any]], form: type[Any], sectioned: bool = False) -> tuple[Any, ...]:
    return tuple(form(**_plain(f.value), **({"section": f.section} if sectioned else {}), **_witness(document, f)) for f in found)


def _attachments(layout: Layout) -> tuple[contract.Attachment, ...]:
    out = []
    for rest in layout.rest:
        span = layout.text.to_source(rest.rows[0].start, rest.rows[-1].end)
        out.append(
            contract.Attachment(
                kind="forwarded" if rest.kind == "forwarded" else "annex", heading=rest.heading.text[:300], start=span.start, end=span.end
            )
        )
    return tuple(out)
