"""Deadlines: the dates by which somebody must do or send something.

`before` is "trước ngày", `by` is "chậm nhất", "hạn chót", "đến hết", "hoàn thành trong tháng", `within` a length of time from an
event (gold guidelines, "deadlines"). Recurring ones carry a rule and no date. Not deadlines: dates of cited documents, of
events, of effect; what was done, granted or signed before a date; counting dates ("tính đến hết ngày").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.fields.dates import Moment, lowered, read_moment
from pipeline.fields.durations import find_terms
from pipeline.fields.duties import DOING, HANDING, Duty, sentence_bounds, split_duty
from pipeline.fields.recurrence import read_recurrence
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Deadline

_KEYWORDS = ("trước", "nhất", "hạn", "muộn", "hết", "trong", "thời gian", "sau ngày", "vào ngày", "vào thứ", "định kỳ", "ngày làm việc", "không quá", "tối đa")

_TRIGGER = r"""(?<!\w)(?:
    (?P<late>(?:chậm|muộn|trễ)\s+nhất|không\s+(?:muộn|chậm|trễ)\s+(?:hơn|quá)|không\s+(?:quá|sau)(?=\s+ngày))
  | (?P<last>(?:thời\s+)?hạn\s+(?:chót|cuối(?:\s+cùng)?|cuối\s+cùng))(?P<of>[^.;:\d]{0,60}?)(?=\s*(?::|là|vào|đến|trước|chậm|ngày|\d|đến\s+hết))
  | (?P<before>(?<!năm )(?<!tháng )(?<!quý )(?<!kỳ )(?<!ngày )trước)(?=\s)
  | (?P<until>(?:đến|tới)\s+hết)
  | (?P<label>(?:thời\s+(?:gian|hạn)|hạn)\s+(?:phải\s+)?(?:hoàn\s+thành|hoàn\s+tất|nộp|gửi|báo\s+cáo|nhận|tiếp\s+nhận|thu\s+nhận|đăng\s+ký|trình|kết\s+thúc|phát\s+hành\s+và\s+nhận|các\s+đơn\s+vị\s+(?:gửi|nộp)|thực\s+hiện\s+xong)(?!\w)[^.;:\d]{0,90}?(?<!sau)(?=\s*(?::|là|vào|đến|từ|trong|ngày\s+\d)))
  | (?P<in>trong|(?:định\s+kỳ\s+)?(?:vào(?:\s+các)?|định\s+kỳ))(?=\s+(?:tháng|qu[ýí]|năm|ngày|đầu|cuối|thứ)\s)
  | (?P<after>sau)(?=\s+ngày\s+\d)
)"""
_LINK = re.compile(r"\s*:?\s*(?:(?:là|vào|đến|tới|hết|trong|trước|các|cho\s+đến|thời\s+điểm|khoảng|dự\s+kiến|cuối|ngay)(?!\w)\s*:?\s*){0,4}")
_AFTER_BEFORE = re.compile(r"\s*:?\s*(?:(?:thời\s+điểm|và\s+trong|hoặc\s+trong|trong|hết|các|cuối)\s+){0,2}")
_RANGE = re.compile(r"\s*:?\s*(?:kể\s+)?từ\s+[^.;:]{1,80}?(?:đến|tới)(?:\s+hết)?\s+(?:\d{1,2}\s?(?:h|giờ)\s?(?:\d\d)?(?:\s?phút)?,?\s+)?(?=ngày|\d|tháng)")
#: "17h00", "17 giờ 30 phút", "17h00’", "17:00"
_TIME = re.compile(r"(?:lúc\s+)?\d{1,2}\s?(?:giờ|h|g|:)\s?(?:\d{1,2}\s?(?:phút|’|'|p)?)?(?:\s*\([^)]{1,30}\))?(?:\s*,)?(?:\s+(?:của|sáng|chiều|trưa|tối|cùng))?\s+")
_AND = re.compile(r"\s*(?:\([^)\d]{0,90}\)|(?:đối\s+với|cho|của|\(đối\s+với)[^.;:()]{0,90}?\)?)?\s*,?\s*(?:và|hoặc)\s+(?:vào\s+|là\s+)?(?=ngày\s+\d|\d)")
_FIRST_DAYS = re.compile(r"trong\s+(?:thời\s+(?:hạn|gian)\s+)?(?P<n>\d{1,2})\s+ngày\s+đầu\s+(?:của\s+)?(?:hằng|hàng|mỗi|từng)?\s*(?P<of>tháng|quý)(?:\s+(?:tiếp\s+theo|sau|kế\s+tiếp))?(?!\s+\d)")
_DAILY = re.compile(r"(?<!\w)trước\s+\d{1,2}\s?(?:giờ|h)\s?(?:\d{2})?(?:\s?phút)?\s+(?:hằng|hàng|mỗi)\s+ngày(?!\w)")

#: Words after which a date tells what once was, not what is to be done.
_PAST = (
    r"(?<!\w)(?:đã|sinh|mà|nếu|đang|bị|từng|vốn|có\s+thời\s+gian|thời\s+gian\s+(?:công\s+tác|làm\s+việc|đóng|tham\s+gia|hoạt\s+động|phục\s+vụ|ở)|người\s+hoạt\s+động"
    r"|tồn\s+tại|phát\s+sinh|trường\s+hợp|có\s+hiệu\s+lực|hiệu\s+lực|(?<!phải )(?<!cần )(?<!sẽ )được\s+(?!gửi|nộp|báo\s+cáo|trình|chuyển|thông\s+báo)|đối\s+với\s+(?:các\s+|những\s+|\d+\s+)?"
    r"(?:trường|dự\s+án|hợp\s+đồng|giấy|công\s+trình|người|đối\s+tượng|văn\s+bản|khoản|gói\s+thầu|cơ\s+sở|sản\s+phẩm|nhiệm\s+vụ\s+đã))(?!\w)"
)
_STALE_RIGHT = re.compile(
    r"[\s,)]*(?:mà|thì|nhưng|vẫn|đã|còn|chưa|được|tiếp\s+tục|trở\s+về|trở\s+đi|nay|có\s+hiệu\s+lực|của\s+(?:chính|bộ|thủ|ủy|uỷ|ubnd|sở)|về\s+việc|về)(?!\w)"
)
_FIXED_LEFT = re.compile(r"(?:(?<!\w)(?:từ|đến|tới|sinh|ký|kí|cấp|ban hành ngày|tính đến|lập|công nhận|tuyển dụng|nghỉ hưu|hoạt động|cách mạng|có|tốt nghiệp|xảy ra|diễn ra|khởi công|thành lập|làm việc|công tác)\s*)$")
_MODAL = re.compile(r"(?<!\w)(?:phải|cần|có\s+trách\s+nhiệm|đề\s+nghị|yêu\s+cầu|(?<!được )giao(?!\s+(?:kết|dịch|thông|đất|khu))|phấn\s+đấu|bảo\s+đảm|đảm\s+bảo|khẩn\s+trương|chủ\s+động|kịp\s+thời|sẽ|tập\s+trung|quyết\s+tâm)(?!\w)")
_ORDERS = re.compile(r",|(?<!\w)(?:phải|thì|đề\s+nghị|yêu\s+cầu|có\s+trách\s+nhiệm|gửi|nộp|báo\s+cáo|cần|khẩn\s+trương|hoàn\s+thành)(?!\w)")
#: The passive and the perfect of a verb, unless they order ("phải được hoàn thành").
_DONE = re.compile(r"(?<!\w)(?:đã|chưa|đang|(?<!phải )(?<!cần )(?<!sẽ )được)\s+$")
_ENDED = re.compile(r"(?<!\w)(?:hoàn\s+thành|xong|hoàn\s+tất|kết\s+thúc|dứt\s+điểm|báo\s+cáo|gửi|nộp|trình|ban\s+hành)\s*,?\s*(?:ngay\s+)?$")
_RECEIVES = re.compile(r"(?<!\w)(?:nhận|nộp|gửi|đăng\s+ký|hoàn\s+thành|hoàn\s+chỉnh|hoàn\s+thiện|hoàn\s+tất|gia\s+hạn|thời\s+hạn|báo\s+cáo|trình|góp\s+ý|kê\s+khai)(?!\w)[^.;]{0,120}$")
_HANDED = re.compile(r"(?<!\w)(?:gửi|nộp|nhận|đăng\s+ký|hồ\s+sơ|báo\s+cáo|bài|góp\s+ý|ý\s+kiến)(?!\w)")
_COUNTS = re.compile(r"(?<!\w)(?:tính|tính\s+từ|số\s+liệu|hiệu\s+lực|kết\s+quả|được\s+thực\s+hiện|tiếp\s+tục|giá\s+trị|kỳ\s+báo\s+cáo|đạt|lũy\s+kế|luỹ\s+kế|có|giải\s+ngân|đóng|hưởng|hỗ\s+trợ|cho|sử\s+dụng)(?!\w)")
_REFUSES = re.compile(r"[^.;]{0,120}?(?<!\w)(?:không\s+(?:được\s+)?(?:hội\s+đồng\s+[^.;]{0,60}?)?(?:xem\s+xét|tiếp\s+nhận|nhận|giải\s+quyết|tổng\s+hợp|xét|thẩm\s+định|trình|chấp\s+nhận|đưa|tính|chịu\s+trách\s+nhiệm|khen|cộng|công\s+nhận|đề\s+nghị|giải\s+trình)|coi\s+như|xem\s+như|mọi\s+ý\s+kiến)(?!\w)")
_TERM_LABEL = re.compile(
    r"(?<!\w)(?:thời\s+(?:gian|hạn)|hạn|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành|gửi|nộp|báo\s+cáo|trình|triển\s+khai|kết\s+thúc|nhận)[^.;]{0,60})?\s*[:(,]?\s*$"
)
_ROUND = re.compile(r"[\s\-–+•*]*(?:đợt|lần|kỳ|giai\s+đoạn|vòng|năm|quý|báo\s+cáo)?[^:;.]{0,40}[:(]\s*$")
_CLOSES = re.compile(r"\s*(?:[.;,)/]|$|để\s|theo\s|và\s|nhằm\s|\()")
_HORIZON = re.compile(r"\d\s?%")


#: Rules that stand from year to year: "năm sau" is every following year there, and the next one in a plan.
_STANDING = frozenset({"Quy chế", "Quy định", "Thông tư", "Nghị định", "Luật", "Nghị quyết", "Thông tư liên tịch", "Pháp lệnh", "Bộ luật"})


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: str  #: the group of the trigger
    start: int
    moment: Moment
    relation: str


@cache
def _triggers() -> re.Pattern[str]:
    return re.compile(_TRIGGER, re.VERBOSE)


@cache
def _past() -> re.Pattern[str]:
    return re.compile(_PAST)


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<weak>{DOING})(?!\w)|(?<!\w)(?P<strong>{HANDING})(?!\w)")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{HANDING})(?!\w)")


def _moment_after(low: str, at: int, kind: str) -> tuple[Moment, str] | None:
    """The date that a trigger ending at `at` leads to, with the words between."""
    if kind == "label":
        span = _RANGE.match(low, at)
        if span:
            moment = read_moment(low, span.end())
            return (moment, "") if moment else None
    link = (_AFTER_BEFORE if kind == "before" else _LINK).match(low, at)
    begin = link.end() if link else at
    time = _TIME.match(low, begin)
    if time:
        begin = time.end()
        begin += len("ngày ") if low.startswith("ngày ", begin) and not low[begin + 5 : begin + 6].isdigit() else 0
    moment = read_moment(low, begin)
    return (moment, link[0] if link else "") if moment else None


def _hits(low: str) -> Iterator[_Hit]:
    seen: set[int] = set()
    for found in _triggers().finditer(low):
        kind = found.lastgroup or ""
        kind = "last" if kind == "of" else kind
        after = _moment_after(low, found.end(), kind)
        if not after or after[0].start in seen:
            continue
        moment, link = after
        seen.add(moment.start)
        relation = "before" if kind == "before" or re.search(r"(?<!\w)trước(?!\w)", link) else "by"
        yield _Hit(kind, found.start(), moment, relation)


def _is_over(moment: Moment, context: Context) -> bool:
    """A full date before the month of issue: somebody else's, or done with."""
    if not moment.year or context.year is None:
        return False
    month = moment.month or (moment.quarter * 3 if moment.quarter else 12)
    return (moment.year, month) < (context.year, context.month or 1)


