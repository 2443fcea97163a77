"""The command line, by subprocess: results on stdout only, one line an error on stderr, the exit code that the help promises."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands.arguments import exit_codes
from pipeline.errors import ExitCode

SAMPLES = Path(__file__).parent / "cases" / "cli"
ROOT = Path(__file__).resolve().parents[1]
#: `train-digits` needs PyTorch, MNIST and a quarter of an hour: its example is not run.
COMMANDS = ("extract", "segment", "repair", "schema", "search", "train-lm", "check", "annotate")
#: Those whose results go to a file, and the file that their example writes.
WRITERS = {
    "batch": "results/directives.jsonl",
    "index": "INDEX/CURRENT",
    "view": "page.html",
    "export": "ke-hoach.conll",
    "generate": "made-up/gold",
    "evaluate": "report.html",
}
PROGRAM = (sys.executable, "-m", "pipeline")
HEAVY = ("spacy", "underthesea", "pandas", "pdfplumber", "torch", "cv2", "PIL", "pypdfium2")


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | more


def run(*arguments: str, cwd: Path, stdin: bytes | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    source = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run([*PROGRAM, *arguments], cwd=cwd, capture_output=True, timeout=60, env=environment(**env), check=False, **source)


def errors_of(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    lines = done.stderr.decode().splitlines()
    assert all(line.startswith("vanban: ") for line in lines), done.stderr.decode()
    return lines


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """As a user types it, `python` being the one that runs the tests."""
    line = re.sub(r"\bpython -m", f"{sys.executable} -m", line)
    return subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=cwd, capture_output=True, env=environment(), timeout=60, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good document, a good result, and every kind of broken file."""
    for name in ("ke-hoach.txt", "ke-hoach.json"):
        shutil.copy(SAMPLES / name, tmp_path)
    (tmp_path / "documents").mkdir()
    shutil.copy(SAMPLES / "ke-hoach.txt", tmp_path / "documents")
    shutil.copytree(ROOT / "tests" / "cases" / "evaluate" / "gold", tmp_path / "gold")
    shutil.copy(ROOT / "tests" / "cases" / "evaluate" / "results.jsonl", tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    (tmp_path / "named-so.docx").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "archive.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    (tmp_path / "subfolder").mkdir()
    return tmp_path


# --- extract --------------------------------------------------------------------------------------------------------------


def test_one_file_gives_one_indented_object(folder: Path) -> None:
    done = run("extract", "ke-hoach.txt", cwd=folder)
    assert (done.returncode, errors_of(done)) == (0, [])
    result = json.loads(done.stdout)
    assert result["source"]["path"] == "ke-hoach.txt" and result["schema_version"] == "1.0"
    assert result["text"] == (folder / "ke-hoach.txt").read_text(encoding="utf-8")
    assert done.stdout.startswith(b'{\n  "schema_version"') and done.stdout.endswith(b"}\n") and "Cà Mau" in done.stdout.decode()


def test_extract_keeps_the_contract(folder: Path) -> None:
    result = run("extract", "ke-hoach.txt", cwd=folder).stdout
    done = run("check", "-", cwd=folder, stdin=result)
    assert (done.returncode, done.stdout.decode()) == (0, "standard input: 1 checked, 0 with problems\n")


def test_compact_and_indent(folder: Path) -> None:
    compact = run("extract", "--compact", "ke-hoach.txt", cwd=folder).stdout
    wide = run("extract", "--indent", "4", "ke-hoach.txt", cwd=folder).stdout
    assert compact.count(b"\n") == 1 and wide.startswith(b'{\n    "schema_version"')
    assert json.loads(compact) == json.loads(wide)


def test_standard_input(folder: Path) -> None:
    done = run("extract", "-", cwd=folder, stdin=(folder / "ke-hoach.txt").read_bytes())
    assert done.returncode == 0
    assert json.loads(done.stdout)["source"]["path"] is None


def test_several_files_give_json_lines_in_order(folder: Path) -> None:
    (folder / "b.txt").write_text("Giấy mời họp", encoding="utf-8")
    done = run("extract", "ke-hoach.txt", "b.txt", "ke-hoach.txt", cwd=folder)
    assert (done.returncode, errors_of(done)) == (0, [])
    assert [json.loads(line)["source"]["path"] for line in done.stdout.splitlines()] == ["ke-hoach.txt", "b.txt", "ke-hoach.txt"]


def test_a_broken_file_among_good_ones(folder: Path) -> None:
    done = run("extract", "ke-hoach.txt", "none.txt", "scan.pdf", "empty.txt", "ke-hoach.txt", cwd=folder)
    assert done.returncode == ExitCode.some_failed
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] and done.stdout.count(b"\n") == 2
    assert [line.split(": ")[1] for line in errors_of(done)] == ["none.txt", "scan.pdf", "empty.txt"]


