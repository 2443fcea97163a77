"""Which dates bind: whether the words that lead to a date order something or tell of it.

"trước ngày 31/5/2021" stands in orders ("gửi báo cáo trước ngày …") and in conditions of law ("đã cấp trước ngày …"); the verb
that it closes decides. "chậm nhất", "hạn chót" and the like nearly always order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.fields.dates import Lazy, Moment, spaced
from pipeline.fields.hits import Hit
from pipeline.fields.phrases import Verb, find_verbs, has_verb, is_verb_at
from pipeline.fields.until import FROM_NOW, RANGES, SHARE, closes_at, completes_by, lasts_until
from pipeline.found import Context

#: Nouns that end like "sinh" (born).
_NOT_BORN = r"(?<!học )(?<!vệ )(?<!thí )(?<!tuyển )(?<!hy )(?<!an )(?<!dân )(?<!tập )(?<!cứu )(?<!hồi )(?<!sơ )(?<!giáo )(?<!thú y )"
#: Words after which a date tells what once was, not what is to be done.
_PAST = spaced(
    rf"(?<!\w)(?:đã|(?<!lý )(?<!lí )(?<!tự )do|{_NOT_BORN}sinh(?! (?:hoạt|kế|viên|thái|học))|mà|nếu|đang"
    r"|(?<!thiết )(?<!chuẩn )(?<!trang )bị"
    r"|từng (?:là|có|giữ|được|bị|đạt|hưởng|làm|học|công tác|tham gia|phục vụ)|vốn (?:là|đã|có|thuộc)|có thời gian"
    r"|thời gian (?:công tác|làm việc|đóng|tham gia|hoạt động|phục vụ|ở)"
    r"|người hoạt động|tồn tại|phát sinh|trường hợp|hiệu lực"
    r"|(?<!phải )(?<!cần )(?<!sẽ )(?<!tiêu )(?<!vụ )(?<!việc )(?<!vốn )(?<!toán )được(?! (?:gửi|nộp|báo cáo|trình|chuyển|thông báo))"
    r"|đối với (?:các |những |\d+ )?(?:trường|dự án|hợp đồng|giấy|công trình|người|đối tượng|văn bản|khoản|gói thầu|cơ sở"
    r"|sản phẩm|nhiệm vụ đã)"
    r")(?!\w)"
)
_STALE_RIGHT = spaced(
    r"[\s,)]*(?:mà|thì|nhưng|vẫn|đã|còn|chưa|được|tiếp tục|trở về|trở đi|nay|và (?:chưa|đã|còn|đang|phù hợp)"
    r"|có hiệu lực|hết hiệu lực|không còn"
    r"|(?<!, )của (?:chính|bộ|thủ|ủy|uỷ|ubnd|sở)|về việc|về(?! (?:hai |các )?(?:sở|ban|bộ|văn phòng|phòng|ubnd|ủy ban|uỷ ban|cơ quan"
    r"|cục|chi cục|tổng|trung tâm|thường trực|hội|đơn vị|công đoàn|bảo hiểm|kho bạc|huyện|tỉnh|thành|đảng|công an|địa chỉ)))(?!\w)"
)
#: Words that end like "ký" (signed) and "cấp" (issued) and say something else: "đăng ký", "trợ cấp".
_NOT_SIGNED = r"(?<!đăng )(?<!chữ )(?<!thư )(?<!nhật )"
_NOT_ISSUED = r"(?<!trợ )(?<!phụ )(?<!các )(?<!trung )(?<!cao )(?<!sơ )(?<!cung )(?<!nâng )(?<!khẩn )(?<!đầu )"
_STALE_LEFT = spaced(
    rf"(?<!\w)(?:từ|đến|tới|{_NOT_BORN}sinh|{_NOT_SIGNED}k[ýí]|{_NOT_ISSUED}cấp|ban hành ngày|tính đến|(?<!độc )(?<!công )lập|công nhận"
    r"|tuyển dụng|nghỉ hưu|hoạt động|cách mạng|có|tốt nghiệp|xảy ra"
    r"|diễn ra|khởi công|thành lập|làm việc|công tác|(?<![-–] )pháp luật|quy định|dự kiến)\s*$"
)
#: The same words as what is reported, planned or asked for: "sơ kết hoạt động trước ngày …", "gửi hồ sơ đề nghị công nhận trước …".
_AS_OBJECT = spaced(
    r"(?<!\w)(?:(?:sơ kết|tổng kết|đánh giá|kế hoạch|kết quả|báo cáo|chương trình|nội dung|lịch)(?: các)? (?:hoạt động|công tác|làm việc)"
    r"|(?:đề nghị|xét|hồ sơ|trình|thẩm định|kết quả) công nhận|(?:dự thảo|ban hành|sửa đổi|bổ sung|xây dựng|văn bản) quy định)\s*$"
)
_ORDER_WORDS = r"(?<!\w)(?:phải|thì|đề nghị|yêu cầu|có trách nhiệm|gửi|nộp|báo cáo|cần|khẩn trương)(?!\w)"
_ORDERS = spaced(_ORDER_WORDS)
_ORDERS_OR_COMMA = spaced(r",|" + _ORDER_WORDS)
_AGENT = spaced(r"(?:(?:đã )?được|do) (?:các )?(?:cơ quan|người|cấp|bộ|ủy ban|uỷ ban|ubnd|sở|chủ tịch|thủ tướng|nhà nước|cục)(?!\w)")
#: The passive and the perfect of a verb, unless they order ("phải được hoàn thành").
_DONE = spaced(r"(?<!\w)(?:đã|chưa|đang|(?<!phải )(?<!cần )(?<!sẽ )được) $")
_MODAL = spaced(
    r"(?<!\w)(?:phải|cần|có trách nhiệm|đề nghị|yêu cầu|(?<!được )giao(?! (?:kết|dịch|thông|đất|khu))|phấn đấu|bảo đảm|đảm bảo"
    r"|khẩn trương"
    r"|chủ động|kịp thời|sẽ|tập trung|quyết tâm)(?!\w)"
)
#: "Phấn đấu 100% các tuyến … được phát quang … trước ngày …": the state to be reached, in the passive.
_TO_REACH = spaced(r"(?<!\w)(?:phấn đấu|bảo đảm|đảm bảo)(?!\w)(?P<state>[^.;:]{1,200})$")
_NOT_REACHED = spaced(r"(?<!\w)(?:đã|do|nếu|mà|đang|từng|theo|trường hợp|phát sinh|hiệu lực|quy định)(?!\w)")
_TERM_LABEL = spaced(
    r"(?<!\w)(?:thời (?:gian|hạn)|hạn|tiến độ)(?: (?:thực hiện|hoàn thành|gửi|nộp|báo cáo|trình|triển khai|kết thúc"
    r"|nhận)[^.;]{0,60})?\s*[:(,]?\s*$"
)
_TOLD = Lazy(r"(?<!\w)(?:đã|mà|thì)(?!\w)")

_PLANNED = spaced(r"(?<!\w)dự kiến(?!\w)")
_HANDS_IN = spaced(r"(?<!\w)(?:hoàn thành|xong|hoàn tất|kết thúc|dứt điểm|báo cáo|gửi|nộp|trình|ban hành)\s*,?\s*(?:ngay )?$")
#: "Rà soát các công trình đang thi công, hoàn thành trong quý II": the clause of its own orders, whatever its object does or did.
_THEREBY_COMPLETES = spaced(r",\s*(?:phải |cần |cơ bản )?(?:hoàn thành|xong|hoàn tất|dứt điểm)\s*$")
#: Of the words of the past those that an object of such an order may bear.
_OF_OBJECTS = ("đang", "hiệu lực", "tồn tại", "đối với", "sinh", "người hoạt động", "phát sinh", "thời gian")
#: Those that the object of a sentence that opens with its order may bear: "Gửi danh sách các trường hợp …", "Khắc phục các tồn tại …".
_OF_TASKS = ("đang", "tồn tại", "trường hợp", "do")
_COMPLETES = spaced(r"(?<!\w)(?:hoàn thành|xong|hoàn tất|dứt điểm)\s*,?\s*$")
_ENACTS = spaced(r"(?<!\w)(?:trình|ban hành|xong)(?!\w)[^,;]{0,120}$")
_PASSIVE = Lazy(r"(?<!\w)(?:được|do)(?!\w)")
_TELLS = spaced(r"(?<!\w)(?:kết quả|nhiệm vụ trọng tâm|tình hình|số liệu|các ngày|phát sinh|diễn ra|tai nạn|dịch(?! vụ))(?!\w)")
_CLOSES = spaced(r"\s*(?:[.;,)/(]|$|để |theo |và |nhằm )")
_MEETS = spaced(r"(?<!\w)(?:họp|tiếp|sinh hoạt|giao ban|nghỉ|tổ chức|lễ|kỷ niệm)(?!\w)")

_HANDED = spaced(r"(?<!\w)(?:gửi|nộp|nhận|đăng ký|hồ sơ|báo cáo|bài|góp ý|ý kiến)(?!\w)")
_REFUSES = spaced(
    r"[^.;]{0,120}?(?<!\w)(?:không (?:được )?(?:hội đồng [^.;]{0,60}?)?(?:xem xét|tiếp nhận|nhận|giải quyết|tổng hợp|xét|thẩm định|trình"
    r"|chấp nhận|đưa|tính|chịu trách nhiệm|khen|cộng|công nhận|đề nghị|giải trình)|coi như|xem như|mọi ý kiến)(?!\w)"
)
#: "Thực hiện Công văn số … (giao Sở … hoàn thành trước ngày …), Sở …": what another document ordered.
_CITES = spaced(
    r"(?:căn cứ|thực hiện|theo|tiếp theo|xét|trên cơ sở|phúc đáp)(?!\w)[^;]{0,400}"
    r"\((?:giao|yêu cầu|đề nghị|chỉ đạo)(?!\w)[^()]{0,300}$"
)
#: "gửi chậm so với quy định (trước ngày 10/6)", "chưa gửi báo cáo theo yêu cầu tại … (trước ngày …": what was missed.
_MISSED = spaced(
    r"(?<!\w)(?:(?:(?:chậm|muộn|trễ)(?: hạn| trễ)? (?:so với|hơn)|(?:chưa|không) [^.;,]{0,60}?(?:đúng|kịp|bảo đảm|đảm bảo) (?:về )?"
    r"(?:hạn|thời (?:hạn|gian)|tiến độ|quy định|yêu cầu))[^.;,]{0,80}"
    r"|(?:(?:chậm|muộn)(?! nhất)|(?:trễ|quá) hạn|chưa (?:gửi|nộp|báo cáo|hoàn thành|đăng ký|thực hiện))[^.;,]{0,120}\([^().;]{0,20})$"
)
_BIDS = spaced(
    r"(?<!\w)(?:phải|cần|đề nghị|có trách nhiệm|khẩn trương|tránh|không để|không được|khắc phục|chấm dứt|nếu|trường hợp"
    r"|(?<!gian )(?<!theo )(?<!hạn )(?<!đúng )(?<!với )(?<!hơn )yêu cầu)(?!\w)"
)
_REPORTS = spaced(r"(?<!\w)(?:báo cáo|gửi|nộp|trình)(?!\w)[^,;]{0,90}$")
_THEN_REPORTS = spaced(r"\s*[,)]\s[^.;:,]{0,120}?(?<!\w)(?:gửi|nộp|báo cáo|trình|cập nhật)(?!\w)")
#: "ít nhất 06 tháng trước ngày …" counts back, "báo cáo 06 tháng trước ngày …" names the report.
_COUNTS_BACK = spaced(
    r"(?:\d|một|hai|ba|bốn|năm|sáu|mười)\)? (?:ngày(?: làm việc)?|tuần|tháng|quý|năm) ?$|(?:cùng|mọi|những|các) (?:kỳ|năm) ?$"
)
_NAMES_REPORT = spaced(r"(?<!\w)(?:báo cáo|kết quả|sơ kết|tổng kết|đánh giá)(?!\w)[^.;]{0,40} (?:0?[369]|sáu|ba|chín) tháng ?$")
#: What a further date may take from the one before it: "…; đợt 2 trước ngày …", "… và đến hết 20/10/2020 đối với Giấy khen".
_GOES_ON = spaced(r"\s*(?:\([^)]{0,80}\)|(?:đối với|cho|với|của)(?!\w)[^,;:.()]{0,80})?\s*(?:[,;]|và(?!\w)|(?=\())[^.]{0,70}$")
_ROUND = spaced(r"[\s\-–+•*]*(?:đợt|lần|kỳ|giai đoạn|vòng|năm|quý|báo cáo)?[^:;.]{0,40}[:(]\s*$")
_SINCE = Lazy(rf"(?<!\w)(?:{_NOT_BORN}sinh|từ|đến|tới|tính)\s*$")
_WITH_YEAR = spaced(r"(?<!\w)(?:hoàn thành|hoàn tất|xong|kết thúc|chấm dứt)(?!\w)")


def _is_stale(left: str) -> bool:
    """Whether the word right before a date makes it that of a state ("ký | trước ngày …") and not of a duty."""
    return _STALE_LEFT.search(left[-30:]) is not None and not _AS_OBJECT.search(left[-40:])


def _hands(low: str, start: int = 0, stop: int | None = None) -> Iterator[Verb]:
    """The verbs that hand something over."""
    return (verb for verb in find_verbs(low, start, stop) if verb.hands)


def is_over(moment: Moment, context: Context) -> bool:
    """A full date before the month of issue: somebody else's, or done with."""
    if not moment.year:
        return False
    if context.year is None:
        return moment.year < 2000  # such dates stand in conditions of law only ("người hoạt động cách mạng trước …")
    month = moment.month or (moment.quarter * 3 if moment.quarter else 12)
    return (moment.year, month) < (context.year, context.month or 1)


