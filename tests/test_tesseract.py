"""hOCR as Tesseract writes it, and the program itself where it is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import MissingDependency
from pipeline.read import tesseract

PAGE = Path(__file__).parent / "cases" / "tesseract" / "page.hocr"


def test_words_carry_boxes_and_the_readings_weighed() -> None:
    (words,) = tesseract.parse_hocr(PAGE.read_bytes())
    assert [(w.text, w.box, w.confidence) for w in words] == [("SƠ", (10, 10, 60, 40), 0.96), ("Y", (70, 12, 90, 40), 0.4)]
    letters, horn = words[0].alternatives
    assert letters[0] == ("S", pytest.approx(0.921))
    assert [reading for reading, _ in horn] == ["Ơ", "Ở"]
    assert words[1].alternatives == ()


@pytest.mark.parametrize("data", [b"", b"<html", b"\x00\x01", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"])
def test_what_is_no_page_gives_no_words(data: bytes) -> None:
    assert list(tesseract.parse_hocr(data)) == []


def test_a_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract.version.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(MissingDependency, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
        tesseract.version()
    tesseract.version.cache_clear()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_bytes_that_are_no_image_give_no_words() -> None:
    assert tesseract.recognise(b"no image", 200) == ()
