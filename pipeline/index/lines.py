"""JSON Lines of directives, read one at a time; a bad line costs itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from pydantic import ValidationError

from pipeline.directive import Directive
from pipeline.errors import InputMissing, InputUnreadable
from pipeline.index.records import Record, record_of


def read_records(names: Iterable[str], report: Callable[[str], None]) -> Iterator[Record]:
    """The records of the files, in order; "-" is standard input. A line that is no directive is given to `report` ("FILE:LINE: …").

    Raises InputMissing or InputUnreadable for a file that cannot be opened.
    """
    for name in names:
        with _opened(name) as stream:
            for number, line in _lines(stream):
                try:
                    yield record_of(Directive.model_validate_json(line))
                except (ValidationError, ValueError) as error:
                    report(f"{name}:{number}: {_reason(error)}")


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers; a file that begins with a lone brace is a single indented object."""
    for number, line in enumerate(stream, 1):
        if line.strip() == b"{":
            yield number, line + stream.read()
        elif line.strip():
            yield number, line


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return f"{error}; the line is left out"
    first, count = error.errors(include_url=False, include_input=False)[0], error.error_count()
    where = ".".join(map(str, first["loc"])) or "the line"
    return f"no directive ({where}: {first['msg']}{f', and {count - 1} more' if count > 1 else ''}); extract the document again"


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(name, "rb")  # noqa: SIM115
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InputMissing("there is no such file", name, "give JSON Lines that extract or batch wrote") from error
    except OSError as error:
        raise InputUnreadable(f"it cannot be opened ({error.strerror})", name, "check the permissions") from error
    with stream:
        yield stream
