"""The command line: which command, its exit code, and the streams around it; no logic.

stdout carries results only, in UTF-8 whatever the locale; stderr one line an error, "vanban: FILE: what; what to do".
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pipeline.commands.arguments import PROGRAM, Parser, plain
from pipeline.commands.streams import bug, complain, report
from pipeline.errors import ExitCode, PipelineError

#: In the order of the help; `train-lm` lives in `pipeline.commands.train_lm`.
COMMANDS = (
    *("extract", "batch", "index", "search", "view", "repair", "segment", "schema", "check"),
    *("evaluate", "annotate", "export", "generate", "train-lm", "train-digits"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: one of `ExitCode`."""
    _use_utf8()
    options = argparse.Namespace(debug=False)
    try:
        options = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
        code = options.run(options)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse, after --help or a wrong command line
        code = stop.code
    except KeyboardInterrupt:
        code = ExitCode.interrupted
    except BrokenPipeError:
        code = ExitCode.pipe_closed
    except PipelineError as error:
        code = report(error)
    except OSError as error:  # the disk of stdout or --output is full, …
        complain(f"{error.filename or 'stdout'}: it cannot be written ({error.strerror}); make room there, or name another file")
        code = ExitCode.input_unreadable
    except Exception as error:
        if options.debug:
            raise
        complain(f"{options.command}: {bug(error)}")
        code = ExitCode.some_failed
    _close_stdout()
    return int(code or 0)


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stdout is None:  # the shell closed it (`>&-`)
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _close_stdout() -> None:
    """Flush here, where a failure is expected: at the interpreter's end it would print a traceback."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from pipeline import __version__

        print("vanban", __version__)
        parser.exit()


def _parser(arguments: Sequence[str]) -> Parser:
    """Of all commands, or, which is quicker, of the one that `arguments` begin with."""
    parser = Parser(prog=PROGRAM, description="Vietnamese administrative directives as checkable JSON.", **plain())
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    parser.epilog = f"Example:\n  {PROGRAM} extract ke-hoach.txt"
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in arguments[:1] if arguments[:1] and arguments[0] in COMMANDS else COMMANDS:
        importlib.import_module(f"pipeline.commands.{name.replace('-', '_')}").add(commands)
    return parser
