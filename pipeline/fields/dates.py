"""Dates as Vietnamese documents write them, read into ISO 8601.

Decree 30/2020/NĐ-CP, Appendix I, wants "ngày 05 tháng 3 năm 2020" in the head; bodies and citations write "02/3/2021",
"15-7-2021", "tháng 12/2020", "quý III năm 2026". A form may leave the day blank ("ngày    tháng 01 năm 2021").

`extract_` finds mentions that stand by themselves; `read_moment` reads whatever stands at one position, also what is
complete only with its surroundings ("ngày 15", "quý II"). Digits are never mended: "03/1 1/2017" is no date.
All patterns expect lower case (`lowered`), which keeps every position.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

#: A full date with its optional "ngày", for use inside other patterns; it captures nothing. Lower or upper "Ngày".
DATE = (
    r"(?:[Nn]gày\s{1,3})?(?<!\d)(?:\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|\d{1,2}\s{1,3}tháng\s{1,3}\d{1,2}\s{1,3}năm\s{1,3}\d{4})(?!\d)"
)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WEEKDAYS = {"hai": 1, "ba": 2, "tư": 3, "năm": 4, "sáu": 5, "bảy": 6, "bẩy": 6}
#: Blanks left for the pen: spaces, dots, ellipses, underscores.
_BLANK = r"[\s.…_]"
_BLANKS = frozenset(" \t\n\xa0.…_")
_WORDS = ("ngày", "tháng", "năm", "quý", "quí", "mùng", "mồng")
_DIGITS = re.compile(r"[0-9]+")
_YEAR = r"(?:1[89]|20|21)\d\d"
#: Neither more digits nor a further part may follow: "03/1 1/2017" and "12/5/20211" are not read in part.
_STOP = r"(?!\s?\d|\s?[/.\-]\s?\d)"

# Numbered names because one pattern may not use a name twice; `_moment` looks at the letter only.
_MOMENT = rf"""
  (?:(?:ngày|mùng|mồng){_BLANK}{{1,12}})? (?<!\d)(?:
      (?P<d1>\d{{1,2}})\s?/\s?(?P<m1>\d{{1,2}})\s?/\s?(?P<y1>{_YEAR})(?!\d)
    | (?P<d2>\d{{1,2}})\s?-\s?(?P<m2>\d{{1,2}})\s?-\s?(?P<y2>{_YEAR})(?!\d)
    | (?P<d3>\d{{1,2}})\s?\.\s?(?P<m3>\d{{1,2}})\s?\.\s?(?P<y3>{_YEAR})(?!\d)
    | (?P<d4>\d{{1,2}})\s{{1,3}}tháng\s{{1,3}}(?P<m4>\d{{1,2}})\s{{0,2}}(?:,?\s?năm\s{{1,3}}|[/\-]\s?)(?P<y4>{_YEAR})(?!\d)
    | (?P<d5>\d{{1,2}})\s?/\s?(?P<m5>\d{{1,2}})(?:\s{{1,3}}năm\s{{1,3}}(?P<y5>{_YEAR})(?!\d)|{_STOP})
    | (?P<d6>\d{{1,2}})\s{{1,3}}tháng\s{{1,3}}(?P<m6>\d{{1,2}}){_STOP}
  )
  | ngày{_BLANK}{{1,40}}tháng{_BLANK}{{1,40}}(?:(?P<m7>\d{{1,2}})\s{{0,3}})?năm\s{{1,3}}(?P<y7>{_YEAR})(?!\d)
  | (?:ngày\s{{1,3}}(?:(?:thứ|mùng|mồng)\s{{1,3}})?|(?:mùng|mồng)\s{{1,3}})(?P<d8>\d{{1,2}}){_STOP}(?!\s{{0,3}}tháng\s{{1,3}}\d)
  | ngày\s{{1,3}}(?:làm\s{{1,3}}việc\s{{1,3}})?cuối(?:\s{{1,3}}cùng)?(?P<last>)
  | tháng\s{{1,3}}(?P<m9>\d{{1,2}})(?:\s?[/\-]\s?|\s{{0,3}},?\s?năm\s{{1,3}})(?P<y9>{_YEAR})(?!\d)
  | tháng\s{{1,3}}(?P<m10>\d{{1,2}}){_STOP}
  | qu[ýí]\s{{1,3}}(?P<q1>iii|ii|iv|i|[1-4])(?:(?:\s{{0,3}},?\s?năm\s{{1,3}}|\s?[/\-]\s?|\s{{1,3}})(?P<y11>{_YEAR})(?!\d))
  | qu[ýí]\s{{1,3}}(?P<q2>iii|ii|iv|i|[1-4])(?!\w)
  | năm\s{{1,3}}(?P<y12>{_YEAR})(?!\d)
