"""Spans of time as documents write them: "từ ngày 04/02/2021 đến hết ngày 10/5/2021", "quý II, III năm 2023", "ngày 01-31/12/2017".

The start may leave out what the end says ("từ ngày 06 đến ngày 15/11/2017"), or be an event ("từ ngày phát động thi đua").
All patterns expect lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.fields.dates import Moment, read_moment, spaced

YEAR = r"(?:19|20|21)\d\d"
#: The first and the last minute of a day, which only tell that both days count.
_MIDNIGHT = r"(?:(?:0{1,2}|24)\s?(?:giờ|h)\s?(?:00)?|23\s?(?:giờ|h)\s?59)(?:\s?(?:phút|’|'))?,? (?=ngày\s)"
_TO = (
    r"\s*,?\s*(?:(?:(?:và )?được thực hiện |cho )?(?:đến|tới|[-–—])\s*(?:hết |cuối |(?:đầu|giữa) (?=tháng\s))?"
    r"|(?:và )?kết thúc (?:vào |trong )?)"
    rf"(?:{_MIDNIGHT})?"
)
_LENGTH = r"(?:(?:trong )?(?:vòng )?\d{1,3} (?:ngày|tuần|tháng|năm)(?: đêm)?\s*[,(:]?\s*(?=(?:kể |tính |bắt đầu )?từ\s|\(?\d{4}))?"
_START = spaced(
    rf"{_LENGTH}\(?(?:(?:trong )?(?:khoảng )?(?:thời gian )?(?:kể từ|bắt đầu từ|tính từ|từ|bắt đầu(?: vào)?(?= ngày\s| tháng\s)) "
    r"(?:(?:đầu|giữa) (?=tháng\s))?"
    rf"|(?:vào |trong )?(?=ngày\s|tháng\s|qu[ýí]\s|\d))(?:{_MIDNIGHT})?"
)
_EVENT = spaced(
    r"(?P<event>(?:sau )?(?:ngày|khi|thời điểm) (?:phát động|ký|ban hành|có hiệu lực|được phê duyệt|phê duyệt|triển khai|công bố"
    r"|thông qua)"
    r"(?: (?!đến(?!\w)|tới(?!\w)|cho(?!\w)|và(?!\w))\w+){0,6}|nay)(?=\s*,?\s*(?:đến|tới|cho|và được|[-–—]))"
)
TO_END = spaced(_TO)
_DAYS = spaced(
    rf"(?:ngày )?(?<!\d)(?P<d1>\d{{1,2}})(?:\s?/\s?(?P<m1>\d{{1,2}})(?:\s?/\s?(?P<y1>{YEAR}))?)?\s?[-–—]\s?(?:ngày )?"
    rf"(?P<d2>\d{{1,2}})(?:\s?/\s?| tháng )(?P<m2>\d{{1,2}})(?:\s?/\s?| năm )(?P<y2>{YEAR})(?!\d)"
)
_MONTHS = spaced(rf"tháng (?P<m1>\d{{1,2}})\s?[-–—]\s?(?P<m2>\d{{1,2}})(?:\s?/\s?| năm )(?P<y2>{YEAR})(?!\d)")
_QUARTERS = spaced(
    rf"(?:trong )?qu[ýí] (?P<q1>iii|ii|iv|i|[1-4])\s*(?:,|và|[-–—]|đến)\s*(?:qu[ýí] )?(?P<q2>iii|ii|iv|i|[1-4])(?:\s?/\s?| năm "
    rf"| )(?P<y>{YEAR})(?!\d)"
)
_YEARS = spaced(
    rf"(?:trong )?(?:(?:cả|suốt|toàn bộ) )?(?:\d+ năm,? )?(?:giai đoạn|năm học|(?:các |hai |02 )?năm) (?:năm )?(?P<y1>{YEAR})"
    rf"(?:\s*(?:,|và|[-–—]"
    rf"|đến)\s*(?:năm )?(?:{YEAR}\s*(?:,|và)\s*){{0,4}}(?P<y2>{YEAR}))?(?![\d/])"
)
_BARE_YEARS = spaced(rf"(?P<y1>{YEAR})\s?[-–—]\s?(?P<y2>{YEAR})(?![\d/])")
#: "6 tháng cuối năm 2025", "các tháng còn lại của năm 2025".
PART_OF_YEAR = spaced(
    rf"(?:trong )?(?:(?P<n>0?[369]|ba|sáu|chín) tháng (?P<part>đầu|cuối)|(?:các|những) tháng (?P<rest>cuối|còn lại))"
    rf"(?: của)? năm (?P<y>{YEAR})(?![\d/])"
)
_SCHOOL_YEAR = spaced(rf"năm học {YEAR}\s?[-–—]\s?(?P<y>{YEAR})(?!\d)")
_LENGTHS = {"ba": 3, "sáu": 6, "chín": 9}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class TimeRange:
    """ISO 8601 ends, partial allowed, and where the words stand."""

    start: str | None
    end: str | None
    event: tuple[int, int] | None  #: where the event that it starts with stands
    at: int
    until: int


def _first_day(moment: Moment, end: Moment) -> str | None:
    """The start in ISO 8601, completed from the end: "từ ngày 06 đến ngày 15/11/2017", "từ tháng 3 đến tháng 6 năm 2021"."""
    whole = replace(moment, year=moment.year or end.year, month=moment.month or (end.month if moment.day and not moment.quarter else None))
    if whole.quarter and not whole.month:
        whole = replace(whole, quarter=None, month=whole.quarter * 3 - 2)
    if not moment.year and whole.year and (whole.month or 0, whole.day or 0) > (end.month or (end.quarter or 4) * 3, end.day or 31):
        whole = replace(whole, year=whole.year - 1)
    return whole.iso()


def _iso_pair(found: re.Match[str], low: str) -> TimeRange | None:
    """The days, months, quarters or years on both sides of a dash."""
    g = {name: int(value) if value.isdigit() else _ROMAN[value] for name, value in found.groupdict().items() if value}
    if "q1" in g:
        start, end = Moment(0, 0, month=g["q1"] * 3 - 2, year=g["y"]).iso(), Moment(0, 0, quarter=g["q2"], year=g["y"]).iso()
    elif "m2" in g:
        last = Moment(0, 0, g.get("d2"), g["m2"], g["y2"])
        start, end = _first_day(Moment(0, 0, g.get("d1"), g.get("m1"), g.get("y1")), last), last.iso()
    else:
        start, end = str(g["y1"]), str(g.get("y2", g["y1"]))
    return TimeRange(start, end, None, found.start(), found.end()) if start and end and start <= end else None


def whole_of(moment: Moment) -> tuple[str, str] | None:
    if not moment.year or moment.day:
        return None
    if moment.quarter:
        return f"{moment.year:04d}-{moment.quarter * 3 - 2:02d}", f"{moment.year:04d}-{moment.quarter * 3:02d}"
    iso = moment.iso()
    return (iso, iso) if iso else None


def part_of_year(found: re.Match[str]) -> TimeRange:
    """The months of a match of `PART_OF_YEAR`; months "that remain" have an open start."""
    year = found["y"]
    if found["rest"]:
        return TimeRange(None, f"{year}-12", None, found.start(), found.end())
    length = _LENGTHS.get(found["n"]) or int(found["n"])
    first = 1 if found["part"] == "đầu" else 13 - length
    return TimeRange(f"{year}-{first:02d}", f"{year}-{first + length - 1:02d}", None, found.start(), found.end())


def _last_at(low: str, at: int) -> tuple[str, int] | None:
    """The end of a span in ISO 8601 and where its words end; of a school year its second year."""
    school = _SCHOOL_YEAR.match(low, at)
    if school:
        return school["y"], school.end()
    moment = read_moment(low, at)
    iso = moment.iso() if moment else None
    return (iso, moment.end) if moment and iso else None


def read_range(low: str, at: int) -> TimeRange | None:
    """The span of time that begins at `at`: with two ends, or one month, quarter or year by itself."""
    start = _START.match(low, at)
    begin = start.end() if start else at
    part = PART_OF_YEAR.match(low, at)
    if part:
        return part_of_year(part)
    for pattern in (_DAYS, _MONTHS, _QUARTERS, _BARE_YEARS, _YEARS):
        found = pattern.match(low, begin)
        if found and not (pattern is _YEARS and start and "từ" in start[0]):
            return _iso_pair(found, low)
    event = _EVENT.match(low, begin)
    first = None if event else read_moment(low, begin)
    stop = event.end() if event else first.end if first else -1
    link = TO_END.match(low, stop) if stop >= 0 else None
    last = _last_at(low, link.end()) if link else None
    if link and last:
        closing = read_moment(low, link.end()) or Moment(0, 0, year=int(last[0][:4]))
        opening = None if event or first is None else _first_day(first, closing)
        if event or (opening and opening <= last[0]):
            return TimeRange(opening, last[0], event.span("event") if event else None, at, last[1])
    if first is not None and not link:
        alone = whole_of(first)
        return TimeRange(*alone, None, at, first.end) if alone and not (start and "từ" in start[0]) else None
    return None
