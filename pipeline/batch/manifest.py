"""The manifest, a SQLite file: which name has which content, and what became of each content.

`files` has a row for each name, `documents` one for each content (sha256). A document that is done says where its line stands in
directives.jsonl; a file whose content was read under another name is a duplicate. Plain functions over a connection; `commit` is
called by the store, after the lines are safe on disk.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from pipeline.batch.work import Outcome, Summary
from pipeline.errors import InputUnreadable

NAME = "manifest.sqlite"
#: Changes with the tables below.
LAYOUT = 1

_SUMMARY = tuple(field.name for field in fields(Summary))
_values = attrgetter(*_SUMMARY)
_TABLES = f"""
CREATE TABLE runs (run INTEGER PRIMARY KEY, version TEXT NOT NULL, begun REAL NOT NULL);
CREATE TABLE state (
    written INTEGER NOT NULL, -- bytes of directives.jsonl that this manifest knows
    swap INTEGER NOT NULL     -- 1: a compacted file is complete and waits for its name
);
INSERT INTO state VALUES (0, 0);
CREATE TABLE files (
    path PRIMARY KEY,         -- TEXT, or BLOB where the name is no UTF-8
    size INTEGER,
    modified INTEGER,         -- nanoseconds; NULL: look at the content again
    sha256 TEXT,              -- NULL: it could not be read, and error says why
    run INTEGER NOT NULL,     -- the last that was given this name
    place INTEGER NOT NULL,   -- in its order
    error TEXT,
    message TEXT
) WITHOUT ROWID;
CREATE INDEX files_sha256 ON files (sha256);
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY,
    path NOT NULL,            -- the name it was read under
    version TEXT NOT NULL,
    run INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
    place INTEGER,            -- of its line in directives.jsonl, bytes
    length INTEGER,
    seconds REAL NOT NULL,
    finished REAL NOT NULL,   -- seconds since 1970
    error TEXT,
    message TEXT,
    {", ".join(_SUMMARY)}
) WITHOUT ROWID;
PRAGMA user_version = {LAYOUT};
"""
_COLUMNS = ("sha256", "path", "version", "run", "state", "place", "length", "seconds", "finished", "error", "message", *_SUMMARY)
_SAVE = f"INSERT OR REPLACE INTO documents ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"

Name = str | bytes  #: a path as the manifest keeps it


@dataclass(frozen=True, slots=True)
class Known:
    """What the manifest has on a content."""

    path: Name
    version: str
    run: int
    error: str | None


def opened(folder: Path) -> sqlite3.Connection:
    """The manifest of the folder, made where there is none. Raises InputUnreadable."""
    path = folder / NAME
    try:
        db = sqlite3.connect(path, timeout=60.0)
        layout = db.execute("PRAGMA user_version").fetchone()[0]
        if layout == 0:
            db.executescript(f"BEGIN; {_TABLES} COMMIT;")
    except sqlite3.Error as error:
        raise InputUnreadable(f"the manifest cannot be used ({error})", str(path), "name a new folder with -o") from None
    if layout not in (0, LAYOUT):
        raise InputUnreadable("the manifest was written by another version", str(path), "name a new folder with -o")
    return db


def key(path: str) -> Name:
    """Text where it can be; SQLite takes no lone surrogates."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def begin_run(db: sqlite3.Connection, version: str) -> int:
    """A new run's number; `version` is that of `batch.version`."""
    with db:
        run = db.execute("INSERT INTO runs (version, begun) VALUES (?, ?)", (version, time.time())).lastrowid
    assert run is not None
    return run


