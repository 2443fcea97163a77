"""Lengths of time that bind: "trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", "chậm nhất 03 ngày trước ngày họp".

Forward from an event is relation "within", backward from one "before" (gold guidelines, "Phrase cases"). The validity of a
licence, an age, a waiting time or a prohibition is no deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.fields.dates import spaced

_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười hai": 12,
    "mười lăm": 15, "hai mươi": 20, "hai mươi lăm": 25, "ba mươi": 30, "bốn mươi lăm": 45, "sáu mươi": 60, "chín mươi": 90,
}  # fmt: skip
_NUMBER = (
    rf"(?<![\d/.,])(?P<n>\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:\s*\((?:\w+\s?){{1,4}}\))?"
)
_UNIT = r"(?P<unit>ngày(?: làm việc)?|giờ(?: làm việc)?|tiếng|tuần|tháng|năm|phút)(?! \d)(?!\w)"
_AMOUNT = rf"{_NUMBER}\s*{_UNIT}"
_MOST = r"(?:không quá|không vượt quá|tối đa|chậm nhất|muộn nhất|nhiều nhất)"
_LATEST = r"(?:chậm nhất|muộn nhất|không (?:muộn|chậm|trễ|quá) (?:hơn|quá)|không quá|tối đa)"

_FORWARD = rf"""
  (?P<lead>(?<!\w)(?:trong(?:\s+thời\s+(?:hạn|gian)|\s+vòng|\s+khoảng\s+thời\s+gian)?(?:\s*{_MOST})?(?:\s+là)?
     |{_LATEST}(?:\s+(?:là|trong|sau|vòng|thời\s+hạn|thời\s+gian)){{0,3}}|sau)\s+
     |(?:thời\s+(?:hạn|gian))(?P<what>[^.;:\d]{{1,120}}?)\s*(?:là|:|không\s+quá|tối\s+đa)(?:\s*(?:là|{_LATEST}|trong(?:\s+vòng)?))?\s*)
  {_AMOUNT}
  (?P<link>\s*,?\s*(?:được\s+)?(?:kể\s+từ|tính\s+từ|từ|sau)(?:\s+sau)?\s+(?=(?:ngày|khi|thời|lúc|được|có|nhận|kết|ký|ban|hết|hoàn|sự|bị|phát|ngay|tiếp)(?!\w))|\s+khi\s+(?=kết\s+thúc|nhận|có|hoàn))?
"""
_BACKWARD = rf"""
  (?P<lead>(?<!\w)(?:{_LATEST}|ít\s+nhất|tối\s+thiểu|sớm\s+nhất|trước)(?:\s+(?:là|trước|trong|vào)){{0,3}}\s+|(?<!\w)trước\s+)
  {_AMOUNT}
  \s*,?\s*(?P<link>trước(?:\s+(?=khi|ngày|thời|lúc|lễ|kỳ|hội|cuộc|buổi|phiên|giờ|kết|hết|tổ))|so\s+với\s+)
"""
_BEFORE_EVENT = rf"""
  (?<!\w)trước\s+(?P<event>(?:ngày|khi|thời\s+điểm)\s(?:(?!hoặc\s|và\s|phải\s)[^.;:,\d\s]{{1,30}}\s){{1,16}}?),?\s*(?:{_LATEST}|ít\s+nhất|tối\s+thiểu)(?:\s+là)?\s+{_AMOUNT}
  (?!\s*,?\s*(?:kể|tính|từ|sau|trước))
