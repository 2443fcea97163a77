"""Shares and counts: targets and quotas with their comparators, and numbers that are neither."""

from __future__ import annotations

from typing import Any

from pipeline.generate.grammar import Speaker, Terminals, words_of
from pipeline.generate.said import Draft

#: (words before the number, words behind it, comparator)
_AT_LEAST = (("ít nhất ", "", ">="), ("tối thiểu ", "", ">="), ("từ ", " trở lên", ">="), ("không dưới ", "", ">="), ("trên ", "", ">"))
_AT_MOST = (("không quá ", "", "<="), ("tối đa ", "", "<="), ("không vượt quá ", "", "<="), ("dưới ", "", "<"))
_EXACT = ("", "", "=")


def number_of(value: float) -> str:
    """As Vietnamese documents write it: "05", "5.000", "95,5"."""
    if value != int(value):
        return f"{value:.1f}".replace(".", ",")
    whole = int(value)
    return f"{whole:02d}" if whole < 10 else f"{whole:,}".replace(",", ".")


def share_of(value: float) -> str:
    """A percentage has no zero before it."""
    return f"{value:.1f}".replace(".", ",") if value != int(value) else str(int(value))


def _target(draft: Draft, text: str, comparator: str, value: float, unit: str, most: float | None = None) -> None:
    values: dict[str, Any] = {"comparator": comparator, "value": value, "value_max": most, "unit": unit}
    draft.state("targets", text, values)


def say_share(speaker: Speaker, draft: Draft) -> None:
    """A share that is to be reached, of many: "100%", "ít nhất 95%", "từ 80% trở lên", "85 - 90%"."""
    chance = speaker.chance
    kind = chance.random()
    if kind < 0.28:
        _target(draft, "100%", "=", 100, "%")
    elif kind < 0.4:
        low = 5 * chance.between(8, 18)
        high = low + 5
        text = chance.pick((f"{low} - {high}%", f"{low}-{high}%", f"từ {low}% đến {high}%", f"từ {low} - {high}%", f"{low}% - {high}%"))
        _target(draft, text, "=", low, "%", high)
    else:
        value = chance.pick((chance.between(50, 99), 5 * chance.between(10, 19), chance.between(600, 995) / 10))
        before, after, comparator = chance.pick((*_AT_LEAST, *_AT_LEAST, _EXACT, _EXACT))
        _target(draft, f"{before}{share_of(value)}%{after}", comparator, value, "%")


def say_small_share(speaker: Speaker, draft: Draft) -> None:
    """A share that something is not to be above: "không quá 2%", "dưới 1,5%"."""
    value = speaker.chance.between(3, 60) / 10
    before, after, comparator = speaker.chance.pick((*_AT_MOST, ("dưới ", "", "<")))
    _target(draft, f"{before}{share_of(value)}%{after}", comparator, value, "%")


def say_share_few(speaker: Speaker, draft: Draft) -> None:
    """A small share that is to be reached: "ít nhất 5%", "5 - 10%"."""
    low = speaker.chance.between(3, 20)
    if speaker.chance.maybe(0.3):
        high = low + speaker.chance.pick((2, 5))
        _target(draft, speaker.chance.pick((f"{low} - {high}%", f"từ {low}% đến {high}%")), "=", low, "%", high)
        return
    before, after, comparator = speaker.chance.pick((*_AT_LEAST, _EXACT, _EXACT))
    _target(draft, f"{before}{low}%{after}", comparator, low, "%")


