"""Deadlines of every day or in the first days of every month: "trước 06 giờ 00 và 16 giờ 00 hằng ngày", "trong 15 ngày đầu mỗi tháng".

They name no date; the rule is RFC 5545 and leaves the hour out (gold guidelines, "deadlines").
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.fields.dates import spaced
from pipeline.fields.duties import sentence_bounds
from pipeline.fields.phrases import has_verb

_FIRST_DAYS = spaced(
    r"trong (?:thời (?:hạn|gian) )?(?P<n>\d{1,2}) ngày đầu (?:của )?(?:hằng|hàng|mỗi|từng)?\s*"
    r"(?P<of>tháng đầu(?: tiên)? (?:của |trong )?(?:(?:hằng|hàng|mỗi|từng) )?quý|tháng|quý)"
    r"(?: (?:tiếp theo|sau|kế tiếp))?(?! \d)"
)
_EVERY_DAY = r"(?:hằng|hàng|mỗi|từng) ngày(?!\w)"
_CLOCK = r"\d{1,2}\s?(?:giờ|h|g)\s?(?:\d{2})?\s?(?:phút|’|')?(?: (?:sáng|chiều|tối))?"
_CLOCKS = rf"{_CLOCK}(?:\s*(?:,|và|hoặc|;)\s*(?:trước |lúc |vào )?{_CLOCK}){{0,4}}"
_BY = r"(?:trước|chậm nhất|muộn nhất|không (?:muộn|chậm) (?:hơn|quá))(?: (?:là|vào|lúc|trước)){0,2}"
_DAILY = spaced(rf"(?<!\w){_BY} {_CLOCKS} (?:của )?{_EVERY_DAY}")
#: "hằng ngày" said before the hour, which no day of its own may follow.
_DAILY_AHEAD = spaced(
    rf"(?<!\w)(?:{_EVERY_DAY}|\d{{1,2}} lần\s?(?:/|một |mỗi |trên )\s?ngày)[^.;:(]{{0,80}}?\s?[:(]?{_BY} {_CLOCKS}"
    r"(?!\s*,?\s?(?:ngày|hôm|thứ|\d))"
)


def find_first_days(low: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, rule)` of "trong 15 ngày đầu mỗi tháng", which is by the 15th of each month."""
    for found in _FIRST_DAYS.finditer(low):
        months = "FREQ=YEARLY;BYMONTH=1,4,7,10" if "quý" in found["of"] else "FREQ=MONTHLY"
        if 1 <= int(found["n"]) <= 31:
            yield found.start(), found.end(), f"{months};BYMONTHDAY={int(found['n'])}"


def find_daily(low: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, relation)` of the hours by which something must be done every day; their sentence has a verb of duty."""
    done = -1
    for found in sorted((m for pattern in (_DAILY, _DAILY_AHEAD) for m in pattern.finditer(low)), key=lambda m: m.start()):
        if found.start() >= done and has_verb(low, *sentence_bounds(low, *found.span())):
            done = found.end()
            yield found.start(), found.end(), "before" if "trước" in found[0] else "by"
