#!/usr/bin/env python3
"""Speed, load time and memory of repair, against tools that mend words by dictionary. Times drift with the machine; ratios hold.

    python benchmarks/repair.py [--pages FOLDER] [--rounds 9] [warm] [load]

warm    clean texts of 7,000 characters, directives of the corpus (which hold a few misprints) and legal text that no model has seen; and
        pages of noisy OCR with the recogniser's alternatives; every tool in turn on every text.
        "new" is the first time that a tool sees the text, with everything loaded and other texts mended before
load    a process of its own for each tool: import, load, the first text; and the memory it adds

FOLDER holds pages of scripts/render_pages.py with what was recognised on them; without it there is no noisy page. The legal text is that
of scripts/held_out.py, where it is there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.document import Document
from scripts.held_out import CORPORA, held_out_texts
from scripts.render_pages import read_cached
from scripts.repair_peers import peers
from scripts.samples import ROOT, documents

OURS = "pipeline.repair"
#: Kinds of rendered pages on which much is misread.
NOISY = ("fax", "low100", "blur", "faint", "thick", "copy")
CHARACTERS = 7000
#: Of legal text.
WORDS = 60_000

Work = Callable[[Document], object]


def clean_texts() -> list[Document]:
    """Different texts of 7,000 characters, the repository's own and what stands beside it."""
    joined = "\n\n".join(path.read_text(encoding="utf-8") for path in documents())
    return [plain(joined[i : i + CHARACTERS]) for i in range(0, len(joined) - CHARACTERS, CHARACTERS)]


def unseen_texts() -> list[Document]:
    return [plain(text) for text in held_out_texts(WORDS, characters=CHARACTERS)] if any(CORPORA.glob("*.xz")) else []


def plain(text: str) -> Document:
    return Document(text, None, "", "text/plain", "text", (), ())


def noisy_pages(folder: Path | None) -> list[Document]:
    paths = sorted(folder.glob("*.png")) if folder else []
    return [read_cached(path, path.parent) for path in paths if path.stem.split("_")[-1] in NOISY]


def ours() -> Work:
    from pipeline.repair import repair_document

    repair_document(plain("Căn cứ quy định"))
    return repair_document


def loaders(cache: Path) -> dict[str, Callable[[], Work] | str]:
    """Name -> what loads the tool, or why it is not there."""

    def peer(load: Any) -> Work:
        work = load().work
        return lambda document: work(document.text)

    out: dict[str, Callable[[], Work] | str] = {OURS: ours}
    for name, load in peers(cache).items():
        out[name] = load if isinstance(load, str) else partial(peer, load)
    return out


def milliseconds(work: Callable[[], object]) -> float:
    """Of the processor, which on an idle machine are those of the clock: every tool here is one thread."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1e3


# --- warm -----------------------------------------------------------------------------------------------------------------


def warm(cache: Path, pages: Path | None, rounds: int) -> None:
    tools: dict[str, Work] = {}
    for name, load in loaders(cache).items():
        if isinstance(load, str):
            print(f"{name}: {load}")
        else:
            tools[name] = load()
    sets = {"directives, 7,000 characters": clean_texts(), "legal text, unseen": unseen_texts(), "pages of noisy OCR": noisy_pages(pages)}
    for label, texts in sets.items():
        if len(texts) < 4:
            print(f"{label}: left out, there are none\n")
            continue
        # Half of the texts only warm the tools up; of the others each is new to them once.
        half = len(texts) // 2
        for work in tools.values():
            for document in texts[:half]:
                work(document)
        new = _in_turn(tools, texts[half:], 1)
        again = _in_turn(tools, texts[half:], rounds)
        size = median(len(d.text) for d in texts[half:])
        print(f"{label}: {len(texts) - half} texts of {size:.0f} characters, median of {rounds} rounds, CPU milliseconds")
        print(f"{'':30}{'new':>9}{'slowest':>9}{'again':>9}{'ours / it':>11}")
        for name in tools:
            ratio = median(new[OURS]) / median(new[name])
            print(f"{name:30}{median(new[name]):9.2f}{max(new[name]):9.2f}{median(again[name]):9.2f}{ratio:11.2f}")
        print()


def _in_turn(tools: dict[str, Work], texts: Sequence[Document], rounds: int) -> dict[str, list[float]]:
    """For each tool and text the median over the rounds."""
    times: dict[str, list[float]] = {name: [] for name in tools}
    for document in texts:
        taken: dict[str, list[float]] = {name: [] for name in tools}
        for _ in range(rounds):
            for name, work in tools.items():
                taken[name].append(milliseconds(partial(work, document)))
        for name, values in taken.items():
            times[name].append(median(values))
    return times


# --- load -----------------------------------------------------------------------------------------------------------------


def load_all(cache: Path, rounds: int) -> None:
    """Python and what this project's modules import anyway are there before the clock starts."""
    print(f"{'a process of its own':30}{'load ms':>9}{'first ms':>10}{'memory MiB':>12}{'of it shared':>14}")
    for name, load in loaders(cache).items():
        if isinstance(load, str):
            print(f"{name:30}  {load}")
            continue
        command = [sys.executable, __file__, "--child", name, "--cache", str(cache)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        runs = []
        for _ in range(rounds):
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
            runs.append(json.loads(done.stdout))
        values = [median(run[key] for run in runs) for key in ("load", "first", "memory", "shared")]
        print(f"{name:30}{values[0]:9.1f}{values[1]:10.1f}{values[2]:12.1f}{values[3]:14.1f}")
    print("load: until the tool is ready (ours: imported, model mapped, three words mended); first: a text of 7,000 characters.")


def child(name: str, cache: Path) -> None:
    load = loaders(cache)[name]
    assert not isinstance(load, str)
    document = clean_texts()[0]
    before = memory()
    tool: list[Work] = []
    took = milliseconds(lambda: tool.append(load()))
    first = milliseconds(lambda: tool[0](document))
    after = memory()
    print(json.dumps({"load": took, "first": first, "memory": after[0] - before[0], "shared": after[1] - before[1]}))


def memory() -> tuple[float, float]:
    """MiB of this process in memory, and what of it is a file's: shared with other processes and freed when it is short."""
    values = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return tuple(int(values[key].split()[0]) / 1024 for key in ("VmRSS", "RssFile"))  # type: ignore[return-value]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help="warm, load (both)")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cache", type=Path, help="where dictionaries are kept (PAGES/cache)")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - {"warm", "load"}:
        parser.error(f"unknown part {unknown.pop()!r}")
    cache = chosen.cache or (chosen.pages / "cache" if chosen.pages else Path(tempfile.gettempdir()) / "vanban-dictionaries")
    if chosen.child:
        child(chosen.child, cache)
        return 0
    if "warm" in (chosen.parts or ["warm"]):
        warm(cache, chosen.pages, chosen.rounds)
    if "load" in (chosen.parts or ["load"]):
        load_all(cache, min(chosen.rounds, 5))
    return 0


if __name__ == "__main__":
    sys.exit(main())