"""
_EVENT = spaced(r"[^,;:()]{2,200}?(?=\s*(?:[,;:()]|\.(?:\s|$|”|\")|\.$|$|(?<=\s)(?:thì|phải|có trách nhiệm|hoặc (?:chậm|muộn))(?!\w)|\.?/\.))")
#: What a length of time measures without binding anybody to act in it.
_LASTING = spaced(
    r"(?:(?:giấy phép|giấy chứng nhận|chứng chỉ|chứng thư|thẻ|quyết định|hợp đồng|visa|thị thực)[^,;:]{0,60} có )$"
    r"|(?:có (?:giá trị|hiệu lực)|hiệu lực(?: là)?|giá trị(?: sử dụng)?|(?<!\w)có|không được|cấm|đã|bị \w+|cho mượn|thuê|sử dụng|được hưởng|cứ)\s*$"
)
_STATE_OF_TERM = spaced(r"(?<!\w)(?:của|sử dụng|giữ chức|công tác|thử việc|tạm giam|hiệu lực|giá trị|lưu trữ|bảo hành|thuê|vay|khóa học|phục vụ|xử phạt|hưởng|học|hợp đồng|cấm)(?!\w)")
_FORBIDS = spaced(r"^[\s,]*(?:[^.;]{0,120}\s)?(?:không được|không bị|không phải|mà\s|nhưng\s|nếu\s|vẫn\s|chưa\s)")
_DONE = spaced(r"(?<!\w)(?:không được|đã quá|quá|hết|mà)\s*$")


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time that binds, with where it stands in the passage."""

    start: int
    end: int
    relation: str  #: "within" or "before"
    duration: str  #: ISO 8601
    business_days: bool
    event: tuple[int, int] | None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    flags = re.VERBOSE
    return re.compile(_FORWARD, flags), re.compile(_BACKWARD, flags), re.compile(_BEFORE_EVENT, flags)


def parse_duration(number: str, unit: str) -> tuple[str, bool]:
    """ISO 8601 duration, and whether it counts working time.

    >>> parse_duration("05", "ngày làm việc"), parse_duration("24", "giờ")
    (('P5D', True), ('PT24H', False))
    """
    n = int(number) if number.isdigit() else _WORDS[number]
    kind = unit.split()[0]
    letters = {"ngày": f"P{n}D", "giờ": f"PT{n}H", "tiếng": f"PT{n}H", "tuần": f"P{n}W", "tháng": f"P{n}M", "năm": f"P{n}Y", "phút": f"PT{n}M"}
    return letters[kind], "làm" in unit


def _event_at(low: str, at: int) -> tuple[int, int] | None:
    found = _EVENT.match(low, at, min(len(low), at + 260))
    return (found.start(), found.end()) if found else None


def _binds(low: str, found: re.Match[str], event: tuple[int, int] | None) -> bool:
    left = low[max(0, found.start() - 90) : found.start()]
    lead, unit = found["lead"].strip(), found["unit"]
    if _LASTING.search(left) or _DONE.search(left) or found["n"] in ("0", "00"):
        return False
    what = found.groupdict().get("what")
    if what is not None and _STATE_OF_TERM.search(what):
        return False
    right = low[event[1] if event else found.end() : found.end() + 260]
    if _FORBIDS.match(right[:160]):
        return False
    if lead == "sau":  # "sau 02 năm … mới được": a waiting time; "sau 20 ngày làm việc khi kết thúc": a duty of days
        return event is not None and unit.startswith("ngày làm") and "khi" in (found["link"] or "")
    if unit == "năm" and not re.match(r"[\s,]*[^.;]{0,80}?(?:phải|có trách nhiệm)", right):
        return False
    if event is None:
        # Without an event only the plain order: "trong thời hạn 05 ngày làm việc, Sở … phải …"
        return lead.startswith(("trong thời hạn", "trong vòng", "chậm nhất")) and unit.startswith(("ngày", "giờ")) and right[:1] in (",", " ") and re.match(
            r"\s*,?\s*(?:\w+ ){0,14}?(?:phải|có trách nhiệm)(?!\w)", right
        ) is not None
    return True


def find_terms(low: str) -> Iterator[Term]:
    """The binding lengths of time in a lower-case passage."""
    forward, backward, before_event = _patterns()
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in taken)

    for found in before_event.finditer(low):
        duration, business = parse_duration(found["n"], found["unit"])
        taken.append(found.span())
        yield Term(found.start(), found.end(), "before", duration, business, found.span("event"))
    for pattern, relation in ((backward, "before"), (forward, "within")):
        for found in pattern.finditer(low):
            if not free(*found.span()):
                continue
            event = _event_at(low, found.end()) if found["link"] else None
            if relation == "before" and (event is None or _DONE.search(low[max(0, found.start() - 40) : found.start()])):
                continue
            if relation == "within" and not _binds(low, found, event):
                continue
            duration, business = parse_duration(found["n"], found["unit"])
            end = event[1] if event else found.end()
            taken.append((found.start(), end))
            yield Term(found.start(), end, relation, duration, business, event)
