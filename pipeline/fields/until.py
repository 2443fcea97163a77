"""Dates to which a time lasts: "nhận hồ sơ đến hết ngày 15/6", "đến hết năm 2022, hoàn thành …", "từ nay đến 30/6 phải hoàn thành …".

They are deadlines where the time for handing in ends with them, or something has to be complete by then; "đến hết ngày" also counts
("tính đến hết ngày"), ends effects and gives targets their horizon ("đến hết năm 2025, 100% …").
"""

from __future__ import annotations

from pipeline.fields.dates import Lazy, spaced
from pipeline.fields.hits import Hit

_RECEIVES = spaced(
    r"(?<!\w)(?:nhận|nộp|gửi|đăng ký|hoàn thành|hoàn chỉnh|hoàn thiện|hoàn tất|gia hạn|thời hạn|báo cáo|trình|góp ý"
    r"|kê khai)(?!\w)[^.;]{0,120}$"
)
_OPEN_WINDOW = spaced(r"(?<!\w)(?:gửi|nộp|nhận|đăng ký)(?!\w)[^.;:]{0,90} (?:kể )?từ [^.;]{1,40}$")
_DATA = spaced(r"(?<!\w)(?:số liệu|kết quả|dữ liệu|thống kê|tình hình|phát sinh|thông tin)(?!\w)")
_PAPERS = spaced(
    r"(?<!\w)(?:hồ sơ|bài|đơn|phiếu|sản phẩm|tác phẩm|ý kiến|góp ý|danh sách|đăng ký (?:dự|tham)|công trình|đề cử|giấy|tài liệu)(?!\w)"
)
FROM_NOW = spaced(r"(?:^|[,;:.–-])\s*(?:kể )?từ (?:nay|giờ|khi ban hành|ngày ký)\s*(?:cho )?(?:đến )?$")
RANGES = spaced(r"(?<!\w)(?:kể )?từ\s|hiệu lực|số liệu|tính\s")
_COUNTS = spaced(
    r"(?<!\w)(?:tính|số liệu|hiệu lực|kết quả|được thực hiện|tiếp tục|giá trị|kỳ báo cáo|đạt|lũy kế|luỹ kế|có|giải ngân|đóng|hưởng|hỗ trợ"
    r"|cho|sử dụng)(?!\w)"
)
_STRIVES = spaced(r"(?:^|[,;:.–-]|(?<!\w)(?:phấn đấu|bảo đảm|đảm bảo|quyết tâm|cố gắng|yêu cầu))\s*(?:là |và )?$")
_THEN_COMPLETES = spaced(
    r"\s*[,:]?\s*(?:[^.;:,\d]{2,60} (?=phải |cần ))?(?:phải |cần |cơ bản )?(?:hoàn thành|hoàn tất|kết thúc|chấm dứt)(?!\w)"
)
SHARE = Lazy(r"\d\s?%")
_COUNT = spaced(r"\s*(?:được |xây dựng |việc )?(?:ít nhất |tối thiểu |khoảng |trên |thêm )?\d")


def _is_window(left: str) -> bool:
    """Whether a time for handing in opens before its last day: "nhận hồ sơ từ ngày 01/6 | đến …"; "gửi số liệu từ …" names the data."""
    opened = _OPEN_WINDOW.search(left)
    return opened is not None and not _DATA.search(opened[0])


def completes_by(low: str, begin: int, hit: Hit, end: int, stop: int) -> bool:
    """ "Đến hết năm 2022, hoàn thành …", "phấn đấu đến ngày 02/9/2025 hoàn thành …"; with a share or a count it is a target's horizon."""
    left = low[begin : hit.start]
    completes = _THEN_COMPLETES.match(low, end, stop) if _STRIVES.search(left) or FROM_NOW.search(left) else None
    return completes is not None and not (SHARE.search(low, end, stop) or _COUNT.match(low, completes.end(), stop))


def lasts_until(low: str, begin: int, hit: Hit, end: int, stop: int, recurs: bool) -> bool:
    """Whether "đến hết ngày" closes the time for handing in; it also counts, and ends effects."""
    left = low[begin : hit.start]
    if _is_window(left):
        return True
    if not left.strip(" ,-") or FROM_NOW.search(left):
        return completes_by(low, begin, hit, end, stop)
    if hit.is_bare_year and not recurs:
        return False
    return not RANGES.search(left) and not _COUNTS.search(left[-25:]) and _RECEIVES.search(left) is not None


def closes_at(low: str, begin: int, hit: Hit, end: int, stop: int) -> bool:
    """The same of a plain "đến ngày" (the last day for papers, or the completion) and of a month or quarter that opens a sentence."""
    left = low[begin : hit.start]
    if hit.kind == "opens":  # "Quý III/2021 hoàn thành …"
        return completes_by(low, begin, hit, end, stop)
    if hit.is_bare_year and "cuối" not in low[hit.start : hit.moment.start]:
        return False
    window = hit.moment.day and _is_window(left) and _PAPERS.search(left)
    return bool(window) or completes_by(low, begin, hit, end, stop)
