"""Gold annotations from a folder: what they look like is checked just so far that scoring cannot stumble."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ExitCode, InputEmpty, InputMissing, InputUnreadable, PipelineError
from pipeline.evaluate.lists import LISTS
from pipeline.evaluate.scalars import Json

#: Fields that are objects or null, in the gold and in results.
_OBJECTS = ("issuing_body", "number", "issued_date", "doc_type", "signer", "period")
_RESULT_OBJECTS = (*_OBJECTS, "parent_body", "place", "subject", "urgency", "secrecy")
#: Of these fields of a result the value is an object or null.
_RESULT_VALUES = ("issuing_body", "parent_body", "number", "doc_type", "period", "signer")


class MalformedGold(PipelineError):
    """A file of gold, or a result to be scored, has another form than it should."""

    exit_code = ExitCode.check_failed


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated document."""

    stem: str  #: the file's name without ".json": how results are matched
    path: Path
    data: Json

    @property
    def document(self) -> str | None:
        """The name of the annotated file, where the gold gives it."""
        name = self.data.get("doc")
        return name if isinstance(name, str) else None


def load_gold(path: Path) -> list[Gold]:
    """The gold in a folder's JSON files, or in one file, sorted by name. JSON of another kind is passed over (no `issuing_body`).

    Raises InputMissing, InputEmpty where no gold is found, MalformedGold.
    """
    if not path.exists():
        raise InputMissing("there is no such folder", str(path), "name the folder of the gold annotations")
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found = [Gold(file.stem, file, data) for file in files for data in _read(file)]
    if not found:
        raise InputEmpty("no gold annotation is in it", str(path), "give JSON files in the form that docs/annotation.md describes")
    return found


def _read(path: Path) -> Iterator[Json]:
    data = read_json(path)
    if isinstance(data, dict) and "issuing_body" in data:
        check_shape(data, str(path), _OBJECTS)
        yield data


def read_json(path: Path) -> Any:
    """Raises InputUnreadable, and MalformedGold for what is no JSON."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputUnreadable(f"it cannot be read ({error.strerror})", str(path), "check its permissions") from None
    return parsed(raw, str(path), "correct it, or take it out of the folder")


def parsed(raw: bytes, where: str, advice: str) -> Any:
    """JSON that can be written again as UTF-8. Raises MalformedGold."""
    try:
        data = json.loads(raw.decode("utf-8-sig"))
        if b"\\ud" in raw.lower():  # half of a pair that stands for one character
            json.dumps(data, ensure_ascii=False).encode()
        return data
    except (ValueError, RecursionError) as error:  # also what is no UTF-8
        raise MalformedGold(f"it is no JSON ({error})", where, advice) from None


def check_shape(data: Json, where: str, objects: tuple[str, ...]) -> None:
    """Objects are objects and lists are lists of objects (of names too in the gold). Raises MalformedGold."""
    for field in objects:
        if not isinstance(data.get(field) or {}, dict):
            raise MalformedGold(f"{field} is no object", where, "compare it with docs/evaluation.md")
    for field in LISTS:
        items = data.get(field) or []
        if not isinstance(items, list) or not all(isinstance(item, dict | str) for item in items):
            raise MalformedGold(f"{field} is no list of objects", where, "compare it with docs/evaluation.md")
        if field != "addressees" and not all(isinstance(item, dict) for item in items):
            raise MalformedGold(f"{field} holds something that is no object", where, "compare it with docs/evaluation.md")


def check_result(data: Any, where: str) -> Json:
    """A result as far as scoring looks at it. Raises MalformedGold."""
    if not isinstance(data, dict):
        raise MalformedGold("it is no object", where, "give what `extract` or `batch` wrote")
    check_shape(data, where, _RESULT_OBJECTS)
    for field in _RESULT_VALUES:
        if not isinstance((data.get(field) or {}).get("value") or {}, dict):
            raise MalformedGold(f"{field}.value is no object", where, "give what `extract` or `batch` wrote")
    return data
