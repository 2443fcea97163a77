#!/usr/bin/env python3
"""How well composed directives are read from scans, by level of noise: a table, a plot, and every mistake on demand.

    python scripts/noise_levels.py [--count 12] [--seed 1] [--most-pages 2] [--plot docs/noise.png] [--errors FILE] [--keep FOLDER]

The same documents are scanned at each level. Reading takes about a second of processor time a page.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from pipeline import extract
from pipeline.errors import PipelineError
from pipeline.evaluate import HEADER, LISTS, Assessment, assess
from pipeline.evaluate.gold import Gold
from pipeline.generate.compose import compose
from pipeline.generate.render import gold_of, rendered
from pipeline.generate.scan.levels import LEVELS
from pipeline.generate.sheet import Sheet

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """One scan, read."""

    path: Path
    assessment: Assessment


def sheets(seed: int, most_pages: int) -> Iterator[Sheet]:
    """Composed directives of so many pages at most."""
    import pypdfium2

    for index in count():
        sheet = compose(seed, index)
        if len(pypdfium2.PdfDocument(rendered(sheet, "pdf", "none", seed)[1])) <= most_pages:
            yield sheet


def read(sheet: Sheet, noise: str, seed: int, folder: Path) -> Read:
    ending, data = rendered(sheet, "scan", noise, seed)
    path = folder / f"{sheet.name}_{noise}.{ending}"
    path.write_bytes(data)
    try:
        found = extract(path).model_dump(mode="json")
    except PipelineError as error:  # counts as if nothing had been found
        print(error, file=sys.stderr)
        found = None
    gold = gold_of(sheet, "scan", noise, seed)
    for kind, data in (("gold", gold), ("found", found)):
        path.with_suffix(f".{kind}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return Read(path, assess(Gold(path.stem, path, gold), found))


def f1(done: Sequence[Read], fields: Sequence[str]) -> float:
    counts = [one.assessment.standard.counts[f] for one in done for f in fields if f in one.assessment.standard.counts]
    right, extra, missed = (sum(c[k] for c in counts) for k in range(3))
    return 2 * right / max(2 * right + extra + missed, 1)


def by_hand(done: Sequence[Read]) -> Counter[str]:
    """How many slots were read right, wrong, or left open."""
    return Counter(slot.verdict for one in done for slot in one.assessment.slots)


def table(results: dict[str, list[Read]]) -> str:
    lines = [f"{'level':10}{'documents':>10}{'header F1':>11}{'lists F1':>10}{'by hand: right wrong open':>28}"]
    for level, done in results.items():
        hand = by_hand(done)
        slots = f"{hand['right']:>13}{hand['wrong']:>8}{hand['abstained']:>7}"
        lines.append(f"{level:10}{len(done):10}{f1(done, HEADER):11.3f}{f1(done, LISTS):10.3f}{slots:>28}")
    lines += ["", f"{'header F1':18}" + "".join(f"{level:>9}" for level in results)]
    lines += [f"{field:18}" + "".join(f"{f1(done, (field,)):9.3f}" for done in results.values()) for field in (*HEADER, *LISTS)]
    return "\n".join(lines)


def plot(results: dict[str, list[Read]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), width_ratios=(3, 2))
    _plot_fields(left, results)
    _plot_slots(right, results)
    figure.suptitle(f"{len(next(iter(results.values())))} composed directives, each scanned at every level", fontsize=10)
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _plot_fields(axes: Any, results: dict[str, list[Read]]) -> None:
    groups = (("header", HEADER), ("lists", LISTS), ("signer's name", ("signer_name",)), ("subject", ("subject",)))
    for (name, fields), mark in zip(groups, "osv^", strict=True):
        axes.plot(list(results), [f1(done, fields) for done in results.values()], marker=mark, label=name, linewidth=min(len(fields), 2))
    axes.set(ylim=(0, 1.02), ylabel="F1", title="Fields, by noise")
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="lower left", frameon=False)


def _plot_slots(axes: Any, results: dict[str, list[Read]]) -> None:
    counts = {level: by_hand(done) for level, done in results.items() if by_hand(done)}
    bottom = [0.0] * len(counts)
    for verdict, name, colour in (("right", "right", "#2a7f62"), ("abstained", "left open", "#c9c9c9"), ("wrong", "wrong", "#b3382c")):
        shares = [hand[verdict] / hand.total() for hand in counts.values()]
        axes.bar([f"{level}\n({hand.total()})" for level, hand in counts.items()], shares, bottom=bottom, color=colour, label=name)
        bottom = [a + b for a, b in zip(bottom, shares, strict=True)]
    axes.set(ylim=(0, 1), title="Numbers and days by hand", ylabel="share")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, frameon=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-pages", type=int, default=2)
    parser.add_argument("--levels", nargs="+", choices=list(LEVELS), default=list(LEVELS))
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--errors", type=Path, help="write every mistake there")
    parser.add_argument("--keep", type=Path, help="keep scans, gold and results in this folder")
    chosen = parser.parse_args()
    documents = [sheet for sheet, _ in zip(sheets(chosen.seed, chosen.most_pages), range(chosen.count), strict=False)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        results = {level: [read(sheet, level, chosen.seed, folder) for sheet in documents] for level in chosen.levels}
    print(table(results))
    if chosen.plot:
        plot(results, chosen.plot)
    if chosen.errors:
        lines = [f"{one.path.name}  {error}" for done in results.values() for one in done for error in one.assessment.standard.errors]
        chosen.errors.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
