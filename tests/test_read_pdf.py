"""The reader of PDFs: what is on a page, whichever way it stands there; pages without usable text; damaged files."""

from __future__ import annotations

import random
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.document import Box, Document, Signature
from pipeline.read import read_document, tesseract
from pipeline.read.legacy import encodings, view
from pipeline.read.pdf import read_pdf
from pipeline.read.signatures import _read_container, pdf_time
from scripts.pdf_sample import A4, Font, Picture, Sheet, Stroke, Style, Text, set_directive, write_pdf

ROOT = Path(__file__).resolve().parents[1]
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
#: Texts whose columns stand one behind the other; in others they were read straight across.
_APART = re.compile(r"^(?:CỘNG H[OÒ][ÀA] XÃ HỘI|ĐẢNG CỘNG SẢN).*\n(?s:.*)^Nơi nhận:$", re.M)
APART = [path for path in CORPUS if _APART.search(path.read_text(encoding="utf-8"))]
DEV = ROOT.parent / "shared" / "dev"

BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân huyện yêu cầu các phòng,",
    "ban chuyên môn và các xã, thị trấn thực hiện nghiêm túc các nội dung sau đây:",
)
SCANNED = Picture(0, 0, *A4)


def sheet(*lines: str, y: float = 100.0) -> Sheet:
    return Sheet([Text(85, y + 20 * i, 13, line) for i, line in enumerate(lines)])


def read(*sheets: Sheet) -> Document:
    return read_pdf(write_pdf(sheets))


def texts(document: Document, role: str | None = None) -> list[str]:
    return [document.text[line.span.start : line.span.end] for line in document.lines if line.role == role]


def codes(document: Document) -> list[str]:
    return [code for code, _ in document.notes]


def boxes(document: Document) -> list[Box]:
    return [word.box for line in document.lines for word in line.words]


# --- text and layout --------------------------------------------------------------------------------------------------

STYLES = [Style(), Style(lower=6, shuffled=2), Style(size=12, leading=1.2, spacing=3, lower=-5, gutter=5, shuffled=5)]


@pytest.mark.parametrize("path", APART, ids=[path.stem for path in APART])
def test_a_directive_set_in_columns(path: Path) -> None:
    """The head's left column, then its right one, then the body, the recipients, the signature, word for word."""
    source = path.read_text(encoding="utf-8")
    document = read_pdf(write_pdf(set_directive(source, STYLES[APART.index(path) % len(STYLES)])))
    words = [document.text[w.span.start : w.span.end] for line in document.lines if not line.role for w in line.words]
    rules = re.compile(r"[-–_*]+")
    assert sorted(w for w in words if not rules.fullmatch(w)) == sorted(w for w in source.split() if not rules.fullmatch(w))
    text = " ".join(words)
    nation = re.search(r"CỘNG H[OÒ][ÀA]|ĐẢNG CỘNG", text)
    if nation and re.search(r"^Số", source[: source.index(nation[0]) + 200], re.M):
        number = re.search(r"(?<!\w)Số[: ]", text)
        assert number and number.start() < nation.start()
    assert [line for line in texts(document) if line.startswith("Nơi nhận")] == ["Nơi nhận:"] * source.count("Nơi nhận:")


def test_the_order_in_the_file_does_not_matter() -> None:
    source = CORPUS[0].read_text(encoding="utf-8")
    plain = read_pdf(write_pdf(set_directive(source)))
    for seed in range(3):
        shuffled = read_pdf(write_pdf(set_directive(source, Style(shuffled=seed))))
        assert shuffled.text == plain.text
        assert shuffled.lines == plain.lines


