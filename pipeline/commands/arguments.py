"""How commands describe themselves: one form of help with an example, and the options that several of them share."""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from pipeline.commands.streams import complain
from pipeline.errors import ExitCode

PROGRAM = "python -m pipeline"
MIB = 1024 * 1024


class Parser(argparse.ArgumentParser):
    """Errors in one line; exit codes in the help of the whole program, written only when it is asked for."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message}; see {self.prog} --help")
        sys.exit(ExitCode.bad_arguments)

    def format_help(self) -> str:
        return super().format_help() + ("" if " -m pipeline " in self.prog else f"\nExit codes:\n{exit_codes()}\n")


def exit_codes() -> str:
    """A line for each exit code with the comment that stands beside it in `errors`, so that the two cannot differ."""
    notes = dict(re.findall(r"^    (\w+) = \d+  #: (.+)$", inspect.getsource(ExitCode), re.MULTILINE))
    notes |= {ExitCode.ok.name: "every input gave a result"}
    return "\n".join(f"{code:>5}  {notes.get(code.name, code.name.replace('_', ' '))}" for code in ExitCode)


def plain() -> dict[str, Any]:
    return {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}


def command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], what: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=f"Example:\n  {PROGRAM} {example.format(PROGRAM)}",
        **plain(),
    )
    parser.set_defaults(run=run, command=name, parser=parser, debug=False)
    return parser


def add_files(parser: argparse.ArgumentParser, metavar: str, what: str, nargs: str | int = "+", limit: int = 64) -> None:
    parser.add_argument("files", nargs=nargs, metavar=metavar, help=what)
    parser.add_argument("--size-limit", type=mebibytes, default=limit * MIB, metavar="MIB", help=f"refuse larger inputs (default {limit})")


def add_debug(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--debug", action="store_true", help="let an unexpected error show its traceback")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=jobs, metavar="N", help="pages of a scan that are recognised at a time (default: one a core)")


def jobs(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 99")
    return int(text)


def indent(text: str) -> int:
    if not re.fullmatch(r"[0-9]|1[0-6]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 16")
    return int(text)


def mebibytes(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", text) or not float(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number of MiB")
    return int(float(text) * MIB)
