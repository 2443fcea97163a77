"""Lengths of time that bind: "trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", "chậm nhất 03 ngày trước ngày họp".

Forward from an event is relation "within", backward from one "before" (gold guidelines, "Phrase cases"). The validity of a
licence, an age, a waiting time or a prohibition is no deadline.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.fields.dates import Lazy, spaced
from pipeline.fields.phrases import has_verb

_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười hai": 12,
    "mười lăm": 15, "hai mươi": 20, "hai mươi bốn": 24, "hai mươi lăm": 25, "ba mươi": 30, "bốn mươi lăm": 45, "bốn mươi tám": 48,
    "sáu mươi": 60, "bảy mươi hai": 72, "chín mươi": 90,
}  # fmt: skip
_NUMBER = (
    r"(?<![\d/.,])(?<!mươi )(?<!mười )(?<!trăm )"
    rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:\s*\((?:\w+\s?){{1,4}}\))?"
)
_UNIT = r"(?P<unit>ngày(?: làm việc)?|giờ(?: làm việc)?|tiếng|tuần|tháng|năm|phút)(?! \d)(?!\w)"
_AMOUNT = rf"{_NUMBER}\s*{_UNIT}"
_MOST = r"(?:không quá|không vượt quá|tối đa|chậm nhất|muộn nhất|nhiều nhất)"
#: "trước ngày họp không quá 02 ngày" is not earlier than that: no deadline.
_LATE = r"(?:chậm nhất|muộn nhất|không (?:muộn|chậm|trễ) (?:hơn|quá))"
_LATEST = r"(?:chậm nhất|muộn nhất|không (?:muộn|chậm|trễ|quá) (?:hơn|quá)|không quá|tối đa)"

_FORWARD = spaced(
    r"(?P<lead>(?<!\w)(?:"
    rf"trong(?: thời (?:hạn|gian)| vòng| khoảng thời gian)?(?:\s*{_MOST})?(?: là)?"
    rf"|{_LATEST}(?: (?:là|trong|sau|vòng|thời hạn|thời gian)){{0,3}}|sau) "
    r"|thời (?:hạn|gian)(?P<what>[^.;:\d]{1,120}?)\s*(?:là|:|không quá|tối đa)"
    rf"(?:\s*(?:là|{_LATEST}|trong(?: vòng)?))?\s*)"
    rf"{_AMOUNT}"
    r"(?P<link>\s*,?\s*(?:được )?(?:kể từ|tính từ|từ|sau)(?: sau)? "
    r"(?=(?:ngày|khi|thời|lúc|được|có|nhận|kết|ký|ban|hết|hoàn|sự|bị|phát|ngay|tiếp)(?!\w))| khi (?=kết thúc|nhận|có|hoàn))?"
)
_BACKWARD = spaced(
    rf"(?P<lead>(?<!\w)(?:{_LATEST}|ít nhất|tối thiểu|sớm nhất|trước)(?: (?:là|trước|trong|vào)){{0,3}} )"
    rf"{_AMOUNT}"
    r"\s*,?\s*(?P<link>trước(?: (?=khi|ngày|thời|lúc|lễ|kỳ|hội|cuộc|buổi|phiên|giờ|kết|hết|tổ))|so với )"
)
#: What an event is called ends before these words; "trước ngày nộp hồ sơ không quá 06 tháng" is no duty.
_EVENT_WORD = (
    r"(?!(?:hoặc|và|phải|không|quá|tối|ít|chậm|muộn|dưới|trên|đủ|đã|chia|cho|liên|trong|nếu|mươi|mười|lăm|khoảng)\s)[^.;:,\d\s]{1,30}\s"
)
_BEFORE_EVENT = spaced(
    r"(?<!\w)(?<!đến )(?<!tới )(?<!từ )(?<!cuối )(?<!kề )trước (?P<event>(?:ngày|khi|thời điểm|tết|lễ|kỳ|cuộc|buổi|phiên|hội nghị"
    rf"|đại hội)\s(?:{_EVENT_WORD}){{1,16}}?),?\s*(?:(?:{_LATE}|ít nhất|tối thiểu)(?: là)? {_AMOUNT}(?!\s*,?\s*(?:kể|tính|từ|sau|trước))"
    rf"|(?P<bare>{_AMOUNT.replace('<n>', '<n2>').replace('<unit>', '<unit2>')}(?=\s*(?:[.;,)]|$|để |và ))))"
)
#: A number before a unit of time; "ngày 05 tháng 3" is no length.
_MAY_LAST = Lazy(
    r"(?:[0-9)]|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|lăm|mươi)\s{0,9}(?:ngày|giờ|tiếng|tuần|tháng|năm|phút)(?!\w)(?!\s{1,9}\d)"
)
_AHEAD = spaced(r"(?:ngày|giờ|tiếng|tuần|tháng|năm|phút|làm việc)\s*,?\s*(?:trước|so với)(?!\w)")
#: "ngày nhận hồ sơ đầy đủ, hợp lệ".
_AND_SO = r" (?:đủ |và )?(?:hợp lệ|hợp pháp|chính xác)(?!\w)"
_EVENT = spaced(
    rf"(?:[^,;:()]|,(?={_AND_SO})){{2,200}}?"
    rf"(?=\s*(?:,(?!{_AND_SO})|[;:()]|\.(?:\s|$|”|\")|$|(?<=\s)(?:thì|phải|có trách nhiệm|hoặc (?:chậm|muộn))(?!\w)|\.?/\.))"
)
#: What a length of time measures without binding anybody to act in it.
_LASTING = spaced(
    r"(?:giấy phép|giấy chứng nhận|chứng chỉ|chứng thư|thẻ|quyết định|hợp đồng|visa|thị thực)[^,;:]{0,60} có $"
    r"|(?:có (?:giá trị|hiệu lực)|hiệu lực(?: là)?|giá trị(?: sử dụng)?|(?<!\w)có|không được|cấm|đã|bị \w+|cho mượn|thuê|sử dụng"
    r"|được hưởng|cứ)\s*$"
)
_STATE_OF_TERM = spaced(
    r"(?<!\w)(?:của|sử dụng|giữ chức|công tác|thử việc|tạm giam|hiệu lực|giá trị|lưu trữ|bảo hành|thuê|vay|khóa học|phục vụ|xử phạt"
    r"|hưởng|học|hợp đồng|cấm)(?!\w)"
)
_FORBIDS = spaced(r"[\s,]*(?:[^.;]{0,120}\s)?(?:không được|không bị|không phải|mà\s|nhưng\s|nếu\s|vẫn\s|chưa\s)")
_OVER = spaced(r"(?<!\w)(?:không được|đã quá|quá|hết|mà)\s*$")
_A_DATE = Lazy(r"(?:ngày\s{1,9})?\d")
_PROHIBITS = spaced(r"(?<!\w)(?:không (?:được|đề nghị|xét|cho|áp dụng)|cấm)(?!\w)[^,;.]{0,80}$")
_MUST = spaced(r"[\s,]*[^.;]{0,80}?(?:phải|có trách nhiệm)")
_MUST_AT_ONCE = spaced(r"\s*,?\s*(?:\w+ ){0,14}?(?:phải|có trách nhiệm)(?!\w)")


#: "12 tháng, từ ngày 01/7/2021 đến hết ngày 30/6/2022": how long something lasts.
_FROM_TO = Lazy(r"(?:ngày |tháng |năm )?\d.{1,40}?(?:đến|tới) (?:hết )?(?:ngày |tháng |năm )?\d")
_LEAST = Lazy(r"(?:ít nhất|tối thiểu)\s*$")
#: "Nhà thầu từ chối ký kết trong thời hạn …", "bị khóa tài khoản trong vòng 06 tháng": a failing or a penalty, unless it orders.
_FAILS = Lazy(
    r"(?<!\w)(?:không(?! (?:quá|vượt|chậm|muộn|trễ))|chưa|từ chối|bị (?:khóa|khoá|cấm|đình chỉ|tạm đình chỉ|tước|xóa tên|loại))(?!\w)"
)
_ACTS = Lazy(
    r"(?<!\w)(?:phải|trách nhiệm|cần|đề nghị|yêu cầu|gửi|nộp|trình|báo cáo|thông báo|trả|chuyển|hoàn thành|hoàn thiện|bổ sung|xử lý"
    r"|giải quyết|về việc|lý do|không để)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time that binds, with where it stands in the passage."""

    start: int
    end: int
    relation: str  #: "within" or "before"
    duration: str  #: ISO 8601
    business_days: bool
    event: tuple[int, int] | None


