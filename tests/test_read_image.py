"""The reader of picture files: formats, resolution, orientation, pages, damaged and absurd files."""

from __future__ import annotations

import io
import random
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from pipeline import errors, extract_document
from pipeline.document import Document
from pipeline.read import image as images
from pipeline.read import kind_of, read_document, tesseract
from pipeline.read.compose import LaidPage
from pipeline.read.image_picture import read_picture
from pipeline.read.picture import Picture

sys.path.insert(0, str(Path(__file__).parent))
import scans

sys.path.pop(0)

A4_AT_50 = (413, 585)  #: pixels
MARK = (30, 40, 120, 100)  #: black on the sample, in its pixels
WORDS = "Ủy ban nhân dân\n"  #: what the program that stands in for Tesseract reads on every page


@pytest.fixture(autouse=True)
def _other_engine_is_forgotten() -> Iterator[None]:
    yield
    scans.forget_engine()


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract's stand-in."""
    scans.put_engine(tmp_path, monkeypatch)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are decoded, and nothing is recognised on them."""
    monkeypatch.setattr(tesseract, "version", lambda: "5.3.0")
    monkeypatch.setattr(images, "read_scans", lambda pages, jobs: (LaidPage(595, 842, ()) for _ in pages))


def sample(mode: str = "RGB", size: tuple[int, int] = A4_AT_50) -> Image.Image:
    """White with a black mark near the top left."""
    image = Image.new("RGB", size, "white")
    image.paste((0, 0, 0), MARK)
    return image.convert(mode)


def picture_of(image: Image.Image, form: str = "PNG", **how: Any) -> Picture:
    reader = {"PNG": PngImageFile, "JPEG": JpegImageFile, "TIFF": TiffImageFile}[form]
    picture, whole = read_picture(reader(io.BytesIO(scans.saved(image, form, **how))))
    assert isinstance(picture, Picture) and whole
    return picture


def marked(picture: Picture) -> tuple[float, float, float, float]:
    """The box of what is dark, in points."""
    rows, columns = np.nonzero(picture.gray < 128)
    scale = 72 / picture.dots
    return columns.min() * scale, rows.min() * scale, (columns.max() + 1) * scale, (rows.max() + 1) * scale


def in_points(box: tuple[int, int, int, int], scale: float) -> Any:
    return pytest.approx(tuple(v * scale for v in box), abs=1.5)


def codes(document: Document) -> list[str]:
    return [code for code, _ in document.notes]


# --- real pages -------------------------------------------------------------------------------------------------------


@scans.needs_tesseract
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_number_date_and_type_of_a_page(form: str) -> None:
    page = scans.drawn()
    if form == "PNG":  # with its resolution
        data = scans.saved(page, form, dpi=(200, 200))
    elif form == "JPEG":  # as a telephone takes it: lying on its side, with no resolution that means anything
        turned = Image.Exif()
        turned[0x0112] = 6
        data = scans.saved(page.transpose(Image.Transpose.ROTATE_90), form, exif=turned, dpi=(72, 72))
    else:  # as a fax or a copier stores it
        data = scans.saved(page.convert("1", dither=Image.Dither.NONE), form, compression="group4", dpi=(200, 200))
    document = read_document("van-ban", data)
    directive = extract_document(document)
    assert directive.number.value and (directive.number.value.number, directive.number.value.notation) == ("45", "KH-UBND")
    assert directive.issued_date.value == "2019-03-14"
    assert directive.doc_type.value and directive.doc_type.value.name == "Kế hoạch"
    assert (document.reader, document.media_type, document.notes) == ("ocr", f"image/{form.lower()}", ())
    assert set(document.details) == {"pillow", "tesseract"}
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx((595, 842), abs=1)


# --- what is on the picture -------------------------------------------------------------------------------------------

MODES = ["1", "L", "P", "LA", "RGB", "RGBA", "PA"]


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixels_is_black_on_white(mode: str) -> None:
    picture = picture_of(sample("L").convert(mode) if mode in ("LA", "PA") else sample(mode), "TIFF" if mode == "PA" else "PNG")
    assert marked(picture) == in_points(MARK, 595 / 413) and picture.gray.max() > 250 and picture.red is None


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "LAB"])
def test_other_colours(mode: str) -> None:
    image = sample() if mode != "LAB" else Image.merge("LAB", [sample("L"), *[Image.new("L", A4_AT_50, 128)] * 2])
    assert marked(picture_of(image if mode == "LAB" else image.convert(mode), "TIFF")) == in_points(MARK, 595 / 413)


@pytest.mark.parametrize("bits", [12, 16])
def test_more_than_eight_bits(bits: int) -> None:
    values = np.asarray(sample("L")).astype(np.uint16) << (bits - 8)
    picture = picture_of(Image.fromarray(values), "TIFF")
    assert marked(picture) == in_points(MARK, 595 / 413) and picture.gray.max() > 240


def test_what_can_be_seen_through_is_white() -> None:
    image = Image.new("RGBA", A4_AT_50, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), MARK)
    assert marked(picture_of(image)) == in_points(MARK, 595 / 413)


def test_stamps_are_set_apart() -> None:
    image = sample()
    image.paste((230, 20, 30), (200, 300, 300, 400))
    picture = picture_of(image)
    assert picture.red is not None and picture.red.min() < 50 and marked(picture) == in_points(MARK, 595 / 413)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation(orientation: int, form: str) -> None:
    """The file stores the page turned or mirrored and says how; the picture shows it upright."""
    ways = ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_90", "TRANSVERSE", "ROTATE_270")
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = sample() if orientation == 1 else sample().transpose(Image.Transpose[ways[orientation - 2]])
    picture = picture_of(stored, form, exif=exif)
    assert (picture.width, picture.height) == (595, pytest.approx(842.8, abs=0.1))
    assert marked(picture) == in_points(MARK, 595 / 413)


# --- resolution -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "said", "page", "dots"),
    [
        ((1240, 1754), (150, 150), (595.2, 841.92), 150),
        ((2480, 3508), (300, 300), (595.2, 841.92), 240),  # reduced
        ((2480, 3508), (600, 600), (297.6, 420.96), 240),  # A6, reduced
        ((874, 1240), (150, 150), (419.52, 595.2), 150),  # A5
        ((1240, 1754), None, (595, 841.64), 150.05),
        ((1240, 1754), (72, 72), (595, 841.64), 150.05),  # what programs write that do not know
        ((1240, 1754), (96, 96), (595, 841.64), 150.05),
        ((1240, 1754), (10_000, 10_000), (595, 841.64), 150.05),
        ((1240, 1754), (600, 150), (595, 841.64), 150.05),
        ((413, 585), None, (595, 842.8), 200),  # enlarged
        ((1754, 1240), None, (842, 595.26), 149.99),  # lying
        ((1728, 1078), (204, 98), (609.88, 792.0), 204),  # fax: pixels are twice as high as wide
    ],
)
def test_resolution(size: tuple[int, int], said: tuple[float, float] | None, page: tuple[float, float], dots: float) -> None:
    picture = picture_of(sample("L", size), "TIFF", **({"dpi": said} if said else {}))
    assert (picture.width, picture.height) == pytest.approx(page, abs=0.02)
    assert picture.dots == pytest.approx(dots, abs=50.1 if dots == 149.99 else 0.02)
    assert picture.gray.shape == (round(page[1] * picture.dots / 72), round(page[0] * picture.dots / 72))
    across, down = page[0] / size[0], page[1] / size[1]
    assert marked(picture) == pytest.approx((MARK[0] * across, MARK[1] * down, MARK[2] * across, MARK[3] * down), abs=1)


def test_a_large_jpeg_is_reduced_while_it_is_decoded() -> None:
    data = scans.saved(sample("L", (8000, 11_000)), "JPEG")
    image = JpegImageFile(io.BytesIO(data))
    picture, _ = read_picture(image)
    assert image.size == (2000, 2750) and isinstance(picture, Picture)
    assert picture.gray.shape == (2727, 1983) and picture.dots == 240 and marked(picture) == in_points(MARK, 595 / 8000)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (3, 60_000), (60_000, 3), (200, 20_000)])
def test_strips_hold_no_letters(size: tuple[int, int], engine: None) -> None:
    picture, _ = read_picture(PngImageFile(io.BytesIO(scans.saved(Image.new("RGB", size), "PNG"))))
    assert isinstance(picture, LaidPage) or min(picture.gray.shape) > 15


# --- formats and pages ------------------------------------------------------------------------------------------------

FORMS = [("PNG", "png"), ("JPEG", "jpeg"), ("TIFF", "tiff"), ("GIF", "gif"), ("WEBP", "webp"), ("BMP", "bmp")]


@pytest.mark.parametrize(("form", "subtype"), FORMS)
def test_formats(form: str, subtype: str, engine: None) -> None:
    data = scans.saved(sample("P" if form == "GIF" else "RGB"), form)
    assert kind_of(data).endswith(" picture")
    document = read_document("a.dat", data)
    assert (document.media_type, document.text, document.path) == (f"image/{subtype}", WORDS, "a.dat")


def test_frames_of_a_tiff_are_pages(engine: None) -> None:
    frames = [sample("1"), sample("RGB", (585, 413)), sample("L")]
    document = read_document("a.tif", scans.saved(frames[0], "TIFF", save_all=True, append_images=frames[1:]), jobs=1)
    assert document.text == "\f".join([WORDS] * 3) and [round(p.width or 0) for p in document.pages] == [595, 842, 595]
    assert [line.page for line in document.lines] == [1, 2, 3]


def test_small_copies_of_pages_are_no_pages(engine: None) -> None:
    out = io.BytesIO()
    small = sample("L", (60, 80))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    sample("L").save(out, "TIFF", save_all=True, append_images=[small])
    assert len(read_document("a.tif", out.getvalue()).pages) == 1


def test_an_animation_is_one_page(engine: None) -> None:
    data = scans.saved(sample("P"), "GIF", save_all=True, append_images=[sample("P", (300, 585))])
    assert len(read_document("a.gif", data).pages) == 1


def test_one_frame_that_cannot_be_decoded_is_left_out(engine: None) -> None:
    frames = [sample("L")] * 3
    data = bytearray(scans.saved(frames[0], "TIFF", compression="tiff_deflate", save_all=True, append_images=frames[1:]))
    with TiffImageFile(io.BytesIO(data)) as image:
        image.seek(1)
        starts = image.tag_v2[273]
    for start in starts:
        data[start : start + 8] = b"\xff" * 8
    document = read_document("a.tif", bytes(data))
    assert document.text == f"{WORDS}\f\f{WORDS}" and document.notes == (("page_unreadable", "Page 2: damaged and not read."),)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP"])
def test_of_a_file_that_is_cut_off_the_rest_is_read(form: str, engine: None) -> None:
    dice = np.random.default_rng(1)
    data = scans.saved(Image.fromarray(dice.integers(0, 255, (585, 413), np.uint8)), form)
    document = read_document("a", data[: len(data) // 2])
    assert document.text == WORDS
    assert document.notes == (("page_cut_off", "Page 1: cut off or damaged; what could be decoded was read."),)
    reader = {"PNG": PngImageFile, "JPEG": JpegImageFile}.get(form)
    if reader:
        picture, whole = read_picture(reader(io.BytesIO(data[: len(data) // 2])))
        assert isinstance(picture, Picture) and not whole
        assert (picture.gray[-500:] == 255).all() and (picture.gray[:500] < 128).any()


@pytest.mark.parametrize(("form", "subtype"), FORMS)
def test_a_head_alone_is_a_damaged_picture(form: str, subtype: str, engine: None) -> None:
    data = scans.saved(sample("P" if form == "GIF" else "RGB"), form)[:48]
    with pytest.raises(errors.FormatUnsupported, match="so damaged that nothing of it can be decoded"):
        read_document("a", data)


@scans.needs_tesseract
def test_a_blank_page_has_nothing_to_read() -> None:
    with pytest.raises(errors.FormatUnsupported, match="a PNG picture without any text on it; check"):
        read_document("a.png", scans.saved(Image.new("L", (827, 1169), 255), "PNG"))


@scans.needs_tesseract
def test_a_picture_that_is_no_document_gives_a_result_to_review() -> None:
    words = "LỐI RA  ĐẨY CỬA  TẦNG 2"
    from scripts.pdf_sample import Sheet, Text

    directive = extract_document(read_document("a.png", scans.saved(scans.drawn(Sheet([Text(100, 300, 24, words)]), 100), "PNG")))
    assert directive.status == "review" and directive.issues and directive.number.value is None


def png(width: int, height: int, depth: int, kind: int) -> bytes:
    """A head that promises so much, and hardly anything behind it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("data", [png(30_000, 30_000, 8, 2), png(100_000, 100_000, 1, 0), png(2**31 - 1, 2**31 - 1, 8, 6)])
