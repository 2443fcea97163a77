"""The numbers of one body grow within a year: what the documents of a batch say about a number that was read from handwriting.

Nothing is changed by it. A finding stands beside the results and names the neighbours, so that a person can decide at a glance.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

#: Documents are registered in series of their own: decisions, regulations and guidelines in one, all others in another (Circular
#: 07/2012/TT-BNV, Article 8); invitations are often counted apart. An office with one series for all is served by this too: a part of
#: what grows grows.
_DECISIONS, _INVITATIONS = frozenset({"QĐ", "QC", "QyĐ", "HD"}), frozenset({"GM"})
#: A number may be taken some days before its document is dated, or after.
SLACK_DAYS = 3

Series = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document with a number and a full date."""

    path: str
    series: Series  #: issuing body, year, and which of its registers
    day: int  #: as `date.toordinal`
    number: int
    printed: bool  #: not read from handwriting
    stated: bool  #: read surely enough to be stated


@dataclass(frozen=True, slots=True)
class NumberFinding:
    """What its neighbours say about one handwritten number.

    `neighbours` are (path, number): the two that bound a number which agrees, or those nearest in time that speak against one.
    """

    path: str
    number: int
    verdict: Literal["agrees", "contradicts"]
    neighbours: tuple[tuple[str, int], ...]


def numbered(
    path: str,
    body: str | None,
    number: str | None,
    notation: str | None,
    rule: str | None,
    state: str,
    issued: str | None,
    issued_state: str,
) -> Numbered | None:
    """Of what was read in a document: `rule` and `state` are those of its number; None without body, number, symbol or full date."""
    digits = _leading_digits(number)
    if not body or digits is None or not notation or issued_state != "stated" or len(issued or "") != 10:
        return None
    day = date.fromisoformat(issued or "")
    by_hand = rule in ("number.handwritten", "number.unread")
    series = body, day.year, _register(notation)
    return Numbered(path, series, day.toordinal(), digits, state == "stated" and not by_hand, state == "stated")


def _leading_digits(text: str | None) -> int | None:
    """ "3176B" is 3176."""
    digits = (text or "")[: next((i for i, c in enumerate(text or "") if not c.isdecimal()), None)]
    return int(digits) if digits else None


def _register(notation: str) -> str:
    kind = notation.split("-")[0]
    return "decisions" if kind in _DECISIONS else "invitations" if kind in _INVITATIONS else "others"


#: So many have to speak against a number: one that does may be wrong itself.
_ENOUGH = 2
#: Neighbours named.
_MOST_NAMED = 3


def check_series(documents: Iterable[Numbered]) -> Iterator[NumberFinding]:
    """Findings for every number read by hand that its series speaks for or against, series by series in the order of their dates.

    A number contradicts a document dated more than `SLACK_DAYS` earlier whose number is greater, and a later one whose number is less;
    when enough of them speak against it, and nearly all do not speak for it, it is found. It agrees when nothing speaks against it and
    it stands between two; where only one side is known nothing is said.
    """
    ordered = sorted(documents, key=lambda d: (d.series, d.day, d.number, d.path))
    for _, group in groupby(ordered, key=lambda d: d.series):
        series = list(group)
        stated = [d for d in series if d.stated]
        days = [d.day for d in stated]
        for document in series:
            if not document.printed:
                earlier = stated[: bisect_left(days, document.day - SLACK_DAYS)]
                later = stated[bisect_right(days, document.day + SLACK_DAYS) :]
                if found := _finding(document, earlier, later):
                    yield found


def _finding(document: Numbered, earlier: Sequence[Numbered], later: Sequence[Numbered]) -> NumberFinding | None:
    against = [d for d in earlier if d.number >= document.number] + [d for d in later if d.number <= document.number]
    if len(against) >= _ENOUGH and 2 * len(against) > min(len(earlier), len(later)):
        near = sorted(against, key=lambda d: (abs(d.day - document.day), d.path))[:_MOST_NAMED]
        return NumberFinding(document.path, document.number, "contradicts", _named(near))
    if against or not earlier or not later:
        return None
    ends = max(earlier, key=lambda d: d.number), min(later, key=lambda d: d.number)
    return NumberFinding(document.path, document.number, "agrees", _named(ends))


def _named(documents: Iterable[Numbered]) -> tuple[tuple[str, int], ...]:
    return tuple((d.path, d.number) for d in documents)
