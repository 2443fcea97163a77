"""Letterheads: bodies, with abbreviations written out and what stands above them; number lines and subjects that look alike."""

from __future__ import annotations

import pytest

from pipeline import extract_document
from pipeline.directive import Directive
from pipeline.fields.body_above import with_body_above
from pipeline.fields.body_names import spell_out
from pipeline.head_rows import is_body_name
from pipeline.read import read_document


def letter(rows: str, symbol: str = "KH-SYT", place: str = "Bến Tre", right: str = "") -> Directive:
    head = "\n".join(rows.split(" / "))
    date = f"{right}{place}, ngày 12 tháng 10 năm 2022"
    text = f"{head}\n\nSố: 12/{symbol}\n\n{date}\n\nKẾ HOẠCH\nTổ chức thi đua\n\nCăn cứ Luật số 06/2022/QH15.\n"
    return extract_document(read_document("-", text.encode()))


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỞ GD & ĐT TỈNH HÀ NAM", "Sở Giáo dục và Đào tạo tỉnh Hà Nam"),
        ("SỞ VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("SỞ LĐ-TB VÀ XÃ HỘI", "Sở Lao động - Thương binh và Xã hội"),
        ("SỞ NÔNG NGHIỆP VÀ PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("HĐND - UBND HUYỆN YÊN KHÁNH", "Hội đồng nhân dân - Ủy ban nhân dân huyện Yên Khánh"),
        ("UBMTTQVN TP. CẦN THƠ - CÔNG AN TP", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ - Công an thành phố"),
        ("UBND Q.1", "Ủy ban nhân dân quận 1"),
        ("UBND TX. SƠN TÂY", "Ủy ban nhân dân thị xã Sơn Tây"),
        ("BCH QUÂN SỰ HUYỆN BA TRI", "Ban Chỉ huy Quân sự huyện Ba Tri"),
        ("BCH ĐOÀN TỈNH CÀ MAU", "Ban Chấp hành Đoàn tỉnh Cà Mau"),
        ("TÒA ÁN NHÂN DÂN HUYỆN KRÔNG BÚK", "Tòa án nhân dân huyện Krông Búk"),
        # what has several meanings, or belongs to the name of a company, stays
        ("CÔNG TY TNHH MTV CẤP NƯỚC", "Công ty TNHH MTV Cấp nước"),
        ("TRUNG TÂM VNPT", "Trung tâm VNPT"),
        ("TRƯỜNG CĐ NGHỀ", "Trường CĐ Nghề"),
        ("PHƯỜNG VII", "Phường VII"),
    ],
)
def test_names_are_written_out(printed: str, written: str) -> None:
    assert spell_out(printed) == written


@pytest.mark.parametrize("text", ["TAND TỈNH HÀ NAM", "LĐLĐ TỈNH BẾN TRE", "TTYT HUYỆN BA TRI", "BHXH TỈNH BẮC GIANG"])
def test_an_abbreviation_begins_a_name(text: str) -> None:
    assert is_body_name(text)


def test_what_is_no_body() -> None:
    assert not any(map(is_body_name, ["HUYỆN KRÔNG BÚK", "TNCS HỒ CHÍ MINH", "GDĐT", "MTTQ Việt Nam phường"]))


@pytest.mark.parametrize(
    ("above", "name", "whole"),
    [
        ("Tỉnh ủy Đắk Lắk", "Ban Tổ chức", "Ban Tổ chức Tỉnh ủy Đắk Lắk"),
        ("Huyện ủy Mường La", "Ủy ban Kiểm tra", "Ủy ban Kiểm tra Huyện ủy Mường La"),
        ("Bộ Chỉ huy Quân sự tỉnh Khánh Hòa", "Phòng Chính trị", "Phòng Chính trị Bộ Chỉ huy Quân sự tỉnh Khánh Hòa"),
        ("Tổng Công ty Cấp nước Sài Gòn", "Hội đồng thành viên", "Hội đồng thành viên Tổng Công ty Cấp nước Sài Gòn"),
        ("Ban Chấp hành Đoàn tỉnh Cà Mau", "Ban Thường vụ", "Ban Thường vụ Đoàn tỉnh Cà Mau"),
        ("Hội Liên hiệp Phụ nữ Việt Nam", "Ban Chấp hành tỉnh Bạc Liêu", "Ban Chấp hành Hội Liên hiệp Phụ nữ tỉnh Bạc Liêu"),
        ("Ủy ban nhân dân tỉnh Nghệ An", "Khối thi đua số 5", "Khối thi đua số 5 tỉnh Nghệ An"),
        ("Ủy ban nhân dân huyện Lục Ngạn", "Phòng Nội vụ", "Phòng Nội vụ huyện Lục Ngạn"),
        ("Hội Chữ thập đỏ Việt Nam", "Thành Hội Hải Phòng", "Hội Chữ thập đỏ thành phố Hải Phòng"),
        ("Ủy ban nhân dân tỉnh Long An", "Ban Quản lý khu kinh tế", "Ban Quản lý khu kinh tế tỉnh Long An"),
        ("Ủy ban nhân dân tỉnh Yên Bái", "Đài Phát thanh - Truyền hình", "Đài Phát thanh - Truyền hình tỉnh Yên Bái"),
        # whole names
        ("Ủy ban nhân dân tỉnh Khánh Hòa", "Ban Quản lý khu kinh tế Vân Phong", None),
        ("Sở Nội vụ", "Phòng Thi đua, Khen thưởng", None),
        ("Ủy ban nhân dân tỉnh Bến Tre", "Sở Y tế", None),
        ("Bộ Nội vụ", "Ban Tổ chức", None),
        ("Tỉnh ủy Bến Tre", "Ban Tổ chức Tỉnh ủy Bến Tre", None),
        ("Ủy ban nhân dân huyện Lục Ngạn", "Phòng Nội vụ huyện Lục Ngạn", None),
        ("Bộ Công Thương", "Khối thi đua số 5", None),
        ("Đảng ủy Khối các cơ quan", "Đoàn Khối các cơ quan", None),
    ],
)
def test_what_a_name_leaves_to_the_line_above(above: str, name: str, whole: str | None) -> None:
    assert with_body_above(above, name) == whole


@pytest.mark.parametrize(
    ("rows", "issuing", "parent"),
    [
        (
            "HỘI LHPN TP HẢI PHÒNG / BAN THƯỜNG VỤ / HỘI LHPN HUYỆN VĨNH BẢO",
            "Ban Thường vụ Hội Liên hiệp Phụ nữ huyện Vĩnh Bảo",
            "Hội Liên hiệp Phụ nữ thành phố Hải Phòng",
        ),
        ("TỔNG CÔNG TY CẤP NƯỚC / MỘT THÀNH / VIÊN / HỘI ĐỒNG THÀNH VIÊN", "Hội đồng thành viên", "Tổng công ty Cấp nước một thành viên"),
        ("THÀNH PHỐ HỒ CHÍ MINH / ỦY BAN NHÂN DÂN / PHƯỜNG AN KHÁNH", "Ủy ban nhân dân phường An Khánh", "Thành phố Hồ Chí Minh"),
        (
            "TÒA ÁN NHÂN DÂN / TỈNH ĐẮK LẮK / TÒA ÁN NHÂN DÂN / HUYỆN KRÔNG BÚK",
            "Tòa án nhân dân huyện Krông Búk",
            "Tòa án nhân dân tỉnh Đắk Lắk",
        ),
    ],
)
def test_rows_of_one_name(rows: str, issuing: str, parent: str) -> None:
    found = letter(rows, "KH-BTV")
    assert found.issuing_body.value and found.issuing_body.value.name.startswith(issuing)
    assert found.parent_body.value and found.parent_body.value.name.startswith(parent)
    assert all(found.text[e.start : e.end] == e.text for e in (*found.issuing_body.evidence, *found.parent_body.evidence))


def test_a_body_of_the_whole_country_has_no_province() -> None:
    found = letter("TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM / CÔNG TY ĐIỆN LỰC BẾN TRE", "PCBT-TH")
    assert found.parent_body.value and found.parent_body.value.province is None
    assert found.issuing_body.value and found.issuing_body.value.province == "Bến Tre"


def test_the_place_of_a_committee_is_not_above_it() -> None:
    found = letter("TỈNH BẾN TRE / ỦY BAN NHÂN DÂN", "KH-UBND")
    assert found.issuing_body.value and found.issuing_body.value.name == "Ủy ban nhân dân tỉnh Bến Tre" and found.parent_body.value is None


def test_the_youth_union_at_the_right_issues_nothing() -> None:
    found = letter("BCH ĐOÀN TỈNH CÀ MAU / BAN THƯỜNG VỤ", "KH-TĐTN", "Cà Mau", right="ĐOÀN TNCS HỒ CHÍ MINH\n\n")
    assert found.issuing_body.value and found.issuing_body.value.name == "Ban Thường vụ Đoàn tỉnh Cà Mau"
    alone = letter("ĐOÀN TNCS HỒ CHÍ MINH / BCH TỈNH BẾN TRE", "KH-TĐTN")
    assert alone.parent_body.value and alone.parent_body.value.name == "Đoàn Thanh niên Cộng sản Hồ Chí Minh"


def test_bodies_that_issue_together_as_the_symbol_tells() -> None:
    found = letter("CÔNG AN TỈNH BẾN TRE / SỞ GIÁO DỤC VÀ ĐÀO TẠO", "KHLT-CA-SGDĐT")
    assert found.issuing_body.value and found.issuing_body.value.name == "Công an tỉnh Bến Tre" and found.parent_body.value is None
    assert [j.name for j in found.joint_issuers] == ["Sở Giáo dục và Đào tạo tỉnh Bến Tre"]
    apart = letter("CÔNG AN TỈNH BẾN TRE / SỞ GIÁO DỤC VÀ ĐÀO TẠO", "KH-SGDĐT")
    assert apart.parent_body.value and apart.joint_issuers == ()


def test_a_head_is_no_body_that_speaks() -> None:
    text = (
        "Số: 08/PĐ-SKHCN\n\nBắc Ninh, ngày 28 tháng 01 năm 2019\n\nPHÁT ĐỘNG\nPhong trào thi đua\n\n"
        "Được sự nhất trí của Đảng ủy, Công đoàn cơ quan, Giám đốc Sở phát động phong trào thi đua với các nội dung sau:\n\n1. Mục đích.\n"
    )
    found = extract_document(read_document("-", text.encode())).issuing_body
    assert found.value and found.value.name == "Sở Khoa học và Công nghệ tỉnh Bắc Ninh" and found.state == "inferred"


@pytest.mark.parametrize(
    ("line", "number", "state"),
    [
        ("Số: 6l2/BC-TTYT", "612", "illegible"),
        ("Số: OI/CT-VKS", "01", "illegible"),
        ("Số: 0l /CĐ-BGDĐT", "01", "illegible"),
        ("Số: 3176b/QĐ-SYT", "3176b", "stated"),
        ("Số: ĐO/CT-VKS", None, "illegible"),
    ],
)
def test_letters_for_digits_are_left_to_a_person(line: str, number: str | None, state: str) -> None:
    text = f"SỞ Y TẾ\n\n{line}\n\nLai Châu, ngày 24 tháng 6 năm 2022\n\nBÁO CÁO\nSơ kết 6 tháng\n\nThực hiện.\n"
    found = extract_document(read_document("-", text.encode()))
    assert (found.number.value and found.number.value.number, found.number.state) == (number, state)
    assert found.number.state == "stated" or found.number.confidence < 0.5
    assert found.subject.value == "Sơ kết 6 tháng"


@pytest.mark.parametrize(
    "subject", ["Sơ kết phong trào thi đua 6 tháng đầu năm 2022", "Số liệu tiêm chủng tháng 6/2022", "Sơ đồ mặt bằng khu 3"]
)
def test_a_subject_is_no_number_line(subject: str) -> None:
    text = f"SỞ Y TẾ\n\nSố: 12/BC-SYT\n\nLai Châu, ngày 24 tháng 6 năm 2022\n\nBÁO CÁO\n{subject}\n\nThực hiện.\n"
    found = extract_document(read_document("-", text.encode()))
    assert found.subject.value == subject and found.number.value and found.number.value.number == "12"


EXPORTED = """| **SỞ NỘI VỤ** **TRUNG TÂM LƯU TRỮ LỊCH SỬ** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** **Độc lập - Tự do - Hạnh phúc** |
| --- | --- |
| Số: 31/TTLT-HC *V/v nộp lưu hồ sơ năm 2024* | *Cần Thơ, ngày 03 tháng 11 năm 2025* |

**Kính gửi:** Các phòng **chuyên môn** **của Sở**.

Đề nghị các phòng nộp hồ sơ trước ngày 30/11/2025.

| ***Nơi nhận:*** - Như trên; - Ban Giám đốc *(để b/c)*; - Lưu: VT. | **KT. GIÁM ĐỐC** **PHÓ GIÁM ĐỐC** *(Đã ký số)* **Trương Thị Mỹ Lệ** |
| --- | --- |
"""


def test_letterhead_and_foot_that_an_export_made_tables_of() -> None:
    """The lines of a cell are joined; only the marks between them tell where each ends."""
    found = extract_document(read_document("a.md", EXPORTED.encode()))
    assert found.issuing_body.value and found.issuing_body.value.name.lower() == "trung tâm lưu trữ lịch sử"
    assert found.parent_body.value and found.parent_body.value.name == "Sở Nội vụ thành phố Cần Thơ"
    assert found.number.value and (found.number.value.number, found.number.value.notation) == ("31", "TTLT-HC")
    assert (found.subject.value, found.issued_date.value) == ("nộp lưu hồ sơ năm 2024", "2025-11-03")
    assert found.signer.value and (found.signer.value.name, found.signer.value.position) == ("Trương Thị Mỹ Lệ", "Phó Giám đốc")
    assert [(r.name, r.note) for r in found.recipients] == [("Như trên", None), ("Ban Giám đốc", "để b/c"), ("VT", "Lưu")]
    assert [a.name for a in found.addressees] == ["Các phòng chuyên môn của Sở"]
    assert all(
        found.text[e.start : e.end] == e.text for e in (*found.number.evidence, *found.signer.evidence, *found.issuing_body.evidence)
    )


def test_who_directs_is_no_part_of_the_subject() -> None:
    head = "CÔNG TY THAN NÚI BÉO\n\nSố: 47/CT-TNB\n\nQuảng Ninh, ngày 03 tháng 01 năm 2020\n\n"
    text = f"{head}CHỈ THỊ CỦA GIÁM ĐỐC\nV/v tăng cường an toàn quý I/2020\n\nThực hiện.\n"
    assert extract_document(read_document("-", text.encode())).subject.value == "tăng cường an toàn quý I/2020"
    alone = text.replace("CHỈ THỊ CỦA GIÁM ĐỐC\nV/v tăng", "CHƯƠNG TRÌNH CỦA NGÀNH THAN\nTăng")
    assert "NGÀNH THAN" in (extract_document(read_document("-", alone.encode())).subject.value or "")
