"""The command line: arguments, streams and exit codes; no logic.

stdout carries results only, in UTF-8 whatever the locale; stderr one line an error, "vanban: FILE: what; what to do".
Commands import what they need when they run, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, NoReturn

from pipeline.errors import ExitCode, PipelineError

if TYPE_CHECKING:
    from pipeline.directive import Directive, Section
    from pipeline.document import Document

PROGRAM = "python -m pipeline"
MIB = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: one of `ExitCode`."""
    _use_utf8()
    options = argparse.Namespace(debug=False)
    try:
        options = _parser().parse_args(arguments)
        code = options.run(options)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse, after --help or a wrong command line
        code = stop.code
    except KeyboardInterrupt:
        code = ExitCode.interrupted
    except BrokenPipeError:
        code = ExitCode.pipe_closed
    except PipelineError as error:
        code = _report(error)
    except OSError as error:  # the disk of stdout or --output is full, …
        _complain(f"{error.filename or 'stdout'}: it cannot be written ({error.strerror}); make room there, or name another file")
        code = ExitCode.input_unreadable
    except Exception as error:
        if options.debug:
            raise
        _complain(f"{options.command}: {_bug(error)}")
        code = ExitCode.some_failed
    _close_stdout()
    return int(code or 0)


# --- streams ------------------------------------------------------------------------------------------------------------


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


def _complain(line: str) -> None:
    with suppress(OSError, AttributeError):
        print("vanban:", " ".join(line.split()), file=sys.stderr)


def _report(error: PipelineError) -> int:
    _complain(str(error))
    return error.exit_code


@contextmanager
def _output(path: str | None) -> Iterator[IO[str]]:
    """stdout, or the file at `path`, which keeps its old content until the new one is whole."""
    if path is None or path == "-":
        yield sys.stdout
        return
    target = os.path.realpath(path)
    if os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode):  # a device or a named pipe
        with open(target, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    partial = f"{target}.{os.getpid()}.partial"
    try:
        with open(partial, "x", encoding="utf-8", newline="\n") as stream:
            yield stream
            whole = stream.tell() > 0  # nothing was written when no input gave a result
        if whole:
            os.replace(partial, target)
    except OSError as error:
        error.filename = path
        raise
    finally:
        with suppress(OSError):
            os.unlink(partial)


# --- commands -----------------------------------------------------------------------------------------------------------


def _extract(options: argparse.Namespace) -> int:
    from pipeline import extract_document

    if options.indent is not None and len(options.files) > 1:
        options.parser.error("--indent is for a single FILE; several give JSON Lines")
    if options.output and any(_same_file(options.output, name) for name in options.files):
        options.parser.error(f"--output {options.output} is one of the files to read")
    indent = None if options.compact or len(options.files) > 1 else 2 if options.indent is None else options.indent
    write = _writer(options.explain, indent)
    with _output(options.output) as stream:
        return _each(options, stream, lambda document: write(extract_document(document)))


def _writer(explained: bool, indent: int | None) -> Callable[[Directive], str]:
    if explained:
        from pipeline.explain import explain

        return explain
    from pipeline.directive import to_json

    return lambda directive: to_json(directive, indent) + "\n"


def _each(options: argparse.Namespace, stream: IO[str], work: Callable[[Document], str]) -> int:
    """Write what `work` makes of every file, in order; one that fails is a line on stderr, and the others still come out."""
    from pipeline.read import read_document

    codes = []
    for name in options.files:
        try:
            result = work(read_document(name, size_limit=options.size_limit, jobs=options.jobs))
        except PipelineError as error:
            codes.append(_report(error))
        except Exception as error:
            if options.debug:
                raise
            _complain(f"{name}: {_bug(error)}")
            codes.append(ExitCode.some_failed)
        else:
            stream.write(result)
    if not codes:
        return ExitCode.ok
    return codes[0] if len(options.files) == 1 else ExitCode.some_failed


def _bug(error: Exception) -> str:
    return f"a bug in vanban stopped it ({type(error).__name__}: {str(error)[:200]}); report it with this file (--debug shows where)"


def _same_file(one: str, other: str) -> bool:
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)


