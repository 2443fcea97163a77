"""The verbs of duty and the bodies that bear them, looked up word by word.

A table from the first word of a phrase costs nothing to compile and one look-up a word to search; as patterns these lists took a
fifth of a short document's time. All functions expect lower case and single blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

#: Verbs that hand something over or bring it to an end: with a date they make a duty. Behind "<" stand the words after which
#: they are part of a noun: "tiền gửi", "chương trình".
_HANDING = (
    "gửi < tiền|nộp < người|báo cáo|trình < chương quy quá lộ công tiến giáo hành|hoàn thành|hoàn thiện|hoàn tất|hoàn chỉnh|xong"
    "|đăng ký|đăng kí|ban hành|tổng hợp|thông báo|phê duyệt|cung cấp|công bố|phản hồi|chuyển < vận luân di|bàn giao|tham mưu|đề xuất"
    "|cập nhật|góp ý|cho ý kiến|có ý kiến|tham gia ý kiến|thống nhất|giải ngân|quyết toán|khắc phục|kết thúc|chấm dứt|niêm yết"
    "|kê khai|thông tin|trích nộp"
)
#: Verbs that need more than themselves: they also describe what once happened.
_DOING = (
    "lập < thành độc công thiết xác|xây dựng|tổ chức|triển khai|thực hiện|tiến hành|rà soát|kiểm tra|đánh giá|chuẩn bị|bố trí|phân bổ"
    "|chi trả|thanh toán|trả < chi|đóng|cấp < trợ cung phân sơ trung cao khẩn cùng|xử lý|giải quyết|tiếp nhận"
    "|nhận < công xác chứng ghi tiếp đón|công nhận|xem xét|có văn bản|ra quyết định|trả lời|thành lập|kiện toàn|tự kiểm tra|xếp loại"
    "|phổ biến|quán triệt|tuyên truyền|cử cán bộ|cử công chức|cử viên chức|cử người|phối hợp|chủ trì|đưa|bảo đảm|đảm bảo|tự đánh giá"
    "|bình xét|thẩm định|đôn đốc|hướng dẫn|theo dõi|lắp đặt|nghiệm thu|căn cứ|công khai|khảo sát|thu thập|xác nhận|chỉ đạo|phân công"
    "|lựa chọn|giới thiệu|đề cử|sơ kết|tổng kết|nâng cấp|sửa chữa|ký|lấy ý kiến|xin ý kiến|điều chỉnh|bổ sung|sửa đổi|số hóa|số hoá"
    "|kết nối|vận hành|phát động|trích|chuyển tải"
    "|chấm điểm|tự chấm điểm|cử 01|cử 02|cử 1|cử 2|cử đại diện|cử đồng chí|cử lãnh đạo|thu hồ sơ|thu nộp"
)
_ACTORS = (
    "các|từng|mỗi|cơ quan|đơn vị|thủ trưởng|phòng|văn phòng|sở|ban|ủy ban|uỷ ban|ubnd|hđnd|hội đồng|thường trực|tổ|giám đốc|trưởng"
    "|bộ|cục|chi cục|vụ|tổng cục|công ty|tổng công ty|tập đoàn|doanh nghiệp|người|bên|cơ sở|cá nhân|tập thể|hội|chi|trung tâm"
    "|trường|bệnh viện|viện|học viện|học viên|bảo hiểm|nhà|công an|đảng ủy|đảng uỷ|tỉnh ủy|huyện ủy|thành ủy|chủ tịch|thủ tướng"
    "|chính phủ|kho bạc|công đoàn|liên đoàn|đoàn|thanh tra|quốc hội|ngân hàng|trạm|khoa|bí thư|hiệu trưởng|bộ trưởng|lãnh đạo|viên chức"
    "|công chức|cán bộ|thành viên|báo|đài|khối|cụm|tổng giám đốc|quỹ|tòa án|toà án|viện kiểm sát|mặt trận|nhóm|đại học|thí sinh"
    "|chủ đầu tư|nhà thầu|tổ chức|phó|những|toàn thể|tất cả|hợp tác xã|ủy viên|giáo viên|đảng bộ|lđlđ|bhxh|mttq|ubmttq"
    "|huyện đoàn|tỉnh đoàn|thành đoàn|đồng chí|ông|bà|xí nghiệp|đội|điện lực"
)
#: What begins like an actor and is none.
_NO_ACTORS = "bộ hồ sơ|bộ phận|trường hợp|tổ chức thực|tổ chức triển|tổ chức xây|tổ chức kiểm|tổ chức tuyên|tổ chức phổ|tổ chức đánh"
_EVERY = "các|mỗi|từng|những|tất cả các|tất cả|toàn bộ"
_THINGS = (
    "ý kiến|hồ sơ|báo cáo|văn bản|nội dung|nhiệm vụ|giấy|hợp đồng|công việc|bài|kế hoạch|chỉ tiêu|dự án|khoản|trường hợp|hoạt động"
    "|thủ tục|tài liệu|thông tin|danh|bước|quy định|hình thức|công trình|giải pháp|loại|đề xuất|tác phẩm|sản phẩm|ngày|đợt|vấn đề"
    "|kết quả|phong trào"
)
_BODIES = (
    "sở|ủy ban|uỷ ban|ubnd|hđnd|hội đồng|văn phòng|bộ|phòng|ban|cục|chi cục|vụ|trung tâm|thường trực|cơ quan|đảng ủy|đảng uỷ|tỉnh ủy"
    "|huyện ủy|thành ủy|giám đốc|chủ tịch|thủ tướng|chính phủ|trường|bệnh viện|tổng|kho bạc|bảo hiểm|công đoàn|liên đoàn|hội|tổ|viện"
    "|thanh tra|quốc hội|khối|cụm|công an|ngân hàng|thủ trưởng|bộ trưởng|đơn vị|tòa án|hiệu trưởng|khoa|công ty|đoàn|quỹ|mặt trận|bhxh"
    "|đại học"
)
_NO_BODIES = (
    "ban hành|hội nghị|Hội nghị|hội thảo|Hội thảo|hội chợ|Hội chợ|hội thi|Hội thi|tổ chức|đoàn kết|bộ hồ sơ|viện|khoa học|khối lượng"
    "|phòng chống|phòng, chống|tổng hợp|tổng kết|tổng số|trường hợp"
)
_WORD = re.compile(r"\w+")
#: By its first word: the phrases, longest first, each with the words after which it does not count.
_Table = dict[str, list[tuple[str, tuple[str, ...]]]]


class Verb(NamedTuple):
    start: int
    end: int
    hands: bool  #: hands something over or brings it to an end


@cache
def _table(phrases: str) -> _Table:
    table: _Table = {}
    for entry in phrases.split("|"):
        phrase, _, after = entry.partition(" < ")
        table.setdefault(phrase.split(" ")[0], []).append((phrase, tuple(f"{word} " for word in after.split())))
    for found in table.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return table


def _end_of(table: _Table, low: str, word: re.Match[str], stop: int, whole: bool = True) -> int:
    """Where the phrase of `table` that begins with `word` ends; -1 when there is none. `whole`: at the end of a word."""
    start = word.start()
    for phrase, after in table.get(word[0], ()):
        end = start + len(phrase)
        if end > stop or not low.startswith(phrase, start) or (after and low.endswith(after, 0, start)):
            continue
        if not whole or end == stop or not (low[end].isalnum() or low[end] == "_"):
            return end
    return -1


def find_verbs(low: str, start: int = 0, stop: int | None = None) -> Iterator[Verb]:
    """The verbs of duty in `low[start:stop]`, in order."""
    stop = len(low) if stop is None else min(stop, len(low))
    handing, doing = _table(_HANDING), _table(_DOING)
    done = start
    for word in _WORD.finditer(low, start, stop):
        first = word[0]
        if word.start() < done or (first not in handing and first not in doing):
            continue
        end = _end_of(handing, low, word, stop)
        hands = end >= 0
        end = end if hands else _end_of(doing, low, word, stop)
        if end >= 0:
            done = end
            yield Verb(word.start(), end, hands)


def has_verb(low: str, start: int = 0, stop: int | None = None) -> bool:
    return next(find_verbs(low, start, stop), None) is not None


def _at(phrases: str, low: str, at: int, stop: int, whole: bool = True) -> int:
    word = _WORD.match(low, at, stop)
    return _end_of(_table(phrases), low, word, stop, whole) if word else -1


def is_verb_at(low: str, at: int, stop: int | None = None) -> bool:
    stop = len(low) if stop is None else min(stop, len(low))
    return _at(_HANDING, low, at, stop) >= 0 or _at(_DOING, low, at, stop) >= 0


def is_actor_at(low: str, at: int, stop: int | None = None) -> bool:
    """Whether somebody who can act stands at `at`: "các phòng", "Sở"; not "các hồ sơ", "bộ phận", "tổ chức thực hiện"."""
    stop = len(low) if stop is None else min(stop, len(low))
    every = _at(_EVERY, low, at, stop)
    if every >= 0 and _at(_THINGS, low, every + 1, stop) >= 0:
        return False
    return _at(_ACTORS, low, at, stop) >= 0 and _at(_NO_ACTORS, low, at, stop, whole=False) < 0


def body_at(text: str, low: str, at: int, stop: int) -> int:
    """Where the first words of a receiving body at `at` end ("Sở", "văn phòng"); -1 when none stands there.

    `low` is `text` in lower case: "viện" is a word of many uses, "Viện" a body.
    """
    return -1 if _at(_NO_BODIES, text, at, stop, whole=False) >= 0 else _at(_BODIES, low, at, stop)
