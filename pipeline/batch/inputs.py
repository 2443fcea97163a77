"""Files, folders, patterns and lists -> the paths they stand for, in an order that does not change from run to run."""

from __future__ import annotations

import glob
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from pipeline.errors import InputUnreadable


@dataclass(frozen=True, slots=True)
class Paths:
    """A list that is kept on disk, so that a million paths take no memory; iterated once."""

    count: int
    file: IO[bytes]

    def __iter__(self) -> Iterator[str]:
        self.file.seek(0)
        left = b""
        while block := self.file.read(65_536):
            *whole, left = (left + block).split(b"\0")
            yield from map(os.fsdecode, whole)


@contextmanager
def listed(names: Iterable[str], output: str) -> Iterator[Paths]:
    """The paths that `names` stand for (see `paths_of`), in an unnamed file in the folder `output`."""
    with tempfile.TemporaryFile(dir=output) as file:
        count = 0
        for path in paths_of(names, output):
            file.write(os.fsencode(path) + b"\0")
            count += 1
        yield Paths(count, file)


def paths_of(names: Iterable[str], output: str) -> Iterator[str]:
    """A folder gives all files in it, sorted by name, its folders too; what lies in `output` is left out, and so are names that
    begin with "." or "~$". A name that is no file is a pattern ("scans/**/*.pdf"), or a missing file and comes back as it is.
    "-" is a list of names on standard input, a line each, or separated by zero bytes.
    """
    own = os.path.realpath(output)
    for name in names:
        if name == "-":
            yield from paths_of(_from_stdin(), output)
        elif os.path.isdir(name):
            yield from _walk(name, own)
        elif os.path.lexists(name) or not glob.has_magic(name):
            yield name
        else:
            yield from _matching(name, own)


def _from_stdin() -> Iterator[str]:
    """Never "-" itself, which would be read for ever."""
    if sys.stdin is None:
        raise InputUnreadable("nothing can be read from it", "standard input", "name the files on the command line")
    stream, left, mark = sys.stdin.buffer, b"", b""
    while block := stream.read(65_536):
        mark = mark or (b"\0" if b"\0" in block else b"\n")
        *whole, left = (left + block).split(mark)
        yield from map(_name, filter(_is_name, whole))
    if _is_name(left):
        yield _name(left)


def _is_name(line: bytes) -> bool:
    return line.strip() not in (b"", b"-")


def _name(line: bytes) -> str:
    return os.fsdecode(line.removesuffix(b"\r"))


def _walk(folder: str, own: str) -> Iterator[str]:
    if os.path.realpath(folder) == own:
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        yield folder  # comes out as a failure that names it
        return
    for name, is_folder in found:
        if name.startswith((".", "~$")):
            continue
        path = os.path.join(folder, name)
        if is_folder:
            yield from _walk(path, own)
        elif not os.path.isdir(path):  # a link to a folder could lead back
            yield path


def _matching(pattern: str, own: str) -> Iterator[str]:
    """The pattern itself where nothing matches: it comes out as a missing file."""
    found = sorted(path for path in glob.iglob(pattern, recursive=True) if not os.path.isdir(path))
    kept = [path for path in found if not os.path.realpath(path).startswith(os.path.join(own, ""))]
    yield from kept if found else [pattern]
