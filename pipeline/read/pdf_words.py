"""A page of a PDF as pdfium sees it -> words with boxes, and the rules and pictures on it.

Only geometry says where a word ends: spaces that the file or pdfium puts where there is no gap are left out ("cầ u" in some text
layers), and marks that stand in the file behind another letter ("hi ̣ên") go to the letter they are drawn at.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite, tau
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.document import Box
from pipeline.read.lines import BoxedWord

#: A page of text has some 3,000 characters, the densest tables 20,000. What is beyond is not read.
MAX_CHARACTERS = 200_000

Place = Callable[[float, float, float, float], Box]  #: left, bottom, right, top in the file -> box from the top left


@dataclass(frozen=True, slots=True)
class PageWords:
    """Boxes in points from the top left of the page turned so that most of its words stand upright."""

    words: tuple[BoxedWord, ...]
    sideways: tuple[BoxedWord, ...]  #: words set in another direction: margin notes
    turn: int  #: clockwise quarter turns from the file's page to this one


@dataclass(slots=True)
class _Letter:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    blank: float | None  #: where the white space before it begins; infinite when that is unknown, None when there is none
    angle: int  #: quarter turns, clockwise, of its writing direction


def placing(page: Any, turn: int) -> Place:
    """How boxes of the file become boxes of the page turned by `turn` clockwise quarters."""
    left, bottom, right, top = outline(page)
    places: tuple[Place, ...] = (
        lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0),
        lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0),
    )
    return places[turn % 4]


def outline(page: Any) -> Box:
    """Left, bottom, right, top of what is shown of a page, in the file's own coordinates; A4 where that is absurd."""
    rect = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(rect)):
        box = float(rect.left), float(rect.bottom), float(rect.right), float(rect.top)
        if all(isfinite(v) for v in box) and box[2] - box[0] > 1 and box[3] - box[1] > 1:
            return box
    return 0.0, 0.0, 595.0, 842.0


def turned(box: Box, turns: int, width: float, height: float) -> Box:
    """`box` on a page of `width` and `height` after `turns` clockwise quarters of that page."""
    for _ in range(turns % 4):
        box = height - box[3], box[0], height - box[1], box[2]
        width, height = height, width
    return box


