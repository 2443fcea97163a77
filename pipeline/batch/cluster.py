"""Tasks on a cluster of dask.distributed, by the same function as on this machine; outcomes come back here to be written.

Workers have one thread each: a document that hangs is ended together with its process, which its nanny starts again, and the
clock for that counts one document at a time.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.batch.deadline import watchdog
from pipeline.batch.version import version_key
from pipeline.batch.work import Limits, Outcome, Task, Work, failure
from pipeline.errors import InputUnreadable, MissingDependency

if TYPE_CHECKING:
    from distributed import Client

Chunk = tuple[Task, ...]

SCHEME = "dask://"
#: Chunks that each worker has.
_DEPTH = 3
_SECONDS_TO_CONNECT = 20


def work_through(chunk: Chunk, limits: Limits, work: Work) -> tuple[list[Outcome], str]:
    """On a worker: outcomes, and the version that gave them."""
    outcomes = []
    with watchdog(limits.seconds) as wind_up:
        for task in chunk:
            wind_up()
            outcomes.append(work(task, limits))
    return outcomes, version_key()


def run_on_cluster(chunks: Iterator[Chunk], limits: Limits, work: Work, address: str) -> Generator[list[Outcome], None, None]:
    """The outcome of every task, some at a time and in no fixed order. `address` is "dask://HOST:PORT" of a scheduler.

    A chunk whose worker dies is taken by another, as often as the scheduler allows (`distributed.scheduler.allowed-failures`).
    Raises MissingDependency without distributed, InputUnreadable where the cluster cannot be used: its workers are of another
    version, or do not see the files.
    """
    client = _connected(address)
    try:
        yield from _through(client, chunks, limits, work, _checked_workers(client, address))
    except OSError as error:
        raise _gone(address, error) from None
    finally:
        with suppress(Exception):
            client.close(timeout=5)  # type: ignore[no-untyped-call]


def _through(client: Client, chunks: Iterator[Chunk], limits: Limits, work: Work, workers: int) -> Iterator[list[Outcome]]:
    """A worker that dies makes the scheduler suspect all that it had. So what was on dead workers is read once more, a document for
    each worker, and what dies then, quite alone.
    """
    suspects: list[Task] = []
    for outcomes, killed in _round(client, chunks, limits, work, _DEPTH * workers):
        yield outcomes
        suspects += killed
    doubtful: list[Task] = []
    for outcomes, killed in _round(client, _singly(suspects), limits, work, workers):
        yield outcomes
        doubtful += killed
    for outcomes, killed in _round(client, _singly(doubtful), limits, work, 1):
        yield [*outcomes, *(_died(task, limits) for task in killed)]


def _died(task: Task, limits: Limits) -> Outcome:
    time = f", or more than {limits.seconds:g} seconds" if limits.seconds else ""
    what = f"every worker that read it died (out of memory, a crash in a library{time})"
    return failure(task, "WorkerDied", f"{task.name}: {what}; save it in another form, or give workers more memory and add --retry")


def _singly(tasks: Iterable[Task]) -> Iterator[Chunk]:
    return ((task,) for task in tasks)


def _round(client: Client, chunks: Iterator[Chunk], limits: Limits, work: Work, window: int) -> Iterator[tuple[list[Outcome], Chunk]]:
    """Outcomes, and the tasks whose workers died; at most `window` chunks are with the scheduler."""
    from distributed import as_completed

    flights: dict[Any, Chunk] = {}
    landing = as_completed(loop=client.loop, raise_errors=False)  # type: ignore[no-untyped-call]
    while True:
        for chunk in islice(chunks, window - len(flights)):
            future = client.submit(work_through, chunk, limits, work, pure=False)
            flights[future] = chunk
            landing.add(future)  # type: ignore[no-untyped-call]
        if not flights:
            return
        future = next(landing)
        yield _landed(future, flights.pop(future))


def _landed(future: Any, chunk: Chunk) -> tuple[list[Outcome], Chunk]:
    from distributed import KilledWorker

    if future.status == "finished":
        outcomes, version = future.result()
        _check_version(version, "a worker that joined later")
        for outcome in outcomes:
            _check_that_it_sees(outcome)
        return outcomes, ()
    if future.status != "error":
        raise ConnectionError("the scheduler does not answer any more")
    error = future.exception()
    if isinstance(error, KilledWorker):
        return [], chunk
    what = f"the cluster could not run it ({' '.join(str(error).split())[:200]})"
    return [failure(task, "Bug", f"{task.name}: {what}; report it with this file") for task in chunk], ()


# --- the cluster ----------------------------------------------------------------------------------------------------------


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise MissingDependency("--engine dask://… needs dask.distributed", address, "pip install 'vanban[cluster]'") from None
    try:
        there = "tcp://" + address.removeprefix(SCHEME)
        return Client(there, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise _gone(address, error) from None


def _gone(address: str, error: Exception) -> InputUnreadable:
    what = f"the cluster cannot be reached ({' '.join(str(error).split())[:200]})"
    return InputUnreadable(what, address, "look whether its scheduler runs; the same command goes on where this one stopped")


def _checked_workers(client: Client, address: str) -> int:
    """How many there are. Each has one thread and reads as this machine would."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
    except TimeoutError:
        advice = f"start some: dask worker {address.removeprefix(SCHEME)} --nthreads 1"
        raise InputUnreadable("the cluster has no workers", address, advice) from None
    workers = client.scheduler_info(n_workers=-1)["workers"]
    for name, worker in workers.items():
        if worker["nthreads"] != 1:
            raise InputUnreadable("the worker has several threads", name, "start it with --nthreads 1 and one worker a core (--nworkers)")
    for name, version in client.run(_version_there).items():
        _check_version(version, name)
    return len(workers)


def _version_there() -> str:
    return version_key()


def _check_version(version: str, worker: str) -> None:
    if version != version_key():
        what = f"it would read with version {version}, not {version_key()}"
        raise InputUnreadable(what, worker, "install the same package there, and start the worker again")


def _check_that_it_sees(outcome: Outcome) -> None:
    """A file that is here and not there says that a folder is not mounted: that is no fault of the document."""
    if outcome.error == "InputMissing" and os.path.exists(outcome.task.path):
        what = "a worker does not find it, although it is there"
        raise InputUnreadable(what, outcome.task.path, "mount its folder under the same path on all machines")
