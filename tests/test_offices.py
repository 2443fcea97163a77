"""The rows above a name: what a row that is damaged says, and what it does not."""

from __future__ import annotations

import pytest

from pipeline.fields.offices import offices_of, standing_of

CLEAN = [
    (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ("Phó Chủ tịch", "TM./KT.", "Ủy ban nhân dân / Chủ tịch")),
    (["TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"], ("Giám đốc Sở Nội vụ", "TUQ.", "Chủ tịch")),
    (["GIÁM ĐỐC SỞ Y TẾ"], ("Giám đốc", None, None)),
    (["PHỤ TRÁCH BỆNH VIỆN", "PHÓ GIÁM ĐỐC"], ("Phó Giám đốc", None, None)),
    (["PHỤ TRÁCH PHÒNG"], ("Phụ trách phòng", None, None)),
    (["TM. KHỐI THI ĐUA", "KHỐI TRƯỞNG"], ("Khối trưởng", "TM.", "Khối thi đua")),
    (["CỤM TRƯỞNG", "CHỦ TỊCH HỘI CCB HUYỆN CÁI NƯỚC"], ("Cụm trưởng", None, None)),
    (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "THƯỜNG TRỰC"], ("Phó Chủ tịch Thường trực", "KT.", "Chủ tịch")),
    (["CHỦ TỊCH HỘI ĐỒNG THÀNH VIÊN"], ("Chủ tịch Hội đồng thành viên", None, None)),
    (["ĐỘI TRƯỞNG"], ("Đội trưởng", None, None)),
    (["LỚP TRƯỞNG"], ("Lớp trưởng", None, None)),  # near to known ones, and none of them
]
SCANNED = [
    (["KT. BỘ TRƯỞNG", "„HƯU TRƯỞNG"], "Thứ trưởng"),  # not the nearest, "Hiệu trưởng"
    (["KT. HIỆU TRƯỞNG", "Ê TRƯƠNG", "pì HỆ   HIỆU"], "Phó Hiệu trưởng"),
    (["TM. ỦY BAN NHÂN DÂN", "KT. CHU TỊCH", "SN", "__ PHO CHU TỊCH", "À: 94 NĂN 6"], "Phó Chủ tịch"),
    (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "S\\THÀ"], "Phó Giám đốc"),
    (["CHU h1 TỊCH", "7 PHO"], "Phó Chủ tịch"),
    (["TM. UỶ BAN NHÂN DÂN", "aUÙ TỊC"], None),
    (["TM. UỶ BAN NHÂN DÂN", "CAHỦ TỊCH 4"], "Chủ tịch"),
    (["TM. HỘI ĐỒNG THÀNH VIÊN", "ZZ"], None),
    (["TL. HIỆU TRƯỞNG", "TRƯỞNG PHÒNG QUẢN TRỊ"], "Trưởng phòng Quản trị"),
    (["TL. GIÁM ĐỐC", "ĂN PHÒNG"], None),
    (["GIÁM ĐÓC", "TH GIÁM ĐÓC"], "Phó Giám đốc"),
    (["KT. GIÁM ĐỐC", "PRó GIAÄM ĐỌC"], "Phó Giám đốc"),
]


@pytest.mark.parametrize(("rows", "expect"), CLEAN)
def test_typed_rows(rows: list[str], expect: tuple[str, str | None, str | None]) -> None:
    found = standing_of(offices_of(rows), scanned=False)
    assert (found.position, found.authority, found.on_behalf_of) == expect and not found.concluded


@pytest.mark.parametrize(("rows", "position"), SCANNED)
def test_rows_of_a_scan(rows: list[str], position: str | None) -> None:
    found = standing_of(offices_of(rows), scanned=True)
    assert (found.position if position or found.concluded else None) == position


def test_what_is_not_scanned_is_not_concluded() -> None:
    found = standing_of(offices_of(["KT. BỘ TRƯỞNG", "CHỦ NHIỆM LỚP"]), scanned=False)
    assert found.position == "Chủ nhiệm lớp" and not found.concluded