def _segment(options: argparse.Namespace) -> int:
    from pipeline.sections import sections_of
    from pipeline.segment import segment

    def work(document: Document) -> str:
        sections = sections_of(segment(document))
        return _tree_json(sections) if options.json else "".join(_tree(sections))

    return _each(options, sys.stdout, work)


def _tree(sections: Iterable[Section], depth: int = 0) -> Iterator[str]:
    """A line for each section: "  1. MỤC ĐÍCH  [120:540]", children indented."""
    for section in sections:
        heading = " ".join((section.heading or "").split())
        yield " ".join(part for part in ("  " * depth + section.label, heading, f" [{section.start}:{section.end}]") if part) + "\n"
        yield from _tree(section.children, depth + 1)


def _tree_json(sections: Iterable[Section]) -> str:
    from pydantic_core import to_json

    return to_json([section.model_dump() for section in sections], indent=2).decode() + "\n"


def _schema(options: argparse.Namespace) -> int:
    import json

    from pipeline.directive import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return ExitCode.ok


def _check(options: argparse.Namespace) -> int:
    codes = []
    for name in options.files:
        try:
            codes.append(_check_file(name, options.size_limit))
        except PipelineError as error:
            codes.append(_report(error))
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
            bad += bool(_report(error))
            continue
        bad += bool(problems)
        sys.stdout.writelines(f"{where}: {problem}\n" for problem in problems)
    print(f"{name}: {count} checked, {bad} with problems")
    return ExitCode.check_failed if bad else ExitCode.ok


def _repair(options: argparse.Namespace) -> int:
    from pipeline import repair_report
    from pipeline.repair import repair_document

    def work(document: Document) -> str:
        repaired = repair_document(document)
        if options.ledger:
            return repair_report.ledger(repaired)
        return repair_report.diff(repaired, sys.stdout.isatty()) if options.diff else repaired.text

    return _each(options, sys.stdout, work)


def _train_lm(options: argparse.Namespace) -> int:
    from pipeline.training import train_language_model

    print(train_language_model(options.corpora, options.output, options.held_out))
    return ExitCode.ok


def _train_digits(options: argparse.Namespace) -> int:
    from pipeline.training import train_figures

    print(train_figures(options.figures, options.output, options.scans, options.gold, options.face, options.seed))
    return ExitCode.ok


# --- arguments ----------------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Errors in one line; exit codes in the help of the whole program, written only when it is asked for."""

    def error(self, message: str) -> NoReturn:
        _complain(f"{message}; see {self.prog} --help")
        sys.exit(ExitCode.bad_arguments)

    def format_help(self) -> str:
        return super().format_help() + ("" if " -m pipeline " in self.prog else f"\nExit codes:\n{exit_codes()}\n")


def exit_codes() -> str:
    """A line for each exit code with the comment that stands beside it in `errors`, so that the two cannot differ."""
    notes = dict(re.findall(r"^    (\w+) = \d+  #: (.+)$", inspect.getsource(ExitCode), re.MULTILINE))
    notes |= {ExitCode.ok.name: "every input gave a result"}
    return "\n".join(f"{code:>5}  {notes.get(code.name, code.name.replace('_', ' '))}" for code in ExitCode)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from pipeline import __version__

        print("vanban", __version__)
        parser.exit()


