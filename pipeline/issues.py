"""What a person should look at in one document. An issue of severity `warning` or `error` makes the status `review`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Literal, TypeAlias

from pipeline.candidates import Candidates
from pipeline.document import Box, Document
from pipeline.evidence import evidence_of
from pipeline.sections import mended_labels
from pipeline.segment import Layout
from pipeline.text import Span

#: A part of the contract before it is checked.
Plain: TypeAlias = dict[str, Any]
#: (code, severity, message, spans, box) -> the issue with the words it speaks of.
MakeIssue = Callable[..., Plain]

#: Codes that the symbol of a directive opens with (Decree 30/2020/NĐ-CP, Appendix III). Left out are PC, CN, BTT and the like:
#: at the head of a symbol they oftener stand for a body (a power company), which contradicts no title.
_TITLE_CODES = frozenset(
    ["NQ", "QĐ", "CT", "QC", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ", "GM", "GGT"]
)


def issues_of(layout: Layout, found: Candidates) -> tuple[Plain, ...]:
    """Of the file first, then what is missing, then field by field, then what was mended and what stands behind."""
    issue = _maker(layout.document)
    return tuple(
        chain(
            (issue(code, "warning", message) for code, message in layout.document.notes),
            _missing(found, issue),
            _of_number(found, issue),
            _of_date(found, issue),
            _of_issuer(found, issue),
            _of_type(found, issue),
            _of_references(found, issue),
            _of_deadlines(found, issue),
            _of_signer(found, issue),
            _of_mending(layout, issue),
            _of_structure(layout, issue),
        )
    )


def _maker(document: Document) -> MakeIssue:
    def issue(
        code: str, severity: Literal["info", "warning", "error"], message: str, spans: Iterable[Span] = (), box: Box | None = None
    ) -> Plain:
        return {"code": code, "severity": severity, "message": message, "evidence": evidence_of(document, spans, box)}

    return issue


def _missing(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
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


def _of_number(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    number = found.number
    if number is None:
        return
    if number.rule == "number.struck_through":
        message = "The number is struck through in the source: cancelled, or written by hand on the line."
        yield issue("number.struck_through", "warning", message, number.spans)
    elif number.state == "illegible":
        message = "Something stands where the number should be that cannot be read surely."
        yield issue("number.illegible", "warning", message, number.spans, number.box)
    elif number.state == "blank":
        yield issue("number.blank", "info", "The number was left empty on the original.", number.spans, number.box)


def _of_date(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    date = found.place_and_date.date
    if date and date.state in ("partial", "blank"):
        yield issue("issued_date.blank", "info", "Part of the date was left empty on the original.", date.spans, date.box)
    elif date and date.state == "illegible":
        message = "Part of the date cannot be read surely, or does not exist."
        yield issue("issued_date.illegible", "warning", message, date.spans, date.box)


def _of_issuer(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    body = found.issuers.issuing
    if body and body.state == "inferred":
        message = "There is no letterhead; the issuing body is concluded from the evidence."
        yield issue("issuing_body.inferred", "info", message, body.spans)


def _of_type(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    """A title printed in full ("THÔNG BÁO") above the symbol of another type ("/KH-UBND")."""
    doc_type, number = found.doc_type, found.number
    if not (doc_type and doc_type.value.code and doc_type.state == "stated" and number and number.value and number.value.notation):
        return
    groups = number.value.notation.replace("/", "-").split("-")
    if doc_type.value.code not in groups and groups[0] in _TITLE_CODES:
        message = f"The title says {doc_type.value.name}, the symbol {number.value.notation}."
        yield issue("doc_type.contradicts_symbol", "warning", message, (*doc_type.spans, *number.spans))


def _of_references(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    issued = found.place_and_date.date
    if not (issued and issued.value and issued.state == "stated"):
        return
    for reference in found.references:
        day = reference.value.date
        if day and len(day) == 10 and day > issued.value:
            message = f"{reference.value.number} is dated {day}, after this document."
            yield issue("reference.later_than_issue", "warning", message, reference.spans[:1])


def _of_deadlines(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    issued = found.place_and_date.date
    for deadline in found.deadlines:
        day = deadline.value.date
        if day and issued and issued.value and day < issued.value[: len(day)]:
            yield issue("deadline.before_issue", "warning", f"A deadline of {day} lies before the date of issue.", deadline.spans)


def _of_signer(found: Candidates, issue: MakeIssue) -> Iterator[Plain]:
    signer = found.signer
    if signer and signer.state == "illegible":
        message = "The signer's name cannot be read surely; a seal or the signature may cover part of it."
        yield issue("signer.illegible", "warning", message, signer.spans, signer.box)
    elif signer and signer.value.name is None:
        yield issue("signer.unnamed", "warning", "The signer's position was found, but no name.", signer.spans, signer.box)


def _of_mending(layout: Layout, issue: MakeIssue) -> Iterator[Plain]:
    """Every number that was changed, and what was only doubted."""
    for c in layout.corrections:
        if c.rule.startswith("numeric."):
            yield issue("correction.number", "warning", f'"{c.before}" was read as "{c.after}".', (Span(c.start, c.end),))
    for c in layout.doubts:
        yield issue("correction.doubt", "info", f'"{c.before}" may stand for "{c.after}"; it was left.', (Span(c.start, c.end),))


def _of_structure(layout: Layout, issue: MakeIssue) -> Iterator[Plain]:
    for read, taken, span in mended_labels(layout):
        yield issue("section.label_mended", "info", f'The label read "{read}" is taken for "{taken}".', (span,))
    for rest in layout.rest:
        message = f"Behind the document stands something else ({rest.kind}); no field is read from it."
        yield issue("attachment", "info", message, (layout.source(rest.heading),))
