"""`annotate`: a first gold for a person to correct."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, add_files, add_jobs, command
from pipeline.commands.streams import each

if TYPE_CHECKING:
    from pipeline.document import Document


def add(commands: Any) -> None:
    annotate = command(commands, "annotate", _run, "write a first gold of documents for a person to correct", "annotate ke-hoach.txt")
    add_files(annotate, "FILE", "document; - is standard input. The gold of a single one goes to stdout")
    annotate.add_argument("-o", "--output", metavar="FOLDER", help="write FOLDER/NAME.json for each; needed for several")
    annotate.add_argument("--force", action="store_true", help="write over a gold that stands there, corrected or not")
    add_jobs(annotate)
    add_debug(annotate)


def _run(options: argparse.Namespace) -> int:
    if options.output is None and (len(options.files) > 1 or options.force):
        options.parser.error("several FILEs and --force need a folder: -o FOLDER")
    return each(options, sys.stdout, _writer(options.output, options.force))


def _writer(folder: str | None, force: bool) -> Callable[[Document], str]:
    from pipeline.annotate import annotate, write_first
    from pipeline.gold import gold_json

    if folder is None:
        return lambda document: gold_json(annotate(document))

    def write(document: Document) -> str:
        written = write_first(annotate(document), folder, force)
        return f"{written.path}: {written.doubts} doubt{'s' * (written.doubts != 1)} to look at\n"

    return write