def say_count(speaker: Speaker, draft: Draft, noun: str, low: str, high: str) -> None:
    """A number of things to be reached: "ít nhất 02 mô hình"; the noun is the unit."""
    chance = speaker.chance
    value = _rounded(chance.between(int(low), int(high)))
    kind = chance.random()
    if kind < 0.12 and value >= 4:
        more = value + max(value // 4, 1)
        _target(draft, f"{number_of(value)} - {number_of(more)} {noun}", "=", value, noun, more)
        return
    before, comparator = chance.pick((*((before, sign) for before, after, sign in _AT_LEAST if not after), *((("", "="),) * 3)))
    _target(draft, f"{before}{number_of(value)} {noun}", comparator, value, noun)


def _rounded(value: int) -> int:
    """Large counts in plans are round."""
    size = int(10 ** max(len(str(value)) - 2, 0))
    return value // size * size


# --- quotas -----------------------------------------------------------------------------------------------------------


_LIMITS = (("không quá ", "<="), ("không quá ", "<="), ("tối đa ", "<="), ("không vượt quá ", "<="), ("nhiều nhất ", "<="), ("", "="))


def say_quota(speaker: Speaker, draft: Draft, award: str, grantor: str, recipient: str, low: str, high: str) -> None:
    """A number of awards that may be given or proposed, "không quá 03 tập thể"; `grantor` is the rule that names who grants it."""
    limit, comparator = speaker.chance.pick(_LIMITS)
    value = speaker.chance.between(int(low), int(high))
    granted_by = words_of(speaker, grantor) if grantor else None
    _quota(draft, f"{limit}{number_of(value)} {recipient}", (_award(speaker, award), granted_by, recipient), comparator, value)


def say_quota_pair(speaker: Speaker, draft: Draft, award: str, grantor: str, first: str, second: str, high: str) -> None:
    """One limit for two kinds of recipients: "tối đa 03 tập thể và 05 cá nhân"."""
    limit, comparator = speaker.chance.pick(_LIMITS)
    values = (speaker.chance.between(1, int(high)), speaker.chance.between(1, 2 * int(high)))
    granted_by = words_of(speaker, grantor) if grantor else None
    _quota(draft, f"{limit}{number_of(values[0])} {first}", (_award(speaker, award), granted_by, first), comparator, values[0])
    draft.say(speaker.chance.pick((" và ", ", ")))
    _quota(draft, f"{number_of(values[1])} {second}", (_award(speaker, award), granted_by, second), comparator, values[1])


def say_quota_share(speaker: Speaker, draft: Draft, award: str, grantor: str, recipient: str, low: str, high: str) -> None:
    """A share of those who may get an award: "không quá 15% tổng số công chức"."""
    limit, comparator = speaker.chance.pick(_LIMITS[:4])
    value = speaker.chance.between(int(low), int(high))
    granted_by = words_of(speaker, grantor) if grantor else None
    text = f"{limit}{value}% {speaker.chance.pick(('tổng số ', 'số ', 'trên tổng số '))}{recipient}"
    _quota(draft, text, (_award(speaker, award), granted_by, recipient), comparator, value, "%")


def _award(speaker: Speaker, award: str) -> str:
    """The award itself, or what the rule of this name calls it: `own_award`."""
    return words_of(speaker, award) if award in speaker.rules else award


def _quota(draft: Draft, text: str, award: tuple[str, str | None, str], comparator: str, value: int, unit: str | None = None) -> None:
    names = dict(zip(("award", "granted_by", "recipient"), award, strict=True))
    draft.state("award_quotas", text, {**names, "comparator": comparator, "value": value, "unit": unit})


# --- numbers that are neither -----------------------------------------------------------------------------------------


def say_percent(speaker: Speaker, draft: Draft) -> None:
    draft.say(f"{share_of(speaker.chance.between(120, 1120) / 10)}%")


def say_number(speaker: Speaker, draft: Draft, low: str, high: str) -> None:
    draft.say(number_of(_rounded(speaker.chance.between(int(low), int(high)))))


def say_decimal(speaker: Speaker, draft: Draft, low: str, high: str) -> None:
    draft.say(number_of(speaker.chance.between(int(low), int(high)) / 10))


TERMINALS: Terminals = {
    "share": say_share,
    "small_share": say_small_share,
    "share_few": say_share_few,
    "growth": say_share_few,
    "count": say_count,
    "quota": say_quota,
    "quota_pair": say_quota_pair,
    "quota_share": say_quota_share,
    "percent": say_percent,
    "number": say_number,
    "decimal": say_decimal,
}