def _reach(left: str, marker: re.Match[str]) -> int:
    """How far a word of the past tells on: "đã được … phê duyệt" to the next comma or order, the others over themselves."""
    if not marker[0].startswith(("đã", "được", "mà")):
        return marker.end()
    stop = _ORDERS.search(left, marker.end())
    return stop.start() if stop else len(left)


def _demands(low: str, begin: int, hit: _Hit, end: int, stop: int, known: bool) -> bool:
    """Whether "trước" a date of a given year says what is to be done; the same words also tell what once was."""
    left = low[begin : hit.start]
    if _STALE_RIGHT.match(low, end) or _FIXED_LEFT.search(left[-30:]):
        return False
    if not left.strip(" ,:(-") and known and not low[end:stop].strip(" .;)"):
        return True  # a table's cell, an item of a list of steps
    if not left.strip(" ,:(-"):
        right = low[end : min(stop, end + 250)]
        return _verb().search(right) is not None and not re.search(r"(?<!\w)(?:đã|mà|thì)(?!\w)", right[:120])
    marker = max((_reach(left, m) for m in _past().finditer(left)), default=-1)
    strong = max((m.start() for m in _strong().finditer(left) if not _DONE.search(left, max(0, m.start() - 14), m.start())), default=-1)
    if strong > marker:
        return True
    if _TERM_LABEL.search(left[-90:]) or (left.rstrip().endswith((":", "(")) and marker < 0):
        return True
    weak = max((m.start() for m in _verb().finditer(left)), default=-1)
    if weak <= marker or weak < 0:
        return False
    opens = marker < 0 and _verb().match(low, begin) is not None
    modal = any(m.start() > marker for m in _MODAL.finditer(left))
    return opens or modal or (known and marker < 0)


