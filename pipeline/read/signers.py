"""Two who sign side by side (văn bản liên tịch, quy chế phối hợp): where their columns end, however high their names stand.

Each column opens with who signs, above the room for a signature; then stands his name alone. Rows differ in number ("KT. GIÁM
ĐỐC" needs a second one), and so the names stand at different heights, one beside nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.persons import damaged_office, is_name, is_position
from pipeline.read.lines import Band, BoxedWord, levels

#: Who signs is said in the first rows of his column: "SỞ Y TẾ / KT. GIÁM ĐỐC".
_OPENS = 3


def both_sign(rows: Sequence[Band], middle: float) -> bool:
    """Whether what stands left and what stands right of `middle` opens with the position of a signer."""
    return all(any(is_office(text) for text in _texts(rows, middle, right)[:_OPENS]) for right in (False, True))


def is_office(text: str) -> bool:
    return is_position(text) or damaged_office(text) is not None


def end_of_names(rows: Sequence[Band], start: int, end: int, middle: float) -> int:
    """Behind the later of the first name on the left and the first on the right, of rows `start` to `end`; `start` without either."""
    firsts = [next((i + 1 for i in range(start, end) if _names(rows[i], middle, right)), 0) for right in (False, True)]
    return max(start, *firsts)


def _names(row: Band, middle: float, right: bool) -> bool:
    here = [s for s in row if (s.box[0] + s.box[2] >= 2 * middle) == right]
    return len(here) == 1 and is_name(here[0].text)


def _texts(rows: Sequence[Band], middle: float, right: bool) -> list[str]:
    words: list[BoxedWord] = [w for row in rows for s in row if (s.box[0] + s.box[2] >= 2 * middle) == right for w in s.words]
    return [" ".join(w.text for w in level) for level in levels(words)]
