"""Days, deadlines, periods: how they are written, and what they mean."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from pipeline.generate.chance import Chance
from pipeline.generate.grammar import Speaker, Terminals
from pipeline.generate.said import Draft

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_WEEKDAYS = (("thứ Hai", "MO"), ("thứ Tư", "WE"), ("thứ Năm", "TH"), ("thứ Sáu", "FR"))


def two(number: int) -> str:
    return f"{number:02d}"


def month_of(number: int) -> str:
    """January and February have a zero before them (Decree 30/2020/NĐ-CP, Appendix I), the others have not."""
    return f"{number:02d}" if number < 3 else str(number)


def written(day: date, short: bool) -> str:
    """ "02/3/2021", or "02 tháng 3 năm 2021": what follows "ngày"."""
    if short:
        return f"{day.day:02d}/{month_of(day.month)}/{day.year}"
    return f"{day.day:02d} tháng {month_of(day.month)} năm {day.year}"


def spelled(speaker: Speaker, day: date) -> str:
    """With "ngày", in the way of the document, now and then in the other one."""
    short = speaker.scene.short_dates != speaker.chance.maybe(0.1)
    return f"ngày {written(day, short)}"


def later(speaker: Speaker, low: int = 5, high: int = 160) -> date:
    """A day after the day of issue."""
    return date.fromordinal(speaker.scene.day.toordinal() + speaker.chance.between(low, high))


def earlier(speaker: Speaker, low: int = 3, high: int = 400) -> date:
    return date.fromordinal(speaker.scene.day.toordinal() - speaker.chance.between(low, high))


# --- deadlines --------------------------------------------------------------------------------------------------------


def _due(draft: Draft, text: str, day: str | None, relation: str, rrule: str | None = None) -> None:
    draft.state("deadlines", text, {"date": day, "relation": relation, "rrule": rrule})


def say_due(speaker: Speaker, draft: Draft, year: str = "") -> None:
    """A day by which something is sent or done: "trước ngày 25/6/2021", "chậm nhất ngày 10 tháng 7"; `{due|year}`: with its year."""
    chance, day = speaker.chance, later(speaker)
    text = spelled(speaker, day)
    if not year and speaker.scene.dated and day.year == speaker.scene.day.year and chance.maybe(0.25):  # the year goes without saying
        text = f"ngày {two(day.day)}{'/' if speaker.scene.short_dates else ' tháng '}{month_of(day.month)}"
    before = chance.maybe(0.62)
    if before:
        lead = chance.pick(("trước ", "trước ", "trước ", "trước ", f"trước {_hour(chance)} ", f"trước {_hour(chance)} "))
    else:
        lead = chance.pick(
            ("chậm nhất ", "chậm nhất ", "chậm nhất là ", "chậm nhất đến ", "chậm nhất vào ", "muộn nhất ", "không muộn hơn ", "hạn chót ")
        )
    if lead == "trước " and "/" in text and chance.maybe(0.15):  # "trước 12/5/2021"
        text = text.removeprefix("ngày ")
    _due(draft, lead + text, day.isoformat(), "before" if before else "by")


def _hour(chance: Chance) -> str:
    hour = chance.pick((8, 9, 10, 11, 14, 15, 16, 17))
    return chance.pick((f"{hour:02d} giờ 00", f"{hour:02d} giờ", f"{hour:02d}h00", f"{hour:02d} giờ 30"))


def say_done(speaker: Speaker, draft: Draft) -> None:
    """A day, month, quarter or year in which something has to be finished: "hoàn thành trong tháng 6/2021"."""
    chance, day = speaker.chance, later(speaker, 20, 200)
    kind = chance.between(0, 9)
    if kind < 4:
        lead = chance.pick(("hoàn thành trước ", "xong trước ", "hoàn thành trước ", "phải hoàn thành trước "))
        _due(draft, lead + spelled(speaker, day), day.isoformat(), "before")
    elif kind < 7:
        month = chance.pick((f"tháng {month_of(day.month)}/{day.year}", f"tháng {month_of(day.month)} năm {day.year}"))
        lead = chance.pick(("hoàn thành trong ", "xong trong ", "hoàn thành trong "))
        _due(draft, lead + month, day.isoformat()[:7], "by")
    elif kind == 7:
        quarter = (day.month + 2) // 3
        text = f"hoàn thành trong {chance.pick(('quý', 'Quý'))} {ROMAN[quarter]}{chance.pick(('/', ' năm '))}{day.year}"
        _due(draft, text, f"{day.year}-{quarter * 3:02d}", "by")
    elif kind == 8:
        last = date(day.year, day.month, monthrange(day.year, day.month)[1])
        _due(draft, "hoàn thành chậm nhất đến hết " + spelled(speaker, last), last.isoformat(), "by")
    else:
        _due(draft, f"hoàn thành trước tháng {month_of(day.month)}/{day.year}", day.isoformat()[:7], "before")


def say_due_again(speaker: Speaker, draft: Draft) -> None:
    """A recurring deadline: "trước ngày 25 hằng tháng"."""
    chance = speaker.chance
    each = chance.pick(("hằng", "hằng", "hàng"))
    lead = chance.pick(("trước ", "trước ", "trước ", "chậm nhất ", "chậm nhất là "))
    relation = "before" if lead == "trước " else "by"
    if chance.maybe(0.14):
        return _half_yearly(chance, draft, lead, relation, each)
    text, rrule = chance.pick((_monthly, _monthly, _quarterly, _yearly, _yearly, _weekly))(chance, each)
    _due(draft, lead + text, None, relation, rrule)


def _monthly(chance: Chance, each: str) -> tuple[str, str]:
    day = chance.pick((5, 10, 12, 15, 18, 20, 22, 25, 28))
    return f"ngày {two(day)} {each} tháng", f"FREQ=MONTHLY;BYMONTHDAY={day}"


def _quarterly(chance: Chance, each: str) -> tuple[str, str]:
    day = chance.pick((5, 10, 15, 20, 25))
    month = chance.pick(("tháng cuối quý", "của tháng cuối quý", "của tháng cuối mỗi quý", "tháng cuối của quý"))
    return f"ngày {two(day)} {month}", f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={day}"


def _yearly(chance: Chance, each: str) -> tuple[str, str]:
    day, month = chance.pick((5, 10, 15, 20, 25, 30)), chance.pick((1, 3, 5, 6, 9, 10, 11, 12))
    text = chance.pick((f"ngày {two(day)}/{month_of(month)}", f"ngày {two(day)} tháng {month_of(month)}"))
    return f"{text} {each} năm", f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"


def _half_yearly(chance: Chance, draft: Draft, lead: str, relation: str, each: str) -> None:
    """Two days of the year are two deadlines."""
    day = chance.pick((5, 10, 15, 20))
    for text, month in ((f"{lead}ngày {two(day)}/6", 6), (f"ngày {two(day)}/12 {each} năm", 12)):
        draft.say(" và " if month == 12 else "")
        _due(draft, text, None, relation, f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")


def _weekly(chance: Chance, each: str) -> tuple[str, str]:
    name, code = chance.pick(_WEEKDAYS)
    hour = chance.pick(("", f"{_hour(chance)} "))
    return f"{hour}{name} {each} tuần", f"FREQ=WEEKLY;BYDAY={code}"


def say_due_until(speaker: Speaker, draft: Draft) -> None:
    """The last day of receiving something: "đến hết ngày 15/5/2021"."""
    day = later(speaker)
    hour = speaker.chance.pick(("hết ", "hết ", f"{_hour(speaker.chance)} "))
    _due(draft, f"đến {hour}{spelled(speaker, day)}", day.isoformat(), "by")


def say_due_on(speaker: Speaker, draft: Draft) -> None:
    """The day itself, of the next few: "trong ngày 12/9/2024"."""
    day = later(speaker, 1, 9)
    _due(draft, f"trong {spelled(speaker, day)}", day.isoformat(), "by")


def say_due_daily(speaker: Speaker, draft: Draft) -> None:
    _due(draft, f"trước {_hour(speaker.chance)} {speaker.chance.pick(('hằng', 'hàng'))} ngày", None, "before", "FREQ=DAILY")


def say_within(speaker: Speaker, draft: Draft) -> None:
    """A length of time from an event, which the gold leaves out: "trong 05 ngày làm việc kể từ ngày nhận đủ hồ sơ"."""
    chance = speaker.chance
    days = two(chance.pick((2, 3, 5, 7, 10, 15)))
    lead = chance.pick(("trong thời hạn", "trong vòng", "trong", "chậm nhất"))
    event = chance.pick(("nhận đủ hồ sơ", "nhận được văn bản này", "kết thúc đợt kiểm tra", "tiếp nhận phản ánh", "phát sinh vụ việc"))
    draft.say(f"{lead} {days} {chance.pick(('ngày làm việc', 'ngày'))} kể từ ngày {event}")


def say_ahead(speaker: Speaker, draft: Draft) -> None:
    """A length of time before an event, which the gold leaves out too."""
    chance = speaker.chance
    days = two(chance.pick((2, 3, 5, 7, 10)))
    event = chance.pick(("tổ chức hội nghị", "khai mạc", "tổ chức kiểm tra", "diễn ra hội thi", "họp"))
    draft.say(f"chậm nhất {days} {chance.pick(('ngày làm việc', 'ngày'))} trước ngày {event}")


# --- periods ----------------------------------------------------------------------------------------------------------


def say_period(speaker: Speaker, draft: Draft) -> None:
    """A span of the document's own: "từ ngày 04/02/2021 đến hết ngày 10/5/2021"."""
    chance, issued = speaker.chance, speaker.scene.day
    start = issued + timedelta(chance.between(3, 40))
    end = start + timedelta(chance.between(40, 240))
    until = chance.pick(("đến hết", "đến", "đến hết"))
    kind = chance.between(0, 9)
    values: dict[str, Any] = {"start": start.isoformat(), "end": end.isoformat(), "start_event": None}
    if kind < 5:
        text = f"từ {spelled(speaker, start)} {until} {spelled(speaker, end)}"
    elif kind < 8 and (start.year, start.month) != (end.year, end.month):
        text = f"từ tháng {month_of(start.month)}/{start.year} {until} tháng {month_of(end.month)}/{end.year}"
        values |= {"start": start.isoformat()[:7], "end": end.isoformat()[:7]}
    else:
        event = chance.pick(("ngày phát động", "ngày ban hành", "ngày ký ban hành", "ngày ký"))
        text = f"từ {event} đến hết {spelled(speaker, end)}"
        values |= {"start": None, "start_event": event}
    draft.state("period", text, values)


