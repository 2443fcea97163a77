"""Slots of letterheads on scans: where they are, whether they are blank, printed or handwritten, and what handwriting says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import groupby, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline import extract_document
from pipeline.document import Document, Line, Page, Signature, Slot, Word
from pipeline.fields.handwritten import earliest_signed, latest_cited, possible_dates, slot_at, written_date, written_number
from pipeline.found import Found
from pipeline.handwriting.draw import drawn, styles
from pipeline.read import digits, slots
from pipeline.read.picture import Gray
from pipeline.read.slot_places import find_places
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
@pytest.mark.parametrize(("sure", "decided"), [(0.89, "printed"), (0.5, "handwritten")])
def test_figures_read_with_their_symbol_where_the_slash_was_not_seen(sure: float, decided: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FACE
    font = ImageFont.truetype(str(FACE), 36)
    image = Image.new("L", (1400, 1000), 255)
    pencil = ImageDraw.Draw(image)
    words = []
    for text, x in (("Số:", 60), ("215/HDLT-SNN", 140)):
        pencil.text((x, 200), text, font=font, fill=0)
        x0, y0, x1, y1 = (round(n) for n in pencil.textbbox((x, 200), text, font=font))
        words.append(Recognised(text, (x0, y0, x1, y1), sure, ()))
    page = np.array(image)
    whole = next(iter(find_places(page, words)))
    with_slash = replace(whole, right=whole.right + 0.3 * whole.em, slope=0.0, sure=False)
    monkeypatch.setattr(slots, "find_places", lambda page, words: [with_slash])
    assert [s.decided for s in find_slots(page, page, words)] == [decided]


@needs_face
@pytest.mark.parametrize(
    ("by_hand", "read", "sure", "decided"),
    [
        (False, "86/KH-UBND", 0.7, "printed"),
        (False, "86/KH-UBND", 0.5, "handwritten"),
        (False, "8ó/KH-UBND", 0.9, "handwritten"),
        (True, "86/KH-UBND", 0.9, "handwritten"),
    ],
)
def test_a_number_in_one_word_with_its_symbol_is_printed_if_it_stands_even(by_hand: bool, read: str, sure: float, decided: str) -> None:
    page, words = drawn_line("86" if by_hand else None, None)
    if not by_hand:
        image = Image.fromarray(page)
        ImageDraw.Draw(image).text((218, 200), "86", font=ImageFont.truetype(str(FACE), 36), fill=0)
        page = np.array(image)
    symbol = words[1]
    _, y0, x1, y1 = symbol.box
    joined = replace(symbol, text=read, box=(130 if by_hand else 218, y0, x1, y1), confidence=sure)
    found = find_slots(page, page, (words[0], joined, *words[2:]))
    assert [s.decided for s in found if s.kind == "number"] == [decided]


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


def joined(words: tuple[Recognised, ...], parts: dict[str, str]) -> tuple[Recognised, ...]:
    """Words with other letters, and their boxes begun where the handwriting before them begins."""
    starts = {"/KH-UBND": 135, "ngày": 690}
    out = []
    for w in words:
        x0, y0, x1, y1 = w.box
        end = 870 if w.text == "ngày" else x1
        out.append(w if w.text not in parts else replace(w, text=parts[w.text], box=(min(starts[w.text], x0), y0, end, y1)))
    return tuple(out)


@needs_face
@pytest.mark.parametrize("read", ["4⁄L/KH-UBND", "1⁄Ó7/KH-UBND", "Ö2/KH-UBND", "J⁄&H-UBND", "17&H-UBND"])
def test_a_symbol_stuck_to_handwriting_is_found_by_its_end(read: str) -> None:
    page, words = drawn_line("47", "12")
    places = [p for p in find_places(page, joined(words, {"/KH-UBND": read})) if p.kind == "number"]
    assert [abs(p.right - 262) < 12 for p in places] == [True]


@needs_face
def test_a_figure_taken_for_the_slash_is_no_end() -> None:
    """The box of "/KH-UBND" holds a figure too: then the number is not read surely."""
    page, words = drawn_line("4", "12")
    wide = tuple(replace(w, box=(232, *w.box[1:])) if w.text == "/KH-UBND" else w for w in words)
    place = next(p for p in find_places(page, wide) if p.kind == "number")
    assert place.right > 250 or not place.sure


@needs_face
def test_a_day_whose_ngay_was_not_read() -> None:
    page, words = drawn_line("47", "17")
    unread = tuple(replace(w, confidence=0.0) if w.text == "…" else w for w in joined(words, {"ngày": "…"}))
    assert [s.readings[0][0] for s in read_slots(page, page, unread, 200.0) if s.kind == "day"] == ["17"]
    surely = joined(words, {"ngày": "…"})
    assert [s.kind for s in read_slots(page, page, surely, 200.0)] == ["number"]


@needs_face
def test_the_hyphen_of_a_party_number_is_seen() -> None:
    assert FACE
    font = ImageFont.truetype(str(FACE), 36)
    image = Image.new("L", (1400, 1000), 255)
    pencil = ImageDraw.Draw(image)
    boxes = []
    for text, x in (("Số", 60), ("-CT/TU", 260)):
        pencil.text((x, 200), text, font=font, fill=0)
        boxes.append(tuple(round(v) for v in pencil.textbbox((x, 200), text, font=font)))
    (a0, b0, a1, b1), (c0, d0, c1, d1) = boxes
    words = (Recognised("Số", (a0, b0, a1, b1), 0.96, ()), Recognised("4Ö-CT/TU", (140, d0, c1, d1), 0.6, ()))
    place = next(find_places(np.array(image), words))
    assert place.sure and abs(place.left - a1) < 2 and abs(place.right - c0) < 6


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
    (STATED, [slot("number", "handwritten", ("1", 0.45))], "12", "stated", "number.line"),  # the slot is cut off
    (STATED, [slot("number", "handwritten", ("1", 0.9))], "1", "stated", "number.handwritten"),
    (STATED, [slot("number", "handwritten", ("123", 0.45))], "123", "illegible", "number.unread"),
])  # fmt: skip
def test_number_of_a_slot(found: Found[Any], slots: list[Slot], number: str | None, state: str, rule: str) -> None:
    got = written_number(document(*slots), found)
    assert (got.value.number if got.value else None, got.state, got.rule) == (number, state, rule)
    assert got.value and got.value.notation == "KH-SYT"
    assert got.state == "stated" or got.confidence is None or got.confidence < 0.5
    assert got.box == (slots[0].box if got.rule != found.rule or got.value != found.value else got.box)


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


CLOSE = slot("day", "handwritten", ("27", 0.55), ("21", 0.4))


@pytest.mark.parametrize(("day", "after", "before", "value", "state"), [
    (CLOSE, None, None, "2021-09-27", "illegible"),
    (CLOSE, None, "2021-09-22", "2021-09-21", "stated"),
    (CLOSE, "2021-09-23", None, "2021-09-27", "stated"),
    (CLOSE, "2021-09-28", None, "2021-09-27", "illegible"),  # both are ruled out: the best is kept for a person
    (slot("day", "handwritten", ("17", 0.93), ("19", 0.05)), "2021-09-18", None, "2021-09-17", "illegible"),  # sure, and contradicted
    (slot("day", "handwritten", ("17", 0.93), ("19", 0.05)), "2021-09-17", "2021-09-17", "2021-09-17", "stated"),
    (slot("day", "handwritten", ("31", 0.6), ("21", 0.35)), None, None, "2021-09-21", "stated"),  # no such day
])  # fmt: skip
def test_date_between_what_it_cites_and_its_signature(day: Slot, after: str | None, before: str | None, value: str, state: str) -> None:
    limits = (date.fromisoformat(limit) if limit else None for limit in (after, before))
    got = written_date(document(day), SPANS, (None, 9, 2021), *limits)
    assert got and (got.value, got.state) == (value, state)
    assert state == "stated" or (got.confidence or 0) < 0.5


def test_limits_of_a_date() -> None:
    assert latest_cited(["2021-03-04", None, "2021", "2021-02-31", "2022-01-01", "2019-12-31"], 2021) == date(2021, 3, 4)
    assert latest_cited([], 2021) is None
    assert earliest_signed(["2021-09-24T09:00:00+07:00", "2021-09-21T17:30:00Z", "no moment", None]) == date(2021, 9, 22)
    assert earliest_signed(["2021-09-21T23:30:00"]) == date(2021, 9, 21)


# --- the whole way ----------------------------------------------------------------------------------------------------

LETTER = ("SỞ Y TẾ|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Số: {2q /KH-SYT|Bến Tre, ngày ©_ tháng 9 năm 2021|KẾ HOẠCH"
          "|Tiêm chủng cho trẻ em|Căn cứ Kế hoạch số 88/KH-UBND ngày 23 tháng 9 năm 2021 của Ủy ban nhân dân tỉnh;")  # fmt: skip


def letter(*slots: Slot, signed: str | None = None) -> Document:
    """A scan with a row every 20 points; Tesseract was sure of all but the two slots."""
    lines, at = [], 0
    for i, row in enumerate(LETTER.split("|")):
        words, x = [], 50.0
        for part in re.finditer(r"\S+", row):
            box = (x, 100.0 + 20 * i, x + 6 * len(part[0]), 112.0 + 20 * i)
            words.append(Word(Span(at + part.start(), at + part.end()), box, 0.3 if part[0] in ("{2q", "©_") else 0.95))
            x = box[2] + 4
        lines.append(Line(Span(at, at + len(row)), 1, (50, 100 + 20 * i, x, 112 + 20 * i), tuple(words)))
        at += len(row) + 1
    text = LETTER.replace("|", "\n")
    signatures = (Signature("A", signed),) if signed else ()
    return Document(text, None, "0" * 64, "application/pdf", "ocr", (Page(1, Span(0, len(text))),), tuple(lines), signatures, slots=slots)


def at_row(kind: Any, row: int, *readings: tuple[str, float]) -> Slot:
    return Slot(kind, 1, (72.5, 98.0 + 20 * row, 96.5, 116.0 + 20 * row), "handwritten", readings)


@pytest.mark.parametrize(("readings", "state"), [([("27", 0.97)], "stated"), ([("27", 0.6), ("21", 0.2)], "illegible"), ([], "illegible")])
def test_evidence_of_handwriting_is_its_crop_and_what_ocr_made_of_it(readings: list[tuple[str, float]], state: str) -> None:
    slots = at_row("number", 2, *readings), at_row("day", 3, *readings)
    got = extract_document(letter(*slots))
    for field, one, raw in ((got.number, slots[0], "Số: {2q /KH-SYT"), (got.issued_date, slots[1], "ngày ©_ tháng 9 năm 2021")):
        assert field.state == state
        if readings or field is got.number:
            assert [e.bbox for e in field.evidence] == [one.box]
        assert raw in field.evidence[0].text or field.evidence[0].text in raw
        assert field.confidence >= 0.5 or state == "illegible"
    doubted = [i for i in got.issues if i.code in ("number.illegible", "issued_date.illegible")]
    assert len(doubted) == (0 if state == "stated" else 2)
    if readings:
        assert [i.evidence[0].bbox for i in doubted] == [one.box for one in slots][: len(doubted)]


@pytest.mark.parametrize(("readings", "signed", "value", "state"), [
    ([("21", 0.5), ("27", 0.45)], None, "2021-09-27", "stated"),  # it cites a plan of 23 September
    ([("28", 0.5), ("24", 0.45)], "2021-09-24T08:00:00+07:00", "2021-09-24", "stated"),
    ([("21", 0.97)], None, "2021-09-21", "illegible"),
])  # fmt: skip
def test_a_date_is_not_before_what_is_cited_nor_after_its_signature(
    readings: list[tuple[str, float]], signed: str | None, value: str, state: str
) -> None:
    got = extract_document(letter(at_row("day", 3, *readings), signed=signed)).issued_date
    assert (got.value, got.state) == (value, state)


def test_a_slot_belongs_to_its_line() -> None:
    far, near = slot("number", "blank", top=300), slot("number", "blank")
    assert slot_at(document(far), "number", SPANS) is None
    assert slot_at(document(far, near), "number", SPANS) is near
    behind = replace(near, box=(305, 95, 330, 118))  # of a line with nothing but "Số:"
    assert slot_at(document(behind), "number", SPANS) is behind
    other_column = replace(near, box=(420, 95, 450, 118))
    assert slot_at(document(other_column), "number", SPANS) is None
