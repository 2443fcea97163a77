"""Which of the candidates is the document's own period."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.found import Found
from pipeline.values import Period

_STRENGTH = tuple(f"period.{how}" for how in (
    "explicit", "heading", "effect", "schedule", "assignment", "launch", "drafted", "subject", "contest", "announced", "goals",
))  # fmt: skip


#: A heading of goals further down names those of one of several things.
_FIRST = (None, "A", "I", "1")


def months_between(first: str, last: str) -> int:
    """How many months from one ISO date to another, days left out; a year counts from its first month to its last."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7] or 12) - int(first[5:7] or 1)


def _covers(whole: Period, part: Period) -> bool:
    """Whether a span holds another: "Từ … đến …, chia làm 02 đợt:" and its "Đợt I: từ … đến …"."""
    starts = whole.start_event is not None or (part.start or "") >= (whole.start or "9999")
    return starts and whole.end is not None and (part.end or "9999") <= whole.end


def _is_month_or_quarter(period: Period) -> bool:
    first, last = period.start or "", period.end or ""
    if not len(first) == len(last) == 7 or first[:4] != last[:4]:
        return False
    months = int(last[5:]) - int(first[5:])
    return months == 0 or (months == 2 and int(first[5:]) % 3 == 1)


def _is_part(period: Period) -> bool:
    """Whether a span takes two months of days at most: beside the years of a plan, one campaign of several in it."""
    first, last = period.start or "", period.end or ""
    if len(first) < 7 or len(last) < 7:
        return False
    return months_between(first, last) < 2


def choose_period(candidates: Iterable[Found[Period]]) -> Found[Period] | None:
    """The one period that the document has, of all candidates in document order; None when there is none or it is unsure.

    Stronger rules win, then the earlier place. Several unlike spans under headings of time, or several tasks' own
    "Thời gian thực hiện", are a schedule of steps and no period. Beside a plan's own years so is a single month or quarter.
    """
    by_rule: dict[str, list[Found[Period]]] = {}
    for item in candidates:
        by_rule.setdefault(item.rule, []).append(item)
    for rule in _STRENGTH:
        items = by_rule.get(rule, [])
        steps = rule in ("period.heading", "period.schedule", "period.contest", "period.goals")
        if steps and "period.subject" in by_rule:
            items = [item for item in items if not _is_month_or_quarter(item.value)]
        if rule == "period.launch" and "period.subject" in by_rule:
            items = [item for item in items if not _is_part(item.value)]
        if rule == "period.drafted" and "period.subject" not in by_rule:
            continue
        if rule == "period.goals":
            items = [item for item in items if item.section in _FIRST]
        alike = items and (all(_covers(items[0].value, item.value) for item in items) or len({i.value.end for i in items}) == 1)
        if items and (alike or not steps):
            return items[0]
    return None
