"""Letterheads as OCR gives them: number lines, symbols, dates and names of bodies that are damaged, and what must stay as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline import extract_document
from pipeline.check import apply_corrections
from pipeline.directive import Directive
from pipeline.document import Document, Slot, Word
from pipeline.number_row import damaged_number
from pipeline.read import read_document
from pipeline.repair import repair_text
from tests.test_damaged_rows import CASES, recognised

BODY = "\n\nThực hiện chương trình công tác năm, cơ quan đề nghị các đơn vị tổ chức thực hiện nghiêm túc, báo cáo kết quả theo quy định.\n"


def of_rows(rows: list[str], unsure: dict[str, float] | None = None) -> Directive:
    return extract_document(recognised("\n".join(rows) + BODY, unsure or {}))


def values(x: Directive) -> dict[str, Any]:
    return {
        "number": x.number.value and x.number.value.number,
        "notation": x.number.value and x.number.value.notation,
        "issuing_body": x.issuing_body.value and x.issuing_body.value.name,
        "parent_body": x.parent_body.value and x.parent_body.value.name,
        "doc_type": x.doc_type.value and x.doc_type.value.name,
        "place": x.place.value,
        "issued_date": x.issued_date.value,
        "subject": x.subject.value,
        "addressees": [a.name for a in x.addressees],
    }


@pytest.mark.parametrize("case", json.loads((CASES / "heads.json").read_text(encoding="utf-8")), ids=lambda case: case["why"])
def test_head(case: dict[str, Any]) -> None:
    found = values(of_rows(case["rows"], case.get("unsure")))
    assert {key: found[key] for key in case["expect"]} == case["expect"]


# --- the number line --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("sẽ: 3   Ö-TB/TU", "3   Ö-TB/TU"),
        ("6:91/KH-UBND '", "91/KH-UBND '"),
        ("sø:⁄25 -TB/TU -", "⁄25 -TB/TU -"),
        ("§ố 12/QĐ-SYT", "12/QĐ-SYT"),
        ("45/UBND-KT", "45/UBND-KT"),
        ("sø: 1Ó7/c-UBND", "1Ó7/c-UBND"),
    ],
)
def test_a_symbol_at_its_end_makes_a_row_the_number_line(text: str, behind: str) -> None:
    at = damaged_number(text)
    assert at is not None and text[at:] == behind


@pytest.mark.parametrize(
    "text",
    [
        "theo Công văn số 12/UBND-KT",
        "Về việc thực hiện 05-NQ/TU",
        "PHÒNG VH-TT/KT-HT",
        "TỈNH ỦY - HĐND",
        "Số: 12/2019",
        "HỎA TỐC",
        "05-ABC/XYZ",
        "ngày 12/5",
        "1Ó7/c-UBND",
        "số: 12/c-XYZW",
    ],
)
def test_no_number_line(text: str) -> None:
    assert damaged_number(text) is None


def test_a_symbol_below_a_subject_goes_on_with_it() -> None:
    rows = ["UBND XÃ TÂN PHÚ", "V/v thực hiện Chỉ thị", "05-CT/TU", "Tân Phú, ngày 11 tháng 01 năm 2021", "", "Kính gửi: Các thôn"]
    assert values(of_rows(rows))["subject"] == "thực hiện Chỉ thị 05-CT/TU"


def test_what_differs_from_the_print_is_less_sure() -> None:
    rows = ["CÔNG TY CỔ PHẦN CẤP NƯỚC ĐỒNG THÁP", "Số: 18/BC-{}", "Đồng Tháp, ngày 02 tháng 10 năm 2018", "", "BÁO CÁO", "Kết quả"]
    read = [of_rows([row.format(symbol) for row in rows]).number for symbol in ("CNĐT", "CNDT")]
    assert [f.value and f.value.notation for f in read] == ["BC-CNĐT", "BC-CNĐT"]
    assert read[1].confidence <= 0.8 < read[0].confidence


def test_what_is_typed_keeps_its_symbol() -> None:
    text = "CÔNG TY CẤP NƯỚC ĐỒNG THÁP\nSố: 18/BC-CNDT\nĐồng Tháp, ngày 02 tháng 10 năm 2018\n\nBÁO CÁO\nKết quả" + BODY
    assert values(extract_document(read_document("-", text.encode())))["notation"] == "BC-CNDT"


# --- symbols in the text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Quyết định số 12/QĐĐ-UBND ngày 03/02/2019", "Quyết định số 12/QĐ-UBND ngày 03/02/2019"),
        ("Nghị quyết số 7-NQ/ĐĐU ngày 03/02/2019", "Nghị quyết số 7-NQ/ĐU ngày 03/02/2019"),
        ("Tờ trình số 9/TIr-SNV của Sở Nội vụ", "Tờ trình số 9/TTr-SNV của Sở Nội vụ"),
        ("Chỉ thị số 4/CT-TTE của Thủ tướng", "Chỉ thị số 4/CT-TTg của Thủ tướng"),
        ("- Ban Nữ công LĐÐLĐ tỉnh;", "- Ban Nữ công LĐLĐ tỉnh;"),
    ],
)
def test_codes_misread_are_mended_and_recorded(text: str, mended: str) -> None:
    found = repair_text(text)
    assert found.text == mended
    assert [c.rule for c in found.corrections] == ["names.notation"]
    assert not any(char.isdigit() for c in found.corrections for char in c.before + c.after)


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo số 17/BC-VPĐĐBQH ngày 03/02/2019",
        "số 14/ĐĐ-SYT",
        "số 8/TTH-SNV",
        "số 8/QĐ-TTE1",
        "Sở TTE",
        "số 5/XĐĐ-CTY",
        "Ðiều 3. VPĐĐBQH",
    ],
)
def test_codes_that_exist_or_are_not_known_stay(text: str) -> None:
    assert repair_text(text).corrections == ()


def test_a_mended_symbol_has_its_evidence_in_the_source() -> None:
    rows = ["UBND TỈNH BẮC KẠN", "SỞ TÀI CHÍNH", "Số: 5/QĐĐ-STC", "Bắc Kạn, ngày 14 tháng 3 năm 2014", "", "QUYẾT ĐỊNH", "Về việc nghỉ hưu"]
    x = of_rows(rows)
    assert x.number.value and x.number.value.notation == "QĐ-STC"
    assert "QĐĐ-STC" in x.number.evidence[0].text
    assert "5/QĐ-STC" in apply_corrections(x.text, x.corrections)


# --- dates ------------------------------------------------------------------------------------------------------------


def with_day(document: Document, decided: Any) -> Document:
    from dataclasses import replace

    return replace(document, slots=(Slot("day", 1, (0.0, 0.0, 1.0, 1.0), decided),))


@pytest.mark.parametrize(("decided", "state"), [("blank", "partial"), ("handwritten", "illegible")])
def test_a_dash_is_a_blank_where_nothing_is_written(decided: str, state: str) -> None:
    rows = ["UBND TỈNH BẮC KẠN", "Số: 5/TB-UBND", "Bắc Kạn, ngày — tháng 3 năm 2014", "", "THÔNG BÁO", "Nghỉ lễ"]
    x = extract_document(with_day(recognised("\n".join(rows) + BODY, {}), decided))
    assert (x.issued_date.value, x.issued_date.state) == ("2014-03", state)


@pytest.mark.parametrize(("weighed", "notation"), [(0.7, "KBNT-KSC"), (0.2, "KBNT.KSC"), (None, "KBNT.KSC")])
def test_a_point_in_a_symbol_that_may_be_a_hyphen(weighed: float | None, notation: str) -> None:
    read = recognised("KHO BẠC NHÀ NƯỚC NINH THUẬN\n\nSố: 90/KBNT.KSC\n\nNinh Thuận, ngày 05 tháng 12 năm 2019" + BODY, {})
    other = () if weighed is None else (("-", weighed),)

    def with_readings(word: Word) -> Word:
        text = read.text[word.span.start : word.span.end]
        return replace(word, alternatives=tuple(((c, 0.9), *(other if c == "." else ())) for c in text)) if "KBNT." in text else word

    x = extract_document(replace(read, lines=tuple(replace(n, words=tuple(map(with_readings, n.words))) for n in read.lines)))
    assert x.number.value and (x.number.value.number, x.number.value.notation) == ("90", notation)
    assert (x.number.confidence == pytest.approx(0.8, abs=0.1)) or "." in notation
