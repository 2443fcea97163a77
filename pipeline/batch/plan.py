"""What is to be done: of all paths those whose content no line says yet, in order.

A name whose size and time of change are those of the manifest is not opened. Else its content is hashed, here and not in the
workers: which of two names with the same content comes first must not depend on which worker is quicker.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from pipeline.batch import manifest
from pipeline.batch.work import Limits, Task
from pipeline.errors import InputUnreadable, PipelineError, TooLarge

MIB = 1024 * 1024
#: Errors that lie in the machine rather than in the document: it is tried again without being asked.
_PASSING = ("MissingDependency",)


@dataclass(frozen=True, slots=True)
class Passed:
    """A path that needs no work: it was done before, or stands for the same content as another."""

    path: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A path without content."""

    path: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """What the plan of one run depends on."""

    number: int
    version: str
    limits: Limits
    retry: bool  #: what failed before is tried again
    underway: set[str]  #: contents given out, and not yet in the manifest; the store takes them out


def plan(paths: Iterable[str], db: sqlite3.Connection, run: Run) -> Iterator[Task | Passed | Unread]:
    """Every path once; the manifest's `files` are brought up to date on the way."""
    serial = count()
    for place, path in enumerate(paths):
        name = manifest.key(path)
        before = manifest.seen(db, name)
        if before and before.run == run.number:  # named twice
            yield Passed(path)
            continue
        try:
            content = _content(path, before, run.limits)
        except PipelineError as error:
            manifest.save_unread(db, name, run.number, place, type(error).__name__, str(error))
            yield Unread(path, type(error).__name__, str(error))
            continue
        manifest.save_file(db, name, content.size, content.modified, content.sha256, run.number, place)
        if _is_done(db, content.sha256, run):
            yield Passed(path)
        else:
            run.underway.add(content.sha256)
            yield Task(next(serial), path, os.path.abspath(path), content.sha256, content.size)


def once_more(db: sqlite3.Connection, run: Run) -> Iterator[Task]:
    """Contents whose line names a file that says something else by now, under another name that still says the same."""
    for serial, (sha256, name, _) in enumerate(list(manifest.orphans(db))):
        path = os.fsdecode(name)
        run.underway.add(sha256)
        yield Task(serial, path, os.path.abspath(path), sha256, 0)


def chunked(tasks: Iterable[Task], documents: int = 32, size: int = 256 * 1024) -> Iterator[tuple[Task, ...]]:
    """Some tasks at a time, so that small ones are worth the way to a worker and large ones go alone.

    `size` is in bytes of their files.
    """
    chunk: list[Task] = []
    total = 0
    for task in tasks:
        if chunk and (len(chunk) == documents or total + task.size > size):
            yield tuple(chunk)
            chunk, total = [], 0
        chunk.append(task)
        total += task.size
    if chunk:
        yield tuple(chunk)


def _is_done(db: sqlite3.Connection, sha256: str, run: Run) -> bool:
    if sha256 in run.underway:
        return True
    known = manifest.known(db, sha256)
    if known is None or known.version != run.version:
        return False
    to_retry = known.error is not None and (run.retry or known.error in _PASSING)
    return known.run == run.number or not to_retry


@dataclass(frozen=True, slots=True)
class _Content:
    size: int
    modified: int
    sha256: str


def _content(path: str, before: manifest.Seen | None, limits: Limits) -> _Content:
    """Raises InputMissing, InputUnreadable, TooLarge. What is no file is not opened: a named pipe would never end."""
    from pipeline.read import read_bytes

    about = _status(path)
    if about is None:
        return _Content(0, 0, hashlib.sha256(read_bytes(path, 0)).hexdigest())  # raises what is to be said of it
    shown = os.fsencode(path).decode("utf-8", "replace")
    if stat.S_ISDIR(about.st_mode):
        raise InputUnreadable("the folder cannot be listed", shown, "change its permissions, or ask its owner")
    if not stat.S_ISREG(about.st_mode):
        raise InputUnreadable("it is no regular file", shown, "copy what it gives to a file")
    if about.st_size > limits.size:
        raise TooLarge(f"it is larger than {limits.size / MIB:g} MiB", shown, "split it, or raise the limit with --size-limit")
    if before and before.sha256 and (before.size, before.modified) == (about.st_size, about.st_mtime_ns):
        return _Content(about.st_size, about.st_mtime_ns, before.sha256)
    sha256 = hashlib.sha256(read_bytes(path, limits.size)).hexdigest()
    return _Content(about.st_size, about.st_mtime_ns, sha256)


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None
