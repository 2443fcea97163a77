"""A whole batch: plan, work, store, and the files that are made of the manifest."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline.batch import manifest
from pipeline.batch.cluster import SCHEME, run_on_cluster
from pipeline.batch.inputs import listed
from pipeline.batch.plan import Passed, Run, Unread, chunked, once_more, plan
from pipeline.batch.pool import run_here
from pipeline.batch.progress import Progress, shown
from pipeline.batch.recovery import compact
from pipeline.batch.store import LINES, Store, workspace
from pipeline.batch.version import version_key
from pipeline.batch.views import write_duplicates, write_failures, write_numbers
from pipeline.batch.work import Limits, Outcome, Task, Work, read_one
from pipeline.errors import InputMissing

#: The engine that is this machine.
LOCAL = "local"
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Options:
    jobs: int | None = None  #: processes; None: one a core
    limit: int | None = None  #: documents to be read at most; None: all
    limits: Limits = _LIMITS
    retry: bool = False  #: what failed before is tried again
    prune: bool = False  #: what is not among the names any more is left out
    engine: str = LOCAL  #: or "dask://HOST:PORT"
    quiet: bool = True  #: no progress on stderr


_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Report:
    """Of the names given: what there is of them now, and what of that is new."""

    named: int
    read: int  #: in this run, well or not
    done: int
    failed: int
    duplicates: int
    seconds: float
    whole: bool  #: False: --limit ended it


def run_batch(names: Iterable[str], output: str | Path, options: Options = _OPTIONS, work: Work = read_one) -> Report:
    """Read what `names` stand for (see `inputs.paths_of`) and write the folder `output`.

    directives.jsonl gets a line for each content, failures.jsonl one for each file without a result, duplicates.jsonl one for each
    further name of a content, numbers.jsonl one for each number read by hand that others confirm or contradict; manifest.sqlite
    keeps what was done. Killed at any moment and called again, it goes on where it was.
    Raises InputMissing where there is nothing to read, InputUnreadable where the folder is in use or not ours.
    """
    folder = Path(output)
    begun = time.monotonic()
    with workspace(folder) as db, listed(names, str(folder)) as paths:
        if not paths.count:
            raise InputMissing("there is no file in it", "the inputs", "name files, or folders with files")
        version = version_key()
        run = Run(manifest.begin_run(db, version), version, options.limits, options.retry, set())
        write_failures(db, folder)
        with shown(paths.count, options.quiet) as progress, closing(Store(folder, db, version, run.number, run.underway)) as store:
            batch = _Batch(store, progress, options, work)
            batch.through(plan(paths, db, run))
            if batch.whole and options.prune:
                manifest.forget_others(db, run.number)
            if batch.whole:
                batch.through(once_more(db, run))
        _finish(db, folder)
        now = manifest.counts(db, run.number)
    return Report(paths.count, progress.worked, now.done, now.failed, now.duplicates, time.monotonic() - begun, batch.whole)


class _Batch:
    """Gives tasks to the engine and its outcomes to the store."""

    def __init__(self, store: Store, progress: Progress, options: Options, work: Work) -> None:
        self.store, self.progress, self.options, self.work = store, progress, options, work
        self.left = options.limit
        self.whole = True

    def through(self, planned: Iterator[Task | Passed | Unread]) -> None:
        first = next(planned, None)
        if first is None:  # no engine for nothing
            return
        try:
            with closing(self._outcomes(chain([first], planned))) as outcomes:
                for some in outcomes:
                    for outcome in some:
                        self.store.add(outcome)
                        self.progress.step(failed=outcome.line is None)
                    self.store.flush_if_due()
        finally:
            self.store.flush()  # also when it was interrupted: what is done is done

    def _outcomes(self, planned: Iterator[Task | Passed | Unread]) -> Generator[list[Outcome], None, None]:
        chunks, engine = chunked(self._tasks(planned)), self.options.engine
        if engine.startswith(SCHEME):
            return run_on_cluster(chunks, self.options.limits, self.work, engine)
        return run_here(chunks, self.options.limits, self.work, self.options.jobs)

    def _tasks(self, planned: Iterator[Task | Passed | Unread]) -> Iterator[Task]:
        for item in planned:
            if isinstance(item, Task):
                if self.left == 0:
                    self.whole = False
                    return
                self.left = None if self.left is None else self.left - 1
                yield item
            elif isinstance(item, Unread):
                self.store.add_unread(item.path, item.error, item.message)
                self.progress.step(failed=True)
            else:
                self.store.flush_if_due()
                self.progress.skip()


def _finish(db: sqlite3.Connection, folder: Path) -> None:
    manifest.forget_nameless(db)
    db.commit()
    compact(db, folder / LINES)
    write_failures(db, folder)
    write_duplicates(db, folder)
    write_numbers(db, folder)