def _falls_in(low: str, begin: int, hit: _Hit, end: int) -> bool:
    """Whether "trong tháng 6/2021" closes an order: "hoàn thành trong …", or a clause that opens with a verb."""
    left = low[begin : hit.start]
    moment = hit.moment
    if low.startswith("vào", hit.start) and not _ENDED.search(left):
        return False
    if moment.day:
        return _strong().search(left) is not None and not _past().search(left) and bool(_CLOSES.match(low, end)) and bool(_ENDED.search(left) or hit.kind == "in" and low.startswith("trong", hit.start))
    if _past().search(left) or not _CLOSES.match(low, end):
        return False
    if re.search(r"(?<!\w)(?:hoàn\s+thành|xong|hoàn\s+tất|dứt\s+điểm)\s*,?\s*$", left):
        return True
    if not moment.month and not moment.quarter:
        return bool(re.search(r"(?<!\w)(?:trình|ban\s+hành|xong)(?!\w)[^,;]{0,120}$", left)) and not re.search(r"(?<!\w)(?:được|do)(?!\w)", left)
    if re.search(r"(?<!\w)(?:kết\s+quả|nhiệm\s+vụ\s+trọng\s+tâm|tình\s+hình|số\s+liệu|các\s+ngày|phát\s+sinh|diễn\s+ra|tai\s+nạn|dịch)(?!\w)", left):
        return False
    return _verb().match(low, begin) is not None or bool(_MODAL.search(left) and _verb().search(left)) or bool(_strong().search(left))


