"""A first gold of each document, in files that a person corrects; what has been corrected is never lost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline import extract_document
from pipeline.check import Problem
from pipeline.document import Document
from pipeline.errors import ExitCode, PipelineError
from pipeline.gold import Gold, check_gold, gold_json, parse_gold, to_gold
from pipeline.read import SIZE_LIMIT, read_document


class GoldExists(PipelineError):
    """A gold stands there that a person may have corrected."""

    exit_code = ExitCode.bad_arguments


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document."""

    path: Path
    doubts: int  #: entries of `uncertain`


def annotate(document: Document) -> Gold:
    """The first gold of a document: what the pipeline reads, in the form that people correct (docs/annotation.md)."""
    return to_gold(extract_document(document))


def write_first(gold: Gold, folder: str | os.PathLike[str], force: bool = False) -> Written:
    """Write `gold` to FOLDER/NAME.json, named after its document; the folder is made where it is not there.

    Raises GoldExists where another gold stands, unless `force`; one with the same content is no other.
    """
    path = Path(folder) / f"{PurePath(gold.doc).stem}.json"
    text = gold_json(gold)
    if path.exists() and not force and path.read_text(encoding="utf-8", errors="replace") != text:
        advice = "correct that one, name another folder, or give --force to lose it"
        raise GoldExists("a gold stands there that somebody may have corrected", str(path), advice)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return Written(path, len(gold.uncertain))


def check_with_document(
    raw: bytes, where: str, documents: str | os.PathLike[str], size_limit: int = SIZE_LIMIT, jobs: int | None = None
) -> list[Problem]:
    """What is wrong with a gold's JSON text, its quotes verified in DOCUMENTS/`doc`; of a scan they have to stand there nearly.

    Raises MalformedResult when it is no JSON, and what `read_document` raises, InputMissing above all.
    """
    gold, problems = parse_gold(raw, where)
    if gold is None:
        return problems
    document = read_document(Path(documents) / PurePath(gold.doc).name, size_limit=size_limit, jobs=jobs)
    return check_gold(gold, document.text, recognised="ocr" in document.reader)
