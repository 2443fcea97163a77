"""Dates to which words of a deadline lead: "chậm nhất là ngày …", "hạn chót: 17h00 ngày …", "trong quý II", whether they bind or not.

`due` judges which of them bind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.fields.dates import Lazy, Moment, read_moment, spaced

_TRIGGER = spaced(
    r"(?<!\w)(?:"
    r"(?P<late>(?:chậm|muộn|trễ) nhất|không (?:muộn|chậm|trễ) (?:hơn|quá)|không (?:quá|sau)(?= ngày))"
    r"|(?P<last>(?:thời )?hạn (?:chót|cuối cùng|cuối))(?:[^.;:\d]{0,60}?)(?=\s*(?::|là|vào|đến|trước|chậm|ngày|\d))"
    r"|(?P<before>(?<!năm )(?<!tháng )(?<!quý )(?<!kỳ )(?<!ngày )trước(?=\s)"
    r"|trước(?= (?:ngày )?\d{1,2}\s?(?:[/h\-]|giờ)| (?:ngày )?thứ | ngày \d))"
    r"|(?P<until>(?:đến|tới) hết)"
    r"|(?P<to>(?:đến|tới)(?= (?:ngày )?\d{1,2}\s?/\s?\d| ngày \d| (?:cuối )?(?:tháng \d|qu[ýí] )| cuối năm "
    r"| \d{1,2}\s?(?:giờ|h)\s?(?:\d\d)?(?: phút)?,? ngày ))"
    r"|(?P<label>(?:thời (?:gian|hạn)|hạn) (?:phải )?(?:hoàn thành|hoàn tất|nộp|gửi|báo cáo|nhận|tiếp nhận|thu nhận|đăng ký|trình"
    r"|kết thúc|phát hành và nhận|các đơn vị (?:gửi|nộp)|thực hiện xong)(?!\w)[^.;:\d]{0,90}?(?<!sau)(?=\s*(?::|là|vào|đến|từ"
    r"|trong|ngày \d)))"
    r"|(?P<in>trong|(?:định kỳ )?(?:vào(?: các)?|định kỳ))(?= (?:tháng|qu[ýí]|năm|ngày|đầu|giữa|cuối|nửa|thứ"
    r"|(?:lúc )?\d{1,2}\s?(?:giờ|h)\s?(?:\d\d)?(?: phút)? (?:ngày )?thứ|(?:buổi )?(?:sáng|chiều|tối) (?:ngày|thứ))\s)"
    r"|(?P<after>sau)(?= ngày \d)"
    r"|(?P<opens>(?:^|(?<=[.;:+\-–]\s)))(?=(?:tháng \d|qu[ýí] [i\d]))"
    r"|(?P<on>)(?=ngày (?:\d{1,2}(?:\s?/\s?\d{1,2})?|cuối(?: cùng)?) (?:của )?(?:(?:hằng|hàng|mỗi|từng) (?:tháng|năm|quý)"
    r"|tháng (?:đầu|giữa|cuối) )"
    r"|(?:(?:buổi )?(?:sáng|chiều) )?(?:ngày )?thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]) (?:hằng|hàng|mỗi) tuần)"
    r")"
)
#: What may stand between such words and the date: "chậm nhất là vào ngày", "hạn chót: trước ngày".
_LINK = spaced(
    r"\s*(?:(?:ngày )?hôm nay\s*[,(]?\s*)?:?\s*(?:(?:là|vào|đến|tới|hết|trong|trước|các|cho đến|thời điểm|khoảng|dự kiến|cuối|ngay"
    r"|(?:nửa )?(?:đầu|giữa)(?= tháng| qu[ýí]))(?!\w)\s*:?\s*){0,4}"
)
_AFTER_BEFORE = spaced(r"\s*:?\s*(?:(?:thời điểm|và trong|hoặc trong|trong|hết|các|cuối) ){0,2}")
_TURNS_BEFORE = Lazy(r"(?<!\w)trước(?!\w)")
#: "từ ngày 01/5 đến hết ngày", "từ ngày phát động đến 17h00 ngày": the window of a label ends with its last day.
_WINDOW = spaced(
    r"\s*:?\s*(?:kể )?từ [^.;:]{1,80}?(?:đến|tới)(?: hết)? (?:\d{1,2}\s?(?:h|giờ)\s?(?:\d\d)?(?:\s?phút)?,? )?(?=ngày|\d|tháng)"
)
#: "17h00", "17 giờ 30 phút,", "16 giờ 00 (giờ Việt Nam)"
_TIME = spaced(
    r"(?:lúc )?\d{1,2}\s?(?:giờ|h|g|:)\s?(?:\d{1,2}\s?(?:phút|’|'|p)?)?(?:\s*\([^)]{1,30}\))?(?:\s*,)?(?: (?:của|sáng|chiều|trưa"
    r"|tối|cùng))? "
    r"|(?:buổi )?(?:sáng|chiều|tối) (?=(?:ngày )?thứ\s|ngày\s)"
)
#: "thứ Năm (16/9/2021)", "thứ Hai, ngày 20/9/2021": the date tells the day.
_WEEKDAY_OF = spaced(
    r"(?:ngày )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s*(?:,|\(|[-–])?\s*(?=(?:ngày )?\d{1,2}\s?[/.-]\s?\d|ngày \d)"
)
#: "trước hết quý III", "trước cuối quý": its last month; "trước quý III" is before its first.
_TO_ITS_END = Lazy(r"(?<!\w)(?:hết|cuối|kết thúc)(?!\w)")
#: "trước khi kết thúc năm học (31/5/2022)", "trước Ngày hội Đại đoàn kết 18/11/2021": an event with its date.
_NO_EVENTS = r"(?:quyết định|công văn|nghị quyết|luật|thông tư|nghị định|chỉ thị|văn bản|giấy|hợp đồng|hiệu lực|số|thông báo|tờ trình)"
_EVENT = spaced(
    rf"\s*(?:là |vào )?(?:(?:khi|ngày|dịp|thời điểm|lễ|tết|kỳ|đại hội|hội nghị|mùa|cuộc|phiên|giờ)(?!\w)"
    rf"(?:(?!{_NO_EVENTS}(?!\w))[^.;:,()]){{2,100}}?\s*\((?:dự kiến |vào |tức |là )?(?=(?:ngày |tháng )?\d{{1,2}}\s?/\s?\d)"
    r"|(?:dịp |kỳ (?:nghỉ )?)?(?:ngày (?:hội|lễ|tết|quốc|bầu cử|khai|thành lập|truyền thống|kỷ niệm|giải phóng|thương binh|nhà giáo|sinh"
    r"|giỗ|thầy thuốc|báo chí|phụ nữ|doanh nhân|pháp luật|môi trường)|lễ|tết|kỷ niệm|đại hội)(?!\w)[^.;:,()]{0,90}? "
    r"(?=(?:ngày )?\d{1,2}\s?/\s?\d{1,2}(?!\d)))"
)
#: "trước ngày thi (20/6/2021) 05 ngày" counts back from it.
_COUNTED_BACK = spaced(r"[\s),]*(?:ít nhất|tối thiểu|chậm nhất|không|tối đa|\d{1,2} (?:ngày|tuần|tháng))")
#: A further date that stands in one row with the first: "trước ngày 25/6 và 25/11/2019", "… và trước ngày 10/12/2021".
_IN_A_ROW = spaced(r"\s*(?:\((?:\d{1,2} )?[^)\d]{0,60}\))?\s*(?:,|;|và|hoặc) (?:(?:vào|là|trước|chậm nhất) ){0,2}(?=ngày \d|\d)")
_JOINED = spaced(r"\s*(?:,|và|hoặc|[-–]|đến) (?=tháng|qu[ýí])")
_AND = spaced(
    r"\s*(?:\((?:\d{1,2} )?[^)\d]{0,90}\)|(?:đối với|cho|của|\(đối với)[^.;:()]{0,90}?\)?)?"
    r"\s*,?\s*(?:và|hoặc) (?:vào |là )?(?=ngày (?:\d|cuối)|\d)"
    r"|\s*,\s*(?=\d{1,2}\s?/\s?\d{1,2}(?!\d))"
    r"|\s*(?:\([^)]{0,90}\)|(?:đối với|cho)\s[^.;:(),]{2,90}?)\s*,\s*(?=(?:ngày )?\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?"
    r"\s*(?:\(|đối với |cho |[.;]|$))"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that lead to a date, and the date."""

    kind: str  #: the group of the trigger: late, last, before, until, label, in, after, on, to, opens; "event" for one with its date
    start: int
    moment: Moment
    relation: str  #: "before" or "by"

    @property
    def is_bare_year(self) -> bool:
        return self.moment.month is None and self.moment.quarter is None and self.moment.day is None and self.moment.weekday is None


