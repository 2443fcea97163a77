"""The clauses of a passage and the quantities in them: what "targets" and "award_quotas" are told apart by.

A passage is cut where sentences and their parts end (full stop, semicolon, colon), at "trong đó" ("of these"), and between two
quantities of one part at the comma or "và" that stands between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from pipeline.fields.quantities import Quantity, find_quantities, may_hold_quantity
from pipeline.fields.wording import wording
from pipeline.text import UPPER

#: Prose does not hold more quantities in a paragraph; what does is a table.
_MOST = 60
#: How far a sentence is looked at from its quantity, in characters.
_FAR = 1200


@dataclass(frozen=True, slots=True)
class Clause:
    """One quantity with the stretch of the passage that speaks of it."""

    text: str  #: of the whole passage
    quantity: Quantity
    start: int
    end: int
    part: tuple[int, int]  #: between the stronger marks: . ; and "trong đó"
    sentence: tuple[int, int]
    narrows: bool  #: whether it stands behind "trong đó"
    bracketed: bool

    def cut(self, start: int, end: int) -> Clause:
        return Clause(self.text, self.quantity, start, end, self.part, self.sentence, self.narrows, self.bracketed)

    @property
    def quote(self) -> str:
        return self.text[self.start : self.end]

    @property
    def lead(self) -> str:
        """What stands before the quantity, within the clause."""
        return self.text[self.start : self.quantity.start]

    @property
    def rest(self) -> str:
        """What stands behind the number and its unit, within the clause."""
        return self.text[self.quantity.stop : self.end]

    @property
    def tail(self) -> str:
        """What stands behind the number, its unit and its "trở lên"."""
        return self.text[self.quantity.end : self.end]

    @property
    def before(self) -> str:
        """What stands before the quantity, within the sentence."""
        return self.text[self.sentence[0] : self.quantity.start]

    @property
    def whole(self) -> str:
        return self.text[self.sentence[0] : self.sentence[1]]


_SENTENCE_END = re.compile(
    rf"[.!?…](?=\s{{1,3}}[{UPPER}\"“(\d-]|\s{{0,3}}$)(?<!\d\.)(?<!TP\.)(?<!Tp\.)|(?<=\d)\.(?=\s{{1,3}}[{UPPER}]|\s{{0,3}}$)"
)
_NARROWING = wording(
    r""",?\s{0,3}\(?(?:trong (?:số )?(?:đó|này)|(?:trong|từ) số (?:đó|này))
    (?:\s{0,3}[:,]|\s(?:phải )?(?:có|đạt)(?= (?:[\d≥>]|ít|tối|không|trên|khoảng|từ|dưới|hơn)))?\s{0,3}""",
    whole=False,
)
_SEMICOLON, _BRACKET = re.compile(";"), re.compile("[()]")
_MARK = re.compile(r"[;:](?=\s|$|[\"“])")
#: The last of these between two quantities parts their clauses.
_JOINT = wording(
    r"\s{0,3},\s{0,3}(?:(?:và|với|đồng thời|còn|riêng) )?|\s{1,3}(?:và|(?<!so\s)(?<!đối\s)(?<!cùng\s)(?<!hợp\s)với|hoặc|còn|đồng thời) ",
    whole=False,
)
_OPENING = re.compile(r"[\s*•●+–—_\-]*(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]\d?|[IVX]{1,5})\s?[.)]\s{1,3})?[\s\-–+*]*")
#: A new thought that begins behind a comma, before the quantity.
_TURN = wording(
    r""", (?:(?:đồng thời|và) )?(?=(?:phấn đấu|bảo đảm|đảm bảo|đạt|tăng|giảm|nâng|thực hiện|hoàn thành|duy trì|với|nhưng|để|thu hút
    |tiết kiệm|cắt giảm|t[ỷỉ] lệ|có|mỗi)(?!\w))""",
    whole=False,
)


@lru_cache(maxsize=2)
def clauses(text: str) -> tuple[Clause, ...]:
    """A clause for each quantity of `text`, in order; none for a passage with more quantities than prose has.

    The targets and the quotas of a passage ask for the same, hence the small cache.
    """
    quantities = tuple(islice(find_quantities(text), _MOST + 1)) if may_hold_quantity(text) else ()
    if not 0 < len(quantities) <= _MOST:
        return ()
    frame = _frame(text)
    spoken = _spoken(text, _without_cells(text, quantities))
    return tuple(_tidied(clause) for clause in _parted([_clause(text, q, frame) for q in spoken]))


def _without_cells(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """Those with words between them: "70% 80% ≥ 80%" is a row of a table; "03 sản phẩm 4 sao" is none."""
    touching = {i for i, (a, b) in enumerate(pairwise(quantities)) if b.unit != "sao" and not text[a.stop : b.at].strip(" \t≥≤<>=")}
    return (q for i, q in enumerate(quantities) if i not in touching and i - 1 not in touching)


def _spoken(text: str, quantities: Iterable[Quantity]) -> list[Quantity]:
    """Without paper, and without lengths of time that measure nothing; the second of two is measured with the first."""
    out: list[Quantity] = []
    for q in quantities:
        beside = out and out[-1].kind == "time" and q.bounded and not _ENDS.search(text, out[-1].stop, q.start)
        if q.kind not in ("paper", "time") or (q.kind == "time" and (beside or _is_measured(text, q))):
            out.append(q)
    return out


_ENDS = re.compile(r"[.;:]\s")
#: "thời gian … tối đa 03 ngày", "chỉ số SAIDI không quá 132 phút": lengths of time that measure something.
_MEASURED = wording(r"(?<!\w)(?:thời gian|chỉ số|ngày điều trị|số ngày|số năm|m?sai[df]i|caidi|maidi)(?!\w)[^.;:\d]{0,110}$", whole=False)
#: "tuổi thọ trung bình đạt 75 tuổi", "ngày điều trị trung bình 6,5 ngày": lengths that are stated without a bound as well.
LASTING = wording(r"(?<!\w)(?:tuổi thọ|số năm (?:sống|đi học)|ngày điều trị)(?!\w)[^.;:\d]{0,60}$", whole=False)
#: "tiếp công dân ít nhất 02 ngày/tháng".
_RATE = re.compile(r"\s?/\s?(?:tuần|tháng|quý|năm)(?!\w)")


def _is_measured(text: str, q: Quantity) -> bool:
    if q.comparator == ">=" and q.unit == "ngày" and _RATE.match(text, q.stop):
        return True
    if LASTING.search(text, max(0, q.start - 80), q.start):
        return True
    return q.bounded and q.value_max is None and _MEASURED.search(text, max(0, q.start - 130), q.start) is not None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Positions at which a passage is cut."""

    sentences: list[int]
    parts: list[int]
    marks: list[int]
    narrowing: list[int]  #: where each "trong đó" ends
    brackets: list[tuple[int, int]]  #: by their ends


def _frame(text: str) -> _Frame:
    sentences = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    low = text.lower()
    narrows = ("trong" in low or "từ số" in low) and ("đó" in low or "này" in low)
    narrowing = [(m.start(), m.end()) for m in _NARROWING.finditer(text)] if narrows else []
    parts = sorted({*sentences, *(at for m in _SEMICOLON.finditer(text) for at in m.span()), *(at for pair in narrowing for at in pair)})
    marks = sorted({*parts, *(at for m in _MARK.finditer(text) for at in m.span())})
    return _Frame(sentences, parts, marks, [end for _, end in narrowing], _brackets(text) if "(" in text else [])


def _round(at: int, bounds: list[int], length: int) -> tuple[int, int]:
    """The stretch between two bounds in which `at` lies, no more than `_FAR` to each side."""
    i = bisect_right(bounds, at)
    return max(bounds[i - 1] if i else 0, at - _FAR), min(bounds[i] if i < len(bounds) else length, at + _FAR)


def _clause(text: str, q: Quantity, frame: _Frame) -> Clause:
    sentence = _round(q.at, frame.sentences, len(text))
    start, end = _round(q.at, frame.marks, len(text))
    inside = _bracket_round(q.at, frame.brackets)
    if inside:
        start, end = max(start, inside[0] + 1), min(end, inside[1])
    i = bisect_right(frame.narrowing, q.start)
    part = _round(q.at, frame.parts, len(text))
    narrows = i > 0 and frame.narrowing[i - 1] >= part[0]
    return Clause(text, q, min(start, q.start), max(end, q.end), part, sentence, narrows, inside is not None)


def _brackets(text: str) -> list[tuple[int, int]]:
    """The stretches in round brackets, by their ends."""
    out: list[tuple[int, int]] = []
    opened: list[int] = []
    for m in _BRACKET.finditer(text):
        if m.group() == "(":
            opened.append(m.start())
        elif opened:
            out.append((opened.pop(), m.start()))
    return out


def _bracket_round(at: int, brackets: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The innermost brackets round `at`: the first of those that close behind it to have opened before it."""
    i = bisect_right(brackets, at, key=lambda pair: pair[1])
    return next((pair for pair in brackets[i : i + 20] if pair[0] < at), None)


def _parted(found: list[Clause]) -> Iterable[Clause]:
    """Clauses of one stretch cut at the joint between their quantities."""
    for i, clause in enumerate(found):
        if i and found[i - 1].end > clause.start:
            joint = _joint(clause.text, found[i - 1].quantity.end, clause.quantity.start)
            clause = clause.cut(joint[1], clause.end) if joint else clause
        if i + 1 < len(found) and found[i + 1].start < clause.end:
            joint = _joint(clause.text, clause.quantity.end, found[i + 1].quantity.start)
            clause = clause.cut(clause.start, joint[0]) if joint else clause
        yield clause


def _joint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What parts two quantities: the joint right before the second, else the last comma, else the last "và"."""
    found = [m.span() for m in _JOINT.finditer(text, start, max(start, end))]
    commas = [span for span in found if text[span[0] : span[1]].lstrip()[:1] == ","]
    if found and found[-1][1] >= end:
        return found[-1]
    chosen = commas or found
    return chosen[-1] if chosen else None


def _tidied(clause: Clause) -> Clause:
    """Without label, bullet and end punctuation, and from the last new thought before the quantity on."""
    start, end = clause.start, clause.end
    opening = _OPENING.match(clause.text, start, clause.quantity.start)
    start = opening.end() if opening else start
    for turn in _TURN.finditer(clause.text, start, clause.quantity.at):
        start = turn.end()
    end = _before_open_bracket(clause.text, clause.quantity.end, end)
    while end > clause.quantity.end and clause.text[end - 1] in " ,.;:/\t":
        end -= 1
    start = min(start, clause.quantity.start)
    while start < clause.quantity.start and clause.text[start] in " ,.;:\t(":
        start += 1
    return clause.cut(start, end)


def _before_open_bracket(text: str, start: int, end: int) -> int:
    """`end`, or where a bracket opens in `[start, end)` that does not close there: "90% dự toán (năm 2022 | là 24,3 tỷ đồng)"."""
    opened: list[int] = []
    for m in re.finditer(r"[()]", text[start:end]):
        if m.group() == "(":
            opened.append(start + m.start())
        elif opened:
            opened.pop()
    return opened[0] if opened else end
