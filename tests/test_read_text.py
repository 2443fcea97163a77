"""The text reader: cases of `cases/read`, typed errors of the file system, properties and costs."""

import hashlib
import json
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors
from pipeline.document import Document
from pipeline.read import kind_of, read_bytes, read_document
from pipeline.read.text import MAX_LINES

CASES = Path(__file__).parent / "cases" / "read"


def cases(name: str) -> list:
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["id"]) for case in found]


def bytes_of(case: dict) -> bytes:
    return bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode(case["encoding"])


def line_texts(document: Document) -> list[str]:
    return [document.text[line.span.start : line.span.end] for line in document.lines]


@pytest.mark.parametrize("case", cases("plain"))
def test_reads(case: dict) -> None:
    document = read_document(case["name"], bytes_of(case))
    seen = {
        "text": document.text,
        "lines": line_texts(document),
        "pages": [document.text[page.span.start : page.span.end] for page in document.pages],
        "line_pages": [line.page for line in document.lines],
        "media_type": document.media_type,
        "notes": [code for code, _ in document.notes],
    }
    assert {key: seen[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", cases("negative"))
def test_refuses(case: dict) -> None:
    with pytest.raises(getattr(errors, case["expect"]["error"])) as caught:
        read_document(case["name"], bytes_of(case))
    assert case["expect"]["says"] in caught.value.what
    assert caught.value.where == case["name"] and caught.value.advice


def test_describes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_bytes("Số: 27/KH-SYT\r\n".encode())
    document = read_document(path)
    assert document.text == "Số: 27/KH-SYT\r\n"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.path, document.reader, document.media_type) == (str(path), "text", "text/plain")


# --- the file system ------------------------------------------------------------------------------------------------------


def test_missing_file(tmp_path: Path) -> None:
    for name in (tmp_path / "none.txt", "", "a\0b", tmp_path / "none" / "none.txt"):
        with pytest.raises(errors.InputMissing):
            read_document(name)


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(errors.InputMissing, match="folder"):
        read_document(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)
    with pytest.raises(errors.InputUnreadable, match="permission"):
        read_document(path)


def test_no_permission_said_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(errors.InputUnreadable, match="permission"):
        read_document("a.txt")


def test_name_too_long() -> None:
    with pytest.raises(errors.InputUnreadable):
        read_document("x" * 5000)


def test_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1000)
    assert len(read_document(path, size_limit=1000).text) == 1000
    for data in (None, path.read_bytes()):
        with pytest.raises(errors.TooLarge):
            read_document(path, data, size_limit=999)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_endless_input() -> None:
    with pytest.raises(errors.TooLarge):
        read_bytes("/dev/zero", size_limit=1 << 20)


def test_named_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert stat.S_ISFIFO(path.stat().st_mode)
    if os.fork() == 0:
        path.write_text("Kế hoạch", encoding="utf-8")
        os._exit(0)
    assert read_document(path).text == "Kế hoạch"
    os.wait()


def test_a_name_that_is_no_utf8() -> None:
    document = read_document(os.fsdecode(b"k\xff.txt"), b"a")
    assert document.path == "k\ufffd.txt"


def test_too_many_lines() -> None:
    with pytest.raises(errors.TooLarge, match="lines"):
        read_document("a.txt", b"a" + b"\n" * (MAX_LINES + 1))


# --- properties -----------------------------------------------------------------------------------------------------------

TEXT = st.text(alphabet=st.one_of(st.sampled_from("ạẾđ \t\n\r\f\v\u2028\u200b"), st.characters(codec="utf-8")), max_size=60)


@given(TEXT)
def test_text_is_kept_and_tiled(text: str) -> None:
    try:
        document = read_document("a.txt", text.encode())
    except errors.PipelineError:
        return
    assert document.text == text.removeprefix("\ufeff")
    assert "".join(document.text[page.span.start : page.span.end] for page in document.pages) == document.text
    done = 0
    for line in document.lines:
        assert done <= line.span.start and not set(document.text[done : line.span.start]) - set("\n\r\v\f\u2028\u2029")
        assert not set(document.text[line.span.start : line.span.end]) & set("\n\r\v\f\u2028\u2029")
        assert document.page_of(line.span.start) == line.page or line.span.start == line.span.end
        done = line.span.end
    assert not document.text[done:].strip("\n\r\v\f\u2028\u2029")


@given(st.binary(max_size=80))
def test_any_bytes_give_a_document_or_a_typed_error(data: bytes) -> None:
    try:
        document = read_document("a.txt", data)
    except errors.PipelineError:
        return
    document.text.encode()  # no lone surrogates
    assert kind_of(data) == "text"


@pytest.mark.parametrize("piece", ["a ", "\u00a0x", "1", "x%PDF-", "\x07" + "x" * 200], ids=["words", "spaces", "digits", "pdf", "bells"])
def test_one_long_line_is_quick(piece: str) -> None:
    data = (piece * (4_000_000 // len(piece))).encode()
    start = time.process_time()
    read_document("a.txt", data)
    assert time.process_time() - start < 15
