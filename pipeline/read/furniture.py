"""Page furniture by its place: page numbers, running heads, the stamps that electronic signing and receiving print on a page.

Its words stay in the text, on lines of their own with the role "furniture", so that no field is read from them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

from pipeline.document import Line, Page
from pipeline.esigned import ABOVE, GOES_ON, OPENS, end_of_time, is_rest, is_whole, opens_surely
from pipeline.read.lines import FURNITURE, BoxedWord, LaidLine, Segment, height_of_print, levels, line_of, segments
from pipeline.read.received import received_stamps
from pipeline.text import fold

_PAGE_NUMBER = re.compile(r"(?:trang\s*|page\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[-–—]?", re.IGNORECASE)
#: A stamp has no more lines, and a page no more stamps.
_LINES, _STAMPS = 9, 20
#: The date of a signature, if it is the first that was read of a stamp.
_SIGNED_ON = re.compile(r"(?:thoi gian ky|ngay ky|gio ky|ky ngay|date)\s*:?\s*\d{1,4}[./-]")
#: Print lower than this share of the page's usual one is small: that of stamps, and of nothing they are set across.
_SMALL = 0.75
#: Print of one size differs by so much, capitals with marks above them included; that of two sizes by more.
_ONE_SIZE = 1.26


def split_furniture(words: Sequence[BoxedWord], height: float) -> tuple[list[BoxedWord], list[LaidLine], list[LaidLine]]:
    """The page's words without furniture; furniture that stands at its top, and the other furniture.

    `height` is the page's.
    """
    usual = height_of_print(words)
    parts = _by_size(words, usual)
    received = [line for stamp in received_stamps([*parts[0], *parts[1]], usual) for line in stamp]
    if received:
        stamped = {id(w) for line in received for w in line}
        words = [w for w in words if id(w) not in stamped]
        parts = _by_size(words, usual)
    top, rest = _page_numbers([*parts[0], *parts[1]], height)
    taken = {id(w) for line in (*top, *rest) for w in line.words}
    for stamp in (*_stamps(parts[0], True), *_stamps(parts[1], False)):
        for part in stamp:
            line = [w for w in _own_words(part, words) if id(w) not in taken]
            taken |= {id(w) for w in line}
            rest += [line_of([line], role=FURNITURE)] if line else []
    rest += [line_of([line], role=FURNITURE) for line in received]
    return [w for w in words if id(w) not in taken], top, rest


def _by_size(words: Sequence[BoxedWord], usual: float) -> tuple[list[Segment], list[Segment]]:
    """The segments of small print, and of all other."""
    small = _small(words, _SMALL * usual)
    groups = [w for w in words if id(w) in small], [w for w in words if id(w) not in small]
    of_small, of_large = ([s for row in levels(group) for s in segments(row)] for group in groups)
    return of_small, of_large


def _small(words: Sequence[BoxedWord], limit: float) -> set[int]:
    """The ids of words lower than `limit`; a word a little higher, by its marks, goes with the small ones beside it."""
    low = [w for w in words if w.box[3] - w.box[1] < _ONE_SIZE * limit]
    small = {id(w) for w in low if w.box[3] - w.box[1] < limit}
    for part in (s for row in levels(low) for s in segments(row)) if small else ():
        line = part.words
        for a, b in chain(pairwise(line), pairwise(line[::-1])):
            if id(a) in small and _is_one_print(a, b):
                small.add(id(b))
    return small


def _is_one_print(a: BoxedWord, b: BoxedWord) -> bool:
    """Whether two words beside one another stand on one line in one size."""
    heights = [w.box[3] - w.box[1] for w in (a, b)]
    return abs(a.box[3] - b.box[3]) < 0.1 * min(heights) and max(heights) < _ONE_SIZE * min(heights)


def _page_numbers(parts: Sequence[Segment], height: float) -> tuple[list[LaidLine], list[LaidLine]]:
    """A number alone on the first or the last level of the page, in its outer eighth."""
    top: list[LaidLine] = []
    foot: list[LaidLine] = []
    if not parts:
        return top, foot
    first, last = min(parts, key=lambda s: s.box[3]), max(parts, key=lambda s: s.box[1])
    for part, at_edge, kept in ((first, first.box[3] < height / 8, top), (last, last.box[1] > height * 7 / 8, foot)):
        alone = not any(p is not part and p.box[1] < part.box[3] and p.box[3] > part.box[1] for p in parts)
        if at_edge and alone and _PAGE_NUMBER.fullmatch(part.text):
            kept.append(line_of([part.words], role=FURNITURE))
    return top, foot


# --- stamps -----------------------------------------------------------------------------------------------------------


Stamp = list[Segment]


def _stamps(parts: Sequence[Segment], small: bool) -> list[Stamp]:
    out: list[Stamp] = []
    left = sorted(parts, key=lambda s: s.box[1])
    openers = [part for part in left if _opens(part)]
    for part in openers[: 5 * _STAMPS]:
        if not any(part is s for s in left):
            continue
        stamp = _signed_stamp(left, part, small)
        if stamp:
            taken = {id(s) for s in stamp}
            left = [s for s in left if id(s) not in taken]
            out.append(stamp)
            if len(out) == _STAMPS:
                break
    return out


def _opens(part: Segment) -> bool:
    text = fold(part.text)
    return bool(_SIGNED_ON.match(text) or OPENS.match(text)) or is_whole(text)


def _signed_stamp(parts: Sequence[Segment], opener: Segment, small: bool) -> Stamp:
    """Lines below the opener, flush with it: its labels and times, and in small print whatever stands there. `parts` from the top.

    What stands between two lines of the stamp is the rest of the upper one. Nothing where an opener that other lines could have
    too stands alone in the print of the page.
    """
    stamp = [opener]
    between: Stamp = []
    height = opener.box[3] - opener.box[1]
    for part in parts:
        above = (between or stamp)[-1].box
        if part.box[1] <= above[1] + 0.3 * height or len(stamp) + len(between) >= _LINES:
            continue
        if part.box[1] - above[3] > 1.2 * height:
            break
        flush = abs(part.box[0] - opener.box[0]) <= 2 * height and 0.6 < (part.box[3] - part.box[1]) / (height or 1.0) < 1.6
        text = fold(part.text)
        if flush and (small or GOES_ON.match(text) or is_rest(text)):
            stamp += [*between, part]
            between = []
        elif flush and len(between) < _BETWEEN and abs(part.box[3] - part.box[1] - height) < 0.15 * height:
            between.append(part)
    text = fold(opener.text)
    alone = len(stamp) == 1 and not (small or opens_surely(text) or _SIGNED_ON.match(text) or is_whole(text))
    return [] if alone else [*_certifier(parts, opener, height), *stamp]


#: Lines of a value that its label is not repeated on.
_BETWEEN = 2


def _certifier(parts: Sequence[Segment], opener: Segment, height: float) -> Stamp:
    """The line close above the opener that says who certifies: "VNPT-CA"."""
    return [
        s
        for s in parts
        if 0.3 * height < opener.box[1] - s.box[1] < 2 * height
        and s.box[0] < opener.box[2]
        and s.box[2] > opener.box[0]
        and ABOVE.fullmatch(fold(s.text).strip())
    ][-1:]


#: A word whose foot is so much of the print's height off that of the first stands on another line.
_OFF_LINE = 0.4


def _own_words(part: Segment, words: Sequence[BoxedWord]) -> list[BoxedWord]:
    """The words of a stamp's line: without what stands beside it in larger print or behind its time, with what it goes on with.

    A stamp reaches up to the signer's name; and capitals, being higher, may have been told apart from its small print.
    """
    size = min(w.box[3] - w.box[1] for w in part.words[:2]) or 1.0
    own = [w for w in part.words if abs(w.box[3] - part.words[0].box[3]) < _OFF_LINE * size]
    end = end_of_time(fold(" ".join(w.text for w in own)))
    at = 0
    for i, word in enumerate(own):
        if (end is not None and at > end) or (i and min(w.box[3] - w.box[1] for w in own[i:]) > _ONE_SIZE * size):
            return own[:i]
        at += len(word.text) + 1
    for word in sorted(words, key=lambda w: w.box[0]):
        near = -0.3 * size < word.box[0] - own[-1].box[2] < size and not any(word is w for w in own)
        if near and _is_one_print(own[0], word):
            own.append(word)
    return own


# --- running heads ----------------------------------------------------------------------------------------------------

#: A line that opens or closes so many pages, and so large a share of them, at one height, is a running head or foot.
_PAGES, _SHARE = 3, 0.5


def mark_running(text: str, pages: Sequence[Page], lines: Sequence[Line]) -> list[Line]:
    """`lines` with the role "furniture" on those that open or close most pages in the same words, but for numbers."""
    edges: dict[tuple[str, int], list[int]] = defaultdict(list)
    by_page: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.role is None:
            by_page[line.page].append(i)
    for found in by_page.values():
        for i in {found[0], found[-1]}:
            line = lines[i]
            if line.box and len(line.span) <= 120:
                shape = re.sub(r"\d+", "#", fold(text[line.span.start : line.span.end]))
                edges[shape, round(line.box[1] / 12)].append(i)
    need = max(_PAGES, _SHARE * len(pages))
    marked = {i for found in edges.values() if len(found) >= need for i in found}
    return [replace(line, role=FURNITURE) if i in marked else line for i, line in enumerate(lines)]
