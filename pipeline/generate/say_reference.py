"""Documents cited: laws and decrees that exist, and made-up ones of the bodies round the issuer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.generate.grammar import Speaker, Terminals, rule, say, say_pattern
from pipeline.generate.said import Draft
from pipeline.generate.say_time import earlier, written


def _dated(speaker: Speaker, day: date, party: bool) -> str:
    comma = "," if party and speaker.chance.maybe(0.7) else ""
    return f"{comma} ngày {written(day, speaker.scene.short_dates)}"


def _mention(speaker: Speaker, draft: Draft, kind: str, name: str, number: str, day: date | None) -> bool:
    """Cite a document, the first time with its date; whether it was the first time."""
    cited = speaker.scene.cited
    if number in cited:
        draft.say(f"{name} số {number}")
        return False
    cited[number] = f"{name} số {number}"
    text = f"{name} số {number}" + (_dated(speaker, day, "-" in number.split("/")[0]) if day else "")
    draft.state("references", text, {"type": kind, "number": number, "date": day and day.isoformat()})
    return True


def say_law(speaker: Speaker, draft: Draft) -> None:
    """A law, decree or decision that this theme rests on, as it is officially called and numbered."""
    scene = speaker.scene
    laws: Sequence[Mapping[str, Any]] = scene.theme["laws"]
    fresh = [law for law in laws if law["date"] < scene.day and law["number"] not in scene.cited]
    if not fresh:
        return say_cite(speaker, draft)
    law = speaker.chance.pick(fresh)
    kind = law["type"]
    name = f"Luật {law['title']}" if kind == "Luật" else kind
    if kind == "Luật" and speaker.chance.maybe(0.25):  # named without its number: no reference
        draft.say(f"{name} {speaker.chance.pick(('', 'năm ' + str(law['date'].year)))}".rstrip())
        return
    first = _mention(speaker, draft, kind, name, law["number"], law["date"] if speaker.chance.maybe(0.9) else None)
    if first and kind != "Luật":
        draft.say(f" của {law['issuer']}" + (f" {law['title']}" if law.get("title") else ""))


def say_cite(speaker: Speaker, draft: Draft) -> None:
    """A document of a body above or beside the issuer: "Kế hoạch số 53/KH-UBND ngày 02/3/2021 của Ủy ban nhân dân tỉnh"."""
    kind, number, issuer, day = _made_up(speaker)
    if _mention(speaker, draft, kind, kind, number, day):
        draft.say(f" của {issuer}")
        if speaker.chance.maybe(0.6):
            draft.say(f" {say(speaker, 'about').text}")


def say_cite_bare(speaker: Speaker, draft: Draft) -> None:
    """The same without what it is about."""
    kind, number, issuer, day = _made_up(speaker)
    if _mention(speaker, draft, kind, kind, number, day):
        draft.say(f" của {issuer}")


def say_cite_two(speaker: Speaker, draft: Draft) -> None:
    """Two documents of one body in one breath: "các Công văn số 12/… ngày … và số 15/… ngày … của …"."""
    kind, number, issuer, day = _made_up(speaker)
    digits = number[: len(number) - len(number.lstrip("0123456789"))]
    other = str(int(digits) + speaker.chance.between(2, 90)) + number[len(digits) :]
    later_day = date.fromordinal(min(day.toordinal() + speaker.chance.between(1, 30), speaker.scene.day.toordinal() - 1))
    if number in speaker.scene.cited or other in speaker.scene.cited or len(digits) < 2 or later_day.year != day.year:
        return say_cite(speaker, draft)
    draft.say("các ")
    _mention(speaker, draft, kind, kind, number, day)
    draft.say(speaker.chance.pick((" và ", ", ")))
    speaker.scene.cited[other] = f"{kind} số {other}"
    values = {"type": kind, "number": other, "date": later_day.isoformat()}
    draft.state("references", f"số {other}{_dated(speaker, later_day, False)}", values)
    draft.say(f" của {issuer}")


def say_cite_as(speaker: Speaker, draft: Draft, kind: str, symbol: str) -> None:
    """A document of the house: $ in `symbol` is the issuer's sign, % that of one of its desks."""
    issuer = speaker.scene.issuer
    day = earlier(speaker, 2, 40) if kind == "Tờ trình" else earlier(speaker, 200, 1500)
    symbol = symbol.replace("$", issuer.symbol).replace("%", speaker.chance.pick(issuer.desks).sign)
    _mention(speaker, draft, kind, kind, _number(speaker, symbol, day), day)


def say_again(speaker: Speaker, draft: Draft) -> None:
    """A document that was cited before, by its number alone; another one where there is none yet."""
    if speaker.scene.cited:
        draft.say(speaker.chance.pick(tuple(speaker.scene.cited.values())))
    else:
        say_cite_bare(speaker, draft)


def _made_up(speaker: Speaker) -> tuple[str, str, str, date]:
    """(type, number, issuer, day) of a document that nobody wrote."""
    chance = speaker.chance
    kind, symbol, issuer = chance.pick(speaker.scene.citable)
    day = earlier(speaker)
    number = _number(speaker, symbol, day)
    return kind, number, say_pattern(speaker, rule(issuer)[0]).text, day


def _number(speaker: Speaker, symbol: str, day: date) -> str:
    """`symbol` with a number for # and the year for @: "#/KH-UBND", "#-CT/TU", "#/@/TT-BYT"."""
    chance = speaker.chance
    few = symbol.startswith("#-") or "CT-" in symbol or "NQ-" in symbol or "@" in symbol
    count = chance.between(1, 60) if few else chance.pick((chance.between(1, 400), chance.between(400, 4800)))
    filled = say_pattern(speaker, rule(symbol.replace("#", f"{count:02d}").replace("@", str(day.year)))[0]).text
    return filled


TERMINALS: Terminals = {
    "law": say_law,
    "cite": say_cite,
    "cite_bare": say_cite_bare,
    "cite_two": say_cite_two,
    "again": say_again,
    "cite_as": say_cite_as,
}
