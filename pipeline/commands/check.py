"""`check`: do results keep the contract, and gold its rules?"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, add_files, add_jobs, command
from pipeline.commands.streams import report
from pipeline.errors import ExitCode, PipelineError

if TYPE_CHECKING:
    from pipeline.check import Problem


def add(commands: Any) -> None:
    check = command(commands, "check", _run, "verify that results and gold keep their rules", "extract ke-hoach.txt | {} check -")
    add_files(check, "RESULT", "JSON or JSON Lines that extract wrote, or gold; - is standard input", limit=1024)
    check.add_argument("--documents", metavar="FOLDER", help="of gold: read its documents there, and verify its quotes")
    add_jobs(check)
    add_debug(check)


def _run(options: argparse.Namespace) -> int:
    codes = []
    for name in options.files:
        try:
            codes.append(_check_file(name, options))
        except PipelineError as error:
            codes.append(report(error))
    failed = [code for code in codes if code]
    if len(codes) == 1 or not failed:
        return codes[0]
    return ExitCode.check_failed if ExitCode.check_failed in failed else ExitCode.some_failed


def _check_file(name: str, options: argparse.Namespace) -> int:
    from pipeline.check import split_results
    from pipeline.read import STDIN, read_bytes

    name = STDIN if name == "-" else name
    count = bad = 0
    for where, raw in split_results(read_bytes(None if name is STDIN else name, options.size_limit), name):
        count += 1
        try:
            problems = _problems(raw, where, options)
        except PipelineError as error:
            bad += bool(report(error))
            continue
        bad += bool(problems)
        sys.stdout.writelines(f"{where}: {problem}\n" for problem in problems)
    print(f"{name}: {count} checked, {bad} with problems")
    return ExitCode.check_failed if bad else ExitCode.ok


def _problems(raw: bytes, where: str, options: argparse.Namespace) -> list[Problem]:
    from pipeline.check import check_json
    from pipeline.gold.form import is_gold

    if not is_gold(raw):
        return check_json(raw, where)
    from pipeline.annotate import check_with_document
    from pipeline.gold import check_gold_json

    if options.documents is None:
        return check_gold_json(raw, where)
    return check_with_document(raw, where, options.documents, options.size_limit, options.jobs)