def read_words(page: Any) -> PageWords:
    """`page` is pdfium's handle."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return PageWords((), (), pdfium.FPDFPage_GetRotation(page))
    try:
        turn = -_main_angle(text) % 4
        letters = _letters(text, placing(page, turn), -turn % 4)
    finally:
        pdfium.FPDFText_ClosePage(text)
    left, bottom, right, top = outline(page)
    width, height = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    upright = [x for x in letters if not x.angle and 0 <= x.x0 + x.x1 <= 2 * width and 0 <= x.y0 + x.y1 <= 2 * height]
    aside = [x for x in letters if x.angle]
    return PageWords(tuple(_words(upright)), tuple(_words_as_spaced(aside)), turn)


# --- characters -------------------------------------------------------------------------------------------------------

#: Kept until it is known that the text is no TCVN3, whose ư it is.
SOFT_HYPHEN = "\u00ad"
_REPLACED = {
    "\x02": "-",  # pdfium's hyphen at the end of a line
    "\ufffe": "-",
    "\uf02d": "-",  # the symbol fonts of Word
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0fc": "✓",
}
_ANGLES_SEEN = 64


def _quarter(text: Any, i: int) -> int:
    angle = pdfium.FPDFText_GetCharAngle(text, i)
    return round(angle / tau * 4) % 4 if isfinite(angle) and angle >= 0 else 0


def _main_angle(text: Any) -> int:
    n = pdfium.FPDFText_CountChars(text)
    seen = range(0, n, max(n // _ANGLES_SEEN, 1))
    return Counter(_quarter(text, i) for i in seen).most_common(1)[0][0] if n > 0 else 0


def _codes(text: Any) -> str:
    n = min(max(pdfium.FPDFText_CountChars(text), 0), MAX_CHARACTERS)
    buffer = (ctypes.c_ushort * (n + 1))()
    pdfium.FPDFText_GetText(text, 0, n, buffer)
    found = bytes(buffer)[: 2 * n].decode("utf-16-le", "replace")
    if len(found) == n and "\0" not in found:
        return found
    # pdfium leaves characters without a code out of a whole text: then one by one, so that positions hold
    one = pdfium.FPDFText_GetUnicode
    return "".join(chr(c) if 0 < (c := one(text, i)) < 0x110000 and not 0xD800 <= c < 0xE000 else " " for i in range(n))


def _letters(text: Any, place: Place, main: int) -> list[_Letter]:
    """The visible characters with their boxes, marks on their letters."""
    out: list[_Letter] = []
    marks: list[tuple[str, float, float, int]] = []
    rect = pdfium.FS_RECTF()
    into = ctypes.byref(rect)
    loose_box = pdfium.FPDFText_GetLooseCharBox
    blank: float | None = inf
    angle = 0
    on_letter = False  # whether the character before is a letter, whose place white space behind it continues
    for i, c in enumerate(_codes(text)):
        if c.isspace():
            if blank is None:
                known = on_letter and loose_box(text, i, into)
                blank = place(rect.left, rect.bottom, rect.right, rect.top)[0] if known else inf
            continue
        if not c.isalnum():
            c = _REPLACED.get(c, c)
            category = unicodedata.category(c)
            if category in ("Cc", "Cf", "Cn") and c != SOFT_HYPHEN:
                continue
            if category == "Mn" and out:
                x0, y0, x1, y1 = _tight(text, i, place)
                marks.append((c, (x0 + x1) / 2, (y0 + y1) / 2, len(out)))
                on_letter = False
                continue
        if not loose_box(text, i, into):
            continue
        if blank is not None:
            angle = (_quarter(text, i) - main) % 4
        out.append(_Letter(c, *place(rect.left, rect.bottom, rect.right, rect.top), blank, angle))
        blank, on_letter = None, True
    for mark in marks:
        _attach(out, *mark)
    return out


def _tight(text: Any, i: int, place: Place) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, i, ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top))
    return place(left.value, bottom.value, right.value, top.value)


#: How many letters before and behind its place in the file a mark may belong to.
_REACH = 24


def _attach(letters: list[_Letter], mark: str, x: float, y: float, at: int) -> None:
    """Give the mark to the letter on its level over whose middle it is drawn; else to the one before it in the file."""
    near = letters[max(at - _REACH, 0) : at + _REACH]
    under = [a for a in near if a.x0 - 0.5 <= x <= a.x1 + 0.5 and a.y0 - (a.y1 - a.y0) < y < a.y1 + (a.y1 - a.y0) / 2 and a.text.isalpha()]
    owner = min(under, key=lambda a: abs(a.x0 + a.x1 - 2 * x), default=letters[at - 1])
    owner.text = unicodedata.normalize("NFC", owner.text + mark)


# --- words ------------------------------------------------------------------------------------------------------------

#: A space is one when the gap is so wide, in heights of the print; without one a word ends at a gap like this.
_SPACE, _JUMP = 0.08, 0.5
#: Unless so few of the page's spaces have a gap that its widths cannot be trusted.
_TRUSTED = 0.85


def _words(letters: Sequence[_Letter]) -> list[BoxedWord]:
    steps = [_step(a, b) for a, b in pairwise(letters)]
    spaces = [step for step, b in zip(steps, letters[1:], strict=False) if b.blank is not None and step is not None]
    trusted = sum(step >= _SPACE for step in spaces) >= _TRUSTED * len(spaces)
    out: list[BoxedWord] = []
    start = 0
    for i, step in enumerate(steps, start=1):
        if step is None or (step > _JUMP if letters[i].blank is None else step >= _SPACE or not trusted):
            out.append(_word(letters[start:i]))
            start = i
    return [*out, _word(letters[start:])] if letters else out


def _step(a: _Letter, b: _Letter) -> float | None:
    """The gap between two letters in heights of the higher one; None where `b` does not stand behind `a` on its level."""
    low, high = a.y1 - a.y0, b.y1 - b.y0
    height = (high if high > low else low) or 1.0
    rise = b.y1 - a.y1
    if b.x0 <= a.x0 - 0.1 * height or not -0.45 * height < rise < 0.45 * height:
        return None
    gap = b.x0 - a.x1
    if b.blank is not None and b.blank < a.x1:  # a letter drawn wider than its place reaches over the space behind it
        gap = b.x0 - b.blank
    return gap / height if gap > -0.7 * height else None


def _word(letters: Sequence[_Letter]) -> BoxedWord:
    first, last = letters[0], letters[-1]
    if len(letters) == 1:
        return BoxedWord(first.text, (first.x0, first.y0, first.x1, first.y1))
    box = first.x0, min([a.y0 for a in letters]), max(last.x1, first.x1), max([a.y1 for a in letters])
    return BoxedWord("".join([a.text for a in letters]), box)


def _words_as_spaced(letters: Iterable[_Letter]) -> list[BoxedWord]:
    """For words that stand sideways, pdfium's own spaces are enough."""
    words: list[list[_Letter]] = []
    for letter in letters:
        if letter.blank is not None or not words:
            words.append([])
        words[-1].append(letter)
    return [_word(w) for w in words]
