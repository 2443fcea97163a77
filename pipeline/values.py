"""The values that extractors find, as plain immutable data. `directive` gives them their JSON form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body, its name spelled out, and its province at issue and now."""

    name: str  #: spelled out, sentence case, with its province
    province: str | None = None  #: as it was called when the document was issued
    province_code: str | None = None  #: of the General Statistics Office, two digits
    current_province: str | None = None  #: since 1 July 2025


@dataclass(frozen=True, slots=True)
class Number:
    """Số, ký hiệu: "27" and "KH-SKHCN"."""

    number: str | None  #: digits as printed, without spaces, leading zeros kept
    notation: str | None  #: what follows the slash (State) or stands round it (Party): "KH-SKHCN", "CT/TW"


@dataclass(frozen=True, slots=True)
class DocType:
    """Tên loại and its code; a công văn has none."""

    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """Thời gian thực hiện; ISO 8601, partial allowed, None for an open end."""

    start: str | None  #: ISO 8601, partial allowed ("2021-04", "2021")
    end: str | None
    start_event: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Chỉ tiêu: an outcome to be reached, with a number."""

    comparator: str  #: one of = < <= > >=
    value: float
    value_max: float | None
    unit: str  #: "%" or the noun counted
    population: str | None
    outcome: str | None
    part_of: int | None = None  #: index, within the same passage's list, of the target that "trong đó" narrows


@dataclass(frozen=True, slots=True)
class AwardQuota:
    """Số lượng khen thưởng: how many awards may be given or proposed."""

    award: str
    granted_by: str | None
    recipient: str | None
    comparator: str
    value: float
    unit: str | None  #: "%" or None for a count


@dataclass(frozen=True, slots=True)
class Deadline:
    """Thời hạn: a date, a recurring rule, or a length of time."""

    date: str | None  #: ISO 8601, partial allowed; None for recurring and relative ones
    relation: str  #: "before", "by" or "within"
    rrule: str | None = None  #: RFC 5545, "FREQ=MONTHLY;BYMONTHDAY=25"
    duration: str | None = None  #: ISO 8601, "P5D"
    business_days: bool = False
    from_event: str | None = None
    action: str | None = None
    responsible: str | None = None
    submit_to: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that is cited with a number."""

    type: str | None
    number: str  #: as officially written, no spaces
    date: str | None
    issuer: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Người ký."""

    name: str | None
    position: str | None
    authority: str | None  #: "TM.", "KT.", "TL.", "TUQ.", "Q.", or a chain "TM./KT."
    on_behalf_of: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of Nơi nhận."""

    name: str
    note: str | None