def test_spans_boxes_and_pages_are_exact() -> None:
    document = read(sheet(*BODY), sheet("Trang thứ hai không có gì khác"))
    assert [document.text[page.span.start : page.span.end] for page in document.pages] == [
        "\n".join(BODY) + "\n\f",
        "Trang thứ hai không có gì khác\n",
    ]
    first = document.lines[0].words[0]
    assert document.text[first.span.start : first.span.end] == "Căn"
    assert first.box[0] == pytest.approx(85, abs=1) and first.box[1] < 100 - 8 and 100 <= first.box[3] < 106
    assert (document.pages[0].width, document.pages[0].height) == A4
    assert document.reader == "pdf-text" and document.media_type == "application/pdf" and set(document.details) == {"pdfium", "pypdfium2"}


def as_seen(thing: Text, rotate: int) -> Text:
    """`thing`, placed on an A4 page seen upright, for a page that a viewer turns by `rotate`."""
    x, y = thing.x, thing.y
    if rotate == 90:
        return replace(thing, x=y, y=A4[0] - x, quarter=3)
    if rotate == 180:
        return replace(thing, x=A4[0] - x, y=A4[1] - y, quarter=2)
    return replace(thing, x=A4[1] - y, y=x, quarter=1)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_are_read_as_they_are_seen(rotate: int) -> None:
    upright = set_directive(CORPUS[0].read_text(encoding="utf-8"))
    size = A4 if rotate == 180 else (A4[1], A4[0])
    turned = [Sheet([as_seen(t, rotate) for t in page.things if isinstance(t, Text)], size, rotate) for page in upright]
    seen, expected = read_pdf(write_pdf(turned)), read_pdf(write_pdf(upright))
    assert seen.text == expected.text
    assert (seen.pages[0].width, seen.pages[0].height) == A4
    for box, other in zip(boxes(seen), boxes(expected), strict=True):
        assert box == pytest.approx(other, abs=0.1)


def test_a_page_printed_sideways_is_read_and_its_boxes_stay_on_the_page_as_shown() -> None:
    upright = set_directive(CORPUS[0].read_text(encoding="utf-8"))
    sideways = [Sheet([as_seen(t, 90) for t in page.things if isinstance(t, Text)], (A4[1], A4[0])) for page in upright]
    document = read_pdf(write_pdf(sideways))
    assert document.text == read_pdf(write_pdf(upright)).text
    assert (document.pages[0].width, document.pages[0].height) == (A4[1], A4[0])
    assert all(x1 - x0 < y1 - y0 for word, (x0, y0, x1, y1) in zip(texts_of_words(document), boxes(document), strict=True) if len(word) > 4)


def texts_of_words(document: Document) -> list[str]:
    return [document.text[w.span.start : w.span.end] for line in document.lines for w in line.words]


def test_notes_in_the_margin_are_furniture() -> None:
    page = sheet(*BODY)
    page.things.append(Text(30, 500, 9, "Bản dự thảo lần hai", quarter=3))
    assert texts(read(page), "furniture") == ["Bản dự thảo lần hai"]
    assert texts(read(page)) == list(BODY)


def test_a_blank_without_width_is_none() -> None:
    """Some text layers have "cầ u": a blank, and the next letter in its place."""
    at = 85 + Font().width("Yêu cầ") * 13 / 1000
    page = Sheet([*sheet(*BODY).things, Text(85, 160, 13, "Yêu cầ "), Text(at, 160, 13, "u các đơn vị")])
    assert texts(read(page))[-1] == "Yêu cầu các đơn vị"


_FACES = ("truetype/dejavu/DejaVuSans.ttf", "TTF/DejaVuSans.ttf")
FACE = next((path for face in _FACES if (path := Path("/usr/share/fonts") / face).exists()), None)


