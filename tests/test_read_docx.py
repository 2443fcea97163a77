"""The docx reader, on files made here; .doc by way of a LibreOffice that is a script."""

import io
import stat
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document as new_docx
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import errors, extract_document
from pipeline.document import Document
from pipeline.read import docx_parts, read_document
from pipeline.read.doc import read_doc
from pipeline.read.numbering import write_number

sys.path.insert(0, str(Path(__file__).parent))
import office

sys.path.pop(0)

ROOT = Path(__file__).resolve().parents[1]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(docx: Any, name: str = "a.docx") -> Document:
    out = io.BytesIO()
    docx.save(out)
    return read_document(name, out.getvalue())


def with_xml(*paragraphs: str) -> Document:
    """Of a document whose body holds these elements, written without their namespace."""
    docx = new_docx()
    for xml in paragraphs:
        name = xml[1 : min(i for i in (xml.find(">"), xml.find(" ")) if i > 0)]
        docx.element.body.append(parse_xml(xml.replace(name, f"{name} {W} {MC}", 1)))
    return read(docx)


def lines(document: Document) -> list[str]:
    return [document.text[line.span.start : line.span.end] for line in document.lines]


def roles(document: Document) -> list[tuple[str, str | None]]:
    return [(document.text[line.span.start : line.span.end], line.role) for line in document.lines]


def p(*runs: str) -> str:
    return "<w:p>" + "".join(runs) + "</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# --- text -------------------------------------------------------------------------------------------------------------


def test_describes_the_file() -> None:
    docx = new_docx()
    docx.add_paragraph("Kế hoạch")
    document = read(docx)
    assert (document.reader, document.media_type, document.path) == ("docx", DOCX, "a.docx")
    assert document.text == "Kế hoạch\n" and len(document.pages) == 1 and document.pages[0].span.end == len(document.text)
    assert document.notes == () and document.details["python-docx"]


def test_paragraphs_and_tables_in_order() -> None:
    docx = new_docx()
    docx.add_paragraph("trên")
    docx.add_table(1, 2).rows[0].cells[0].text = "giữa"
    docx.add_paragraph("dưới")
    assert lines(read(docx)) == ["trên", "giữa", "dưới"]


def test_breaks_tabs_and_normal_forms() -> None:
    docx = new_docx()
    docx.add_paragraph("Số:\t27\nHo\u0300a")
    docx.add_paragraph("")
    docx.add_paragraph("x")
    assert read(docx).text == "Số:\t27\nHo\u0300a\n\nx\n"


def test_letterhead_and_foot_are_read_column_by_column() -> None:
    docx = new_docx()
    head = docx.add_table(2, 2)
    head.cell(0, 0).text = "UBND TỈNH LÀO CAI\nSỞ Y TẾ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text, head.cell(1, 1).text = "Số: 27/KH-SYT", "Lào Cai, ngày 05 tháng 3 năm 2021"
    foot = docx.add_table(1, 2)
    foot.cell(0, 0).text, foot.cell(0, 1).text = "Nơi nhận:\n- Như trên;", "GIÁM ĐỐC\n\n\nLý Thị Sa"
    document = read(docx)
    assert lines(document) == [
        *("UBND TỈNH LÀO CAI", "SỞ Y TẾ", "Số: 27/KH-SYT"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lào Cai, ngày 05 tháng 3 năm 2021"),
        *("Nơi nhận:", "- Như trên;", "GIÁM ĐỐC", "", "", "Lý Thị Sa"),
    ]
    assert {line.role for line in document.lines} == {None}


def test_tables_of_data() -> None:
    docx = new_docx()
    table = docx.add_table(3, 3, style="Table Grid")
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            cell.text = f"{i}\n{j}"
    assert roles(read(docx)) == [(f"{i} 0\t{i} 1\t{i} 2", "table") for i in range(3)]


def test_a_ruled_table_of_two_columns_is_data() -> None:
    docx = new_docx()
    table = docx.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).text, table.cell(1, 1).text = "STT", "Số: 12"
    assert [role for _, role in roles(read(docx))] == ["table", "table"]


def test_tables_in_tables() -> None:
    docx = new_docx()
    cell = docx.add_table(1, 1).cell(0, 0)
    cell.text = "ngoài"
    cell.add_table(1, 1).cell(0, 0).text = "trong"
    assert [line for line in lines(read(docx)) if line] == ["ngoài", "trong"]