def _is_deadline(low: str, bounds: tuple[int, int], hit: _Hit, end: int, recurs: bool, context: Context) -> bool:
    begin, stop = bounds
    moment, left = hit.moment, low[bounds[0] : hit.start]
    if _is_over(moment, context):
        return False
    if hit.kind == "after":
        return _REFUSES.match(low, end) is not None and bool(_HANDED.search(left[-90:]))
    if hit.kind in ("late", "last", "label"):
        horizon = moment.month is None and moment.quarter is None and not recurs and _HORIZON.search(low, begin, stop)
        return not horizon and (hit.kind != "label" or "kỳ báo cáo" not in left)
    if hit.kind == "until":
        reach = re.search(r"(?<!\w)(?:kể\s+)?từ\s", left) is not None
        counts = _COUNTS.search(left[-25:]) is not None or re.search(r"hiệu\s+lực|số\s+liệu|tính\s", left) is not None
        if re.search(r"(?<!\w)(?:gửi|nộp|nhận|đăng\s+ký)(?!\w)[^.;:]{0,90}\s(?:kể\s+)?từ\s[^.;]{1,40}$", left):
            return True  # a window for handing in ends with its last day
        if not left.strip(" ,-"):
            return re.match(r"\s*,?\s*(?:phải\s+|cơ\s+bản\s+)?(?:hoàn\s+thành|hoàn\s+tất|kết\s+thúc|chấm\s+dứt)(?!\w)", low[end:stop]) is not None and not _HORIZON.search(low, end, stop)
        return not reach and not counts and _RECEIVES.search(left) is not None and not _STALE_RIGHT.match(low, end)
    if hit.kind == "in":
        return _falls_in(low, begin, hit, end) or (recurs and bool(_verb().search(left) or _strong().search(low, end, stop)) and not re.search(r"(?<!\w)(?:họp|tiếp|sinh\s+hoạt|giao\s+ban|nghỉ|tổ\s+chức|lễ|kỷ\s+niệm)(?!\w)", left + low[end : end + 60]))
    if recurs or not moment.year:
        return not re.search(r"(?<!\w)(?:sinh|từ|đến|tới|tính)\s*$", left) and (recurs or bool(_verb().search(low, begin, stop) or _ROUND.match(left)))
    if moment.month is None and moment.quarter is None:  # "trước năm 2030"
        return bool(re.search(r"(?<!\w)(?:hoàn\s+thành|hoàn\s+tất|xong|kết\s+thúc|chấm\s+dứt)(?!\w)", left)) and not _past().search(left)
    return _demands(low, begin, hit, end, stop, context.year is not None)


