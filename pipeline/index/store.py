"""Where an index lives: a folder of generations, of which the file CURRENT names the one that is read.

    INDEX/CURRENT          {"format": 1, "generation": "000002"}
    INDEX/000002/…         tantivy's files
    INDEX/lock             held while somebody builds

A new generation is built beside the old one and becomes the current one by a single rename. Whatever kills a build leaves CURRENT
as it was; the next build removes what is left lying about. The generation before the current one stays for whoever is just opening it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.index.faults import IndexBusy, IndexMissing, IndexUnreadable

FORMAT = 1  #: raised when the schema or what is written into it changes
_CURRENT, _LOCK = "CURRENT", "lock"
_GENERATION = re.compile(r"\d{6,}")


def current(folder: Path) -> Path:
    """The generation to read. Raises IndexMissing, or IndexUnreadable for another format."""
    try:
        name, form = _pointer(folder)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing("there is no index here", str(folder), "make one: index directives.jsonl -o FOLDER") from None
    if form != FORMAT:
        raise IndexUnreadable("another version of the program built it", str(folder), "build the index anew with --rebuild")
    return folder / name


def _pointer(folder: Path) -> tuple[str, object]:
    """The name of the current generation and its format. Raises FileNotFoundError where there is none yet."""
    try:
        pointer = json.loads((folder / _CURRENT).read_text(encoding="utf-8"))
        name, form = pointer["generation"], pointer["format"]
        if not _GENERATION.fullmatch(name):
            raise ValueError(name)
    except (ValueError, KeyError, TypeError):
        raise IndexUnreadable("its file CURRENT is damaged", str(folder), "build the index anew with --rebuild") from None
    return name, form


@contextmanager
def building(folder: Path, fresh: bool) -> Iterator[Path]:
    """A new generation to write: empty when `fresh` or where there is none yet, else holding what the current one holds.

    It becomes the current one when the block ends well, and is removed when it does not.
    """
    _claim(folder)
    with _locked(folder):
        old = None if fresh or not (folder / _CURRENT).exists() else current(folder)
        _sweep(folder)
        new = folder / _next(folder)
        try:
            _begin(new, old)
            yield new
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        _switch(folder, new.name)
        _sweep(folder)


def _claim(folder: Path) -> None:
    """The folder is ours or empty."""
    if folder.exists() and not folder.is_dir():
        raise IndexUnreadable("it is a file", str(folder), "name a folder for the index")
    folder.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in folder.iterdir()}
    if names and not names & {_CURRENT, _LOCK}:
        raise IndexUnreadable("the folder holds other files and no index", str(folder), "name an empty or a new folder")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The system lets the lock go when the process ends, however it ends."""
    with open(folder / _LOCK, "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy("another process is building this index", str(folder), "wait until it is done") from None
        yield


def _generations(folder: Path) -> list[str]:
    return sorted((entry.name for entry in folder.iterdir() if _GENERATION.fullmatch(entry.name)), key=int)


def _next(folder: Path) -> str:
    held = _generations(folder)
    return f"{int(held[-1]) + 1 if held else 1:06}"


def _sweep(folder: Path) -> None:
    """Remove what is neither the current generation nor the one before it."""
    try:
        name = _pointer(folder)[0]
    except FileNotFoundError:
        name = "0"
    except IndexUnreadable:
        return  # one of them may be whole
    held = _generations(folder)
    before = [other for other in held if int(other) < int(name)][-1:]
    for other in set(held) - {name, *before}:
        shutil.rmtree(folder / other)


def _begin(new: Path, old: Path | None) -> None:
    """tantivy never changes a segment's file once it is written, so that a link is as good as a copy; lists of segments are copied."""
    new.mkdir()
    for file in old.iterdir() if old else ():
        if file.name.endswith(".lock"):
            continue
        try:
            if file.suffix == ".json":
                raise OSError
            os.link(file, new / file.name)
        except OSError:  # or a file system without links
            shutil.copy2(file, new / file.name)


def _switch(folder: Path, name: str) -> None:
    partial = folder / f"{_CURRENT}.partial"
    with open(partial, "w", encoding="utf-8") as stream:
        json.dump({"format": FORMAT, "generation": name}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    _open_to_readers(folder / name, partial.stat().st_mode & 0o777)
    _sync(folder / name)
    os.replace(partial, folder / _CURRENT)
    _sync(folder)


def _open_to_readers(generation: Path, mode: int) -> None:
    """tantivy gives some of its files to their owner alone, and whoever reads takes a lock that has to be writable."""
    for file in generation.iterdir():
        file.chmod(mode | 0o222 if file.name == ".tantivy-meta.lock" else mode)


def _sync(folder: Path) -> None:
    with suppress(OSError):  # a file system that cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
