"""Scans as they come: turned, skewed, among pages of text, damaged, endless; and engines that hang or are missing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from pipeline import errors, extract_document
from pipeline.document import Box, Document
from pipeline.read import read_document, scan
from scripts.pdf_sample import A4, Picture, Sheet, Text, write_pdf

sys.path.insert(0, str(Path(__file__).parent))
import scans

sys.path.pop(0)

ROOT = Path(__file__).resolve().parents[1]
WORDS = "Ủy ban nhân dân\n"  #: what the program that stands in for Tesseract reads on every page
TEXT = (
    "Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân huyện yêu cầu các phòng,",
    "ban chuyên môn và các xã, thị trấn thực hiện nghiêm túc các nội dung sau đây:",
)


@pytest.fixture(autouse=True)
def _other_engine_is_forgotten() -> Iterator[None]:
    yield
    scans.forget_engine()


def text_page() -> Sheet:
    return Sheet([Text(85, 100 + 20 * i, 13, line) for i, line in enumerate(TEXT)])


def codes(document: Document) -> list[str]:
    return [code for code, _ in document.notes]


def number_box(document: Document) -> Box:
    found = extract_document(document).number
    assert found.value and found.value.number == "45" and found.evidence[0].bbox
    return found.evidence[0].bbox


def overlap(one: Box, other: Box) -> float:
    """Of the smaller one's area, 0..1."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (one, other)]
    return max(wide, 0) * max(high, 0) / min(areas)


X, Y = scans.NUMBER_AT
#: Where "45" of the number stands on the page as drawn, upright.
DRAWN: Box = (X + 22, Y - 10, X + 42, Y + 2)


def small(count: int = 1) -> list[Image.Image]:
    """Pages with a black mark."""
    page = Image.new("L", (620, 877), 255)
    page.paste(0, (60, 60, 200, 90))
    return [page] * count


# --- real pages -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """In gray: without the second reading of what is red."""
    return scans.drawn().convert("L")


@scans.needs_tesseract
def test_the_number_is_where_it_was_drawn(page: Image.Image) -> None:
    document = read_document("a.pdf", scans.scan_pdf(page))
    assert (document.reader, document.notes) == ("ocr", ()) and set(document.details) >= {"pdfium", "tesseract"}
    assert overlap(number_box(document), DRAWN) > 0.8


@scans.needs_tesseract
def test_a_skewed_page_is_straightened(page: Image.Image) -> None:
    """Turned by 3 degrees round its middle; the boxes are those of the page as it is."""
    document = read_document("a.pdf", scans.scan_pdf(page.rotate(-3, Image.Resampling.BICUBIC, fillcolor=255)))
    x, y = (DRAWN[0] + DRAWN[2]) / 2 - A4[0] / 2, (DRAWN[1] + DRAWN[3]) / 2 - A4[1] / 2
    x, y = A4[0] / 2 + x * 0.99863 - y * 0.05234, A4[1] / 2 + x * 0.05234 + y * 0.99863
    assert overlap(number_box(document), (x - 8, y - 6, x + 8, y + 6)) > 0.8


@scans.needs_tesseract
@pytest.mark.parametrize("shade", [40, 150])
def test_a_streak_of_the_feeder_parts_no_columns(page: Image.Image, shade: int) -> None:
    streaked = page.copy()
    middle = page.width // 2
    streaked.paste(shade, (middle, 0, middle + 2, page.height))
    document = read_document("a.pdf", scans.scan_pdf(streaked))
    assert document.text.split() == read_document("a.pdf", scans.scan_pdf(page)).text.split()
    assert overlap(number_box(document), DRAWN) > 0.8


@scans.needs_tesseract
def test_a_page_half_in_shadow_is_read(page: Image.Image) -> None:
    """From white at the left edge to a third of it at the right one: darker there than the ink at the left is with some light on it."""
    light = Image.linear_gradient("L").rotate(90).resize(page.size).point([255 - round(v * 0.67) for v in range(256)])
    document = read_document("a.pdf", scans.scan_pdf(ImageChops.multiply(page, light)))
    assert document.notes == () and overlap(number_box(document), DRAWN) > 0.8


