"""The document's own period: of the campaign or plan that it launches, or of its effect where that has an end.

A term of office, a period only mentioned, another document's, an event's schedule, a reporting period, a past span are none, nor
is an effect without an end (gold guidelines, "period"). `extract_periods` and `extract_period_of_subject` give candidates whose
rule tells how strong they are; `choose_period` takes one or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.fields.dates import Moment, lowered, read_moment
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Period

_YEAR = r"(?:19|20|21)\d\d"
_TO = r"\s*,?\s*(?:(?:và\s+)?được\s+thực\s+hiện\s+|cho\s+)?(?:đến|tới|[-–—])\s*(?:hết\s+)?"
_START = re.compile(r"(?:trong\s+)?(?:khoảng\s+)?(?:thời\s+gian\s+)?(?:kể\s+từ|bắt\s+đầu\s+từ|tính\s+từ|từ)\s+|(?:vào\s+|trong\s+)?(?=ngày\s|tháng\s|qu[ýí]\s|\d)")
_EVENT = re.compile(
    r"(?P<event>(?:sau\s+)?(?:ngày|khi|thời\s+điểm)\s+(?:phát\s+động|ký|ban\s+hành|có\s+hiệu\s+lực|được\s+phê\s+duyệt|phê\s+duyệt|triển\s+khai|công\s+bố|thông\s+qua)"
    r"(?:\s+(?!đến(?!\w)|tới(?!\w)|cho(?!\w)|và(?!\w))\w+){0,6}|nay)(?=\s*,?\s*(?:đến|tới|cho|và\s+được|[-–—]))"
)
_TO_END = re.compile(_TO)
_DAYS = re.compile(
    rf"(?:ngày\s+)?(?<!\d)(?P<d1>\d{{1,2}})(?:\s?/\s?(?P<m1>\d{{1,2}})(?:\s?/\s?(?P<y1>{_YEAR}))?)?\s?[-–—]\s?(?:ngày\s+)?"
    rf"(?P<d2>\d{{1,2}})(?:\s?/\s?|\s+tháng\s+)(?P<m2>\d{{1,2}})(?:\s?/\s?|\s+năm\s+)(?P<y2>{_YEAR})(?!\d)"
)
_MONTHS = re.compile(rf"tháng\s+(?P<m1>\d{{1,2}})\s?[-–—]\s?(?P<m2>\d{{1,2}})(?:\s?/\s?|\s+năm\s+)(?P<y2>{_YEAR})(?!\d)")
_QUARTERS = re.compile(rf"(?:trong\s+)?qu[ýí]\s+(?P<q1>iii|ii|iv|i|[1-4])\s*(?:,|và|[-–—]|đến)\s*(?:qu[ýí]\s+)?(?P<q2>iii|ii|iv|i|[1-4])(?:\s?/\s?|\s+năm\s+|\s+)(?P<y>{_YEAR})(?!\d)")
_YEARS = re.compile(rf"(?:trong\s+)?(?:\d+\s+năm,?\s+)?(?:giai\s+đoạn|(?:các\s+|hai\s+|02\s+)?năm)\s+(?:năm\s+)?(?P<y1>{_YEAR})(?:\s*(?:,|và|[-–—]|đến)\s*(?:năm\s+)?(?:{_YEAR}\s*(?:,|và)\s*){{0,4}}(?P<y2>{_YEAR}))?(?![\d/])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_CAMPAIGN = r"(?:phong\s+trào|đợt\s+thi\s+đua|thi\s+đua|kế\s+hoạch|chiến\s+dịch|tháng\s+hành\s+động|chương\s+trình|cuộc\s+vận\s+động|đợt\s+cao\s+điểm|đề\s+án|tháng\s+cao\s+điểm|tuần\s+lễ|phương\s+án|cuộc\s+thi\s+đua)"
_LABEL = re.compile(
    rf"(?P<own>thời\s+(?:gian|hạn)\s+(?:(?:dự\s+kiến|tổ\s+chức|triển\s+khai|thực\s+hiện|tiến\s+hành|phát\s+động|áp\s+dụng|của|diễn\s+ra|hoạt\s+động|cho)\s+){{0,4}}(?:\w+\s+){{0,2}}?{_CAMPAIGN}[^:.;\d]{{0,80}}?(?=\s*(?::|(?:kể\s+)?từ\s|trong\s|bắt\s+đầu|dự\s+kiến|là\s)))"
    r"|(?P<task>thời\s+(?:gian|hạn)(?:\s+(?:dự\s+kiến|tổ\s+chức|triển\s+khai|thực\s+hiện|tiến\s+hành|thanh\s+tra|kiểm\s+tra|khảo\s+sát|giám\s+sát|phát\s+động|áp\s+dụng|ra\s+quân|diễn\s+ra|thí\s+điểm|cao\s+điểm)(?:,\s+)?){0,4}(?:\s+dự\s+kiến)?)"
)
_COLON = re.compile(r"\s*(?:\([^)]{0,40}\))?\s*[:.]?\s*(?:dự\s+kiến\s+|là\s+|được\s+tính\s+|tính\s+|bắt\s+đầu\s+)?")
_LAUNCH = re.compile(
    rf"(?:phát\s+động|tổ\s+chức|triển\s+khai|mở)\s+(?:\w+\s+){{0,4}}?(?:{_CAMPAIGN}|đợt)[^.;]{{0,500}}?(?:trong\s+thời\s+gian|thời\s+gian|,)\s+(?=(?:kể\s+)?từ\s)"
    r"|(?:được|sẽ)\s+(?:triển\s+khai|thực\s+hiện|phát\s+động|tổ\s+chức|tiến\s+hành)\s+(?:trong\s+thời\s+gian\s+|vào\s+|trong\s+)?(?=(?:kể\s+)?từ\s|ngày\s+\d)"
)
_EFFECT = re.compile(
    r"(?:nghị\s+quyết|quyết\s+định|thông\s+tư|kế\s+hoạch|chỉ\s+thị|quy\s+định|nghị\s+định|văn\s+bản|quy\s+chế|chương\s+trình|đề\s+án|công\s+văn|thông\s+báo|hướng\s+dẫn)\s+này\s+"
    r"(?:(?P<only>được\s+(?:thực\s+hiện|áp\s+dụng|thí\s+điểm)|có\s+hiệu\s+lực(?:\s+thi\s+hành)?)\s+(?:cho\s+)?(?=đến)|(?:có\s+hiệu\s+lực|được\s+áp\s+dụng|được\s+thực\s+hiện|áp\s+dụng)(?:\s+thi\s+hành)?\s+(?=kể\s+từ|từ|trong))"
)
_ASSIGN = re.compile(r"(?:phân\s+công|giao)\s+(?:nhiệm\s+vụ|công\s+việc|công\s+tác)[^.;]{0,200}?\s(?=kể\s+từ\s+ngày\s)")
#: What takes place on days and does not last as a plan does.
_OCCASION = re.compile(
    r"(?<!\w)(?:hội\s+nghị|hội\s+thi|hội\s+thao|hội\s+thảo|hội\s+diễn|hội\s+chợ|cuộc\s+họp|họp|lễ|tập\s+huấn|lớp|khóa|khoá|thi\s+tuyển|phỏng\s+vấn|khai\s+mạc|đại\s+hội"
    r"|kỳ\s+thi|xét\s+tuyển|tuyển\s+dụng|tuyển\s+sinh|bỏ\s+phiếu|diễn\s+tập|tham\s+quan|mời|chấm|nghỉ|nộp|gửi|nhận\s+(?:hồ\s+sơ|bài)|tiếp\s+nhận|đăng\s+ký|báo\s+cáo|số\s+liệu)(?!\w)"
)
_PAST = re.compile(r"(?<!\w)(?:đã|nhiệm\s+kỳ|số\s+liệu|kỳ\s+báo\s+cáo|niên\s+khóa|tự\s+(?:kiểm\s+tra|đánh\s+giá|rà\s+soát)|kết\s+quả)(?!\w)")
_CLOCK = re.compile(r"\d{1,2}\s?(?:giờ|h)(?:\s|\d)")
_NO_PERIOD = frozenset({"Giấy mời", "Báo cáo", "Biên bản", "Tờ trình", "Giấy giới thiệu", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Hợp đồng"})

# The subject line.
_PHASE = re.compile(
    rf"(?<!\w)(?:giai\s+đoạn|thời\s+kỳ|năm\s+học|từ\s+năm|(?:các\s+|hai\s+|02\s+)?năm)\s+(?:từ\s+)?(?:năm\s+)?(?P<y1>{_YEAR})\s*(?:[-–—,]|đến|và)\s*(?:năm\s+)?(?P<y2>{_YEAR})(?![\d/])"
)
_MONTH = re.compile(rf"(?<!\w)(?:tháng\s+\d{{1,2}}|qu[ýí]\s+(?:iii|ii|iv|i|[1-4]))(?:\s?[/-]\s?|\s+năm\s+){_YEAR}(?!\d)")
_ONE_YEAR = re.compile(rf"(?<!\w)năm\s+(?P<y>{_YEAR})(?!\s*[-–,]\s*\d|[\d/])")
_TERM_BEFORE = re.compile(r"(?:nhiệm\s+kỳ|khóa|khoá|niên\s+khóa|kết\s+quả[^,;]{0,120}|tổng\s+kết[^,;]{0,120}|sơ\s+kết[^,;]{0,120}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}|/\d{1,2})\s*,?\s*$")
_PLANS = frozenset({"Kế hoạch", "Chương trình", "Phương án", "Phát động thi đua", "Chương trình công tác"})
_ENACTS = re.compile(r"(?<!\w)(?:ban\s+hành|phê\s+duyệt|thông\s+qua)\s+(?:\w+\s+){0,3}?(?:kế\s+hoạch|chương\s+trình|đề\s+án|phương\s+án|quy\s+hoạch|chiến\s+lược|danh\s+mục\s+kế\s+hoạch)(?!\w)")
_LAUNCHES = re.compile(r"(?<!\w)phát\s+động(?!\w)")
_RESPONDS = re.compile(r"(?<!\w)(?:hưởng\s+ứng|thực\s+hiện|do|căn\s+cứ|theo)\s[^,;]{0,200}$")
#: The year names the thing judged, chosen or held, not the plan's own course ("xét công nhận sáng kiến … năm 2017").
_JUDGES = re.compile(
    r"(?<!\w)(?:xét|công\s+nhận|bình\s+xét|tuyển|thi|thi\s+tuyển|tuyển\s+dụng|tuyển\s+sinh|bầu|tổng\s+kết|sơ\s+kết|hội\s+nghị|hội\s+thi|hội\s+thao|hội\s+diễn|lễ|đại\s+hội"
    r"|kỷ\s+niệm|tết|tháng\s+hành\s+động|tuần\s+lễ|ngày|khen\s+thưởng|cuộc\s+thi|kỳ\s+thi|tham\s+dự|tham\s+gia|nâng\s+bậc|nâng\s+ngạch|thăng\s+hạng|đại\s+hội|thẩm\s+định|diễn\s+tập|tọa\s+đàm|gặp\s+mặt)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class _Range:
    start: str | None
    end: str | None
    event: tuple[int, int] | None
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


def _iso_pair(found: re.Match[str], low: str) -> _Range | None:
    """The days, months, quarters or years on both sides of a dash."""
    g = {name: int(value) if value.isdigit() else _ROMAN[value] for name, value in found.groupdict().items() if value}
    if "q1" in g:
        start, end = Moment(0, 0, month=g["q1"] * 3 - 2, year=g["y"]).iso(), Moment(0, 0, quarter=g["q2"], year=g["y"]).iso()
    elif "m2" in g:
        last = Moment(0, 0, g.get("d2"), g["m2"], g["y2"])
        start, end = _first_day(Moment(0, 0, g.get("d1"), g.get("m1"), g.get("y1")), last), last.iso()
    else:
        start, end = str(g["y1"]), str(g.get("y2", g["y1"]))
    return _Range(start, end, None, found.start(), found.end()) if start and end and start <= end else None


def _single(moment: Moment) -> tuple[str, str] | None:
    if not moment.year or moment.day:
        return None
    if moment.quarter:
        return f"{moment.year:04d}-{moment.quarter * 3 - 2:02d}", f"{moment.year:04d}-{moment.quarter * 3:02d}"
    iso = moment.iso()
    return (iso, iso) if iso else None


def _read_range(low: str, at: int) -> _Range | None:
    """The span of time that begins at `at`: with two ends, or one month, quarter or year by itself."""
    start = _START.match(low, at)
    begin = start.end() if start else at
    for pattern in (_DAYS, _MONTHS, _QUARTERS, _YEARS):
        found = pattern.match(low, begin)
        if found and not (pattern is _YEARS and start and "từ" in start[0]):
            return _iso_pair(found, low)
    event = _EVENT.match(low, begin)
    first = None if event else read_moment(low, begin)
    stop = event.end() if event else first.end if first else -1
    link = _TO_END.match(low, stop) if stop >= 0 else None
    last = read_moment(low, link.end()) if link else None
    if last is not None and last.iso():
        opening = None if event or first is None else _first_day(first, last)
        if event or (opening and opening <= (last.iso() or "")):
            return _Range(opening, last.iso(), event.span("event") if event else None, at, last.end)
    if first is not None and not link:
        alone = _single(first)
        return _Range(*alone, None, at, first.end) if alone and not (start and "từ" in start[0]) else None
    return None


def _found(passage: Passage, span: _Range, how: str, begin: int | None = None) -> Found[Period]:
    event = passage.text[span.event[0] : span.event[1]].strip() if span.event else None
    return Found(Period(span.start, span.end, event), passage.at(span.at if begin is None else begin, span.until), f"period.{how}")


def _labelled(low: str, passage: Passage, context: Context) -> Iterator[Found[Period]]:
    """"Thời gian thực hiện phong trào: từ … đến …"; a task's own "Thời gian thực hiện: …" is weaker."""
    for label in _LABEL.finditer(low):
        colon = _COLON.match(low, label.end())
        span = _read_range(low, colon.end() if colon else label.end())
        if span is None or _bars(low, label.start(), span.until):
            continue
        own = label["own"] is not None or (_tells_time(context) and span.start != span.end)
        yield _found(passage, span, "explicit" if own else "schedule", label.start())


