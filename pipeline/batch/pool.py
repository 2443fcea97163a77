"""Tasks on this machine: a process a core, each behind an executor of its own, so that one that dies takes no other with it.

An executor of several processes is broken as a whole by the first that dies, and does not say over what. Here every lane has
one process, which notes in shared memory what it is reading. When it dies, that document is tried once more, alone, in a new
process; when that dies too, the document has failed. What else the lane had goes back to the queue.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from typing import Any

from pipeline.batch.deadline import GRACE, watchdog
from pipeline.batch.work import Limits, Outcome, Task, Work, died, timed_out
from pipeline.errors import InputUnreadable

Chunk = tuple[Task, ...]

#: Chunks that a lane has: one being read, one waiting.
_DEPTH = 2
#: A process is replaced after so many documents (its start costs as much as 40 texts), or when it keeps so much memory (bytes).
_DOCUMENTS, _MEMORY = 20_000, 1 << 30
#: Deaths before the first document of a process, one after the other, that mean that none will ever start.
_FALSE_STARTS = 5
#: What the marker of a lane holds.
_SERIAL, _SINCE, _PROCESS = range(3)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# --- in the worker --------------------------------------------------------------------------------------------------------

_marker: Any = None


def _enter(marker: Any) -> None:
    """A new process: in a group of its own, which can be ended with all that it started; it ends when its parent is gone."""
    global _marker
    _marker = marker
    with suppress(OSError):
        os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("800")  # where memory runs out, a worker goes first and not who keeps the results
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    marker[_PROCESS] = os.getpid()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        with suppress(OSError):
            os.killpg(os.getpgid(0), signal.SIGKILL)


def _work_through(chunk: Chunk, limits: Limits, work: Work) -> tuple[list[Outcome], int]:
    """Outcomes, and the bytes of memory that the process keeps."""
    outcomes = []
    with watchdog(limits.seconds) as wind_up:
        for task in chunk:
            wind_up()
            _marker[_SINCE] = time.monotonic()
            _marker[_SERIAL] = task.serial
            outcomes.append(work(task, limits))
    _marker[_SERIAL] = -1
    return outcomes, _resident()


def _resident() -> int:
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


# --- lanes ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Lane:
    executor: ProcessPoolExecutor
    marker: Any
    flights: deque[tuple[Future[tuple[list[Outcome], int]], Chunk]] = field(default_factory=deque)
    read: int = 0
    memory: int = 0
    broken: bool = False


def _context() -> BaseContext:
    """A process forked from a clean one starts in a tenth of the time; forking this one, which has threads, could hang."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.pool", "pipeline.candidates", "pipeline.validate", "pipeline.segment", "pipeline.read"])
    return context


def _open_lane(context: BaseContext) -> _Lane:
    marker = context.RawArray("d", 3)
    marker[_SERIAL] = -1
    return _Lane(ProcessPoolExecutor(1, mp_context=context, initializer=_enter, initargs=(marker,)), marker)


def _close_lane(lane: _Lane, at_once: bool) -> None:
    """`at_once`: what it is reading is given up, with the programs that it started."""
    if at_once:
        _end_group(int(lane.marker[_PROCESS]))
    lane.executor.shutdown(wait=not at_once, cancel_futures=at_once)


def _end_group(process: int) -> None:
    if process > 1:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process, signal.SIGKILL)


def _submit(lane: _Lane, chunk: Chunk, limits: Limits, work: Work) -> None:
    """A lane whose process is found dead only now breaks with the chunk in it."""
    try:
        lane.flights.append((lane.executor.submit(_work_through, chunk, limits, work), chunk))
    except BrokenProcessPool as error:
        future: Future[tuple[list[Outcome], int]] = Future()
        future.set_exception(error)
        lane.flights.append((future, chunk))


def _landed(lane: _Lane) -> list[Outcome]:
    """What is done; the lane is broken where its process is dead."""
    outcomes: list[Outcome] = []
    while lane.flights and lane.flights[0][0].done():
        future, chunk = lane.flights[0]
        try:
            some, lane.memory = future.result()
        except BrokenProcessPool:
            lane.broken = True
            return outcomes
        outcomes += some
        lane.read += len(chunk)
        lane.flights.popleft()
    return outcomes


