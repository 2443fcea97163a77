"""What a document launches (campaigns, plans, programmes) and the span that a sentence about one gives it, without a label.

"Đợt cao điểm thực hiện từ ngày … đến hết ngày …", "Phát động đợt thi đua … từ ngày … đến hết ngày …". Occasions, reports, what
is over and what another body launched have no span of the document's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.fields.dates import Lazy, spaced
from pipeline.fields.ranges import YEAR, TimeRange, read_range
from pipeline.found import Context

CAMPAIGN = (
    r"(?:phong trào|đợt thi đua|thi đua|kế hoạch|chiến dịch|tháng hành động|chương trình|cuộc vận động|đợt cao điểm|đề án|tháng cao điểm"
    r"|tuần lễ|phương án|cuộc thi đua)"
)
#: Looked for first, for it is rare and cheap.
_SPANS = Lazy(
    r"từ\s(?:ngày|tháng|nay|qu[ýí]|khi|năm|\d{1,2}[/.-]\d)(?s:.){1,90}?(?:đến|kết thúc)\s"
    r"|(?:trong|cả|suốt|vào)\s(?:năm|\w{1,4}\stháng)\s"
)
#: What a document launches, by the noun that its sentences speak of; "đợt 1", "tháng 6" are steps.
_OWN = (
    rf"(?:{CAMPAIGN}|đợt (?:ra quân|tổng|phát động|vận động|tuyên truyền|hành động|khuyến mại|này)|(?:tháng|mùa) (?:khuyến mại"
    r"|khuyến mãi|bán hàng|hưởng ứng|vận động)|hành trình)"
)
#: "Đợt cao điểm thực hiện từ …", "Phong trào thi đua chia làm 02 đợt, từ …": the campaign is what the sentence speaks of.
_RUNS = spaced(
    rf"(?<!\w){_OWN}(?: (?!từ )[^\s.;:]{{1,30}}){{0,16}}?,? (?:(?:được|sẽ|dự kiến) ){{0,3}}(?:diễn ra|thực hiện|triển khai|tổ chức"
    r"|tiến hành|kéo dài|phát động|bắt đầu|chia (?:làm|thành) (?:\w+ ){1,4}\w+)(?: (?:trong )?\d{1,3} (?:ngày|tuần|tháng|năm))?"
    r"(?: trên (?:[^\s.;:]{1,20} ){1,8}?[^\s.;:]{1,20})?,? (?:trong thời gian )?\(?(?=(?:kể |bắt đầu )?từ\s"
    rf"|(?:trong )?(?:(?:cả|suốt|toàn bộ) )?(?:năm (?:học )?|\w{{1,4}} tháng (?:đầu|cuối) năm ){YEAR})"
)
#: "Đợt thi đua nước rút từ ngày 20/4/2018 đến 30/6/2018" as a heading or an item: a name and its span, nothing else.
_NAMED = spaced(
    rf"\W*(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?|[a-zđ][.)]|[ivx]{{1,4}}\.)?[\s*\-–+]*(?P<name>(?:thực hiện |phát động |tổ chức )?{_OWN}"
    r"[^.;:,(]{0,120}?)[\s*,:(]*(?=(?:kể )?từ (?:ngày|tháng|\d{1,2}/))"
)
_STEP = Lazy(r"(?<!\w)(?:đợt|giai đoạn|tuần|lần)\s+(?:\d|i|v)|(?<!\w)thứ\s+(?:nhất|hai|ba)|(?<!\w)(?:đăng ký|nộp|báo cáo)(?!\w)")
_ENDS = Lazy(r"[\s*).;:]*$")

#: "Phát động đợt thi đua nước rút … từ ngày … đến …": no comma, hence nothing else between that could own the span.
_OPENED = spaced(
    rf"(?<!\w)(?:phát động|mở|ra quân|tổ chức(?= đợt\s)) (?:\w+ ){{0,3}}?{_OWN}(?:[^.;:,“”\"]|[“\"][^“”\"]{{0,120}}[”\"]){{0,200}}?"
    r"\s\(?(?=(?:kể )?từ (?:ngày|tháng|nay|qu[ýí])\s)"
)
#: What takes place on days and does not last as a plan does.
OCCASION = spaced(
    r"(?<!\w)(?:hội nghị|hội thi|hội thao|hội thảo|hội diễn|hội chợ|cuộc họp|họp|lễ|tập huấn|lớp|khóa|khoá|thi tuyển|phỏng vấn"
    r"|khai mạc|đại hội"
    r"|kỳ thi|xét tuyển|tuyển dụng|tuyển sinh|bỏ phiếu|diễn tập|tham quan|mời|chấm|nghỉ|nộp|gửi|nhận (?:hồ sơ|bài)|tiếp nhận"
    r"|đăng ký|báo cáo|số liệu)(?!\w)"
)
PAST = spaced(r"(?<!\w)(?:đã|nhiệm kỳ|số liệu|kỳ báo cáo|niên khóa|tự (?:\w+ ){0,2}?(?:kiểm tra|đánh giá|rà soát|chấm)|kết quả)(?!\w)")
_OPENING = spaced(r"(?:^|[.;:(–—\-+•*“\"]|\)\s)\s*(?:(?:dự kiến|về|phạm vi,|địa điểm,|tổng) )?$")
#: An hour of the day, but for midnight.
_CLOCK = spaced(r"(?<!\d)(?!(?:0{1,2}|24)\s?[gh]|23\s?(?:giờ|h)\s?59)\d{1,2}\s?(?:giờ|h)(?:\s|\d)")
_ITEM = spaced(r"[\s*\-–+•]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)])?[\s*]*")
#: What somebody is to have launched, in a list of tasks.
_HANDED_ON = spaced(r"(?:phối hợp|tham mưu|chỉ đạo|hướng dẫn|đôn đốc|vận động|đề nghị|giao|yêu cầu|chủ trì)(?!\w)[^.;]{0,120}$")
NOT_OURS = Lazy(r"(?<!\w)(?:đã|việc|do|về|sau khi)\s{1,9}$")


def opens(low: str, at: int) -> bool:
    """Whether position `at` begins a sentence, an item or a bracket; "trong thời gian từ …" inside a sentence does not."""
    return _OPENING.search(low, max(0, at - 60), at) is not None


def bars(low: str, start: int, end: int) -> bool:
    """Whether what stands before a span of time makes it an occasion's, a report's or a past one."""
    begin = max(0, start - 120)
    sentence = low[max(begin, low.rfind(". ", begin, start), low.rfind(";", begin, start)) : end]
    return bool(OCCASION.search(sentence) or PAST.search(sentence) or _CLOCK.search(low, start, end))


def is_over(span: TimeRange, context: Context) -> bool:
    """Whether a span had ended before the month in which the document was issued; False where that is unknown."""
    issued, end = f"{context.year or 0:04d}-{context.month or 1:02d}", (span.end or "9999")[:7]
    return end < issued[: len(end)]


def find_running(low: str, context: Context, headed: bool) -> Iterator[TimeRange]:
    """Spans of a campaign that its sentence speaks of; bare years only under a heading of time."""
    for runs in _RUNS.finditer(low) if _SPANS.search(low) else ():
        span = read_range(low, runs.end())
        if span is None or is_over(span, context) or not opens(low, runs.start()) or bars(low, runs.start(), span.until):
            continue
        if headed or len(span.end or "") > 4:
            yield span


def find_named(low: str, context: Context) -> Iterator[TimeRange]:
    """The span of a passage that has nothing but the name of a campaign and its span."""
    named = _NAMED.match(low) if len(low) < 400 else None
    span = read_range(low, named.end()) if named else None
    if named is None or span is None or not _ENDS.match(low, span.until) or is_over(span, context):
        return
    if not any(pattern.search(named["name"]) for pattern in (_STEP, OCCASION, PAST)):
        yield span


def _is_task(low: str, at: int) -> bool:
    """Whether the launch at `at` is one of the tasks that a list hands on: "b) Phối hợp Ủy ban Mặt trận … phát động …"."""
    begin = max(at - 160, 0, low.rfind(". ", 0, at) + 1, low.rfind(";", 0, at) + 1)
    label = _ITEM.match(low, begin, at)
    return _HANDED_ON.match(low, label.end() if label else begin, at) is not None


def find_opened(low: str, context: Context) -> Iterator[TimeRange]:
    """The span that follows a launch at once: "Phát động đợt thi đua nước rút … từ ngày 15/8/2014 đến hết ngày 31/12/2014"."""
    launches = ("phát động" in low or "mở " in low or "ra quân" in low or "tổ chức đợt" in low) and _SPANS.search(low)
    for launch in _OPENED.finditer(low) if launches else ():
        span, before = read_range(low, launch.end()), low[max(0, launch.start() - 30) : launch.start()]
        others = NOT_OURS.search(before) or OCCASION.search(launch[0]) or PAST.search(before) or _is_task(low, launch.start())
        if span and not others and not is_over(span, context):
            yield span
