"""What stands in the slots of a scanned letterhead: which reading of handwriting is sure, and which dates are possible.

A reader gives for each slot whether it is printed, blank or handwritten, and readings with probabilities (`document.Slot`). Here a
reading is taken only when it is sure; what cannot be is ruled out openly: a day its month does not have (here and in the reader's
forms), a date before the latest document that the text cites, a date after the e-signature.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import product

from pipeline.document import Box, Document, Slot
from pipeline.found import Found
from pipeline.text import Span
from pipeline.values import Number

#: A reading less probable is not taken. Of composed strings 99 % are right from 0.9 on, 87 % from 0.8 to 0.9, and 63 % from 0.7 to
#: 0.8; what it does on real scans is in models/digits.md.
SURE = 0.8
#: Of a reading that is not taken: what is said of its confidence (below 0.5 means: a person must look).
DOUBTED = 0.49
#: Of a number of which the slot holds only the first figures.
CUT_OFF = 0.6

Reading = tuple[str, float]


def slot_at(document: Document, kind: str, spans: Sequence[Span]) -> Slot | None:
    """The slot of `kind` on the line that `spans` lie on; None where the page was no scan, or no slot was found there."""
    if not document.slots or not spans:
        return None
    page = document.page_of(spans[0].start)
    boxes = [box for span in spans if (box := document.box_of(span))]
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    line = min(x0), min(y0), max(x1), max(y1)
    return next((s for s in document.slots if s.kind == kind and s.page == page and _on_line(s.box, line)), None)


def _on_line(slot: Box, line: Box) -> bool:
    """Handwriting reaches over and under its line, so their middles are compared; a line may hold only "Số:", and the slot is behind."""
    middle, height = (slot[1] + slot[3]) / 2, max(line[3] - line[1], 1.0)
    near = abs(middle - (line[1] + line[3]) / 2) < 0.8 * height
    return near and slot[0] < line[2] + 2 * height and line[0] < slot[2] + 2 * height


# --- the number -------------------------------------------------------------------------------------------------------


def written_number(document: Document, found: Found[Number | None]) -> Found[Number | None]:
    """`found`, which the number line's text gave, as its slot has it; unchanged where there is no slot, or it is printed."""
    slot = slot_at(document, "number", found.spans)
    if slot is None or slot.decided == "printed" or found.rule == "number.struck_through":
        return found
    notation = found.value.notation if found.value else None
    if slot.decided == "blank":
        blank = Found(Number(None, notation) if notation else None, found.spans, "number.blank", state="blank", box=slot.box)
        return found if found.state == "stated" else blank
    if not slot.readings:
        unread = Number(None, notation) if notation else None
        return Found(unread, found.spans, "number.unread", state="illegible", confidence=0.3, box=slot.box)
    text, p = slot.readings[0]
    printed = found.value.number if found.state == "stated" and found.value else None
    if printed and p < SURE and len(text) < len(printed) and printed.startswith(text):
        return replace(found, confidence=CUT_OFF)  # both read the same figures, and the slot ends before the last of them
    agrees = printed == text
    if p >= SURE or agrees:  # two recognisers that know nothing of each other
        return Found(Number(text, notation), found.spans, "number.handwritten", confidence=max(p, SURE), box=slot.box)
    return Found(Number(text, notation), found.spans, "number.unread", state="illegible", confidence=min(p, DOUBTED), box=slot.box)


# --- day and month ----------------------------------------------------------------------------------------------------


