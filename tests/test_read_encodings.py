"""Encodings from before Unicode: cases of `cases/encodings`, tables, false alarms on fine text, properties and costs."""

import json
import lzma
import time
import unicodedata
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import read_document
from pipeline.read.encodings import guess_utf16, mend_lines, mend_text, read_legacy
from pipeline.read.legacy import as_shown, encodings
from pipeline.read.syllables import is_syllable
from pipeline.tables import entries
from pipeline.text import LOWER

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "cases" / "encodings"
SHARED = ROOT.parent / "shared"
LETTERS = {c for c in LOWER if not c.isascii()}


def cases(name: str) -> list:
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["id"]) for case in found]


def check(case: dict) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["shown"].encode()
    document = read_document("a.txt", data)
    assert unicodedata.normalize("NFC", document.text) == case["text"]
    [(code, message)] = document.notes
    assert code == "encoding" and f"read as {case['encoding']}" in message


@pytest.mark.parametrize("case", cases("in_the_wild") + cases("synthetic"))
def test_decodes(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("negative"))
def test_leaves_alone(case: dict) -> None:
    document = read_document("a.txt", case["text"].encode())
    assert (document.text, document.notes) == (case["text"], ())


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failures(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec: str) -> None:
    text = "Số: 27/KH-SYT\r\nKế hoạch năm 2021\r\n"
    assert guess_utf16(text.encode(codec)) == codec
    document = read_document("a.txt", text.encode(codec))
    assert document.text == text and [code for code, _ in document.notes] == ["encoding"]


@pytest.mark.parametrize("data", [b"", b"abc", b"\0" * 100, b"a\0\0\0" * 50, bytes(range(256)) * 4, "Kế hoạch".encode()])
def test_no_utf16(data: bytes) -> None:
    assert guess_utf16(data) is None


# --- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["legacy_tcvn3", "legacy_vni", "legacy_viscii"])
def test_tables_write_every_letter_once(table: str) -> None:
    rows = entries(table)
    letters = [row.canonical for row in rows]
    assert len(letters) == len(set(letters)) == len({row.id for row in rows})
    assert set(letters) >= LETTERS if table != "legacy_vni" else set(letters) >= LETTERS - set("ìíòóôõ")
    for row in rows:
        assert not row.variants or row.variants[0] == as_shown(bytes.fromhex(row.id))


def test_viscii_is_as_in_the_rfc() -> None:
    """RFC 1456, section 2: a few rows of its table."""
    codes = {row.canonical: row.id for row in entries("legacy_viscii")}
    assert [codes[c] for c in "ẲẠĐđợ"] == ["02", "80", "d0", "f0", "fe"]


# --- syllables --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", "Quyết định thuở nghiêng giữa gì quốc khuỷu ngoèo Đắk hoà hòa ủy uỷ ý yêu oăm xoong".split())  # noqa: SIM905
def test_syllables(word: str) -> None:
    assert is_syllable(word) and is_syllable(word.upper()) and is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", [*"QuyÕt thùc ngµy résumé für cèc cệc ngê gha bcd ắă".split(), "", "x" * 99])  # noqa: SIM905
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


# --- false alarms -----------------------------------------------------------------------------------------------------


def test_the_corpus_is_left_alone() -> None:
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert mend_text(text) == (text, None), path.name


@pytest.mark.skipif(not (SHARED / "dev" / "docs").is_dir(), reason="the real documents (../shared/dev) are not there")
def test_real_documents_are_left_alone() -> None:
    for path in sorted((SHARED / "dev" / "docs").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert mend_text(text) == (text, None), path.name


@pytest.mark.skipif(not (SHARED / "lm").is_dir(), reason="the legal text (../shared/lm) is not there")
def test_legal_text_is_left_alone() -> None:
    """The first 2 million characters of each file, a hundred lines at a time and as a whole."""
    for path in sorted((SHARED / "lm").glob("*.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            lines = stream.read(2_000_000).split("\n")
        assert mend_lines(lines) is None
        for start in range(0, len(lines), 100):
            assert mend_lines(lines[start : start + 100]) is None


# --- properties -------------------------------------------------------------------------------------------------------

SHOWN = st.text(alphabet=st.sampled_from("QuyÕt ®Þnhsè§tr­ëngBéñaùaøeâÑ“”\n\u0301\uf0b5Ế×ð"), max_size=200)


@given(SHOWN)
def test_mending_keeps_lines_and_mends_once(text: str) -> None:
    lines = text.split("\n")
    mended = mend_lines(lines)
    if mended is None:
        return
    assert len(mended.lines) == len(lines) == len(mended.decoded)
    assert all(a == b for a, b, changed in zip(lines, mended.lines, mended.decoded, strict=True) if not changed)
    assert mended == mend_lines(lines)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    found = read_legacy(data)
    assert found is None or found[0]


@pytest.mark.parametrize("encoding", encodings(), ids=lambda e: e.name)
@given(text=st.text(max_size=60))
def test_decoders_take_any_text(encoding: object, text: str) -> None:
    assert isinstance(encoding.decode(text), str)  # type: ignore[attr-defined]


@pytest.mark.parametrize("piece", ["\xde\xb5 ", "\xb5", "®Þnh ", "a\u0301", "Ã¡"])
def test_one_long_line_is_quick(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    start = time.process_time()
    mend_text(text)
    assert time.process_time() - start < 15


def test_fine_text_costs_next_to_nothing() -> None:
    text = "".join(islice((p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus").glob("*.txt"))), 5))
    start = time.process_time()
    mend_text(text)
    assert time.process_time() - start < 0.2
