"""Quantities in running text: how much of what, and on which side of it ("không quá 15%", "từ 5 đến 7 %", "10 đảng viên mới trở lên").

What is counted and how comparison is worded stand in `data/counted_nouns.csv` and `data/comparators.csv`. Numbers that count
nothing (dates, document numbers, articles, labels, fractions, versions) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge

from pipeline.fields.numerals import DIGITS, WORDS, parse_number
from pipeline.fields.wording import wording
from pipeline.tables import entries
from pipeline.text import LOWER, UPPER


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` holds the comparator and the unit; `text[at:stop]` only the number with its unit."""

    start: int
    end: int
    at: int
    stop: int
    comparator: str  #: one of = < <= > >=
    value: float
    value_max: float | None
    unit: str  #: "%" or the counted noun with its magnitude: "tỷ đồng", "đơn vị"
    kind: str  #: "percent", or the kind in counted_nouns.csv, or "unknown"
    bounded: bool  #: whether a comparator other than "khoảng" and the like is written


_LETTER = rf"[{LOWER}{UPPER}\d_]"
_TO = r"\s{0,2}(?:-|–|—|÷|đến|tới)\s{0,2}"
_PERCENT = r"\s{0,2}(?:[%‰]|phần\s{1,3}trăm)"
#: "(năm mươi phần trăm)" after 50%, "(ba)" after 03, "(50%)" after "năm mươi phần trăm".
_AGAIN = rf"(?:\s?\((?:{WORDS}|{DIGITS})(?:{_PERCENT})?\))?"
#: What follows a number directly makes it part of a fraction, a date, a time, a version or a code.
_TAIL = r"[\w°/:]|[.,-]\d"
_SCALE = r"(?:\s(?:trăm|nghìn|ngàn|vạn|triệu)(?!\w)){0,2}(?:\s(?:nghìn\s|ngàn\s|triệu\s)?(?:tỷ|tỉ)(?!\w))?"


@cache
def _in_digits() -> re.Pattern[str]:
    to_high = rf"(?:{_PERCENT})?{_TO}(?:dưới\s)?(?P<high>{DIGITS})(?!{_TAIL})"
    return re.compile(rf"(?<![\w.,/:№×])(?P<low>{DIGITS})(?:{to_high}|(?={_PERCENT})|(?!{_TAIL}))")


#: A number in words counts only where one of these stands with it.
_WITH_WORDS = ("phần trăm", "ít nhất", "tối thiểu", "không quá", "tối đa", "vượt quá", "nhiều nhất")


@cache
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<words>{WORDS})(?=\s)", re.IGNORECASE)


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"{_AGAIN}{_PERCENT}{_AGAIN}", re.IGNORECASE)