"""
#: Only where the caller knows that a date must stand there ("trước 12/5/2021" is fine, "6/2021" alone is a fraction).
_BARE = rf"(?<![\d/])(?:(?P<m13>\d{{1,2}})\s?/\s?(?P<y13>{_YEAR})|(?P<y14>{_YEAR}))(?![\d/]|\s?-\s?\d)"
_WEEKLY = r"(?:ngày\s{1,3})?(?:thứ\s{1,3}(?P<w1>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<w2>chủ\s{1,3}nhật))(?!\w)"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a mention says, part by part; parts that it leaves out are None."""

    start: int
    end: int
    day: int | None = None  #: -1 is the last day of its month
    month: int | None = None
    year: int | None = None
    quarter: int | None = None
    weekday: int | None = None  #: 1 is Monday … 7 is Sunday

    @property
    def is_possible(self) -> bool:
        """A day that the month has, in a month that the year has. 29 February needs a leap year or no year."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None or self.day == -1:
            return True
        longest = monthrange(self.year or 2000, self.month)[1] if self.month else 31
        return 1 <= self.day <= longest

    def iso(self, year: int | None = None) -> str | None:
        """ISO 8601, partial allowed; `year` completes a mention without one. A quarter is its last month.

        None when the year is missing or the date impossible.
        """
        whole = self if self.year else replace(self, year=year)
        if not whole.year or not whole.is_possible:
            return None
        month = whole.month or (whole.quarter * 3 if whole.quarter else None)
        if month is None:
            return None if whole.day or whole.weekday else f"{whole.year:04d}"
        if whole.day is None:
            return f"{whole.year:04d}-{month:02d}"
        day = monthrange(whole.year, month)[1] if whole.day == -1 else whole.day
        return f"{whole.year:04d}-{month:02d}-{day:02d}"


class Lazy:
    """A pattern compiled at its first use: there are a hundred of them here, and a short document needs a third."""

    def __init__(self, pattern: str, prepare: Callable[[str], str] = str) -> None:
        self._pattern, self._prepare = pattern, prepare

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._prepare(self._pattern))

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer


def _bounded(pattern: str) -> str:
    blanks = re.sub(r"(\(\?<[!=][^)]*\))| ", lambda found: found[1] or r"\s{1,9}", pattern)
    return blanks.replace(r"\s*", r"\s{0,9}").replace(r"\s+", r"\s{1,9}")


def spaced(pattern: str) -> Lazy:
    """A `pattern` in which a blank stands for white space (outside look-behinds, which need a fixed width).

    White space is bounded, `\\s*` too: two open stretches of it in a row would make a line of blanks cost its square.
    """
    return Lazy(pattern, _bounded)


def lowered(text: str) -> str:
    """`text` in lower case at equal length: the two letters that would grow (İ) stay as they are.

    >>> len(lowered("İ")) == len("İ")
    True
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _moment_here() -> re.Pattern[str]:
    return re.compile(rf"(?:{_MOMENT}|{_BARE}|{_WEEKLY})", re.VERBOSE)


#: Last groups of the forms that need their surroundings: all others stand by themselves.
_DEPENDENT = frozenset(("y13", "y14", "w1", "w2"))
_FIRST_LETTERS = frozenset("0123456789nmtqc")


