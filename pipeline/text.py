"""Text that knows where each of its characters came from.

The source is never changed. A `MappedText` is a text derived from it by edits (marks stripped, lines joined, words
mended) together with the way back: any span of the derived text names the stretches of the source it stands for.
Derived texts can be derived again (`then`); positions always lead to the first source.

All positions are code points, half-open.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

# --- the alphabet -----------------------------------------------------------------------------------------------------

#: The 29 letters and the four foreign ones seen in symbols and abbreviations, with every tone, lower case.
LOWER = "abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
UPPER = LOWER.upper()
#: Order of points (điểm) in a list, Decree 30/2020/NĐ-CP, Appendix I: no f, j, w, z.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"

_BARE = {ord(c): unicodedata.normalize("NFD", c)[0] for c in LOWER + UPPER}
_BARE |= {ord("đ"): "d", ord("Đ"): "D", ord("Ð"): "D", ord("ð"): "d"}
_FOLD = {code: bare.lower() for code, bare in _BARE.items()}

# `str.translate` looks up each character as an object. Nearly all texts are written with these 256 characters at most, a code page, for
# which Python has tables that are ten times as fast (those of `encodings.cp1258`).
_PAGE = "".join(sorted({*map(chr, range(128)), *LOWER, *UPPER} - {*map(chr, range(1, 9)), *map(chr, range(14, 32)), "\x7f"}))
_PAGE += "Ððˆ–—“”‘’…•§°×«»\u00a0"
_PAGE_CODES = codecs.charmap_build(_PAGE)
_PAGE_BARE, _PAGE_FOLD = _PAGE.translate(_BARE), _PAGE.translate(_FOLD)


def bare(text: str) -> str:
    """`text` (NFC) without tone and vowel marks, đ as d; case and length kept, so positions stay valid.

    >>> bare("Ủy ban nhân dân tỉnh Đồng Nai")
    'Uy ban nhan dan tinh Dong Nai'
    """
    return _translated(text, _PAGE_BARE, _BARE)


def fold(text: str) -> str:
    """`bare`, in lower case; the length is kept, so positions stay valid.

    >>> fold("SỞ Y TẾ")
    'so y te'
    """
    return _translated(text, _PAGE_FOLD, _FOLD)


def _translated(text: str, page: str, table: Mapping[int, str]) -> str:
    """`text.translate(table)`; `page` is the code page so translated."""
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _PAGE_CODES)[0], "strict", page)[0]
    except UnicodeEncodeError:  # another character stands in it
        return text.translate(table)


def is_capitals(text: str) -> bool:
    """Whether the letters of `text` are capitals: at least two of them, and no lower-case letter."""
    return len(text) > 1 and text.isupper() and (text[:2].isalpha() or sum(c.isalpha() for c in text) >= 2)


# --- spans and edits --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`source[start:end]` reads `after` in the derived text."""

    start: int
    end: int
    after: str

    @property
    def grows(self) -> int:
        return len(self.after) - (self.end - self.start)


