#!/usr/bin/env python3
"""Batches: speed against one process, memory over time, and what trouble costs.

    python -m pipeline generate 20000 --seed 1 -o made-up          # or any folder of documents
    python benchmarks/batch.py speed made-up [--jobs 2] [--plot memory.png]
    python benchmarks/batch.py kills made-up [--count 20] [--within 8]
    python benchmarks/batch.py hostile made-up
    python benchmarks/batch.py cluster made-up

speed    a batch of all documents, watched from outside, against as many processes that only read, before and after.
         CPU seconds a document hold on a shared machine; a worker's idle time is what it neither ran nor waited for a core.
kills    the batch is killed with SIGKILL at random moments and started again; its lines against those of one left alone
hostile  broken, encrypted, empty, huge, hanging and crashing files among 1,000 good ones
cluster  a LocalCluster of 3 processes, one of which is killed, against the lines of a batch on this machine

Results go to a temporary folder that is deleted. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from pipeline.batch.run import Options, run_batch
from pipeline.batch.work import Limits, Task, read_one
from tests import batch_trouble

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("speed", "kills", "hostile", "cluster"))
    parser.add_argument("folder", help="documents")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--count", type=int, default=20, help="kills")
    parser.add_argument("--within", type=float, default=8.0, help="seconds in which a kill comes; more on a busy machine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plot", help="picture of memory over time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanban-bench-") as scratch:
        {"speed": speed, "kills": kills, "hostile": hostile, "cluster": cluster}[options.what](options, Path(scratch))


def batch(folder: str, output: Path, *more: str) -> subprocess.Popen[bytes]:
    """Of the files in the folder itself: below it stands the gold of generated ones."""
    command = [sys.executable, "-m", "pipeline", "batch", os.path.join(folder, "*"), "-o", str(output), *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def lines_of(output: Path) -> Counter[bytes]:
    path = output / "directives.jsonl"
    return Counter(line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")) if path.exists() else Counter()


# --- speed and memory -----------------------------------------------------------------------------------------------------


class Watch(threading.Thread):
    """Memory and times of a process and all that descend from it, once a second."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.begun = process, time.monotonic()
        self.memory: list[tuple[float, float, float]] = []  #: seconds, MiB of the first process, MiB of the largest worker
        self.times: dict[int, tuple[float, float, float, float]] = {}  #: process -> CPU, waiting for a core, first seen, last seen
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(1.0):
            now = time.monotonic() - self.begun
            sizes = {}
            for process in descendants(self.process):
                try:
                    _, waited, _ = Path(f"/proc/{process}/schedstat").read_text().split()
                    sizes[process] = int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE / MIB
                except (OSError, ValueError):
                    continue
                if process not in self.times:
                    self.times[process] = (0, 0, now, now)
                self.times[process] = (threads_cpu(process), int(waited) / 1e9, self.times[process][2], now)
            workers = [size for process, size in sizes.items() if process != self.process]
            self.memory.append((now, sizes.get(self.process, 0.0), max(workers, default=0.0)))


def threads_cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def descendants(process: int) -> list[int]:
    found, queue = [], [process]
    while queue:
        found.append(queue.pop())
        try:
            for task in Path(f"/proc/{found[-1]}/task").iterdir():
                queue += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def plain(folder: str, first: int, jobs: int, documents: int = 1000) -> tuple[float, float]:
    """CPU milliseconds a document, and documents a second, of `jobs` processes at once that read and write nothing down.

    Not of one alone: two processors of a virtual machine are often the two threads of one core, and slow each other down.
    """
    command = [sys.executable, __file__, "plain", folder, str(documents)]
    running = [subprocess.Popen([*command, str(first + i)], stdout=subprocess.PIPE, text=True) for i in range(jobs)]
    times = [json.loads(process.communicate()[0]) for process in running]
    return sum(cpu for cpu, _ in times) / jobs, sum(1e3 / wall for _, wall in times)


