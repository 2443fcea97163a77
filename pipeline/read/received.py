"""The stamp of the office that received a document: its name, "CÔNG VĂN ĐẾN" or "ĐẾN", and lines for number, date and whom it goes to.

It is set wherever there is room, aslant, over the letterhead or the text as often as not (Decree 30/2020/NĐ-CP, Appendix IV).
What is its own is set aside; print of the page that it lies over stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Box
from pipeline.read.lines import BoxedWord, Segment, around
from pipeline.read.syllables import is_syllable
from pipeline.text import fold

_RECEIVED = re.compile(r"(?:(?P<what>van thu|cong van|van ban)\s+)?(?:den|di)")
_LABEL = re.compile(r"(?:so|ngay|gio|chuyen|luu ho so(?: so)?|kinh chuyen|ky hieu)\s*[:.…]")
#: The number of the document itself has a notation; that of a received stamp has none.
_NOTATION = re.compile(r"/\s?[a-z]{2}|-[a-z]{2}")
#: A stamp has no more lines, and a page no more stamps.
_LINES, _STAMPS = 9, 20
#: Letters narrower than this, in those of the page's lines in capitals (of so many letters), are smaller print.
_NARROW, _LINE = 0.85, 8
#: The name of the office stands above within so many heights of the stamp's print, in two lines at most, and one may be lost.
_ABOVE, _NAMES = 4.0, 2
#: From the opener down, and from its middle to either side: in heights of the stamp's print, and in widths of the opener.
_DOWN, _ASIDE = 8.0, 1.1
#: What a recogniser read less surely than this is no print.
_UNSURE = 0.6


def received_stamps(parts: Sequence[Segment], usual: float) -> Iterator[list[list[BoxedWord]]]:
    """The stamps among the segments of a page whose print is `usual` high, from the top: of each its lines."""
    left = sorted(parts, key=lambda s: s.box[1])
    openers = [(part, m) for part in left if part.text.isupper() and (m := _RECEIVED.fullmatch(fold(part.text).strip(" .:*-")))]
    if not openers:
        return
    capitals = sorted(_pitch(s) for s in left if s.text.isupper() and len(s.text) >= _LINE and not _RECEIVED.fullmatch(fold(s.text)))
    least = _NARROW * capitals[len(capitals) // 2] if capitals else 0.0
    for part, m in openers[:_STAMPS]:
        if not any(part is s for s in left):
            continue
        labels = _labels(left, part)
        small = bool(m["what"]) and _pitch(part) < least
        if not labels and not small:
            continue
        lines = [part, *labels, *(_office(left, part) if small else [])]
        taken = {id(s) for s in lines}
        left = [s for s in left if id(s) not in taken]
        yield [*(list(s.words) for s in lines), *([w] for w in _unread(left, part, around(s.box for s in lines), usual))]


def _labels(parts: Sequence[Segment], opener: Segment) -> list[Segment]:
    """What stands below and beside the opener and begins like a line of such a stamp."""
    x0, y0, x1, y1 = opener.box
    height = y1 - y0
    near = (s for s in parts if x0 - 3 * height < s.box[0] < x1 + 2 * height and y0 - 2 * height < s.box[1] < y1 + 6 * height)
    return [s for s in near if _LABEL.match(fold(s.text)) and not _NOTATION.search(fold(s.text))][:_LINES]


def _pitch(part: Segment) -> float:
    """The mean width of a letter with its share of the spaces; boxes of OCR on a slant are too high to tell the size by."""
    return (part.box[2] - part.box[0]) / max(len(part.text), 1)


def _office(parts: Sequence[Segment], opener: Segment) -> list[Segment]:
    """Capitals as small as the opener's, in the middle above it."""
    x0, y0, x1, _ = opener.box
    pitch = _pitch(opener)
    height = 1.2 * pitch
    found = [
        s
        for s in parts
        if s.text.isupper()
        and len(s.text) > 2
        and -0.5 * height < y0 - s.box[3] < _ABOVE * height
        and abs(s.box[0] + s.box[2] - x0 - x1) < 6 * height
        and 0.8 * pitch < _pitch(s) < 1.25 * pitch
    ]
    return found[-_NAMES:]


def _unread(parts: Sequence[Segment], opener: Segment, stamp: Box, usual: float) -> Iterator[BoxedWord]:
    """Words that a recogniser made of the frame, the labels and what is written behind them."""
    x0, _, x1, y1 = opener.box
    reach = max(_ASIDE * (x1 - x0), (stamp[2] - stamp[0]) / 2)
    middle = (x0 + x1) / 2
    bottom = max(y1 + _DOWN * 1.2 * _pitch(opener), stamp[3])
    for part in parts:
        for i, word in enumerate(part.words):
            x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
            if abs(x - middle) < reach and stamp[1] < y < bottom and not _is_print(part.words, i, usual):
                yield word


def _is_print(words: Sequence[BoxedWord], i: int, usual: float) -> bool:
    """Whether a word is of the page's own print: read surely, or between two that were."""
    if _reads(words[i]):
        return True
    beside = [w for w in words[max(i - 1, 0) : i + 2] if w is not words[i] and _apart(w, words[i]) < usual]
    return len(beside) == 2 and all(map(_reads, beside))


def _reads(word: BoxedWord) -> bool:
    if word.confidence is None:
        return True
    letters = "".join(c for c in word.text if c.isalpha())
    return word.confidence >= _UNSURE and len(letters) > 1 and (letters.isupper() or is_syllable(letters))


def _apart(a: BoxedWord, b: BoxedWord) -> float:
    return max(a.box[0], b.box[0]) - min(a.box[2], b.box[2])