def _parser() -> _Parser:
    parser = _Parser(prog=PROGRAM, description="Vietnamese administrative directives as checkable JSON.", **_plain())
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    parser.epilog = f"Example:\n  {PROGRAM} extract ke-hoach.txt"
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    extract = _command(commands, "extract", _extract, "read documents, write what they say as JSON", "extract ke-hoach.txt --explain")
    _add_files(extract, "FILE", "document; - is standard input. One gives one JSON object, several give JSON Lines in order")
    extract.add_argument("--explain", action="store_true", help="show each value beside the words that say it, in place of JSON")
    form = extract.add_mutually_exclusive_group()
    form.add_argument("--compact", action="store_true", help="one line a document")
    form.add_argument("--indent", type=_indent, metavar="N", help="spaces of indentation for a single document (default 2)")
    extract.add_argument("--output", metavar="FILE", help="write there; the file changes only when all is done")
    _add_jobs(extract)
    _add_debug(extract)

    segment = _command(commands, "segment", _segment, "show the tree of sections with their offsets", "segment ke-hoach.txt")
    _add_files(segment, "FILE", "document; - is standard input", nargs=1)
    segment.add_argument("--json", action="store_true", help="the tree as JSON")
    _add_jobs(segment)
    _add_debug(segment)

    repair = _command(commands, "repair", _repair, "mend what a recogniser misread and print the text", "repair ke-hoach.txt")
    _add_files(repair, "FILE", "document or plain text; - is standard input", nargs=1)
    shown = repair.add_mutually_exclusive_group()
    shown.add_argument("--ledger", action="store_true", help="every change and doubt as JSON, in offsets of the source")
    shown.add_argument("--diff", action="store_true", help="only the lines with changes, before and after, coloured on a terminal")
    _add_jobs(repair)
    _add_debug(repair)

    _command(commands, "schema", _schema, "print the JSON Schema of the results", "schema")

    check = _command(commands, "check", _check, "verify that results keep the contract", "extract ke-hoach.txt | {} check -")
    _add_training(commands)
    _add_files(check, "RESULT", "JSON or JSON Lines that extract wrote; - is standard input", limit=1024)
    _add_debug(check)
    return parser


def _add_training(commands: Any) -> None:
    lm = _command(commands, "train-lm", _train_lm, "train the language model of repair", "train-lm ke-hoach.txt -o lm.bin")
    lm.add_argument("corpora", nargs="+", metavar="CORPUS", help="text, plain or .xz, a paragraph a line")
    lm.add_argument("-o", "--output", required=True, metavar="FILE", help="the model")
    lm.add_argument("--held-out", type=int, choices=range(51), default=5, metavar="PERCENT", help="of each file's last lines (default 5)")
    _add_debug(lm)
    digits = _command(
        commands, "train-digits", _train_digits, "train the reader of handwritten numbers", "train-digits mnist -o digits.npz"
    )
    digits.add_argument("figures", metavar="FOLDER", help="pictures of figures in MNIST's form")
    digits.add_argument("-o", "--output", required=True, metavar="FILE", help="the model")
    digits.add_argument("--scans", metavar="FOLDER", help="scanned letters (PDF) to learn from, with --gold")
    digits.add_argument("--gold", metavar="FOLDER", help="their annotations (JSON), named alike")
    digits.add_argument("--face", action="append", default=[], metavar="FONT", help="a TrueType font for printed figures; may be repeated")
    digits.add_argument("--seed", type=int, default=0, metavar="N")
    _add_debug(digits)


def _plain() -> dict[str, Any]:
    return {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], what: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=f"Example:\n  {PROGRAM} {example.format(PROGRAM)}",
        **_plain(),
    )
    parser.set_defaults(run=run, command=name, parser=parser, debug=False)
    return parser


def _add_files(parser: argparse.ArgumentParser, metavar: str, what: str, nargs: str | int = "+", limit: int = 64) -> None:
    parser.add_argument("files", nargs=nargs, metavar=metavar, help=what)
    parser.add_argument("--size-limit", type=_mebibytes, default=limit * MIB, metavar="MIB", help=f"refuse larger inputs (default {limit})")


def _add_debug(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--debug", action="store_true", help="let an unexpected error show its traceback")


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="pages of a scan that are recognised at a time (default: one a core)")


def _jobs(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 99")
    return int(text)


def _indent(text: str) -> int:
    if not re.fullmatch(r"[0-9]|1[0-6]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 16")
    return int(text)


def _mebibytes(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", text) or not float(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number of MiB")
    return int(float(text) * MIB)