def _bars(low: str, start: int, end: int) -> bool:
    """Whether what stands before a span of time makes it an occasion's, a report's or a past one."""
    begin = max(0, start - 120)
    sentence = low[max(begin, low.rfind(". ", begin, start), low.rfind(";", begin, start)) : end]
    return bool(_OCCASION.search(sentence) or _PAST.search(sentence) or _CLOCK.search(low, start, end))


def _tells_time(context: Context) -> bool:
    """Whether the innermost heading that speaks of time is the document's own: "IV. THỜI GIAN THI ĐUA"."""
    heading = next((low for low in map(lowered, reversed(context.headings)) if "thời gian" in low), None)
    return heading is not None and not _OCCASION.search(heading)


def _headed(low: str, passage: Passage, context: Context) -> Iterator[Found[Period]]:
    """A span of time that opens a passage under such a heading, or stands after its colon."""
    if not _tells_time(context):
        return
    places = [0] + [mark + 1 for mark in (low.find(":"),) if mark >= 0]
    for place in places:
        begin = place + len(low[place:]) - len(low[place:].lstrip(" -–+•*\t"))
        begin = _COLON.match(low, begin).end() if low.startswith("dự kiến", begin) else begin  # type: ignore[union-attr]
        span = _read_range(low, begin)
        if span and not _bars(low, begin, span.until):
            yield _found(passage, span, "heading")
            return


