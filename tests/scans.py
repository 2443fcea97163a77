"""Pages as pictures for tests: a small directive drawn by pdfium, and programs that stand in for Tesseract."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from pipeline.errors import MissingDependency
from pipeline.read import tesseract
from scripts.pdf_sample import A4, Font, Sheet, Text, write_pdf

_FACES = ("truetype/dejavu/DejaVuSerif.ttf", "TTF/DejaVuSerif.ttf")
FACE = next((path for face in _FACES if (path := Path("/usr/share/fonts") / face).exists()), None)


def _missing() -> str | None:
    if FACE is None:
        return "the font DejaVu Serif, which pages are drawn with, is not installed"
    try:
        tesseract.version()
    except MissingDependency as error:  # one that is broken is to be seen
        return str(error)
    return None


REASON = _missing()
needs_tesseract = pytest.mark.skipif(REASON is not None, reason=str(REASON))

NUMBER, DATE, TYPE = "Số: 45/KH-UBND", "Ba Tri, ngày 14 tháng 3 năm 2019", "KẾ HOẠCH"
#: Points from the top left of the page, to the left end of the baseline.
NUMBER_AT = (105.0, 112.0)
_BODY = (
    "Thực hiện Kế hoạch số 1520/KH-UBND ngày 05 tháng 02 năm 2019 của Ủy ban",
    "nhân dân tỉnh Bến Tre về phòng cháy, chữa cháy rừng, Ủy ban nhân dân huyện",
    "Ba Tri xây dựng kế hoạch thực hiện trên địa bàn huyện như sau:",
    "1. Các xã, thị trấn tổ chức tuyên truyền, vận động nhân dân chấp hành quy định",
    "của pháp luật về phòng cháy, chữa cháy rừng trong mùa khô.",
    "2. Hạt Kiểm lâm phối hợp với các đơn vị liên quan kiểm tra, báo cáo kết quả về",
    "Ủy ban nhân dân huyện trước ngày 20 tháng 4 năm 2019./.",
)


def directive() -> Sheet:
    """A page with its number at `NUMBER_AT`."""
    head = (
        Text(80, 70, 12, "ỦY BAN NHÂN DÂN"),
        Text(88, 88, 12, "HUYỆN BA TRI"),
        Text(*NUMBER_AT, 12, NUMBER),
        Text(265, 70, 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        Text(320, 88, 12, "Độc lập - Tự do - Hạnh phúc"),
        Text(315, 112, 12, DATE),
        Text(255, 165, 13, TYPE),
        Text(145, 185, 13, "Phòng cháy, chữa cháy rừng mùa khô năm 2019"),
    )
    foot = (Text(360, 420, 12, "CHỦ TỊCH"), Text(335, 490, 12, "Nguyễn Thị Hà"), Text(80, 420, 11, "Nơi nhận:"))
    recipients = (Text(80, 436, 11, "- Các xã, thị trấn;"), Text(80, 452, 11, "- Lưu: VT."))
    return Sheet([*head, *(Text(80, 225 + 22 * i, 12, line) for i, line in enumerate(_BODY)), *foot, *recipients])


def drawn(sheet: Sheet | None = None, dots: float = 200.0) -> Image.Image:
    """The page as a scanner sees it, in colour."""
    assert FACE
    font = Font(FACE.read_bytes())
    return pypdfium2.PdfDocument(write_pdf([sheet or directive()], font))[0].render(scale=dots / 72).to_pil().convert("RGB")


def saved(image: Image.Image, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def scan_pdf(*images: Image.Image, dots: float = 200.0) -> bytes:
    """A PDF of pictures alone."""
    return saved(images[0], "PDF", resolution=dots, save_all=True, append_images=images[1:])


def joined(*pdfs: bytes) -> bytes:
    """The pages of all, in one PDF."""
    whole = pypdfium2.PdfDocument.new()
    for pdf in pdfs:
        whole.import_pages(pypdfium2.PdfDocument(pdf))
    return _bytes_of(whole)


def laid_over(image: Image.Image, page: bytes) -> bytes:
    """`page` (a PDF of A4) with the picture over it: only for programs its text is still there."""
    whole = pypdfium2.PdfDocument(page)
    picture = pypdfium2.PdfImage.new(whole)
    picture.load_jpeg(io.BytesIO(saved(image, "JPEG", quality=90)), inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(*A4))
    sheet = whole[0]
    sheet.insert_obj(picture)
    sheet.gen_content()
    return _bytes_of(whole)


def _bytes_of(pdf: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


# --- programs ---------------------------------------------------------------------------------------------------------

#: Answers at once: on every page the same words, "Ủy ban nhân dân"; `{more}` runs first, with the `width` of the page at hand.
_ENGINE = """
import sys, time

class PSM: OSD_ONLY = 0
class OEM: LSTM_ONLY = 1
class RIL: WORD, TEXTLINE = 3, 2

def tesseract_version():
    return "tesseract 5.3.0"

def iterate_level(words, level):
    return words

class Word:
    def __init__(self, number, text):
        self.number, self.text = number, text
    def IsAtBeginningOf(self, level):
        return self.number == 0
    def Baseline(self, level):
        return None
    def Empty(self, level):
        return False
    def GetUTF8Text(self, level):
        return self.text
    def BoundingBox(self, level):
        return 40 + 60 * self.number, 40, 80 + 60 * self.number, 60
    def Confidence(self, level):
        return 90.0
    def GetBestLSTMSymbolChoices(self):
        return []

class PyTessBaseAPI:
    def __init__(self, **options):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def SetVariable(self, name, value):
        return True
    def SetPageSegMode(self, mode):
        pass
    def SetImageBytes(self, data, width, height, *more):
        self.width = width
    def SetSourceResolution(self, dots):
        pass
    def DetectOrientationScript(self):
        return {{"orient_deg": 0}}
    def Recognize(self):
        width = self.width
        {more}
        return True
    def GetIterator(self):
        return [Word(i, text) for i, text in enumerate("Ủy ban nhân dân".split())]
    def Clear(self):
        pass
"""


def put_engine(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "pass", language: str = "vie") -> None:
    """An engine in place of Tesseract, with data for one language, also for programs that are started."""
    (folder / "tesserocr.py").write_text(_ENGINE.format(more=more), encoding="utf-8")
    (folder / f"{language}.traineddata").touch()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]))
    monkeypatch.setenv("TESSDATA_PREFIX", str(folder))
    forget_engine()


def forget_engine() -> None:
    """The next page is recognised by the engine that is then there."""
    tesseract.close()
    tesseract.version.cache_clear()
