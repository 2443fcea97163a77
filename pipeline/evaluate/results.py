"""Results to be scored: a folder of JSON, a JSON or JSON Lines file, found by the name of the document."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from pipeline.check import split_results
from pipeline.errors import InputMissing, InputUnreadable
from pipeline.evaluate.gold import Gold, MalformedGold, check_result, parsed
from pipeline.evaluate.scalars import Json

#: A result and the names it answers to: its own file's, and its source's.
_Named = tuple[str, Json]


def load_results(path: Path, golds: Sequence[Gold]) -> dict[str, Json]:
    """The result for each gold, by the gold's stem; golds without one are left out.

    `path`: a folder with one JSON file a document, named as the gold (or JSON Lines files, or both), one such file, or the folder
    of a batch. In JSON Lines a result belongs to the gold with the same stem as the file name in its `source.path`; where there are
    several, to that whose `doc` is this name. Raises InputMissing, InputUnreadable, and MalformedGold for what is no result, or
    where two results answer to one gold.
    """
    if not path.exists():
        raise InputMissing("there is no such file or folder", str(path), "name the results: a folder of JSON, or a JSON Lines file")
    by_name: dict[str, list[_Named]] = {}
    for name, where, result in _results(path):
        by_name.setdefault(_stem(name), []).append((name, result))
        if not name:
            raise MalformedGold("it does not say which document it is of", where, "give results with a source.path, or a folder of files")
    return {gold.stem: result for gold in golds for result in _of(gold, by_name.get(gold.stem, []))}


def _of(gold: Gold, some: list[_Named]) -> Iterator[Json]:
    if len(some) > 1:
        some = [(name, result) for name, result in some if name == gold.document] or some
    if len(some) > 1:
        raise MalformedGold(f"{len(some)} results answer to it", str(gold.path), "leave one, or name its document under `doc`")
    yield from (result for _, result in some)


def _stem(name: str) -> str:
    return PurePath(name).stem


def _results(path: Path) -> Iterator[tuple[str, str, Json]]:
    """(file name of the document, where it was read, result)."""
    if (batch := path / "directives.jsonl").is_file():  # the folder that `batch` keeps
        yield from _from_file(batch, named=False)
    elif path.is_dir():
        files = sorted(p for p in path.iterdir() if p.name.endswith((".json", ".jsonl", ".jsonl.gz")))
        for file in files:
            yield from _from_file(file, named=file.suffix == ".json")
    else:
        yield from _from_file(path, named=False)


def _from_file(path: Path, named: bool) -> Iterator[tuple[str, str, Json]]:
    """`named`: the file's own name says which document it is, as a folder of results has it."""
    try:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError) as error:
        raise InputUnreadable(f"it cannot be read ({error})", str(path), "check it and its permissions") from None
    for where, line in split_results(raw, str(path)):
        data = parsed(line, where, "give what `extract` or `batch` wrote, unchanged")
        for item in data if isinstance(data, list) else [data]:
            result = check_result(item, where)
            if named:
                yield path.name, where, result
            elif "issuing_body" in result:  # `batch` also writes lines about files that gave no result
                yield PurePath((result.get("source") or {}).get("path") or "").name, where, result