def _reach(left: str, marker: re.Match[str]) -> int:
    """How far a word of the past tells on: "đã được … phê duyệt" to the next comma or order, the others over themselves."""
    if not marker[0].startswith(("đã", "được", "mà", "do")):
        return marker.end()
    agent = _AGENT.match(left, marker.start())  # its commas join agents: "đã được cơ quan, người có thẩm quyền ban hành"
    stop = (_ORDERS if agent else _ORDERS_OR_COMMA).search(left, agent.end() if agent else marker.end())
    return stop.start() if stop else len(left)


def _orders_next(low: str, hit: Hit, end: int, stop: int, known: bool) -> bool:
    """Whether an order follows a date that opens its sentence, or nothing does: a table's cell, an item of a list of steps."""
    if known and not low[end:stop].strip(" .;)"):
        return True
    right = low[end : min(stop, end + 250)]
    if hit.kind == "event" and not any(_hands(right)):
        return False  # "Trước ngày Quốc khánh 02/9/2021, Ủy ban nhân dân tỉnh tổ chức viếng Nghĩa trang"
    ordered = next(find_verbs(right), None)
    return ordered is not None and not _TOLD.search(right[: ordered.start])


def _told_until(low: str, begin: int, left: str, known: bool) -> int:
    """How far the words of the past in `left` tell on; -1 for none. The object of an opening order may bear some of them."""
    order = next(find_verbs(left), None) if known and (is_verb_at(low, begin) or _MODAL.match(left)) else None
    told = (found for found in _PAST.finditer(left) if not (order and found.start() > order.end and found[0].startswith(_OF_TASKS)))
    return max((_reach(left, found) for found in told), default=-1)


