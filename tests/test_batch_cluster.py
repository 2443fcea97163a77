"""A batch on a cluster: several processes here, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.batch import cluster
from pipeline.batch.run import Options, run_batch
from pipeline.batch.work import Limits
from tests import batch_trouble
from tests.batch_trouble import BUG, CRASH
from tests.test_batch import expected, letters, lines, table

distributed = pytest.importorskip("distributed", reason="pip install 'vanban[cluster]'")


@pytest.fixture(scope="module")
def engine() -> Iterator[tuple[str, object]]:
    """ "dask://HOST:PORT" and the cluster: two workers of one thread."""
    import dask

    quiet = {"distributed.scheduler.allowed-failures": 1, "distributed.logging.distributed": "critical", "distributed.admin.log-length": 10}
    with (
        dask.config.set(quiet),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60) as local,
    ):
        yield local.scheduler_address.replace("tcp://", "dask://"), local


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    letters(tmp_path / "in", 60)
    return tmp_path


def test_a_worker_is_killed_in_the_middle(here: Path, engine: tuple[str, object]) -> None:
    """And a document kills every worker that reads it: it alone fails."""
    address, local = engine
    good = sorted(os.path.join("in", name) for name in os.listdir("in"))
    (here / "in" / "020 crash.txt").write_text(CRASH, encoding="utf-8")
    (here / "in" / "040 bug.txt").write_text(BUG, encoding="utf-8")
    killer = threading.Thread(target=kill_a_worker, args=(local, here / "out" / "directives.jsonl"))
    killer.start()
    report = run_batch(["in"], "out", Options(engine=address, limits=Limits(seconds=60)), batch_trouble.work)
    killer.join()
    assert lines() == expected(*good)
    assert (report.done, report.failed) == (60, 2)
    assert {row["path"]: row["error"] for row in table("failures.jsonl")} == {"in/020 crash.txt": "WorkerDied", "in/040 bug.txt": "Bug"}


def kill_a_worker(local: object, path: Path) -> None:
    """Any, as soon as there are lines."""
    end = time.monotonic() + 30
    while time.monotonic() < end and not (path.exists() and path.stat().st_size):
        time.sleep(0.01)
    while time.monotonic() < end:
        for nanny in local.workers.values():  # type: ignore[attr-defined]
            process = nanny.process and nanny.process.process  # None while it is started again: the document kills them, too
            if process and process.pid:
                os.kill(process.pid, signal.SIGKILL)
                return


def test_a_cluster_that_is_not_there(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 1)
    with pytest.raises(errors.InputUnreadable, match="cannot be reached"):
        run_batch(["in"], "out", Options(engine="dask://127.0.0.1:9"))


def test_a_worker_of_another_version(here: Path, engine: tuple[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "version_key", lambda: "0.0.0+other")
    with pytest.raises(errors.InputUnreadable, match="install the same package there"):
        run_batch(["in"], "out", Options(engine=engine[0]))


def test_a_folder_that_workers_do_not_see(here: Path, engine: tuple[str, object]) -> None:
    with pytest.raises(errors.InputUnreadable, match="mount its folder"):
        run_batch(["in/000.txt"], "out", Options(engine=engine[0]), unseen)


def unseen(task: object, limits: Limits) -> object:
    from pipeline.batch.work import failure

    return failure(task, "InputMissing", "none")  # type: ignore[arg-type]


def test_without_distributed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(errors.MissingDependency, match=r"vanban\[cluster\]"):
        run_batch(["in"], "out", Options(engine="dask://127.0.0.1:9"))
