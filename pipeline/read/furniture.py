"""Page furniture by its place: page numbers, running heads, the stamps that electronic signing and receiving print on a page.

Its words stay in the text, on lines of their own with the role "furniture", so that no field is read from them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Line, Page
from pipeline.read.lines import FURNITURE, BoxedWord, LaidLine, Segment, height_of_print, levels, line_of, segments
from pipeline.read.received import received_stamps
from pipeline.text import fold

_PAGE_NUMBER = re.compile(r"(?:trang\s*|page\s*)?[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[-–—]?", re.IGNORECASE)
#: On folded text. What electronic signing prints: "Ký bởi: …", "Người ký: Sở Y tế", "Signature Not Verified".
_SIGNED = re.compile(
    r"(?:ky boi|nguoi ky|ky dien tu boi|ky so boi|duoc ky boi|chu ky so|signature (?:not verified|valid)|digitally signed)\b\s*:?"
)
_SIGNED_ON = re.compile(r"(?:thoi gian ky|ngay ky|gio ky|ky ngay|date)\s*:?\s*\d{1,4}[./-]")
_OF_STAMP = re.compile(
    r"(?:e-?mail|co quan|to chuc|thoi gian(?: ky)?|ngay ky|ky ngay|gio ky|mui gio|dia diem|ly do|chuc vu|date|reason|location|dn|cn)\s*:"
    r"|by\b"
)
_OF_TIME = re.compile(r"[\d\s:./+-]{5,40}(?:z|gmt.{0,8})?|\S{1,60}@\S{3,60}")
#: A stamp has no more lines, and a page no more stamps.
_LINES, _STAMPS = 9, 20
#: Print lower than this share of the page's usual one is small: that of stamps, and of nothing they are set across.
_SMALL = 0.75


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
    for stamp in (*_stamps(parts[0], True), *_stamps(parts[1], False)):
        rest += [line_of([s.words], role=FURNITURE) for s in stamp]
    rest += [line_of([line], role=FURNITURE) for line in received]
    taken = {id(w) for line in (*top, *rest) for w in line.words}
    return [w for w in words if id(w) not in taken], top, rest


def _by_size(words: Sequence[BoxedWord], usual: float) -> tuple[list[Segment], list[Segment]]:
    """The segments of small print, and of all other."""
    small = [w for w in words if w.box[3] - w.box[1] < _SMALL * usual]
    large = [w for w in words if w.box[3] - w.box[1] >= _SMALL * usual]
    of_small, of_large = ([s for row in levels(group) for s in segments(row)] for group in (small, large))
    return of_small, of_large


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


def _stamps(parts: Sequence[Segment], small: bool) -> list[list[Segment]]:
    out: list[list[Segment]] = []
    left = sorted(parts, key=lambda s: s.box[1])
    openers = [part for part in left if _opens(part, small)]
    for part in openers[: 5 * _STAMPS]:
        if not any(part is s for s in left):
            continue
        stamp = _signed_stamp(left, part, small)
        taken = {id(s) for s in stamp}
        left = [s for s in left if id(s) not in taken]
        out.append(stamp)
        if len(out) == _STAMPS:
            break
    return out


def _opens(part: Segment, small: bool) -> bool:
    text = fold(part.text)
    signed = _SIGNED.match(text)
    return bool(_SIGNED_ON.match(text) or (signed and (small or signed[0].endswith(":") or text.startswith("signature"))))


def _signed_stamp(parts: Sequence[Segment], opener: Segment, small: bool) -> list[Segment]:
    """Lines below the opener, flush with it: its labels and times, and in small print whatever stands there. `parts` from the top."""
    stamp = [opener]
    height = opener.box[3] - opener.box[1]
    for part in parts:
        above = stamp[-1].box
        if part.box[1] <= above[1] + 0.3 * height or len(stamp) == _LINES:
            continue
        if part.box[1] - above[3] > 1.2 * height:
            break
        flush = abs(part.box[0] - opener.box[0]) <= 2 * height and 0.6 < (part.box[3] - part.box[1]) / (height or 1.0) < 1.6
        text = fold(part.text)
        if flush and (small or _OF_STAMP.match(text) or _OF_TIME.fullmatch(text)):
            stamp.append(part)
    return stamp


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