# --- all of them ----------------------------------------------------------------------------------------------------------


class _Pool:
    """The lanes, and what has to be read again."""

    def __init__(self, jobs: int, limits: Limits, work: Work) -> None:
        self.limits, self.work = limits, work
        self.context = _context()
        self.lanes = [_open_lane(self.context) for _ in range(jobs)]
        self.again: deque[Chunk] = deque()
        self.suspects: set[int] = set()  #: serials of documents over which a process died
        self.false_starts = 0

    def fill(self, chunks: Iterator[Chunk]) -> None:
        """Give every lane its share, the idle ones first."""
        for depth in range(_DEPTH):
            for i, lane in enumerate(self.lanes):
                if len(lane.flights) > depth or (lane.flights and _is_worn(lane)):
                    continue
                chunk = self.again.popleft() if self.again else next(chunks, None)
                if chunk is None:
                    return
                if _is_worn(lane):
                    _close_lane(lane, at_once=False)
                    self.lanes[i] = lane = _open_lane(self.context)
                _submit(lane, chunk, self.limits, self.work)

    def futures(self) -> Sequence[Future[Any]]:
        return [lane.flights[0][0] for lane in self.lanes if lane.flights]

    def collect(self) -> Iterator[list[Outcome]]:
        for i, lane in enumerate(self.lanes):
            outcomes = _landed(lane)
            if outcomes:
                self.false_starts = 0
            if lane.broken:
                outcomes += self._after_death(lane)
                self.lanes[i] = _open_lane(self.context)
            elif self._hangs(lane):
                _end_group(int(lane.marker[_PROCESS]))
            if outcomes:
                yield outcomes

    def _hangs(self, lane: _Lane) -> bool:
        """The process should have ended itself; it is stopped, or waits for a disk."""
        late = self.limits.seconds and time.monotonic() - lane.marker[_SINCE] > self.limits.seconds + 2 * GRACE
        return bool(late and lane.marker[_SERIAL] >= 0)

    def _after_death(self, lane: _Lane) -> Iterator[Outcome]:
        _close_lane(lane, at_once=True)
        serial, lasted = int(lane.marker[_SERIAL]), time.monotonic() - lane.marker[_SINCE]
        self._count_start(serial)
        for _, chunk in lane.flights:
            suspect = next((task for task in chunk if task.serial == serial), None)
            rest = tuple(task for task in chunk if task is not suspect)
            if rest:
                self.again.append(rest)
            if suspect is None:
                continue
            if self.limits.seconds and lasted >= self.limits.seconds:
                yield timed_out(suspect, self.limits)
            elif serial in self.suspects:
                yield died(suspect)
            else:
                self.suspects.add(serial)
                self.again.appendleft((suspect,))

    def _count_start(self, serial: int) -> None:
        self.false_starts = self.false_starts + 1 if serial < 0 else 0
        if self.false_starts >= _FALSE_STARTS:
            what = "processes die before they read anything"
            raise InputUnreadable(what, "the workers", "look for memory and process limits (ulimit -a), or use fewer --jobs")

    def close(self, at_once: bool) -> None:
        for lane in self.lanes:
            _close_lane(lane, at_once)


def _is_worn(lane: _Lane) -> bool:
    return lane.read >= _DOCUMENTS or lane.memory >= _MEMORY


def run_here(chunks: Iterator[Chunk], limits: Limits, work: Work, jobs: int | None = None) -> Generator[list[Outcome], None, None]:
    """The outcome of every task, some at a time and in no fixed order; `jobs` processes (None: one a core).

    Chunks are asked for as they are needed. At least every second something is yielded, be it empty: what was done before can
    be written while a long document is read.

    A script that calls this has to be importable (`if __name__ == "__main__"`), as always with processes. Raises InputUnreadable
    when no process can be kept alive.
    """
    pool = _Pool(jobs or cores(), limits, work)
    finished = False
    try:
        while True:
            pool.fill(chunks)
            futures = pool.futures()
            if not futures:
                break
            wait(futures, timeout=1.0, return_when=FIRST_COMPLETED)
            yield from pool.collect()
            yield []
        finished = True
    finally:
        pool.close(at_once=not finished)
