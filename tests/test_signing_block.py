"""The signing block of a scan: rings of seals, names that were read several times, rows stamped into one another."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from pipeline import extract_document
from pipeline.persons import damaged_office
from pipeline.read import read_document
from pipeline.read.debris import split_debris
from pipeline.read.line_again import Band, read_again, signing_lines
from pipeline.read.office_rows import with_office
from pipeline.read.picture import Gray
from pipeline.read.seals import Seal, find_seals
from pipeline.read.second_look import merged
from pipeline.read.tesseract import Recognised
from pipeline.slack import letters_of

CASES = Path(__file__).parent / "cases" / "signing"
DOTS = 200.0
#: Pixels of a letter in the lines made here, and of a line.
WIDE, HIGH = 14, 24


def load(what: str) -> list[Any]:
    found = [c for name in ("in_the_wild", "negative") for c in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]
    return [pytest.param(c, id=str(c["expect"])) for c in found if c["what"] == what]


def line(texts: list[str], sure: list[float] | None = None, x: int = 0, y: int = 0, number: int = 0) -> list[Recognised]:
    """Words one behind the other, a letter apart."""
    ends = list(accumulate(WIDE * (len(t) + 1) for t in texts))
    boxes = [(x + end - WIDE * (len(t) + 1), y, x + end - WIDE, y + HIGH) for t, end in zip(texts, ends, strict=True)]
    return [Recognised(t, box, c, (), number) for t, box, c in zip(texts, boxes, sure or [0.9] * len(texts), strict=True)]


def band(picture: Gray | None = None) -> Band:
    """A cut that stands on the page where it stands in the picture."""
    return Band(np.full((HIGH, 900), 255, np.uint8) if picture is None else picture, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))


def text_of(words: tuple[Recognised, ...]) -> str:
    return " ".join(w.text for w in sorted(words, key=lambda w: w.box[0]))


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", load("name"))
def test_the_name_that_most_readings_have(case: dict[str, Any]) -> None:
    before = line(["Hoàng", "Anh"], x=200)
    readings = [line([t for t, _ in r], [c for _, c in r]) for r in case["readings"]]
    heard = [line([t for t, _ in r], [c for _, c in r]) for r in case.get("heard", [])]
    after = read_again(before, before, [band()] * len(readings), readings, heard)
    assert text_of(after) == case["expect"]
    assert (min(w.confidence for w in after) < 0.5) == (case.get("doubted", False) or case["expect"].startswith("Nuyễn") or bool(heard))


def test_a_name_read_surely_and_a_line_of_text_are_not_read_again() -> None:
    box = (0, 0, 900, 400)
    name = line(["Lê", "Hoàng", "Anh"], [0.96, 0.97, 0.97], x=300, y=100)
    assert signing_lines(name, box, sealed=True) == []
    unsure = line(["Lê", "Hoàng", "Anh"], [0.7, 0.97, 0.97], x=300, y=100)
    assert signing_lines(unsure, box, sealed=True) == [unsure]
    text = line(["phố", "Rạch", "Giá,", "Kiên", "Giang"], [0.97, 0.97, 0.9, 0.97, 0.97], x=-100, y=100, number=3)
    assert signing_lines(text, box, sealed=True) == []


# --- positions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", load("office"))
def test_the_longest_known_position_of_a_row(case: dict[str, Any]) -> None:
    before = tuple(line(["ÁN", "ĐỐC"], [0.37, 0.65], x=200))
    readings = [line(texts, x=150) for texts in case["readings"]]
    after = with_office(before, [band()] * len(readings), readings, DOTS)
    if not case["expect"]:
        assert after == before
        return
    office = damaged_office(text_of(after))
    assert letters_of(office.position if office else text_of(after)) == case["expect"]


def test_a_body_is_not_read_worse_than_it_was() -> None:
    before = tuple(line(["M", "BAN", "THƯỜNG", "VỤ"], [0.81, 0.97, 0.96, 0.97], x=150))
    assert with_office(before, [band()], [line(["TM", "BAN", "THƯỜNG", "V"], [0.6, 0.9, 0.9, 0.9], x=150)], DOTS) == before


@pytest.mark.parametrize("case", load("block"))
def test_who_signed(case: dict[str, Any]) -> None:
    head = "SỞ Y TẾ\n\nSố: 12/SYT-VP\n\nKiên Giang, ngày 12 tháng 10 năm 2017\n\nKính gửi: Các đơn vị.\n\nThực hiện.\n\n"
    text = head + "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n" + "\n".join(case["rows"]) + "\n"
    signer = extract_document(read_document("-", text.encode())).signer.value
    assert signer and [signer.name, signer.position] == case["expect"]


# --- seals ------------------------------------------------------------------------------------------------------------

MIDDLE, RADIUS = (300, 250), 140


def sealed(rings: bool = True) -> Gray:
    """A seal of two rings, the outer one a double line, across a row of upright strokes."""
    picture = np.full((500, 700), 255, np.uint8)
    for x in range(330, 620, 14):
        cv2.line(picture, (x, 350), (x, 374), 0, 4)
    for radius, thick in ((RADIUS, 4), (RADIUS - 8, 2), (RADIUS - 44, 3)) if rings else ():
        cv2.ellipse(picture, MIDDLE, (radius, radius - 2), 0, 0, 360, 0, thick)
    return picture


def test_rings_are_taken_away_and_print_is_left() -> None:
    picture, print_alone = sealed(), sealed(rings=False)
    seals, bare = find_seals(picture, DOTS)
    assert len(seals) == 1 and abs(seals[0].x - MIDDLE[0]) < 6 and abs(seals[0].y - MIDDLE[1]) < 6
    ring = (picture < 128) & (print_alone >= 128)
    assert np.count_nonzero((bare < 128) & ring) < 0.1 * np.count_nonzero(ring)
    strokes = print_alone < 128
    assert np.count_nonzero((bare < 128) & strokes) > 0.9 * np.count_nonzero(strokes)


def test_a_picture_without_a_seal_stays_as_it_is() -> None:
    picture = sealed(rings=False)
    cv2.rectangle(picture, (100, 100), (300, 300), 0, 3)
    seals, bare = find_seals(picture, DOTS)
    assert seals == [] and bool((bare == picture).all())


def test_what_stands_in_a_seal_is_not_read_into_the_page() -> None:
    seal = Seal(float(MIDDLE[0]), float(MIDDLE[1]), float(RADIUS))
    inside, below = line(["ỦY", "BAN"], x=260, y=240), line(["Lê", "Hoàng", "Anh"], x=280, y=400)
    assert merged((), (0, 0, 700, 500), [inside]) != ()
    assert text_of(merged((), (0, 0, 700, 500), [inside, below], [seal])) == "Lê Hoàng Anh"


def test_words_read_again_stand_on_one_line_however_aslant() -> None:
    reading = [Recognised(t, (300 + 80 * i, 400 - 6 * i, 360 + 80 * i, 424 - 6 * i), 0.9, ()) for i, t in enumerate(["Hà", "Văn", "Phúc"])]
    words = merged(line(["Nơi", "nhận:"], number=1), (0, 0, 700, 500), [reading])
    again = [w for w in words if w.line < 0]
    assert len(again) == 3 and len({(w.line, w.baseline) for w in again}) == 1


def test_recipients_beside_a_stroke_are_print() -> None:
    words = line(["Nơinhận", "`”", "TÔ"], [0.4, 0.2, 0.3], number=4)
    kept, _ = split_debris(words)
    assert "Nơinhận" in [w.text for w in kept]
    assert split_debris(line(["Zơixxận", "`”"], [0.2, 0.2], number=4))[0] == []


@pytest.mark.parametrize(
    ("text", "clear", "is_print"), [("05/12/2022.", 0.9, True), ("05/12/2022.", 0.6, False), ("05/12/", 0.9, False), ("1)", 0.9, False)]
)
def test_a_date_read_clearly_is_print_though_no_word_is_trusted(text: str, clear: float, is_print: bool) -> None:
    word = replace(line([text], [0.0], number=4)[0], alternatives=tuple(((c, clear),) for c in text))
    assert split_debris([word]) == (([word], []) if is_print else ([], [[word]]))
