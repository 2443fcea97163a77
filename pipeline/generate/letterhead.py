"""The head of a directive as printed lines, and what the gold says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.generate.chance import Chance
from pipeline.generate.say_time import month_of, two
from pipeline.generate.scene import Desk, Scene
from pipeline.generate.sheet import Slot

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY_MOTTO = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
_BLANK = "      "
_URGENCIES = ("Khẩn", "Hỏa tốc", "Thượng khẩn", "Khẩn", "Hỏa tốc")


@dataclass(frozen=True, slots=True)
class Head:
    """What the letterhead says."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    slots: tuple[Slot, ...]
    gold: Mapping[str, Any]


def head_of(chance: Chance, scene: Scene, doc_type: Mapping[str, Any], desk: Desk, about: str | None) -> Head:
    """The letterhead with number and date, blank in part now and then; `about` is the "V/v" of a công văn."""
    issuer = scene.issuer
    number, number_gold = _number_line(chance, scene, doc_type, desk)
    date, date_gold = _date_line(chance, scene)
    urgency = chance.pick(_URGENCIES) if chance.maybe(doc_type.get("urgent", 3) / 100) else None
    secrecy = chance.pick(("Mật", "Mật", "Tối mật")) if chance.maybe(0.015) else None
    above = (*issuer.parent_lines, *issuer.lines, *(("*",) if issuer.party else ()))
    left = [*above, number, *_about_lines(about)]
    left += [mark.upper() for mark in (secrecy, urgency) if mark]
    right = (*(PARTY_MOTTO if issuer.party else MOTTO), date)
    gold = {
        "issuing_body": {"value": issuer.name, "state": "stated"},
        "parent_body": issuer.parent,
        "number": number_gold,
        "issued_date": date_gold,
        "place": issuer.place,
        "urgency": urgency,
        "secrecy": secrecy,
    }
    return Head(tuple(left), right, (*_slots("left", len(above), number), *_slots("right", len(right) - 1, date)), gold)


def _number_line(chance: Chance, scene: Scene, doc_type: Mapping[str, Any], desk: Desk) -> tuple[str, dict[str, Any]]:
    issuer, code = scene.issuer, doc_type.get("code")
    shown = two(chance.pick((chance.between(1, 99), chance.between(1, 400), chance.between(100, 4900))))
    blank = chance.maybe(0.06)
    lead = chance.pick(("Số: ", "Số: ", "Số:", "Số : ")) if not issuer.party else chance.pick(("Số ", "Số: "))
    if issuer.party:
        notation = f"{code or 'CV'}/{issuer.symbol}"
        line = f"{lead}{_BLANK if blank else shown}-{notation}"
    else:
        notation = f"{code}-{issuer.symbol}" if code else f"{issuer.symbol}-{desk.sign}"
        gap = chance.pick(("", "", "", " "))
        line = f"{lead}{chance.pick((_BLANK, '....', _BLANK)) if blank else shown}{gap}/{notation}"
    return line, {"value": None if blank else shown, "notation": notation, "state": "blank" if blank else "stated"}


def _date_line(chance: Chance, scene: Scene) -> tuple[str, dict[str, Any]]:
    day = scene.day
    kind = chance.random()
    if kind < 0.05:
        text, value = f"ngày{_BLANK}tháng {month_of(day.month)} năm {day.year}", day.isoformat()[:7]
    elif kind < 0.07:
        text, value = f"ngày{_BLANK}tháng{_BLANK}năm {day.year}", str(day.year)
    else:
        text, value = f"ngày {two(day.day)} tháng {month_of(day.month)} năm {day.year}", day.isoformat()
    return f"{scene.issuer.place}, {text}", {"value": value, "state": "stated" if len(value) == 10 else "partial"}


_HAND = (
    ("left", re.compile(r"^Số ?:? ?(\d+|\s{3,}|\.{3,})")),
    ("right", re.compile(r"ngày ?(\d+|\s{3,})")),
    ("right", re.compile(r"tháng ?(\d+|\s{3,})")),
)


def _slots(side: str, line: int, text: str) -> tuple[Slot, ...]:
    """Where a clerk may write: the number; the day and the month."""
    found = (pattern.search(text) for where, pattern in _HAND if where == side)
    return tuple(Slot("left" if side == "left" else "right", line, m.start(1), m.end(1)) for m in found if m)


def _about_lines(about: str | None, width: int = 34) -> list[str]:
    """ "V/v …" under the number, in narrow lines."""
    if about is None:
        return []
    lines = ["V/v"]
    for word in about.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines


def without_names(head: Head) -> Head:
    """A head of which only the number, "V/v" and the date are left, as converters leave it."""
    at = next(i for i, line in enumerate(head.left) if line.startswith("Số"))
    slots = tuple(replace(s, line=s.line - at if s.side == "left" else 0) for s in head.slots)
    gold = {**head.gold, "issuing_body": {**head.gold["issuing_body"], "state": "inferred"}, "parent_body": None}
    return Head(head.left[at:], head.right[-1:], slots, gold)


def lost(head: Head) -> Head:
    """No head at all."""
    nothing = {"value": None, "state": "absent"}
    gold = {
        "issuing_body": {**head.gold["issuing_body"], "state": "inferred"}, "parent_body": None, "number": {**nothing, "notation": None},
        "issued_date": nothing, "place": None, "urgency": None, "secrecy": None,
    }  # fmt: skip
    return Head((), (), (), gold)