@pytest.mark.skipif(FACE is None, reason="the font DejaVu Sans, which has marks of their own, is not installed")
def test_marks_go_to_the_letter_they_are_drawn_at() -> None:
    """As in one of three files of one company: the dot of "thực" stands in the file behind the i of "hiện"."""
    assert FACE
    font = Font(FACE.read_bytes())
    first, second, dot = "thưc hiên", " ngay", "\u0323"

    def under(letter: int) -> float:
        whole = font.width(first[:letter]) + font.width(first[letter]) / 2
        return 85 + (whole + 230) * 13 / 1000  # the font draws the mark over the place before it

    def page(*places: float) -> Sheet:
        dots = [Text(x, 160, 13, dot) for x in places]
        things = [Text(85, 160, 13, first), *dots, Text(85 + font.width(first) * 13 / 1000, 160, 13, second)]
        return Sheet([*sheet(*BODY).things, *things])

    document = read_pdf(write_pdf([page(under(7), under(2))], font))
    assert texts(document)[-1] == "thực hiện ngay"


def test_ruled_tables() -> None:
    page = sheet(*BODY)
    rows = [("TT", "Đơn vị", "Số lớp"), ("1", "Huyện Ba Tri", "02"), ("2", "Huyện Thạnh Phú", "03")]
    for i, row in enumerate(rows):
        page.things += [Text(x, 217 + 20 * i, 12, cell) for x, cell in zip((90, 125, 305), row, strict=True)]
    page.things += [Stroke(85, 203 + 20 * i, 400, 203 + 20 * i) for i in range(4)]
    page.things += [Stroke(x, 203, x, 263) for x in (85, 120, 300, 400)]
    document = read(page)
    assert texts(document, "table") == ["\t".join(row) for row in rows]
    assert texts(document) == list(BODY)


def test_what_annotations_show_is_text() -> None:
    """E-office systems set the number and the day into the finished file (seen in three of three files of one company)."""
    page = sheet("Số:        /QĐ-TTVT", *BODY)
    page.notes.append(Text(107, 100, 13, "1276"))
    assert texts(read(page))[0].replace(" ", "") == "Số:1276/QĐ-TTVT"


# --- pages without usable text ----------------------------------------------------------------------------------------

GARBAGE = ("Can cu Nghi dinh so 25 cua Chinh phu ve Dieu le to chuc va", "hoat dong cua Tap doan theo de nghi cua Truong ban")


