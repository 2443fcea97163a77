#!/usr/bin/env python3
"""Speed of extraction from plain text, against peers that do part of the work. Times drift with the machine; ratios hold.

    python benchmarks/text.py [warm] [growth] [cold]

warm    a whole extraction, file to JSON, against underthesea.word_tokenize on the same text; paired and alternating
growth  time for 1 to 64 times the text: the exponent is 1 when time grows in proportion
cold    `python -m pipeline extract FILE` against `python -c "import spacy"`, whole processes, alternating

Documents: corpus/ and, where it is present, the text documents of ../shared/dev.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from pipeline import extract
from pipeline.directive import to_json
from scripts.samples import ROOT, documents, long_directive

MISSING = "{0} is not installed: pip install -c constraints.txt -e '.[bench]'"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternating(rounds: int, *works: Callable[[], object]) -> list[list[float]]:
    """Times of each work, taken in turn, so that a drift of the machine meets all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for kept, work in zip(times, works, strict=True):
            kept.append(seconds(work))
    return times


def warm(rounds: int = 15) -> None:
    if find_spec("underthesea") is None:
        sys.exit(MISSING.format("underthesea"))
    from underthesea import word_tokenize

    totals: dict[str, list[float]] = {}
    print(f"warm: median of {rounds} rounds, milliseconds\n{'document':44}{'chars':>8}{'extract':>9}{'words':>9}{'ratio':>8}")
    for path in documents():
        text = path.read_text(encoding="utf-8")

        def ours(path: Path = path) -> object:
            return to_json(extract(path))

        def theirs(text: str = text) -> object:
            return word_tokenize(text)

        alternating(2, ours, theirs)
        own, other = (median(times) for times in alternating(rounds, ours, theirs))
        total = totals.setdefault("corpus" if path.parent.name == "corpus" else "real documents", [0.0, 0.0])
        total[0], total[1] = total[0] + own, total[1] + other
        print(f"{path.stem[:43]:44}{len(text):8d}{own * 1e3:9.2f}{other * 1e3:9.2f}{own / other:8.3f}")
    for name, (own, other) in totals.items():
        print(f"ratio extract / word_tokenize, {name} together: {own / other:.3f}")
    print()


def growth(rounds: int = 5, start: int = 6000) -> None:
    print(f"growth: median of {rounds} rounds\n{'chars':>10}{'ms':>10}{'us/char':>10}")
    points = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        for times in (1, 2, 4, 8, 16, 32, 64):
            text = long_directive(start * times)
            path.write_text(text, encoding="utf-8")
            extract(path)
            (took,) = (median(t) for t in alternating(rounds, lambda: to_json(extract(path))))
            points.append((math.log(len(text)), math.log(took)))
            print(f"{len(text):10d}{took * 1e3:10.1f}{took / len(text) * 1e6:10.3f}")
    print(f"exponent over the last four: {slope(points[-4:]):.2f} (1 is linear)\n")


def slope(points: list[tuple[float, float]]) -> float:
    """Of the straight line nearest to the points."""
    mean_x, mean_y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def cold(rounds: int = 9) -> None:
    if find_spec("spacy") is None:
        sys.exit(MISSING.format("spacy"))
    real = [p for p in documents() if p.parent.name != "corpus"]
    by_size = sorted(real or documents(), key=lambda p: p.stat().st_size)
    path = by_size[len(by_size) // 2]
    ours = [sys.executable, "-m", "pipeline", "extract", str(path)]
    theirs = [sys.executable, "-c", "import spacy"]

    # As installed packages have it: pip compiles the peer's bytecode, the first run here writes ours.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def process(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)

    works = [process(c) for c in (ours, theirs, [sys.executable, "-c", "pass"])]
    alternating(1, *works)
    own, other, bare = (median(times) * 1e3 for times in alternating(rounds, *works))
    print(f"cold: median of {rounds} whole processes, {path.name}")
    print(f"extract {own:.0f} ms, import spacy {other:.0f} ms, bare python {bare:.0f} ms")
    print(f"ratio extract / import spacy: {own / other:.3f}\n")


def main() -> int:
    parts = {"warm": warm, "growth": growth, "cold": cold}
    chosen = sys.argv[1:] or list(parts)
    unknown = [name for name in chosen if name not in parts]
    if unknown:
        sys.exit(f"unknown part {unknown[0]!r}; choose from {', '.join(parts)}")
    for name in chosen:
        parts[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
