"""Deadlines that come again: the words round a date read into an RFC 5545 rule.

"trước ngày 25 hằng tháng" FREQ=MONTHLY;BYMONTHDAY=25 · "ngày 20 của tháng đầu quý sau" FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=20 ·
"ngày 15/01 của năm tiếp theo" FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15 (conventions of the gold guidelines, "Phrase cases").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.fields.dates import Moment, read_moment, spaced

_EVERY = r"(?:hằng|hàng|mỗi|từng)"
_NEXT = r"(?:(?:sau )?(?:tiếp theo|kế tiếp|liền kề)|(?:(?:tiếp|kế|liền|ngay) )?sau)"
_BYDAY = ("", "MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5}

_TAIL = spaced(
    r"\s*\(?(?:"
    rf"(?P<months>(?:của )?các tháng (?P<list>\d{{1,2}}(?:\s*(?:,|và|;)\s*(?:tháng )?\d{{1,2}}){{1,11}}))(?: {_EVERY} năm)?"
    r"|(?:(?P<more>(?:\s*(?:,|và|hoặc|;)\s*(?:ngày )?\d{1,2}){1,6}) )?(?:của )?(?:các )?"
    rf"(?P<monthly>{_EVERY} tháng|tháng (?:{_NEXT}|trước liền kề|trước|báo cáo|đó)|(?<=của\s)tháng(?! (?:\d|đầu|cuối|thứ|này))"
    r"|(?:(?<=cuối\s)|(?<=cùng\s))tháng(?! (?:\d|đầu|giữa|cuối|thứ|này|sau|tới)))"
    r"|(?:của )?tháng (?:thứ )?(?P<nth>đầu tiên|đầu|nhất|giữa|hai|cuối cùng|cuối|ba) (?:của |trong )?"
    rf"(?:{_EVERY} )?(?P<of>quý|năm)(?: {_NEXT}(?: {_NEXT})?)?"
    rf"|(?:của )?(?:{_EVERY} )?(?P<quarter>quý (?:{_NEXT}|báo cáo))"
    rf"|,?\s*(?:của )?(?P<yearly>{_EVERY} năm|(?:năm|kỳ)(?: báo cáo)? (?:báo cáo|kế hoạch|tài chính|thực hiện|quyết toán|đó|phát sinh"
    r"|sau (?:năm|kỳ)|tiếp theo|tiếp sau|kế tiếp|kế sau|liền kề|liền sau|sau liền kề)(?: sau)?(?: năm \w{1,6} \w{1,6})?)"
    r"|(?:của )?(?P<following>năm sau|năm trước(?: liền kề)?)"
    rf"|(?P<days>(?:\s*(?:,|và|hoặc)\s*(?:ngày )?{_WEEKDAY}){{0,5}})\s?(?P<weekly>{_EVERY} tuần|(?:của )?tuần (?:{_NEXT}|trước))"
    r")(?!\w)"
)
_TAIL_WORDS = ("tháng", "năm", "quý", "tuần", "kỳ")
_CUE_YEARLY = spaced(
    rf"{_EVERY} năm(?! \d)|định kỳ|mỗi năm|báo cáo (?:\w+ )?(?:cả )?năm\s*(?=[:(,]|trước|chậm)"
    r"|(?:báo cáo|sơ kết|tổng kết|đối với|đợt|kỳ)[^.;:\d]{0,40}(?:(?<!\d)0?[69]|sáu|chín) tháng(?! (?:đầu|cuối) năm \d)(?! năm \d)(?! \d)"
)
#: "Báo cáo hằng tháng (trước ngày 15), 6 tháng (trước ngày 05/6), năm (trước ngày 05/11)": kinds of report that come again, the
#: one at hand last, others before it.
_KIND_OF_REPORT = spaced(r"(?<!\w)(?:(?:(?<!\d)0?[69]|sáu|chín) tháng|(?:cả )?năm)\s*[:(,]?\s*(?:gửi |chậm nhất (?:là )?)?$")
_OTHER_KINDS = spaced(
    rf"(?<!\w){_EVERY} (?:tháng|quý|tuần)|tháng cuối|(?:báo cáo|chế độ|sơ kết)[^.;\d]{{0,60}}(?<!\d)(?:0?[369]|ba|sáu|chín) tháng"
    r"(?! (?:đầu|cuối))(?! \d)"
)
_CUE_MONTHLY = spaced(rf"{_EVERY} tháng|báo cáo tháng(?! \d)|định kỳ (?:\w+ ){{0,3}}tháng(?! \d)")
_CUE_WEEKLY = spaced(rf"{_EVERY} tuần|báo cáo tuần|định kỳ tuần")
_INTERVAL = spaced(r"(?:(?P<n>0?[2-9]|10|hai|ba|bốn|năm) năm (?:một|1|01) lần)")


@dataclass(frozen=True, slots=True)
class Recurrence:
    rrule: str | None  #: None: the date does not come again
    end: int  #: where the words of recurrence end
    years_on: int = 0  #: 1 for "năm sau"
    cue: tuple[int, int] | None = None  #: the words of the sentence, apart from the date, that say so: "định kỳ 6 tháng (… | trước 20/6)"


def _months_of(nth: str, of: str) -> str:
    first = {"đầu": 1, "đầu tiên": 1, "nhất": 1, "giữa": 2, "hai": 2}.get(re.sub(r" ", " ", nth), 3)
    if of == "năm":
        return "1" if first == 1 else "12" if first == 3 else "2"
    return ",".join(str(month) for month in range(first, 13, 3))


def _yearly(months: str, day: int | None, interval: str = "") -> str:
    return f"FREQ=YEARLY{interval};BYMONTH={months}" + (f";BYMONTHDAY={day}" if day else "")


def _interval(sentence: str) -> str:
    found = _INTERVAL.search(sentence)
    return f";INTERVAL={_NUMBERS.get(found['n']) or int(found['n'])}" if found else ""


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _weekdays(listed: str) -> Iterator[int]:
    """The days of ", thứ Tư và ngày thứ Sáu"; 1 is Monday."""
    for found in re.finditer(_WEEKDAY.replace(" ", r"\s+"), listed):
        moment = read_moment(listed, found.start())
        if moment and moment.weekday:
            yield moment.weekday


def _weekly(days: Iterable[int]) -> str:
    return f"FREQ=WEEKLY;BYDAY={','.join(_BYDAY[day] for day in sorted(set(days)))}"


def _by_tail(moment: Moment, tail: re.Match[str], sentence: str) -> str | None:
    """The rule that the words right after the date give; None when they do not fit the date."""
    day, month = moment.day, moment.month
    if moment.weekday:
        return _weekly((moment.weekday, *_weekdays(tail["days"]))) if tail["weekly"] else None
    if day and not month:
        if tail["months"]:
            months = _numbers(tail["list"])
            return _yearly(",".join(map(str, months)), day) if all(1 <= m <= 12 for m in months) else None
        if tail["nth"]:
            return _yearly(_months_of(tail["nth"], tail["of"]), day)
        if tail["quarter"]:
            return _yearly("1,4,7,10" if "báo" not in tail["quarter"] else "3,6,9,12", day)
        if tail["monthly"]:
            days = sorted({day, *_numbers(tail["more"] or "")})
            return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}" if all(-1 <= d <= 31 for d in days) else None
        if tail["yearly"] and day == -1:
            return _yearly("12", 31)
        return None
    if tail["yearly"] and (month or moment.quarter):
        return _yearly(str(month or (moment.quarter or 0) * 3), day, _interval(sentence))
    return None


def _by_cue(moment: Moment, sentence: str) -> str | None:
    """The rule that the rest of the sentence gives to a date without a year."""
    day, month = moment.day, moment.month
    if moment.weekday:
        return _weekly((moment.weekday,)) if _CUE_WEEKLY.search(sentence) else None
    if month and _CUE_YEARLY.search(sentence):
        return _yearly(str(month), day, _interval(sentence))
    if day and not month and _CUE_MONTHLY.search(sentence):
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    return None


def _cue_of(moment: Moment, low: str, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """The cue of `_by_cue` that stands nearest before the date in its sentence, else the first behind it."""
    cue = _CUE_WEEKLY if moment.weekday else _CUE_YEARLY if moment.month else _CUE_MONTHLY
    places = [m.span() for m in cue.finditer(low, *sentence)]
    before = [place for place in places if place[1] <= moment.start]
    return before[-1] if before else next((place for place in places if place[0] >= moment.end), None)


def _kind_of_report(moment: Moment, low: str, begin: int) -> tuple[int, int] | None:
    """Where the kind of report that is due at `moment` stands among others that come again; `begin` is that of its sentence."""
    start = low.rfind("trước", max(begin, moment.start - 30), moment.start)
    kind = _KIND_OF_REPORT.search(low, max(begin, moment.start - 45), start) if moment.month and start >= 0 else None
    other = _OTHER_KINDS.search(low, max(0, kind.start() - 200), kind.start()) if kind else None
    return kind.span() if kind and other else None


def read_recurrence(low: str, moment: Moment, sentence: tuple[int, int], opening: str = "", standing: bool = False) -> Recurrence:
    """Whether the date at `moment` of the lower-case passage comes again.

    `sentence` are the bounds of its sentence, `opening` the (lower-case) words that open its list;
    `standing` tells a rule that holds from year to year, in which "năm sau" is every following year.
    """
    if moment.year:
        return Recurrence(None, moment.end)
    near = low[moment.end : moment.end + 50]
    tail = _TAIL.match(low, moment.end) if any(word in near for word in _TAIL_WORDS) else None
    around = f"{opening} {low[sentence[0] : sentence[1]]}"
    if tail and tail["following"]:
        rule = _by_cue(moment, around) or (_yearly(str(moment.month), moment.day) if standing and moment.month else None)
        return Recurrence(rule, tail.end(), 0 if rule else -1 if "trước" in tail["following"] else 1)
    rule = _by_tail(moment, tail, around) if tail else None
    if rule and tail:
        return Recurrence(rule, tail.end())
    kind = _kind_of_report(moment, low, sentence[0]) if tail is None else None
    if kind:
        return Recurrence(_yearly(str(moment.month), moment.day), moment.end, cue=kind)
    rule = _by_cue(moment, around)
    return Recurrence(rule, moment.end, cue=_cue_of(moment, low, sentence) if rule else None)