def garbage() -> Sheet:
    page = sheet(*GARBAGE)
    page.things.insert(0, SCANNED)
    return page


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract is not installed: what would be recognised is left."""

    def missing() -> str:
        raise errors.MissingDependency("Tesseract is not installed", "reading scans", "install it")

    monkeypatch.setattr(tesseract, "version", missing)


@pytest.mark.usefixtures("no_engine")
def test_each_page_decides_for_itself() -> None:
    document = read(garbage(), sheet(*BODY), Sheet([SCANNED]), Sheet())
    assert texts(document) == list(BODY) and [line.page for line in document.lines] == [2, 2]
    assert document.text.count("\f") == 3 and len(document.pages) == 4 and document.reader == "pdf-text"
    assert [(code, message.split(":")[0]) for code, message in document.notes] == [("page_without_text", "Pages 1, 3")]
    assert tesseract.INSTALL in document.notes[0][1]


@pytest.mark.usefixtures("no_engine")
def test_a_scan_with_a_stamp_set_on_it_is_a_scan() -> None:
    stamped = Sheet([SCANNED, Text(400, 40, 8, "Người ký: Sở Y tế"), Text(400, 50, 8, "Thời gian ký: 24.04.2018 15:17:44 +07:00")])
    document = read(sheet(*BODY), stamped)
    assert codes(document) == ["page_without_text"]
    assert texts(document, "furniture") == ["Người ký: Sở Y tế", "Thời gian ký: 24.04.2018 15:17:44 +07:00"]
    with pytest.raises(errors.MissingDependency):
        read(stamped)


def test_a_scan_with_a_good_text_layer_is_read() -> None:
    page = sheet(*BODY, *BODY, *BODY)
    page.things.insert(0, SCANNED)
    assert texts(read(page)) == [*BODY, *BODY, *BODY] and not codes(read(page))


def test_tcvn3_is_decoded() -> None:
    tcvn3 = encodings()[0]
    shown = {tcvn3.decode(c): c for c in view("cp1252")[0x80:] if tcvn3.decode(c) != c}
    old = ["".join(shown.get(c, c) for c in line) for line in BODY]
    assert "§" in old[0] or "®" in old[0]
    document = read(sheet(*old))
    assert [line.lower() for line in texts(document)] == [line.lower() for line in BODY] and codes(document) == ["encoding"]


def test_a_blank_file_is_an_error_that_says_so() -> None:
    with pytest.raises(errors.FormatUnsupported, match="blank"):
        read(Sheet())


@pytest.mark.usefixtures("no_engine")
@pytest.mark.parametrize("sheets", [[Sheet([SCANNED])], [garbage()], [Sheet(), garbage()]])
def test_a_scan_without_an_engine_is_an_error_that_says_what_to_install(sheets: list[Sheet]) -> None:
    with pytest.raises(errors.MissingDependency):
        read(*sheets)


# --- bad input --------------------------------------------------------------------------------------------------------

GOOD = write_pdf([sheet(*BODY), sheet(*BODY)])


def test_encrypted() -> None:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    with pytest.raises(errors.FormatUnsupported, match="password"):
        read_pdf(GOOD.replace(b"trailer<<", b"trailer<<" + lock))


def test_cut_off_at_the_end() -> None:
    document = read_pdf(GOOD[: GOOD.index(b"xref")])
    assert texts(document) == [*BODY, *BODY] and codes(document) == ["damaged_pdf"]


def test_bytes_before_the_pdf() -> None:
    document = read_document("a.pdf", b"\r\n\x00\x01" * 20 + GOOD)
    assert texts(document) == [*BODY, *BODY] and codes(document) == ["junk_before_pdf"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nnothing", GOOD[:100]])
def test_no_pdf_at_all(data: bytes) -> None:
    with pytest.raises(errors.FormatUnsupported, match="damaged"):
        read_pdf(data)


def test_no_pages() -> None:
    with pytest.raises(errors.InputEmpty):
        read()


@pytest.mark.parametrize("size", [(1.0, 1.0), (0.0, 0.0), (-5.0, 400.0), (3.0, 30_000.0), (14_400.0, 14_400.0), (1e9, 1e9)])
def test_absurd_pages(size: tuple[float, float]) -> None:
    document = read(sheet(*BODY), replace(sheet(*BODY), size=size))
    assert texts(document)[:2] == list(BODY) and len(document.pages) == 2


def test_damaged_bytes_give_a_document_or_a_typed_error() -> None:
    whole = write_pdf(set_directive(CORPUS[0].read_text(encoding="utf-8")))
    dice = random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 20, 300))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        at = dice.randrange(len(data))
        for damaged in (bytes(data), bytes(data[:at]), bytes(data[:at] + data[at + 500 :])):
            try:
                document = read_pdf(damaged)
            except errors.PipelineError:
                continue
            assert all(document.text[w.span.start : w.span.end].strip() for line in document.lines for w in line.words)


def test_500_pages_in_bounded_time_and_memory() -> None:
    import tracemalloc

    data = write_pdf([sheet(*BODY)] * 500)
    tracemalloc.start()
    start = time.process_time()
    document = read_pdf(data)
    assert len(document.pages) == 500 and time.process_time() - start < 60
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 2**20


def test_pdfium_is_loaded_only_for_pdfs() -> None:
    import subprocess

    code = "import sys, pipeline; pipeline.extract(sys.argv[1]); print([m for m in sys.modules if 'pdfium' in m])"
    done = subprocess.run([sys.executable, "-c", code, CORPUS[0]], capture_output=True, cwd=ROOT, timeout=60)
    assert done.stdout.decode().strip() == "[]", done.stderr.decode()


# --- digital signatures -----------------------------------------------------------------------------------------------


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    length = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
    return bytes([tag]) + length + body


def name(common: str, tag: int = 0x0C, encoding: str = "utf-8") -> bytes:
    return der(0x30, der(0x31, der(0x30, der(0x06, bytes.fromhex("550403")), der(tag, common.encode(encoding)))))


def certificate(serial: int, issuer: bytes, subject: bytes) -> bytes:
    fields = der(0xA0, der(2, b"\2")), der(2, bytes([serial])), der(0x30), issuer, der(0x30), subject, der(0x30)
    return der(0x30, der(0x30, *fields), der(0x30), der(3, b"\0"))


def container(signer: bytes, tag: int = 0x0C, encoding: str = "utf-8") -> bytes:
    root = name("CA Việt Nam")
    certificates = der(0xA0, certificate(1, root, root), certificate(9, root, signer))
    moment = der(0x30, der(6, bytes.fromhex("2a864886f70d010905")), der(0x31, der(0x17, b"200414003712Z")))
    info = der(0x30, der(2, b"\1"), der(0x30, root, der(2, b"\x09")), der(0x30), der(0xA0, moment))
    signed = der(0x30, der(2, b"\1"), der(0x31), der(0x30), certificates, der(0x31, info))
    return der(0x30, der(6, b"\x2a"), der(0xA0, signed)) + b"\0" * 64


def test_signer_and_time_of_a_container() -> None:
    assert _read_container(container(name("Nguyễn Thị Hà"))) == ("Nguyễn Thị Hà", "2020-04-14T00:37:12Z")
    assert _read_container(container(name("Sở Y tế", 0x1E, "utf-16-be"))) == ("Sở Y tế", "2020-04-14T00:37:12Z")


def test_damaged_containers_give_nothing_and_do_not_raise() -> None:
    whole, dice = container(name("Nguyễn Thị Hà")), random.Random(3)
    assert _read_container(b"") == _read_container(b"\x30\x84\xff\xff\xff\xff") == (None, None)
    for _ in range(500):
        data = bytearray(whole)
        data[dice.randrange(len(data))] = dice.randrange(256)
        _read_container(bytes(data[: dice.randrange(len(data))]))


@pytest.mark.parametrize(
    ("printed", "time"),
    [
        ("D:20200414073712+07'00'", "2020-04-14T07:37:12+07:00"),
        ("D:20211117134838Z", "2021-11-17T13:48:38Z"),
        ("20210101000000", "2021-01-01T00:00:00"),
        ("D:20211399000000Z", None),
        ("hôm qua", None),
    ],
)
def test_times_of_pdf(printed: str, time: str | None) -> None:
    assert pdf_time(printed) == time


# --- real files -------------------------------------------------------------------------------------------------------

needs_dev = pytest.mark.skipif(not DEV.exists(), reason="the development documents are not kept beside the project")


@needs_dev
def test_signatures_of_a_real_file() -> None:
    document = read_document(DEV / "docs" / "qb_quyetdinhCong_nhan_TTLDXS_2021.pdf")
    assert document.signatures == (
        Signature("NGUYỄN THANH HẢI", "2021-11-17T08:47:12+07:00"),
        Signature("TRƯƠNG CÔNG MINH", "2021-11-17T10:00:12+07:00"),
        Signature("VIỄN THÔNG QUẢNG BÌNH", "2021-11-17T13:48:38+07:00"),
    )


@needs_dev
def test_a_real_file_whose_marks_stand_elsewhere() -> None:
    document = read_document(DEV / "docs" / "qb_Cong_van_trien_khai_he_thong_giam_sat_phan_mem_ban_quyen.pdf")
    assert "yêu cầu các đơn vị khẩn trương thực hiện một số nội dung sau:" in document.text
    assert "Số: 330 /VNPT-QB-CNTT" in document.text


@needs_dev
@pytest.mark.usefixtures("no_engine")
def test_every_real_pdf_gives_a_document_or_says_that_it_is_a_scan() -> None:
    for path in sorted(DEV.glob("*/*.pdf")):
        try:
            document = read_document(path)
        except errors.MissingDependency:
            continue
        assert texts(document) or document.notes, path.name