def _launched(low: str, passage: Passage) -> Iterator[Found[Period]]:
    for launch in _LAUNCH.finditer(low):
        span = _read_range(low, launch.end())
        if span and span.until - span.at > 12 and not _PAST.search(low[max(0, launch.start() - 60) : launch.start()]):
            yield _found(passage, span, "explicit")


def _effective(low: str, passage: Passage) -> Iterator[Found[Period]]:
    for effect in _EFFECT.finditer(low):
        if effect["only"]:
            link = _TO_END.match(low, effect.end())
            last = read_moment(low, link.end()) if link else None
            if last and last.iso():
                yield _found(passage, _Range(None, last.iso(), None, effect.end(), last.end), "effect", effect.start("only"))
            continue
        span = _read_range(low, effect.end())
        if span and span.end and span.start != span.end:
            yield _found(passage, span, "effect")


def _assigned(low: str, passage: Passage) -> Iterator[Found[Period]]:
    """"phân công nhiệm vụ … kể từ ngày 04/5/2021": the start is certain, the end open."""
    for assign in _ASSIGN.finditer(low):
        moment = read_moment(low, assign.end() + len("kể từ "))
        if moment and moment.iso():
            yield _found(passage, _Range(moment.iso(), None, None, assign.end(), moment.end), "assignment")