def _followers(low: str, hit: _Hit, end: int) -> Iterator[_Hit]:
    """Further dates joined to the first one: "… ngày 10 tháng 7 … và ngày 15 tháng 01 của năm sau"."""
    for _ in range(3):
        joined = _AND.match(low, end)
        moment = read_moment(low, joined.end()) if joined else None
        if moment is None or not (moment.month or (moment.day and not hit.moment.month)):
            return
        yield replace(hit, start=moment.start, moment=moment)
        end = moment.end


def _dated(low: str, text: str, context: Context) -> Iterator[tuple[Deadline, Duty, str, float | None]]:
    opening = lowered(context.opens_list or "")[-300:]
    standing = context.year is None or context.doc_type in _STANDING
    used: set[int] = set()
    earlier: Duty | None = None
    done = 0
    for first in _hits(low):
        queue = [first]
        while queue:
            hit = queue.pop(0)
            if hit.moment.start in used:
                continue
            bounds = sentence_bounds(low, hit.start, hit.moment.end)
            again = read_recurrence(low, hit.moment, bounds, opening, standing)
            if not _is_deadline(low, bounds, hit, again.end, again.rrule is not None, context) and hit is first:
                break
            used.add(hit.moment.start)
            if hit is first:
                queue += _followers(low, hit, again.end)
            year, sure = context.year, None
            if year is not None and not hit.moment.year and not again.rrule:
                year += again.years_on
                passed = hit.moment.month and context.month and hit.moment.month < context.month and not again.years_on
                sure = 0.4 if passed else None
            date = None if again.rrule else hit.moment.iso(year)
            if date is None and again.rrule is None:
                continue
            duty = earlier = split_duty(text, low, hit.start, again.end, context, done, earlier)
            done = again.end
            how = "recurring" if again.rrule else "cutoff" if hit.kind == "after" else hit.relation
            yield Deadline(date, hit.relation, again.rrule, action=duty.action, responsible=duty.responsible, submit_to=duty.submit_to), duty, how, sure