def _demands(low: str, begin: int, hit: Hit, end: int, stop: int, known: bool) -> bool:
    """Whether "trước" a date of a given year says what is to be done. `known`: the date is not over by the issue."""
    left = low[begin : hit.start]
    if _STALE_RIGHT.match(low, end) or _is_stale(left):
        return False
    if not left.strip(" ,:(-"):
        return _orders_next(low, hit, end, stop, known)
    state = _TO_REACH.search(left) if known else None
    if state and "được" in state["state"] and not _NOT_REACHED.search(left, state.start()):
        return True
    marker = _told_until(low, begin, left, known)
    done = (found for found in _hands(left) if not _DONE.search(left, max(0, found.start - 14), found.start))
    if max((found.start for found in done), default=-1) >= max(marker, 0):
        return True
    if _TERM_LABEL.search(left[-90:]) or (left.rstrip().endswith((":", "(")) and marker < 0):
        return True
    verb = max((found.start for found in find_verbs(left)), default=-1)
    if verb <= marker:
        return False
    bidden = any(found.start() >= marker for found in _MODAL.finditer(left))
    return bidden or (marker < 0 and (known or is_verb_at(low, begin)))


def _falls_in(low: str, begin: int, hit: Hit, end: int) -> bool:
    """Whether "trong tháng 6/2021" closes an order: "hoàn thành trong …", or a clause with a verb that hands in."""
    left, on = low[begin : hit.start], not low.startswith("trong", hit.start)
    if _PLANNED.search(left[-60:]) or (on and not _HANDS_IN.search(left)):
        return False
    thereby = _THEREBY_COMPLETES.search(left)
    past = any(not (thereby and word[0].startswith(_OF_OBJECTS)) for word in _PAST.finditer(left))
    if past or not _CLOSES.match(low, end):
        return False
    if hit.moment.day:
        return any(_hands(left))
    if _COMPLETES.search(left):
        return True
    if hit.is_bare_year:
        return _ENACTS.search(left) is not None and not _PASSIVE.search(left)
    if _TELLS.search(left):
        return False
    orders = _MODAL.search(left) and has_verb(left)
    return bool(orders or is_verb_at(low, begin) or any(_hands(left)))


