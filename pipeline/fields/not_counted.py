"""Numbers that count nothing: those that belong to the word before them ("Điều 5", "năm 2025", "mức độ 4"), labels and parts of names."""

from __future__ import annotations

import re

from pipeline.fields.numerals import parse_number
from pipeline.fields.wording import words_of
from pipeline.text import LOWER, UPPER

#: What a number of these stands after is a name or a date, not a count: "Điều 5", "năm 2025", "mức độ 4", "Tiêu chuẩn 5".
_NAMED = words_of(
    """ngày tháng năm quý khoản điều điểm mục thứ khóa khoá nhóm hạng loại bậc mức lớp đợt chương phần trang vòng mẫu biểu bảng hình luật
    tuổi đt sđt fax iso covid tcvn qcvn lúc hồi vào cột dòng ô tập kỳ phường quận tổ khu ấp thôn zone cấp lần vụ mốc ca câu bước hàng tầng
    phòng tờ thửa lô"""
)

#: Verbs that end like such a word: "phục vụ 250.000 lượt", "nâng cấp 12 trạm".
_VERBS = frozenset(["dứt điểm", "phục vụ", "cung cấp", "nâng cấp", "phân loại"])

_EVERY = words_of("mỗi từng hằng hàng")

_NAMED_PAIRS = frozenset([
    "phụ lục", "mức độ", "cấp độ", "giai đoạn", "nhiệm kỳ", "tiêu chí", "chương trình", "quốc lộ", "tiêu chuẩn", "nghị quyết", "chỉ thị",
    "nghị định", "thông tư", "quyết định", "kế hoạch", "đề án", "điện thoại", "điều kiện", "học kỳ", "phương án", "dự án", "gói thầu",
])  # fmt: skip


#: "ít nhất 02 trong 03 nhiệm vụ": of how many.
_OF_WHICH = re.compile(r"\d\s(?:trong|trên)\s(?:tổng\s)?(?:số\s)?$", re.IGNORECASE)


def is_named(text: str, at: int, number: str, end: int) -> bool:
    """Whether the number belongs to the word before it, or is a year or a code ("0114051")."""
    if len(number) > 3 and number[0] == "0" and number.isdigit():
        return True
    if len(number) == 4 and number.isdigit() and number[:2] in ("19", "20") and text[end : end + 1] != ".":
        return True
    if _OF_WHICH.search(text, max(0, at - 24), at):
        return True
    words = text[max(0, at - 16) : at].lower().split()
    last, pair = (words[-1].lstrip('(“"'), " ".join(words[-2:])) if words else ("", "")
    if len(words) > 1 and words[-2].lstrip('(“"') in _EVERY:  # "mỗi lớp 30 học viên", "hằng năm 40.000 đoàn viên"
        return False
    if pair in _VERBS or (last == "cấp" and _is_many(number)):
        return False
    return last in _NAMED or pair in _NAMED_PAIRS or (last == "số" and pair not in ("tổng số", "trong số"))


def _is_many(number: str) -> bool:
    """Whether "cấp" gives so many: the levels of schools, courts, posts and storms are few, and written without a nought."""
    value = parse_number(number)
    return value is not None and (value > 20 or (number[0] == "0" and value > 0))


_LABEL = re.compile(rf"[1-9]\d?\s{{1,3}}[{UPPER}][{LOWER}]")


def is_label(text: str, at: int, end: int) -> bool:
    """Whether a number without a nought opens the passage before a capital: a note's or an item's ("2 Cụm từ này được bãi bỏ …")."""
    return at <= 3 and end - at <= 2 and not text[:at].strip() and _LABEL.match(text, at) is not None


def hangs_on(text: str, at: int) -> bool:
    """Whether the number continues a hyphenated name: "Covid-19", "2021-2025"; a bullet before it is none."""
    return at > 1 and text[at - 1] in "-–+" and not text[at - 2].isspace()