def test_pictures_that_would_fill_memory(data: bytes) -> None:
    with pytest.raises(errors.TooLarge, match=r"pixels is too large to be decoded; save it with fewer pixels: 200 to 300 dpi"):
        read_document("a.png", data)


def tiff(**tags: int) -> bytes:
    """A head and the tags of one frame."""
    numbers = {"width": 256, "height": 257, "bits": 258, "compression": 259, "white": 262, "tile_width": 322, "tile_height": 323, "at": 324}
    entries = sorted((numbers[name], value) for name, value in ({"bits": 8, "compression": 8, "white": 1, "at": 8} | tags).items())
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + body + bytes(4)


def test_frames_and_tiles_of_tiff_that_would_fill_memory(blind: None) -> None:
    with pytest.raises(errors.TooLarge, match="40,000 x 40,000 pixels"):
        read_document("a.tif", tiff(width=40_000, height=40_000, tile_width=64, tile_height=64))
    with pytest.raises(errors.TooLarge):
        read_document("a.tif", tiff(width=400, height=400, tile_width=40_000, tile_height=40_000))
    with pytest.raises(errors.FormatUnsupported):
        read_document("a.tif", tiff(width=400, height=400, tile_width=64, tile_height=64))


def test_progressive_jpegs_are_decoded_whole(monkeypatch: pytest.MonkeyPatch, blind: None) -> None:
    """Their decoder holds all of it, also where fewer pixels are asked for."""
    monkeypatch.setattr(images, "MOST_BYTES", 60_000_000)
    page = sample("RGB", (4960, 7016))
    with pytest.raises(errors.FormatUnsupported, match="without any text"):
        read_document("a.jpg", scans.saved(page, "JPEG"))
    with pytest.raises(errors.TooLarge):
        read_document("a.jpg", scans.saved(page, "JPEG", progressive=True))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PAGES", 3)
    page = sample("1")
    with pytest.raises(errors.TooLarge, match="it has more than 3 pages; split it"):
        read_document("a.tif", scans.saved(page, "TIFF", save_all=True, append_images=[page] * 3))


