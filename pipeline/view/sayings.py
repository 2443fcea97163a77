"""Values in words: one line that says a value, and its parts, in Vietnamese and English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.directive import Amount, AwardQuota, Deadline, DocType, Number, Organisation, Period, Recipient, Reference, Signer, Target
from pipeline.view.labels import PARTS, Pair

_COMPARED: dict[str, Pair] = {
    "=": ("", ""),
    "<": ("dưới ", "under "),
    "<=": ("không quá ", "at most "),
    ">": ("trên ", "over "),
    ">=": ("ít nhất ", "at least "),
}
_RELATED: dict[str, Pair] = {"before": ("trước ngày ", "before "), "by": ("chậm nhất ", "by "), "within": ("trong ", "within ")}


def said(value: Any) -> Pair:
    """A value of any field, or an item of any list, in one line."""
    if isinstance(value, str):
        return day(value) if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else same(value)
    for kind, say in _SAID:
        if isinstance(value, kind):
            return say(value)
    return same(value.name)


def parts(value: Any) -> Iterator[tuple[str, Pair]]:
    """Parts of a value that are worth a line of their own: the name of each (a key of `PARTS`), and what it says."""
    for key in () if isinstance(value, str) else PARTS:
        part = getattr(value, key, None)
        if part is None or (key == "current_province" and part == value.province):
            continue
        yield key, _amount(part + 1) if key == "part_of" else same(str(part))


def same(text: str) -> Pair:
    return text, text


def joined(*pairs: Pair) -> Pair:
    return "".join(p[0] for p in pairs), "".join(p[1] for p in pairs)


# --- one value --------------------------------------------------------------------------------------------------------


def day(iso: str) -> Pair:
    """A date, which may be partial, as it is written in Vietnam, and as it is.

    >>> day("2026-05-04"), day("2026-05")
    (('04/05/2026', '2026-05-04'), ('05/2026', '2026-05'))
    """
    return "/".join(reversed(iso.split("-"))), iso


def _amount(value: Amount) -> Pair:
    """
    >>> _amount(15000), _amount(98.5)
    (('15.000', '15,000'), ('98,5', '98.5'))
    """
    english = f"{value:,}"
    return english.translate(str.maketrans(",.", ".,")), english


def _compared(comparator: str, value: Amount, unit: str | None, most: Amount | None = None) -> Pair:
    upper = joined(same("–"), _amount(most)) if most is not None else same("")
    return joined(_COMPARED[comparator], _amount(value), upper, same(f" {unit}" if unit else ""))


def _number(value: Number) -> Pair:
    notation = value.notation or ""
    between = "" if not notation else "-" if "/" in notation else "/"
    return same(f"{value.number or '…'}{between}{notation}")


def _doc_type(value: DocType) -> Pair:
    return same(value.name)


def _period(value: Period) -> Pair:
    start = day(value.start) if value.start else same(value.start_event or "…")
    return joined(start, same(" – "), day(value.end) if value.end else same("…"))


def _signer(value: Signer) -> Pair:
    on_behalf = f"{value.authority or ''} {value.on_behalf_of or ''}".strip()
    return same(value.name or value.position or on_behalf or "…")


def _target(value: Target) -> Pair:
    of = value.outcome or value.population
    return joined(_compared(value.comparator, value.value, value.unit, value.value_max), same(f" – {of}" if of else ""))


def _quota(value: AwardQuota) -> Pair:
    return joined(same(f"{value.award}: "), _compared(value.comparator, value.value, value.unit))


def _deadline(value: Deadline) -> Pair:
    action = same(f" – {value.action}" if value.action else "")
    if value.rrule:
        return joined(recurring(value.rrule), action)
    if value.duration:
        return joined(_length(value), action)
    return joined(_RELATED[value.relation], day(value.date) if value.date else same("…"), action)


def _length(value: Deadline) -> Pair:
    """ "trong 5 ngày làm việc kể từ …", "chậm nhất 3 ngày trước …"."""
    length = duration(value.duration or "", value.business_days)
    event = value.from_event
    if value.relation == "within":
        return joined(_RELATED["within"], length, (f" kể từ {event}", f" from {event}") if event else same(""))
    return joined(_RELATED["by"], length, (f" trước {event}", f" before {event}") if event else (" trước", " before"))


def _reference(value: Reference) -> Pair:
    dated = joined((" ngày ", " of "), day(value.date)) if value.date else same("")
    return joined(same(f"{value.type} " if value.type else ""), ("số ", "") if value.type else same(""), same(value.number), dated)


def _recipient(value: Recipient) -> Pair:
    return same(f"{value.note}: {value.name}" if value.note == "Lưu" else value.name)


def _organisation(value: Organisation) -> Pair:
    return same(value.name)


_SAID: tuple[tuple[type, Callable[[Any], Pair]], ...] = (
    (Organisation, _organisation),
    (Number, _number),
    (DocType, _doc_type),
    (Period, _period),
    (Signer, _signer),
    (Target, _target),
    (AwardQuota, _quota),
    (Deadline, _deadline),
    (Reference, _reference),
    (Recipient, _recipient),
)


# --- lengths of time and recurrences ------------------------------------------------------------------------------------

_UNITS: dict[str, Pair] = {
    "Y": ("năm", "year"),
    "M": ("tháng", "month"),
    "W": ("tuần", "week"),
    "D": ("ngày", "day"),
    "TH": ("giờ", "hour"),
    "TM": ("phút", "minute"),
}


def duration(iso: str, business_days: bool = False) -> Pair:
    """A length of time with one unit in words; any other as it is.

    >>> duration("P5D", business_days=True), duration("PT24H")
    (('5 ngày làm việc', '5 business days'), ('24 giờ', '24 hours'))
    """
    found = re.fullmatch(r"P(T?)(\d+)([YMWDH])", iso)
    unit = _UNITS.get(found[1] + found[3]) if found else None
    if not found or not unit:
        return same(iso)
    number, many = found[2], "s" * (found[2] != "1")
    return f"{number} {unit[0]}{' làm việc' * business_days}", f"{number} {'business ' * business_days}{unit[1]}{many}"


_EVERY: dict[str, tuple[Pair, Pair]] = {  # every, and every {} of them
    "DAILY": (("hằng ngày", "daily"), ("{} ngày một lần", "every {} days")),
    "WEEKLY": (("hằng tuần", "weekly"), ("{} tuần một lần", "every {} weeks")),
    "MONTHLY": (("hằng tháng", "monthly"), ("{} tháng một lần", "every {} months")),
    "YEARLY": (("hằng năm", "yearly"), ("{} năm một lần", "every {} years")),
}
_WEEKDAYS: dict[str, Pair] = {
    "MO": ("thứ Hai", "Monday"),
    "TU": ("thứ Ba", "Tuesday"),
    "WE": ("thứ Tư", "Wednesday"),
    "TH": ("thứ Năm", "Thursday"),
    "FR": ("thứ Sáu", "Friday"),
    "SA": ("thứ Bảy", "Saturday"),
    "SU": ("Chủ nhật", "Sunday"),
}
_TOLD = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY"}


def recurring(rrule: str) -> Pair:
    """A recurrence in words where it is of a usual kind; any other as it is.

    >>> recurring("FREQ=MONTHLY;BYMONTHDAY=25")
    ('hằng tháng, ngày 25', 'monthly, day 25')
    """
    rule = dict(part.partition("=")[::2] for part in rrule.split(";"))
    every = _EVERY.get(rule.get("FREQ", ""))
    if every is None or not set(rule) <= _TOLD:
        return same(rrule)
    times = rule.get("INTERVAL", "1")
    words = [every[0] if times == "1" else (every[1][0].format(times), every[1][1].format(times))]
    if days := rule.get("BYDAY"):
        words.append(_listed(days, lambda code: _WEEKDAYS.get(code, same(code))))
    if days := rule.get("BYMONTHDAY"):
        words.append(joined(("ngày ", "day "), _listed(days, lambda n: ("cuối tháng", "last of the month") if n == "-1" else same(n))))
    if months := rule.get("BYMONTH"):
        words.append(joined(("tháng ", "month "), same(months.replace(",", ", "))))
    return ", ".join(w[0] for w in words), ", ".join(w[1] for w in words)


def _listed(codes: str, say: Callable[[str], Pair]) -> Pair:
    pairs = [say(code) for code in codes.split(",")]
    return ", ".join(p[0] for p in pairs), ", ".join(p[1] for p in pairs)