def _moment(found: re.Match[str]) -> Moment:
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    by = {name[0]: value for name, value in parts.items() if name != "last"}
    quarter, weekday = by.get("q"), by.get("w")
    if weekday is not None:
        weekday = "8" if weekday.startswith("chủ") else weekday
        number = int(weekday) - 1 if weekday.isdigit() else _WEEKDAYS[weekday]
        return Moment(found.start(), found.end(), weekday=number)
    return Moment(
        found.start(),
        found.end(),
        day=-1 if "last" in parts else int(by["d"]) if "d" in by else None,
        month=int(by["m"]) if "m" in by else None,
        year=int(by["y"]) if "y" in by else None,
        quarter=(_ROMAN.get(quarter) or int(quarter)) if quarter else None,
    )


def read_moment(low: str, at: int) -> Moment | None:
    """The date, month, quarter, year or weekday that begins exactly at `at` of lower-case text; None if impossible."""
    if low[at : at + 1] not in _FIRST_LETTERS:
        return None
    found = _moment_here().match(low, at)
    if not found:
        return None
    moment = _moment(found)
    return moment if moment.is_possible else None


def _word_before(low: str, at: int) -> int:
    """Where the date word ("ngày", "tháng", …) begins that blanks part from position `at`; `at` when there is none."""
    i, stop = at, max(0, at - 40)
    while i > stop and low[i - 1] in _BLANKS:
        i -= 1
    return next((i - len(word) for word in _WORDS if low.endswith(word, max(0, i - len(word)), i)), at)


def _starts(low: str) -> Iterator[int]:
    """Where a mention may begin: a scan for digits is much cheaper than a search for the whole pattern."""
    for run in _DIGITS.finditer(low):
        at = run.start()
        word = _word_before(low, at)
        if low.startswith(("tháng", "năm"), word):  # "ngày     tháng 01 năm 2021", "quý III năm 2026"
            before = _word_before(low, word)
            if before != word:
                first = _word_before(low, before)
                yield from (first, before)
            quarter = max(low.rfind("quý", max(0, word - 9), word), low.rfind("quí", max(0, word - 9), word))
            if quarter >= 0:
                yield quarter
        yield word
        yield at
        quarter = max(low.rfind("quý", max(0, at - 9), at), low.rfind("quí", max(0, at - 9), at))
        if quarter >= 0:
            yield quarter


def find_moments(low: str) -> Iterator[Moment]:
    """Every possible mention in lower-case text that stands by itself, in order, complete or not."""
    pattern, done = _moment_here(), 0
    for at in _starts(low):
        found = pattern.match(low, at) if at >= done else None
        if found and found.lastgroup not in _DEPENDENT:
            done = found.end()
            moment = _moment(found)
            if moment.is_possible:
                yield moment


def extract_dates(text: str, year: int | None = None) -> Iterator[tuple[int, int, str]]:
    """`(start, end, ISO 8601)` of the date mentions in `text`; those without a year need `year`.

    >>> list(extract_dates("Hà Nội, ngày 05 tháng 3 năm 2020"))
    [(8, 32, '2020-03-05')]
    """
    for moment in find_moments(lowered(text)):
        iso = moment.iso(year)
        if iso:
            yield moment.start, moment.end, iso


def parse_date(text: str, year: int | None = None) -> str | None:
    """The date that `text` as a whole is, in ISO 8601; None for anything else, impossible dates too.

    >>> parse_date("quý III năm 2026"), parse_date("ngày 20/12", year=2023), parse_date("31/02/2021")
    ('2026-09', '2023-12-20', None)
    """
    low = lowered(text)
    begin = len(low) - len(low.lstrip(" \t\n\r\xa0(,;"))
    moment = read_moment(low, begin)
    if moment is None or low[moment.end :].strip(" \t\n\r\xa0).,;:"):
        return None
    return moment.iso(year)