def test_pages_are_decoded_one_by_one(blind: None) -> None:
    """60 pages of 2.2 MB each."""
    import tracemalloc

    page = sample("L", (1240, 1754))
    data = scans.saved(page, "TIFF", compression="tiff_deflate", save_all=True, append_images=[page] * 59)
    tracemalloc.start()
    with pytest.raises(errors.FormatUnsupported, match="without any text"):
        read_document("a.tif", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 25 * 2**20


def test_damaged_bytes_give_a_document_or_a_typed_error(blind: None) -> None:
    small = sample("RGB", (120, 160))
    turned = Image.Exif()
    turned[0x0112] = 6
    seeds = [scans.saved(small, "PNG", exif=turned), scans.saved(small, "JPEG", exif=turned), scans.saved(small, "BMP")]
    seeds += [scans.saved(small, "TIFF", save_all=True, append_images=[small]), scans.saved(small.convert("P"), "GIF")]
    seeds += [scans.saved(small, "WEBP", exif=turned)]
    dice = random.Random(5)
    for _ in range(90):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.choice((0, 1, 8, 40))):
            data[dice.randrange(16, min(len(data), dice.choice((200, 10**9))))] = dice.choice((0, 1, 255, dice.randrange(256)))
        with pytest.raises(errors.PipelineError):  # nothing is recognised, so none gives a document
            read_document("a", bytes(data[: dice.choice((len(data), dice.randrange(16, len(data))))]))