def _moment_after(low: str, at: int, kind: str) -> tuple[Moment, str] | None:
    """The date that words ending at `at` lead to, with what stands between."""
    window = _WINDOW.match(low, at) if kind == "label" else None
    if window:
        last = read_moment(low, window.end())
        return (last, "") if last else None
    link = (_AFTER_BEFORE if kind == "before" else _LINK).match(low, at)
    begin = link.end() if link else at
    time = _TIME.match(low, begin)
    begin = time.end() if time else begin
    if time and low.startswith("ngày ", begin) and not low[begin + 5 : begin + 6].isdigit():
        begin += len("ngày ")  # "16 giờ ngày thứ sáu"
    weekday = _WEEKDAY_OF.match(low, begin)
    begin = weekday.end() if weekday else begin
    moment, between = read_moment(low, begin), link[0] if link else ""
    if moment is None:
        return None
    if kind in ("in", "label"):
        return _last_of(low, moment), between
    before = kind == "before" or _TURNS_BEFORE.search(between)
    return (_first_of(moment) if before and not _TO_ITS_END.search(between) else moment), between


def _first_of(moment: Moment) -> Moment:
    """What is done before a quarter is done before its first month."""
    return replace(moment, month=moment.quarter * 3 - 2, quarter=None) if moment.quarter else moment


