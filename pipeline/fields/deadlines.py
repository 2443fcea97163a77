"""Deadlines: the dates by which somebody must do or send something.

`before` is "trước ngày", `by` is "chậm nhất", "hạn chót", "đến hết", "hoàn thành trong tháng", `within` a length of time from an
event (gold guidelines, "deadlines"). Recurring ones carry a rule and no date. Not deadlines: dates of cited documents, of
events, of effect; what was done, granted or signed before a date; counting dates ("tính đến hết ngày").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.fields.daily import find_daily, find_first_days
from pipeline.fields.dates import Moment, lowered, spaced
from pipeline.fields.due import goes_on, is_deadline, is_over
from pipeline.fields.durations import find_terms
from pipeline.fields.duties import Duty, sentence_bounds, split_duty
from pipeline.fields.hits import Hit, dated_by, find_followers, find_hits, lend_year
from pipeline.fields.recurrence import Recurrence, read_recurrence
from pipeline.fields.stretches import join_stretches
from pipeline.found import Context, Found
from pipeline.text import Passage, Span
from pipeline.values import Deadline

#: Words of deadlines, cheap to look for; those that also serve other ends need what follows them.
_WORDS = (
    "chậm nhất", "muộn nhất", "trễ nhất", "ít nhất", "tối thiểu", "không muộn", "không chậm", "không quá", "tối đa", "thời hạn",
    "hạn chót", "hạn cuối", "hạn nộp", "hạn gửi", "hạn báo", "đến hết", "tới hết", "sau ngày", "vào ngày", "vào thứ", "vào các",
    "vào tháng", "vào lúc", "định kỳ", "hằng tháng", "hàng tháng", "hằng tuần", "hàng tuần", "mỗi tuần", "ngày làm việc",
    "thời gian hoàn", "thời gian nộp", "thời gian gửi", "thời gian báo", "thời gian nhận", "thời gian tiếp", "thời gian thu",
    "thời gian đăng", "thời gian trình", "thời gian kết", "thời gian các", "thời gian thực hiện xong", "thời gian phát hành",
)  # fmt: skip
_BEFORE = spaced(
    r"trước (?::|\d|ngày|m[ùồ]ng|tháng|năm|qu[ýí]|khi|thời|thứ|hết|cuối|lúc|hoặc|và|giờ|các|trong|dịp|lễ|tết|kỳ|kỷ|hội|mùa|cuộc|phiên"
    r"|đại hội)"
)
_WITHIN = spaced(
    r"trong (?:\d|tháng|năm|qu[ýí]|ngày|vòng|khoảng|thời|đầu|giữa|cuối|nửa|buổi|sáng|chiều|thứ|không|tối|một|hai|ba|bốn"
    r"|sáu|bảy|tám|chín|mười)"
)
_OPENS = spaced(r"(?:tháng \d|qu[ýí] [i\d])[^.;]{1,50}?(?<!\w)hoàn (?:thành|tất)")
_OPEN_UNTIL = spaced(r"(?<!\w)từ ngày [^.;]{1,40}? đến ")
_THEN = spaced(r"(?:đến|tới) (?:ngày |tháng |qu[ýí] |cuối |trước |hết |\d)[^.;]{1,120}?(?<!\w)hoàn (?:thành|tất)")
#: Rules that stand from year to year: "năm sau" is every following year there, and the next one in a plan.
_STANDING = frozenset({"Quy chế", "Quy định", "Thông tư", "Nghị định", "Luật", "Nghị quyết", "Thông tư liên tịch", "Pháp lệnh"})
_A_DAY = spaced(r"(?:hằng|hàng|mỗi|từng|lần\s?/|trên) ?ngày")
_EVER = spaced(r"(?<!\w)(?:hằng|hàng|mỗi|định kỳ)(?!\w)")
_UNSURE, _LIKELY = 0.4, 0.7
#: "định kỳ 6 tháng (trước ngày 20/6)": what makes a date come again is shown with it from so near.
_NEAR = 20


@dataclass(frozen=True, slots=True)
class _Due:
    """When something is due and where that stands, before the sentence is asked who must do what."""

    start: int
    end: int
    deadline: Deadline
    rule: str
    confidence: float | None = None
    cue: tuple[int, int] | None = None  #: where else in the sentence it is said to come again


def _complete(hit: Hit, again: Recurrence, context: Context, shown: int | None) -> tuple[str | None, float | None]:
    """The date in ISO 8601, its year where it has none taken from the issue, else from a date `shown` before; and how sure that is.

    A month that was over half a year before the issue is next year's: "chậm nhất ngày 15/01" of a letter of November.
    """
    if hit.moment.year or context.year is None:
        return hit.moment.iso(shown), None
    month = hit.moment.month or (hit.moment.quarter * 3 if hit.moment.quarter else None)
    late = context.month - month if month and context.month and not again.years_on else 0
    if late >= 6:
        return hit.moment.iso(context.year + 1), _LIKELY
    return hit.moment.iso(context.year + again.years_on), _UNSURE if late > 0 else None


def _again(low: str, hit: Hit, bounds: tuple[int, int], opening: str, standing: bool) -> Recurrence:
    """The rule of a date; "ngày 15 và ngày cuối cùng của tháng": a bare day has that of the day joined to it."""
    own = read_recurrence(low, hit.moment, bounds, opening, standing)
    if own.rrule or not hit.moment.day or hit.moment.month:
        return own
    for other in find_followers(low, hit, own.end):
        rule = read_recurrence(low, other.moment, bounds, opening, standing).rrule
        if rule and not other.moment.month:
            return replace(own, rrule=f"{rule.rpartition('=')[0]}={hit.moment.day}")
    return own


def _opening(low: str, begin: int, listed: str) -> str:
    """What holds in the sentence that begins at `begin`: the words that open its list, with "riêng" also the clause before it."""
    return listed + low[max(0, begin - 200) : begin] if low.startswith("riêng ", begin) else listed


def _lent(low: str, hit: Hit, again: Recurrence, bounds: tuple[int, int]) -> Moment:
    """The date of `hit`, with a year where a date behind it has one for both.

    "25/6 và 25/11/2019"; "báo cáo 6 tháng (trước ngày 20/6) và báo cáo năm (trước ngày 20/12/2024)": reports of one year then.
    """
    moment = hit.moment
    if moment.year or (again.rrule and not again.cue):
        return moment
    row = lend_year(low, moment)
    if row.year or not (again.cue and moment.month) or _EVER.search(low, *again.cue):
        return row
    later = next((other.moment for other in find_hits(low[moment.end : min(bounds[1], moment.end + 160)])), None)
    return dated_by(moment, later) if later and later.year and later.day else moment


def _dated(low: str, context: Context) -> Iterator[_Due]:
    listed = lowered((context.opens_list or "")[-300:])
    standing = context.year is None or context.doc_type in _STANDING
    used: set[int] = set()
    done, shown = -1, None
    for first in find_hits(low):
        if first.start < done:
            continue  # "ngày 15 và ngày 30 hằng tháng" is one rule
        bounds = sentence_bounds(low, first.start, first.moment.end)
        opening = _opening(low, bounds[0], listed)
        again = _again(low, first, bounds, opening, standing)
        binds = is_deadline(low, bounds, first, again.end, again.rrule is not None, context)
        if not binds and not (done >= 0 and goes_on(low, done, first, again.end, context)):
            continue
        for hit in (first, *find_followers(low, first, again.end)):
            if hit.moment.start in used:
                continue
            used.add(hit.moment.start)
            again = _again(low, hit, bounds, opening, standing)
            lent = _lent(low, hit, again, bounds)
            if lent.year and not hit.moment.year:
                hit, again = replace(hit, moment=lent), Recurrence(None, again.end)
            done, shown = again.end, hit.moment.year or shown
            if lent.year and is_over(lent, context):
                continue
            date, sure = (None, None) if again.rrule else _complete(hit, again, context, shown)
            if date or again.rrule:
                rule = "recurring" if again.rrule else "cutoff" if hit.kind == "after" else hit.relation
                yield _Due(hit.start, again.end, Deadline(date, hit.relation, again.rrule), rule, sure, again.cue)


def _recurring(low: str) -> Iterator[_Due]:
    """What names no date and comes again."""
    if " ngày đầu" in low:
        for start, end, rule in find_first_days(low):
            yield _Due(start, end, Deadline(None, "by", rule), "recurring")
    if _A_DAY.search(low):
        for start, end, relation in find_daily(low):
            yield _Due(start, end, Deadline(None, relation, "FREQ=DAILY"), "recurring")


def _relative(low: str, text: str) -> Iterator[_Due]:
    for term in find_terms(low):
        event = text[term.event[0] : term.event[1]].strip() if term.event else None
        deadline = Deadline(None, term.relation, None, term.duration, term.business_days, event)
        yield _Due(term.start, term.end, deadline, "within" if term.relation == "within" else "ahead")


def _may_hold(low: str) -> bool:
    """Whether a lower-case passage has words of a deadline at all. A legal basis ("Căn cứ …") binds nobody."""
    if low.startswith("căn cứ "):
        return False
    if "trước" in low and _BEFORE.search(low):
        return True
    cores = "nhất" in low or "hạn" in low or "không" in low or " hết" in low or "tối " in low or "vào " in low or "định kỳ" in low
    cores = cores or "sau ngày" in low or "thời gian" in low or "tháng" in low or "tuần" in low or "ngày làm" in low
    if (cores and any(map(low.__contains__, _WORDS))) or ("trong" in low and _WITHIN.search(low)):
        return True
    if "hoàn t" in low and _OPENS.search(low):
        return True
    return "đến " in low and bool(("hoàn t" in low and _THEN.search(low)) or ("từ ngày" in low and _OPEN_UNTIL.search(low)))


def extract_deadlines(passage: Passage, context: Context) -> list[Found[Deadline]]:
    """The deadlines of one passage in reading order; every date of a sentence is an item of its own.

    Dates are ISO 8601, partial allowed; a date without a year takes the year of issue (with confidence 0.4 when its month
    is over by then). Dates before the month of issue are left out. Rules: `deadlines.before`, `.by`, `.recurring`,
    `.cutoff` ("gửi sau ngày … sẽ không được xét"), `.within`, `.ahead` (a length of time before an event). `spans`: the date
    with who must do what in one stretch, and what was said for several dates, or makes one come again, where that stands.
    """
    text, low = passage.text, lowered(passage.text)
    if not _may_hold(low):
        return []
    found: list[Found[Deadline]] = []
    earlier: Duty | None = None
    done = 0
    for due in sorted((*_dated(low, context), *_recurring(low), *_relative(low, text)), key=lambda due: (due.start, due.end)):
        earlier = duty = split_duty(text, low, due.start, due.end, context, done, earlier)
        done = due.end
        value = replace(due.deadline, action=duty.action, responsible=duty.responsible, submit_to=duty.submit_to)
        found.append(Found(value, _spans(passage, due, duty), f"deadlines.{due.rule}", confidence=due.confidence))
    return found


def _spans(passage: Passage, due: _Due, duty: Duty) -> tuple[Span, ...]:
    text, start, end = passage.text, duty.start, duty.end
    while start < due.start and text[start] in " ,;:.)":
        start += 1
    while end > due.end and text[end - 1] in " ,;:.":
        end -= 1
    told = [*duty.shared, (start, end)]
    if due.cue:
        near = 0 <= start - due.cue[1] <= _NEAR and not re.search("[.;]", text[due.cue[1] : start])
        told.append((due.cue[0], end) if near else due.cue)
    return tuple(span for stretch in join_stretches(text, told) for span in passage.at(*stretch))


def drop_repeats(deadlines: Iterable[Found[Deadline]]) -> list[Found[Deadline]]:
    """Without the cut-offs ("gửi sau ngày 22/01/2018 sẽ không được trình") whose date is already stated; for a whole document."""
    every = list(deadlines)
    stated = {item.value.date for item in every if item.rule != "deadlines.cutoff"}
    kept: list[Found[Deadline]] = []
    for item in every:
        if item.rule == "deadlines.cutoff":
            if item.value.date in stated:
                continue
            stated.add(item.value.date)
        kept.append(item)
    return kept