def parse_duration(number: str, unit: str) -> tuple[str, bool]:
    """ISO 8601 duration, and whether it counts working time.

    >>> parse_duration("05", "ngày làm việc"), parse_duration("24", "giờ")
    (('P5D', True), ('PT24H', False))
    """
    n = int(number) if number.isdigit() else _WORDS[number]
    letters = {"ngày": "P{}D", "giờ": "PT{}H", "tiếng": "PT{}H", "tuần": "P{}W", "tháng": "P{}M", "năm": "P{}Y", "phút": "PT{}M"}
    return letters[unit.split()[0]].format(n), "làm" in unit


def _event_at(low: str, at: int) -> tuple[int, int] | None:
    found = _EVENT.match(low, at, min(len(low), at + 260))
    return (found.start(), found.end()) if found else None


def _binds(low: str, found: re.Match[str], event: tuple[int, int] | None) -> bool:
    """Whether a length of time from an event obliges somebody."""
    left = low[max(0, found.start() - 90) : found.start()]
    lead, unit, what = found["lead"].strip(), found["unit"], found["what"]
    if _LASTING.search(left) or _OVER.search(left) or not found["n"].strip("0") or (what and _STATE_OF_TERM.search(what)):
        return False
    if _PROHIBITS.search(left) or (what and _LEAST.search(what)) or (event and _FROM_TO.match(low, *event)):
        return False
    own = re.split(r"[,;:.(]|(?<!\w)(?:thì|nhưng)(?!\w)", left)[-1]
    fails = _FAILS.search(own)
    if fails and not _ACTS.search(own) and not has_verb(own, 0, fails.start()):
        return False
    right = low[event[1] if event else found.end() : found.end() + 260]
    if _FORBIDS.match(right[:160]):
        return False
    if lead == "sau":  # "sau 02 năm … mới được": a waiting time; "sau 20 ngày làm việc khi kết thúc": a duty of days
        return event is not None and unit.startswith("ngày làm") and "khi" in (found["link"] or "")
    if unit == "năm" and not _MUST.match(right):
        return False
    # Without an event only the plain order: "trong thời hạn 05 ngày làm việc, Sở … phải …"
    plain = lead.startswith(("trong thời hạn", "trong vòng", "chậm nhất")) and unit.startswith(("ngày", "giờ"))
    return event is not None or (plain and _MUST_AT_ONCE.match(right) is not None)


