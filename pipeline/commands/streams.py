"""What every command does with streams: results to stdout or a file, one line an error on stderr, one file after another."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from pipeline.errors import ExitCode, PipelineError

if TYPE_CHECKING:
    from pipeline.document import Document


def complain(line: str) -> None:
    with suppress(OSError, AttributeError):
        print("vanban:", " ".join(line.split()), file=sys.stderr)


def report(error: PipelineError) -> int:
    complain(str(error))
    return error.exit_code


@contextmanager
def output(path: str | None) -> Iterator[IO[str]]:
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


def each(options: argparse.Namespace, stream: IO[str], work: Callable[[Document], str]) -> int:
    """Write what `work` makes of every file, in order; one that fails is a line on stderr, and the others still come out."""
    from pipeline.read import read_document

    codes = []
    for name in options.files:
        try:
            result = work(read_document(name, size_limit=options.size_limit, jobs=options.jobs))
        except PipelineError as error:
            codes.append(report(error))
        except Exception as error:
            if options.debug:
                raise
            complain(f"{name}: {bug(error)}")
            codes.append(ExitCode.some_failed)
        else:
            stream.write(result)
    if not codes:
        return ExitCode.ok
    return codes[0] if len(options.files) == 1 else ExitCode.some_failed


def bug(error: Exception) -> str:
    return f"a bug in vanban stopped it ({type(error).__name__}: {str(error)[:200]}); report it with this file (--debug shows where)"


def same_file(one: str, other: str) -> bool:
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)
