"""All extractors over one layout: which passages each reads, and what it may know of their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.deadlines import drop_repeats, extract_deadlines
from pipeline.fields.heading import PlaceAndDate, extract_doc_type, extract_place_and_date, extract_stamp, extract_subject
from pipeline.fields.issuer import Issuers, extract_issuers
from pipeline.fields.number_line import extract_number
from pipeline.fields.period import choose_period, extract_period_of_subject, extract_periods
from pipeline.fields.quotas import extract_award_quotas
from pipeline.fields.recipients import extract_addressees, extract_recipients
from pipeline.fields.recognised import LEAST_OF_DIGITS, recognised
from pipeline.fields.references import extract_references
from pipeline.fields.signature import extract_signer
from pipeline.fields.targets import find_targets
from pipeline.found import Context, Found
from pipeline.segment import Layout, Place
from pipeline.text import Passage
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


def find_candidates(layout: Layout) -> Candidates:
    """Everything that stands in the document itself; what stands behind it is read by none."""
    number = extract_number(layout)
    own = number.value if number else None
    references = extract_references(_all_passages(layout), own)
    place_and_date = extract_place_and_date(layout, _sure_dates(layout, references))
    issued = place_and_date.date.value if place_and_date.date else None
    doc_type = extract_doc_type(layout, own)
    kind = doc_type.value.name if doc_type else None
    subject = extract_subject(layout)
    year = issued or _year_of(subject)
    body = [(place, _context(place, year, kind)) for place in layout.places if not place.table]
    return Candidates(
        issuers=extract_issuers(layout, own, place_and_date.place, issued),
        number=number,
        place_and_date=place_and_date,
        doc_type=doc_type,
        subject=subject,
        urgency=extract_stamp(layout, "urgency"),
        secrecy=extract_stamp(layout, "secrecy"),
        addressees=extract_addressees(layout),
        period=_period(layout, body, issued, kind),
        targets=find_targets((p.passage, c, p.section) for p, c in body),
        award_quotas=[f.within(p.section) for p, c in body for f in extract_award_quotas(p.passage, c)],
        deadlines=drop_repeats(f.within(p.section) for p, c in body for f in extract_deadlines(p.passage, c)),
        references=references,
        signer=extract_signer(layout),
        recipients=extract_recipients(layout),
    )


def _sure_dates(layout: Layout, references: Iterable[Found[Reference]]) -> Iterator[str | None]:
    """Dates of the documents cited, without those that OCR read unsurely."""
    for f in references:
        least = recognised(layout, f.spans[:1]) if f.value.date else None
        if least is None or least >= LEAST_OF_DIGITS:
            yield f.value.date


def _year_of(subject: Found[str] | None) -> str | None:
    """Without a date of issue the year that the subject names alone completes dates: "… năm 2021"."""
    years = set(re.findall(r"năm (20\d\d)(?!\s?[-–]\s?\d)", subject.value)) if subject else set()
    return years.pop() if len(years) == 1 else None


def _context(place: Place, issued: str | None, kind: str | None) -> Context:
    year = int(issued[:4]) if issued else None
    month = int(issued[5:7]) if issued and len(issued) >= 7 else None
    return Context(year=year, month=month, doc_type=kind, headings=place.headings, opens_list=place.opens_list)


def _all_passages(layout: Layout) -> Iterator[Passage]:
    head = layout.head
    for rows in (head.subject, head.about):
        if rows:
            yield layout.passage(rows)
    for place in layout.places:
        yield place.passage


def _period(layout: Layout, body: list[tuple[Place, Context]], issued: str | None, kind: str | None) -> Found[Period] | None:
    year, month = (int(issued[:4]) if issued else None), (int(issued[5:7]) if issued and len(issued) >= 7 else None)
    candidates = [f.within(p.section) for p, c in body for f in extract_periods(p.passage, c)]
    rows = layout.head.subject if layout.head.title and layout.head.subject else layout.head.about
    if rows:
        of_subject = extract_period_of_subject(layout.passage(rows), Context(year, month, kind))
        candidates += [of_subject] if of_subject else []
    return choose_period(candidates)
