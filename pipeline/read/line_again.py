"""Lines of a signing block, read again one by one: the position and the name that a seal, a signature or a slant has spoilt.

Both are stamped, aslant as often as not, and the seal is set over them. Each line is cut out by itself at some angles, as it is and
without rings, and without what is larger than letters, and recognised as one line. A name that most of them have is kept, or a known
position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.persons import SPECKS, is_name, is_position, mended_name
from pipeline.read.picture import Gray
from pipeline.read.second_look import is_print, on_one_line, overlap, rows_of, without_large
from pipeline.read.tesseract import PixelBox, Recognised

#: Degrees, clockwise, and height (in those of its print) at which a line is tried: as it is, without rings, without large ink. Stamps
#: rise to the right more often than they fall. Of 30 combinations these four together read most names.
_AS_IT_IS, _BARE, _WITHOUT_LARGE = ((4.0, 0.6),), ((2.5, 0.6),), ((0.0, 0.75), (2.5, 0.75))
#: Room for a word before what was read, and behind it (inches).
_BEFORE, _BEHIND = 0.85, 0.45
#: A place has no more lines of interest.
_MOST = 5
#: A name of three words and more, all read more surely than this, is not read again.
_WELL = 0.92


@dataclass(frozen=True, slots=True)
class Band:
    """A line cut out by itself: its picture, and how a point of it becomes one of the page (2 x 3)."""

    picture: Gray
    back: NDArray[np.float64]


def signing_lines(words: Sequence[Recognised], box: PixelBox, sealed: bool) -> list[list[Recognised]]:
    """Lines in `box` that can be a name (two to five words with first capitals) or a position (capitals), whole or in part.

    Lines of text that go on beyond the box are none, nor names that were read surely. Where the place is `sealed`, positions are
    looked for at the edge of the seal, and not here.
    """
    found = []
    spelt = (w for w in words if w.box[1] < box[3] and w.box[3] > box[1] and any(c.isalnum() for c in w.text))
    for row in rows_of(spelt):
        if any(overlap(w.box, box) <= 0.9 for w in row):
            continue
        name = list(takewhile(_is_titled, dropwhile(lambda w: not _is_titled(w), row)))
        office = [w for w in row if _is_capital(w)]
        if 2 <= len(name) <= 5 and len(row) <= len(name) + 2:
            found += [] if _is_sure(name) else [name]
        elif not sealed and office and len(row) <= len(office) + 3 and not is_position(" ".join(w.text for w in row)):
            found.append(office)
    return found[:_MOST]


def _is_sure(name: Sequence[Recognised]) -> bool:
    return len(name) > 2 and min(w.confidence for w in name) > _WELL and is_name(" ".join(w.text for w in name))


def _is_titled(word: Recognised) -> bool:
    return is_print(word) and word.text[:1].isupper() and word.text[1:].islower()


def _is_capital(word: Recognised) -> bool:
    letters = [c for c in word.text if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)


def bands(gray: Gray, bare: Gray, line: Sequence[Recognised], dots: float) -> list[Band]:
    """The line with room for a word before it, at every angle; `bare` is the page without the rings of seals."""
    x0, x1 = line[0].box[0], line[-1].box[2]
    height = sorted(w.box[3] - w.box[1] for w in line)[len(line) // 2]
    middle = (x0 + x1) / 2, sum(w.box[1] + w.box[3] for w in line) / (2 * len(line))
    reach = round(1.3 * dots)
    left, top = max(x0 - reach, 0), max(round(middle[1]) - reach, 0)
    there = slice(top, round(middle[1]) + reach), slice(left, x1 + reach)
    wide = round(x1 - x0 + (_BEFORE + _BEHIND) * dots)
    at = middle[0] - left, middle[1] - top
    before = (x1 - x0) / 2 + _BEFORE * dots
    pictures = (bare[there], _BARE), (gray[there], _AS_IT_IS), (without_large(bare[there], dots), _WITHOUT_LARGE)
    return [
        _cut(picture, at, angle, (wide, 2 * (round(tall * height) + 4)), before, (left, top))
        for picture, tries in pictures
        for angle, tall in tries
    ]


#: White round a band, in pixels: Tesseract wants letters off the edge.
EDGE = 10


def _cut(picture: Gray, middle: tuple[float, float], angle: float, size: tuple[int, int], before: float, corner: tuple[int, int]) -> Band:
    forth = cv2.getRotationMatrix2D(middle, -angle, 1.0)
    forth[:, 2] += np.array([before - middle[0], size[1] / 2 - middle[1]])
    cut = cv2.warpAffine(picture, forth, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    back = cv2.invertAffineTransform(forth)
    back[:, 2] += np.subtract(corner, back[:, :2] @ np.array([EDGE, EDGE]))
    framed = cv2.copyMakeBorder(cut, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT, value=255)
    return Band(np.asarray(framed, np.uint8), np.asarray(back, np.float64))


# --- choosing ---------------------------------------------------------------------------------------------------------


def read_again(
    words: Sequence[Recognised],
    line: Sequence[Recognised],
    cuts: Sequence[Band],
    readings: Sequence[Sequence[Recognised]],
    heard: Sequence[Sequence[Recognised]] = (),
) -> tuple[Recognised, ...]:
    """The words with `line` as the best readings have it; `heard` are rows of the page as other pictures of the place gave them."""
    if any(_is_capital(w) for w in line):
        new = _best_office(cuts, readings)
    else:
        new = _best_name(cuts, readings, [row for row in heard if any(overlap(w.box, old.box) > 0.3 for w in row for old in line)])
    if not new:
        return tuple(words)
    again = {old.line for old in line if old.line < 0}
    rest = [w for w in words if w.line not in again and not any(w is old for old in line) and not _stands_in(w, new)]
    return (*rest, *on_one_line(new, rest))


def _best_office(cuts: Sequence[Band], readings: Sequence[Sequence[Recognised]]) -> list[Recognised]:
    found = [(r, cut) for r, cut in zip(map(_without_debris, readings), cuts, strict=True) if _is_office(" ".join(w.text for w in r))]
    if not found:
        return []
    reading, cut = max(found, key=lambda f: (len(f[0]), _mean(f[0])))
    return [placed(w, cut) for w in reading]


#: A name of two words may be what a seal has left of one of three; the confidence that its first word then keeps.
_DOUBT = 0.3


def _best_name(cuts: Sequence[Band], readings: Sequence[Sequence[Recognised]], heard: Sequence[Sequence[Recognised]]) -> list[Recognised]:
    """Of all names that were read the one that most readings have; one of three words before what may be its rest."""
    votes: dict[str, list[tuple[float, list[Recognised]]]] = {}
    for cut, reading in zip(cuts, readings, strict=True):
        name = _name_in(reading)
        if name:
            there = [placed(w, cut) for w in (_doubted(name, reading, cuts[0].picture) if len(name) == 2 else name)]
            votes.setdefault(_key(name), []).append((_weight(name), there))
    for row in heard:
        name = _name_in(row)
        if len(name) > 2 and _is_whole_name(_key(name)):
            votes.setdefault(_key(name), []).append((_weight(name), name))
    best = max(votes, key=lambda n: (_is_whole_name(n) * min(len(n.split()), 3), _support(votes, n)), default=None)
    return max(votes[best], key=lambda g: g[0])[1] if best else []


def _support(votes: Mapping[str, Sequence[tuple[float, list[Recognised]]]], name: str) -> float:
    """How surely a name was read, also without its last letter: one is lost more easily than found."""
    return sum(weight for heard in (name, name[:-1]) for weight, _ in votes.get(heard, ()))


#: A word of a name is at least so sure.
_HEARD = 0.25


def _name_in(reading: Sequence[Recognised]) -> list[Recognised]:
    """The name at the end of a line: words with a first capital, from a family name on where one is among them."""
    end = max((i for i, w in enumerate(reading, 1) if _is_like_name(w) and w.confidence >= _HEARD), default=0)
    run = list(reversed(list(takewhile(_is_like_name, reversed(reading[:end])))))
    rests = [run[i:] for i in range(len(run) - 1)]
    whole = next((rest for rest in rests if _is_whole_name(_key(rest))), run)
    return whole if 2 <= len(whole) <= 5 else []


def _is_like_name(word: Recognised) -> bool:
    letters = word.text.strip(SPECKS)
    return letters.isalpha() and letters[0].isupper() and letters[1:].islower() == (len(letters) > 1)


def _spelt(name: Sequence[Recognised]) -> str:
    return " ".join(w.text.strip(SPECKS) for w in name)


def _key(name: Sequence[Recognised]) -> str:
    """What a name is meant for: readings that differ in what can be mended are one."""
    return mended_name(_spelt(name)) or _spelt(name)


def _weight(name: Sequence[Recognised]) -> float:
    """How sure a name is; a mark on its last letter is what is left of another letter."""
    marked = name[-1].text[-1] in ",:;"
    return name[0].confidence * _mean(name) * (0.2 if marked else 1.0)


def _doubted(name: Sequence[Recognised], reading: Sequence[Recognised], picture: Gray) -> list[Recognised]:
    """A name of two words, its first one in doubt where something stands just before it; `picture` is the line as it is."""
    first = name[0]
    x0, y0, _, y1 = first.box
    near = any(x0 - w.box[2] < y1 - y0 and any(c.isalpha() for c in w.text) for w in reading if w.box[2] <= x0)
    before = picture[max(y0, 0) : y1, max(x0 - (y1 - y0), 0) : max(x0 - 2, 0)]
    if not near and (before.size == 0 or float((before < 128).mean()) < 0.03):
        return list(name)
    return [replace(first, confidence=min(first.confidence, _DOUBT)), *name[1:]]


def _stands_in(word: Recognised, line: Sequence[Recognised]) -> bool:
    """Whether a word is one of those that `line` has read anew: its middle lies within the line."""
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    inside = line[0].box[0] <= x <= line[-1].box[2] and min(w.box[1] for w in line) <= y <= max(w.box[3] for w in line)
    return inside or any(overlap(word.box, w.box) > 0.3 for w in line)


def _is_whole_name(text: str) -> bool:
    return is_name(text) and text.istitle()


def _is_office(text: str) -> bool:
    return is_position(text.strip(" .,:;"))


def _mean(words: Sequence[Recognised]) -> float:
    return sum(w.confidence for w in words) / len(words)


def _without_debris(reading: Sequence[Recognised]) -> list[Recognised]:
    """From the first word with a letter to the last one that is print."""
    words = list(dropwhile(lambda w: not any(c.isalpha() for c in w.text), reading))
    while words and not is_print(words[-1]):
        words.pop()
    return words


def placed(word: Recognised, cut: Band) -> Recognised:
    """The word with its box on the page instead of in the cut-out line."""
    x0, y0, x1, y1 = word.box
    x, y = cut.back @ ((x0 + x1) / 2, (y0 + y1) / 2, 1.0)
    w, h = (x1 - x0) / 2, (y1 - y0) / 2
    return replace(word, box=(round(x - w), round(y - h), round(x + w), round(y + h)), line=0, baseline=None)
