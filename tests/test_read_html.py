"""The reader of web pages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors, extract_document
from pipeline.document import Document
from pipeline.read import kind_of, read_document
from pipeline.read.html import read_html


def read(body: str, head: str = "") -> Document:
    return read_document("a.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def lines(document: Document) -> list[str]:
    return [document.text[line.span.start : line.span.end] for line in document.lines]


def test_describes_the_page() -> None:
    document = read("<p>Kế hoạch</p>", "<title>Không đọc</title>")
    assert (document.text, document.reader, document.media_type, document.notes) == ("Kế hoạch\n", "html", "text/html", ())


@pytest.mark.parametrize(
    ("body", "expect"),
    [
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<p>a <b> b</b>\n <i>c</i></p>", ["a b c"]),
        ("<p>a<br>b<br/><br>c</p>", ["a", "b", "", "c"]),
        ("<p>a<br></p><p>b</p>", ["a", "b"]),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", ["a", "", "b"]),
        ("<p>a</p><p></p><p>b</p>", ["a", "", "b"]),
        ("<p>S&ocirc;́&#58; &#273;&agrave;i &ldquo;x&rdquo; &#147;y&#148;</p>", ["Sô\u0301: đài “x” “y”"]),
        ("<p>Số:&nbsp;&nbsp;&nbsp;/KH</p>", ["Số:\u00a0\u00a0\u00a0/KH"]),
        ("a<script>var b = '<p>c</p>';</script><style>d</style><noscript>e</noscript>f", ["af"]),
        ("<p>a</p><!-- b --><p style='display: none'>c</p><p hidden>d</p><p>e</p>", ["a", "e"]),
        ("<p style='display:none'>a</p>b", ["b"]),
        ("<pre>a\n  b\n\nc</pre>", ["a", "  b", "", "c"]),
        ("<ul><li>a</li><li>b</li></ul>", ["• a", "• b"]),
        ("<ol type=a start=3><li>x<li value=5>y<li>z</ol>", ["c. x", "e. y", "f. z"]),
        ("<ol><li><p>x</p><ol type=I><li>y</ol></li><li>z</ol>", ["1. x", "I. y", "2. z"]),
        ("<ol style='list-style: none'><li>1. x</ol>", ["1. x"]),
        ("<p style='text-transform: uppercase'>sở y tế</p>", ["SỞ Y TẾ"]),
        ("<p align=center>KẾ HOẠCH</p><p>Thực hiện</p>", ["KẾ HOẠCH", "", "Thực hiện"]),
        ("<center><p>A</p><p>B</p></center>C", ["A", "B", "", "C"]),
        ("m<sup>2</sup>", ["m2"]),
    ],
)
def test_blocks(body: str, expect: list[str]) -> None:
    assert lines(read(body)) == expect


def test_letterhead_as_on_the_portals() -> None:
    """Seen on the portals of law: a table without lines, marks of both columns under each other."""
    document = read(
        """<table border="0" cellspacing="0"><tbody><tr><td width="223"><p align="center"><b>BỘ Y TẾ<br>-------</b></p></td>
        <td><p align="center"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>
        Độc lập - Tự do - Hạnh phúc<br>---------------</b></p></td></tr>
        <tr><td><p align="center">Số: 1246/QĐ-BYT</p></td>
        <td><p align="right"><i>Hà Nội, ngày 31 tháng 3 năm 2017</i></p></td></tr></tbody></table>
        <p align="center"><b>QUYẾT ĐỊNH</b></p><p align="center">Về việc ban hành quy chế</p><p>Căn cứ Luật;</p>
        <table><tr><td><p><b><i><br>Nơi nhận:</i></b><br>- Như trên;<br>- Lưu: VT.</p></td>
        <td><p align="center"><b>BỘ TRƯỞNG<br><br><br>Nguyễn Văn An</b></p></td></tr></table>"""
    )
    assert lines(document) == [
        *("BỘ Y TẾ", "-------", "Số: 1246/QĐ-BYT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------"),
        *("", "Hà Nội, ngày 31 tháng 3 năm 2017", "", "QUYẾT ĐỊNH", "Về việc ban hành quy chế", "", "Căn cứ Luật;"),
        *("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "", "BỘ TRƯỞNG", "", "", "Nguyễn Văn An"),
    ]
    found = extract_document(document)
    assert found.number.value and found.number.value.number == "1246" and found.issued_date.value == "2017-03-31"
    assert found.signer.value and found.signer.value.name == "Nguyễn Văn An"


def test_tables_of_data() -> None:
    rows = "".join(f"<tr><td>{i}</td><td><p>a</p><p>b</p></td><td></td><td>x</td></tr>" for i in range(2))
    document = read(f"<table border=1>{rows}</table>")
    assert [(line, row.role) for line, row in zip(lines(document), document.lines, strict=True)] == [
        ("0\ta b\t\tx", "table"),
        ("1\ta b\t\tx", "table"),
    ]


def test_tables_ruled_by_their_cells() -> None:
    """As Word exports them."""
    cell = '<td style="border:solid windowtext 1.0pt">a</td>'
    assert [line.role for line in read(f"<table><tr>{cell * 2}</tr><tr>{cell * 2}</tr></table>").lines] == ["table", "table"]


def test_tables_in_tables_and_captions() -> None:
    body = "<table><caption>Bảng</caption><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>d"
    assert lines(read(body)) == ["Bảng", "a", "b", "c", "d"]


def test_menus_are_furniture() -> None:
    assert [line.role for line in read("<nav><a>Trang chủ</a></nav><p>Nội dung</p>").lines] == ["furniture", None]


# --- encodings --------------------------------------------------------------------------------------------------------

PAGE = "<html><head><meta charset={}></head><body><p>{}</p></body></html>"
TEXT = "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành triển khai kế hoạch"


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "nonsense", "'x-user-defined'"])
def test_utf8_whatever_is_declared(declared: str) -> None:
    assert read_document("a", PAGE.format(declared, TEXT).encode()).text == TEXT + "\n"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_unicode(codec: str) -> None:
    assert read_document("a", PAGE.format("utf-16", TEXT).encode(codec)).text == TEXT + "\n"


def test_a_declared_encoding_is_believed_when_nothing_tells_better() -> None:
    page = PAGE.format("windows-1252", "Résumé du café").encode("cp1252")
    assert read_document("a", page).text == "Résumé du café\n"


def test_tcvn3_in_a_page() -> None:
    shown = "Uû ban nh©n d©n tØnh yªu cÇu c¸c së triÓn khai kÕ ho¹ch thi ®ua"
    expect = "Uỷ ban nhân dân tỉnh yêu cầu các sở triển khai kế hoạch thi đua\n"
    for page in (PAGE.format("utf-8", shown).encode(), PAGE.format("iso-8859-1", shown).encode("cp1252")):
        document = read_document("a", page)
        assert document.text == expect and [code for code, _ in document.notes] == ["encoding"]


# --- what is a page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("<!doctype HTML>", "<HTML lang=vi>", "\n<!-- saved from url -->\n<html>", "<?xml version='1.0'?>\n<html xmlns=''>"),
        "<table><tr><td>a</table>",
    ],
)
def test_pages(text: str) -> None:
    assert kind_of(text.encode()) == "a web page (HTML)"


@pytest.mark.parametrize("text", ["Kế hoạch <html>", "<a@b.vn> viết", "<p> là ký hiệu", "# Tiêu đề\n<div>a</div>", "<"])
def test_no_pages(text: str) -> None:
    assert kind_of(text.encode()) == "text"


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["", " ", "<script>a</script>", "<p>&nbsp;</p>"])
def test_empty_pages(body: str) -> None:
    with pytest.raises(errors.InputEmpty):
        read(body)


def test_what_is_nested_too_deep_is_said() -> None:
    document = read("<p>a</p>" + "<div>" * 5000 + "b")
    assert document.text == "a\n" and [code for code, _ in document.notes] == ["html.cut_short"]


@pytest.mark.parametrize(
    "piece", ["<", "<p>a", "<table><tr><td>", "<b>", "&amp;", "<!--", "</p>", "a ", "<ul><li>", "<p><br>", "<td>", "</table>", "<p style='"]
)
def test_hostile_pages_are_quick(piece: str) -> None:
    data = ("<html>" + piece * (500_000 // len(piece))).encode()
    start = time.process_time()
    try:
        read_document("a", data)
    except errors.PipelineError as error:
        assert "\n" not in str(error)
    assert time.process_time() - start < 15


TAGS = "p div table tr td th caption br ul ol li center pre b font nav head title script".split()  # noqa: SIM905
SOUP = st.lists(st.one_of(st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]), st.text(max_size=5)), max_size=40)


@given(SOUP)
def test_any_tags_give_a_document_or_a_typed_error(parts: list[str]) -> None:
    try:
        document = read_html("".join(parts).encode("utf-8", "replace"), None, "a")
    except errors.PipelineError:
        return
    assert all(document.text[line.span.end] == "\n" for line in document.lines)


@given(st.binary(max_size=120))
def test_any_bytes_give_a_document_or_a_typed_error(data: bytes) -> None:
    try:
        document = read_document("a", b"<html><p>" + data)
    except errors.PipelineError:
        return
    document.text.encode()
