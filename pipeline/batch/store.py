"""directives.jsonl and the manifest, kept in step whatever happens between two of their bytes.

A line is written at a known place and synced before the manifest says that it is there. So after a kill, or a loss of power, the
file may only be longer than the manifest knows; `recovery` looks at that. Writing the same buffer again changes nothing, since
places do not move. Superseded lines stay until `recovery.compact` leaves them out.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch import manifest
from pipeline.batch.recovery import repaired
from pipeline.batch.work import Outcome
from pipeline.errors import InputUnreadable

LINES, FAILURES, DUPLICATES, NUMBERS = "directives.jsonl", "failures.jsonl", "duplicates.jsonl", "numbers.jsonl"
#: Written when one of them is reached.
_SECONDS, _BYTES = 1.0, 4_000_000


@contextmanager
def workspace(folder: Path) -> Iterator[sqlite3.Connection]:
    """The manifest of a folder that nobody else is writing to, its lines repaired. Raises InputUnreadable."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputUnreadable("another batch is writing there", str(folder), "wait for it, or name another folder") from None
        with closing(manifest.opened(folder)) as db:
            repaired(db, folder / LINES)
            yield db


# --- adding ---------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Buffer:
    place: int  #: in directives.jsonl, where its first line goes
    outcomes: list[Outcome] = field(default_factory=list)
    size: int = 0
    begun: float = field(default_factory=time.monotonic)


class Store:
    """Collects outcomes, and writes them at least every second and every 4 MB, if it is asked to after each few."""

    def __init__(self, folder: Path, db: sqlite3.Connection, version: str, run: int, underway: set[str]) -> None:
        self._file = os.open(folder / LINES, os.O_WRONLY | os.O_CREAT, 0o666)
        self._failures = (folder / FAILURES).open("ab")
        self._db, self._version, self._run, self._underway = db, version, run, underway
        self._buffer = _Buffer(manifest.written(db))
        self._unread: list[bytes] = []

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome; it is on the disk after the next `flush`."""
        self._buffer.outcomes.append(outcome)
        self._buffer.size += len(outcome.line or b"")

    def add_unread(self, path: str, error: str, message: str) -> None:
        """A name without content; the manifest has it already."""
        self._unread.append(failure_line(path, None, error, message))
        self.flush_if_due()

    def flush_if_due(self) -> None:
        """At every 4 MB, and a second after the last time."""
        if self._buffer.size >= _BYTES or time.monotonic() - self._buffer.begun >= _SECONDS:
            self.flush()

    def flush(self) -> None:
        """May be interrupted anywhere, also after it is done, and called again: the buffer is left by one assignment."""
        outcomes, place = self._buffer.outcomes, self._buffer.place
        lines = b"".join(outcome.line for outcome in outcomes if outcome.line)
        if lines:
            _write_at(self._file, lines, place)
            os.fdatasync(self._file)
        for outcome in outcomes:
            _save(self._db, outcome, self._version, self._run, place)
            place += len(outcome.line or b"")
        self._say_failures(outcomes)
        manifest.set_written(self._db, place)
        self._db.commit()
        self._underway.difference_update(sha256 for o in outcomes for sha256 in (o.sha256, o.task.sha256))
        self._buffer = _Buffer(place)

    def _say_failures(self, outcomes: list[Outcome]) -> None:
        """Meant for whoever looks while the batch runs; at its end the file is written anew from the manifest."""
        said = [failure_line(o.task.name, o.sha256, o.error, o.message) for o in outcomes if o.error and o.message]
        self._failures.write(b"".join(self._unread + said))
        self._failures.flush()
        self._unread = []

    def close(self) -> None:
        os.close(self._file)
        self._failures.close()


def _write_at(file: int, data: bytes, place: int) -> None:
    view = memoryview(data)
    while view:
        count = os.pwrite(file, view, place)
        view, place = view[count:], place + count


def _save(db: sqlite3.Connection, outcome: Outcome, version: str, run: int, place: int) -> None:
    manifest.save_document(db, outcome, version, run, None if outcome.line is None else place)
    if outcome.sha256 != outcome.task.sha256:  # changed after it was looked at: to be looked at again next time
        manifest.correct_file(db, manifest.key(outcome.task.name), outcome.sha256)


def failure_line(path: manifest.Name, sha256: str | None, error: str, message: str) -> bytes:
    """A line of `failures.jsonl`; what is no UTF-8 in a name or message stands as U+FFFD or "?"."""
    shown = os.fsencode(path).decode("utf-8", "replace")
    message = message.encode("utf-8", "replace").decode()
    said = {"path": shown, "sha256": sha256, "error": error, "message": message}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"
