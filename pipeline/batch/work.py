"""One document: a `Task` in, an `Outcome` out, whatever happens. The same function runs in the pool and on a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.batch.deadline import Overdue, deadline
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.directive import Directive

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Task:
    """A file that has to be read."""

    serial: int  #: counts the tasks of a run
    name: str  #: as given; `source.path` of the result
    path: str  #: absolute
    sha256: str  #: of its bytes when it was looked at
    size: int  #: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take."""

    size: int = 64 * MIB  #: bytes of a file
    seconds: float | None = 900.0  #: for one document; None: no limit


@dataclass(frozen=True, slots=True)
class Summary:
    """What later looks at all documents need without reading their lines again."""

    reader: str
    pages: int
    characters: int
    status: str
    issuing_body: str | None
    issuing_body_confidence: float
    number: str | None
    notation: str | None
    number_rule: str | None
    number_state: str
    number_confidence: float
    issued_date: str | None
    issued_date_state: str
    issued_date_confidence: float
    doc_type: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a task: a line with its summary, or an error with its message."""

    task: Task
    sha256: str  #: of the bytes that were read
    seconds: float
    line: bytes | None = None  #: JSON with a line break
    summary: Summary | None = None
    error: str | None = None  #: the class in `pipeline.errors`, or Timeout, WorkerDied, OutOfMemory, Bug
    message: str | None = None


Work = Callable[[Task, Limits], Outcome]


def read_one(task: Task, limits: Limits) -> Outcome:
    """Read one document. Never raises; a document that crashes a library ends the process, one that hangs there stays in it."""
    begun = time.monotonic()
    try:
        with deadline(limits.seconds):
            return _read(task, limits, begun)
    except Overdue:
        return timed_out(task, limits)
    except PipelineError as error:
        return failure(task, type(error).__name__, str(error))
    except MemoryError:
        return failure(task, "OutOfMemory", f"{task.name}: there is not enough memory to read it; use fewer --jobs, or split it")
    except Exception as error:
        what = f"a bug in vanban stopped it ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        return failure(task, "Bug", f"{task.name}: {what}; report it with this file")


def _read(task: Task, limits: Limits, begun: float) -> Outcome:
    from pipeline import extract_document
    from pipeline.directive import to_json
    from pipeline.read import read_document

    directive = extract_document(read_document(task.name, _bytes_of(task, limits), limits.size, jobs=1))
    line = to_json(directive).encode() + b"\n"
    return Outcome(task, directive.source.sha256, time.monotonic() - begun, line, summarise(directive))


def _bytes_of(task: Task, limits: Limits) -> bytes:
    """Read under the absolute path (a worker elsewhere has another folder), told under the given name."""
    from pipeline.read import read_bytes

    try:
        return read_bytes(task.path, limits.size)
    except PipelineError as error:
        raise type(error)(error.what, task.name, error.advice) from None


def failure(task: Task, error: str, message: str, seconds: float = 0.0) -> Outcome:
    """An outcome without a line. `error` is the name of a class of `pipeline.errors`, Timeout, WorkerDied, OutOfMemory or Bug."""
    return Outcome(task, task.sha256, seconds, error=error, message=message)


def timed_out(task: Task, limits: Limits) -> Outcome:
    what = f"it was not read within {limits.seconds or 0:g} seconds"
    return failure(task, "Timeout", f"{task.name}: {what}; split it, or raise --timeout and add --retry", limits.seconds or 0.0)


def died(task: Task) -> Outcome:
    what = "the process that read it died twice (out of memory, or a crash in a library)"
    return failure(task, "WorkerDied", f"{task.name}: {what}; save it in another form, or run with fewer --jobs and --retry")


def summarise(directive: Directive) -> Summary:
    """What the manifest keeps of a directive."""
    body, number, date, kind = directive.issuing_body, directive.number, directive.issued_date, directive.doc_type
    return Summary(
        reader=directive.source.reader,
        pages=directive.source.pages,
        characters=directive.source.characters,
        status=directive.status,
        issuing_body=body.value.name if body.value else None,
        issuing_body_confidence=body.confidence,
        number=number.value.number if number.value else None,
        notation=number.value.notation if number.value else None,
        number_rule=number.rule,
        number_state=number.state,
        number_confidence=number.confidence,
        issued_date=date.value,
        issued_date_state=date.state,
        issued_date_confidence=date.confidence,
        doc_type=kind.value.name if kind.value else None,
    )
