#!/usr/bin/env python3
"""Feeds damaged documents to the pipeline: it has to answer each with a directive or a typed error, never a traceback.

    python scripts/fuzz.py [--count 1000] [--seed 0] [--more FOLDER …]
    python scripts/fuzz.py --memory 20

Each case is made from one seed, so that `--count 1 --seed N` shows it again. Every directive is checked: its evidence must be
the very characters of the text (`pipeline.check.check_directive`). `--memory MB` prints peak memory and time for a text of that size.
Exit code 1 when a case failed.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline import extract
from pipeline.check import check_directive
from pipeline.errors import PipelineError
from scripts.samples import CORPUS, long_directive

#: What real files hold by accident: controls, zero-width and bidirectional marks, combining tones, look-alikes, odd breaks.
STRAYS = (
    "\x00\x07\x0b\x0c\x1b\x7f\x85\xa0\xad\u0300\u0301\u0303\u0309\u0323\u031b\u200b\u200d\u200e\u2028\u202e\u2060\ufeff\ufffd\U0001f600Đð"
)

Damage = Callable[[random.Random, list[bytes]], bytes]


def flip_bytes(rng: random.Random, texts: list[bytes]) -> bytes:
    out = bytearray(rng.choice(texts))
    for _ in range(rng.randint(1, 40)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def shuffle_lines(rng: random.Random, texts: list[bytes]) -> bytes:
    lines = rng.choice(texts).split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def cut(rng: random.Random, texts: list[bytes]) -> bytes:
    text = rng.choice(texts)
    a, b = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    return text[a:b]


def double_lines(rng: random.Random, texts: list[bytes]) -> bytes:
    return b"\n".join(line for line in rng.choice(texts).split(b"\n") for _ in range(rng.choice((0, 1, 1, 2))))


def splice(rng: random.Random, texts: list[bytes]) -> bytes:
    a, b = rng.choice(texts), rng.choice(texts)
    return a[: rng.randint(0, len(a))] + b[rng.randint(0, len(b)) :]


def insert_strays(rng: random.Random, texts: list[bytes]) -> bytes:
    out = list(rng.choice(texts).decode("utf-8", "replace"))
    for _ in range(rng.randint(1, 60)):
        out.insert(rng.randint(0, len(out)), rng.choice(STRAYS))
    return "".join(out).encode()


def join_lines(rng: random.Random, texts: list[bytes]) -> bytes:
    return rng.choice(texts).replace(b"\n", rng.choice((b"", b" ", b"\r", b"\r\n", b"\t")))


def change_encoding(rng: random.Random, texts: list[bytes]) -> bytes:
    text = rng.choice(texts).decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1258", "latin-1", "utf-32")), "replace")


def repeat_piece(rng: random.Random, texts: list[bytes]) -> bytes:
    piece = cut(rng, texts)[: rng.randint(1, 60)]
    return piece * rng.randint(1, 400)


DAMAGES: tuple[Damage, ...] = (
    flip_bytes,
    shuffle_lines,
    cut,
    double_lines,
    splice,
    insert_strays,
    join_lines,
    change_encoding,
    repeat_piece,
)


def case(seed: int, texts: list[bytes]) -> bytes:
    """The damaged document of a seed; a third of them is damaged twice."""
    rng = random.Random(seed)
    data = rng.choice(DAMAGES)(rng, texts)
    return rng.choice(DAMAGES)(rng, [data]) if data and rng.random() < 0.33 else data


def outcome(path: Path) -> str:
    """`directive`, the name of the typed error, or `BROKEN …` for a result that breaks the contract."""
    try:
        problems = check_directive(extract(path))
    except PipelineError as error:
        return type(error).__name__
    return f"BROKEN {problems[0]}" if problems else "directive"


def fuzz(count: int, first: int, texts: list[bytes]) -> int:
    outcomes: Counter[str] = Counter()
    failed: list[int] = []
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.txt"
        for seed in range(first, first + count):
            path.write_bytes(case(seed, texts))
            try:
                result = outcome(path)
            except Exception:  # whatever it is, it is the finding
                result = "TRACEBACK"
                print(f"seed {seed}:\n{traceback.format_exc(limit=-3)}", file=sys.stderr)
            if result.startswith("BROKEN"):
                print(f"seed {seed}: {result}", file=sys.stderr)
                result = "BROKEN"
            outcomes[result] += 1
            if result in ("BROKEN", "TRACEBACK"):
                failed.append(seed)
    took = time.perf_counter() - start
    print(f"{count} cases in {took:.1f} s: " + ", ".join(f"{n} {name}" for name, n in outcomes.most_common()))
    print(f"failed seeds: {failed}" if failed else "no failures")
    return int(bool(failed))


def memory(megabytes: float) -> int:
    text = long_directive(int(megabytes * 1e6 / 1.3))  # Vietnamese takes about 1.3 bytes a character
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.txt"
        path.write_text(text, encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        extract(path)
        took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = len(text.encode()) / 1e6
    print(f"{size:.1f} MB, {len(text)} characters: {took:.1f} s, peak {peak:.0f} MiB ({peak - before:.0f} MiB over the start)")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Feed damaged documents to the pipeline.")
    parser.add_argument("--count", type=int, default=1000, help="number of cases (1000)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first case (0)")
    parser.add_argument("--more", type=Path, nargs="*", default=[], metavar="FOLDER", help="more text documents to damage")
    parser.add_argument("--memory", type=float, metavar="MB", help="measure the peak memory for a text of this size instead")
    args = parser.parse_args()
    texts = [path.read_bytes() for folder in [CORPUS, *args.more] for path in sorted(folder.glob("*.txt"))]
    return memory(args.memory) if args.memory else fuzz(args.count, args.seed, texts)


if __name__ == "__main__":
    sys.exit(main())
