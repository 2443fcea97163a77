"""Địa danh and the date of issue: "Kiên Giang, ngày 05 tháng 11 năm 2017" within a row (Decree 30/2020/NĐ-CP, Article 8, point d).

The form of the decree, and what OCR leaves of it: words stuck to handwriting ("ngàyƑ tháng", "Í Jtháng"), one of the three words
with a wrong letter ("tháng/Öhăm 2017"), specks round it. What stands for the day, the month and the year is given as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline import lexicon
from pipeline.read.syllables import is_syllable
from pipeline.text import fold

_WORD = re.compile(r"\S+")
#: On folded text; the day and the month may be blank, dots, or ink that OCR made letters of.
_DATE = re.compile(
    r"(?<![a-z])(?:ngay|nga[iv])(?P<day>(?:(?!ngay|nga[iv])[^\n]){0,20}?)thang(?P<month>[^\n]{0,14}?)"
    r"(?<![a-z])nam[:;]?(?P<year>[ \t]{0,6}[\d.…_]{0,8})(?!\d)"
)
#: The same with a letter wrong in one of the three words; then the year must stand there.
_DAMAGED = re.compile(
    r"(?<![a-z])(?P<n>n[a-z]ay|[a-z]gay|ng[a-z]y|nga[ijltv)\]])(?P<day>[^\n]{0,10}?)(?P<t>[a-z]hang|t[a-z]ang|th[a-z]ng|tha[a-z]g|than[a-z]|tang|thng"
    r"|(?<=\d )[a-z]{3,5}(?= \d))"
    r"(?P<month>[^\n]{0,8}?)(?P<y>nam|[a-z]am|n[a-z]m|na[a-z])(?P<year>[ \t]{0,6}[12]\d{3})(?!\d)"
)
#: Without "ngày", which handwriting has covered: all the row, a place with its comma before the month, and a year.
_WITHOUT_NGAY = re.compile(
    r"(?P<place>\W{0,4}[a-z]+(?:[ -][a-z]+){0,4}(?P<comma>, ?))(?P<day>[^\n]{0,12}?)(?<![a-z]{2})th[a-z]ng(?P<month>[^a-z\n]{1,8}?)"
    r"(?<![a-z])nam(?P<year> {0,6}[12]\d{3})(?!\d)\W{0,3}"
)
_EXACT = (("n", "ngay"), ("t", "thang"), ("y", "nam"))
#: No row that is read so is longer (characters).
_LONGEST, _LONGEST_DAMAGED = 200, 90


@dataclass(frozen=True, slots=True)
class DateLine:
    """ "Địa danh, ngày … tháng … năm …" within a row: the parts as printed, and where they stand in its text."""

    start: int  #: of the place, else of "ngày"
    at: int  #: of "ngày"
    end: int
    place: str | None
    day: str
    month: str
    year: str
    at_parts: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]  #: of day, month and year
    known_place: str | None = None  #: the place that is meant, where specks or a small letter stand in what is printed
    damaged: bool = False  #: whether a letter of "ngày", "tháng" or "năm" is wrong


def date_line(text: str) -> DateLine | None:
    """The date line in a row of the head, if there is one; both Decree 30's form and what OCR leaves of it.

    >>> date_line("Số: 5/KH-UBND Kiên Giang, ngày    tháng 01 năm 2021").place
    'Kiên Giang'
    >>> date_line("Kiên, Giang. ngày Í Jtháng 1] năm 2017").known_place
    'Kiên Giang'
    """
    if len(text) > _LONGEST:
        return None
    line = _date_line(text)
    return _with_shouted(text, line) if line else _without_ngay(text)


@lru_cache(maxsize=256)  # head, columns and foot ask for the same few rows
def _date_line(text: str) -> DateLine | None:
    folded = fold(text)
    if ("ngay" in folded) + ("thang" in folded) + ("nam" in folded) < 2:
        return None  # one of the three may have a wrong letter
    m = next((d for d in _DATE.finditer(folded) if not _is_ngai(text, d)), None)
    damaged = m is None
    if m is None and len(text) <= _LONGEST_DAMAGED and "g" in folded:
        exact = (d for d in _DAMAGED.finditer(folded) if sum(d[name] == word for name, word in _EXACT) >= 2)
        m = next((d for d in exact if not _is_ngai(text, d)), None)
    if m is None:
        return None
    start, known = _place_start(text, m.start()), None
    if start > 0 and m.start() <= _LONGEST_PLACE:
        start, known = _damaged_place(text, start, m.start())
    place = text[start : m.start()].strip(" ,.;") or None
    at = m.span("day"), m.span("month"), m.span("year")
    day, month, year = (text[a:b].strip() for a, b in at)
    year = _STOP_BEHIND_YEAR.sub("", year)
    return DateLine(start, m.start(), m.end(), place, day, month, year, at, known, damaged)


#: A speck behind the line, or its full stop.
_STOP_BEHIND_YEAR = re.compile(r"(?<=[12]\d{3})\.$")


def _is_ngai(text: str, date: re.Match[str]) -> bool:
    """Whether what was taken for "ngày" is the end of "Quảng Ngãi", before a date that has lost its "ngày"."""
    return text[date.start() : date.start() + 4].lower() == "ngãi"


#: A word of two letters before a name in small letters: "VỊ Thủy", whose "ị" was read as "Ị".
_SHOUTED = re.compile(r"(?:^|\s{3})(?P<word>[^\W\d_]{2}) $")


def _with_shouted(text: str, line: DateLine) -> DateLine:
    """`line` with the short first word of its place that was read in capitals."""
    before = _SHOUTED.search(text, 0, line.start) if line.place and line.place.istitle() else None
    if before is None or not before["word"].isupper() or not is_syllable(before["word"].lower()):
        return line
    place = text[before.start("word") : line.at].strip(" ,.;")
    return replace(line, start=before.start("word"), place=place, known_place=f"{before['word'].capitalize()} {line.place}")


#: Where the day stands, no word does: "trong các tháng 8 năm 2018".
_WORD_OF_TEXT = re.compile(r"[a-z]{3}")


def _without_ngay(text: str) -> DateLine | None:
    """ "Mộc Châu, ... tháng 8 năm 2018"; what stands before the comma must be a name."""
    folded = fold(text) if len(text) <= _LONGEST_DAMAGED and "," in text else ""
    m = _WITHOUT_NGAY.fullmatch(folded) if "nam" in folded else None
    if m is None or _WORD_OF_TEXT.search(m["day"]):
        return None
    start = _place_start(text, m.end("place"))
    place = text[start : m.end("place")].strip(" ,")
    if not place or len(place) < 3 or _LETTERS.search(text, 0, start):
        return None
    day, month, year = (text[slice(*m.span(name))].strip() for name in ("day", "month", "year"))
    at = m.span("day"), m.span("month"), m.span("year")
    return DateLine(start, m.end("place"), m.end(), place, day, month, year, at, damaged=True)


def is_date_line(text: str) -> bool:
    """Whether the row is a date line and little else."""
    line = date_line(text)
    if line is None:
        return False
    return (line.start <= 3 or not _LETTERS.search(text, 0, line.start)) and (
        len(text) - line.end <= 3 or not _LETTERS.search(text, line.end)
    )


_LETTERS = re.compile(r"[^\W_]{2}")

# --- the place --------------------------------------------------------------------------------------------------------

_KIND_BEFORE = re.compile(r"(?:Thành phố|Thị xã|Tỉnh)\s$")
_WORDS_OF_PLACE = 6
#: Spaces between the words of one name; more part columns.
_WITHIN_NAME = 5
_KINDS_OF_PLACE = frozenset({"TP", "Tp", "T.P", "TP.HCM", "TPHCM", "HCM"})
#: Characters before "ngày" in which a damaged place is looked for.
_LONGEST_PLACE = 40
#: A consonant set off by a stroke, in names of the highlands: "Cư M'gar", "Ea H’leo", "Đắk R'lấp", "M'Đrắk". "L'", "I'" are specks.
_GLOTTAL = re.compile(r"([BĐHKMNRSTY])['’‘`´]([^\W\d_])(?=[^\W\d_])")
_NAME_WORD = re.compile(r"[^\W\d_]{2,}")


def _place_start(text: str, end: int) -> int:
    """Where the place's name begins that ends before `end`: title-case words, or a name all in capitals ("HÀ NỘI")."""
    start, shouted = end, None
    for word in reversed(list(_WORD.finditer(text, max(0, end - 50), end))[-_WORDS_OF_PLACE:]):
        cut = word.start() and not text[word.start() - 1].isspace()
        if cut or (start != end and start - word.end() > _WITHIN_NAME):
            break  # half of a word, or another column
        name = _without_glottal(word[0].strip(" ,.;"))
        if word[0][-1] in ",.;" and start != end and name not in _KINDS_OF_PLACE:
            break
        letters = name.replace("-", "").replace("–", "").replace(".", "")
        if not letters:
            continue
        if name not in _KINDS_OF_PLACE:
            capitals = letters.isupper() and len(letters) > 1
            if not letters.isalpha() or not (capitals or name.istitle()) or shouted not in (None, capitals):
                break
            shouted = capitals
        start = word.start()
    if shouted and " " not in text[start:end].strip(" ,.;"):
        return end
    kind = _KIND_BEFORE.search(text, 0, start) if start < end else None
    return kind.start() if kind else start


def _without_glottal(name: str) -> str:
    """A word as it would be without its stroke: "M'gar", "M'Gar" -> "Mgar", "M'GAR" -> "MGAR"."""
    m = _GLOTTAL.match(name)
    if m is None:
        return name
    return m[1] + (m[2] if name[m.end() :].isupper() else m[2].lower()) + name[m.end() :]


def _damaged_place(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Where more than the words from `start` makes the name of a province or its town, without specks and case: that, and its name."""
    words = list(_NAME_WORD.finditer(text, 0, end))
    for word_at, word in enumerate(words):
        if word.start() >= start:
            break
        name = " ".join(w[0].capitalize() for w in words[word_at:])
        if len(words) - word_at > _WORDS_OF_PLACE or text[word.start() : end].strip(" ,.;") == name:
            continue
        province = lexicon.province_of(name)
        if province or lexicon.province_of_capital(name):
            return word.start(), province.name if province else name
    return start, None