def say_period_effect(speaker: Speaker, draft: Draft) -> None:
    """How long a decision holds: "kể từ ngày ký đến hết ngày 28 tháng 02 năm 2027"."""
    end = later(speaker, 200, 900)
    event = speaker.chance.pick(("ngày ký", "ngày ký ban hành", "ngày ban hành"))
    text = f"kể từ {event} đến hết {spelled(speaker, end)}"
    draft.state("period", text, {"start": None, "end": end.isoformat(), "start_event": event})


# --- dates that are nobody's deadline ---------------------------------------------------------------------------------


def say_day(speaker: Speaker, draft: Draft) -> None:
    draft.say(spelled(speaker, later(speaker)))


def say_issue_day(speaker: Speaker, draft: Draft) -> None:
    draft.say(written(speaker.scene.day, False))


def say_past_day(speaker: Speaker, draft: Draft) -> None:
    draft.say(spelled(speaker, earlier(speaker)))


def say_clock(speaker: Speaker, draft: Draft) -> None:
    draft.say(_hour(speaker.chance))


def say_past_span(speaker: Speaker, draft: Draft) -> None:
    """A span that is over: what results are counted in."""
    last = earlier(speaker, 10, 60)
    start = last - timedelta(speaker.chance.between(60, 250))
    draft.say(f"từ {spelled(speaker, start)} đến {spelled(speaker, last)}")


TERMINALS: Terminals = {
    "due": say_due,
    "done": say_done,
    "due_again": say_due_again,
    "due_until": say_due_until,
    "due_on": say_due_on,
    "due_daily": say_due_daily,
    "within": say_within,
    "ahead": say_ahead,
    "period": say_period,
    "period_effect": say_period_effect,
    "issue_day": say_issue_day,
    "day": say_day,
    "past_day": say_past_day,
    "clock": say_clock,
    "past_span": say_past_span,
}
