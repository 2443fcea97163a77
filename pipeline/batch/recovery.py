"""directives.jsonl after a kill, and without its superseded lines.

Whole lines that the manifest does not know are taken over, half a line is cut off. A compacted file is complete and synced before
one transaction moves all places and notes that it waits for its name; only then it takes it.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import IO

from pipeline.batch import manifest
from pipeline.batch.work import Outcome, Task, summarise
from pipeline.errors import InputUnreadable

_BLOCK = 1 << 20


def repaired(db: sqlite3.Connection, path: Path) -> None:
    """Make file and manifest say the same again. Raises InputUnreadable where the file is not ours."""
    new = _compacted(path)
    if manifest.swap_waits(db):
        _swap(db, path)
    new.unlink(missing_ok=True)
    size = path.stat().st_size if path.exists() else 0
    if size < manifest.written(db):
        manifest.forget_beyond(db, size)
        manifest.set_written(db, manifest.lines_end(db))
    elif size > manifest.written(db):
        _take_over(db, path)
    if size > manifest.written(db):
        os.truncate(path, manifest.written(db))
    db.commit()


def _take_over(db: sqlite3.Connection, path: Path) -> None:
    """The whole lines after the last one that the manifest knows."""
    last = manifest.last_run(db)
    if last is None:
        raise InputUnreadable("there are directives, but no manifest that knows them", str(path), "name another folder")
    place = manifest.written(db)
    with path.open("rb") as file:
        file.seek(place)
        for line in file:
            outcome = _outcome_of(line)
            if outcome is None:
                break
            manifest.save_document(db, outcome, last[1], last[0], place)
            manifest.save_file(db, outcome.task.name, None, None, outcome.sha256, last[0], 0)
            place += len(line)
    manifest.set_written(db, place)


def _outcome_of(line: bytes) -> Outcome | None:
    """None of half a line, and where the file's name cannot be told from it (it was no UTF-8)."""
    from pydantic import ValidationError

    from pipeline.directive import Directive

    try:
        directive = Directive.model_validate_json(line)
    except ValidationError:
        return None
    name = directive.source.path
    if not line.endswith(b"\n") or name is None or "\ufffd" in name:
        return None
    task = Task(0, name, name, directive.source.sha256, 0)
    return Outcome(task, task.sha256, 0.0, line, summarise(directive))


# --- compacting -----------------------------------------------------------------------------------------------------------


def compact(db: sqlite3.Connection, path: Path) -> None:
    """Leave out superseded lines, if there are any; readers see the old file until the new one is whole."""
    if manifest.live_bytes(db) == manifest.written(db):
        return
    with path.open("rb") as old, _compacted(path).open("wb") as new:
        for place, length in manifest.lines(db):
            _copy(old.fileno(), new, place, length)
        new.flush()
        os.fsync(new.fileno())
    manifest.close_up(db)
    manifest.set_written(db, manifest.live_bytes(db))
    manifest.set_swap(db, True)
    db.commit()
    _swap(db, path)


def _copy(old: int, new: IO[bytes], place: int, length: int) -> None:
    while length:
        block = os.pread(old, min(length, _BLOCK), place)
        if not block:
            raise InputUnreadable("directives.jsonl is shorter than it was", "the results", "start the same command again")
        new.write(block)
        place, length = place + len(block), length - len(block)


def _swap(db: sqlite3.Connection, path: Path) -> None:
    if _compacted(path).exists():
        os.replace(_compacted(path), path)
        _sync_folder(path.parent)
    manifest.set_swap(db, False)
    db.commit()


def _compacted(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
