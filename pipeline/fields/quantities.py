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

from pipeline.fields.counted import noun_after, noun_before
from pipeline.fields.not_counted import hangs_on, is_label, is_named
from pipeline.fields.numerals import DIGITS, WORDS, is_hundreds, parse_number
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


_TO = r"\s{0,2}(?:-|–|—|÷|đến|tới)\s{0,2}"
_PERCENT = r"\s{0,2}(?:[%‰]|phần\s{1,3}trăm)"
#: "(năm mươi phần trăm)" after 50%, "(ba)" after 03, "(50%)" after "năm mươi phần trăm".
_AGAIN = rf"\s?\((?:{WORDS}|{DIGITS})(?:{_PERCENT})?\)"
#: What follows a number directly makes it part of a fraction, a date, a time, a version or a code.
_TAIL = r"[\w°/:]|[.,-]\d"


@cache
def _in_digits() -> re.Pattern[str]:
    to_high = rf"(?:{_PERCENT})?{_TO}(?:dưới\s)?(?P<high>{DIGITS})(?!{_TAIL})"
    return re.compile(rf"(?P<low>{DIGITS})(?:{to_high}|(?={_PERCENT})|/(?P<of>\d{{1,4}})(?=\s[{LOWER}{UPPER}])|(?=đ(?!\w))|(?!{_TAIL}))")


#: A number in words counts only where one of these stands with it.
_WITH_WORDS = ("phần trăm", "ít nhất", "tối thiểu", "không quá", "tối đa", "vượt quá", "nhiều nhất", " trăm ", " nghìn ", " ngàn ")


@cache
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<words>{WORDS})(?=\s)", re.IGNORECASE)


@cache
def _again() -> re.Pattern[str]:
    return re.compile(_AGAIN, re.IGNORECASE)


_PERCENT_SIGN = re.compile(_PERCENT, re.IGNORECASE)


def _past_bracket(text: str, at: int) -> int:
    """Behind the bracket in which the number is said again, if one stands at `at`."""
    m = _again().match(text, at) if text[at : at + 2].lstrip()[:1] == "(" else None
    return m.end() if m else at


def _percent(text: str, at: int) -> tuple[int, str] | None:
    """The end of the percent sign at `at`, and the unit."""
    if text[at : at + 3].lstrip()[:1] not in _OPENS_PERCENT:
        return None
    m = _PERCENT_SIGN.match(text, _past_bracket(text, at))
    return (_past_bracket(text, m.end()), "‰" if "‰" in m.group() else "%") if m else None


#: "%", "‰", "phần trăm", or the bracket with the number again.
_OPENS_PERCENT = frozenset("%‰p(P")


@cache
def _meaning(place: str) -> dict[str, tuple[str, bool]]:
    return {form: (e.canonical, e.id != "about") for e in entries("comparators") if e.extra["place"] == place for form in e.variants}


#: A verb or a measure may stand between the comparator and its number.
_LINKS = ("là", "đạt", "có", "được", "khoảng", "mức", "bằng", "từ")


@cache
def _last_words() -> frozenset[str]:
    """With one of these ends whatever compares a number from before it."""
    return frozenset((*(form.split()[-1] for form in _meaning("before")), *_LINKS))