@scans.needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180])
def test_a_turned_page_is_read_and_its_boxes_lie_on_it(page: Image.Image, degrees: int) -> None:
    """Turned clockwise."""
    turned = page.rotate(-degrees, expand=True)
    document = read_document("a.png", scans.saved(turned, "PNG", dpi=(200, 200)))
    assert codes(document) == ["page_turned"]
    width, height = turned.width * 0.36, turned.height * 0.36
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx((width, height), abs=0.1)
    x0, y0, x1, y1 = DRAWN
    expected = (width - y1, x0, width - y0, x1) if degrees == 90 else (width - x1, height - y1, width - x0, height - y0)
    assert overlap(number_box(document), expected) > 0.8
    for line in document.lines:
        for word in line.words:
            assert -1 < word.box[0] < word.box[2] < width + 1 and -1 < word.box[1] < word.box[3] < height + 1


@scans.needs_tesseract
def test_text_and_scans_in_one_file(page: Image.Image) -> None:
    """A page of text, and a scan with the text layer of a scanner that knew no Vietnamese."""
    old = "Can cu Nghi dinh so 25 cua Chinh phu ve Dieu le to chuc va hoat dong"
    garbage = Sheet([Text(85, 300 + 20 * i, 13, old) for i in range(4)])
    scanned = scans.laid_over(page, write_pdf([garbage]))
    document = read_document("a.pdf", scans.joined(write_pdf([text_page()]), scanned))
    pages = [document.text[p.span.start : p.span.end] for p in document.pages]
    assert pages[0] == "\n".join(TEXT) + "\n\f" and "45/KH-UBND" in pages[1] and old not in pages[1]
    assert document.reader == "pdf-text+ocr" and codes(document) == ["garbage_text_layer"]


