"""Print that was read as no words: which stretches are read again, and what of it is taken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.read.lost_lines import box_of, cut_out, lost_stretches, unread_rows, with_found
from pipeline.read.tesseract import Recognised
from tests.test_signing_block import HIGH, line, text_of

DATE = line(["Ba", "Tri,", "ngày", "15", "tháng", "8"], x=400, y=100, number=3)
LOST = line(["Anh", "Ảou"], [0.16, 0.0], x=60, y=92, number=3)
BODY = line(["Căn", "cứ", "Nghị", "định"], x=60, y=200, number=4)
PAGE = (*LOST, *DATE, *BODY)


def again(texts: list[str], sure: list[float]) -> tuple[Recognised, ...]:
    """The words of the page once its lost stretch was read so."""
    stretch = lost_stretches(PAGE, [])[0]
    cut = cut_out(np.full((300, 900), 255, np.uint8), box_of(stretch))
    x, y = (round(-n) for n in cut.back[:, 2])
    return with_found(box_of(stretch), cut, PAGE, [line(texts, sure, 60 + x, 92 + y)])


def test_a_stretch_beside_print_is_lost_by_itself() -> None:
    assert lost_stretches(PAGE, []) == [LOST]


@pytest.mark.parametrize(
    "words",
    [
        line(["Anh", "Ảou"], [0.5, 0.4], x=60, y=92, number=3),  # doubted, and read
        line(["a"], [0.1], x=60, y=92, number=3),  # too short for print
        [replace(w, box=(w.box[0], 92, w.box[2], 92 + 4 * HIGH)) for w in LOST],  # a stroke
        [replace(w, line=-1) for w in LOST],  # read again already
    ],
)
def test_what_is_not_read_again(words: list[Recognised]) -> None:
    assert lost_stretches((*words, *DATE, *BODY), []) == []


def test_what_lies_in_a_seal_is_left_to_those_who_look_there() -> None:
    assert lost_stretches(PAGE, [(0, 50, 300, 150)]) == []


def test_print_takes_the_place_of_what_was_made_of_it() -> None:
    found = again(["Số:", "112/KH"], [0.93, 0.9])
    assert text_of(tuple(w for w in found if w.box[1] < 150)) == "Số: 112/KH Ba Tri, ngày 15 tháng 8"
    assert {w.line for w in found if w.text in ("Số:", "112/KH")} == {-1}  # on a line of its own


@pytest.mark.parametrize(
    ("texts", "sure"),
    [
        (["Số:", "112/KH"], [0.93, 0.7]),  # figures in doubt
        (["Đang", "bao"], [0.5, 0.4]),
        (["—", "/"], [0.9, 0.9]),  # no words
        (["Ủy"], [0.95]),  # less than stood there
    ],
)
def test_what_is_no_better_is_not_taken(texts: list[str], sure: list[float]) -> None:
    assert again(texts, sure) == PAGE


# --- rows that no word stands on --------------------------------------------------------------------------------------

#: "C. KINH PHÍ" as ink: pieces of letters joined to words, `(x, y, width, height)`, as high as the words of the page.
ROW = [(60, 300, 25, HIGH), (95, 299, 70, HIGH + 2), (175, 301, 60, HIGH)]


def test_a_row_of_ink_as_high_as_print() -> None:
    assert unread_rows(ROW, PAGE, []) == [(60, 300, 235, 325)]


def test_a_streak_makes_no_row_higher() -> None:
    assert unread_rows([*ROW[:2], (175, 280, 60, 45)], PAGE, []) == [(60, 299, 235, 325)]


@pytest.mark.parametrize(
    ("pieces", "places"),
    [
        (ROW[:1], []),  # one piece: a speck, a stroke
        ([(60, 300, 25, 8), (95, 300, 70, 8)], []),  # lower than print: a rule
        ([(60, 300, 25, 60), (95, 300, 70, 60)], []),  # higher: a drawing
        ([(x, 200, w, HIGH) for x, _, w, _ in ROW], []),  # words stand there
        ([(60, 300, 25, HIGH), (300, 300, 70, HIGH)], []),  # too far apart
        (ROW, [(50, 250, 400, 400)]),  # in a seal
    ],
)
def test_what_is_no_row(pieces: list[tuple[int, int, int, int]], places: list[tuple[int, int, int, int]]) -> None:
    assert unread_rows(pieces, PAGE, places) == []