def written_date(
    document: Document,
    spans: tuple[Span, ...],
    printed: tuple[int | None, int | None, int],
    after: date | None = None,
    before: date | None = None,
) -> Found[str | None] | None:
    """The date on the line of `spans` where its day or month is written by hand; None where neither is, or a slot is not found.

    `printed` are day, month and year as the text has them, None where they cannot be read; `after` and `before` as for
    `possible_dates`. They decide between doubtful readings only: where they speak against a sure one, either may be misread
    (a date cited on a scan was recognised too), and nothing is taken.
    """
    slots = slot_at(document, "day", spans), slot_at(document, "month", spans)
    if not any(slot and slot.decided == "handwritten" for slot in slots):
        return None
    year, box = printed[2], _round(slots)
    days, months = (_readings(slot, number) for slot, number in zip(slots, printed[:2], strict=True))
    if slots[0] and slots[0].decided == "blank" and months and months[0][1] >= SURE:
        month = f"{year:04d}-{int(months[0][0]):02d}"
        return Found(month, spans, "issued_date.handwritten", state="partial", confidence=months[0][1], box=box)
    alone, dates = possible_dates(days, months, year), possible_dates(days, months, year, after, before)
    if not alone:
        return None
    contradicted = not dates or (alone[0][1] >= SURE and dates[0][0] != alone[0][0])
    best, p = alone[0] if contradicted else dates[0]
    if p >= SURE and not contradicted:
        return Found(best.isoformat(), spans, "issued_date.handwritten", confidence=p, box=box)
    return Found(best.isoformat(), spans, "issued_date.unread", state="illegible", confidence=min(p, DOUBTED), box=box)


def _round(slots: Iterable[Slot | None]) -> Box:
    """The box round those that are no print."""
    x0, y0, x1, y1 = zip(*(slot.box for slot in slots if slot and slot.decided != "printed"), strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _readings(slot: Slot | None, printed: int | None) -> tuple[Reading, ...]:
    if slot is None or slot.decided != "handwritten":
        return ((str(printed), 1.0),) if printed else ()
    if printed and slot.readings and int(slot.readings[0][0]) == printed:  # two recognisers that know nothing of each other
        return ((slot.readings[0][0], max(slot.readings[0][1], SURE)),)
    return slot.readings


def possible_dates(
    days: Iterable[Reading], months: Iterable[Reading], year: int, after: date | None = None, before: date | None = None
) -> list[tuple[date, float]]:
    """Dates by their probability, best first; what is printed is a reading of probability 1.

    Ruled out: days that the month does not have, dates before `after` (the latest document that the text cites) and after
    `before` (an e-signature). What is ruled out leaves its probability to the others; what the reader doubted stays doubt.

    >>> possible_dates([("31", 0.6), ("21", 0.3)], [("11", 1.0)], 2017)
    [(datetime.date(2017, 11, 21), 0.75)]
    """
    found: dict[date, float] = {}
    excluded = 0.0
    for (day, p), (month, q) in product(days, months):
        when = _date(year, month, day)
        if when is None or (after and when < after) or (before and when > before):
            excluded += p * q
        else:
            found[when] = found.get(when, 0.0) + p * q
    rest = max(1.0 - excluded, 1e-6)
    return sorted(((when, round(min(p / rest, 1.0), 4)) for when, p in found.items()), key=lambda f: -f[1])


def _date(year: int, month: str, day: str) -> date | None:
    if not (month.isascii() and month.isdigit() and day.isascii() and day.isdigit() and len(month) <= 2 and len(day) <= 2):
        return None
    m, d = int(month), int(day)
    return date(year, m, d) if 1945 <= year <= 2100 and 1 <= m <= 12 and 1 <= d <= monthrange(year, m)[1] else None


def latest_cited(dates: Iterable[str | None], year: int) -> date | None:
    """The latest full date (ISO 8601) of the documents that a text cites, not later than `year`: its own date is no earlier."""
    full = (day for d in dates if d and len(d) == 10 and (day := _day_of(d)))
    return max((d for d in full if d.year <= year), default=None)


#: Vietnam's time, all the year.
_HERE = timezone(timedelta(hours=7))


def earliest_signed(moments: Iterable[str | None]) -> date | None:
    """The day of the first e-signature (ISO 8601 with time), in Vietnam's time; what is no moment is passed over.

    >>> earliest_signed(["2017-10-09T18:30:00Z", None, "2017-10-12T08:00:00+07:00"])
    datetime.date(2017, 10, 10)
    """
    return min((day for moment in moments if moment and (day := _day_of(moment))), default=None)


def _day_of(moment: str) -> date | None:
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(_HERE) if at.tzinfo else at).date()
    except (ValueError, OverflowError):
        return None
