"""Dates as stretches of days, counted from 1 January 1970: a month is all of its days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()
FIRST, LAST = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_VIETNAMESE = re.compile(r"(?:(?:(\d{1,2})[/-])?(\d{1,2})[/-])(\d{4})")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both included."""

    first: int
    last: int


def days_of(text: str) -> Days:
    """The days of a date, whole or partial: "2021-01-15", "2021-01", "2021", "15/01/2021", "1/2021". Raises ValueError for others.

    >>> days_of("1970-02"), days_of("1/2/1970")
    (Days(first=31, last=58), Days(first=31, last=31))
    """
    year, month, day = _numbers(text)
    first = date(year, month or 1, day or 1)
    last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    return Days(first.toordinal() - _EPOCH, last.toordinal() - _EPOCH)


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    if m := _ISO.fullmatch(text):
        year, month, day = m[1], m[2], m[3]
    elif m := _VIETNAMESE.fullmatch(text):
        day, month, year = m[1], m[2], m[3]
    else:
        raise ValueError(f"{text!r} is no date")
    return int(year), int(month) if month else None, int(day) if day else None


def iso(day: int) -> str:
    """
    >>> iso(31)
    '1970-02-01'
    """
    return date.fromordinal(day + _EPOCH).isoformat()


def range_of(text: str) -> Days:
    """What a filter asks for: "2021-01", "2021-01..2021-06", "..2021", "<2021-06-01", ">=2021-03". Raises ValueError for others.

    >>> range_of("<1970-01-03").last, range_of(">1970-01").first, range_of("1970..1971-01-01")
    (1, 31, Days(first=0, last=365))
    """
    if ".." in text:
        start, _, end = text.partition("..")
        if not start and not end:
            raise ValueError(f"{text!r} has no date")
        days = Days(days_of(start).first if start else FIRST, days_of(end).last if end else LAST)
    elif m := re.match(r"[<>]=?", text):
        days = _beyond(m[0], days_of(text[m.end() :]))
    else:
        days = days_of(text)
    if days.first > days.last:
        raise ValueError(f"{text!r} ends before it begins")
    return days


def _beyond(sign: str, named: Days) -> Days:
    match sign:
        case "<":
            return Days(FIRST, named.first - 1)
        case "<=":
            return Days(FIRST, named.last)
        case ">":
            return Days(named.last + 1, LAST)
        case _:
            return Days(named.first, LAST)