def test_headers_and_footers_are_furniture() -> None:
    docx = new_docx()
    docx.sections[0].header.paragraphs[0].text = "Công báo"
    docx.sections[0].footer.paragraphs[0].text = "2"
    docx.add_paragraph("Nội dung")
    assert roles(read(docx)) == [("Công báo", "furniture"), ("Nội dung", None), ("2", "furniture")]


def test_titles_are_set_apart() -> None:
    docx = new_docx()
    for text in ("KẾ HOẠCH", "Về thi đua"):
        docx.add_paragraph(text).alignment = 1
    docx.add_paragraph("Thực hiện")
    assert lines(read(docx)) == ["KẾ HOẠCH", "Về thi đua", "", "Thực hiện"]


def test_long_paragraphs_are_set_apart() -> None:
    """What has no full stop would be read on into the next paragraph."""
    docx = new_docx()
    for text in ("a " * 60, "b", "c"):
        docx.add_paragraph(text)
    assert lines(read(docx)) == ["a " * 60, "", "b", "c"]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (p(r("a"), f"<w:ins>{r('b')}</w:ins>", "<w:del><w:r><w:delText>c</w:delText></w:r></w:del>"), "ab"),
        (p(f"<w:moveFrom>{r('a')}</w:moveFrom>", f"<w:moveTo>{r('b')}</w:moveTo>"), "b"),
        (p(r("a"), r("ẩn", "<w:vanish/>"), r("b", '<w:vanish w:val="0"/>')), "ab"),
        (p(r("Sở y tế", "<w:caps/>")), "SỞ Y TẾ"),
        (p("<w:hyperlink>" + r("liên kết") + "</w:hyperlink>"), "liên kết"),
        (p('<w:fldSimple w:instr="PAGE">' + r("3") + "</w:fldSimple>", "<w:r><w:instrText>PAGE</w:instrText></w:r>"), "3"),
        (p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("ô") + "</w:sdtContent></w:sdt>"), "ô"),
        ("<w:sdt><w:sdtContent>" + p(r("khối")) + "</w:sdtContent></w:sdt>", "khối"),
        (p(r("27"), "<w:r><w:noBreakHyphen/></w:r>", r("KH"), "<w:r><w:br/></w:r>", r("b")), "27-KH\nb"),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', r(" Có")), "☐ Có"),
        (p("<w:r><w:pict><w:txbxContent>" + p(r("HỎA TỐC")) + "</w:txbxContent></w:pict></w:r>", r("Số: 1")), "Số: 1\nHỎA TỐC"),
        (
            p(
                "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + p(r("DỰ THẢO")) + "</w:txbxContent></mc:Choice>"
                "<mc:Fallback><w:txbxContent>" + p(r("DỰ THẢO")) + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "DỰ THẢO",
        ),
    ],
)
def test_runs(xml: str, text: str) -> None:
    assert with_xml(xml).text == text + "\n"


def test_old_fonts() -> None:
    """Word keeps TCVN3 as Latin-1; a font of capitals (.VnTimeH) shows what the bytes cannot."""
    title = p(r("quyÕt ®Þnh", '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'))
    body = p(r("§iÒu 1. QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký.", '<w:rFonts w:ascii=".VnTime"/>'))
    document = with_xml(title, body)
    assert document.text == "QUYẾT ĐỊNH\nĐiều 1. Quyết định này có hiệu lực kể từ ngày ký.\n"
    assert [code for code, _ in document.notes] == ["encoding"]


# --- lists ------------------------------------------------------------------------------------------------------------


def numbered(levels: str, *paragraphs: tuple[int, int, str], nums: str = "") -> list[str]:
    """Paragraphs are (number of the list, level, text); list 1 is of the levels given."""
    docx = new_docx()
    root = docx.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="7">{levels}</w:abstractNum>'))
    for xml in ['<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>', *filter(None, nums.split("\n"))]:
        root.append(parse_xml(xml.replace("<w:num ", f"<w:num {W} ", 1)))
    for num, depth, text in paragraphs:
        numbers = docx.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        numbers.get_or_add_numId().val, numbers.get_or_add_ilvl().val = num, depth
    document = read(docx)
    assert document.details.get("list_labels") == (str(sum(bool(t) for _, _, t in paragraphs)) if levels else None)
    return lines(document)