#: What a number of these stands after is a name or a date, not a count: "Điều 5", "năm 2025", "mức độ 4", "Tiêu chuẩn 5".
_NAMED = wording(
    r"""(?<!\w)(?:ngày|tháng|năm|quý|khoản|điều|điểm|(?<!tổng\s)(?<!trong\s)số|mục|phụ lục|thứ|khóa|khoá|nhóm|hạng|loại|bậc|mức|mức độ
    |cấp độ|giai đoạn|nhiệm kỳ|lớp|đợt|chương|phần|trang|tiêu chí|chương trình|quốc lộ|vòng|tiêu chuẩn|nghị quyết|mẫu|biểu|bảng|hình|chỉ thị
    |nghị định|thông tư|quyết định|kế hoạch|đề án|luật|tuổi|điện thoại|đt|sđt|fax|iso|covid|tcvn|qcvn|lúc|hồi|vào|điều kiện|cột|dòng|ô|tập
    |kỳ|phường|quận|tổ|khu|ấp|thôn|zone|cấp|lần|vụ|mốc|ca|học kỳ|câu|bước|phương án|dự án|gói thầu|hàng|tầng|phòng|tờ|thửa|lô)\s?$""",
    whole=False,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {form.lower(): e.extra["kind"] for e in entries("counted_nouns") for form in (e.canonical, *e.variants)}
    kinds = {form: kind for form, kind in kinds.items() if kind != "magnitude"}
    forms = "|".join(re.escape(form) for form in sorted(kinds, key=len, reverse=True))
    plain = rf"[{LOWER}]{{2,7}}(?:\s[{LOWER}]{{2,7}})?"
    noun = rf"(?P<noun>{forms})(?!{_LETTER})|(?P<plain>(?-i:{plain}))"
    return re.compile(rf"{_AGAIN}(?P<scale>{_SCALE})\s{{0,2}}(?:{noun})?", re.IGNORECASE), kinds


#: Words that never begin the name of what is counted.
_FUNCTION = re.compile(
    r"(?:và|hoặc|hay|là|của|cho|để|từ|đến|tới|trên|dưới|trong|ngoài|theo|với|về|tại|ở|do|bị|được|có|không|thì|mà|nếu|khi|như|nhưng|so|đối|này"
    r"|đó|nêu|trở|đạt|tăng|giảm|chiếm|cụ|vào|lên|xuống|còn|các|những|thuộc|gồm|đã|sẽ|phần|sau|trước|x|ban|ngày|tính|điều|khoản)\b",
    re.IGNORECASE,
)


@cache
def _comparators(place: str) -> tuple[re.Pattern[str], dict[str, tuple[str, bool]]]:
    meaning = {form: (e.canonical, e.id != "about") for e in entries("comparators") if e.extra["place"] == place for form in e.variants}
    words = "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in sorted(meaning, key=len, reverse=True))
    if place == "after":
        return re.compile(rf"(?P<word>{words})(?!\w)", re.IGNORECASE), meaning
    # The last of several counts ("tối đa không quá"); a verb or a measure may stand between.
    link = r"(?:(?:là|đạt|có|được|khoảng|mức|ở\s{1,3}mức|bằng|từ)\s{1,3})?"
    return re.compile(rf"(?:(?<!\w)(?P<word>{words})\s{{0,3}}{link}){{1,3}}$", re.IGNORECASE), meaning


def parse_quantity(text: str) -> Quantity | None:
    """The first quantity in `text`, or None.

    >>> q = parse_quantity("tối thiểu 55 tỷ USD/năm")
    >>> q and (q.comparator, q.value, q.value_max, q.unit)
    ('>=', 55.0, None, 'tỷ USD')
    """
    return next(find_quantities(text), None)


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities in `text`, in order, not overlapping."""
    done = 0
    for m in _candidates(text):
        if m.start() >= done:
            quantity = _digits(text, m) if "low" in m.re.groupindex else _words(text, m)
            if quantity:
                done = quantity.stop
                yield quantity


def _candidates(text: str) -> Iterator[re.Match[str]]:
    digits = _in_digits().finditer(text)
    return merge(digits, _in_words().finditer(text), key=lambda m: m.start()) if _has_word(text) else digits


def _has_word(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _WITH_WORDS)


_DIGIT = re.compile(r"\d")


def may_hold_quantity(text: str) -> bool:
    """A quick look: without a digit or a word that goes with a number in words there is no quantity."""
    return _DIGIT.search(text) is not None or _has_word(text)


def _digits(text: str, m: re.Match[str]) -> Quantity | None:
    low, high = parse_number(m["low"]), parse_number(m["high"]) if m["high"] else None
    if low is None or _hangs_on(text, m.start()):
        return None
    percent = _percent().match(text, m.end())
    if percent:
        unit = "‰" if "‰" in percent.group() else "%"
        return _measured(text, m.start(), percent.end(), low, high, unit, "percent")
    if _NAMED.search(text, max(0, m.start() - 16), m.start()) or (_YEAR.fullmatch(m["low"]) and text[m.end() : m.end() + 1] != "."):
        return None
    found = _noun_after(text, m.end()) or _noun_before(text, m.start(), m.end())
    return _measured(text, m.start(), found[0], low, high, found[1], found[2]) if found else None


def _hangs_on(text: str, at: int) -> bool:
    """Whether the number continues a hyphenated name: "Covid-19", "2021-2025"; a bullet before it is none."""
    return at > 1 and text[at - 1] in "-–+" and not text[at - 2].isspace()


def _words(text: str, m: re.Match[str]) -> Quantity | None:
    """A number in words counts when "phần trăm" follows, or a known noun with a comparator before ("ít nhất một mô hình")."""
    value = parse_number(m["words"])
    percent = _percent().match(text, m.end())
    if value is None or (not percent and (len(m["words"].split()) > 2 or value == 0)):
        return None
    if percent:
        return _measured(text, m.start(), percent.end(), value, None, "%", "percent")
    found = _noun_after(text, m.end())
    if not found or found[2] == "unknown":
        return None
    quantity = _measured(text, m.start(), found[0], value, None, found[1], found[2])
    return quantity if quantity.bounded else None


def _noun_after(text: str, at: int) -> tuple[int, str, str] | None:
    """Where the counted noun after position `at` ends, the noun with its magnitude, and its kind."""
    pattern, kinds = _nouns()
    m = pattern.match(text, at)
    if not m:
        return None
    scale = " ".join((m["scale"] or "").split())
    if m["noun"]:
        return m.end("noun"), f"{scale} {m['noun']}".strip(), kinds[m["noun"].lower()]
    plain = m["plain"]
    if not plain or _FUNCTION.match(plain):
        return (m.end("scale"), scale, "money") if scale else None
    words = plain.split()
    if len(words) == 2 and _FUNCTION.match(words[1]):
        words = words[:1]
    unit = " ".join(words)
    kind = "money" if scale else "unknown"
    return m.start("plain") + len(unit), f"{scale} {unit}".strip(), kind


_LISTED = wording(
    r"(?<!\w)(?P<noun>tập thể|cá nhân|hộ gia đình|đơn vị)\s{0,3}:\s{0,3}(?:(?:tối đa|không quá|không vượt quá) ){0,3}$", whole=False
)
_CLOSED = re.compile(r"\s{0,3}(?:[.,;)]|$)")


def _noun_before(text: str, at: int, stop: int) -> tuple[int, str, str] | None:
    """ "Tập thể: 05; cá nhân: 10"."""
    m = _LISTED.search(text, max(0, at - 50), at) if _CLOSED.match(text, stop) else None
    return (stop, m["noun"], "recipient") if m else None


def _measured(text: str, at: int, stop: int, value: float, high: float | None, unit: str, kind: str) -> Quantity:
    """The quantity with the comparator that stands before or after it."""
    pattern, meaning = _comparators("before")
    window = max(0, at - 60)
    before = pattern.search(text[window:at])
    start, comparator, bounded = at, "=", False
    if before:
        word = " ".join(before["word"].lower().split())
        comparator, bounded = meaning[word]
        start = window + before.start()
        if word in ("cao hơn", "thấp hơn", "hơn", "nhiều hơn", "ít hơn", "nhỏ hơn", "lớn hơn") and _COMPARED.match(text, stop):
            comparator, bounded = "=", False
        if word in ("quá", "vượt quá") and _NOT.search(text, max(0, start - 60), start):
            comparator = "<="
    end, sign = _after(text, at, stop, kind)
    if sign and (comparator in "=>" or sign == comparator):
        comparator, bounded = sign, True
    if high is not None and high <= value:
        high = None
    return Quantity(start, end, at, stop, comparator, value, high, unit, kind, bounded)


#: "không để phát sinh nợ thuế quá 5%".
_NOT = wording(r"(?<!\w)không (?:để|được|cho)(?!\w)[^,;.:]{0,50}$", whole=False)
_COMPARED = re.compile(r"\s?(?:so với|mức bình quân)", re.IGNORECASE)
#: Between the number and its "trở lên": the thing counted, but no verb and no grade ("hoàn thành tốt nhiệm vụ trở lên", "khá trở lên").
_GRADE = wording(
    r"""(?<!\w)(?:hoàn thành|đạt|được|có|xếp|loại|tốt|khá|giỏi|trung bình|xuất sắc|cấp|bậc|hạng|trình độ|hài lòng|mức|năm|tháng|ngày|tuổi
    |và|trong|từ|\d+)(?!\w)|[,;]""",
    whole=False,
)


def _after(text: str, at: int, stop: int, kind: str) -> tuple[int, str | None]:
    """The end with "trở lên" or "trở xuống", and what it says; nearer than five words, eight after a "từ"."""
    pattern, meaning = _comparators("after")
    from_before = re.search(r"(?<!\w)từ\s{1,3}(?:mức\s{1,3})?$", text[max(0, at - 12) : at], re.IGNORECASE) is not None
    m = pattern.search(text, stop, min(len(text), stop + (70 if from_before else 40)))
    if not m:
        return stop, None
    between = text[stop : m.start()]
    adjacent = not between.strip(" ,/()") or between.strip() in ("/năm", "năm")
    if not adjacent and (_GRADE.search(between) or len(between.split()) > (8 if from_before else 4)):
        return stop, None
    return m.end(), meaning[m["word"].lower()][0]
