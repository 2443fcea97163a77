"""Rows that OCR has damaged: date lines, positions, titles, surnames, debris; and how sure the recogniser was of digits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract_document
from pipeline.date_line import date_line, is_date_line
from pipeline.document import Document, Word
from pipeline.head_rows import damaged_title
from pipeline.persons import damaged_office, mended_name
from pipeline.read import read_document
from pipeline.slack import apart, nearest
from pipeline.specks import is_debris, specks_end
from pipeline.text import Span

CASES = Path(__file__).parent / "cases" / "damaged"


def load(split: str) -> Any:
    return json.loads((CASES / f"{split}.json").read_text(encoding="utf-8"))


def failing() -> list[Any]:
    return [pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=case["why"])) for case in load("known_failures")]


def read(what: str, text: str) -> Any:
    match what:
        case "date":
            line = date_line(text) if is_date_line(text) else None
            return line and [line.known_place or line.place, line.day, line.month, line.year]
        case "office":
            office = damaged_office(text)
            return office and [office.position, office.authority]
        case "title":
            title = damaged_title(text)
            return title and title.canonical
        case "name":
            return mended_name(text)
        case "debris":
            return is_debris(text)
    raise AssertionError(what)


@pytest.mark.parametrize("case", [*load("in_the_wild"), *load("synthetic"), *load("negative"), *failing()], ids=lambda c: c["text"])
def test_row(case: dict[str, Any]) -> None:
    assert read(case["what"], case["text"]) == case["expect"]


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 3))
def test_apart_is_the_edit_distance_as_far_as_it_is_asked(a: str, b: str, most: int) -> None:
    assert min(apart(a, b, most), most + 1) == min(distance(a, b), most + 1)


@given(st.text("giamdocx", min_size=4, max_size=9))
def test_nearest_loses_none_to_its_short_cut(letters: str) -> None:
    assert nearest(letters, ["giamdoc"]) == ("giamdoc" if distance(letters, "giamdoc") <= 1 else None)


@pytest.mark.parametrize(("text", "print_"), [("..SỞ Y TẾ", "SỞ Y TẾ"), (".⁄ˆ UBND TỈNH", "UBND TỈNH"), ("ˆ - Lưu: VT", "- Lưu: VT")])
def test_specks_before_print(text: str, print_: str) -> None:
    assert text[specks_end(text) :].strip() == print_


@pytest.mark.parametrize("text", ["- Như trên;", "“Dạy tốt”", "(Lần 2)", "Sở Y tế", "", "ˆ"])
def test_no_specks(text: str) -> None:
    assert specks_end(text) == 0


# --- how sure the recogniser was --------------------------------------------------------------------------------------

LETTER = """UBND TỈNH PHÚ THỌ
SỞ XÂY DỰNG

Số: 3462 /QĐ-SXD

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Phú Thọ, ngày 22 tháng 10 năm 2017

QUYẾT ĐỊNH
Về việc thành lập tổ công tác

Căn cứ Nghị định số 1/2017/NĐ-CP ngày 03 tháng 01 năm 2017 của Chính phủ;

Điều 1. Thành lập tổ công tác.

Nơi nhận:
- Như Điều 1;
lộn Sự,
- Lưu: VT.

GIÁM ĐỐC

Lê Văn An
"""


def recognised(text: str, unsure: dict[str, float]) -> Document:
    """`text` as a recogniser gives it, whose words have confidence 0.96 but for `unsure`."""
    document = read_document("-", text.encode())

    def words(span: Span) -> tuple[Word, ...]:
        out, at = [], span.start
        for word in document.text[span.start : span.end].split():
            at = document.text.index(word, at)
            out.append(Word(Span(at, at + len(word)), (0.0, 0.0, 1.0, 1.0), unsure.get(word, 0.96)))
            at += len(word)
        return tuple(out)

    starts = [0, *(i + 1 for i, c in enumerate(document.text) if c == "\n")]
    ends = [*(s - 1 for s in starts[1:]), len(document.text)]
    lines = document.lines
    if not lines:
        from pipeline.document import Line

        lines = tuple(Line(Span(a, b), 1) for a, b in zip(starts, ends, strict=True) if a < b)
    return replace(document, lines=tuple(replace(line, words=words(line.span)) for line in lines))


def test_sure_digits_are_taken() -> None:
    x = extract_document(recognised(LETTER, {}))
    assert (x.number.value and x.number.value.number, x.number.state) == ("3462", "stated")
    assert (x.issued_date.value, x.issued_date.state) == ("2017-10-22", "stated")


def test_unsure_digits_are_left_out() -> None:
    """Handwriting: seen with 0.57 and 0.56 where "3162" and "23" stood."""
    x = extract_document(recognised(LETTER, {"3462": 0.57, "22": 0.56}))
    assert x.number.value and (x.number.value.number, x.number.value.notation) == (None, "QĐ-SXD")
    assert x.number.state == "illegible" and x.number.confidence < 0.5
    assert (x.issued_date.value, x.issued_date.state) == ("2017-10", "illegible")
    x = extract_document(recognised(LETTER, {"10": 0.28}))
    assert (x.issued_date.value, x.issued_date.state) == ("2017", "illegible")


def test_a_day_of_one_digit_is_doubtful_on_a_scan_only() -> None:
    text = LETTER.replace("ngày 22 tháng", "ngày 2 tháng")
    assert extract_document(recognised(text, {})).issued_date.confidence <= 0.6
    assert extract_document(read_document("-", text.encode())).issued_date.confidence > 0.9


def test_a_dash_before_the_slash_is_no_separator_on_a_scan() -> None:
    text = LETTER.replace("3462 /QĐ", "3462-/QĐ")
    assert extract_document(recognised(text, {})).number.state == "illegible"
    assert extract_document(read_document("-", text.encode())).number.state == "stated"


def test_unsure_items_have_less_confidence_and_unsure_rows_are_none() -> None:
    x = extract_document(recognised(LETTER, {"lộn": 0.25, "Sự,": 0.22, "Điều": 0.7}))
    assert [r.name for r in x.recipients] == ["Như Điều 1", "VT"]
    assert x.recipients[0].confidence == 0.7


def test_an_unsure_name_has_less_confidence() -> None:
    signer = extract_document(recognised(LETTER, {"Văn": 0.5})).signer
    assert signer.value and signer.value.name == "Lê Văn An" and signer.confidence == 0.5
