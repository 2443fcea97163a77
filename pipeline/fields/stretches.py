"""Evidence that lies apart: the clause of a quota and the award's name, a date and who must do what by it; not what stands between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

#: Half-open, in a passage.
Stretch: TypeAlias = tuple[int, int]

#: Words between two stretches that read as one: "Giấy khen cho mỗi đơn vị không quá …".
_FEW = 40
_TITLED = re.compile(r"(?:danh\s{1,3}hiệu\s{1,3}(?:thi\s{1,3}đua\s{1,3})?)?[“\"]?$", re.IGNORECASE)
_APART = re.compile(r"[\d.;]")


def with_marks(text: str, start: int, end: int) -> Stretch:
    """An award's name with its "danh hiệu" and its quotation marks."""
    opening = _TITLED.search(text, max(0, start - 30), start)
    return opening.start() if opening else start, end + (text[end : end + 1] in ("”", '"'))


def join_stretches(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order; overlapping ones, and those with few words and no number between them, as one.

    >>> text = "Giấy khen: không quá 05 tập thể; 10 cá nhân"
    >>> [text[a:b] for a, b in join_stretches(text, [(33, 43), (0, 9), (11, 31)])]
    ['Giấy khen: không quá 05 tập thể', '10 cá nhân']
    """
    out: list[Stretch] = []
    for start, end in sorted(stretches):
        if out and (start <= out[-1][1] or (start - out[-1][1] <= _FEW and not _APART.search(text, out[-1][1], start))):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