@cache
def _worth() -> re.Pattern[str]:
    return re.compile(r"thời\s+(?:gian|hạn)|hiệu\s+lực|được|sẽ|phát\s+động|tổ\s+chức|triển\s+khai|kể\s+từ|từ\s+(?:ngày|tháng|năm|nay|khi|\d)")


def extract_periods(passage: Passage, context: Context) -> list[Found[Period]]:
    """Candidates for the document's own period in one passage of the body.

    Rules, strongest first: `period.explicit` (a labelled or launched campaign), `period.heading` (under a heading that
    speaks of time), `period.effect` (with an end), `period.schedule` (a bare "Thời gian thực hiện: …", of the document or of
    one of its tasks), `period.assignment`, `period.launch` ("phát động phong trào …, giai đoạn 2021 - 2025").
    """
    if context.doc_type in _NO_PERIOD:
        return []
    low = lowered(passage.text)
    found: list[Found[Period]] = []
    if "20" in low and _worth().search(low):
        found += _labelled(low, passage, context)
        found += _launched(low, passage)
        found += _effective(low, passage)
        found += _assigned(low, passage)
    if not found and "20" in low:
        found += _headed(low, passage, context)
    if not found and "phát động" in low:
        found += _phase_of_launch(low, passage)
    return found


def _phase_of_launch(low: str, passage: Passage) -> Iterator[Found[Period]]:
    """"Sở … phát động phong trào thi đua yêu nước, giai đoạn 2021 - 2025 với những nội dung …"."""
    for launch in _LAUNCHES.finditer(low):
        before = low[max(0, launch.start() - 10) : launch.start()]
        stop = min((at for at in (low.find(mark, launch.end()) for mark in (";", ". ", "”", " do ", " của ")) if at >= 0), default=len(low))
        phase = _PHASE.search(low, launch.end(), min(stop, launch.end() + 300))
        one = phase or _ONE_YEAR.search(low, launch.end(), min(stop, launch.end() + 300))
        if one and not re.search(r"(?<!\w)(?:đã|việc|do)\s+$", before) and not _TERM_BEFORE.search(low[launch.end() : one.start()]):
            first = one["y1"] if phase else one["y"]
            yield _found(passage, _Range(first, one["y2"] if phase else first, None, one.start(), one.end()), "launch")
            return


