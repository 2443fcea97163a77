"""Ruled tables: the lines drawn on a page -> grids of cells, and the words in them as one line a row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.document import Box
from pipeline.read.lines import CELL, TABLE, BoxedWord, LaidLine, levels, line_of

#: Ends of rules that meet are drawn this far apart at most (points).
_TOUCH = 3.0
#: An underline and the edge of a stamp's frame that crosses it are two rules, and make no table.
_LEAST_RULES = 3
#: A drawing with more rules than this after joining is a picture.
MAX_RULES = 400


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at` on one axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    xs: tuple[float, ...]  #: borders between columns, the outer ones too
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_grids(across: Iterable[Rule], down: Iterable[Rule]) -> list[Grid]:
    """Grids of at least two columns from horizontal and vertical rules; frames, underlines and rules that only cross are none."""
    flat, tall = _joined(across), _joined(down)
    if not tall or not flat or len(flat) + len(tall) > MAX_RULES:
        return []
    grids = []
    for h, v in _connected(flat, tall):
        ys = _places([r.at for r in h] + [end for r in v for end in (r.start, r.end)])
        xs = _places([r.at for r in v] + [end for r in h for end in (r.start, r.end)])
        if len(xs) >= 3 and len(ys) >= 2 and h and v and len(h) + len(v) >= _LEAST_RULES:
            grids.append(Grid(tuple(xs), tuple(ys), tuple(h), tuple(v)))
    return grids


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line (a table program draws every cell's border for itself) as one rule."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _TOUCH), r.start)):
        last = out[-1] if out else None
        if last and abs(rule.at - last.at) <= _TOUCH and last.start - _TOUCH <= rule.start <= last.end + _TOUCH:
            out[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            out.append(rule)
    return out


def _connected(flat: Sequence[Rule], tall: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch one another belong together."""
    parent = list(range(len(flat) + len(tall)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(flat):
        for k, v in enumerate(tall, start=len(flat)):
            if h.start - _TOUCH <= v.at <= h.end + _TOUCH and v.start - _TOUCH <= h.at <= v.end + _TOUCH:
                parent[root(i)] = root(k)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*flat, *tall)):
        groups.setdefault(root(i), ([], []))[i >= len(flat)].append(rule)
    return list(groups.values())


def _places(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > 2 * _TOUCH:
            out.append(value)
    return out


# --- words in cells ---------------------------------------------------------------------------------------------------


def split_grid(words: Sequence[BoxedWord], grid: Grid) -> tuple[list[BoxedWord], list[BoxedWord]]:
    """The words whose middle lies in the grid, and the others."""
    x0, y0, x1, y1 = grid.box
    inside: list[BoxedWord] = []
    outside: list[BoxedWord] = []
    for word in words:
        x, y = _middle(word)
        (inside if x0 <= x <= x1 and y0 <= y <= y1 else outside).append(word)
    return inside, outside


def read_grid(words: Iterable[BoxedWord], grid: Grid) -> list[LaidLine]:
    """One line a row of the table, cells parted by a tab; a cell over several rows is read in its first."""
    merged = _merged(grid)
    cells: dict[tuple[int, int], list[BoxedWord]] = {}
    for word in words:
        x, y = _middle(word)
        row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
        column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
        cells.setdefault(merged.get((row, column), (row, column)), []).append(word)
    rows: dict[int, list[list[BoxedWord]]] = {}
    for (row, _), cell in sorted(cells.items()):
        rows.setdefault(row, []).append([w for level in levels(cell) for w in level])
    return [line_of(parts, CELL, TABLE) for parts in rows.values()]


def _middle(word: BoxedWord) -> tuple[float, float]:
    x0, y0, x1, y1 = word.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _merged(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of the grid -> the first one of the cell it is part of, for cells over several rows or columns."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for i, (y0, y1) in enumerate(zip(grid.ys, grid.ys[1:], strict=False)):
        for k, (x0, x1) in enumerate(zip(grid.xs, grid.xs[1:], strict=False)):
            cell = (i, k)
            if i and not _ruled(grid.across, y0, (x0 + x1) / 2):
                cell = first.get((i - 1, k), (i - 1, k))
            elif k and not _ruled(grid.down, x0, (y0 + y1) / 2):
                cell = first.get((i, k - 1), (i, k - 1))
            if cell != (i, k):
                first[i, k] = cell
    return first


def _ruled(rules: Iterable[Rule], at: float, over: float) -> bool:
    return any(abs(r.at - at) <= 2 * _TOUCH and r.start <= over <= r.end for r in rules)
