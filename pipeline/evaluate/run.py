"""The pipeline over the documents that lie beside the gold, some at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from glob import escape
from multiprocessing import get_context
from pathlib import Path

from pipeline.evaluate.gold import Gold
from pipeline.evaluate.scalars import Json

#: Where documents lie, seen from the folder of the gold.
_BESIDE = ("..", "../docs", "../documents", ".")
#: Told after each document: how many are done, of how many, which, and what went wrong.
Told = Callable[[int, int, Path, str | None], None]


@dataclass(frozen=True, slots=True)
class Ran:
    """A document with its result, or with what went wrong."""

    path: Path
    result: Json | None
    problem: str | None  #: one line, where there is no result


def find_document(gold: Gold, folders: Sequence[Path]) -> Path | None:
    """The file that the gold names under `doc`, else the one with its stem; the first folder that has one counts."""
    for folder in folders:
        if gold.document and "/" not in gold.document and (folder / gold.document).is_file():
            return folder / gold.document
    for folder in folders:
        files = folder.glob(f"{escape(gold.stem)}.*") if folder.is_dir() else ()
        if same := sorted(p for p in files if p.stem == gold.stem and p.suffix != ".json" and p.is_file()):
            return same[0]
    return None


def folders_beside(gold: Path) -> list[Path]:
    """Where the documents of a folder of gold (or of one file) are looked for."""
    base = gold if gold.is_dir() else gold.parent
    return [base / step for step in _BESIDE]


def run(paths: Sequence[Path], jobs: int | None = None, told: Told | None = None) -> Iterator[Ran]:
    """What the pipeline finds in each document, in order. `jobs` documents at a time (None or 1: one after the other, then
    pages of a scan are recognised at a time)."""
    for done, ran in enumerate(_all(paths, jobs or 1), start=1):
        if told:
            told(done, len(paths), ran.path, ran.problem)
        yield ran


def _all(paths: Sequence[Path], jobs: int) -> Iterator[Ran]:
    if jobs == 1 or len(paths) < 2:
        yield from (_one(path, None) for path in paths)
        return
    # A fresh interpreter each: a fork of a process with threads may hang.
    with ProcessPoolExecutor(min(jobs, len(paths)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one_alone, paths)


def _one_alone(path: Path) -> Ran:
    return _one(path, 1)


def _one(path: Path, jobs: int | None) -> Ran:
    from pipeline import extract_document
    from pipeline.directive import to_json
    from pipeline.errors import PipelineError
    from pipeline.read import read_document

    try:
        return Ran(path, json.loads(to_json(extract_document(read_document(path, jobs=jobs)))), None)
    except PipelineError as error:
        return Ran(path, None, str(error))
    except Exception as error:  # one document that shows a bug must not end a long run; it counts as all missed
        return Ran(path, None, f"{path}: a bug in vanban stopped it ({type(error).__name__}: {str(error)[:200]}); report it with this file")