def level(depth: int, format_: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def test_lists_of_levels() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%2.%3.") + level(3, "lowerLetter", "%4)")
    depths = zip((0, 1, 2, 2, 3, 1, 2, 0, 1), "abcdefghi", strict=True)
    found = numbered(levels, *((1, depth, text) for depth, text in depths))
    assert found == ["I. a", "1. b", "1.1. c", "1.2. d", "a) e", "2. f", "2.1. g", "II. h", "1. i"]


def test_lists_that_go_on_and_begin_again() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>\n'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    found = numbered(level(0, "decimal", "%1/"), (1, 0, "a"), (2, 0, "b"), (3, 0, "c"), (3, 0, "d"), nums=nums)
    assert found == ["1/ a", "2/ b", "5/ c", "6/ d"]


def test_lists_all_decimal_and_without_space() -> None:
    levels = level(0, "upperRoman", "Chương %1:") + level(1, "decimal", "%1.%2-", '<w:isLgl/><w:suff w:val="nothing"/>')
    assert numbered(levels, (1, 0, "a"), (1, 0, "b"), (1, 1, "c")) == ["Chương I: a", "Chương II: b", "2.1-c"]


@pytest.mark.parametrize(("sign", "label"), [("-", "- "), ("\uf0b7", "• "), ("\uf02d", "- "), ("+", "+ "), ("o", "◦ ")])
def test_bullets(sign: str, label: str) -> None:
    assert numbered(level(0, "bullet", sign), (1, 0, "a")) == [label + "a"]


def test_vietnamese_letters() -> None:
    levels = level(0, "custom", "%1)").replace('w:val="custom"', 'w:val="custom" w:format="a, b, c, d, đ, ..."')
    assert numbered(levels, *((1, 0, "x") for _ in range(6)))[3:] == ["d) x", "đ) x", "e) x"]


def test_empty_paragraphs_count_but_show_no_label() -> None:
    assert numbered(level(0, "decimal", "%1."), (1, 0, "a"), (1, 0, ""), (1, 0, "b")) == ["1. a", "", "3. b"]


def test_a_list_that_is_not_there() -> None:
    assert numbered("", (9, 0, "a"), (0, 0, "b")) == ["a", "b"]