class MappedText:
    """A text derived from `source` by `edits`.

    The edits are sorted and do not overlap. Outside them the derived text is the source; inside, an edited stretch
    stands for the whole of what it replaced.

    >>> text = MappedText.of("**KẾ HOẠCH**", [Edit(0, 2, ""), Edit(10, 12, "")])
    >>> text.text, text.to_source(0, 8)
    ('KẾ HOẠCH', Span(start=2, end=10))
    """

    __slots__ = ("__dict__", "_at", "_delta", "edits", "source", "text")

    def __init__(self, source: str, edits: tuple[Edit, ...], text: str) -> None:
        self.source = source
        self.edits = edits
        self.text = text

    @classmethod
    def of(cls, source: str, edits: Iterable[Edit] = ()) -> MappedText:
        """Raises ValueError when edits overlap or lie outside the source."""
        kept: list[Edit] = []
        out: list[str] = []
        done = 0
        for edit in sorted(edits):
            if not (done <= edit.start <= edit.end <= len(source)):
                raise ValueError(f"edit {edit} overlaps another one or lies outside the text")
            if source[edit.start : edit.end] == edit.after:
                continue
            out += source[done : edit.start], edit.after
            done = edit.end
            kept.append(edit)
        out.append(source[done:])
        return cls(source, tuple(kept), "".join(out))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each edit's replacement starts in the derived text."""
        starts, shift = [], 0
        for edit in self.edits:
            starts.append(edit.start + shift)
            shift += edit.grows
        return starts

    @cached_property
    def _ends(self) -> list[int]:
        return [start + len(edit.after) for start, edit in zip(self._starts, self.edits, strict=True)]

    @cached_property
    def _source_starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    def _source_of_start(self, at: int) -> int:
        # The last edit that begins at or before `at`; one that is empty in the derived text lies before the character.
        i = bisect_right(self._starts, at) - 1
        if i < 0:
            return at
        edit, end = self.edits[i], self._ends[i]
        return edit.start if at < end else edit.end + (at - end)

    def _source_of_end(self, at: int) -> int:
        # As above for the character before `at`: edits that begin at `at` are not touched.
        i = bisect_left(self._starts, at) - 1
        if i < 0:
            return at
        edit, end = self.edits[i], self._ends[i]
        return edit.end if at <= end and edit.after else edit.end + (at - end)

    def to_source(self, start: int, end: int) -> Span:
        """The source stretch of `text[start:end]`; a replaced stretch counts whole. An empty span stays empty."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"[{start}, {end}) lies outside a text of {len(self.text)} characters")
        first = self._source_of_start(start)
        return Span(first, first) if start == end else Span(first, max(first, self._source_of_end(end)))

    def pieces(self, start: int, end: int) -> tuple[Span, ...]:
        """The source stretches of `text[start:end]`, broken where a break of line was edited away."""
        whole = self.to_source(start, end)
        out: list[Span] = []
        at = whole.start
        for edit in self._edits_in(whole) if self.edits else ():
            if "\n" in self.source[edit.start : edit.end]:
                if at < edit.start:
                    out.append(Span(at, edit.start))
                at = max(at, edit.end)
        if at < whole.end:
            out.append(Span(at, whole.end))
        return tuple(out)

    def _edits_in(self, span: Span) -> Iterator[Edit]:
        for i in range(bisect_left(self._source_starts, span.start), len(self.edits)):
            edit = self.edits[i]
            if edit.start >= span.end:
                return
            yield edit

    def from_source(self, at: int) -> int:
        """Where source position `at` stands in the derived text; inside a replaced stretch, at its beginning."""
        i = bisect_right(self._source_starts, at) - 1
        if i < 0:
            return at
        edit = self.edits[i]
        return self._starts[i] if at < edit.end else self._ends[i] + (at - edit.end)

    def window(self, start: int, end: int) -> tuple[MappedText, int, int]:
        """A map of `text[start:end]` alone, as costly as its own length; where it begins in the source, and in the derived text.

        It reaches a little further where a replaced stretch lies across one of its ends.
        """
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        edits = self.edits[first:last]
        if edits:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        span = self.to_source(start, end)
        local = tuple(Edit(e.start - span.start, e.end - span.start, e.after) for e in edits if e.end > span.start and e.start < span.end)
        return MappedText(self.source[span.start : span.end], local, self.text[start:end]), span.start, start

    def then(self, edits: Sequence[Edit]) -> MappedText:
        """Edit the derived text again; the result maps to the first source."""
        later = MappedText.of(self.text, edits)
        if not self.edits or not later.edits:
            return self if not later.edits else MappedText(self.source, later.edits, later.text)
        return MappedText(self.source, tuple(_compose(self, later)), later.text)


def _compose(first: MappedText, later: MappedText) -> Iterator[Edit]:
    """One list of edits for two in a row; edits that share characters of the text in between are merged into one."""
    middle = first.text
    own = [(a, b, edit.grows, None) for a, b, edit in zip(first._starts, first._ends, first.edits, strict=True)]
    new = [(edit.start, edit.end, 0, edit.after) for edit in later.edits]
    todo = sorted([*own, *new], key=lambda e: e[:2])
    shift = 0  # from the text in between to the source, at the current place
    i = 0
    while i < len(todo):
        start, end, _, _ = todo[i]
        source_start = start + shift
        out: list[str] = []
        done = start
        first_of_group = i
        while i < len(todo) and (todo[i][0] < end or i == first_of_group or todo[i][1] == start):
            a, b, grows, after = todo[i]
            end = max(end, b)
            shift -= grows
            if after is not None:
                out += middle[done:a], after
                done = b
            i += 1
        yield Edit(source_start, end + shift, "".join(out) + middle[done:end])


# --- passages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a derived text, as extractors see it: one paragraph on one line, cleaned, with the way back."""

    whole: MappedText
    start: int
    end: int
    text: str
    base: int = 0  #: where the source of `whole` begins in the document, when it is a window of it

    @classmethod
    def of(cls, text: MappedText | str, start: int = 0, end: int | None = None, base: int = 0) -> Passage:
        whole = MappedText.of(text) if isinstance(text, str) else text
        end = len(whole.text) if end is None else end
        return cls(whole, start, end, whole.text[start:end], base)

    def at(self, start: int, end: int) -> tuple[Span, ...]:
        """The source stretches of `self.text[start:end]`."""
        spans = self.whole.pieces(self.start + start, self.start + end)
        return tuple(Span(s.start + self.base, s.end + self.base) for s in spans) if self.base else spans

    def match(self, found: re.Match[str], group: int | str = 0) -> tuple[Span, ...]:
        """The source stretches of a match, or of one of its groups."""
        return self.at(found.start(group), found.end(group))

    def part(self, start: int, end: int) -> Passage:
        return Passage(self.whole, self.start + start, self.start + end, self.text[start:end], self.base)
