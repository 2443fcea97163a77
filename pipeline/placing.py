"""Under which of the open sections a label goes.

Labels lie in practice, so neither kind nor ordinal decides alone: a label is a sibling of the nearest open one of its kind that
it can follow, else a new list under the nearest higher kind. Two questions are answered by what comes later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.labels import RANK, Kind, Label


class Level(Protocol):
    """An open section, or the root, as far as placing needs to know it."""

    @property
    def label(self) -> Label | None: ...
    @property
    def heading_inside(self) -> bool: ...
    @property
    def opener_inside(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Later:
    """The labels from `start` on, None for paragraphs without one."""

    labels: Sequence[Label | None]
    start: int

    def next_of(self, kind: Kind) -> Label | None:
        for i in range(self.start, len(self.labels)):
            label = self.labels[i]
            if label and label.kind == kind:
                return label
        return None

    def after_list(self, first: Label) -> Label | None:
        """The label that breaks off the list which `first` begins: the first of its style that is not the next in it."""
        n = first.ordinal[-1]
        for i in range(self.start, len(self.labels)):
            label = self.labels[i]
            if label is None or label.kind != first.kind or closer(label) != closer(first):
                continue
            n += 1
            if label.ordinal[-1] != n:
                return label
        return None


def parent_at(stack: Sequence[Level], label: Label, later: Later | None = None) -> int:
    """Index in `stack`, whose first is the root, of the node under which `label` goes."""
    if label.kind == "bullet":
        return _bullet_parent(stack, label)
    if label.kind == "decimal":
        found = _decimal_parent(stack, label)
        if found is not None:
            return found
    same = [i for i in range(len(stack) - 1, 0, -1) if (lab := stack[i].label) and lab.kind == label.kind]
    exact = [i for i in same if closer(stack[i].label) == closer(label)]
    for i in (*exact, *same):
        if _follows(stack[i].label, label):
            return i - 1
    if same:
        i = (exact or same)[0]
        return len(stack) - 1 if _restarts_inside(stack, i, label, later) else i - 1
    below = _within(stack, label, later) if later else None
    return _by_rank(stack, label) if below is None else below


def closer(label: Label | None) -> str:
    """The last character: "1." and "1)" number different lists."""
    return label.text[-1] if label else ""


def _follows(before: Label | None, label: Label) -> bool:
    """Whether `label` can be a later sibling of `before`; labels may skip."""
    return before is not None and label.ordinal > before.ordinal


def _restarts_inside(stack: Sequence[Level], i: int, label: Label, later: Later | None) -> bool:
    """A list that starts again: a child, unless the label is just repeated or something without a label parts the lists.

    That is a heading, or a line that opens a list ("Buổi chiều:") when the first list is not taken up again behind the second.
    """
    before = stack[i].label
    if label.ordinal[-1] != 1 or before is None or before.ordinal == label.ordinal or label.kind in ("roman", "article", "chapter", "part"):
        return False
    if any(node.heading_inside for node in stack[i:]):
        return False
    if later and stack[-1].opener_inside:
        back = later.after_list(label)
        return back is not None and back.ordinal == (*before.ordinal[:-1], before.ordinal[-1] + 1)
    return True


_PARTS: tuple[Kind, ...] = ("part", "chapter", "section", "subsection")


def _within(stack: Sequence[Level], label: Label, later: Later) -> int | None:
    """The heading of a lower kind that goes on behind a first part or chapter, and so has it inside: "II.", "Phần A", "Phần B", "III."."""
    if label.kind not in _PARTS or label.ordinal[-1] != 1:
        return None
    for i in range(1, len(stack)):
        above = stack[i].label
        if above and above.kind in ("roman", "letter_heading", "clause"):
            following = later.next_of(above.kind)
            if following and following.ordinal == (above.ordinal[-1] + 1,):
                return i
            return None
    return None


def _bullet_parent(stack: Sequence[Level], label: Label) -> int:
    style = "+" if label.text == "+" else "-"
    for i in range(len(stack) - 1, 0, -1):
        lab = stack[i].label
        if lab is None or lab.kind != "bullet":
            break
        if ("+" if lab.text == "+" else "-") == style:
            return i - 1
    return len(stack) - 1


def _decimal_parent(stack: Sequence[Level], label: Label) -> int | None:
    for i in range(len(stack) - 1, 0, -1):
        lab = stack[i].label
        if lab and lab.kind in ("clause", "decimal", "roman", "letter_heading") and lab.ordinal == label.ordinal[:-1]:
            return i
    for i in range(len(stack) - 1, 0, -1):  # its parent is missing: beside a decimal of the same length
        lab = stack[i].label
        if lab and lab.kind == "decimal" and len(lab.ordinal) == len(label.ordinal):
            return i - 1
    return None


def _by_rank(stack: Sequence[Level], label: Label) -> int:
    """The kind is new here: under the nearest node of a higher rank. I. and A. may stand either way round."""
    rank = RANK[label.kind]
    for i in range(len(stack) - 1, 0, -1):
        lab = stack[i].label
        if lab is None:
            continue
        if RANK[lab.kind] < rank or (label.kind == "letter_heading" and lab.kind == "roman" and label.ordinal == (1,)):
            return i
    return 0
