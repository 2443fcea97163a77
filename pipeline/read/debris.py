"""What OCR makes of ink that is no print: strokes of a pen, seals, borders, dirt. It stays in the text, and no field reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.read.second_look import rows_of
from pipeline.read.syllables import is_syllable
from pipeline.read.tesseract import PixelBox, Recognised
from pipeline.text import fold

#: Numbers, labels, symbols of documents and abbreviations: "12.", "a)", "15/2017/NĐ-CP", "08h00", "50%", "KH-SYT", "TCCB".
_FIGURES = re.compile(
    r"[(\"“]?\d[\d.,:/%h()+–-]*[;.)]?|[(]?[a-zđA-ZĐ][.)]|[IVX]{1,5}[.)/]?|\d*[/-]?[A-ZĐƯ&]{2,}(?:[-/.]?[A-ZĐƯ&]{1,8})*[.,;:]?"
)
#: Marks that stand alone in print: of lists, dashes, ditto marks, ellipses, brackets.
_MARKS = re.compile(r"[-–—+*•.…:;,_\"“”()/|]{1,3}|[.…_-]{3,}")
#: Below this no word is trusted; from the other on, one that is no Vietnamese is taken for a foreign word or a name.
_UNSURE, _SURE = 0.3, 0.85
#: Times the usual height: capitals with marks, and large titles, are less than twice as high.
_TALL = 2.2
_LETTERS = re.compile(r"[^\W\d_]+")


def split_debris(words: Sequence[Recognised], places: Sequence[PixelBox] = ()) -> tuple[list[Recognised], list[list[Recognised]]]:
    """The words that can be print, and the rest by Tesseract's lines.

    Debris is a line of which no word could be print (a mark that stands alone is none), what is much higher than print (a stroke
    that Tesseract took for a mark or a letter), and in `places` with unread ink what stands at the ends of a line of print and could
    be none. What stands between words of print is kept, whatever it is: it may be a number written by hand. Lines that were read again
    were chosen as print.
    """
    usual = median([w.box[3] - w.box[1] for w in words if len(w.text) > 1] or [1])
    lines: dict[int, list[Recognised]] = {}
    debris: list[list[Recognised]] = []
    for word in words:
        if len(word.text) <= 2 and word.line >= 0 and word.box[3] - word.box[1] > _TALL * usual:
            debris.append([word])
        else:
            lines.setdefault(word.line, []).append(word)
    again = rows_of(lines.pop(0, []))  # of no known line
    for line in [*(line for n, line in lines.items() if n > 0), *again]:
        text = " ".join(w.text for w in line)
        if not any(_is_print(w) for w in line) and not _NUMBER.search(text) and not _RECIPIENTS.match(fold(text)):
            debris.append(line)
        else:
            debris += [[w] for w in _apart(line, usual) if _is_stroke(w) and any(_within(w.box, place) for place in places)]
            debris += [[w] for w in _alone(line, usual) if not any(c.isalnum() for c in w.text)]
    taken = {id(w) for line in debris for w in line}
    return [w for w in words if id(w) not in taken], debris


def _apart(line: Sequence[Recognised], usual: float) -> list[Recognised]:
    """Words with print at one side of them at most."""
    groups: list[list[Recognised]] = []
    for word in line:
        if groups and word.box[0] - groups[-1][-1].box[2] < 2 * usual:
            groups[-1].append(word)
        else:
            groups.append([word])
    out: list[Recognised] = []
    for group in groups:
        inner = [i for i, w in enumerate(group) if w.confidence >= _UNSURE]
        first, last = (inner[0], inner[-1]) if inner else (len(group), -1)
        out += [w for i, w in enumerate(group) if i < first or i > last]
    return out


def _alone(line: Sequence[Recognised], usual: float) -> list[Recognised]:
    """Words with a wide gap before them and none or a wide gap behind: no bullets, which stand before their text."""
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(line)]
    wide = 2 * usual
    return [w for w, before, behind in zip(line, [0.0, *gaps], [*gaps, wide], strict=True) if before >= wide and behind >= wide]


def _is_stroke(word: Recognised) -> bool:
    return word.confidence < _UNSURE and not _IN_PRINT.search(word.text)


def _within(box: PixelBox, place: PixelBox) -> bool:
    return place[0] <= (box[0] + box[2]) / 2 <= place[2] and place[1] <= (box[1] + box[3]) / 2 <= place[3]


#: The line of number and symbol, whatever was made of a number written by hand: "sế:426ố /q-SYT".
_NUMBER = re.compile(r"/\s?\w{1,8}\s?[-–]\s?\w{2}|^[Ss][oốôóòơồổỗộõỏọ06eếêéẻ]\s?[:;.]")
#: On folded text: "Nơi nhận:", beside a stroke that was read with it.
_RECIPIENTS = re.compile(r"\W{0,3}[nmh][o0]i\s?nh[a-z]{1,2}[nm]\b")
#: A number or a symbol, however badly read, and what ends a sentence.
_IN_PRINT = re.compile(r"\d|[A-ZĐƯ]{2}|[;:.]$")


def _is_print(word: Recognised) -> bool:
    if word.confidence < _UNSURE:
        return _is_sure_date(word)
    text = word.text
    if _FIGURES.fullmatch(text):
        return word.confidence >= 0.5
    if _MARKS.fullmatch(text):
        return False
    parts = _LETTERS.findall(text)
    if sum(map(len, parts)) < 2 or sum(map(len, parts)) < 0.5 * len(text):
        return False
    return all(is_syllable(p.lower()) for p in parts if len(p) > 1) or word.confidence >= _SURE


_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[.,;:)]*")
#: The weight of a character's first reading from which on it was seen clearly.
_CLEAR = 0.85


def _is_sure_date(word: Recognised) -> bool:
    """Whether a date was read clearly, character by character: Tesseract trusts no word that is in none of its dictionaries."""
    weights = [weighed[0][1] for weighed in word.alternatives if weighed]
    return bool(_DATE.fullmatch(word.text)) and len(weights) == len(word.text) and min(weights) >= _CLEAR