def extract_period_of_subject(passage: Passage, context: Context) -> Found[Period] | None:
    """The years, year or month that the subject line gives a plan; rule `period.subject`.

    Only where the document itself is the plan (Kế hoạch, Chương trình …, a decision that enacts one, a launch): a board set up
    "giai đoạn 2016 - 2020" or a title awarded "năm 2017" has no period. A single year that names what is judged, elected or
    celebrated ("xét công nhận sáng kiến … năm 2017") gives none.
    """
    low = lowered(passage.text)
    enacts, launches = _ENACTS.search(low), _LAUNCHES.search(low)
    if context.doc_type not in _PLANS and not launches and not (enacts and context.doc_type in {"Quyết định", "Nghị quyết", None}):
        return None
    for pattern in (_MONTH, _ONE_YEAR, _PHASE):
        for found in pattern.finditer(low):
            if _TERM_BEFORE.search(low[: found.start()]) or (pattern is not _PHASE and _JUDGES.search(low[: found.start()])):
                continue
            if pattern is _MONTH:
                moment = read_moment(low, found.start())
                pair = _single(moment) if moment else None
            else:
                pair = (found["y1"], found["y2"]) if pattern is _PHASE else (found["y"], found["y"])
            if pair and pair[0] <= pair[1]:
                return _found(passage, _Range(*pair, None, found.start(), found.end()), "subject")
    return None


_STRENGTH = ("period.explicit", "period.heading", "period.effect", "period.schedule", "period.assignment", "period.launch", "period.subject")


def choose_period(candidates: Iterable[Found[Period]]) -> Found[Period] | None:
    """The one period that the document has, of all candidates in document order; None when there is none or it is unsure.

    Stronger rules win, then the earlier place. Several unlike spans under headings of time, or several tasks' own
    "Thời gian thực hiện", are a schedule of steps and no period.
    """
    by_rule: dict[str, list[Found[Period]]] = {}
    for item in candidates:
        by_rule.setdefault(item.rule, []).append(item)
    for rule in _STRENGTH:
        items = by_rule.get(rule, [])
        alike = len({(item.value.start, item.value.end) for item in items}) == 1
        if items and (alike or rule not in ("period.heading", "period.schedule")):
            return items[0]
    return None
