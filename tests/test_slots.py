"""Slots of letterheads on scans: where they are, whether they are blank, printed or handwritten, and what handwriting says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import groupby, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.document import Document, Line, Page, Slot, Word
from pipeline.fields.handwritten import possible_dates, slot_at, written_date, written_number
from pipeline.found import Found
from pipeline.handwriting.draw import drawn, styles
from pipeline.read import digits
from pipeline.read.picture import Gray
from pipeline.read.slots import find_slots, read_slots
from pipeline.read.tesseract import Recognised
from pipeline.text import Span
from pipeline.values import Number
from tests.scans import FACE

CASES = Path(__file__).parent / "cases" / "slots"
needs_face = pytest.mark.skipif(FACE is None, reason="the font DejaVu Serif, which lines are drawn with, is not installed")


def load(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def words_of(case: dict[str, Any]) -> tuple[Recognised, ...]:
    return tuple(Recognised(text, tuple(box), *(sure or [0.9]), ()) for text, box, *sure in case["words"])


def page_with(band: Gray) -> Gray:
    """Slots are looked for in the upper part of a page."""
    page = np.full((band.shape[0] * 3, band.shape[1]), 255, np.uint8)
    page[: band.shape[0]] = band
    return page


# --- lines of real scans ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", load("in_the_wild"), ids=lambda case: case["why"])
def test_real_lines_are_located_and_read(case: dict[str, Any]) -> None:
    """The model was trained with these; what it does with unseen ones is measured, see models/digits.md."""
    page = page_with(np.asarray(Image.open(CASES / case["picture"]).convert("L")))
    found = read_slots(page, page, words_of(case), 200.0)
    assert [s.kind for s in found] == ["number", "day", "month"]
    for slot in found:
        if slot.decided == "handwritten":
            assert slot.readings[0][0].zfill(2) == case["expect"][slot.kind], slot


@pytest.mark.parametrize("case", load("negative"), ids=lambda case: case["why"])
def test_no_slot(case: dict[str, Any]) -> None:
    page = np.full((1000, 800), 255, np.uint8)
    page[105:125, 60:600:7] = 0
    assert find_slots(page, page, words_of(case)) == []


# --- drawn lines ------------------------------------------------------------------------------------------------------


def drawn_line(number: str | None, day: str | None, pen: float = 3.0, seed: int = 0) -> tuple[Gray, tuple[Recognised, ...]]:
    """ "Số: … /KH-UBND   Ba Tri, ngày … tháng 03 năm 2019": what is not None is written by hand, a digit for a style."""
    assert FACE
    font = ImageFont.truetype(str(FACE), 36)
    image = Image.new("L", (1400, 1000), 255)
    pencil = ImageDraw.Draw(image)
    words = []
    parts = (("Số:", 60), ("/KH-UBND", 260), ("Tri,", 600), ("ngày", 690), ("tháng", 880), ("03", 1010), ("năm", 1070), ("2019", 1170))
    for text, x in parts:
        pencil.text((x, 200), text, font=font, fill=0)
        x0, y0, x1, y1 = pencil.textbbox((x, 200), text, font=font)
        words.append(Recognised(text, (round(x0), round(y0), round(x1), round(y1)), 0.96, ()))
    page = np.array(image)
    rng = np.random.default_rng(seed)
    for text, at in ((number, 135), (day, 800)):
        for figure in text or "":
            glyph = drawn(figure, 0, pen, rng)
            page[238 - glyph.shape[0] : 238, at : at + glyph.shape[1]] -= np.minimum(glyph * 255, 255).astype(np.uint8)
            at += glyph.shape[1] + 4
    return page, tuple(words)


@needs_face
def test_blank_and_printed_and_handwritten_are_told_apart() -> None:
    page, words = drawn_line(None, "12")
    assert [(s.kind, s.decided) for s in find_slots(page, page, words)] == [
        ("number", "blank"),
        ("day", "handwritten"),
        ("month", "printed"),
    ]


@needs_face
def test_dotted_line_is_blank() -> None:
    page, words = drawn_line(None, None)
    for x in range(130, 255, 8):
        page[233:236, x : x + 3] = 0
    assert [s.decided for s in find_slots(page, page, words)][:2] == ["blank", "blank"]


@needs_face
def test_a_red_number_is_found_where_there_is_no_other() -> None:
    page, words = drawn_line("47", None)
    empty, _ = drawn_line(None, None)
    assert [s.decided for s in find_slots(empty, page, words)][:2] == ["handwritten", "blank"]


@needs_face
@pytest.mark.parametrize(("number", "day"), [("302", "6"), ("58", "17"), ("931", "29"), ("4607", "03")])
def test_drawn_figures_are_read(number: str, day: str) -> None:
    page, words = drawn_line(number, day)
    found = {s.kind: s.readings for s in read_slots(page, page, words, 200.0)}
    assert found["number"][0][0] == number and found["day"][0][0] == day


# --- the network ------------------------------------------------------------------------------------------------------


def test_strings_are_read_off_by_all_their_alignments() -> None:
    rng = np.random.default_rng(3)
    likely = np.zeros((5, len(digits.ALPHABET) + 1))
    likely[:, [0, 2, 8]] = rng.dirichlet([1, 1, 1], 5)  # nothing yet, "1" and "7"
    expect: dict[str, float] = {}
    for path in product((0, 2, 8), repeat=5):
        text = "".join(digits.ALPHABET[k - 1] for k, _ in groupby(path) if k)
        expect[text] = expect.get(text, 0.0) + float(np.prod(likely[range(5), path]))
    for text, p in digits.best_strings(likely)[:4]:
        assert p == pytest.approx(expect[text], abs=0.02)
    assert digits.best_strings(likely)[0][0] == max(expect, key=lambda t: expect[t])


@pytest.mark.parametrize(("kind", "text", "fits"), [
    ("number", "0123", True), ("number", "3176B", True), ("number", "", False), ("number", "12#", False), ("number", "B", False),
    ("day", "31", True), ("day", "09", True), ("day", "32", False), ("day", "00", False), ("day", "0", False),
    ("month", "12", True), ("month", "13", False),
])  # fmt: skip
def test_forms(kind: str, text: str, fits: bool) -> None:
    assert bool(digits.FORMS[kind].fullmatch(text)) is fits


def test_without_a_model_nothing_is_read(tmp_path: Path) -> None:
    assert digits.load(tmp_path / "none.npz") is None
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 broken")
    assert digits.load(tmp_path / "broken.npz") is None


@pytest.mark.parametrize("shape", [(1, 1), (60, 1), (1, 400), (40, 3000), (0, 0)])
def test_any_ink_is_read_without_error(shape: tuple[int, int]) -> None:
    for ink in (np.ones(shape, np.float32), np.random.default_rng(1).random(shape, np.float32)):
        readings = digits.read_ink(ink, "number")
        assert all(0 <= p <= 1.0001 for _, p in readings)


def test_every_letter_of_the_alphabet_can_be_drawn() -> None:
    assert set(styles()) == set(digits.ALPHABET)


# --- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", load("dates"), ids=lambda case: case["why"])
def test_possible_dates(case: dict[str, Any]) -> None:
    after, before = (date.fromisoformat(case[k]) if k in case else None for k in ("after", "before"))
    found = possible_dates(case["days"], case["months"], case["year"], after, before)
    assert (found[0][0].isoformat() if found else None) == case["expect"]
    assert (found[0][1] if found else None) == pytest.approx(case["p"], abs=1e-3)


SPANS = (Span(0, 8),)


def document(*slots: Slot) -> Document:
    line = Line(Span(0, 8), 1, (50, 100, 300, 115), (Word(Span(0, 8), (50, 100, 300, 115), 0.5),))
    return Document("Số: x/KH", None, "", "", "ocr", (Page(1, Span(0, 8)),), (line,), slots=slots)


def slot(kind: Any, decided: Any, *readings: tuple[str, float], top: float = 95) -> Slot:
    return Slot(kind, 1, (100, top, 150, top + 25), decided, readings)


UNREAD = Found(Number(None, "KH-SYT"), SPANS, "number.unread", state="illegible", confidence=0.3)
STATED = Found(Number("12", "KH-SYT"), SPANS, "number.line")


@pytest.mark.parametrize(("found", "slots", "number", "state", "rule"), [
    (UNREAD, [], None, "illegible", "number.unread"),
    (UNREAD, [slot("number", "handwritten", ("1942", 0.97))], "1942", "stated", "number.handwritten"),
    (UNREAD, [slot("number", "handwritten", ("1942", 0.6), ("1912", 0.3))], "1942", "illegible", "number.unread"),
    (UNREAD, [slot("number", "handwritten")], None, "illegible", "number.unread"),
    (UNREAD, [slot("number", "blank")], None, "blank", "number.blank"),
    (UNREAD, [slot("day", "handwritten", ("19", 0.97))], None, "illegible", "number.unread"),
    (UNREAD, [slot("number", "handwritten", ("7", 0.99), top=300)], None, "illegible", "number.unread"),
    (STATED, [slot("number", "printed")], "12", "stated", "number.line"),
    (STATED, [slot("number", "handwritten", ("12", 0.6))], "12", "stated", "number.handwritten"),
    (STATED, [slot("number", "handwritten", ("72", 0.6))], "72", "illegible", "number.unread"),
])  # fmt: skip
def test_number_of_a_slot(found: Found[Any], slots: list[Slot], number: str | None, state: str, rule: str) -> None:
    got = written_number(document(*slots), found)
    assert (got.value.number if got.value else None, got.state, got.rule) == (number, state, rule)
    assert got.value and got.value.notation == "KH-SYT"
    assert got.state == "stated" or got.confidence is None or got.confidence < 0.5


def test_date_of_slots() -> None:
    sure, doubtful = slot("day", "handwritten", ("17", 0.95)), slot("day", "handwritten", ("17", 0.5), ("11", 0.4))
    assert written_date(document(), SPANS, (17, 5, 2020)) is None
    got = written_date(document(sure), SPANS, (None, 5, 2020))
    assert got and (got.value, got.state) == ("2020-05-17", "stated")
    got = written_date(document(doubtful), SPANS, (None, 5, 2020))
    assert got and (got.value, got.state) == ("2020-05-17", "illegible") and (got.confidence or 0) < 0.5
    got = written_date(document(doubtful), SPANS, (17, 5, 2020))  # Tesseract reads the same
    assert got and (got.value, got.state) == ("2020-05-17", "stated")
    got = written_date(document(slot("day", "blank"), slot("month", "handwritten", ("5", 0.9))), SPANS, (None, None, 2020))
    assert got and (got.value, got.state) == ("2020-05", "partial")


def test_a_slot_belongs_to_its_line() -> None:
    far, near = slot("number", "blank", top=300), slot("number", "blank")
    assert slot_at(document(far), "number", SPANS) is None
    assert slot_at(document(far, near), "number", SPANS) is near
    behind = replace(near, box=(305, 95, 330, 118))  # of a line with nothing but "Số:"
    assert slot_at(document(behind), "number", SPANS) is behind
    other_column = replace(near, box=(420, 95, 450, 118))
    assert slot_at(document(other_column), "number", SPANS) is None
