"""Batches: what is read, what is written, and that no kill, crash or change loses or doubles a line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest

import pipeline
from pipeline import errors, extract
from pipeline.batch import manifest, plan, pool, store, version
from pipeline.batch import run as runs
from pipeline.batch.inputs import listed, paths_of
from pipeline.batch.run import Options, Report, run_batch
from pipeline.batch.table_files import _cell, write_tables
from pipeline.batch.tables import TABLES, rows
from pipeline.batch.work import Limits, Outcome, Task, Work, read_one
from pipeline.directive import AwardQuota, Deadline, Recipient, Reference, Target, to_json
from pipeline.errors import ExitCode
from tests import batch_trouble
from tests.batch_trouble import ABORT, BUG, CRASH, HANG, MEMORY, SLEEP, STOP

ROOT = Path(__file__).resolve().parents[1]
LETTER = """SỞ Y TẾ TỈNH HÀ GIANG

Số: {0}/KH-SYT

Hà Giang, ngày 05 tháng 01 năm 2021

KẾ HOẠCH
Kiểm tra công tác số {0}

Hoàn thành trước ngày {1:02}/06/2021.
"""


STARTED: list[subprocess.Popen[bytes]] = []


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with nothing in it but "in", which has 6 letters."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    letters(tmp_path / "in", 6)
    yield tmp_path
    while STARTED:  # running only where a test has failed
        process = STARTED.pop()
        process.kill()
        process.communicate()


def letters(folder: Path, count: int, paragraphs: int = 0) -> None:
    more = "".join(f"{n}. Các đơn vị báo cáo kết quả thực hiện trước ngày {n % 28 + 1:02}/12/2021.\n" for n in range(1, paragraphs + 1))
    for i in range(count):
        (folder / f"{i:03}.txt").write_text(LETTER.format(i + 1, i % 28 + 1) + more, encoding="utf-8")


def batch(*names: str, work: Work = read_one, jobs: int = 1, **options: object) -> Report:
    return run_batch(names or ("in",), "out", Options(jobs=jobs, **options), work)  # type: ignore[arg-type]


def lines(folder: str = "out") -> list[bytes]:
    return sorted((Path(folder) / "directives.jsonl").read_bytes().splitlines(keepends=True))


def table(name: str, folder: str = "out") -> list[dict[str, str]]:
    return [json.loads(line) for line in (Path(folder) / name).read_text(encoding="utf-8").splitlines()]


def expected(*names: str) -> list[bytes]:
    """What `extract` says of each file, the lines that a batch has to have."""
    return sorted(to_json(extract(name)).encode() + b"\n" for name in names)


def all_letters() -> list[str]:
    return sorted(os.path.join("in", name) for name in os.listdir("in"))


# --- inputs ---------------------------------------------------------------------------------------------------------------


def test_folders_patterns_and_names(here: Path) -> None:
    for name in ("in/b/2.txt", "in/a/1.txt", "in/.hidden/x.txt", "in/~$lock.docx", "in/.DS_Store", "in/[1].txt", "out/old.txt"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text("x")
    plain = [f"in/00{i}.txt" for i in range(6)]
    assert list(paths_of(["in/**/[12].txt"], "out")) == ["in/a/1.txt", "in/b/2.txt"]
    (here / "in" / "link").symlink_to(here / "in")
    assert list(paths_of(["in"], "out")) == [*plain, "in/[1].txt", "in/a/1.txt", "in/b/2.txt"]
    assert list(paths_of(["in/[1].txt"], "out")) == ["in/[1].txt"], "a name that is there is no pattern"
    assert next(paths_of(["."], "out")) == "./in/000.txt" and not [p for p in paths_of([".", "**/*.txt"], "out") if "old" in p]
    assert list(paths_of(["none.txt", "none/*.txt"], "out")) == ["none.txt", "none/*.txt"]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_a_list_on_standard_input(here: Path, monkeypatch: pytest.MonkeyPatch, separator: str) -> None:
    names = ["in/000.txt", "-", "", "in/không có.txt", "in/00[45].txt"]
    stream = io.TextIOWrapper(io.BytesIO(separator.join(names).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert list(paths_of(["-"], "out")) == ["in/000.txt", "in/không có.txt", "in/004.txt", "in/005.txt"]


def test_a_long_list_is_kept_whole(here: Path) -> None:
    names = [f"in/{'dài' * 20}{i}\udcff" for i in range(5000)]
    with listed(names, ".") as paths:
        assert (paths.count, list(paths)) == (5000, names)


# --- a whole run ----------------------------------------------------------------------------------------------------------


def test_lines_are_those_of_extract(here: Path) -> None:
    report = batch(jobs=2)
    assert (report.named, report.read, report.done, report.failed, report.duplicates, report.whole) == (6, 6, 6, 0, 0, True)
    assert lines() == expected(*all_letters())
    assert table("failures.jsonl") == table("duplicates.jsonl") == []


def test_what_is_done_is_not_done_again(here: Path) -> None:
    batch()
    before = (here / "out" / "directives.jsonl").stat()
    assert batch().read == 0
    after = (here / "out" / "directives.jsonl").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_the_manifest_says_who_what_and_when(here: Path) -> None:
    batch("in/000.txt")
    with sqlite3.connect("out/manifest.sqlite") as db:
        columns = "path, state, issuing_body, number, notation, issued_date, doc_type, reader, place"
        row = db.execute(f"SELECT {columns} FROM documents").fetchone()
        confidence = db.execute("SELECT issuing_body_confidence, number_confidence, issued_date_confidence FROM documents").fetchone()
    assert row == ("in/000.txt", "done", "Sở Y tế tỉnh Hà Giang", "1", "KH-SYT", "2021-01-05", "Kế hoạch", "text", 0)
    assert all(0 < value < 1 for value in confidence)


def test_numbers_read_by_hand_are_held_against_those_of_the_same_body(here: Path) -> None:
    """0001 … 0005 in January to May: one of March says 3, as it should, one 31."""
    for month, number, name in ((1, 1, "a"), (2, 2, "b"), (3, 3, "c-hand"), (3, 31, "d-hand"), (4, 4, "e"), (5, 5, "f")):
        letter = LETTER.format(number, 1).replace("ngày 05 tháng 01", f"ngày 05 tháng {month:02}")
        (here / f"{name}.txt").write_text(letter, encoding="utf-8")
    batch("a.txt", "b.txt", "c-hand.txt", "d-hand.txt", "e.txt", "f.txt", work=batch_trouble.by_hand)
    right, wrong = table("numbers.jsonl")
    near = [{"path": "b.txt", "number": 2}, {"path": "e.txt", "number": 4}]
    assert right == {"path": "c-hand.txt", "number": 3, "verdict": "agrees", "neighbours": near}
    assert (wrong["path"], wrong["verdict"]) == ("d-hand.txt", "contradicts") and {"path": "e.txt", "number": 4} in wrong["neighbours"]


def test_same_content_is_read_once(here: Path) -> None:
    shutil.copy("in/003.txt", "in/000 bản sao.txt")
    shutil.copy("in/003.txt", "in/zzz.txt")
    report = batch(jobs=2)
    assert (report.read, report.done, report.duplicates) == (6, 6, 2)
    assert [(row["path"], row["same_as"]) for row in table("duplicates.jsonl")] == [
        ("in/003.txt", "in/000 bản sao.txt"),
        ("in/zzz.txt", "in/000 bản sao.txt"),
    ]
    assert lines() == expected(*(name for name in all_letters() if name not in ("in/003.txt", "in/zzz.txt")))


def test_a_name_given_twice_is_one_file(here: Path) -> None:
    report = batch("in/000.txt", "in", "in/000.txt")
    assert (report.read, report.done, report.duplicates) == (6, 6, 0)


def test_changed_files_are_done_again(here: Path) -> None:
    batch()
    (here / "in" / "002.txt").write_text(LETTER.format(77, 7), encoding="utf-8")
    os.utime("in/003.txt", ns=(1, 1))  # another time, the same content
    assert batch().read == 1
    assert lines() == expected(*all_letters())


def test_of_a_changed_file_its_copy_keeps_what_it_said(here: Path) -> None:
    shutil.copy("in/002.txt", "in/copy.txt")
    batch()
    (here / "in" / "002.txt").write_text(LETTER.format(77, 7), encoding="utf-8")
    assert batch().read == 2
    assert lines() == expected(*all_letters()) and table("duplicates.jsonl") == []


def test_another_version_does_all_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch()
    monkeypatch.setattr(runs, "version_key", lambda: "another")
    assert batch("in/000.txt", "in/001.txt").read == 2
    assert lines() == expected(*all_letters()), "superseded lines are gone"
    assert (batch().read, batch().read) == (4, 0)
    assert lines() == expected(*all_letters())


def test_the_version_tells_lexicons_models_and_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key = version.version_key.__wrapped__
    files = list(version._files())
    assert {"bodies.csv", "lm.bin", "rules.json"} <= {path.name for path in files} and "README.md" not in {path.name for path in files}
    (tmp_path / "bodies.csv").write_bytes((ROOT / "pipeline" / "data" / "bodies.csv").read_bytes() + b" ")
    changed = [tmp_path / path.name if path.name == "bodies.csv" else path for path in files]
    before = key()
    monkeypatch.setattr(version, "_files", lambda: iter(changed))
    assert before.startswith(f"{pipeline.__version__}+") and key() != before
    monkeypatch.undo()
    monkeypatch.setattr(version, "json_schema", lambda: {})
    assert key() != before


def test_a_limit_and_what_is_left(here: Path) -> None:
    report = batch(limit=4)
    assert (report.read, report.whole, len(lines())) == (4, False, 4)
    report = batch(limit=4)
    assert (report.read, report.whole) == (2, True)
    assert lines() == expected(*all_letters())


def test_prune_leaves_out_what_is_not_named(here: Path) -> None:
    batch()
    os.rename("in/001.txt", "in/đổi tên.txt")
    os.unlink("in/002.txt")
    assert batch().duplicates == 1 and len(lines()) == 6, "without --prune a file that is gone keeps its line"
    batch(prune=True)
    assert lines() == expected(*all_letters()) and table("duplicates.jsonl") == []


def test_a_file_that_changes_while_it_is_read(here: Path) -> None:
    def work(task: Task, limits: Limits) -> Outcome:
        Path(task.path).write_text(LETTER.format(99, 9), encoding="utf-8")
        return read_one(task, limits)

    run_in_process(work, "in/000.txt")
    assert lines() == expected("in/000.txt")
    assert batch("in/000.txt").read == 0


def run_in_process(work: Work, *names: str) -> Report:
    """Without processes, so that a test's own function can be the work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "run_here", lambda chunks, limits, work, jobs: ([work(task, limits)] for chunk in chunks for task in chunk))
        return batch(*names, work=work)


