"""To whom something is sent: "gửi … về Sở Y tế", "báo cáo Ủy ban nhân dân huyện", "trước ngày 15/6 về Sở Nội vụ"."""

from __future__ import annotations

from pipeline.fields.dates import Lazy
from pipeline.fields.phrases import body_at, find_verbs
from pipeline.fields.stretches import Stretch
from pipeline.text import UPPER

_SENDS = Lazy(r"(?<!\w)(?:gửi|nộp|trình|báo cáo|chuyển|đăng ký|phản hồi|thông báo|cung cấp)(?!\w)")
_TO = Lazy(r"\s(?:về|đến|tới|cho|lên|với|tại)(?=\s)")
_BACK_TO = Lazy(r"\s(?:về|tới|cho|lên|đến)(?=\s)")
_STRAIGHT = Lazy(r"\s+(?:lại\s+)?")
# The receiver ends at a comma unless a capital follows ("Sở Văn hóa, Thể thao và Du lịch"), or where the manner begins.
_STOPS = (
    "trước|chậm|muộn|để|theo|bằng|đồng thời|hạn|thời|đến|khi|kèm|trong|xem|không|vào|định kỳ|tổng|(?<!cấp )trên|hoàn|qua|từ"
    rf"|về(?= (?:việc|tình|kết|công tác|nội dung|số|tiến độ|[{UPPER}]))|phê duyệt|ban hành|quyết định|giao(?! (?:thông|dịch))"
    "|(?<!trả )kết quả|tình hình|danh sách|hồ sơ|lần|đợt|riêng|gồm"
)
_RECEIVER = Lazy(
    rf"(?:(?:,(?=\s(?:[{UPPER}]|tổ chức|cá nhân|đơn vị|ngành|cơ quan|địa phương|chống)))?\s(?:[-–]\s)?"
    rf"(?!(?:{_STOPS}|hằng|hàng|tối|ít|sau)\b)[^\s,;:.()]{{1,30}}){{0,24}}(?:\s?\(qua [^()]{{1,80}}\))?"
)


def find_receiver(text: str, low: str, start: int, stop: int) -> Stretch | None:
    """The body to which the first verb of sending in `[start, stop)` sends: "gửi … về Sở Y tế", "báo cáo Ủy ban nhân dân huyện"."""
    for verb in _SENDS.finditer(low, start, stop):
        reach = min(stop, verb.end() + 165)
        reach = min((at for at in (low.find(mark, verb.end(), reach) for mark in ".;:") if at >= 0), default=reach)
        straight = _STRAIGHT.match(low, verb.end(), stop)
        places = [found.end() + 1 for found in _TO.finditer(low, verb.end(), reach)] + ([straight.end()] if straight else [])
        for place in places:
            end = body_at(text, low, place, stop)
            rest = _RECEIVER.match(text, end, stop) if end >= 0 else None
            if rest:
                return place, rest.end()
    return None


def find_receiver_behind(text: str, low: str, zone: Stretch, end: int, stop: int) -> Stretch | None:
    """The body named behind the date, where `zone` before it sends, up to `stop`: "gửi báo cáo trước ngày 15/6 về Sở Nội vụ"."""
    if zone[1] > end or not _SENDS.search(low, *zone):
        return None
    verb = next(find_verbs(low, end, min(stop, end + 160)), None)
    for found in _BACK_TO.finditer(low, end, verb.start if verb else min(stop, end + 160)):
        body = body_at(text, low, found.end() + 1, stop)
        rest = _RECEIVER.match(text, body, stop) if body >= 0 else None
        if rest:
            return found.end() + 1, rest.end()
    return None
