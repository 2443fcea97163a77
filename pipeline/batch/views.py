"""failures.jsonl, duplicates.jsonl and numbers.jsonl: written anew from the manifest, each replaced as a whole."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from pipeline.batch import manifest
from pipeline.batch.store import DUPLICATES, FAILURES, NUMBERS, failure_line
from pipeline.series import NumberFinding, check_series, numbered


def write_failures(db: sqlite3.Connection, folder: Path) -> None:
    """A line each: {"path", "sha256" (null where nothing could be read), "error", "message"}, sorted by path."""
    _replace(folder / FAILURES, (failure_line(*row) for row in manifest.failures(db)))


def write_duplicates(db: sqlite3.Connection, folder: Path) -> None:
    """A line each: {"path", "sha256", "same_as"}, sorted by path."""
    _replace(folder / DUPLICATES, (_duplicate_line(*row) for row in manifest.duplicates(db)))


def write_numbers(db: sqlite3.Connection, folder: Path) -> None:
    """A line for each number read by hand that others of the same body and year confirm or contradict; see `series`.

    {"path", "number", "verdict", "neighbours": [{"path", "number"}, …]}, series by series, by date.
    """
    entries = (numbered(_shown(row[0]), *row[1:]) for row in manifest.series(db))
    _replace(folder / NUMBERS, map(_number_line, check_series(e for e in entries if e)))


def _number_line(found: NumberFinding) -> bytes:
    near = [{"path": path, "number": number} for path, number in found.neighbours]
    said = {"path": found.path, "number": found.number, "verdict": found.verdict, "neighbours": near}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _duplicate_line(path: manifest.Name, sha256: str, same_as: manifest.Name) -> bytes:
    said = {"path": _shown(path), "sha256": sha256, "same_as": _shown(same_as)}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _shown(path: manifest.Name) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.writelines(lines)
    os.replace(new, path)