@cache
def _before() -> re.Pattern[str]:
    words = "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in sorted(_meaning("before"), key=len, reverse=True))
    # The last of several counts ("tối đa không quá").
    link = rf"(?:(?:ở\s{{1,3}})?(?:{'|'.join(_LINKS)})\s{{1,3}})?"
    return re.compile(rf"(?:(?<!\w)(?P<word>{words})\s{{0,3}}{link}){{1,3}}$", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    words = "|".join(form.replace(" ", r"\s{1,3}") for form in sorted(_meaning("after"), key=len, reverse=True))
    return re.compile(rf"(?P<word>{words})(?!\w)", re.IGNORECASE)


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
            quantity = _digits(text, m) if m.re is _in_digits() else _words(text, m)
            if quantity:
                done = quantity.stop
                yield quantity


def _candidates(text: str) -> Iterator[re.Match[str]]:
    digits = _numbers(text)
    return merge(digits, _in_words().finditer(text), key=lambda m: m.start()) if _has_word(text) else digits


_RUN = re.compile(r"\d[\d.,]*")


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Numbers that do not continue a word, a date or a code; looking for runs of digits first is five times as fast."""
    pattern, done = _in_digits(), 0
    for run in _RUN.finditer(text):
        at = run.start()
        before = text[at - 1] if at else " "
        if at >= done and not before.isalnum() and before not in "_.,/:№×":
            m = pattern.match(text, at)
            if m:
                done = m.end()
                yield m


def _has_word(text: str) -> bool:
    return any(map(text.lower().__contains__, _WITH_WORDS))


_DIGIT = re.compile(r"\d")


def may_hold_quantity(text: str) -> bool:
    """A quick look: without a digit or a word that goes with a number in words there is no quantity."""
    return _DIGIT.search(text) is not None or _has_word(text)


def _digits(text: str, m: re.Match[str]) -> Quantity | None:
    at, end = m.span()
    percent = _percent(text, end)
    if not percent and (is_named(text, at, m["low"], end) or is_label(text, at, end)):
        return None
    low, high = parse_number(m["low"]), parse_number(m["high"]) if m["high"] else None
    if low is None or hangs_on(text, at):
        return None
    if percent:
        return _measured(text, at, percent[0], low, high, percent[1], "percent")
    found = noun_after(text, _past_bracket(text, end)) or noun_before(text, at, end)
    if found and found[2] == "named" and not _LED.search(text, max(0, at - 12), at):
        return None
    if m["of"] and not (found and _is_part(text, at, low, int(m["of"]), found[2])):
        return None
    return _measured(text, at, found[0], low, high, found[1], found[2]) if found else None


#: A capitalised noun is counted only behind a limit or those to whom something is given.
_LED = wording(r"(?<!\w)(?:quá|đa|cho|nhất|thiểu|chọn)\s{0,3}$", whole=False)
_DATED = wording(r"(?<!\w)(?:trước|sau|từ|đến|hạn|sáng|chiều|hết)\s?$", whole=False)


_WHOLES = ("recipient", "goal", "thing", "activity")


def _is_part(text: str, at: int, low: float, of: int, kind: str) -> bool:
    """ "18/22 thôn" counts eighteen, "06/06 đề tài" six; "2/3 số xã" is a fraction, "trước 10/12" a date."""
    enough = of >= 5 if kind == "recipient" else of > 12 or low == of
    return kind in _WHOLES and 1 < low <= of and enough and not _DATED.search(text, max(0, at - 8), at)


def _words(text: str, m: re.Match[str]) -> Quantity | None:
    """A number in words counts with "phần trăm", in hundreds, or with a comparator and a known noun ("ít nhất một mô hình")."""
    value = parse_number(m["words"])
    percent = _percent(text, m.end())
    large = is_hundreds(m["words"])  # "vận động một nghìn tiểu thương"
    if value is None or (not percent and not large and (len(m["words"].split()) > 2 or value == 0)):
        return None
    if percent:
        return _measured(text, m.start(), percent[0], value, None, percent[1], "percent")
    found = noun_after(text, _past_bracket(text, m.end()))
    if not found or (found[2] == "unknown" and not large):
        return None
    quantity = _measured(text, m.start(), found[0], value, None, found[1], found[2])
    return quantity if quantity.bounded or large else None


def _measured(text: str, at: int, stop: int, value: float, high: float | None, unit: str, kind: str) -> Quantity:
    """The quantity with the comparator that stands before or after it."""
    window = max(0, at - 60)
    before = _before().search(text[window:at]) if _compares(text, at) else None
    start, comparator, bounded = at, "=", False
    if before:
        word = " ".join(before["word"].lower().split())
        comparator, bounded = _meaning("before")[word]
        start = window + before.start()
        if word in ("cao hơn", "thấp hơn", "hơn", "nhiều hơn", "ít hơn", "nhỏ hơn", "lớn hơn") and _COMPARED.match(text, stop):
            comparator, bounded = "=", False
        if word in ("quá", "vượt quá") and _NOT.search(text, max(0, start - 130), start):
            comparator = "<="
    end, sign = _after(text, at, stop, kind)
    if sign and (comparator in "=>" or sign == comparator):
        comparator, bounded = sign, True
    if high is not None and high <= value:
        high = None
    return Quantity(start, end, at, stop, comparator, value, high, unit, kind, bounded)


def _compares(text: str, at: int) -> bool:
    """A quick look at the word before the number."""
    words = text[max(0, at - 14) : at].split()
    return bool(words) and (words[-1].lower() in _last_words() or not words[-1][-1].isalnum())


#: "không để phát sinh nợ thuế quá 5%".
_NOT = wording(r"(?<!\w)không (?:để|được|cho)(?!\w)[^;.:]{0,110}$", whole=False)
_COMPARED = re.compile(r"\s?(?:so với|mức bình quân)", re.IGNORECASE)
#: Between the number and its "trở lên": the thing counted, but no verb and no grade ("hoàn thành tốt nhiệm vụ trở lên", "khá trở lên").
_GRADE = wording(
    r"""(?<!\w)(?:hoàn thành|đạt|được|có|xếp|loại|tốt|khá|giỏi|trung bình|xuất sắc|cấp|bậc|hạng|trình độ|hài lòng|mức|năm|tháng|ngày|tuổi
    |và|trong|từ|\d+)(?!\w)|[,;]""",
    whole=False,
)


_FROM = wording(r"(?<!\w)từ (?:mức )?$", whole=False)


def _after(text: str, at: int, stop: int, kind: str) -> tuple[int, str | None]:
    """The end with "trở lên" or "trở xuống", and what it says; nearer than five words, eight after a "từ"."""
    ahead = text[stop : stop + 70]
    if "trở" not in ahead and "hoặc" not in ahead and "cao hơn" not in ahead:
        return stop, None
    from_before = _FROM.search(text, max(0, at - 12), at) is not None
    m = _behind().search(text, stop, min(len(text), stop + (70 if from_before else 40)))
    if not m:
        return stop, None
    between = text[stop : m.start()]
    adjacent = not between.strip(" ,/()") or between.strip() in ("/năm", "năm")
    if not adjacent and (_GRADE.search(between) or len(between.split()) > (8 if from_before else 4)):
        return stop, None
    return m.end(), _meaning("after")[" ".join(m["word"].lower().split())][0]
