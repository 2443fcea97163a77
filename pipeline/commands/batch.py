"""`batch`: many documents, resumable."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import MIB, add_debug, command, jobs, mebibytes
from pipeline.commands.streams import complain
from pipeline.errors import ExitCode

if TYPE_CHECKING:
    from pipeline.batch.run import Options, Report


def add(commands: Any) -> None:
    what = "read many documents into a folder, and go on where it was stopped"
    batch = command(commands, "batch", _run, what, "batch documents -o results")
    batch.add_argument("inputs", nargs="+", metavar="IN", help='file, folder, pattern ("scans/**/*.pdf"), or - for a list on stdin')
    batch.add_argument("-o", "--output", required=True, metavar="OUT", help="folder for directives.jsonl, failures.jsonl, manifest.sqlite")
    batch.add_argument("--jobs", type=jobs, metavar="N", help="documents that are read at a time (default: one a core)")
    batch.add_argument("--limit", type=_count, metavar="N", help="stop after so many documents")
    batch.add_argument("--timeout", type=_seconds, default=900.0, metavar="SECONDS", help="for one document (default 900; 0: none)")
    batch.add_argument("--size-limit", type=mebibytes, default=64 * MIB, metavar="MIB", help="refuse larger files (default 64)")
    batch.add_argument("--retry", action="store_true", help="try again what failed before")
    batch.add_argument("--prune", action="store_true", help="leave out what earlier runs read and this one does not name")
    batch.add_argument("--parquet", action="store_true", help="also tables for pandas: documents, targets, deadlines, …")
    batch.add_argument("--csv", action="store_true", help="the same tables for Excel")
    batch.add_argument("--engine", type=_engine, metavar="dask://HOST:PORT", help="a cluster instead of this machine")
    add_debug(batch)


def _run(options: argparse.Namespace) -> int:
    from pipeline.batch.run import run_batch
    from pipeline.batch.table_files import write_tables

    forms = [form for form in ("parquet", "csv") if getattr(options, form)]
    if "parquet" in forms:
        _check_pyarrow()
    try:
        report = run_batch(options.inputs, options.output, _options(options))
    except KeyboardInterrupt:
        complain(f"{options.output}: stopped; the same command goes on from here")
        raise
    if forms:
        write_tables(options.output, forms)
    _say(report, options.output)
    return ExitCode.some_failed if report.failed else ExitCode.ok


def _options(options: argparse.Namespace) -> Options:
    from pipeline.batch.run import LOCAL, Options
    from pipeline.batch.work import Limits

    limits = Limits(options.size_limit, options.timeout or None)
    return Options(options.jobs, options.limit, limits, options.retry, options.prune, options.engine or LOCAL, quiet=False)


def _say(report: Report, folder: str) -> None:
    """On stderr: results are in the folder, stdout has none."""
    rate = report.read / report.seconds if report.seconds else 0.0
    parts = [
        f"{report.done} of {report.named} file{'s' * (report.named != 1)} have a line",
        f"{report.failed} failed",
        f"{report.duplicates} duplicates",
    ]
    parts.append(f"{report.read} were read now ({rate:.1f}/s)")
    if not report.whole:
        parts.append("--limit is reached")
    why = f"; {folder}/failures.jsonl says why" if report.failed else ""
    print(f"vanban: {folder}: {', '.join(parts)}{why}", file=sys.stderr)


def _check_pyarrow() -> None:
    """Before hours of work, not after."""
    from importlib.util import find_spec

    from pipeline.errors import MissingDependency

    if find_spec("pyarrow") is None:
        raise MissingDependency("Parquet needs pyarrow", "--parquet", "pip install 'vanban[tables]', or take --csv")


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return float(text)


def _engine(text: str) -> str:
    if not re.fullmatch(r"dask://[^\s/]+:\d{1,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not dask://HOST:PORT")
    return text