@pytest.mark.parametrize("command", ["extract", "segment"])
@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("none.txt", ExitCode.input_missing, "no such file"),
        ("subfolder", ExitCode.input_missing, "folder"),
        ("empty.txt", ExitCode.input_empty, "empty"),
        ("scan.pdf", ExitCode.format_unsupported, "a PDF"),
        ("named-so.docx", ExitCode.format_unsupported, "of no kind that can be read; give text, a PDF, .docx"),
        ("archive.zip", ExitCode.format_unsupported, "a ZIP archive, and there is no reader for that; give text, a PDF"),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, command: str, name: str, code: ExitCode, says: str) -> None:
    done = run(command, name, cwd=folder)
    (line,) = errors_of(done)
    assert (done.returncode, done.stdout) == (code, b"")
    assert re.fullmatch(rf"vanban: {re.escape(name)}: [^;]+; .+", line) and says in line


def test_size_limit(folder: Path) -> None:
    assert run("extract", "--size-limit", "0.0001", "ke-hoach.txt", cwd=folder).returncode == ExitCode.too_large
    assert run("extract", "--size-limit", "0.0001", "-", cwd=folder, stdin=b"x" * 1000).returncode == ExitCode.too_large


def test_output_goes_to_a_file_only_when_whole(folder: Path) -> None:
    target = folder / "out.json"
    done = run("extract", "ke-hoach.txt", "--output", "out.json", cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    old = target.read_bytes()
    assert json.loads(old)
    assert run("extract", "empty.txt", "--output", "out.json", cwd=folder).returncode == ExitCode.input_empty
    assert target.read_bytes() == old and not list(folder.glob("*.partial"))
    assert run("extract", "ke-hoach.txt", "--output", "/dev/null", cwd=folder).returncode == 0
    assert not Path("/dev/null").is_file()


def test_output_that_cannot_be_written(folder: Path) -> None:
    for name in ("none/out.json", "subfolder"):
        done = run("extract", "ke-hoach.txt", "--output", name, cwd=folder)
        (line,) = errors_of(done)
        assert done.returncode == ExitCode.input_unreadable and name in line


def test_output_never_overwrites_what_is_read(folder: Path) -> None:
    before = (folder / "ke-hoach.txt").read_bytes()
    done = run("extract", "ke-hoach.txt", "--output", "./ke-hoach.txt", cwd=folder)
    assert done.returncode == ExitCode.bad_arguments and errors_of(done)
    assert (folder / "ke-hoach.txt").read_bytes() == before


def test_explain_shows_values_beside_their_words(folder: Path) -> None:
    done = run("extract", "ke-hoach.txt", "--explain", cwd=folder)
    assert (done.returncode, errors_of(done)) == (0, [])
    shown = done.stdout.decode()
    assert shown.startswith("ke-hoach.txt: ") and "cơ quan ban hành" in shown and "^^^" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_the_same_bytes_give_the_same_json(folder: Path) -> None:
    first, second = (run("extract", "ke-hoach.txt", cwd=folder, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first == second


# --- the other commands ---------------------------------------------------------------------------------------------------


def test_segment_prints_the_tree(folder: Path) -> None:
    done = run("segment", "ke-hoach.txt", cwd=folder)
    assert (done.returncode, errors_of(done)) == (0, [])
    text = (folder / "ke-hoach.txt").read_text(encoding="utf-8")
    found = re.search(r"^I\. MỤC ĐÍCH, YÊU CẦU  \[(\d+):(\d+)\]$", done.stdout.decode(), re.MULTILINE)
    assert found and text[int(found[1]) : int(found[2])].startswith("I. MỤC ĐÍCH")
    assert re.search(r"^  1\. Nâng cao", done.stdout.decode(), re.MULTILINE)


def test_segment_as_json(folder: Path) -> None:
    tree = json.loads(run("segment", "--json", "ke-hoach.txt", cwd=folder).stdout)
    assert [node["label"] for node in tree] == ["I.", "II."] and tree[0]["children"]


def test_schema(folder: Path) -> None:
    done = run("schema", cwd=folder)
    assert done.returncode == 0 and json.loads(done.stdout)["properties"]["issuing_body"]["title"] == "cơ quan ban hành"


def test_check_tells_of_problems(folder: Path) -> None:
    good = json.loads((folder / "ke-hoach.json").read_text(encoding="utf-8"))
    bad = good | {"place": good["place"] | {"evidence": []}}
    (folder / "bad.json").write_text(json.dumps(bad), encoding="utf-8")
    (folder / "many.jsonl").write_text("\n".join(map(json.dumps, [good, bad, good])) + "\n{\n", encoding="utf-8")
    assert run("check", "ke-hoach.json", cwd=folder).returncode == 0
    done = run("check", "bad.json", cwd=folder)
    assert (done.returncode, errors_of(done)) == (ExitCode.check_failed, [])
    assert done.stdout.decode().splitlines()[0].startswith("bad.json: $.place: it has a value and no evidence; ")
    done = run("check", "ke-hoach.json", "many.jsonl", cwd=folder)
    assert done.returncode == ExitCode.check_failed and len(errors_of(done)) == 1 and "many.jsonl:4" in errors_of(done)[0]
    assert done.stdout.decode().splitlines()[-1] == "many.jsonl: 4 checked, 2 with problems"


def test_check_of_what_is_no_result(folder: Path) -> None:
    codes = {"none.json": ExitCode.input_missing, "empty.txt": ExitCode.check_failed, "ke-hoach.txt": ExitCode.check_failed}
    for name, code in codes.items():
        done = run("check", name, cwd=folder)
        assert done.returncode == code and len(errors_of(done)) == 1
    assert run("check", "ke-hoach.json", "none.json", cwd=folder).returncode == ExitCode.some_failed


# --- help, arguments, streams ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_example_of_the_help_runs(folder: Path, command: str) -> None:
    shown = run(*command.split(), "--help", cwd=folder).stdout.decode()
    if command == "search":
        run("index", "-", "-o", "INDEX", cwd=folder, stdin=run("extract", "--compact", "ke-hoach.txt", cwd=folder).stdout)
    examples = re.findall(r"^Example:\n  python -m pipeline (.+)$", shown, re.MULTILINE)
    assert len(examples) == 1 and (not command or command in examples[0])
    done = shell(f"python -m pipeline {examples[0]}", folder)
    assert (done.returncode, done.stderr) == (0, b"") and done.stdout


@pytest.mark.parametrize("command", WRITERS)
def test_the_example_of_a_command_that_writes_files_runs(folder: Path, command: str) -> None:
    shown = run(command, "--help", cwd=folder).stdout.decode()
    (example,) = re.findall(r"^Example:\n  (python -m pipeline .+)$", shown, re.MULTILINE)
    done = shell(example, folder)
    assert done.returncode == 0 and errors_of(done) is not None, done.stderr.decode()
    assert (folder / WRITERS[command]).exists()


def test_the_help_lists_every_exit_code(folder: Path) -> None:
    shown = run("--help", cwd=folder).stdout.decode()
    assert exit_codes() in shown
    assert all(re.search(rf"^ +{int(code)}  \S", shown, re.MULTILINE) for code in ExitCode)
    assert "over the size limit" in shown and "stopped with Ctrl-C" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "extrakt a",
        "extract",
        "extract --indent x a",
        "extract --compact --indent 2 a",
        "extract --size-limit 0 a",
        "extract --exp a",
        "schema a",
    ],
)
def test_wrong_arguments(folder: Path, arguments: str) -> None:
    done = run(*arguments.split(), cwd=folder)
    assert (done.returncode, done.stdout, len(errors_of(done))) == (ExitCode.bad_arguments, b"", 1)


def test_indent_is_for_a_single_file(folder: Path) -> None:
    assert run("extract", "--indent", "2", "ke-hoach.txt", "ke-hoach.txt", cwd=folder).returncode == ExitCode.bad_arguments


def test_version(folder: Path) -> None:
    assert re.fullmatch(rb"vanban \d+\.\d+\.\d+\S*\n", run("--version", cwd=folder).stdout)


def test_utf8_whatever_the_locale(folder: Path) -> None:
    shutil.copy(folder / "ke-hoach.txt", folder / "kế hoạch.txt")
    for command in (("extract", "kế hoạch.txt"), ("segment", "kế hoạch.txt")):
        done = run(*command, cwd=folder, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
        assert (done.returncode, errors_of(done)) == (0, []) and "MỤC ĐÍCH" in done.stdout.decode()
    assert "không có.txt" in errors_of(run("extract", "không có.txt", cwd=folder, PYTHONIOENCODING="ascii"))[0]


def test_a_name_that_is_no_utf8(folder: Path) -> None:
    name = os.fsencode(folder) + b"/k\xff.txt"
    shutil.copy(folder / "ke-hoach.txt", name)
    done = subprocess.run([*map(os.fsencode, PROGRAM), b"extract", name], cwd=folder, capture_output=True, env=environment(), check=False)
    assert done.returncode == 0 and json.loads(done.stdout)["source"]["path"].endswith("k\ufffd.txt")


@pytest.mark.parametrize("command", ["extract ke-hoach.txt", "schema", "--help"])
def test_a_reader_that_goes_away(folder: Path, command: str) -> None:
    done = shell(f"python -m pipeline {command} | true; echo ${{PIPESTATUS[0]}}", folder)
    assert (done.stderr, done.stdout.strip() in (b"0", b"141")) == (b"", True)


def test_many_results_into_a_closed_pipe(folder: Path) -> None:
    done = shell(f"python -m pipeline extract {'ke-hoach.txt ' * 40} | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}", folder)
    assert (done.stderr, done.stdout) == (b"", b"141\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk(folder: Path) -> None:
    done = shell("python -m pipeline extract ke-hoach.txt >/dev/full", folder)
    assert done.returncode == ExitCode.input_unreadable and len(errors_of(done)) == 1


def test_no_streams_at_all(folder: Path) -> None:
    for line, code in ((">&-", 0), ("2>&- none.txt", ExitCode.some_failed), ("<&- -", ExitCode.some_failed)):
        done = shell(f"python -m pipeline extract ke-hoach.txt {line}", folder)
        assert done.returncode == code and b"Traceback" not in done.stderr


def test_ctrl_c_ends_quietly(folder: Path) -> None:
    pipe = folder / "slow.txt"
    os.mkfifo(pipe)
    process = subprocess.Popen([*PROGRAM, "extract", "slow.txt"], cwd=folder, stdout=-1, stderr=-1, env=environment())
    with pipe.open("wb"):  # opens when the reader does
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (ExitCode.interrupted, b"", b"")


def test_an_unexpected_error_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(document: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr("pipeline.extract_document", fail)
    name = str(folder / "ke-hoach.txt")
    assert main(["extract", name]) == ExitCode.some_failed
    out, err = capsys.readouterr()
    assert out == "" and re.fullmatch(r"vanban: .*ke-hoach\.txt: a bug in vanban .*\(ValueError: two lines\).*\n", err)
    with pytest.raises(ValueError, match="two"):
        main(["extract", "--debug", name])


# --- what is imported -----------------------------------------------------------------------------------------------------


def imported_by(folder: Path, *arguments: str) -> set[str]:
    command = [sys.executable, "-X", "importtime", *PROGRAM[1:], *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, env=environment(), check=True)
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.decode().splitlines()}


def test_extract_of_text_imports_nothing_heavy(folder: Path) -> None:
    assert not imported_by(folder, "extract", "ke-hoach.txt") & set(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["--version"]])
def test_help_imports_next_to_nothing(folder: Path, arguments: list[str]) -> None:
    assert not imported_by(folder, *arguments) & {*HEAVY, "pydantic", "rapidfuzz"}
