#!/usr/bin/env python3
"""Speed of composing directives, and how much of them differs.

    python benchmarks/generate.py [N]

Processor seconds of one process for N documents (default 2,000): composed, set as text in their layouts, written with their gold; and
what variety there is among them. Times drift with the machine; ratios hold.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline.generate.compose import compose
from pipeline.generate.sheet import Sheet
from pipeline.generate.write import text_of, write_all

SEED = 1


def measured(what: str, count: int, work: Callable[[], object]) -> None:
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    print(f"{what:34}{count / seconds:8,.0f} documents a CPU second")


def variety(sheets: list[Sheet]) -> None:
    sentences = Counter(s for sheet in sheets for p in sheet.body for s in re.split(r"(?<=[.;])\s", p.text) if len(s) > 20)
    facts = Counter(kind for sheet in sheets for kind in ("targets", "award_quotas", "deadlines", "references") for _ in sheet.gold[kind])
    print(f"{sum(sentences.values()):,} sentences, {len(sentences):,} different; {len({s.body for s in sheets}):,} different bodies")
    print(*(f"{count:,} {kind}" for kind, count in facts.items()), sep=", ")


def main(count: int) -> None:
    compose(SEED, 0)  # reads the data
    sheets = [compose(SEED, index) for index in range(count)]
    measured("composed", count, lambda: [compose(SEED, index) for index in range(count)])
    measured("set as text", count, lambda: [text_of(sheet, "none", SEED, i) for i, sheet in enumerate(sheets)])
    measured("set as text, with noise", count, lambda: [text_of(sheet, "text-ocr", SEED, i) for i, sheet in enumerate(sheets)])
    with tempfile.TemporaryDirectory() as folder:
        measured("composed, set and written with gold", count, lambda: write_all(count, SEED, Path(folder)))
    variety(sheets)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