# --- engines that hang or are missing ---------------------------------------------------------------------------------


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine hangs on pages wider than 1,000 pixels: here the second."""
    scans.put_engine(tmp_path, monkeypatch, "time.sleep(60 * (width > 1000))")
    monkeypatch.setattr(scan, "PAGE_SECONDS", 4.0)
    monkeypatch.setattr(scan, "MORE_SECONDS", 0.1)
    first, last = small(2)
    data = scans.joined(*(scans.scan_pdf(p, dots=150) for p in (first, first.rotate(90, expand=True).resize((1240, 877)), last)))
    document = read_document("a.pdf", data, jobs=1)
    assert document.text == f"{WORDS}\f\f{WORDS}" and codes(document) == ["page_timeout"]
    assert document.notes[0][1] == "Page 2: recognising took too long and was given up; nothing of the page was read."


def test_an_engine_that_always_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(scan, "PAGE_SECONDS", 0.3)
    for data in (scans.scan_pdf(*small(), dots=150), scans.saved(*small(), "PNG")):
        with pytest.raises(errors.FormatUnsupported, match="takes too long; scan it again, at 200 to 300 dpi"):
            read_document("a", data)


_FAILS = ["sys.exit(1)", "raise RuntimeError('damaged')", "import os; os.abort()", "return False"]


@pytest.mark.parametrize("more", _FAILS)
def test_an_engine_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    """On the wider page: that one is lost, and the other is read."""
    scans.put_engine(tmp_path, monkeypatch, f"if width > 1000: {more}")
    first, wide = small()[0], small()[0].rotate(90, expand=True).resize((1240, 877))
    document = read_document("a.pdf", scans.joined(*(scans.scan_pdf(p, dots=150) for p in (first, wide))))
    assert document.text.startswith(WORDS) and len(document.pages) == 2 and document.text.count("Ủy") == 1
    assert codes(document) == ["page_failed"]


def test_an_engine_that_always_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch, "import os; os.abort()")
    with pytest.raises(errors.PipelineError, match=r"Tesseract|breaks down"):
        read_document("a.png", scans.saved(*small(), "PNG"))


INSTALL = "apt-get install tesseract-ocr-vie tesseract-ocr-osd"


@pytest.mark.parametrize("language", [None, "eng"])
def test_without_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str | None) -> None:
    """A scan cannot be read; of a file with other pages those are."""
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    scans.forget_engine()
    if language:
        scans.put_engine(tmp_path, monkeypatch, language=language)
    scanned = scans.scan_pdf(*small(), dots=150)
    with pytest.raises(errors.MissingDependency, match=INSTALL) as caught:
        read_document("a.pdf", scanned)
    assert caught.value.exit_code == errors.ExitCode.missing_dependency
    document = read_document("a.pdf", scans.joined(write_pdf([text_page()]), scanned))
    assert document.text.startswith(TEXT[0]) and codes(document) == ["page_without_text"] and INSTALL in document.notes[0][1]


# --- hostile files ----------------------------------------------------------------------------------------------------

_MEASURE = """
import resource, sys
from pipeline.read import read_document
peaks = []
for name in sys.argv[1:]:
    pages = len(read_document(name, jobs=2).pages)
    peaks.append((pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
print(peaks)
"""


def test_memory_does_not_grow_with_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 pages whose pictures take 0.24 MB each; so low that nothing looks for skew, which would take most of the time."""
    scans.put_engine(tmp_path, monkeypatch)
    page = Image.new("L", (2000, 120), 255)
    page.paste(0, (60, 60, 200, 90))
    names = [tmp_path / f"{count}.pdf" for count in (16, 500)]
    for name, count in zip(names, (16, 500), strict=True):
        name.write_bytes(scans.scan_pdf(*[page] * count, dots=150))
    done = subprocess.run([sys.executable, "-c", _MEASURE, *names], capture_output=True, cwd=ROOT, timeout=120)
    (few, before), (many, after) = eval(done.stdout.decode() or "0", {}) if done.returncode == 0 else pytest.fail(done.stderr.decode())
    assert (few, many) == (16, 500) and after - before < 40 * 1024  # kB


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def scanned() -> bytes:
    return scans.scan_pdf(*small(2), dots=150)


def test_cut_off_at_the_end(engine: None, scanned: bytes) -> None:
    document = read_document("a.pdf", scanned[: scanned.rindex(b"xref\n0")])
    assert document.text == f"{WORDS}\f{WORDS}" and codes(document) == ["damaged_pdf"]


@pytest.mark.parametrize("junk", [b"\r\n\x00\x01" * 20, b"Received: by mail\r\n\r\n", b"\xef\xbb\xbf"], ids=["binary", "mail", "mark"])
@pytest.mark.parametrize("end", [True, False])
def test_bytes_before_the_pdf(engine: None, scanned: bytes, junk: bytes, end: bool) -> None:
    """Also where its end is lost."""
    document = read_document("a.pdf", junk + (scanned if end else scanned[: scanned.rindex(b"xref\n0")]))
    assert document.text == f"{WORDS}\f{WORDS}" and codes(document)[0] == "junk_before_pdf"


def test_encrypted(engine: None, scanned: bytes) -> None:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    with pytest.raises(errors.FormatUnsupported, match="password"):
        read_document("a.pdf", scanned.replace(b"trailer\n<<", b"trailer\n<<" + lock))


def test_a_picture_that_is_damaged(engine: None, scanned: bytes) -> None:
    """pdfium draws what it can of it; the other page is read."""
    at = scanned.index(b"stream") + 300
    document = read_document("a.pdf", scanned[:at] + bytes(200) + scanned[at + 200 :])
    assert len(document.pages) == 2 and document.text.endswith(WORDS)


_FLAT = (30_000.0, 3.0)


@pytest.mark.parametrize("size", [(1.0, 1.0), (0.0, 0.0), (-5.0, 400.0), (3.0, 30_000.0), _FLAT, (14_400.0, 14_400.0), (1e9, 1e9)])
def test_absurd_pages(engine: None, size: tuple[float, float]) -> None:
    absurd = write_pdf([Sheet([Picture(0, 0, *size)], size), text_page()])
    document = read_document("a.pdf", absurd)
    assert document.text.endswith("\n".join(TEXT) + "\n") and len(document.pages) == 2


# --- command line -----------------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "pipeline", *arguments], capture_output=True, cwd=ROOT, timeout=60)


def test_jobs(engine: None, tmp_path: Path) -> None:
    name = str(tmp_path / "a.tif")
    Path(name).write_bytes(scans.saved(small()[0], "TIFF", save_all=True, append_images=small(2)))
    one, two = run("extract", "--jobs", "1", name), run("extract", "--jobs", "2", name)
    assert one.returncode == 0 and one.stdout == two.stdout and not one.stderr


@pytest.mark.parametrize("jobs", ["0", "-1", "100", "two"])
def test_jobs_that_are_no_number(jobs: str) -> None:
    done = run("segment", "--jobs", jobs, "a.pdf")
    assert done.returncode == errors.ExitCode.bad_arguments and b"1 to 99" in done.stderr
