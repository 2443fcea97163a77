"""Labels of a scan: which label stands at a line's beginning when a recogniser read "H.", "IL" or "1." for "II.", "§." for "8.".

A line is held against the labels that can come next (the sibling of every open section, the first of a new list). What was read
counts as one of them when they look alike, and which readings a document gets is decided for all its lines together: the cheapest
course through them, where breaks in a sequence cost, unlikely readings cost, and the print itself (`label_print`) has its say.
Texts that were never a picture keep what they print, repeated and skipping labels too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import label_print
from pipeline.document import Document
from pipeline.label_expected import WORD_KINDS, Level, Stack, expected_labels
from pipeline.label_shape import (
    BARE_NUMERAL,
    CLOSING_QUOTE,
    DASH,
    DIRT_BEFORE,
    LONE_QUOTE,
    Costs,
    Shape,
    against,
    as_printed,
    shape_at,
    width_cost,
)
from pipeline.labels import RANK, Label, ReadLabel, parse_label
from pipeline.outline import print_width
from pipeline.placing import closer, parent_at
from pipeline.rows import FURNITURE, TABLE, Row, ends_sentence
from pipeline.text import MappedText, is_capitals

#: Courses kept at a time.
_BEAM = 16
#: To leave out a label that is printed as one; one where a sentence goes on; what looks like a label and cannot be one as read.
_DROP, _DROP_INSIDE, _IGNORE = 4.0, 0.3, 1.0
#: A label where a sentence goes on, by its place on the page and, without boxes, by the text alone; behind marks of dirt.
_INSIDE, _UNFINISHED, _DIRT = 2.0, 1.0, 0.3
#: A quotation is closed within so many rows.
_QUOTED = 12
#: A sound label is not taken for one that is less like it.
_SOUND_MOST = 1.35


def read_labels(rows: Sequence[Row], document: Document, text: MappedText) -> Mapping[int, ReadLabel]:
    """By `Row.start` the labels of the body's `rows` that are to be read otherwise than as printed; empty unless the text is a scan's."""
    if "ocr" not in document.reader or not rows:
        return {}
    return _Reader(rows, document, text).read()


# --- the course -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Course:
    """Decisions up to a row: the open sections, what it cost, and the way here."""

    stack: Stack
    cost: float
    row: int = -1
    decision: ReadLabel | None = None
    before: _Course | None = None
    article: Label | None = None  #: the last one


class _Reader:
    """The rows of one document and what is known of them."""

    def __init__(self, rows: Sequence[Row], document: Document, text: MappedText) -> None:
        self.rows, self.text, self.source = rows, text, document.text
        self.prints = label_print.prints_of(rows, document, text)
        self.columns = frozenset(i for i in label_print.columns_of_numbers(rows, self.prints) if self.prints[i].scanned)
        self.width = print_width(rows)

    def read(self) -> dict[int, ReadLabel]:
        courses = [_Course((Level(None),), 0.0)]
        for i, row in enumerate(self.rows):
            if row.role in (FURNITURE, TABLE):
                continue
            courses = self._onward(courses, i)
        out: dict[int, ReadLabel] = {}
        best: _Course | None = min(courses, key=lambda c: c.cost)
        while best:
            if best.decision:
                out[self.rows[best.row].start] = best.decision
            best = best.before
        return out

    def _onward(self, courses: list[_Course], i: int) -> list[_Course]:
        row = self.rows[i]
        literal = parse_label(row.text)
        if i in self.columns:
            return [replace(c, row=i, decision=ReadLabel(None), before=c) for c in courses] if literal else courses
        shapes = self._shapes(i)
        dash = DASH.match(row.text) if literal is None and self.prints[i].scanned else None
        if dash and not self._inside(i) and not any(s.at and s.closer for s in shapes):
            bullet = Label("-", "bullet", (), dash.end())
            return [self._with(c, i, ReadLabel(bullet), parent_at(c.stack, bullet), 0.0) for c in courses]
        if literal is None and not shapes:
            return self._past_text(courses, row)
        out: dict[tuple[tuple[tuple[int, ...], str], ...], _Course] = {}
        costs = Costs(shapes, self.source)
        inside = self._inside(i)
        for course in courses:
            for onward in self._choices(course, i, literal, costs, inside):
                key = tuple((level.label.ordinal, level.label.text) if level.label else ((), "") for level in onward.stack)
                if key not in out or onward.cost < out[key].cost:
                    out[key] = onward
        return sorted(out.values(), key=lambda c: c.cost)[:_BEAM]

    def _shapes(self, i: int) -> list[Shape]:
        """The line as it stands, and behind dirt."""
        row, line = self.rows[i], self.prints[i]
        if not line.scanned:
            return []
        dirt = DIRT_BEFORE.match(row.text) or (LONE_QUOTE.match(row.text) if self._is_unquoted(i) else None)
        found = (shape_at(row, at, line, self.text) for at in ((0, dirt.end()) if dirt else (0,)))
        return [shape for shape in found if shape]

    def _is_unquoted(self, i: int) -> bool:
        """Whether no quotation is announced above row `i`, and none is closed in it or in the rows below."""
        above = next((r.text for r in reversed(self.rows[:i]) if r.role is None), "")
        return not above.endswith(":") and not any(CLOSING_QUOTE.search(r.text, 1) for r in self.rows[i : i + _QUOTED])

    def _past_text(self, courses: list[_Course], row: Row) -> list[_Course]:
        if not is_capitals(row.text):
            return courses
        return [replace(c, stack=(*c.stack[:-1], replace(c.stack[-1], heading_inside=True))) for c in courses]

    def _choices(self, course: _Course, i: int, literal: Label | None, costs: Costs, inside: bool) -> Iterator[_Course]:
        row, shapes = self.rows[i], costs.shapes
        if literal and literal.kind == "bullet":
            if inside:
                yield replace(course, row=i, decision=ReadLabel(None), before=course)
                return
            yield self._with(course, i, None, parent_at(course.stack, literal), 0.0, literal)
        elif literal:
            if self.prints[i].scanned:
                yield replace(
                    course, cost=course.cost + (_DROP_INSIDE if inside else _DROP), row=i, decision=ReadLabel(None), before=course
                )
            off = width_cost(shapes[0], shapes[0].body, self.source) if shapes and set(shapes[0].body) <= set("IVX") else 0.0
            yield from self._placed(course, i, None, literal, off + (_INSIDE if inside else 0.0))
        else:
            ignored = any(s.kind or (s.closer and s.capital and len(s.body) <= 4) or BARE_NUMERAL.fullmatch(s.body) for s in shapes)
            numeral = any(BARE_NUMERAL.fullmatch(s.body) and s.capital for s in shapes)
            yield replace(course, cost=course.cost + (0.0 if inside or not ignored else 2 * _IGNORE if numeral else _IGNORE))
        penalty = _INSIDE if inside else _UNFINISHED if self._unfinished(i) else 0.0
        for shape in shapes:
            dirt = 0.0 if not shape.at else _DIRT * (2 if literal else 1)
            for expected in expected_labels(course.stack, course.article):
                if literal and literal.kind == expected.kind and literal.ordinal == expected.ordinal:
                    continue
                cost = costs.of(shape, expected)
                if cost is not None and not (literal and not shape.at and cost > _SOUND_MOST):
                    label = replace(expected, text=as_printed(shape, expected), end=shape.end)
                    same = label.text == row.text[shape.at : shape.at + len(label.text)] and not shape.at
                    made = ReadLabel(label, None if same else row.text[: shape.end].strip())
                    yield from self._placed(course, i, made, label, cost + dirt + penalty + against(literal, shape, label))

    def _placed(self, course: _Course, i: int, made: ReadLabel | None, label: Label, cost: float) -> Iterator[_Course]:
        """The label where the tree would put it; a first part may also stand within the heading above it."""
        parent = parent_at(course.stack, label)
        opened = self._opened(i) or any(level.heading_inside for level in course.stack)
        sibling = course.stack[parent + 1].label if parent + 1 < len(course.stack) else None
        mixed = sibling is not None and sibling.kind not in (label.kind, "bullet")
        before = sibling if sibling and sibling.kind == label.kind else course.article if label.kind == "article" else None
        again = before is None and any(level.label and level.label.kind == label.kind for level in course.stack[1 : parent + 1])
        breaks = _break_cost(before, label, opened, mixed) + (0.0 if not again or opened or _styled_apart(course.stack, label) else 1.5)
        yield self._with(course, i, made, parent, cost + breaks, label)
        if again and opened:  # or the list before it has ended
            k = max(j for j, level in enumerate(course.stack) if level.label and level.label.kind == label.kind)
            yield self._with(course, i, made, k - 1, cost + 0.5, label)
        if label.kind in WORD_KINDS and label.kind != "article" and label.ordinal[-1] == 1 and before is None:
            for k, level in enumerate(course.stack[1:], 1):
                if level.label and RANK[level.label.kind] > RANK[label.kind] and level.label.kind != "bullet":
                    yield self._with(course, i, made, k, cost + 0.5, label)
                    break

    def _with(self, course: _Course, i: int, made: ReadLabel | None, parent: int, cost: float, label: Label | None = None) -> _Course:
        placed = label or (made.label if made else None)
        article = placed if placed and placed.kind == "article" else course.article
        return _Course((*course.stack[: parent + 1], Level(placed))[:40], course.cost + cost, i, made, course, article)

    def _inside(self, i: int) -> bool:
        return self.prints[i].scanned and label_print.goes_on_above(self.rows, self.prints, i)

    def _unfinished(self, i: int) -> bool:
        """Without boxes: a full line above that ends in the middle of a sentence."""
        above = self.rows[i - 1] if i else None
        return bool(
            above
            and self.prints[i].left is None
            and not above.role
            and not self.rows[i].gap
            and not ends_sentence(above.text)
            and len(above.text) >= 0.72 * self.width
            and not is_capitals(above.text)
        )

    def _opened(self, i: int) -> bool:
        return bool(i) and self.rows[i - 1].text.endswith(":")


def _break_cost(before: Label | None, label: Label, opened: bool, mixed: bool) -> float:
    """Of `label` as it follows `before`, its sibling, or begins a list; `opened`: the line above announces a list."""
    last = label.ordinal[-1]
    if before is None:
        if last == 1:
            return 0.7 if mixed and not opened else 0.0
        return {"article": 1.0, "decimal": 1.5, "letter_heading": 3.5, "point": 3.0}.get(label.kind, 2.5) + (0.7 if mixed else 0.0)
    style = 0.0 if closer(before) == closer(label) else 0.3
    if len(before.ordinal) != len(label.ordinal):
        return 0.7 + style
    step = last - before.ordinal[-1]
    if before.ordinal[:-1] != label.ordinal[:-1]:
        return 1.5 + style
    if step == 1 or (label.kind == "point" and step == 2 and before.ordinal[-1] == 4):  # many count on without đ
        return style
    if step == 0:
        return 1.8 + style
    if last == 1:
        return (0.3 if opened else 1.8) + style
    return (1.5 if step == 2 else 2.5 if step > 0 else 3.0) + style


def _styled_apart(stack: Stack, label: Label) -> bool:
    return all(closer(level.label) != closer(label) for level in stack if level.label and level.label.kind == label.kind)