def _was_missed(left: str) -> bool:
    """Whether what stands before a date in its sentence tells of those who were late, and bids nobody."""
    missed = _MISSED.search(left)
    return missed is not None and not _BIDS.search(left)


def _is_told(left: str, hit: Hit, context: Context) -> bool:
    """Whether the date of `hit`, before which `left` stands in its sentence, is over, cited, missed by somebody or counted back from."""
    ahead = hit.kind in ("before", "event") and _COUNTS_BACK.search(left[-40:]) and not _NAMES_REPORT.search(left[-90:])
    cited = left.rfind("(") > left.rfind(")") and _CITES.match(left)
    return bool(ahead or cited or is_over(hit.moment, context)) or (hit.kind != "after" and _was_missed(left))


def _comes_again(low: str, begin: int, hit: Hit, end: int, stop: int) -> bool:
    """Whether the recurring date of "vào ngày 15 hằng tháng" or of a bare "thứ Sáu hằng tuần" is for handing in."""
    left = low[begin : hit.start]
    if hit.kind == "on":
        opens = (not left.strip(" ,") or left.endswith("(")) and _THEN_REPORTS.match(low, end, stop)
        return bool(opens or _REPORTS.search(left[-100:])) and not _SINCE.search(left)
    acts = any(_hands(left)) if low.startswith("trong", hit.start) else has_verb(left)
    return (acts or any(_hands(low, end, stop))) and not _MEETS.search(left + low[end : end + 60])