def _first_days(low: str, text: str, context: Context) -> Iterator[tuple[Deadline, Duty, str, float | None]]:
    """"trong 15 ngày đầu mỗi tháng" is by the 15th of each month; "trước 16 giờ hằng ngày" comes daily."""
    for found in _FIRST_DAYS.finditer(low):
        day, months = int(found["n"]), "FREQ=YEARLY;BYMONTH=1,4,7,10" if found["of"] == "quý" else "FREQ=MONTHLY"
        duty = split_duty(text, low, found.start(), found.end(), context)
        if 1 <= day <= 31:
            yield Deadline(None, "by", f"{months};BYMONTHDAY={day}", action=duty.action, responsible=duty.responsible, submit_to=duty.submit_to), duty, "recurring", None
    for found in _DAILY.finditer(low):
        duty = split_duty(text, low, found.start(), found.end(), context)
        yield Deadline(None, "before", "FREQ=DAILY", action=duty.action, responsible=duty.responsible, submit_to=duty.submit_to), duty, "recurring", None


def _relative(low: str, text: str, context: Context) -> Iterator[tuple[Deadline, Duty, str, float | None]]:
    for term in find_terms(low):
        duty = split_duty(text, low, term.start, term.end, context)
        event = text[term.event[0] : term.event[1]].strip() if term.event else None
        yield (
            Deadline(None, term.relation, None, term.duration, term.business_days, event, duty.action, duty.responsible, duty.submit_to),
            duty,
            "within" if term.relation == "within" else "ahead",
            None,
        )


def extract_deadlines(passage: Passage, context: Context) -> list[Found[Deadline]]:
    """The deadlines of one passage in reading order; every date of a sentence is an item of its own.

    Dates are ISO 8601, partial allowed; a date without a year takes the year of issue (with confidence 0.4 when its month
    is over by then). Dates before the month of issue are left out. Rules: `deadlines.before`, `.by`, `.recurring`,
    `.cutoff` ("gửi sau ngày … sẽ không được xét"), `.within`, `.ahead` (a length of time before an event).
    """
    low = lowered(passage.text)
    if not any(word in low for word in _KEYWORDS) or low.startswith("căn cứ "):
        return []
    found = [*_dated(low, passage.text, context), *_first_days(low, passage.text, context), *_relative(low, passage.text, context)]
    found.sort(key=lambda item: (item[1].end, item[1].start))
    return [
        Found(deadline, passage.at(duty.start, duty.end), f"deadlines.{how}", confidence=sure)
        for deadline, duty, how, sure in found
    ]


def drop_repeats(deadlines: Iterable[Found[Deadline]]) -> list[Found[Deadline]]:
    """Without the cut-offs ("gửi sau ngày 22/01/2018 sẽ không được trình") whose date another deadline already states."""
    every = list(deadlines)
    stated = {item.value.date for item in every if item.rule != "deadlines.cutoff"}
    kept: list[Found[Deadline]] = []
    for item in every:
        if item.rule == "deadlines.cutoff" and item.value.date in stated:
            continue
        stated |= {item.value.date} if item.rule == "deadlines.cutoff" else set()
        kept.append(item)
    return kept
