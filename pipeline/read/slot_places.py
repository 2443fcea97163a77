"""Where a letterhead's number, day and month stand on a scan, found from the print round them: "Số: … /KH-UBND", "ngày … tháng … năm".

What Tesseract makes of handwriting may be any letters, stuck to the words beside it. So places are measured: a word that was read
whole gives its own ends, one with other letters at one end gives the width of what is known of it, in widths of Times; and where
that is not enough the colon and the slash are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

import numpy as np

from pipeline.read.picture import Gray
from pipeline.read.print_marks import CAPITAL, colon_near, dash_near, ink_of, pieces, slash_near
from pipeline.read.tesseract import Recognised
from pipeline.text import fold

Kind = Literal["number", "day", "month"]


@dataclass(frozen=True, slots=True)
class Place:
    """Between two printed words, on one line of print; lengths in pixels."""

    kind: Kind
    left: float
    right: float
    base: float  #: of the print beside it
    em: float  #: size of the print
    tall: float  #: its figures and capitals
    sure: bool = True  #: whether print was seen at both ends; else figures may have been cut off
    slope: float = 0.0  #: of its right end, to the right for each pixel up: a slash


#: Looked for in this part of a page's height, and numbers in this part of its width.
_HEAD, _NUMBER_SIDE = 0.45, 0.5


def find_places(page: Gray, words: Sequence[Recognised]) -> Iterator[Place]:
    """Of one upright page, numbers first, from the top; a page without a letterhead has none."""
    head = [w for w in words if w.box[1] < _HEAD * page.shape[0]]
    yield from _number_places(page, head)
    yield from _date_places(page, head)


# --- widths of print --------------------------------------------------------------------------------------------------

#: Thousandths of the size: Times upright (PostScript's Times-Roman). Figures and most small letters have 500.
_WIDTHS = {
    1000: "@", 944: "W", 889: "M", 778: "m", 722: "ADĐGHKNOÔƠQUƯVXYw", 667: "BCR", 611: "EÊLTZ", 556: "PSF", 444: "acezâăêr",
    389: "Js", 333: "I-–ft()", 278: "/:;ijl", 250: ".,",
}  # fmt: skip
_WIDTH = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
#: The same of the words of a date, in italics as everywhere, in sizes.
_NGAY, _THANG, _NAM, _YEAR = 1.94, 2.28, 1.72, 2.0


def _set_width(text: str) -> float:
    """In sizes of the print; marks over letters do not count."""
    return sum(_WIDTH.get(c) or _WIDTH.get(fold(c), 0.5) for c in text)


# --- the number -------------------------------------------------------------------------------------------------------

_SO = re.compile(r"[Ss5][oốôóòồơớờỏọổộõỗởợ06eếêéẻẽẹễø]?(?![^\W\d_]{3}|[A-ZĐƠỞ])")
#: "/KH-UBND", "-CT/TW" behind whatever the digits were read as, a slash and one letter among it: "5⁄L/UBND", "Ö-TB/TU".
_SYMBOL = re.compile(r"(?:[/⁄∕](?=[^\W\d_])(?!\w\d?[/⁄∕])|(?<![^\W\d_])[-–](?=[A-ZĐÐƯ])|[-–](?=[A-ZĐ]{2,4}/[A-ZĐ]{2})).*")
#: The Party's number line has no colon: "Số 42-CT/TU".
_SO_OF_PARTY = re.compile(r"S[ốôóỗồổ]")
_SO_ALONE = re.compile(r"S[ốôóỗồổ]:", re.IGNORECASE)
#: The narrowest and widest place for a number (sizes of the print).
_NARROW, _WIDE = 0.4, 8.0


def _number_places(page: Gray, words: Sequence[Recognised]) -> Iterator[Place]:
    for so in words:
        if so.box[0] > _NUMBER_SIDE * page.shape[1] or not _SO.match(so.text):
            continue
        row = _row_from(so, words)
        whole_or_cut = [*enumerate(row), *((i, cut) for i, w in enumerate(row) if (cut := _cut(w)))]
        symbols = ((i, w, m) for i, w in whole_or_cut if (m := _SYMBOL.search(w.text)))
        at, word, symbol = next(symbols, (0, so, None))
        if symbol is None or _is_sentence(row[1:at]):
            continue
        size = _size_of_capitals(page, _level_with(so, word), symbol.start() == 0)
        if size is None:
            continue
        em, base = size
        left, left_sure = _left_end(page, so, base, em)
        right, right_sure = _right_end(page, word, symbol, base, em)
        if _NARROW * em < right - left < _WIDE * em:
            yield Place("number", left, right - 0.03 * em, base, em, CAPITAL * em, left_sure and right_sure, _SLOPE)


#: The end of a symbol whose beginning went into handwriting: "&H-UBND", "mB-VNPT-LĐ".
_CUT_SYMBOL = re.compile(r".{0,4}[^A-ZĐ\d](?P<end>[BCDĐHQ][-–][A-ZĐ]{2}[A-ZĐ&-]*)")


def _cut(word: Recognised) -> Recognised | None:
    """A word that is the end of a symbol, with a slash and a letter before it: their width is what matters."""
    m = _CUT_SYMBOL.fullmatch(word.text)
    return replace(word, text=f"…/{'K' if m['end'][0] == 'H' else 'T'}{m['end']}") if m else None


#: Of a slash in Times, and of hyphens that stand for one.
_SLOPE = 0.2


def _row_from(first: Recognised, words: Sequence[Recognised]) -> list[Recognised]:
    """The words on the line of `first`, from it on; none if another word stands just before it."""
    x0, y0, _, y1 = first.box
    middle, height = (y0 + y1) / 2, y1 - y0
    level = sorted((w for w in words if abs((w.box[1] + w.box[3]) / 2 - middle) < 0.5 * height), key=lambda w: w.box[0])
    if any(w.box[0] < x0 and x0 - w.box[2] < 2 * height and w.confidence > 0.5 for w in level):
        return []
    return [first, *(w for w in level if w.box[0] >= x0 and w is not first)]


def _is_sentence(words: Sequence[Recognised]) -> bool:
    return any(len(w.text) > 2 and w.text.isalpha() and w.confidence > 0.8 for w in words)


def _level_with(so: Recognised, word: Recognised) -> Recognised:
    """`word` no higher than the print of its line, where handwriting that touches it made its box so."""
    _, y0, _, y1 = so.box
    height = y1 - y0
    if not _SO_ALONE.fullmatch(so.text) or word.box[3] - word.box[1] < 1.6 * height:
        return word
    top, bottom = max(word.box[1], y0 - round(0.1 * height)), min(word.box[3], y1 + round(0.3 * height))
    return replace(word, box=(word.box[0], top, word.box[2], bottom))


def _size_of_capitals(page: Gray, word: Recognised, whole: bool) -> tuple[float, float] | None:
    """Size of the print and its base line, by the letters of the word, or those at its end where handwriting is joined to it."""
    x0, y0, x1, y1 = word.box
    if not whole:
        x0 = max(x0, x1 - 3 * (y1 - y0))
    boxes = [b for b in pieces(ink_of(page[y0:y1, x0:x1])) if b[3] > 0.4 * (y1 - y0)]
    if not boxes:
        return None
    base = y0 + float(np.median([b[1] + b[3] for b in boxes]))
    return float(np.median([b[3] for b in boxes])) / CAPITAL, base


def _left_end(page: Gray, so: Recognised, base: float, em: float) -> tuple[float, bool]:
    """Where "Số:" ends, and whether that was seen."""
    width = _set_width("Số:") * em
    if _SO_ALONE.fullmatch(so.text) and so.box[2] - so.box[0] < _PLAUSIBLE * width:
        return float(so.box[2]), True
    colon = colon_near(page, so.box[0] + width, base, em)
    if colon is None and _SO_OF_PARTY.fullmatch(so.text) and so.box[2] - so.box[0] < _PLAUSIBLE * _set_width("Số") * em:
        return float(so.box[2]), True
    return (so.box[0] + width, False) if colon is None else (colon, True)


#: A word wider than what was read in it holds more than that: by so many times, or by a figure that was read as part of the slash.
_PLAUSIBLE = 1.15
_FIGURE = 0.5
#: A symbol read with all its letters, as far as can be seen: of "/q-SYT" some are lost.
_WHOLE = re.compile(r"\W[A-ZĐÐ][A-ZĐÐa-z]+-[A-ZĐÐ&]+\W?$")


def _right_end(page: Gray, word: Recognised, symbol: re.Match[str], base: float, em: float) -> tuple[float, bool]:
    """Where the symbol begins with its slash, and whether that was seen."""
    width = _set_width(symbol[0]) * em
    wider = word.box[2] - word.box[0] > width + _FIGURE * em and _WHOLE.match(symbol[0])
    if symbol.start() == 0 and not wider:
        seen = slash_near(page, word.box[0], base, em, 0.3 * em) is not None
        if seen or word.box[2] - word.box[0] < _PLAUSIBLE * width:
            return float(word.box[0]), True
    near = word.box[2] - width
    seen_near = dash_near if symbol[0][0] in "-–" else slash_near
    slash = seen_near(page, near, base, em, max(0.5 * em, 0.15 * width))
    return (near, False) if slash is None else (slash, True)


# --- day and month ----------------------------------------------------------------------------------------------------

_NG = re.compile(r"ng[aijl]y|nga[)\]]")
#: With the vowel or a letter before it misread: "thủng", "đáng".
_TH = re.compile(r"t[hb][aou]ng|[dtl][hb]?ang")
_N = re.compile(r"[nh]am")
#: Words from "năm" on: it, the year, and a speck. In a sentence there are more.
_BEHIND_NAM = 3
#: Between two of the three words (sizes of the print).
_WIDEST_PART = 5.0


def _date_places(page: Gray, words: Sequence[Recognised]) -> Iterator[Place]:
    for word in words:
        ngay = word if _NG.match(fold(word.text)) else _unread_ngay(word, words)
        if ngay is None:
            continue
        row = _row_from(ngay, [ngay if w is word else w for w in words if w.box[0] >= ngay.box[0]])  # behind the place
        thang = next((w for w in row if _TH.search(fold(w.text))), None)
        nam = next((w for w in row if thang and w.box[0] >= thang.box[0] and _N.search(fold(w.text), 4 * (w is thang))), None)
        size = _size_of_words(row)
        if thang is None or nam is None or size is None or len(row) - row.index(nam) > _BEHIND_NAM:
            continue
        em, base = size
        tall = _height_of_figures(page, row) or CAPITAL * em
        a = _ends(ngay, _NG, _NGAY * em)[1]
        b, c = _ends(thang, _TH, _THANG * em)
        d = _ends(nam, _N, _NAM * em)[0]
        if _NARROW * em < b - a < _WIDEST_PART * em:
            yield Place("day", a, b, base, em, tall)
        if _NARROW * em < d - c < _WIDEST_PART * em:
            yield Place("month", c, d, base, em, tall)


def _unread_ngay(word: Recognised, words: Sequence[Recognised]) -> Recognised | None:
    """The word that stands between "Mộc Châu," and "tháng" and could not be read: "ngày" and the handwriting that touches it."""
    if word.confidence > _UNREAD or any(c.isalpha() for c in word.text):
        return None
    middle = (word.box[1] + word.box[3]) / 2
    row = sorted((w for w in words if w.box[1] < middle < w.box[3]), key=lambda w: w.box[0])
    at = next(i for i, w in enumerate(row) if w is word)
    if not 0 < at < len(row) - 1 or not row[at - 1].text.endswith(",") or not _TH.match(fold(row[at + 1].text)):
        return None
    return replace(word, text="ngày…")


#: What is put for a word that was not read has no more confidence.
_UNREAD = 0.1


def _ends(word: Recognised, pattern: re.Pattern[str], width: float) -> tuple[float, float]:
    """Where the print that is meant begins and ends, by the end of the word at which it stands."""
    x0, _, x1, _ = word.box
    m = pattern.search(fold(word.text))
    if m is None or (len(m[0]) == len(word.text) and x1 - x0 < 1.15 * width):
        return x0, x1
    if m.start() == 0:
        return x0, x0 + width
    return x1 - width, x1


def _size_of_words(words: Sequence[Recognised]) -> tuple[float, float] | None:
    """Size of the print and its base line, by the words of a date that were read whole."""
    sizes, bases = [], []
    for word in words:
        text = fold(word.text).strip(".,;")
        width = {"ngay": _NGAY, "thang": _THANG, "nam": _NAM}.get(text) or (_YEAR if re.fullmatch(r"[12]\d{3}", text) else None)
        if width:
            sizes.append((word.box[2] - word.box[0]) / width)
            bases.append(word.box[3] - (_TAIL * sizes[-1] if text in ("ngay", "thang") else 0.0))
    return (median(sizes), median(bases)) if sizes else None


def _height_of_figures(page: Gray, words: Sequence[Recognised]) -> float | None:
    """Of the year's."""
    for word in words:
        if re.fullmatch(r"[12]\d{3}\W?", word.text):
            x0, y0, x1, y1 = word.box
            heights = [b[3] for b in pieces(ink_of(page[y0:y1, x0:x1])) if b[3] > 0.5 * (y1 - y0)]
            return float(median(heights)) if heights else None
    return None


#: How far "g" and "y" reach below the line.
_TAIL = 0.22
