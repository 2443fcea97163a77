"""The grammar of recurrence rules, RFC 5545, section 3.3.10."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_SIXTY = "[0-5]?[0-9]"
_TO_53 = "(?:0?[1-9]|[1-4][0-9]|5[0-3])"
_TO_366 = "(?!0+(?![0-9]))(?:[0-2]?[0-9]?[0-9]|3[0-5][0-9]|36[0-6])"
#: Part of a rule -> one of its values, as in RFC 5545, 3.3.10. Those named BY… are lists.
_RRULE = {
    "FREQ": "|".join(_FREQUENCIES),
    "UNTIL": "[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9]|60)Z?)?",
    "COUNT": "[1-9][0-9]{0,8}",
    "INTERVAL": "[1-9][0-9]{0,8}",
    "BYSECOND": f"(?:{_SIXTY}|60)",
    "BYMINUTE": _SIXTY,
    "BYHOUR": "(?:[01]?[0-9]|2[0-3])",
    "BYDAY": f"(?:[+-]?{_TO_53})?{_WEEKDAY}",
    "BYMONTHDAY": "[+-]?(?:0?[1-9]|[12][0-9]|3[01])",
    "BYYEARDAY": f"[+-]?{_TO_366}",
    "BYWEEKNO": f"[+-]?{_TO_53}",
    "BYMONTH": "(?:0?[1-9]|1[0-2])",
    "BYSETPOS": f"[+-]?{_TO_366}",
    "WKST": _WEEKDAY,
}
#: Part -> the frequencies that it cannot stand with.
_BARRED = {
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYWEEKNO": _FREQUENCIES[:-1],
}


def rrule_problem(text: str) -> str | None:
    """What breaks the grammar of RFC 5545, section 3.3.10, in `text`, or None.

    >>> rrule_problem("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=-1")
    >>> rrule_problem("FREQ=MONTHLY;BYMONTHDAY=32")
    'BYMONTHDAY=32 is not of the grammar'
    """
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        one = _RRULE.get(name)
        if one is None:
            return f"there is no part {name!r}"
        if name in parts:
            return f"{name} stands twice"
        if not re.fullmatch(f"{one}(?:,{one})*" if name.startswith("BY") else one, value):
            return f"{part} is not of the grammar"
        parts[name] = value
    return _together_problem(parts)


def _together_problem(parts: Mapping[str, str]) -> str | None:
    """Parts that are right alone and wrong together."""
    frequency = parts.get("FREQ")
    if frequency is None:
        return "FREQ is missing"
    if "UNTIL" in parts and "COUNT" in parts:
        return "UNTIL and COUNT exclude each other"
    for name, barred in _BARRED.items():
        if name in parts and frequency in barred:
            return f"{name} cannot stand with FREQ={frequency}"
    if "BYSETPOS" in parts and sum(name.startswith("BY") for name in parts) == 1:
        return "BYSETPOS needs another BY… part"
    counted = any(char.isdigit() for char in parts.get("BYDAY", ""))
    if counted and (frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        return f"a counted weekday (BYDAY={parts['BYDAY']}) needs FREQ=MONTHLY or YEARLY, without BYWEEKNO"
    return None