def last_run(db: sqlite3.Connection) -> tuple[int, str] | None:
    """(run, version)"""
    row = db.execute("SELECT run, version FROM runs ORDER BY run DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else None


# --- files ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """What the manifest has on a file that was looked at before."""

    size: int | None
    modified: int | None
    sha256: str | None
    run: int


def seen(db: sqlite3.Connection, path: Name) -> Seen | None:
    """None where no run was given that name."""
    row = db.execute("SELECT size, modified, sha256, run FROM files WHERE path = ?", (path,)).fetchone()
    return Seen(*row) if row else None


def save_file(db: sqlite3.Connection, path: Name, size: int | None, modified: int | None, sha256: str, run: int, place: int) -> None:
    """`size` in bytes and `modified` in nanoseconds, None where the file has to be looked at again; `place` is its name's in the inputs."""
    db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", (path, size, modified, sha256, run, place))


def correct_file(db: sqlite3.Connection, path: Name, sha256: str) -> None:
    """Its content is another than was thought; NULL makes the next run look again."""
    db.execute("UPDATE files SET sha256 = ?, modified = NULL WHERE path = ?", (sha256, path))


def save_unread(db: sqlite3.Connection, path: Name, run: int, place: int, error: str, message: str) -> None:
    """A name whose bytes could not be had."""
    db.execute("INSERT OR REPLACE INTO files VALUES (?, NULL, NULL, NULL, ?, ?, ?, ?)", (path, run, place, error, message))


def forget_others(db: sqlite3.Connection, run: int) -> None:
    """Names that the run was not given."""
    db.execute("DELETE FROM files WHERE run <> ?", (run,))


# --- documents ------------------------------------------------------------------------------------------------------------


def known(db: sqlite3.Connection, sha256: str) -> Known | None:
    """None for a content that no run has read."""
    row = db.execute("SELECT path, version, run, error FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
    return Known(*row) if row else None


def save_document(db: sqlite3.Connection, outcome: Outcome, version: str, run: int, place: int | None) -> None:
    """`place` of its line; None of a failure."""
    length = None if outcome.line is None else len(outcome.line)
    state = "failed" if outcome.line is None else "done"
    summary = _values(outcome.summary) if outcome.summary else (None,) * len(_SUMMARY)
    about = (outcome.sha256, key(outcome.task.name), version, run, state, place, length, outcome.seconds, time.time())
    db.execute(_SAVE, (*about, outcome.error, outcome.message, *summary))


def orphans(db: sqlite3.Connection) -> Iterator[tuple[str, Name, int]]:
    """(sha256, path, place) of contents read under a name that has other content now, with the first other name that still has it."""
    yield from db.execute(
        "SELECT d.sha256, f.path, MIN(f.place) FROM documents d JOIN files f ON f.sha256 = d.sha256 "
        "WHERE NOT EXISTS (SELECT 1 FROM files o WHERE o.path = d.path AND o.sha256 = d.sha256) GROUP BY d.sha256"
    )


def forget_nameless(db: sqlite3.Connection) -> None:
    """Contents that no file has any more; their lines go with the next compaction."""
    db.execute("DELETE FROM documents WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.sha256 = documents.sha256)")


# --- lines ----------------------------------------------------------------------------------------------------------------


def written(db: sqlite3.Connection) -> int:
    """Bytes of `directives.jsonl` that the manifest answers for."""
    return int(db.execute("SELECT written FROM state").fetchone()[0])


def set_written(db: sqlite3.Connection, size: int) -> None:
    db.execute("UPDATE state SET written = ?", (size,))


def swap_waits(db: sqlite3.Connection) -> bool:
    """Whether a compacted file was written and not yet renamed over the old one."""
    return bool(db.execute("SELECT swap FROM state").fetchone()[0])


def set_swap(db: sqlite3.Connection, waits: bool) -> None:
    db.execute("UPDATE state SET swap = ?", (int(waits),))


def forget_beyond(db: sqlite3.Connection, size: int) -> None:
    """Lines that the file, shorter than expected, does not hold any more."""
    db.execute("DELETE FROM documents WHERE place + length > ?", (size,))


def live_bytes(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT COALESCE(SUM(length), 0) FROM documents").fetchone()[0])


def lines_end(db: sqlite3.Connection) -> int:
    """Where the last line ends that is still wanted."""
    return int(db.execute("SELECT COALESCE(MAX(place + length), 0) FROM documents").fetchone()[0])


def lines(db: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """(place, length) of every line, in the order of the file."""
    yield from db.execute("SELECT place, length FROM documents WHERE state = 'done' ORDER BY place")


def close_up(db: sqlite3.Connection) -> None:
    """The lines follow each other without the superseded ones between them."""
    db.execute(
        "UPDATE documents SET place = moved.place FROM (SELECT sha256, SUM(length) OVER (ORDER BY place) - length AS place "
        "FROM documents WHERE state = 'done') AS moved WHERE documents.sha256 = moved.sha256"
    )


# --- views ----------------------------------------------------------------------------------------------------------------


def failures(db: sqlite3.Connection) -> Iterator[tuple[Name, str | None, str, str]]:
    """(path, sha256, error, message), by path."""
    yield from db.execute(
        "SELECT path, NULL, error, message FROM files WHERE error IS NOT NULL "
        "UNION ALL SELECT path, sha256, error, message FROM documents WHERE state = 'failed' ORDER BY 1"
    )


def series(db: sqlite3.Connection) -> Iterator[tuple[Name, str, str, str | None, str | None, str, str, str]]:
    """Path, issuing body, number and symbol, rule and state of the number, date and its state: of all done that have them."""
    columns = "path, issuing_body, number, notation, number_rule, number_state, issued_date, issued_date_state"
    known = "state = 'done' AND issuing_body IS NOT NULL AND number IS NOT NULL AND issued_date IS NOT NULL"
    yield from db.execute(f"SELECT {columns} FROM documents WHERE {known}")


def duplicates(db: sqlite3.Connection) -> Iterator[tuple[Name, str, Name]]:
    """(path, sha256, path of the same content that was read), by path."""
    yield from db.execute(
        "SELECT f.path, f.sha256, d.path FROM files f JOIN documents d ON d.sha256 = f.sha256 WHERE f.path <> d.path ORDER BY 1"
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the names that one run was given."""

    done: int
    failed: int
    duplicates: int


def counts(db: sqlite3.Connection, run: int) -> Counts:
    row = db.execute(
        "SELECT COALESCE(SUM(f.path = d.path AND d.state = 'done'), 0), "
        "COALESCE(SUM(f.error IS NOT NULL OR (f.path = d.path AND d.state = 'failed')), 0), COALESCE(SUM(f.path <> d.path), 0) "
        "FROM files f LEFT JOIN documents d ON d.sha256 = f.sha256 WHERE f.run = ?",
        (run,),
    ).fetchone()
    return Counts(*row)