def test_names_that_are_no_utf8(here: Path) -> None:
    for name in (b"in/k\xff.txt", b"in/k\xfe.txt"):
        shutil.copy("in/000.txt", os.fsencode(here) + b"/" + name)
    with open(b"in/k\xfe.txt", "a") as file:
        file.write("khác")
    report = batch()
    assert (report.read, report.done, report.duplicates) == (7, 7, 1)
    assert table("duplicates.jsonl")[0]["path"] == "in/k\ufffd.txt" and batch().read == 0


def test_nothing_to_read(here: Path) -> None:
    (here / "empty").mkdir()
    with pytest.raises(errors.InputMissing):
        batch("empty")


def test_two_batches_into_one_folder(here: Path) -> None:
    with store.workspace(here / "out"), pytest.raises(errors.InputUnreadable, match="another batch"):
        batch()


# --- failures -------------------------------------------------------------------------------------------------------------


def hostile(folder: Path) -> None:
    for name, text in (("crash", CRASH), ("abort", ABORT), ("sleep", SLEEP), ("hang", HANG), ("memory", MEMORY), ("bug", BUG)):
        (folder / f"{name}.txt").write_text(LETTER.format(5, 5) + text, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "zip.bin").write_bytes(b"PK\x03\x04" + bytes(100))
    with (folder / "large.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    os.mkfifo(folder / "pipe.txt")
    os.symlink("nowhere", folder / "broken link.txt")


def test_each_bad_file_costs_itself_only(here: Path) -> None:
    good = all_letters()
    hostile(here / "in")
    report = batch(work=batch_trouble.work, jobs=2, limits=Limits(seconds=3.0))
    assert lines() == expected(*good)
    assert (report.done, report.failed) == (6, 11)
    failures = table("failures.jsonl")
    assert {Path(row["path"]).stem: row["error"] for row in failures} == {
        **{"crash": "WorkerDied", "abort": "WorkerDied", "sleep": "Timeout", "hang": "Timeout", "memory": "OutOfMemory", "bug": "Bug"},
        **{"empty": "InputEmpty", "zip": "FormatUnsupported", "large": "TooLarge", "pipe": "InputUnreadable"},
        "broken link": "InputMissing",
    }
    assert all(row["message"].startswith(row["path"] + ": ") and "; " in row["message"] for row in failures)
    assert [row["path"] for row in failures if row["sha256"] is None] == ["in/broken link.txt", "in/large.txt", "in/pipe.txt"]


def test_a_process_that_is_stopped(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "GRACE", 0.2)
    (here / "in" / "stop.txt").write_text(STOP, encoding="utf-8")
    report = batch(work=batch_trouble.work, limits=Limits(seconds=3.0))
    assert (report.done, [row["error"] for row in table("failures.jsonl")]) == (6, ["Timeout"])


def test_processes_are_replaced(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_DOCUMENTS", 2)
    monkeypatch.setattr(runs, "chunked", lambda tasks: ((task,) for task in tasks))
    opened, open_lane = [], pool._open_lane
    monkeypatch.setattr(pool, "_open_lane", lambda context: opened.append(1) or open_lane(context))
    assert batch().done == 6 and len(opened) == 2


def test_processes_that_never_start_end_the_batch(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They cannot import the work: its module is known here only."""
    ghost = types.ModuleType("ghost")
    exec("def work(task, limits): ...", ghost.__dict__)
    monkeypatch.setitem(sys.modules, "ghost", ghost)
    with pytest.raises(errors.InputUnreadable, match="die before they read anything"):
        batch(work=ghost.work)


def test_failures_are_tried_again_when_asked(here: Path) -> None:
    (here / "in" / "bug.txt").write_text(BUG, encoding="utf-8")
    (here / "in" / "bug too.txt").write_text(BUG, encoding="utf-8")
    assert batch(work=batch_trouble.work).failed == 1
    report = batch(work=batch_trouble.work)
    assert (report.read, report.failed, report.duplicates) == (0, 1, 1)
    report = batch(retry=True)
    assert (report.read, report.failed, report.done, report.duplicates) == (1, 0, 7, 1)
    assert table("failures.jsonl") == []


def test_what_is_missing_on_the_machine_is_tried_without_being_asked(here: Path) -> None:
    def work(task: Task, limits: Limits) -> Outcome:
        raise_it = errors.MissingDependency("Tesseract is not installed", task.name, "install it")
        return Outcome(task, task.sha256, 0.0, error="MissingDependency", message=str(raise_it))

    assert run_in_process(work, "in/000.txt").failed == 1
    assert batch("in/000.txt").done == 1 and table("failures.jsonl") == []


def test_a_done_document_that_fails_as_changed_loses_its_line(here: Path) -> None:
    batch()
    (here / "in" / "001.txt").write_bytes(b"")
    report = batch()
    assert (report.done, report.failed, len(lines())) == (5, 1, 5)
    (here / "in" / "001.txt").write_text(LETTER.format(2, 2), encoding="utf-8")
    assert (batch().failed, len(lines()), table("failures.jsonl")) == (0, 6, [])


# --- killed at any moment -------------------------------------------------------------------------------------------------


class Killed(BaseException):
    pass


def outcomes() -> Iterator[Outcome]:
    for serial, name in enumerate(all_letters()):
        data = Path(name).read_bytes()
        sha256 = plan.hashlib.sha256(data).hexdigest()
        yield read_one(Task(serial, name, os.path.abspath(name), sha256, len(data)), Limits())


def steps() -> list[tuple[object, str]]:
    """Everything by which the store changes what is on the disk."""
    on_disk = [(os, name) for name in ("pwrite", "fdatasync", "fsync", "replace", "truncate")]
    return [*on_disk, *((manifest, name) for name in ("save_document", "save_file", "set_written", "close_up", "set_swap"))]


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """One run in which the `step`th change of the disk does not come back, half of it done. Whether there were so many."""
    left = step

    def counted(function: object, name: str) -> object:
        def call(*args: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                if name == "pwrite":
                    function(args[0], bytes(args[1])[: len(args[1]) // 2], args[2])  # type: ignore[operator]
                raise Killed
            return function(*args, **more)  # type: ignore[operator]

        return call

    with monkeypatch.context() as patch:
        for module, name in steps():
            patch.setattr(module, name, counted(getattr(module, name), name))
        patch.setattr(runs._Batch, "through", without_mercy)
        try:
            run_in_process(read_one)
        except Killed:
            return True
    return False


def without_mercy(self: runs._Batch, planned: Iterator[object]) -> None:
    """As `_Batch.through`, but no flush when it is killed."""
    for (outcome,) in self._outcomes(planned):  # type: ignore[arg-type]
        self.store.add(outcome)
        self.store.flush()
    self.store.flush()


def test_killed_at_every_change_of_the_disk(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run over three new letters, one changed and one that is the same, killed at each step in turn, and finished."""
    for name in ("003.txt", "004.txt", "005.txt"):
        shutil.move(f"in/{name}", name)
    batch()
    shutil.move("out", "before")
    for name in ("003.txt", "004.txt", "005.txt"):
        shutil.move(name, f"in/{name}")
    (here / "in" / "001.txt").write_text(LETTER.format(77, 7), encoding="utf-8")
    wanted, step = expected(*all_letters()), 0
    while True:
        step += 1
        shutil.copytree("before", "out", dirs_exist_ok=False)
        went_on = killed_at(step, monkeypatch)
        run_in_process(read_one)
        assert lines() == wanted, f"killed at step {step}"
        shutil.rmtree("out")
        if not went_on:
            break
    assert step > 25, "the steps were not reached"


def test_a_kill_during_the_repair(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch("in/000.txt")
    whole = expected("in/001.txt")[0]
    with open("out/directives.jsonl", "ab") as file:
        file.write(whole + whole[:100])
    shutil.copytree("out", "before")
    for step in range(1, 7):  # two rows, the end, the cut; then the run itself
        assert killed_at(step, monkeypatch)
        report = run_in_process(read_one)
        assert lines() == expected(*all_letters()) and report.done == 6, f"killed at step {step}"
        shutil.rmtree("out")
        shutil.copytree("before", "out")


def test_whole_lines_that_the_manifest_does_not_know_are_kept(here: Path) -> None:
    batch("in/000.txt", "in/001.txt")
    with open("out/directives.jsonl", "ab") as file:
        file.writelines(expected("in/002.txt", "in/003.txt"))
    assert batch().read == 2
    assert lines() == expected(*all_letters())


def test_a_file_that_lost_its_end(here: Path) -> None:
    batch()
    size = os.path.getsize("out/directives.jsonl")
    os.truncate("out/directives.jsonl", size - 1000)
    assert batch().read in (1, 2)
    assert lines() == expected(*all_letters())


def test_directives_of_somebody_else_are_not_touched(here: Path) -> None:
    (here / "out").mkdir()
    (here / "out" / "directives.jsonl").write_text("mine\n")
    with pytest.raises(errors.InputUnreadable, match="no manifest"):
        batch()
    assert (here / "out" / "directives.jsonl").read_text() == "mine\n"


#: The command, which reads no file whose name comes after what the file "gate" holds: there is always something left to do,
#: however fast the machine is.
GATED = """
import functools, sys
import pipeline.batch.run as runs
from pipeline.cli import main
from tests.batch_trouble import gated
runs.run_batch = functools.partial(runs.run_batch, work=gated)
sys.exit(main())
"""


def start(*arguments: str, stdin: bytes = b"", gate: str = "") -> subprocess.Popen[bytes]:
    """The command; `stdin` has to fit into a pipe."""
    if gate:
        Path("new gate").write_text(gate)
        Path("new gate").replace("gate")
    command = [sys.executable, *(["-c", GATED] if gate else ["-m", "pipeline"]), "batch", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdin
    process.stdin.write(stdin)
    process.stdin.close()
    process.stdin = None
    STARTED.append(process)
    return process


def count_lines() -> int:
    path = Path("out/directives.jsonl")
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for_lines(count: int, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while count_lines() < count:
        assert time.monotonic() < end, "nothing is written"
        time.sleep(0.02)


def processes_of(here: Path) -> list[str]:
    """Processes whose working folder is here."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int(process.name) != os.getpid() and os.readlink(process / "cwd") == str(here):
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found


def test_sigkill_loses_and_doubles_nothing_and_leaves_no_process(here: Path) -> None:
    letters(here / "in", 300, paragraphs=30)
    for seconds, last in (0.0, 99), (0.3, 199), (0.6, 299):
        before = count_lines()
        process = start("in", "-o", "out", "--jobs", "2", gate=f"in/{last - 1:03}.txt")
        wait_for_lines(before + 1)
        time.sleep(seconds)
        process.kill()
        process.communicate()
        assert before < count_lines() <= last
    end = time.monotonic() + 20
    while Path("/proc").exists() and processes_of(here):
        assert time.monotonic() < end, processes_of(here)
        time.sleep(0.1)
    process = start("in", "-o", "out", "--jobs", "2")
    out, err = process.communicate()
    assert (process.returncode, out) == (0, b"")
    assert err.startswith(b"vanban: out: 300 of 300 files have a line, 0 failed, 0 duplicates, ")
    assert lines() == expected(*all_letters())


def test_what_is_done_is_written_while_a_document_takes_long(here: Path) -> None:
    letters(here / "in", 40)
    process = start("in", "-o", "out", "--jobs", "1", gate="in/034.txt")
    wait_for_lines(32)  # the chunk before the one that waits
    (here / "gate").write_text("in/999.txt")
    assert process.communicate(timeout=60)[0] == b"" and process.returncode == 0
    assert lines() == expected(*all_letters())


def test_ctrl_c_keeps_what_is_done(here: Path) -> None:
    letters(here / "in", 300, paragraphs=30)
    process = start("in", "-o", "out", "--jobs", "1", gate="in/199.txt")
    wait_for_lines(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (ExitCode.interrupted, b"")
    assert err.decode() == "vanban: out: stopped; the same command goes on from here\n"
    kept = lines()
    assert 0 < len(kept) < 300 and set(kept) < set(expected(*all_letters()))
    with sqlite3.connect("out/manifest.sqlite") as db:
        assert db.execute("SELECT COUNT(*) FROM documents").fetchone() == (len(kept),)


def test_a_flush_that_is_called_again_doubles_nothing(here: Path) -> None:
    """As after Ctrl-C, which may come between its last two steps."""
    (one, two, *_), underway = outcomes(), set[str]()
    with store.workspace(here / "out") as db:
        manifest.begin_run(db, "1")
        with contextlib.closing(store.Store(here / "out", db, "1", 1, underway)) as kept:
            kept.add(one)
            buffer = kept._buffer
            kept.flush()
            kept._buffer = buffer
            kept.flush()
            kept.add(two)
            kept.flush()
        assert (here / "out" / "directives.jsonl").read_bytes() == (one.line or b"") + (two.line or b"")
        assert [length for _, length in manifest.lines(db)] == [len(o.line or b"") for o in (one, two)]


# --- the command ----------------------------------------------------------------------------------------------------------


def test_exit_code_and_summary_with_a_failure(here: Path) -> None:
    (here / "in" / "empty.txt").write_bytes(b"")
    process = start("in", "none.txt", "-o", "out")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (ExitCode.some_failed, b"")
    assert err.decode().startswith("vanban: out: 6 of 8 files have a line, 2 failed, 0 duplicates, 8 were read now (")
    assert err.decode().endswith("); out/failures.jsonl says why\n")
    assert [row["error"] for row in table("failures.jsonl")] == ["InputEmpty", "InputMissing"]


def test_a_list_in_and_tables_out(here: Path) -> None:
    process = start("-", "-o", "out", "--csv", "--parquet", stdin=b"in/000.txt\nin/001.txt\n")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, b"") and b"2 of 2 files have a line" in err and b"says why" not in err
    assert len(pandas.read_csv("out/documents.csv")) == len(pandas.read_parquet("out/deadlines.parquet")) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["in"], "required: -o"),
        (["in", "-o", "out", "--engine", "tcp://x:1"], "is not dask://HOST:PORT"),
        (["in", "-o", "out", "--limit", "0"], "is not a positive number"),
        (["in", "-o", "out", "--timeout", "-1"], "--timeout"),
    ],
)
def test_a_wrong_command_line(here: Path, arguments: list[str], says: str) -> None:
    process = start(*arguments)
    _, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.bad_arguments and says in err.decode() and not (here / "out").exists()


# --- tables ---------------------------------------------------------------------------------------------------------------


def test_tables_have_a_row_an_item(here: Path) -> None:
    shutil.copy(ROOT / "corpus" / "huong_dan_thi_dua_khen_thuong.txt", "in")
    batch()
    write_tables("out", ["parquet", "csv"])
    directives = [json.loads(line) for line in (here / "out" / "directives.jsonl").read_bytes().splitlines()]
    counts = {"documents": len(directives), "quotas": sum(len(d["award_quotas"]) for d in directives)}
    counts |= {name: sum(len(d[name]) for d in directives) for name in ("targets", "deadlines", "references", "recipients")}
    assert min(counts.values()) > 0, "the sample shows every table"
    for name, count in counts.items():
        frame = pandas.read_parquet(f"out/{name}.parquet")
        assert len(frame) == count and (here / "out" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbfsha256,path,")
        sheet = pandas.read_csv(f"out/{name}.csv", dtype=str)
        assert list(sheet.columns) == list(frame.columns) and len(sheet) == count
        assert list(frame["sha256"]) == list(sheet["sha256"])


def test_every_key_of_an_item_is_a_column() -> None:
    models = {"targets": Target, "deadlines": Deadline, "quotas": AwardQuota, "references": Reference, "recipients": Recipient}
    for shown in TABLES[1:]:
        keys = [key for key in models[shown.name].model_fields if key != "evidence"]
        assert [name for name, _ in shown.columns] == ["sha256", "path", "item", *keys, "text", "start", "end", "page"]


def test_rows_say_what_the_directive_says(here: Path) -> None:
    directive = json.loads(expected("in/001.txt")[0])
    by_name = {shown.name: shown for shown in TABLES}
    (row,) = (dict(zip((c for c, _ in by_name["documents"].columns), row, strict=True)) for row in rows(by_name["documents"], directive))
    assert (row["number"], row["notation"], row["issuing_body"], row["province"]) == ("2", "KH-SYT", "Sở Y tế tỉnh Hà Giang", "Hà Giang")
    assert (row["issued_date"], row["deadlines"], row["secrecy"], row["addressees"]) == ("2021-01-05", 1, None, None)
    (row,) = (dict(zip((c for c, _ in by_name["deadlines"].columns), row, strict=True)) for row in rows(by_name["deadlines"], directive))
    assert (row["date"], row["relation"], row["business_days"], row["item"]) == ("2021-06-02", "before", False, 0)
    assert directive["text"][row["start"] : row["end"]] == row["text"]


def test_empty_tables_keep_their_columns(here: Path) -> None:
    (here / "in" / "001.txt").write_text("Giấy mời", encoding="utf-8")
    batch("in/001.txt")
    write_tables("out", ["parquet"])
    frame = pandas.read_parquet("out/targets.parquet")
    assert len(frame) == 0 and frame["value"].dtype == float


@pytest.mark.parametrize(("value", "cell"), [("=SUM(A1)", "'=SUM(A1)"), ("<=", "<="), ("=", "="), (None, None), ("1/6", "1/6"), (2.5, 2.5)])
def test_cells_that_excel_would_compute(value: object, cell: object) -> None:
    assert _cell(value) == cell