def _event_after(low: str, at: int) -> Moment | None:
    """The date of the event that is named at `at`, behind "trước"."""
    event = _EVENT.match(low, at)
    moment = read_moment(low, event.end()) if event else None
    return moment if moment and moment.month and not _COUNTED_BACK.match(low, moment.end) else None


def _last_of(low: str, moment: Moment) -> Moment:
    """Of "quý II và quý III năm 2023", "tháng 5, tháng 6/2023" the last; other moments as they are."""
    joined = None if moment.day or moment.year else _JOINED.match(low, moment.end)
    last = read_moment(low, joined.end()) if joined else None
    fits = last and last.year and not last.day and bool(last.quarter) == bool(moment.quarter) and bool(last.month) == bool(moment.month)
    return replace(last, start=moment.start) if last and fits else moment


def find_hits(low: str) -> Iterator[Hit]:
    """The dates of a lower-case passage that words of a deadline lead to, whether they bind or not."""
    seen: set[int] = set()
    for found in _TRIGGER.finditer(low):
        kind = found.lastgroup or ""
        after = _moment_after(low, found.end(), kind)
        if after and after[0].start not in seen:
            seen.add(after[0].start)
            before = kind == "before" or _TURNS_BEFORE.search(after[1])
            yield Hit(kind, found.start(), after[0], "before" if before else "by")
        event = _event_after(low, found.end()) if kind == "before" and not after else None
        if event and event.start not in seen:
            seen.add(event.start)
            yield Hit("event", found.start(), event, "before")


def lend_year(low: str, moment: Moment) -> Moment:
    """`moment` with the year, and the month where it has none, of the date that ends its row: "25/6 và 25/11/2019", "15 và 30/6/2021"."""
    end = moment.end
    for _ in range(4):
        joined = None if moment.year or not moment.day else _IN_A_ROW.match(low, end)
        last = read_moment(low, joined.end()) if joined else None
        if last is None or not (last.day and last.month):
            break
        if last.year:
            return dated_by(moment, last)
        end = last.end
    return moment


def dated_by(moment: Moment, last: Moment) -> Moment:
    """`moment` completed from a `last` date with a year, which it comes before."""
    month = moment.month or last.month or 0
    late = (month, moment.day or 0) > (last.month or 12, last.day or 31)
    whole = replace(moment, month=month or None, year=(last.year or 0) - late)
    return whole if whole.is_possible else moment


def find_followers(low: str, hit: Hit, end: int) -> Iterator[Hit]:
    """Further dates joined to the first one: "… ngày 10 tháng 7 … và ngày 15 tháng 01 của năm sau"."""
    for _ in range(3):
        joined = _AND.match(low, end)
        moment = read_moment(low, joined.end()) if joined else None
        if moment is None or not (moment.month or (moment.day and not hit.moment.month)):
            return
        yield replace(hit, start=moment.start, moment=moment)
        end = moment.end
