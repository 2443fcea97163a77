"""Dates, moments and lengths of time as ISO 8601 writes them: what of it the contract allows."""

from __future__ import annotations

import re
from datetime import date, datetime

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DURATION = re.compile(r"P(?=[\dT])(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)", re.ASCII)


def is_date(text: str) -> bool:
    """ISO 8601, whole or partial, and in the calendar: "2021-02-28", "2021-02", "2021"."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def is_duration(text: str) -> bool:
    """ISO 8601: "P5D", "PT24H", "P1Y6M", "P2W"; not "P"."""
    return _DURATION.fullmatch(text) is not None


def is_moment(text: str) -> bool:
    """An ISO 8601 date, or a date with a time."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return is_date(text)
    return True
