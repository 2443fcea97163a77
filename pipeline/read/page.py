"""One page put together: furniture set aside, ruled tables read by their cells, everything else by `layout`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.furniture import split_furniture
from pipeline.read.grid import Rule, find_grids, read_grid, split_grid
from pipeline.read.layout import arrange, set_apart
from pipeline.read.lines import FURNITURE, BoxedWord, LaidLine, line_of


def lay_out(
    words: Sequence[BoxedWord],
    width: float,
    height: float,
    across: Sequence[Rule] = (),
    down: Sequence[Rule] = (),
    aside: Sequence[Sequence[BoxedWord]] = (),
) -> list[LaidLine]:
    """All lines of a page of `width` and `height`: furniture at its top, text and tables in reading order, other furniture.

    Boxes are points from the page's top left, the page turned so that its words stand upright; their order does not matter.
    `across` and `down` are the rules drawn on it; `aside` are lines that are furniture already: notes in the margin set in another
    direction, debris.
    """
    words, top, rest = split_furniture(words, height)
    out: list[LaidLine] = []
    for grid in sorted(find_grids(across, down), key=lambda g: g.box[1]):
        inside, outside = split_grid(words, grid)
        if not inside:
            continue
        above = [w for w in outside if w.box[1] + w.box[3] < 2 * grid.box[1]]
        words = [w for w in outside if w.box[1] + w.box[3] >= 2 * grid.box[1]]
        out += [*arrange(above, width), *set_apart(read_grid(inside, grid))]
    out += arrange(words, width)
    rest += [line_of([line], role=FURNITURE) for line in aside]
    return [*top, *out, *(replace(line, apart=i == 0) for i, line in enumerate(rest))]
