"""The foot of a text: who signs and who receives it, side by side, read straight across, and what stands behind; names in pairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract_document
from pipeline.persons import is_name, two_names, two_offices
from pipeline.read import read_document

CASES = Path(__file__).parent / "cases" / "foot"

LETTER = """UBND TỈNH TUYÊN QUANG
SỞ XÂY DỰNG

Số: 482/SXD-VP

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Tuyên Quang, ngày 14 tháng 6 năm 2023

Kính gửi: Các phòng, đơn vị thuộc Sở.

Sở Xây dựng đề nghị các đơn vị rà soát hồ sơ, báo cáo kết quả về Văn phòng Sở./.

"""


def load(split: str) -> Any:
    return json.loads((CASES / f"{split}.json").read_text(encoding="utf-8"))


def cases() -> list[Any]:
    failing = [pytest.param(c, id=c["name"], marks=pytest.mark.xfail(strict=True, reason=c["why"])) for c in load("known_failures")]
    return [*(pytest.param(c, id=c["name"]) for split in ("synthetic", "negative") for c in load(split)), *failing]


@pytest.mark.parametrize("case", cases())
def test_foot(case: dict[str, Any]) -> None:
    x = extract_document(read_document("-", (LETTER + "\n".join(case["foot"]) + "\n").encode()))
    signer = x.signer.value
    assert signer is not None
    assert [signer.name, signer.position, signer.authority, signer.on_behalf_of] == case["signer"]
    assert [[r.name, r.note] for r in x.recipients] == case["recipients"]
    assert [a.heading for a in x.attachments] == ([case["rest"]] if case["rest"] else [])


@pytest.mark.parametrize("text", ["K'Brếu", "K’ Brếu", "H'Loan Ksor", "H'LOAN KSOR", "Ksor H'Blâm", "Cháng Seo Lử", "Ka Hờm"])
def test_name_of_the_highlands(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["K'", "H", "H'", "Kế hoạch", "K'brếu", "Hội nghị", "Y tế"])
def test_no_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("CHỦ TỊCH HỘI NÔNG DÂN TỈNH GIÁM ĐỐC SỞ TÀI CHÍNH", "GIÁM ĐỐC SỞ TÀI CHÍNH"),
        ("GIÁM ĐỐC SỞ TÀI CHÍNH KT. CỤC TRƯỞNG CỤC THUẾ", "KT. CỤC TRƯỞNG CỤC THUẾ"),
        ("PHÓ CHỦ TỊCH PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("CHỦ TỊCH UBND THÀNH PHỐ GIÁM ĐỐC SỞ TÀI CHÍNH", "GIÁM ĐỐC SỞ TÀI CHÍNH"),
        ("CHỦ TỊCH UBND THÀNH PHÓ GIÁM ĐỐC SỞ TÀI CHÍNH", "GIÁM ĐỐC SỞ TÀI CHÍNH"),
        ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", None),
        ("PHÓ CHỦ TỊCH - TỔNG THƯ KÝ", None),
        ("CHỦ TỊCH KIÊM GIÁM ĐỐC", None),
        ("CHỦ TỊCH HỘI ĐỒNG QUẢN TRỊ", None),
        ("KT. TỔNG GIÁM ĐỐC", None),
        ("Chủ tịch Hội Nông dân tỉnh Giám đốc Sở Tài chính", None),
    ],
)
def test_two_positions_in_one_row(text: str, second: str | None) -> None:
    at = two_offices(text)
    assert (None if at is None else text[at:]) == second


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Nông Thị Bích Vân Triệu Hoàng Long", "Triệu Hoàng Long"),
        ("Ma Thanh Hoàng Bình Bùi Diệu Thủy", "Bùi Diệu Thủy"),
        ("Lò Văn Ơn Phan Sơn", "Phan Sơn"),
        ("Nguyễn Thị Thu Hà Trần Lê Hoài Nam", "Trần Lê Hoài Nam"),
        ("Nguyễn Văn Ơn", None),
    ],
)
def test_two_names_in_one_row(text: str, second: str | None) -> None:
    at = two_names(text)
    assert (None if at is None else text[at:]) == second