def _is_before(low: str, bounds: tuple[int, int], hit: Hit, end: int, recurs: bool, context: Context) -> bool:
    begin, stop = bounds
    left = low[begin : hit.start]
    if FROM_NOW.search(left):  # "từ nay đến trước ngày …"
        return completes_by(low, begin, hit, end, stop)
    if hit.kind != "event" and (recurs or not hit.moment.year):
        if context.doc_type == "Báo cáo" and SHARE.search(left) and not _MODAL.search(left):
            return False  # "100% ý kiến được xử lý trước ngày 30 hằng tháng": what was reached
        binds = recurs or has_verb(low, begin, stop) or _ROUND.match(left) is not None
        return binds and not _SINCE.search(left)
    if hit.is_bare_year:  # "trước năm 2030"
        return _WITH_YEAR.search(left) is not None and not _PAST.search(left)
    return _demands(low, begin, hit, end, stop, context.year is not None)


def is_deadline(low: str, bounds: tuple[int, int], hit: Hit, end: int, recurs: bool, context: Context) -> bool:
    """Whether the date of `hit`, whose words of recurrence end at `end`, binds somebody in its sentence `bounds`."""
    begin, stop = bounds
    left = low[begin : hit.start]
    if _is_told(left, hit, context):
        return False
    if hit.kind == "after":
        return _REFUSES.match(low, end) is not None and _HANDED.search(left[-90:]) is not None
    if hit.kind in ("late", "last", "label"):
        horizon = hit.is_bare_year and not recurs and SHARE.search(low, begin, stop)
        return not horizon
    if hit.kind in ("to", "opens", "until"):
        lasts = lasts_until(low, begin, hit, end, stop, recurs) if hit.kind == "until" else closes_at(low, begin, hit, end, stop)
        return lasts and not _STALE_RIGHT.match(low, end)
    if hit.kind in ("in", "on"):
        again = recurs and _comes_again(low, begin, hit, end, stop)
        return again or (hit.kind == "in" and _falls_in(low, begin, hit, end))
    return _is_before(low, bounds, hit, end, recurs, context)


def goes_on(low: str, done: int, hit: Hit, end: int, context: Context) -> bool:
    """Whether the date of `hit` shares the duty of the deadline that ended at `done`: nothing between has a verb of its own."""
    if hit.kind not in ("before", "until") or not 0 <= hit.start - done <= 160 or is_over(hit.moment, context):
        return False
    between = low[done : hit.start]
    return not (
        hit.is_bare_year
        or not _GOES_ON.match(between)
        or has_verb(between)
        or _PAST.search(between)
        or _is_stale(between)
        or RANGES.search(between)
        or _STALE_RIGHT.match(low, end)
    )