def _term(found: re.Match[str], relation: str, event: tuple[int, int] | None) -> Term:
    parts = found.groupdict()
    duration, business = parse_duration(parts["n"] or parts["n2"], parts["unit"] or parts["unit2"])
    return Term(found.start(), max(found.end(), event[1] if event else 0), relation, duration, business, event)


def _ahead_of_events(low: str) -> Iterator[Term]:
    """ "trước ngày họp ít nhất 03 ngày"; without "ít nhất" the sentence must say what is to be done, in days, weeks or months."""
    for found in _BEFORE_EVENT.finditer(low):
        if found["bare"] and (found["unit2"].startswith("năm") or not _has_duty(low, *found.span())):
            continue
        yield _term(found, "before", found.span("event"))


def _has_duty(low: str, start: int, end: int) -> bool:
    begin = max(0, start - 260, low.rfind(".", 0, start) + 1)
    stop = low.find(".", end, end + 260)
    return has_verb(low, begin, start) or has_verb(low, end, stop if stop >= 0 else min(len(low), end + 260))


def find_terms(low: str) -> Iterator[Term]:
    """The binding lengths of time in a lower-case passage; backward ones first, none twice."""
    if not _MAY_LAST.search(low):
        return
    taken: list[Term] = list(_ahead_of_events(low)) if "trước" in low else []
    for found in _BACKWARD.finditer(low) if _AHEAD.search(low) else ():
        event = _event_at(low, found.end())
        # "giữ chức vụ ít nhất 06 tháng trước ngày 01/7/2021" is a condition
        dated = event and _A_DATE.match(low, *event) and found["lead"].startswith(("ít", "tối thiểu"))
        if event and not dated and not _OVER.search(low, max(0, found.start() - 40), found.start()):
            taken.append(_term(found, "before", event))
    spans = sorted((term.start, term.end) for term in taken)
    yield from taken
    for found in _FORWARD.finditer(low):
        at = bisect_right(spans, (found.start(), len(low))) - 1
        if at >= 0 and spans[at][1] > found.start():
            continue
        event = _event_at(low, found.end()) if found["link"] else None
        if _binds(low, found, event):
            yield _term(found, "within", event)
