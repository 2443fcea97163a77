"""`segment`: the tree of sections."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, add_files, add_jobs, command
from pipeline.commands.streams import each

if TYPE_CHECKING:
    from pipeline.directive import Section
    from pipeline.document import Document


def add(commands: Any) -> None:
    segment = command(commands, "segment", _run, "show the tree of sections with their offsets", "segment ke-hoach.txt")
    add_files(segment, "FILE", "document; - is standard input", nargs=1)
    segment.add_argument("--json", action="store_true", help="the tree as JSON")
    add_jobs(segment)
    add_debug(segment)


def _run(options: argparse.Namespace) -> int:
    from pipeline.sections import sections_of
    from pipeline.segment import segment

    def work(document: Document) -> str:
        sections = sections_of(segment(document))
        return _tree_json(sections) if options.json else "".join(_tree(sections))

    return each(options, sys.stdout, work)


def _tree(sections: Iterable[Section], depth: int = 0) -> Iterator[str]:
    """A line for each section: "  1. MỤC ĐÍCH  [120:540]", children indented."""
    for section in sections:
        heading = " ".join((section.heading or "").split())
        yield " ".join(part for part in ("  " * depth + section.label, heading, f" [{section.start}:{section.end}]") if part) + "\n"
        yield from _tree(section.children, depth + 1)


def _tree_json(sections: Iterable[Section]) -> str:
    from pydantic_core import to_json

    return to_json([section.model_dump() for section in sections], indent=2).decode() + "\n"
