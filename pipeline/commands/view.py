"""`view`: results as one page to look at."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import MIB, add_debug, add_files, command, mebibytes
from pipeline.commands.streams import complain, output, report, same_file
from pipeline.errors import ExitCode, PipelineError

if TYPE_CHECKING:
    from pipeline.view import Result


def add(commands: Any) -> None:
    view = command(
        commands, "view", _run, "show results beside the pages they were read from, as one HTML file", "view ke-hoach.json -o page.html"
    )
    add_files(view, "RESULT", "JSON or JSON Lines that extract wrote; - is standard input", limit=1024)
    view.add_argument("-o", "--output", metavar="FILE", help="write there (default: standard output)")
    view.add_argument("--sources", action="append", default=[], metavar="FOLDER", help="look for source files here too; may be repeated")
    view.add_argument("--no-pictures", action="store_true", help="show the text of scans and PDFs in place of their pages")
    view.add_argument(
        "--pictures-limit", type=mebibytes, default=48 * MIB, metavar="MIB", help="of all pages' pictures together (default 48)"
    )
    add_debug(view)


def _run(options: argparse.Namespace) -> int:
    from pipeline.view import Options, write_page

    if options.output and any(same_file(options.output, name) for name in options.files):
        options.parser.error(f"--output {options.output} is one of the files to read")
    for folder in options.sources:
        if not Path(folder).is_dir():
            options.parser.error(f"--sources {folder} is no folder")
    results, codes = _results(options.files, options.size_limit)
    if results:
        wanted = Options(tuple(map(Path, options.sources)), not options.no_pictures, options.pictures_limit)
        with output(options.output) as stream:
            write_page(stream, results, wanted, _progress(len(results)))
    if not results and len(codes) == 1:
        return codes[0]
    return ExitCode.some_failed if codes else ExitCode.ok


def _progress(count: int) -> Callable[[int], None]:
    """A count on a terminal: a scanned page takes a fifth of a second."""
    if not sys.stderr.isatty():
        return lambda done: None
    return lambda done: print(f"\r{done}/{count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def _results(names: list[str], size_limit: int) -> tuple[list[Result], list[int]]:
    """The results of all files, and an exit code for each that is none."""
    from pipeline.read import STDIN, read_bytes
    from pipeline.view import read_results, to_result

    results: list[Result] = []
    codes: list[int] = []
    for name in names:
        where = STDIN if name == "-" else name
        try:
            parts = read_results(read_bytes(None if name == "-" else name, size_limit), where)
        except PipelineError as error:
            codes.append(report(error))
            continue
        for place, raw in parts:
            try:
                results.append(to_result(raw, place))
            except PipelineError as error:
                codes.append(report(error))
                continue
            if results[-1].problems:
                complain(f"{place}: it breaks the contract ({results[-1].problems[0]}); it is shown with a note, see `check`")
    return results, codes
