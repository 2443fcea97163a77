"""Deadlines: the dates by which somebody must do or send something.

`before` is "trước ngày", `by` is "chậm nhất", "hạn chót", "đến hết", "hoàn thành trong tháng", `within` a length of time from an
event (gold guidelines, "deadlines"). Recurring ones carry a rule and no date. Not deadlines: dates of cited documents, of
events, of effect; what was done, granted or signed before a date; counting dates ("tính đến hết ngày").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.fields.dates import lowered, spaced
from pipeline.fields.due import Hit, find_followers, find_hits, is_deadline
from pipeline.fields.durations import find_terms
from pipeline.fields.duties import Duty, sentence_bounds, split_duty
from pipeline.fields.recurrence import Recurrence, read_recurrence
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Deadline

#: Words of deadlines, cheap to look for; those that also serve other ends need what follows them.
_WORDS = (
    "chậm nhất", "muộn nhất", "trễ nhất", "ít nhất", "tối thiểu", "không muộn", "không chậm", "không quá", "tối đa", "thời hạn",
    "hạn chót", "hạn cuối", "hạn nộp", "hạn gửi", "hạn báo", "đến hết", "tới hết", "sau ngày", "vào ngày", "vào thứ", "vào các",
    "vào tháng", "định kỳ", "ngày làm việc",
    "thời gian hoàn", "thời gian nộp", "thời gian gửi", "thời gian báo", "thời gian nhận", "thời gian tiếp", "thời gian thu",
    "thời gian đăng", "thời gian trình", "thời gian kết", "thời gian các", "thời gian thực hiện xong", "thời gian phát hành",
)  # fmt: skip
_BEFORE = spaced(r"trước (?:\d|ngày|tháng|năm|qu[ýí]|khi|thời|thứ|hết|cuối|lúc|hoặc|và|giờ|các|trong|:)")
_WITHIN = spaced(r"trong (?:\d|tháng|năm|qu[ýí]|ngày|vòng|khoảng|thời|đầu|cuối|thứ|không|tối|một|hai|ba|bốn|sáu|bảy|tám|chín|mười)")
_FIRST_DAYS = spaced(
    r"trong (?:thời (?:hạn|gian) )?(?P<n>\d{1,2}) ngày đầu (?:của )?(?:hằng|hàng|mỗi|từng)?\s*(?P<of>tháng|quý)"
    r"(?: (?:tiếp theo|sau|kế tiếp))?(?! \d)"
)
_DAILY = spaced(r"(?<!\w)trước \d{1,2}\s?(?:giờ|h)\s?(?:\d{2})?(?:\s?phút)? (?:hằng|hàng|mỗi) ngày(?!\w)")
#: Rules that stand from year to year: "năm sau" is every following year there, and the next one in a plan.
_STANDING = frozenset({"Quy chế", "Quy định", "Thông tư", "Nghị định", "Luật", "Nghị quyết", "Thông tư liên tịch", "Pháp lệnh"})
_UNSURE = 0.4


@dataclass(frozen=True, slots=True)
class _Due:
    """When something is due and where that stands, before the sentence is asked who must do what."""

    start: int
    end: int
    deadline: Deadline
    rule: str
    confidence: float | None = None


def _complete(hit: Hit, again: Recurrence, context: Context) -> tuple[str | None, float | None]:
    """The date in ISO 8601, its year taken from the issue where it has none, and how sure that is."""
    if hit.moment.year or context.year is None:
        return hit.moment.iso(), None
    over = hit.moment.month is not None and context.month is not None and hit.moment.month < context.month
    return hit.moment.iso(context.year + again.years_on), _UNSURE if over and not again.years_on else None


def _dated(low: str, context: Context) -> Iterator[_Due]:
    opening = lowered((context.opens_list or "")[-300:])
    standing = context.year is None or context.doc_type in _STANDING
    used: set[int] = set()
    for first in find_hits(low):
        bounds = sentence_bounds(low, first.start, first.moment.end)
        again = read_recurrence(low, first.moment, bounds, opening, standing)
        if not is_deadline(low, bounds, first, again.end, again.rrule is not None, context):
            continue
        for hit in (first, *find_followers(low, first, again.end)):
            if hit.moment.start in used:
                continue
            used.add(hit.moment.start)
            again = read_recurrence(low, hit.moment, bounds, opening, standing)
            date, sure = (None, None) if again.rrule else _complete(hit, again, context)
            if date or again.rrule:
                rule = "recurring" if again.rrule else "cutoff" if hit.kind == "after" else hit.relation
                yield _Due(hit.start, again.end, Deadline(date, hit.relation, again.rrule), rule, sure)


def _recurring(low: str) -> Iterator[_Due]:
    """"trong 15 ngày đầu mỗi tháng" is by the 15th of each month; "trước 16 giờ hằng ngày" comes daily."""
    for found in _FIRST_DAYS.finditer(low):
        months = "FREQ=YEARLY;BYMONTH=1,4,7,10" if found["of"] == "quý" else "FREQ=MONTHLY"
        if 1 <= int(found["n"]) <= 31:
            yield _Due(found.start(), found.end(), Deadline(None, "by", f"{months};BYMONTHDAY={int(found['n'])}"), "recurring")
    for found in _DAILY.finditer(low):
        yield _Due(found.start(), found.end(), Deadline(None, "before", "FREQ=DAILY"), "recurring")


def _relative(low: str, text: str) -> Iterator[_Due]:
    for term in find_terms(low):
        event = text[term.event[0] : term.event[1]].strip() if term.event else None
        deadline = Deadline(None, term.relation, None, term.duration, term.business_days, event)
        yield _Due(term.start, term.end, deadline, "within" if term.relation == "within" else "ahead")


def _may_hold(low: str) -> bool:
    """Whether a lower-case passage has words of a deadline at all. A legal basis ("Căn cứ …") binds nobody."""
    if low.startswith("căn cứ "):
        return False
    worded = any(word in low for word in _WORDS)
    return worded or bool("trước" in low and _BEFORE.search(low)) or bool("trong" in low and _WITHIN.search(low))


def extract_deadlines(passage: Passage, context: Context) -> list[Found[Deadline]]:
    """The deadlines of one passage in reading order; every date of a sentence is an item of its own.

    Dates are ISO 8601, partial allowed; a date without a year takes the year of issue (with confidence 0.4 when its month
    is over by then). Dates before the month of issue are left out. Rules: `deadlines.before`, `.by`, `.recurring`,
    `.cutoff` ("gửi sau ngày … sẽ không được xét"), `.within`, `.ahead` (a length of time before an event).
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
        found.append(Found(value, passage.at(duty.start, duty.end), f"deadlines.{due.rule}", confidence=due.confidence))
    return found


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
