"""A repair shown to a person or a program: the mended text, the ledger as JSON, the changes in colour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from pipeline.repair import Change, Repaired

_RED, _GREEN, _YELLOW, _PLAIN = "\033[31m", "\033[32m", "\033[33m", "\033[0m"


def ledger(repaired: Repaired) -> str:
    """`{"corrections": […], "doubts": […]}`, each with start, end, before, after, rule and confidence; offsets count the source."""
    parts = {"corrections": [asdict(c) for c in repaired.corrections], "doubts": [asdict(c) for c in repaired.doubts]}
    return json.dumps(parts, ensure_ascii=False, indent=2) + "\n"


def diff(repaired: Repaired, coloured: bool) -> str:
    """Each line that is changed or doubted, with its number: "[-thảm-]{+thẩm+} quyền"; doubts as "tiên(?tiến)"."""
    return "".join(_lines(repaired, coloured))


def _lines(repaired: Repaired, coloured: bool) -> Iterator[str]:
    marks = sorted([(c, True) for c in repaired.corrections] + [(c, False) for c in repaired.doubts], key=lambda m: m[0].start)
    source = repaired.mapped.source
    at, start = 0, 0
    for number, line in enumerate(source.splitlines(keepends=True), start=1):
        end = start + len(line)
        here = []
        while at < len(marks) and marks[at][0].start < end:
            here.append(marks[at])
            at += 1
        if here:
            yield f"{number:5} | {_marked(source, start, end, here, coloured).rstrip()}\n"
        start = end


def _marked(source: str, start: int, end: int, marks: list[tuple[Change, bool]], coloured: bool) -> str:
    out: list[str] = []
    for change, made in marks:
        out.append(source[start : change.start])
        out.append(_said(change, made, coloured))
        start = max(change.end, start)
    return "".join(out).replace("\n", " ") + source[start:end]


def _said(change: Change, made: bool, coloured: bool) -> str:
    before = " ".join(change.before.split())
    if not made:
        return f"{before}{_YELLOW}(?{change.after}){_PLAIN}" if coloured else f"{before}(?{change.after})"
    if coloured:
        return f"{_RED}{before}{_PLAIN}{_GREEN}{change.after}{_PLAIN}"
    return f"[-{before}-]{{+{change.after}+}}"
