"""What the index keeps of a directive: one flat record, the same for every kind of index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.clean import clean_text
from pipeline.directive import Directive, Organisation
from pipeline.index.numbers import written
from pipeline.index.wording import WORD
from pipeline.provinces import Province, province_of, province_of_capital
from pipeline.text import Edit, MappedText, fold

_LONGEST_KEY = 512  #: bytes of an identifier in OpenSearch


@dataclass(frozen=True, slots=True)
class Record:
    """Names are as the directive gives them, dates ISO 8601 and perhaps partial. `mended` are the corrections of `text`."""

    key: str
    sha256: str
    path: str | None
    number: str | None
    notation: str | None
    type: str | None
    type_code: str | None
    subject: str | None
    issuer: str | None
    bodies: tuple[str, ...]  #: the issuing body, those that issue with it, the parent body
    province: str | None
    provinces: tuple[str, ...]  #: of all issuers, as they were called at issue; of the place, where no issuer is known
    current_province: str | None
    current_provinces: tuple[str, ...]
    issued: str | None
    start: str | None  #: of the document's own period
    end: str | None
    deadlines: tuple[str, ...]
    cites: tuple[str, ...]
    awards: tuple[str, ...]
    signer: str | None
    position: str | None
    recipients: tuple[str, ...]  #: Kính gửi and Nơi nhận
    status: str
    text: str
    mended: tuple[Edit, ...]


def record_of(directive: Directive) -> Record:
    """What the index holds of a directive. Never fails: what is absent is None or empty."""
    issuer, number, kind = directive.issuing_body.value, directive.number.value, directive.doc_type.value
    issuers: tuple[Organisation, ...] = (*((issuer,) if issuer else ()), *directive.joint_issuers)
    province = _place_province(directive) if not issuers else None
    parent, signer, period = directive.parent_body.value, directive.signer.value, directive.period.value
    return Record(
        key=document_key(directive),
        sha256=directive.source.sha256,
        path=directive.source.path,
        number=written(number.number, number.notation) if number else None,
        notation=number.notation if number else None,
        type=kind.name if kind else None,
        type_code=kind.code if kind else None,
        subject=directive.subject.value,
        issuer=issuer.name if issuer else None,
        bodies=_distinct([*(body.name for body in issuers), parent.name if parent else None]),
        province=issuer.province if issuer else None,
        provinces=_distinct([*(body.province for body in issuers), province.name if province else None]),
        current_province=issuer.current_province if issuer else None,
        current_provinces=_distinct([*(body.current_province for body in issuers), province.successor if province else None]),
        issued=directive.issued_date.value,
        start=period.start if period else None,
        end=period.end if period else None,
        deadlines=_distinct(deadline.date for deadline in directive.deadlines),
        cites=_distinct(reference.number for reference in directive.references),
        awards=_distinct(quota.award for quota in directive.award_quotas),
        signer=signer.name if signer else None,
        position=signer.position if signer else None,
        recipients=_distinct([*(one.name for one in directive.addressees), *(one.name for one in directive.recipients)]),
        status=directive.status,
        text=directive.text,
        mended=tuple(Edit(c.start, c.end, c.after) for c in directive.corrections),
    )


def _place_province(directive: Directive) -> Province | None:
    """Where a document of an unknown body was issued; a known one may sit elsewhere than what it governs."""
    place, issued = directive.place.value, directive.issued_date.value
    return (province_of(place, issued) or province_of_capital(place, issued)) if place else None


def reading_text(text: str, mended: Iterable[Edit]) -> MappedText:
    """The text that is searched: mended, without marks of layout, NFC; it knows the way back to `text`."""
    derived = MappedText.of(text, mended)
    return derived.then(clean_text(derived.text).text.edits)


def document_key(directive: Directive) -> str:
    """Year, number, notation and issuing body, where all are there and surely read; else the file's sha256.

    "2021:27/KH-SKHCN:so-khoa-hoc-va-cong-nghe-tinh-bac-kan"
    """
    number, issuer, issued = directive.number, directive.issuing_body.value, directive.issued_date.value
    sure = number.state in ("stated", "inferred") and directive.issued_date.state in ("stated", "inferred", "partial")
    if not (sure and number.value and number.value.number and number.value.notation and issuer and issued):
        return f"sha256:{directive.source.sha256}"
    printed = written(number.value.number.lstrip("0"), "".join(number.value.notation.split())) or ""
    key = f"{issued[:4]}:{printed.upper()}:{'-'.join(WORD.findall(fold(issuer.name)))}"
    return key if len(key.encode()) <= _LONGEST_KEY else f"sha256:{directive.source.sha256}"


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