def test_nothing_is_printed_and_no_setting_is_changed(
    blind: None, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    large = scans.saved(sample("L", (11_000, 9000)), "JPEG")  # Pillow would warn of its 99 million pixels
    for data in (scans.saved(sample(), "PNG")[:-100], large, scans.saved(sample(), "TIFF")[:-100]):
        with pytest.raises(errors.FormatUnsupported):
            read_document("a", data)
    assert before == (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS)
    assert capfd.readouterr() == ("", "") and not recwarn.list


# --- what a file is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"BM" + struct.pack("<IHHII", 1000, 0, 0, 54, 40) + bytes(40), "a BMP picture"),
        (b"BM\xc3\xa3 s\xe1\xbb\x91 thu\xe1\xba\xbf v\xc3\xa0 ng\xc3\xa0y", "text"),
        (b"BMTC: 0123456789\x28\x00\x00\x00", "text"),
        (b"II+\x00\x08\x00\x00\x00", "a TIFF picture"),
        (b"\r\n\x00\x01%PDF-1.4\n%\xe2\xe3\n12 0 obj\n<<", "a PDF"),
        (b"\n%PDF-1.4\n" + b"\n" * 5000, "text"),
        (b"X-Header: 1\r\n\r\n%PDF-1.7\r\n1 0 obj<<", "a PDF"),
        ("Tệp bắt đầu bằng %PDF-1.4\n1 0 obj".encode(), "text"),
        ("Dòng đầu của tệp:\n%PDF-1.4\nlà dấu hiệu của tệp PDF.\n".encode(), "text"),
        (b"x" * 2000 + b"\n%PDF-1.4\n1 0 obj", "text"),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


# --- missing programs -------------------------------------------------------------------------------------------------

INSTALL = "apt-get install tesseract-ocr-vie tesseract-ocr-osd"


def test_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    scans.forget_engine()
    monkeypatch.setattr(tesseract, "find_spec", lambda name: None)
    with pytest.raises(errors.MissingDependency, match="Tesseract is not installed; install it: pip install tesserocr"):
        read_document("a.png", scans.saved(sample(), "PNG"))


def test_without_vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch, language="eng")
    with pytest.raises(errors.MissingDependency, match=f"no Vietnamese data; .*{INSTALL}"):
        read_document("a.png", scans.saved(sample(), "PNG"))
