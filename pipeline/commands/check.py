"""`check`: do results keep the contract?"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from pipeline.commands.arguments import add_debug, add_files, command
from pipeline.commands.streams import report
from pipeline.errors import ExitCode, PipelineError


def add(commands: Any) -> None:
    check = command(commands, "check", _run, "verify that results keep the contract", "extract ke-hoach.txt | {} check -")
    add_files(check, "RESULT", "JSON or JSON Lines that extract wrote; - is standard input", limit=1024)
    add_debug(check)


def _run(options: argparse.Namespace) -> int:
    codes = []
    for name in options.files:
        try:
            codes.append(_check_file(name, options.size_limit))
        except PipelineError as error:
            codes.append(report(error))
    failed = [code for code in codes if code]
    if len(codes) == 1 or not failed:
        return codes[0]
    return ExitCode.check_failed if ExitCode.check_failed in failed else ExitCode.some_failed


def _check_file(name: str, size_limit: int) -> int:
    from pipeline.check import check_json, split_results
    from pipeline.read import STDIN, read_bytes

    name = STDIN if name == "-" else name
    count = bad = 0
    for where, raw in split_results(read_bytes(None if name is STDIN else name, size_limit), name):
        count += 1
        try:
            problems = check_json(raw, where)
        except PipelineError as error:
            bad += bool(report(error))
            continue
        bad += bool(problems)
        sys.stdout.writelines(f"{where}: {problem}\n" for problem in problems)
    print(f"{name}: {count} checked, {bad} with problems")
    return ExitCode.check_failed if bad else ExitCode.ok