def read_plainly(folder: str, documents: str, first: str) -> None:
    """Every so-manyth document from `first` on, none twice: what was seen before is read faster. The first 50 warm up."""
    paths = sorted(path for path in Path(folder).iterdir() if path.is_file())
    chosen = paths[int(first) :: max(len(paths) // int(documents), 1)]
    for path in chosen[:50]:
        read_one(Task(0, str(path), str(path), "", 0), Limits())
    cpu, wall, count = time.process_time(), time.perf_counter(), len(chosen) - 50
    for path in chosen[50:]:
        assert read_one(Task(0, str(path), str(path), "", 0), Limits()).line
    print(json.dumps([(time.process_time() - cpu) / count * 1e3, (time.perf_counter() - wall) / count * 1e3]))


def speed(options: argparse.Namespace, scratch: Path) -> None:
    count = sum(path.is_file() for path in Path(options.folder).iterdir())
    before = plain(options.folder, 0, options.jobs)
    say_plain("before", options.jobs, before)
    process = batch(options.folder, scratch / "out", "--jobs", str(options.jobs))
    watch = Watch(process.pid)
    watch.start()
    assert process.stderr
    said = process.stderr.read().decode().splitlines()[-1]
    seconds = time.monotonic() - watch.begun
    watch.over.set()
    watch.join()
    after = plain(options.folder, options.jobs, options.jobs)
    say_plain("after", options.jobs, after)
    print(said)
    tell_times(watch, process.pid, count, seconds, (before[0] + after[0]) / 2, options.jobs)
    print(f"by the clock: {count / seconds / ((before[1] + after[1]) / 2):.1%} of plain processes, starts and ends included")
    tell_memory(watch)
    if options.plot:
        plot(watch, options.plot)


def say_plain(when: str, jobs: int, times: tuple[float, float]) -> None:
    load = os.getloadavg()[0]
    print(f"load {when}: {load:.1f}; {jobs} plain processes: {times[0]:.2f} CPU ms a document, {times[1]:.1f} documents/s together")


def tell_times(watch: Watch, parent: int, count: int, seconds: float, one: float, jobs: int) -> None:
    workers = {p: t for p, t in watch.times.items() if p != parent and t[0] > 1}
    cpu = sum(t[0] for t in workers.values()) / count * 1e3
    own = watch.times[parent][0] / count * 1e3
    alive = sum(t[3] - t[2] for t in workers.values())
    idle = 1 - sum(t[0] + t[1] for t in workers.values()) / alive
    print(f"batch, {jobs} jobs: {count / seconds:.1f} documents/s; {cpu:.2f} CPU ms a document in the workers, {own:.2f} in the parent")
    share = one / (cpu + own)
    print(f"workers were idle {idle:.1%} of their time")
    print(f"CPU for CPU: {share:.1%} of what plain processes need; with the idle time {share * (1 - idle):.1%}")


def tell_memory(watch: Watch) -> None:
    for name, column in (("parent", 1), ("largest worker", 2)):
        values = [row[column] for row in watch.memory]
        tenth = max(len(values) // 10, 1)
        first, last = values[tenth : 2 * tenth] or values, values[-2 * tenth : -tenth] or values
        print(f"memory, {name}: {max(first):.0f} MiB in the second tenth of the time, {max(last):.0f} MiB in the ninth")


def plot(watch: Watch, path: str) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3))
    seconds, parent, worker = zip(*watch.memory, strict=True)
    axes.plot(seconds, worker, label="largest worker")
    axes.plot(seconds, parent, label="parent")
    axes.set(xlabel="seconds", ylabel="resident memory, MiB", ylim=(0, None))
    axes.legend(loc="lower right", frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=120)


# --- kills ----------------------------------------------------------------------------------------------------------------


def kills(options: argparse.Namespace, scratch: Path) -> None:
    """Each kill comes some time after the start, wherever the batch is then."""
    chance = random.Random(options.seed)
    out, seen, done = scratch / "out", Counter[bytes](), 0
    for number in range(1, options.count + 1):
        process, wait = batch(options.folder, out), chance.uniform(0.3, options.within)
        time.sleep(wait)
        ended = process.poll() is not None
        process.kill()
        process.communicate()
        now = lines_of(out)
        seen |= now
        half = "" if not (out / "directives.jsonl").exists() else (out / "directives.jsonl").read_bytes()[-1:].decode("latin-1")
        state = "it was done before" if ended else "half a line at the end" if half not in ("", "\n") else "whole lines"
        print(f"kill {number:2} after {wait:.2f} s: {now.total()} lines, {state}")
        done += ended
    finish(options.folder, out)
    finish(options.folder, scratch / "alone")
    final, wanted = lines_of(out), lines_of(scratch / "alone")
    print(f"{options.count - done} kills; {wanted.total()} lines wanted, {final.total()} there")
    print(f"lost: {(wanted - final).total()}; doubled or different: {(final - wanted).total()}")
    print(f"written at some kill and not there at the end: {len(seen - final)}")
    left = [p for p in Path("/proc").glob("[0-9]*") if str(scratch) in command_line(p)]
    print(f"processes left: {len(left)}")


def finish(folder: str, output: Path) -> None:
    process = batch(folder, output)
    _, said = process.communicate()
    print(said.decode().splitlines()[-1])


def command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


# --- trouble --------------------------------------------------------------------------------------------------------------


def copies(folder: str, count: int, scratch: Path) -> Path:
    good = scratch / "in"
    good.mkdir()
    for path in sorted(path for path in Path(folder).iterdir() if path.is_file())[:count]:
        shutil.copy(path, good)
    return good


def hostile(options: argparse.Namespace, scratch: Path) -> None:
    folder = copies(options.folder, 1000, scratch)
    good = sum(1 for _ in folder.iterdir())
    make_trouble(folder)
    begun = time.monotonic()
    options = Options(jobs=options.jobs, limits=Limits(seconds=5.0))
    report = run_batch([str(folder)], scratch / "out", options, batch_trouble.work)
    print(f"{good} good files: {report.done} lines, {report.failed} failed, {time.monotonic() - begun:.0f} s")
    for line in (scratch / "out" / "failures.jsonl").read_text(encoding="utf-8").splitlines():
        failure = json.loads(line)
        print(f"  {Path(failure['path']).name:20} {failure['error']:18} {failure['message'].partition(': ')[2]}")


def make_trouble(folder: Path) -> None:
    """Text that makes the workers of `tests/batch_trouble.py` crash or hang, and files that are bad by themselves."""
    for name in ("CRASH", "ABORT", "SLEEP", "HANG", "MEMORY", "BUG"):
        (folder / f"{name.lower()}.txt").write_text(f"KẾ HOẠCH\n{getattr(batch_trouble, name)}", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04word/document.xml" + bytes(200))
    (folder / "encrypted.pdf").write_bytes(encrypted_pdf())
    (folder / "noise.bin").write_bytes(random.Random(1).randbytes(20_000))
    with (folder / "200 MiB.txt").open("wb") as file:
        file.truncate(200 * MIB)
    os.mkfifo(folder / "pipe.txt")


def encrypted_pdf() -> bytes:
    """One empty page behind a password."""
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, encrypt=StandardEncryption("mật khẩu"))
    page.drawString(72, 720, "KE HOACH")
    page.save()
    return out.getvalue()


# --- cluster --------------------------------------------------------------------------------------------------------------


def cluster(options: argparse.Namespace, scratch: Path) -> None:
    from distributed import LocalCluster

    folder = copies(options.folder, 1000, scratch)
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None, silence_logs=60) as local:
        address = local.scheduler_address.replace("tcp://", "dask://")
        process, begun = batch(str(folder), scratch / "out", "--engine", address), time.monotonic()
        while not lines_of(scratch / "out"):
            time.sleep(0.1)
        victim = next(iter(local.workers.values())).process.process.pid
        os.kill(victim, signal.SIGKILL)
        print(f"worker {victim} killed after {time.monotonic() - begun:.1f} s, with {lines_of(scratch / 'out').total()} lines written")
        _, said = process.communicate()
        print(said.decode().splitlines()[-1])
    finish(str(folder), scratch / "here")
    one, other = lines_of(scratch / "out"), lines_of(scratch / "here")
    print(f"cluster against this machine: {(other - one).total()} lines lost, {(one - other).total()} doubled or different")


if __name__ == "__main__":
    read_plainly(*sys.argv[2:]) if sys.argv[1:2] == ["plain"] else main()
