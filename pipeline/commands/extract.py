"""`extract`: documents in, JSON out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, add_files, add_jobs, command, indent
from pipeline.commands.streams import each, output, same_file

if TYPE_CHECKING:
    from pipeline.directive import Directive


def add(commands: Any) -> None:
    extract = command(commands, "extract", _run, "read documents, write what they say as JSON", "extract ke-hoach.txt --explain")
    add_files(extract, "FILE", "document; - is standard input. One gives one JSON object, several give JSON Lines in order")
    extract.add_argument("--explain", action="store_true", help="show each value beside the words that say it, in place of JSON")
    form = extract.add_mutually_exclusive_group()
    form.add_argument("--compact", action="store_true", help="one line a document")
    form.add_argument("--indent", type=indent, metavar="N", help="spaces of indentation for a single document (default 2)")
    extract.add_argument("--output", metavar="FILE", help="write there; the file changes only when all is done")
    add_jobs(extract)
    add_debug(extract)


def _run(options: argparse.Namespace) -> int:
    from pipeline import extract_document

    if options.indent is not None and len(options.files) > 1:
        options.parser.error("--indent is for a single FILE; several give JSON Lines")
    if options.output and any(same_file(options.output, name) for name in options.files):
        options.parser.error(f"--output {options.output} is one of the files to read")
    spaces = None if options.compact or len(options.files) > 1 else 2 if options.indent is None else options.indent
    write = _writer(options.explain, spaces)
    with output(options.output) as stream:
        return each(options, stream, lambda document: write(extract_document(document)))


def _writer(explained: bool, indent: int | None) -> Callable[[Directive], str]:
    if explained:
        from pipeline.explain import explain

        return explain
    from pipeline.directive import to_json

    return lambda directive: to_json(directive, indent) + "\n"