@pytest.mark.parametrize("n", [*range(1, 40), 99, 100, 3999, 4000, 0, 99999])
def test_numbers_in_every_format(n: int) -> None:
    formats = ("decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "vietnameseCounting", "chicago")
    assert all(write_number(n, f) for f in formats)


def test_vietnamese_counting() -> None:
    found = [write_number(n, "vietnameseCounting") for n in (1, 4, 10, 11, 15, 20, 21, 24, 25)]
    assert found == ["một", "bốn", "mười", "mười một", "mười lăm", "hai mươi", "hai mươi mốt", "hai mươi bốn", "hai mươi lăm"]


# --- bad input --------------------------------------------------------------------------------------------------------


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def made() -> bytes:
    return office.to_docx(office.Sample(left=["UBND TỈNH LÀO CAI"], body=["I. MỤC TIÊU", "- Một", "1. Hai"]))


def refused(data: bytes, error: type[errors.PipelineError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        read_document("a.docx", data)
    assert "\n" not in str(caught.value) and caught.value.advice and caught.value.where == "a.docx"


def test_a_zip_that_is_no_document() -> None:
    refused(zipped({"word/document.xml": b"<a/>"}), errors.InputUnreadable, "damaged")
    refused(zipped({"a.txt": b"a"}), errors.FormatUnsupported, "ZIP")
    refused(zipped({"xl/workbook.xml": b"<a/>"}), errors.FormatUnsupported, "Excel")


def test_a_truncated_document() -> None:
    data = made()
    refused(data[:200] + b"word/document.xml", errors.InputUnreadable, "damaged")
    refused(data[: len(data) // 2] + b"word/document.xml", errors.InputUnreadable, "damaged")


@pytest.mark.parametrize("xml", [b"", b"<w:document", b"<a/>", b"\0\1", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_broken_xml(xml: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    refused(zipped(parts | {"word/document.xml": xml}), errors.InputUnreadable, "damaged")


def test_a_bomb() -> None:
    refused(zipped({"word/document.xml": b"0" * (97 << 20)}), errors.TooLarge, "unpacks")


def test_many_pictures_are_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_parts, "_XML_LIMIT", 10)
    refused(made(), errors.TooLarge, "unpacks")


def test_empty_documents() -> None:
    with pytest.raises(errors.InputEmpty):
        read(new_docx())


DAMAGE = st.lists(st.tuples(st.integers(min_value=4), st.integers(0, 255)), min_size=1, max_size=20)


@settings(max_examples=60)
@given(DAMAGE)
def test_damaged_archives(damage: list[tuple[int, int]]) -> None:
    data = bytearray(made())
    for at, byte in damage:
        data[4 + at % (len(data) - 4)] = byte
    try:
        document = read_document("a.docx", bytes(data))
    except errors.PipelineError as error:
        assert "\n" not in str(error)
    else:
        extract_document(document)


@settings(max_examples=60)
@given(DAMAGE, st.sampled_from(["word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"]))
def test_damaged_parts(damage: list[tuple[int, int]], name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    data = bytearray(parts[name])
    for at, byte in damage:
        data[at % len(data)] = byte
    try:
        document = read_document("a.docx", zipped(parts | {name: bytes(data)}))
    except errors.PipelineError as error:
        assert "\n" not in str(error)
    else:
        assert all(document.text[line.span.end] == "\n" for line in document.lines)


# --- .doc -------------------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


def soffice(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A LibreOffice that does as the script says; `$out` is the file that is wanted of it."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\nout="$2/document.docx"\n{script}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


DOC = OLE + "WordDocument".encode("utf-16-le")


def test_doc_by_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(made())
    soffice(tmp_path, monkeypatch, f'cp "{tmp_path}/made.docx" "$out"')
    document = read_document("a.doc", DOC)
    assert (document.reader, document.media_type) == ("doc", "application/msword")
    assert document.text.startswith("UBND TỈNH LÀO CAI\n") and document.details["converted_by"] == "LibreOffice"


def test_doc_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for data in (DOC, b"{\\rtf1\\ansi Ke hoach}"):
        with pytest.raises(errors.MissingDependency, match="LibreOffice") as caught:
            read_document("a.doc", data)
        assert "docx" in caught.value.advice


def test_doc_that_libreoffice_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soffice(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(errors.InputUnreadable, match="cannot read"):
        read_document("a.doc", DOC)


def test_doc_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.doc.TIME_LIMIT", 0.2)
    soffice(tmp_path, monkeypatch, "sleep 60")
    with pytest.raises(errors.InputUnreadable, match="seconds"):
        read_doc(DOC, "a.doc", "a.doc")


def test_protected_documents() -> None:
    with pytest.raises(errors.InputUnreadable, match="password"):
        read_document("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"))


def test_other_old_files() -> None:
    with pytest.raises(errors.FormatUnsupported, match="no Word document"):
        read_document("a.xls", OLE + "Workbook".encode("utf-16-le"))


# --- whole documents --------------------------------------------------------------------------------------------------

HEADER = ("issuing_body", "parent_body", "number", "place", "issued_date", "doc_type", "subject", "signer")


#: Heads and feet that `tests/office.py` does not know how to set in tables: (format, document).
_NOT_SET = {
    *((kind, stem) for kind in ("docx", "html") for stem in ("bdt_soc_trang", "bhxh_nghe_an", "tinh_uy_lao_cai")),
    *((kind, "tphcm_2026_tb_sct_khuyen_mai_tap_trung") for kind in ("docx", "html")),
    *(("html", stem) for stem in ("cong_dien_ttg", "cong_van_chuyen_hoa_toc", "lien_tich_hai_so")),
}


def _settings() -> list[Any]:
    kinds = {"docx": office.to_docx, "html": office.to_html}
    paths = sorted((ROOT / "corpus").glob("*.txt"))
    pairs = [(kind, path) for kind in kinds for path in paths if (kind, path.stem) not in _NOT_SET]
    return [pytest.param(path, kinds[kind], id=f"{kind}-{path.stem}") for kind, path in pairs]


@pytest.mark.parametrize(("path", "make"), _settings())
def test_says_the_same_as_the_text(path: Path, make: Any) -> None:
    """The corpus as Word and web documents: head and foot in tables, labels as lists. What is typed is not mended."""
    text = extract_document(replace(read_document(path), reader="docx")).model_dump(mode="json")
    other = extract_document(read_document("a", make(office.sample(path.read_text(encoding="utf-8"))))).model_dump(mode="json")
    for field in HEADER:
        assert other[field]["value"] == text[field]["value"], field
    for field in ("addressees", "recipients"):
        assert [item["name"] for item in other[field]] == [item["name"] for item in text[field]], field
